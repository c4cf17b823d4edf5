"""A loud room is told from a silent caller, by the sound alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rehearsals.conftest import Rehearse
from voice_assistant.audio.frames import RATE
from voice_assistant.audio.wav import WavWriter
from voice_assistant.content.loading import load_words

pytestmark = [pytest.mark.model, pytest.mark.voice, pytest.mark.slow]


@pytest.fixture
def hum(tmp_path: Path) -> Path:
    """Ten seconds of noise as a fan makes it: the deeper the louder."""
    spectrum = np.fft.rfft(np.random.default_rng(1).standard_normal(10 * RATE))
    wave = np.fft.irfft(spectrum / np.sqrt(np.arange(len(spectrum)) + 1))
    with WavWriter(tmp_path / "hum.wav") as writer:
        writer.write(np.asarray(wave / wave.std() * 2_000, dtype=np.int16))
    return tmp_path / "hum.wav"


@pytest.mark.parametrize(("snr_db", "prompt"), [(3.0, "noisy"), (30.0, "no_input")])
def test_silence_in_a_loud_room_is_answered_as_noise(
    rehearse: Rehearse, hum: Path, snr_db: float, prompt: str
) -> None:
    script = {
        "noise": {"play": str(hum), "snr_db": snr_db},
        "echo": {"delay": 0.12, "gain_db": -6.0},
        "turns": [{"silence": 12}],
    }
    rehearsed = rehearse(script, max_seconds=45.0)
    silent_at = rehearsed.of("no_input")[0]["t"]
    answer = next(each["text"] for each in rehearsed.of("speaking") if each["t"] >= silent_at)
    assert answer.startswith(load_words().prompts[prompt].first[0]), rehearsed.text
