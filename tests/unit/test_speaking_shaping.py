"""A sentence without the silence around it, piece by piece, and asking for the right rate."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from voice_assistant.audio.frames import Samples
from voice_assistant.speaking.engines import espeak_rate
from voice_assistant.speaking.shaping import Shaper

RATE = 16_000


def trim(samples: npt.NDArray[np.int16], rate: int, size: int = 1 << 30) -> Samples:
    """What becomes of a sentence that comes in pieces of this size."""
    shaper = Shaper(rate)
    pieces = [shaper.take(samples[at : at + size]) for at in range(0, len(samples), size)]
    return np.concatenate((*pieces, shaper.end()))


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


@pytest.mark.parametrize("rate", [16_000, 22_050, 8_000])
def test_the_pieces_a_sentence_comes_in_make_no_difference(rate: int) -> None:
    draw = np.random.default_rng(1)
    words = [draw.integers(-3_000, 3_000, rate // 3), np.zeros(rate // 5), draw.integers(-90, 90, rate // 4)]
    silence = np.zeros(rate // 7)
    spoken = np.concatenate((silence, *words, silence)).astype(np.int16)
    whole = trim(spoken, rate)
    for size in (7, 400, 4_000):
        assert np.array_equal(trim(spoken, rate, size), whole)


def test_a_rate_below_what_the_voice_can_do_is_its_slowest() -> None:
    assert espeak_rate("en-us", 20) == 80
    assert espeak_rate("en-us", 155) == 144
