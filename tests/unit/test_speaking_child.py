"""Cutting the silence around a sentence, and asking for the right rate."""

from __future__ import annotations

import numpy as np
import pytest

from voice_assistant.speaking.child import trim
from voice_assistant.speaking.engines import espeak_rate

RATE = 22_050


def test_long_silence_is_cut_to_a_small_margin() -> None:
    word = np.full(RATE, 1_000, dtype=np.int16)
    silence = np.zeros(RATE, dtype=np.int16)
    cut = trim(np.concatenate((silence, word, silence)), RATE)
    assert len(cut) == pytest.approx(RATE * 1.06, abs=2)
    assert not cut[: round(0.02 * RATE)].any()
    assert not cut[-round(0.04 * RATE) :].any()


def test_what_has_no_silence_stays_whole() -> None:
    word = np.full(100, -1_000, dtype=np.int16)
    assert np.array_equal(trim(word, RATE), word)


def test_the_loudest_negative_sample_is_sound() -> None:
    assert len(trim(np.full(10, -32_768, dtype=np.int16), RATE)) == 10


def test_only_silence_is_nothing() -> None:
    assert len(trim(np.full(RATE, 20, dtype=np.int16), RATE)) == 0


def test_a_rate_below_what_the_voice_can_do_is_its_slowest() -> None:
    assert espeak_rate("en-us", 20) == 80
    assert espeak_rate("en-us", 155) == 144
