"""What every room promises, whether its microphone is a recording or a sound card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np
import pytest

from virtual_card import VirtualCard
from voice_assistant.audio.frames import FRAME, SILENCE, Frame
from voice_assistant.audio.recorded_room import RecordedRoom
from voice_assistant.audio.room import Room
from voice_assistant.audio.sound_card import SoundCardRoom


@pytest.fixture
def recorded() -> Room:
    return RecordedRoom(lambda: np.zeros(FRAME, dtype=np.int16))


@pytest.fixture
def sound_card(monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    with VirtualCard() as card:
        for name, value in card.env.items():
            monkeypatch.setenv(name, value)
        room = SoundCardRoom()
        yield room
        room.close()


@pytest.fixture(params=["recorded", pytest.param("sound_card", marks=pytest.mark.system)])
def room(request: pytest.FixtureRequest) -> Room:
    return cast("Room", request.getfixturevalue(request.param))


def test_every_exchange_gives_one_frame(room: Room) -> None:
    room.open()
    for _ in range(10):
        heard = room.exchange(SILENCE)
        assert heard is not None
        assert heard.shape == (FRAME,)
        assert heard.dtype == np.int16
    room.close()


def test_frames_heard_stay_as_they_were(room: Room) -> None:
    """A recognizer may keep them: the next frame does not come in the same place."""
    room.open()
    first, second = room.exchange(SILENCE), room.exchange(SILENCE)
    assert first is not None
    assert second is not None
    assert not np.shares_memory(first, second)
    room.close()


def test_frame_handed_over_is_not_changed(room: Room) -> None:
    speaker: Frame = np.arange(FRAME, dtype=np.int16)
    room.open()
    for _ in range(3):
        room.exchange(speaker)
    room.close()
    assert speaker.tolist() == list(range(FRAME))


def test_closed_room_gives_no_frames(room: Room) -> None:
    room.open()
    assert room.exchange(SILENCE) is not None
    room.close()
    assert room.exchange(SILENCE) is None


def test_closing_is_always_safe(room: Room) -> None:
    room.close()
    room.open()
    room.close()
    room.close()
