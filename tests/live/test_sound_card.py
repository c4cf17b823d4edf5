"""The sound-card room in a process of its own, on a virtual card: in order, and with all that goes wrong.

Run as a program, this file is that process: it opens the room and prints what it meets, a JSON object a line.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
import pytest

from virtual_card import CardUnavailableError, VirtualCard
from voice_assistant.audio.frames import FRAME, RATE, SILENCE, Samples
from voice_assistant.audio.portaudio import describe_devices
from voice_assistant.audio.sound_card import Limits, SoundCardRoom
from voice_assistant.audio.wav import WavWriter
from voice_assistant.errors import DeviceError

pytestmark = pytest.mark.system

CALLER, ASSISTANT = 440, 1_000
"""Hertz of the tones that they make."""
ROOT = Path(__file__).parents[2]
Report = dict[str, float | str | list[str]]


def tone(hertz: int, seconds: float) -> Samples:
    wave = np.sin(2 * np.pi * hertz * np.arange(round(RATE * seconds)) / RATE)
    return np.asarray(np.rint(wave * 8_000), dtype=np.int16)


def strength(sound: Samples, hertz: int) -> npt.NDArray[np.float64]:
    """How loud a tone is in each 20 ms, as the amplitude of a sine."""
    whole = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME)
    turning = np.exp(-2j * np.pi * hertz * np.arange(FRAME) / RATE)
    return np.asarray(np.abs(whole @ turning) * 2 / FRAME)


# --- the process on the card -----------------------------------------------------------------------


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


def tell_troubles(room: SoundCardRoom) -> None:
    for trouble in room.troubles():
        tell(event="trouble", part=trouble.part, code=trouble.code)


def take_part(seconds: float, input_device: str | None) -> None:
    """Exchange frames for so long; after half a second say a tone of one second."""
    room = SoundCardRoom(
        input_device,
        patience=1.5,
        limits=replace(Limits(), zeros=0.5, hung=1.0, frozen=1.0, look=0.5, pause=0.1),
    )
    begun = time.monotonic()
    try:
        devices = describe_devices()
        room.open()
        said = np.split(tone(ASSISTANT, 1.0), RATE // FRAME)
        room.exchange(SILENCE)
        tell(event="open", devices=devices)
        begun, heard, noticed = time.monotonic(), [], False
        for number in range(round(seconds * RATE / FRAME)):
            at = number - 25
            frame = room.exchange(said[at] if 0 <= at < len(said) else SILENCE)
            assert frame is not None
            heard.append(frame)
            if not noticed and strength(frame, CALLER)[0] > 4_000:
                noticed = True
                tell(event="heard")
            tell_troubles(room)
        caller = strength(np.concatenate(heard), CALLER)
        tell(event="end", took=time.monotonic() - begun, caller=int(np.count_nonzero(caller > 4_000)))
    except DeviceError as error:
        tell_troubles(room)
        tell(event="error", says=str(error), took=time.monotonic() - begun)
    finally:
        closing = time.monotonic()
        room.close()
        tell(event="closed", took=time.monotonic() - closing)


# --- the tests ---------------------------------------------------------------------------------------


class Process:
    """The room's process, and what it has told so far."""

    def __init__(self, card: VirtualCard, seconds: float, *options: str) -> None:
        paths = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(seconds), *options],
            env=card.env | paths, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def until(self, event: str) -> list[Report]:
        """Everything that it tells up to the first of these."""
        assert self._process.stdout is not None
        told: list[Report] = []
        for line in self._process.stdout:
            told.append(cast("Report", json.loads(line)))
            if told[-1]["event"] == event:
                return told
        raise AssertionError(f"it ended without telling {event}, but: {told}")

    def finish(self) -> list[Report]:
        """The rest of what it tells; it must end by itself, and in time."""
        told = self.until("closed")
        assert self._process.wait(5) == 0
        assert float(cast("float", told[-1]["took"])) < 2.0
        return told

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def caller(tmp_path: Path) -> Path:
    """A caller's tone of one second."""
    with WavWriter(tmp_path / "caller.wav") as writer:
        writer.write(tone(CALLER, 1.0))
    return tmp_path / "caller.wav"


def troubles(told: list[Report]) -> list[tuple[object, object]]:
    return [(one["part"], one["code"]) for one in told if one["event"] == "trouble"]


def test_sound_flows_both_ways_in_real_time(card: VirtualCard, caller: Path, tmp_path: Path) -> None:
    with contextlib.closing(Process(card, 2.5)) as process:
        recorder = card.record(tmp_path / "speaker.raw")
        assert "the default" in str(process.until("open")[-1]["devices"])
        card.play(caller)
        end = process.until("end")
        process.finish()
        recorder.terminate()
        recorder.wait()
    assert troubles(end) in ([], [("microphone", "silent")])  # the virtual room is exactly silent
    assert end[-1]["took"] == pytest.approx(2.5, abs=0.15)
    assert end[-1]["caller"] == pytest.approx(50, abs=2)
    played = strength(np.frombuffer((tmp_path / "speaker.raw").read_bytes(), dtype="<i2"), ASSISTANT)
    loud = np.flatnonzero(played > 4_000)
    assert len(loud) == pytest.approx(50, abs=2)
    assert loud[-1] - loud[0] == pytest.approx(49, abs=2)  # in one piece


def test_card_that_comes_back_goes_on(card: VirtualCard) -> None:
    with contextlib.closing(Process(card, 2.0)) as process:
        process.until("open")
        card.kill()
        card.start()
        told = process.finish()
    assert ("sound card", "recovered") in troubles(told)
    assert told[-2]["event"] == "end"


def test_card_that_stays_away_is_given_up_and_none_at_start_is_said_at_once(card: VirtualCard) -> None:
    with contextlib.closing(Process(card, 60.0)) as process:
        process.until("open")
        card.kill()
        told = process.finish()
    assert ("sound card", "stalled") in troubles(told)
    assert "did not come back" in str(told[-2]["says"])
    assert float(cast("float", told[-2]["took"])) < 5.0
    with contextlib.closing(Process(card, 60.0)) as process:
        told = process.finish()
    assert "No usable sound card was found (the system has none" in str(told[-2]["says"])
    assert float(cast("float", told[-2]["took"])) < 1.0


def test_frozen_sound_system_does_not_hang_the_process(card: VirtualCard) -> None:
    with contextlib.closing(Process(card, 60.0)) as process:
        process.until("open")
        card.freeze()
        told = process.finish()
    assert "does not answer" in str(told[-2]["says"])
    assert float(cast("float", told[-2]["took"])) < 5.0


def test_microphone_that_is_unplugged_is_noticed(card: VirtualCard, tmp_path: Path) -> None:
    with WavWriter(tmp_path / "caller.wav") as writer:
        writer.write(tone(CALLER, 20.0))
    player = card.play(tmp_path / "caller.wav")
    with contextlib.closing(Process(card, 60.0)) as process:
        process.until("heard")
        card.unplug_microphone()
        told = process.until("trouble")
    player.kill()
    assert troubles(told) == [("microphone", "silent")]


def test_without_a_microphone_the_speaker_keeps_time(card: VirtualCard) -> None:
    with contextlib.closing(Process(card, 1.0, "no such microphone")) as process:
        told = process.finish()
    assert ("microphone", "missing") in troubles(told)
    assert told[-2]["took"] == pytest.approx(1.0, abs=0.2)


def test_computer_without_pulseaudio_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CardUnavailableError, match="pulseaudio, pactl, paplay, parec not found; install"):
        VirtualCard()


if __name__ == "__main__":
    take_part(float(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
