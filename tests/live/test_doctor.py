"""`voice-assistant doctor` on a virtual sound card: what it finds is what was made."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from fakes.sounds import noise, speech_like
from virtual_card import VirtualCard
from voice_assistant.audio.level import rms_dbfs, scale
from voice_assistant.audio.wav import WavWriter

pytestmark = [
    pytest.mark.system,
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.voice,
    pytest.mark.timeout(180),
]

ROOT = Path(__file__).parents[2]
ASKED_AFTER = 9.0
"""Seconds from the announcement on after which the assistant has asked, and awaits an answer."""

PARTS = [
    "settings",
    "content",
    "model",
    "voice",
    "switch",
    "service",
    "sound card",
    "microphone",
    "noise",
    "clipping",
    "echo",
]


@dataclass(frozen=True)
class Told:
    states: dict[str, str]
    sentences: dict[str, str]
    code: int
    took: float
    """Seconds from the announcement to the end."""


def doctor(card: VirtualCard, when_asked: Callable[[], object] = lambda: None) -> Told:
    """What it tells of each part in the end."""
    command = [sys.executable, "-m", "voice_assistant", "doctor"]
    process = subprocess.Popen(command, env=card.env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    states, sentences, announced = {}, {}, 0.0
    try:
        for line in process.stdout:
            shaped = re.fullmatch(r"([a-z ]+): (well|now|ADVICE|TROUBLE)\. (.+\.)\n", line)
            assert shaped is not None, line
            states[shaped[1]], sentences[shaped[1]] = shaped[2], shaped[3]
            if shaped[2] == "now":
                assert "say: one, two, three" in line
                announced = time.monotonic()
                time.sleep(ASKED_AFTER)
                when_asked()
        code = process.wait(20)
    finally:
        process.kill()
        process.communicate()
    return Told(states, sentences, code, time.monotonic() - announced)


def figure(sentence: str, unit: str) -> float:
    found = re.search(rf"(-?\d+) {unit}", sentence)
    assert found is not None, sentence
    return float(found[1])


def wav(path: Path, *, voice_dbfs: float, seconds: float = 1.5) -> Path:
    voice = speech_like(seconds)
    with WavWriter(path) as writer:
        writer.write(scale(voice, voice_dbfs - rms_dbfs(voice)))
    return path


def test_voice_noise_and_echo_are_measured_as_they_were_made(card: VirtualCard, tmp_path: Path) -> None:
    with WavWriter(tmp_path / "room.wav") as writer:
        writer.write(noise(60.0, -60.0))
    card.play(tmp_path / "room.wav")
    card.echo(gain_db=-6.0, delay=0.05)
    voice = wav(tmp_path / "voice.wav", voice_dbfs=-26.0)
    told = doctor(card, lambda: card.play(voice))
    assert told.code == 0
    assert told.took < 16.0
    assert list(told.states) == PARTS
    assert all(told.states[part] == "well" for part in PARTS if part != "echo"), told.sentences
    assert figure(told.sentences["microphone"], "dBFS") == pytest.approx(-26, abs=4)
    assert figure(told.sentences["noise"], "dBFS") == pytest.approx(-60, abs=1)
    late = figure(told.sentences["echo"], "ms")  # as late as the card makes it on this computer, besides
    assert late > 50
    assert (told.states["echo"] == "well") is (late <= 400)
    assert figure(told.sentences["echo"], "dB") == pytest.approx(-6, abs=3)


def test_clipped_microphone_and_loud_late_echo_are_told_what_to_do(card: VirtualCard, tmp_path: Path) -> None:
    card.amplify_microphone(20.0)
    card.echo(gain_db=-20.0, delay=0.4)
    voice = wav(tmp_path / "voice.wav", voice_dbfs=-18.0)
    told = doctor(card, lambda: card.play(voice))
    assert told.code == 0
    assert (told.states["clipping"], told.states["echo"]) == ("ADVICE", "ADVICE")
    assert "turn the microphone's level down" in told.sentences["clipping"]
    assert figure(told.sentences["echo"], "ms") > 400
    assert "with a cable" in told.sentences["echo"]


def test_muted_microphone_is_dead_silent(card: VirtualCard) -> None:
    card.mute_microphone()
    told = doctor(card)
    assert told.code == 69
    assert (told.states["sound card"], told.states["microphone"]) == ("well", "TROUBLE")
    assert told.sentences["microphone"] == "The microphone is dead silent: plug it in, or unmute it."
