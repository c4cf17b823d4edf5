"""Rehearsals hear exactly what was mixed, to the sample, as fast as the processor goes."""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest

from voice_assistant.audio.frames import FRAME, RATE, SILENCE, Frame, Samples
from voice_assistant.audio.recorded_room import Echo, RecordedRoom
from voice_assistant.errors import OutputError


def caller(frames: Iterable[Frame]) -> Callable[[], Frame | None]:
    rest = iter(frames)
    return lambda: next(rest, None)


def full(value: int) -> Frame:
    return np.full(FRAME, value, dtype=np.int16)


def heard(room: RecordedRoom, speaker: list[Frame]) -> Samples:
    room.open()
    frames = [room.exchange(frame) for frame in speaker]
    room.close()
    return np.concatenate([frame for frame in frames if frame is not None])


def test_caller_alone_is_heard_as_recorded() -> None:
    room = RecordedRoom(caller([full(1), full(2)]))
    assert heard(room, [SILENCE] * 2).tolist() == [1] * FRAME + [2] * FRAME


def test_room_closes_when_the_caller_has_left() -> None:
    room = RecordedRoom(caller([full(1)]))
    room.open()
    assert room.exchange(SILENCE) is not None
    assert room.exchange(SILENCE) is None
    assert room.exchange(SILENCE) is None


@pytest.mark.parametrize("delay", [0, 1, FRAME - 1, FRAME, FRAME + 7, 3 * FRAME])
def test_echo_comes_back_to_the_sample(delay: int) -> None:
    speaker = np.arange(1, 5 * FRAME + 1, dtype=np.int16) * 2
    room = RecordedRoom(
        caller([full(100)] * 5), echo=Echo(delay=delay / RATE, gain_db=20 * float(np.log10(0.5)))
    )
    expected = np.full(5 * FRAME, 100)
    expected[delay:] += speaker[: 5 * FRAME - delay] // 2
    assert heard(room, np.split(speaker, 5)).tolist() == expected.tolist()


def test_noise_goes_round_without_a_gap() -> None:
    noise = np.arange(500, dtype=np.int16)
    room = RecordedRoom(caller([SILENCE] * 4), noise=noise)
    assert heard(room, [SILENCE] * 4).tolist() == np.resize(noise, 4 * FRAME).tolist()


def test_sum_saturates() -> None:
    room = RecordedRoom(
        caller([full(30_000), full(-30_000)]),
        noise=np.array([5_000], dtype=np.int16),
        echo=Echo(delay=0.0, gain_db=0.0),
    )
    assert heard(room, [full(20_000), full(-20_000)]).tolist() == [32_767] * FRAME + [-32_768] * FRAME


def test_conversation_is_recorded_on_two_sides(tmp_path: Path) -> None:
    path = tmp_path / "conversation.wav"
    room = RecordedRoom(
        caller([full(1), full(2)]), recording=path, noise=np.array([10], dtype=np.int16), echo=Echo(0.02, 0.0)
    )
    heard(room, [full(7), full(8)])
    with wave.open(str(path)) as reader:
        assert (reader.getframerate(), reader.getnchannels()) == (RATE, 2)
        sides = np.frombuffer(reader.readframes(2 * FRAME), dtype="<i2").reshape(-1, 2)
    assert sides[:, 0].tolist() == [11] * FRAME + [19] * FRAME
    assert sides[:, 1].tolist() == [7] * FRAME + [8] * FRAME


def test_caller_who_never_comes_leaves_no_recording(tmp_path: Path) -> None:
    room = RecordedRoom(caller([]), recording=tmp_path / "conversation.wav")
    room.open()
    assert room.exchange(SILENCE) is None
    assert list(tmp_path.iterdir()) == []


def test_recording_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    room = RecordedRoom(caller([]), recording=tmp_path / "nowhere" / "conversation.wav")
    with pytest.raises(OutputError, match="could not be written"):
        room.open()
    room.close()
