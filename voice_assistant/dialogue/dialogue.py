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

from voice_assistant.commands import CheckSound, Command, End, KeepSummary, Say, SetRate, SetVolume
from voice_assistant.content.pack import Pack, Words
from voice_assistant.dialogue import (
    adjusting,
    advising,
    attention,
    faults,
    practising,
    reading,
    sounding,
    switches,
)
from voice_assistant.dialogue.hearing import Hearing
from voice_assistant.dialogue.memory import Mark, Memory
from voice_assistant.dialogue.pressing import Pressing
from voice_assistant.dialogue.scene import Manner, Scene
from voice_assistant.dialogue.table import STATES, TABLE, Condition, Row
from voice_assistant.events import (
    Event,
    Heard,
    HearingBack,
    HearingLost,
    NoInput,
    Opened,
    Pressed,
    Resumed,
    SentenceHeard,
    SentenceStarted,
    SoundChecked,
    Sounded,
    Spoken,
    Started,
    StateChanged,
    SummaryKept,
    VoiceChanged,
)

UNSPOKEN_STATES = ("reading", "welcoming", "helping", "leaving")
"""States that go on by themselves once everything was said."""


class Dialogue:
    """One conversation after the other. Pure: the same events give the same commands, whenever and wherever."""

    def __init__(
        self,
        pack: Pack,
        words: Words,
        manner: Manner,
        memory: Memory | None = None,
        practice: Pack | None = None,
    ) -> None:
        """`practice`: the pack that somebody is offered to get to know the assistant with."""
        self._scene = Scene(pack, words, manner, memory or Memory(), practice)
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
        self._hearing = Hearing(self._scene, self._fire, speaks=not self._initial.switching)
        self._pressing = Pressing(self._scene, self._fire, self._hearing)

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
        scene.lead = scene.heard_as = ()
        scene.meaning = scene.nth = scene.sound = None
        before = scene.state
        match event:
            case Opened():
                pass  # only what is listened to while it sleeps is told
            case Started():
                self._fire("started")
                faults.tell_lost(scene)
            case SentenceStarted(utterance, sentence):
                self._sentence_started(utterance, sentence)
            case SentenceHeard(utterance, sentence):
                self._sentence_heard(utterance, sentence)
            case Spoken(utterance, how, _):
                self._spoken(utterance, how)
            case Heard():
                if not sounding.means_nothing(scene, event):
                    self._hearing.heard(event)
            case NoInput(noisy):
                if not self._pressing.waited():
                    self._hearing.no_input(noisy=noisy)
            case Pressed(role):
                self._pressing.pressed(role)
            case Sounded(count, long):
                self._pressing.sounded(count, long=long)
            case SummaryKept(kept):
                scene.kept = kept
                self._fire("wrote_down")
            case SoundChecked(sound):
                scene.sound = sound
                self._fire("checked")
            case VoiceChanged():
                adjusting.voice_changed(scene)
            case HearingLost(cause):
                faults.hearing_lost(scene, cause)
            case HearingBack(understood):
                faults.hearing_back(scene, understood=understood)
            case Resumed():
                self._resume()
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
        # its answer comes at once, and what follows from that must find everything else done
        return tuple(
            sorted(scene.commands, key=lambda command: isinstance(command, CheckSound | KeepSummary))
        )

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

    # --- what was said by the assistant itself ---------------------------------------------------

    def _sentence_started(self, utterance: int, sentence: int) -> None:
        scene = self._scene
        if scene.state == "reading" and utterance == scene.memory.voicing:
            reading.sentence_begun(scene, sentence)

    def _sentence_heard(self, utterance: int, sentence: int) -> None:
        scene = self._scene
        switches.option_heard(scene, utterance, sentence)
        advising.sentence_heard(scene, utterance, sentence)
        if scene.memory.fresh is not None and Mark(utterance, sentence) >= scene.memory.fresh:
            scene.update(fresh=None)
        if scene.state == "reading" and utterance == scene.memory.voicing:
            reading.sentence_heard(scene, sentence)

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

    def _resume(self) -> None:
        """Whatever was heard of it before, the person must be able to go on from here."""
        self._scene.update(listening=None, deaf=None, told_deaf=False)
        if self._scene.state == "helping":
            self._fire("returned")
        self._fire("resumed")

    # --- the end ---------------------------------------------------------------------------------

    def _forget(self) -> None:
        """Whoever comes next finds everything as it was at first, but for places, where they may be kept."""
        if self._scene.memory.practising:
            practising.put_back(self._scene)
        memory = self._scene.memory
        if memory.gain_db != self._initial.gain_db:
            self._scene.commands.append(SetVolume(self._initial.gain_db))
        if memory.rate != self._initial.rate:
            self._scene.commands.append(SetRate(self._initial.rate))
        kept = memory if self._scene.manner.keep_place else Memory()
        self._scene.memory = replace(
            self._initial,
            newcomer=False,
            place=kept.place,
            bookmarks=kept.bookmarks,
            utterances=memory.utterances,
            deaf=memory.deaf,
        )


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
