"""A conversation that the service manager holds is taken up just as it was, or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from dialogues import golden
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Answer, AnswerValue, Memory
from voice_assistant.events import Choices, Days, Event
from voice_assistant.kiosk import resuming
from voice_assistant.kiosk.resuming import (
    BEAT,
    LATEST,
    MOST_RESTARTS,
    STEADY,
    Conversation,
    Resuming,
    handed_over,
)
from voice_assistant.kiosk.sealed_memory import SealedMemory

ASKING = Memory(answers=(("breathing", Answer("no")),), question="sudden")


class FakeManager:
    """Holds the last memory that it is given."""

    def __init__(self) -> None:
        self.held: SealedMemory | None = None
        self.told: list[str] = []

    def tell(self, message: str, descriptors: Sequence[int] = ()) -> None:
        self.told.append(message)
        if descriptors:
            self.held = SealedMemory(os.dup(descriptors[0]))
        if message.startswith("FDSTOREREMOVE=1"):
            self.held = None

    def close(self) -> None:
        """It lives on."""

    def hand_over(self) -> SealedMemory | None:
        return SealedMemory(os.dup(self.held.descriptor)) if self.held is not None else None


class World:
    """A manager, and the processes that it starts one after the other."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.manager = FakeManager()

    def process(self, belongs_to: str = "this version") -> Resuming:
        return Resuming(self.manager, belongs_to, held=self.manager.hand_over(), clock=lambda: self.now)


@pytest.fixture
def world() -> World:
    return World()


def test_the_next_process_finds_the_latest_change(world: World) -> None:
    first = world.process()
    assert first.take_up() is None
    first.keep("asking", ASKING)
    first.keep("paused", replace(ASKING, reminders=1))
    assert world.process().take_up() == ("paused", replace(ASKING, reminders=1))
    assert [message.partition("\n")[0] for message in world.manager.told] == ["FDSTORE=1"]


def test_when_the_conversation_ends_nothing_is_held(world: World) -> None:
    process = world.process()
    process.keep("asking", ASKING)
    held = world.manager.hand_over()
    process.keep("asleep", Memory())
    assert held is not None
    assert held.read() is None
    assert world.manager.told[-1] == "FDSTOREREMOVE=1\nFDNAME=conversation"
    assert world.process().take_up() is None


@pytest.mark.parametrize(("passed", "taken"), [(LATEST - 1, True), (LATEST + 1, False), (-1.0, False)])
def test_what_is_too_old_is_forgotten(world: World, passed: float, taken: bool) -> None:
    world.process().keep("asking", ASKING)
    world.now += passed
    assert (world.process().take_up() is not None) == taken
    assert (world.manager.held is not None) == taken


def test_a_long_silence_is_not_a_long_time_since_the_crash(world: World) -> None:
    process = world.process()
    process.keep("asking", ASKING)
    for _ in range(10):
        world.now += BEAT
        for _ in range(round(BEAT / 0.02) + 1):
            process.moved()
    world.now += LATEST - 2 * BEAT
    assert world.process().take_up() is not None


def test_other_texts_or_settings_mean_another_conversation(world: World) -> None:
    world.process().keep("asking", ASKING)
    assert world.process("another version").take_up() is None
    assert world.manager.held is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"state": "asking"}'])
def test_what_is_not_just_right_is_forgotten(world: World, content: bytes) -> None:
    world.process().keep("asking", ASKING)
    assert world.manager.held is not None
    world.manager.held.write(content)
    assert world.process().take_up() is None


def test_a_state_that_is_none_is_forgotten(world: World) -> None:
    world.process().keep("asking", ASKING)
    assert world.manager.held is not None
    wrong = Conversation("no state", ASKING, "this version", world.now)
    world.manager.held.write(resuming._codec().dump_json(wrong))
    assert world.process().take_up() is None


def test_a_conversation_that_kills_each_process_is_given_up(world: World) -> None:
    world.process().keep("asking", ASKING)
    taken = 0
    while world.process().take_up() is not None:
        taken += 1
    assert taken == MOST_RESTARTS


def test_a_conversation_that_lasts_may_be_taken_up_any_number_of_times(world: World) -> None:
    world.process().keep("asking", ASKING)
    for _ in range(2 * MOST_RESTARTS):
        process = world.process()
        assert process.take_up() is not None
        process.moved()
        world.now += STEADY
        process.moved()


def test_more_than_there_is_room_for_is_not_held_by_half(world: World) -> None:
    process = world.process()
    process.keep("asking", ASKING)
    process.keep("asking", replace(ASKING, explained="x" * 300_000))
    assert world.manager.held is None
    assert world.process().take_up() is None


@pytest.mark.parametrize("path", golden.files(), ids=lambda path: path.stem)
def test_every_memory_comes_back_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each one that the golden dialogues come to."""
    seen: list[tuple[str, Memory]] = []
    handle = Dialogue.handle

    def watched(dialogue: Dialogue, event: Event) -> object:
        commands = handle(dialogue, event)
        seen.append((dialogue.state, dialogue.memory))
        return commands

    monkeypatch.setattr(Dialogue, "handle", watched)
    golden.played(path.read_text(encoding="utf-8"))
    codec = resuming._codec()
    for state, memory in seen:
        held = Conversation(state, memory, "", 1.5)
        assert codec.validate_json(codec.dump_json(held)) == held


def test_values_are_not_taken_for_one_another() -> None:
    values: tuple[AnswerValue, ...] = (Days(3, None), Days(0.5, 2), Choices(()), Choices(("stress",)))
    answers = tuple((f"q{number}", Answer(value)) for number, value in enumerate(values))
    held = Conversation("asking", Memory(answers=answers), "", 0.0)
    assert resuming._codec().validate_json(resuming._codec().dump_json(held)) == held


def test_descriptors_meant_for_another_process_are_left_alone() -> None:
    environ = {"LISTEN_PID": "1", "LISTEN_FDS": "1", "LISTEN_FDNAMES": "conversation", "HOME": "/"}
    assert handed_over(environ) is None
    assert environ == {"HOME": "/"}


def test_without_a_manager_there_is_nothing_to_take_up() -> None:
    assert handed_over({}) is None
