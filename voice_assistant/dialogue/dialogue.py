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
from typing import assert_never, cast

from transitions import EventData, Machine

from voice_assistant.commands import Command, End, Say, SetRate, SetVolume
from voice_assistant.content.pack import Pack, Words
from voice_assistant.dialogue import (
    advising,
    asking,
    attention,
    confirming,
    moving,
    reading,
    repair,
    switches,
)
from voice_assistant.dialogue.memory import Mark, Memory, Pending
from voice_assistant.dialogue.scene import Manner, Scene
from voice_assistant.dialogue.switches import BY_STATE
from voice_assistant.dialogue.table import ANSWERS, STATES, TABLE, Condition, Row
from voice_assistant.events import (
    Choices,
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

UNSPOKEN_STATES = ("reading", "welcoming", "helping", "leaving")
"""States that go on by themselves once everything was said."""
ADJUSTING = ("louder", "quieter", "slower", "faster", "more_time")
"""Intents that change how it speaks, and interrupt nothing."""
KEEP_COUNTS = ("repeat", "why", "summary", "help", *ADJUSTING)
"""Intents after which the same thing is still open: what was missed before still counts."""


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
        scene.meaning = scene.nth = None
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
        switches.follow(scene, before)
        if scene.state == "asleep" and before != "asleep":
            scene.commands.append(End(scene.memory.ending))
            self._forget()
        listen = attention.wanted(scene)
        if listen != scene.memory.listening:
            scene.update(listening=listen)
            scene.commands.append(listen)
        return tuple(scene.commands)

    # --- triggers --------------------------------------------------------------------------------

    def _fire(self, trigger: str) -> bool:
        """Take the first row for this trigger whose conditions hold; False if there is none."""
        if trigger not in self._machine.events:
            return False
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
        if repair.is_sure(scene, heard) and heard.meaning is not None:
            if not self._initial.switching and scene.memory.switching:
                scene.update(switching=False)  # somebody speaks again: the options need not be read out
            self._understood(heard.meaning)
        elif heard.decision == "confirming" and heard.meaning == repair.EMERGENCY:
            self._perhaps_emergency(heard)
        elif not scene.memory.voicing and scene.state in BY_STATE:
            self._missed(heard.meaning, sure=heard.decision == "confirming")
        # other uncertain words while it speaks may well be its own, or somebody else's

    def _perhaps_emergency(self, heard: Heard) -> None:
        """Ask at once, also in the middle of a sentence, unless those words were the assistant's own (I4)."""
        scene = self._scene
        own = " ".join(each.text for said in scene.memory.saying for each in said.sentences)
        if heard.text and heard.text in own.lower():
            return
        scene.hush()
        if scene.state == "helping":
            self._fire("returned")
        if scene.state == "asleep":
            self._fire("started")
        elif scene.state in BY_STATE:
            self._missed(heard.meaning, sure=True)
        else:
            self._understood(repair.EMERGENCY)

    def _understood(self, meaning: Meaning, *, confirmed: bool = False) -> None:
        """Do what was meant. Somebody is there and was understood: the counts start anew."""
        scene = self._scene
        intent = meaning.intent
        if scene.state == "asleep":
            self._fire("emergency" if intent == "emergency" else "started")
            return
        if (scene.state == "leaving" and intent != "emergency") or self._too_early(meaning):
            return
        scene.meaning = meaning
        scene.update(unanswered=0, reminders=0)
        if intent not in ADJUSTING:
            scene.hush()
            if scene.state == "helping":
                self._fire("returned")
            if self._in_doubt and self._settle_doubt(meaning):
                return
        if scene.state == "asking" and self._answer(meaning, confirmed):
            return
        before = scene.memory
        if intent not in KEEP_COUNTS:
            scene.update(misses=0, silences=0, rewordings=0)
        if intent != "help":
            scene.update(helps=0)
        if intent is None or not self._fire(intent):
            scene.before(scene.prompt("not_here"))
            moving.put_again(scene)
        if scene.state == "asking" and asking.still_open(scene, before):
            scene.update(misses=before.misses, silences=before.silences, rewordings=before.rewordings)

    def _too_early(self, meaning: Meaning) -> bool:
        """Whether it was said before what it would answer had begun.

        A "no" while the last answer is read back corrects that; anything else is only a sign of listening.
        """
        scene = self._scene
        if scene.memory.fresh is None or meaning.value is not None or meaning.intent not in ANSWERS:
            return False
        if scene.state == "asking":
            if meaning.intent == "no" and scene.memory.read_back is not None:
                scene.hush()
                asking.correct(scene)
            return True
        return scene.state == "advising" and meaning.intent in ("yes", "no")

    @property
    def _in_doubt(self) -> bool:
        """Whether it has asked "did you say ...?"."""
        return self._scene.state == "confirming" and confirming.pending_is("said")(self._scene)

    def _settle_doubt(self, meaning: Meaning) -> bool:
        """Take the yes or no to "did you say ...?"; whatever else is said is meant for where it came from."""
        scene = self._scene
        if meaning.intent in ("repeat", "help"):
            return False
        pending = scene.memory.pending
        self._fire("returned")
        if meaning.intent not in ("yes", "no") and pending != Pending("said", repair.EMERGENCY):
            asking.reword(scene)  # what was not understood still counts as one of its wordings
        if meaning.intent == "yes" and pending is not None and pending.meaning is not None:
            self._understood(pending.meaning, confirmed=True)
            return True
        if meaning.intent == "no":
            again = scene.state in ("asking", "confirming")
            scene.before(
                scene.prompt("not_that" if again else "not_that_then", max(scene.memory.misses - 1, 0))
            )
            if pending is not None and pending.meaning == repair.EMERGENCY:
                moving.put_again(scene)
            else:
                self._fire("missed")
            return True
        return False

    def _answer(self, meaning: Meaning, confirmed: bool) -> bool:
        """Take what was said as the answer to the open question, if it is one."""
        scene = self._scene
        value = asking.answer_value(scene, meaning)
        if value is None:
            return self._half_an_answer(meaning)
        if asking.wants_rewording(scene, value):
            self._fire("unsure")
        else:
            asking.take(scene, value, confirmed=confirmed)
            self._fire("answered")
        return True

    def _half_an_answer(self, meaning: Meaning) -> bool:
        """A yes or no where a choice or a length of time is asked for: ask on, and count it as a miss."""
        scene = self._scene
        if scene.question is None or meaning not in (Meaning("yes"), Meaning("no")):
            return False
        if scene.memory.attempt + 1 < repair.TRIES:
            scene.before(scene.prompt(f"which_{scene.question.kind}", scene.memory.misses))
        scene.meaning = None
        self._repair(repair.no_match(scene, sure=False))
        return True

    # --- silence, and what was not understood ----------------------------------------------------

    def _no_input(self) -> None:
        scene = self._scene
        if scene.state in BY_STATE and not scene.memory.voicing and not self._give_up_doubt():
            self._repair(repair.no_input(scene))

    def _missed(self, guess: Meaning | None, *, sure: bool) -> None:
        scene = self._scene
        scene.meaning = guess
        if not self._give_up_doubt():
            self._repair(repair.no_match(scene, sure=sure))

    def _give_up_doubt(self) -> bool:
        """No yes or no came to "did you say ...?": back to what was open. True if it was about an emergency."""
        pending = self._scene.memory.pending
        if not self._in_doubt or pending is None:
            return False
        if repair.EMERGENCY in (pending.meaning, self._scene.meaning):
            self._understood(repair.EMERGENCY)
            return True
        self._scene.meaning = None  # a second guess would only be asked about again
        self._fire("returned")
        return False

    def _repair(self, trigger: str | None) -> None:
        if trigger == "unheard":
            asking.take(self._scene, "not_sure")
            self._fire("answered")
        elif trigger is not None:
            self._fire(trigger)

    # --- what was said by the assistant itself ---------------------------------------------------

    def _sentence_started(self, utterance: int, sentence: int) -> None:
        scene = self._scene
        switches.option_begun(scene, utterance, sentence)
        advising.sentence_begun(scene, utterance, sentence)
        if scene.memory.fresh is not None and Mark(utterance, sentence) >= scene.memory.fresh:
            scene.update(fresh=None)
        if scene.state == "reading" and utterance == scene.memory.voicing:
            reading.sentence_begun(scene, sentence)

    def _spoken(self, utterance: int, how: str) -> None:
        scene = self._scene
        if how == "completed":
            advising.said_to_its_end(scene, utterance)
        last = utterance == scene.memory.voicing
        scene.update(saying=tuple(each for each in scene.memory.saying if each.id > utterance))
        if not last:
            return  # it was hushed and something else has come since, or more waits to be said
        scene.update(fresh=None)
        if how == "completed" and scene.state in UNSPOKEN_STATES:
            self._fire("spoken")

    # --- switches --------------------------------------------------------------------------------

    def _pressed(self, role: Role) -> None:
        scene = self._scene
        if role == "emergency":
            self._understood(repair.EMERGENCY)
            return
        first = not scene.memory.switching
        scene.update(switching=True, reminders=0)
        match scene.state, role:
            case "asleep", _:
                self._fire("started")
            case "leaving", _:
                pass
            case "reading", "select":
                if first:
                    moving.explain_switch(scene)
                self._understood(Meaning("stop"))
            case "reading", "next":
                self._understood(Meaning("next"))
            case "welcoming" | "helping", _:
                scene.hush()
                self._fire("spoken")
                if first and not scene.said:
                    moving.begin_switching(scene)
            case "paused", _ if first:
                moving.explain_switch(scene)
                self._understood(Meaning("go_on"))
            case _ if first:
                moving.begin_switching(scene)
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
            scene.update(picked=picked, silences=0, fresh=None)
            switches.read_options(scene)
        else:
            self._understood(meaning)

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
