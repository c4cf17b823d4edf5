"""The dialogue: `handle(event) -> commands`, and `(state, memory)` is all there is to know about it.

How one event is handled:

1. The event is turned into one or more triggers of the table; what was said is first taken as an answer
   where a question is open.
2. The table picks the row, the row's action replaces the memory and gathers commands.
3. If somebody uses a switch, the options of the new state are read out after what is said.
4. Whatever is understood from now on is told to the listening part, if that has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, assert_never, cast

from transitions import EventData, Machine

from voice_assistant.commands import Command, End, Listen, Say, SetRate, SetVolume
from voice_assistant.content.pack import Pack, Words
from voice_assistant.dialogue import asking, moving, reading, repair, switches
from voice_assistant.dialogue.memory import AnswerValue, Memory
from voice_assistant.dialogue.scene import Manner, Scene
from voice_assistant.dialogue.switches import BY_STATE
from voice_assistant.dialogue.table import ANSWERS, STATES, TABLE, Condition, Row, intents_in
from voice_assistant.events import (
    Choices,
    Days,
    Event,
    Heard,
    Meaning,
    NoInput,
    Pressed,
    Role,
    SentenceStarted,
    Spoken,
    Started,
    StateChanged,
)

FIRST_SOUND = {"normal": 10.0, "slow": 20.0, "very slow": None}
"""Seconds in which a first sound is awaited, by patience; None: a gentle reminder, never an error."""
GENTLE = 30.0
"""Seconds until the gentle reminder of the patience "very slow", and until the first one in a pause."""
LONGEST_REMINDER = 600.0
LAST_CHANCE = 20.0
"""Seconds to say anything, after the warning that the session is about to end (C16)."""
NAMED_IN: dict[str, Literal["sections", "questions"]] = {"finding": "sections", "changing": "questions"}
"""States in which the bare name of a section, or of a question, is an answer."""
WAKING = ("help", "menu", "questions", "article", "go_on", "emergency")
"""What wakes it when it is asleep."""
UNSPOKEN_STATES = ("reading", "welcoming", "helping", "leaving")
"""States that go on by themselves once everything was said."""


class Dialogue:
    """One conversation after the other. Pure: the same events give the same commands, whenever and wherever."""

    def __init__(self, pack: Pack, words: Words, manner: Manner, memory: Memory | None = None) -> None:
        self._scene = Scene(pack, words, manner, memory or Memory())
        self._initial = self._scene.memory
        self._machine = Machine(
            model=self._scene,
            states=[{"name": state} for state in STATES],
            transitions=[_transition(row) for row in TABLE],
            initial="asleep",
            auto_transitions=False,
            queued=False,
            send_event=True,
            ignore_invalid_triggers=True,
        )

    @property
    def state(self) -> str:
        return self._scene.state

    @property
    def memory(self) -> Memory:
        return self._scene.memory

    def restore(self, state: str, memory: Memory) -> None:
        """Continue from here, whatever happened before: for searching all conversations."""
        self._machine.set_state(state)
        self._scene.memory = memory

    def handle(self, event: Event) -> tuple[Command, ...]:
        """What is to be done about a fact."""
        scene = self._scene
        scene.commands = []
        scene.lead = ()
        scene.meaning = None
        before = scene.state
        match event:
            case Started():
                self._fire("started")
            case SentenceStarted(utterance, sentence):
                self._sentence_started(utterance, sentence)
            case Spoken(utterance, how, _):
                self._spoken(utterance, how)
            case Heard():
                self._heard(event)
            case NoInput():
                self._no_input()
            case Pressed(role):
                self._pressed(role)
            case _:
                assert_never(event)
        self._read_options()
        if scene.state == "asleep" and before != "asleep":
            scene.commands.append(End(scene.memory.ending))
            self._forget()
        self._listen()
        return tuple(scene.commands)

    # --- triggers --------------------------------------------------------------------------------

    def _fire(self, trigger: str) -> bool:
        """Take the first row for this trigger whose conditions hold; False if there is none."""
        before = self._scene.state
        taken: bool = self._machine.events[trigger].trigger(self._scene)
        if taken and self._scene.state != before:
            at = next((i for i, each in enumerate(self._scene.commands) if isinstance(each, Say)), None)
            self._scene.note(StateChanged(before, self._scene.state))
            if at is not None:  # the journal has the new state before what is said in it
                self._scene.commands.insert(at, self._scene.commands.pop())
        return taken

    # --- what was said ---------------------------------------------------------------------------

    def _heard(self, heard: Heard) -> None:
        scene = self._scene
        if heard.decision == "accepted" and heard.meaning is not None:
            self._understood(heard.meaning)
        elif scene.memory.voicing or scene.state in ("asleep", "leaving"):
            return  # uncertain words while it speaks may well be its own, or somebody else's
        else:
            self._missed(heard.meaning)

    def _understood(self, meaning: Meaning, *, confirmed: bool = False) -> None:
        """Do what was meant. Somebody is there and was understood: the counts start anew."""
        scene = self._scene
        scene.meaning = meaning
        intent = meaning.intent
        if scene.state == "asleep":
            self._fire("emergency" if intent == "emergency" else "started")
            return
        if intent not in ("louder", "quieter", "slower", "faster"):
            scene.hush()
        if scene.state == "helping":
            self._fire("returned")
        scene.update(unanswered=0, reminders=0)
        pending = scene.memory.pending
        if scene.state == "confirming" and pending is not None and pending.kind == "said":
            if intent == "yes" and pending.meaning is not None:
                self._fire("returned")
                self._understood(pending.meaning, confirmed=True)
                return
            if intent == "no":
                self._fire("returned")
                scene.before(scene.prompt("not_that"))
                self._repair(repair.after_no_match(scene))
                return
        if scene.state == "asking" and self._answer(meaning, confirmed):
            return
        if intent not in (
            "repeat",
            "why",
            "summary",
            "help",
            "more_time",
            "louder",
            "quieter",
            "slower",
            "faster",
        ):
            scene.update(misses=0, silences=0, rewordings=0)
        if intent is None or not self._fire(intent):
            scene.before(scene.prompt("not_here"))
            moving.put_again(scene)

    def _answer(self, meaning: Meaning, confirmed: bool) -> bool:
        """Take what was said as the answer to the open question, if it is one."""
        scene = self._scene
        value = self._answer_value(meaning)
        if value is None:
            return False
        if asking.wants_rewording(scene, value):
            self._fire("unsure")
            return True
        asking.take(scene, value, confirmed=confirmed)
        self._fire("answered")
        return True

    def _answer_value(self, meaning: Meaning) -> AnswerValue | None:
        question = self._scene.question
        if question is None or (meaning.intent not in (None, *ANSWERS)):
            return None
        match meaning.value:
            case Days() as days if question.kind == "duration":
                return days
            case Choices() as choices if question.kind == "several":
                return choices
        match meaning.intent:
            case "not_sure":
                return "not_sure"
            case "skip":
                return "skipped"
            case "yes" if question.kind == "yes_no":
                return "yes"
            case "no" if question.kind == "yes_no":
                return "no"
            case "no" if question.kind == "several":
                return Choices(self._scene.memory.picked)
        return None

    # --- silence, and what was not understood ----------------------------------------------------

    def _no_input(self) -> None:
        if self._scene.state in BY_STATE and not self._scene.memory.voicing:
            self._repair(repair.no_input(self._scene))

    def _missed(self, guess: Meaning | None) -> None:
        if self._scene.state in BY_STATE:
            self._scene.meaning = guess
            self._repair(repair.no_match(self._scene))

    def _repair(self, trigger: str | None) -> None:
        if trigger == "unheard":
            if self._scene.state == "confirming":
                self._fire("returned")
            if self._scene.state == "asking":
                asking.take(self._scene, "not_sure")
                self._fire("answered")
            else:
                moving.put_again(self._scene)
        elif trigger is not None:
            self._fire(trigger)

    # --- what was said by the assistant itself ---------------------------------------------------

    def _sentence_started(self, utterance: int, sentence: int) -> None:
        switches.option_begun(self._scene, utterance, sentence)
        if self._scene.state == "reading" and utterance == self._scene.memory.voicing:
            reading.sentence_begun(self._scene, sentence)

    def _spoken(self, utterance: int, how: str) -> None:
        if utterance != self._scene.memory.voicing:
            return  # it was hushed, and something else has come since
        self._scene.update(voicing=0)
        if how == "completed" and self._scene.state in UNSPOKEN_STATES:
            self._fire("spoken")

    # --- switches --------------------------------------------------------------------------------

    def _pressed(self, role: Role) -> None:
        scene = self._scene
        first = not scene.memory.switching
        scene.update(switching=True, reminders=0)
        match scene.state, role:
            case _, "emergency":
                self._understood(Meaning("emergency"))
            case "asleep", _:
                self._fire("started")
            case "leaving", _:
                pass
            case "reading", "select":
                self._understood(Meaning("stop"))
            case "reading", "next":
                self._understood(Meaning("next"))
            case "welcoming" | "helping", _:
                scene.hush()
                self._fire("spoken")
                if scene.state in BY_STATE and not any(isinstance(each, Say) for each in scene.commands):
                    moving.put_again(scene)
            case _ if first:
                scene.hush()
                scene.before(scene.prompt("switch_on"))
                moving.put_again(scene)
            case _, "next":
                switches.skip_option(scene)
            case _:
                self._select()

    def _select(self) -> None:
        scene = self._scene
        meaning = switches.selected(scene)
        if meaning is None:
            scene.hush()
            switches.read_options(scene)
        elif scene.state == "asking" and isinstance(meaning.value, Choices):
            picked = (*scene.memory.picked, *meaning.value.ids)
            scene.hush()
            scene.update(picked=picked, silences=0)
            switches.read_options(scene)
        else:
            self._understood(meaning)

    def _read_options(self) -> None:
        """For somebody who uses a switch, what can be chosen follows whatever is said."""
        scene = self._scene
        says = [each.utterance for each in scene.commands if isinstance(each, Say)]
        if scene.memory.switching and says and says[-1].prompt != "options" and scene.state != "reading":
            switches.read_options(scene)

    # --- what is listened to ---------------------------------------------------------------------

    def _listen(self) -> None:
        listen = self._wanted()
        if listen != self._scene.memory.listening:
            self._scene.update(listening=listen)
            self._scene.commands.append(listen)

    def _wanted(self) -> Listen:
        """Everything that has a row in this state; while helping, in the state that it goes back to."""
        memory = self._scene.memory
        state = self._scene.state
        if state == "helping":
            state = memory.came_from[-1] if memory.came_from else "choosing"
        if state == "asleep":
            return Listen(WAKING, patience=memory.patience, no_input_after=None)
        question = self._scene.question if state == "asking" else None
        return Listen(
            intents=(_answers_to(question.kind) if question else ()) + intents_in(state),
            question=question.id if question else None,
            names=NAMED_IN.get(state),
            attempt=memory.misses,
            patience=memory.patience,
            no_input_after=self._patience(state),
        )

    def _patience(self, state: str) -> float | None:
        memory = self._scene.memory
        if state == "paused":
            return min(GENTLE * 2.0**memory.reminders, LONGEST_REMINDER)
        wait = FIRST_SOUND[memory.patience]
        if wait is None:
            return GENTLE
        return max(wait, LAST_CHANCE) if memory.attempt >= repair.TRIES - 1 and state != "asking" else wait

    # --- the end ---------------------------------------------------------------------------------

    def _forget(self) -> None:
        """Whoever comes next finds everything as it was at first, but for the place, where that may be kept."""
        memory = self._scene.memory
        if memory.gain_db != self._initial.gain_db:
            self._scene.commands.append(SetVolume(self._initial.gain_db))
        if memory.rate != self._initial.rate:
            self._scene.commands.append(SetRate(self._initial.rate))
        place = memory.place if self._scene.manner.keep_place else None
        self._scene.memory = replace(self._initial, place=place, utterances=memory.utterances)


def _answers_to(kind: str) -> tuple[str, ...]:
    """The intents that can answer a question of this kind; its own words are understood beside them."""
    match kind:
        case "yes_no":
            return ("yes", "no", "not_sure", "skip")
        case "several":
            return ("no", "not_sure", "skip")
        case _:
            return ("not_sure", "skip")


def _transition(row: Row) -> dict[str, object]:
    """A row of the table as `transitions` takes it: callables that get the scene from the event."""

    def act(event: EventData) -> None:
        row.action(cast(Scene, event.model))

    def condition(check: Condition) -> Callable[[EventData], bool]:
        def holds(event: EventData) -> bool:
            return check(cast(Scene, event.model))

        holds.__name__ = check.__name__
        return holds

    return {
        "trigger": row.trigger,
        "source": list(row.source),
        "dest": None if row.to == "=" else row.to,
        "after": act,
        "conditions": [condition(check) for check in row.conditions],
    }
