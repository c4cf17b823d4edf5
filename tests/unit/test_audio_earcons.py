"""Two sounds that a person tells apart at once and the recognizer does not take for words (C34)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from voice_assistant.audio.earcons import HEARD, LISTENING
from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.audio.level import mix, rms_dbfs, scale

MODEL = Path(__file__).parents[2] / "models" / "vosk-model-small-en-us-0.15"
BOTH = pytest.mark.parametrize("earcon", [LISTENING, HEARD], ids=["listening", "heard"])
GRAMMAR = ("yes", "no", "not sure", "stop", "help", "next", "repeat", "back", "menu", "emergency")


def pitch(sound: Samples) -> float:
    """Hertz of its strongest tone."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), RATE))
    return float(np.argmax(spectrum))


@BOTH
def test_earcon_is_short_and_soft_and_does_not_click(earcon: Samples) -> None:
    assert len(earcon) <= 0.150 * RATE
    assert rms_dbfs(earcon) == pytest.approx(-18.0, abs=0.5)
    assert abs(int(earcon[0])) < 100
    assert abs(int(earcon[-1])) < 100
    assert np.abs(np.diff(earcon.astype(np.int32))).max() < 3_000


def test_one_rises_and_the_other_falls() -> None:
    listening, heard = np.array_split(LISTENING, 2), np.array_split(HEARD, 2)
    assert pitch(listening[1]) > 1.15 * pitch(listening[0])
    assert pitch(heard[1]) < 0.9 * pitch(heard[0])
    assert len(HEARD) < len(LISTENING)


@pytest.mark.model
@pytest.mark.parametrize("phrases", [None, GRAMMAR], ids=["any words", "a grammar"])
@BOTH
def test_recognizer_hears_no_word_in_it(earcon: Samples, phrases: tuple[str, ...] | None) -> None:
    from voice_assistant.listening.vosk_recognizer import VoskModel

    recognizer = VoskModel(MODEL).recognizer()
    breath = np.random.default_rng(5).standard_normal(3 * RATE) * 3
    for gain_db in (0.0, -12.0, -24.0):
        padded = np.concatenate((np.zeros(RATE, dtype=np.int16), scale(earcon, gain_db)))
        recognizer.start(phrases)
        for sound in np.split(mix(padded, breath.astype(np.int16)), 150):
            recognizer.accept(sound)
            assert recognizer.partial() == ""
        assert recognizer.finish().text == ""
