"""What is being said falls silent while a switch is being pressed, and goes on if that comes to nothing."""

from __future__ import annotations

from datetime import date

import numpy as np

from fakes.recognizer import FakeRecognizer
from fakes.voice import FakeVoice
from voice_assistant.audio.frames import FRAME_SECONDS, SILENCE, Frame
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.scene import Manner
from voice_assistant.events import Role
from voice_assistant.journal import MemoryJournal
from voice_assistant.listening.listener import Listener
from voice_assistant.listening.vocabulary import Vocabulary
from voice_assistant.session import Session
from voice_assistant.session_parts import Parts
from voice_assistant.speaking.pronunciation import Pronunciation
from voice_assistant.speaking.queue import SpeechQueue

WORDS = load_words()
PACK = load_pack("als-facial-twitching", WORDS, date(2026, 12, 1))
FIRST, LAST = 50, 100
"""Frames in which the switch is down: in the middle of the welcome, which may be cut short."""


class Unchanged:
    person = False

    def process(self, microphone: Frame, speaker: Frame) -> Frame:
        return microphone


class NoVoice:
    def hears(self, frame: Frame) -> bool:
        return False


class Room:
    """Keeps what was played; and its switch is held for a while."""

    def __init__(self, role: Role | None) -> None:
        self.played: list[bool] = []
        self._role = role

    def open(self) -> None: ...

    def close(self) -> None: ...

    def exchange(self, speaker: Frame) -> Frame | None:
        self.played.append(bool(np.any(speaker)))
        return SILENCE

    @property
    def held(self) -> bool:
        return FIRST <= len(self.played) < LAST

    def poll(self) -> tuple[Role, ...]:
        return (self._role,) if self._role and len(self.played) == LAST else ()


def held(role: Role | None) -> tuple[Room, MemoryJournal]:
    room, journal = Room(role), MemoryJournal()
    parts = Parts(
        room=room,
        dialogue=Dialogue(PACK, WORDS, Manner(), Memory()),
        listener=Listener(FakeRecognizer, Vocabulary(WORDS, PACK), NoVoice()),
        queue=SpeechQueue(FakeVoice(), Pronunciation(()), wait=1.0),
        canceller=Unchanged(),
        switches=room,
        journal=journal,
    )
    Session(parts).run(20.0)
    return room, journal


def test_it_falls_silent_within_a_frame_or_two_and_stays_so() -> None:
    room, _ = held(None)
    assert any(room.played[:FIRST])
    assert not any(room.played[FIRST + 2 : LAST])


def test_a_press_that_does_not_count_interrupts_nothing() -> None:
    room, journal = held(None)
    assert any(room.played[LAST : LAST + round(1.0 / FRAME_SECONDS)])
    assert {each["how"] for each in journal.of("spoken")} == {"completed"}


def test_a_press_that_counts_does() -> None:
    _, journal = held("select")
    assert journal.of("spoken")[0]["how"] == "interrupted"
    assert [each["role"] for each in journal.of("pressed")] == ["select"]
