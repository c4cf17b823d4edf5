"""What to make of something that was said: take it, ask back, or say that it was not understood.

Pure: all that may count is in the `Evidence`. The recognizer's confidence is not weighed: what it takes
wrongly for a command, it takes with full confidence. What tells the two apart is the second opinion, which
expects the whole language, and in which the phrase, or something that sounds like it, has to be among the best.

1. All of it is understood, says one thing, and by the second opinion it may have been just that: accepted,
   unless a word of it is too short to have been said (a length of time is read back anyway, and its "a" is that
   short). Where much is at stake it has to be next to the best of the second opinion.
2. The second opinion does not agree: "Did you say ...?". Where it hears another answer as a whole, the
   question is about that one: the "know" of "I don't know" is never a "no".
3. The second opinion heard no word at all: nothing was said, unless it may have been a faint yes or no; noise
   that stands out of nothing looks like that.
4. It says both yes and no: rejected, and without a guess. Safety must not rest on which came last.
5. Part of it is understood: "Did you say ...?" with the last thing said, or with the emergency, if that was among
   it; then it is told whether the second opinion heard one as well. With many unknown words around it somebody is
   talking to somebody else: rejected.
6. Nothing in it is understood: "Did you say ...?" if the second opinion heard a phrase that is open, even where
   the first heard nothing. Else the guess is what it would be if it had to be one of the answers: put to the
   person if the second opinion may have heard that too, or from the second attempt on; else rejected. If no word
   of it is known and it was not even as long as a word, it was nothing at all.
7. What is rejected was talk to somebody else, or words that are unknown here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, assert_never

from voice_assistant.events import Decision, Heard, Meaning, Miss
from voice_assistant.listening.grammar import UNKNOWN, Grammar
from voice_assistant.listening.recognizer import Hypothesis, Word

SHORTEST_WORD = 0.05
"""Seconds; nobody says a word in less, but "two" can look like an "I do" with an "I" of 0.03."""
SHORTEST_SPEECH = 0.3
"""Seconds of voice; less of it without a known word was a cough or a noise."""
MOST_UNKNOWN = 2
"""More unknown words than that beside a known one are talk that is not meant for the assistant."""
CLOSE = 1.5
"""How far behind the best of the second opinion an answer may be with which much is at stake."""
CLOSER = 0.4
"""The same of a wish: of all that people say in a room in hours, much sounds a little like a "help"."""
TALK = 2
"""Words that the second opinion hears beyond those that were understood, and more, are talk to somebody else."""
_ANSWERS = (Meaning("yes"), Meaning("no"), Meaning("not_sure"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One utterance, as far as it can be known."""

    words: tuple[Word, ...]
    voiced: float
    """Seconds of voice in it."""
    attempt: int
    """How often the last thing said was not understood already."""
    guess: str = ""
    """What the same sound is taken for when it must be one of the answers; "" if nobody has tried."""
    second: tuple[Hypothesis, ...] | None = None
    """The second opinion, best first; None if there is none."""

    @property
    def known(self) -> str:
        """The words that are known."""
        return " ".join(word.text for word in self.words if word.text != UNKNOWN)

    @property
    def unknown(self) -> int:
        """How many of the words are not."""
        return sum(word.text == UNKNOWN for word in self.words)


def needs_guess(evidence: Evidence, grammar: Grammar) -> bool:
    """Whether it is worth while to find the `guess`: there was speech, but nothing in it means anything."""
    return (
        _is_speech(evidence, grammar)
        and not _meanings(evidence, grammar)
        and _as_heard_freely(evidence, grammar) is None
    )


def judge(evidence: Evidence, grammar: Grammar) -> Heard | None:
    """What was heard; None if that was not speech."""
    if not _is_speech(evidence, grammar):
        return None
    said = _meanings(evidence, grammar)
    if not said:
        freely = _as_heard_freely(evidence, grammar)
        if freely is not None:
            return _heard(evidence, freely, "confirming")
        guess = grammar.best_guess(evidence.guess)
        likely = guess is not None and (evidence.attempt > 0 or _backed(evidence, grammar, guess))
        return _heard(evidence, guess, "confirming" if likely else "rejected")
    meaning = grammar.understand(evidence.known)
    if meaning is not None and not evidence.unknown:
        return _weighed(evidence, grammar, meaning)
    if {Meaning("yes"), Meaning("no")} <= said:
        return _heard(evidence, None, "rejected")
    emergency = Meaning("emergency")
    if emergency in said:
        backed = evidence.second is None or any(
            segment.meaning == emergency
            for each in evidence.second
            for segment in grammar.segments(each.text)
        )
        return replace(_heard(evidence, emergency, "confirming"), backed=backed)
    sure = evidence.unknown <= MOST_UNKNOWN
    guess = grammar.best_guess(evidence.known)
    return _heard(evidence, guess, "confirming") if sure else _heard(evidence, guess, "rejected", "talk")


def _weighed(evidence: Evidence, grammar: Grammar, meaning: Meaning) -> Heard:
    """The decision about something that is understood as a whole."""
    agreed = _agreement(evidence, grammar, meaning)
    match agreed:
        case Meaning():
            return _heard(evidence, agreed, "confirming")
        case "same":
            hasty = any(word.end - word.start < SHORTEST_WORD for word in evidence.words)
            return _heard(evidence, meaning, "confirming" if hasty and meaning.intent else "accepted")
        case "perhaps":
            return _heard(evidence, meaning, "confirming")
        case "talk":
            return _heard(evidence, meaning, "rejected", "talk")
        case _:
            assert_never(agreed)


def _agreement(
    evidence: Evidence, grammar: Grammar, meaning: Meaning
) -> Literal["same", "perhaps", "talk"] | Meaning:
    """What the second opinion says to it; a meaning, if it is another one."""
    if not evidence.second:
        return "same"
    best = evidence.second[0]
    answers = meaning.intent in (None, *(answer.intent for answer in _ANSWERS))
    close = CLOSE if answers else CLOSER
    behind = close if meaning in grammar.careful else float("inf")
    further = len(best.text.split()) - len(evidence.known.split())
    talk = further >= TALK and not grammar.sounds_like(best.text, evidence.known, meaning)
    same = any(
        best.score - each.score <= behind
        and grammar.sounds_like(each.text, evidence.known, meaning)
        and (not talk or grammar.understand(each.text) == meaning)
        for each in evidence.second
    )
    if meaning in _ANSWERS:
        for each in evidence.second:
            other = grammar.understand(each.text)
            if other in _ANSWERS and other != meaning and (each is best or other == Meaning("not_sure")):
                return other
    if same:
        return "same"
    return "talk" if further >= TALK and meaning != Meaning("emergency") else "perhaps"


def _as_heard_freely(evidence: Evidence, grammar: Grammar) -> Meaning | None:
    """The meaning of the best of the second opinion, if it is an open phrase as a whole."""
    return grammar.understand(evidence.second[0].text) if evidence.second else None


def _backed(evidence: Evidence, grammar: Grammar, guess: Meaning) -> bool:
    """Whether the second opinion, too, may have heard what is guessed."""
    return any(grammar.sounds_like(each.text, evidence.guess, guess) for each in evidence.second or ())


def _is_speech(evidence: Evidence, grammar: Grammar) -> bool:
    if evidence.second is not None and not any(each.text for each in evidence.second):
        return grammar.understand(evidence.known) in _ANSWERS
    if not evidence.words:
        return _as_heard_freely(evidence, grammar) is not None
    return bool(evidence.known) or (evidence.unknown > 0 and evidence.voiced >= SHORTEST_SPEECH)


def _meanings(evidence: Evidence, grammar: Grammar) -> set[Meaning]:
    segments = grammar.segments(evidence.known)
    return {segment.meaning for segment in segments if segment.meaning is not None}


def _heard(evidence: Evidence, meaning: Meaning | None, decision: Decision, miss: Miss = "unknown") -> Heard:
    confidences = [word.confidence for word in evidence.words]
    confidence = round(sum(confidences) / len(confidences), 3) if confidences else 0.0
    freely = tuple(each.text for each in evidence.second or () if each.text)
    why = miss if decision == "rejected" else None
    return Heard(evidence.known, meaning, confidence, decision, why, freely)
