"""Waking by any sound: a hum and a word wake it, noise and clicks do not, and never its own echo."""

from __future__ import annotations

import numpy as np

from fakes.sounds import noise, speech_like
from voice_assistant.audio.frames import FRAME, RATE, Samples
from voice_assistant.audio.level import rms_dbfs, scale
from voice_assistant.kiosk.waking import ByPhrase, BySound, Waking


def hears(waking: Waking, sound: Samples) -> bool:
    """Whether it wakes while this is heard, after 5 s of a quiet room."""
    heard = np.concatenate((noise(5.0, -60.0), sound, noise(1.0, -60.0)))
    return any(waking.hear(heard[at : at + FRAME]) for at in range(0, len(heard) - FRAME + 1, FRAME))


def hum(seconds: float, dbfs: float) -> Samples:
    tone = np.sin(2 * np.pi * 140 * np.arange(round(seconds * RATE)) / RATE)
    return scale((8000 * tone).astype(np.int16), dbfs - rms_dbfs((8000 * tone).astype(np.int16)))


def test_a_hum_and_a_word_wake_it() -> None:
    assert hears(BySound(), hum(0.6, -35.0))
    word = speech_like(0.8)
    assert hears(BySound(), scale(word, -30.0 - rms_dbfs(word)))
    assert not hears(ByPhrase(), hum(0.6, -20.0))


def test_clicks_and_steady_noise_do_not() -> None:
    assert not hears(BySound(), hum(0.1, -20.0))
    assert not hears(BySound(), hum(1.0, -57.0))
    assert not hears(BySound(), noise(10.0, -56.0))


def test_what_was_heard_while_it_was_awake_does_not_count() -> None:
    waking = BySound()
    assert hears(waking, hum(0.6, -35.0))
    waking.forget()
    assert not any(waking.hear(hum(0.02, -30.0)) for _ in range(50)), (
        "its own echo, right after its last word"
    )
