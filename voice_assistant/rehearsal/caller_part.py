"""What a scripted caller has to say at each moment, whatever its sound: the part of a caller who listens.

1. The answer to the open question, one entry of the script for each attempt.
2. Yes or no to "did you say ...?", to the summary and to the request for consent. Yes is for what the caller
   means; an answer that the assistant took from somebody else is objected to like one that it misheard.
3. Asked which answer is to be changed: the name of the first wrong one.
4. What the script has for the state of the dialogue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.events import Meaning
from voice_assistant.rehearsal.script import Act, Confirm, Script

CORRECTIONS = 2
"""Times that a caller has an answer changed, before giving up."""
NONE_OF_THEM: dict[str, list[str]] = {"choices": []}
"""What a plain "no" means where several may be named."""


class CallerPart:
    """Chooses the next act of a caller, by what the dialogue is about now."""

    def __init__(self, script: Script, dialogue: Dialogue, names: Mapping[str, str]) -> None:
        """`names` says how a question is named when its answer is to be changed."""
        self._script = script
        self._dialogue = dialogue
        self._names = names
        self._confirm = script.confirm or (Confirm() if script.answers else None)
        self._done: Counter[str] = Counter()
        """How often each list of acts was gone to."""
        self._meant = {question: acts[0].means for question, acts in script.answers.items()}
        """By question, what the caller's last answer to it means, or the first one would."""
        self._last: object = None
        """What the caller meant by the last thing done that was no answer to a question."""
        self._corrections: Counter[str] = Counter()

    def next(self) -> Act | None:
        """The next thing to do while the assistant listens; None if there is nothing for this moment."""
        return self._answer() or self._confirmation() or self._correction() or self._in_state()

    def early(self) -> Act | None:
        """What is done in this state without waiting until the assistant listens, if there is such a thing."""
        acts = self._acts_here()
        due = acts[min(self._done[f"states {self._dialogue.state}"], len(acts) - 1)] if acts else None
        return self._in_state() if due is not None and due.during is not None else None

    def _answer(self) -> Act | None:
        question = self._dialogue.memory.question
        if self._dialogue.state != "asking" or question not in self._script.answers:
            return None
        act = self._from(f"answers {question}", self._script.answers[question])
        self._meant[question] = act.means
        return act

    def _confirmation(self) -> Act | None:
        pending = self._dialogue.memory.pending
        if self._confirm is None or self._dialogue.state != "confirming" or pending is None:
            return None
        if pending.kind == "said":
            right = pending.meaning is not None and self._is_meant(pending.meaning)
        else:
            right = pending.kind == "consent" or self._all_meant()
            self._last = "yes" if right else "no"
        if right:
            return self._from("confirm yes", self._confirm.yes)
        return self._from("confirm no", self._confirm.no)

    def _correction(self) -> Act | None:
        wrong = next((question for question in self._meant if self._wrong(question)), None)
        if self._dialogue.state != "changing" or wrong is None:
            return None
        self._corrections[wrong] += 1
        return Act(say=self._names[wrong])

    def _in_state(self) -> Act | None:
        acts = self._acts_here()
        if not acts:
            return None
        act = self._from(f"states {self._dialogue.state}", acts)
        self._last = act.means
        return act

    def _acts_here(self) -> tuple[Act, ...]:
        return next((acts for name, acts in self._script.states.items() if name == self._dialogue.state), ())

    def _from(self, name: str, acts: tuple[Act, ...]) -> Act:
        """The next one of a list, of which the last repeats."""
        self._done[name] += 1
        return acts[min(self._done[name], len(acts)) - 1]

    def _is_meant(self, meaning: Meaning) -> bool:
        """Whether this is what the caller means; without `means` the caller takes it to be right."""
        memory = self._dialogue.memory
        asked = bool(memory.came_from) and memory.came_from[-1].state == "asking"
        meant = self._meant.get(memory.question or "") if asked else self._last
        if meant is None:
            return True
        said = meaning.value.as_json() if meaning.value is not None else meaning.intent
        return said == meant or {"skip": "skipped"}.get(str(said)) == meant or self._says_none(said, meant)

    def _says_none(self, said: object, meant: object) -> bool:
        return said == "no" and meant == NONE_OF_THEM

    def _all_meant(self) -> bool:
        return not any(self._wrong(question) for question in self._meant)

    def _wrong(self, question: str) -> bool:
        """Whether the assistant took an answer for something else than was meant, and it is worth saying so."""
        if self._corrections[question] >= CORRECTIONS:
            return False
        meant = self._meant[question]
        answer = self._dialogue.memory.answer(question)
        return meant is not None and answer is not None and answer.as_json() != meant
