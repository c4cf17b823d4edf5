from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.audio.level import QUIETEST_DBFS, mix, rms_dbfs, scale, speech_bounds


def square(amplitude: int, seconds: float = 0.1) -> Samples:
    return np.where(np.arange(round(RATE * seconds)) % 2, amplitude, -amplitude).astype(np.int16)


def voiced(seconds: float, loud: float = 6_000.0) -> npt.NDArray[np.float64]:
    """Something like a vowel: many harmonics of 120 Hz that swell a little."""
    t = np.arange(round(RATE * seconds)) / RATE
    wave = sum(np.sin(2 * np.pi * 120 * k * t) / k for k in range(1, 25))
    return np.asarray(loud * wave * (0.8 + 0.2 * np.sin(2 * np.pi * 5 * t)))


def clip(pieces: list[tuple[float, npt.NDArray[np.float64]]], seconds: float, noise: float) -> Samples:
    """Pieces of sound at their seconds, over white noise of that amplitude."""
    values = np.random.default_rng(7).standard_normal(round(RATE * seconds)) * noise
    for at, piece in pieces:
        values[round(at * RATE) : round(at * RATE) + len(piece)] += piece
    return np.clip(values, -32_768, 32_767).astype(np.int16)


def test_levels_are_relative_to_full_scale() -> None:
    assert rms_dbfs(square(32_767)) == pytest.approx(0.0, abs=0.01)
    assert rms_dbfs(square(3_277)) == pytest.approx(-20.0, abs=0.01)
    assert rms_dbfs(np.zeros(100, dtype=np.int16)) == QUIETEST_DBFS
    assert rms_dbfs(np.zeros(0, dtype=np.int16)) == QUIETEST_DBFS


def test_scaling_saturates() -> None:
    assert scale(square(1_000), 6.0206).max() == 2_000
    assert set(scale(square(20_000), 12.0).tolist()) == {-32_768, 32_767}


def test_mixing_saturates_and_keeps_the_longer_one() -> None:
    a, b = np.array([30_000, -30_000, 5], dtype=np.int16), np.array([10_000, -10_000], dtype=np.int16)
    assert mix(a, b).tolist() == [32_767, -32_768, 5]
    assert mix(b, a).tolist() == mix(a, b).tolist()


@pytest.mark.parametrize("noise", [0.0, 20.0, 200.0])
def test_word_is_found_in_silence_and_in_noise(noise: float) -> None:
    found = speech_bounds(clip([(0.4, voiced(0.35))], 1.2, noise))
    assert found is not None
    assert found[0] / RATE == pytest.approx(0.40, abs=0.03)
    assert found[1] / RATE == pytest.approx(0.75, abs=0.03)


def test_closure_inside_a_word_does_not_end_it() -> None:
    """As in "stop": hiss, vowel, silence of the lips, and a weak puff."""
    hiss = np.random.default_rng(1).standard_normal(round(0.1 * RATE)) * 600
    puff = np.random.default_rng(2).standard_normal(round(0.03 * RATE)) * 400
    found = speech_bounds(clip([(0.3, hiss), (0.42, voiced(0.2)), (0.72, puff)], 1.2, 5.0))
    assert found is not None
    assert found[0] / RATE == pytest.approx(0.30, abs=0.03)
    assert found[1] / RATE == pytest.approx(0.75, abs=0.03)


def test_click_is_no_speech() -> None:
    click = np.full(round(0.01 * RATE), 15_000.0) * np.where(np.arange(160) % 2, 1, -1)
    found = speech_bounds(clip([(0.1, click), (0.6, voiced(0.3))], 1.2, 10.0))
    assert found is not None
    assert found[0] / RATE == pytest.approx(0.60, abs=0.03)


@pytest.mark.parametrize("noise", [0.0, 20.0, 2_000.0])
def test_nothing_stands_out_of_silence_or_steady_noise(noise: float) -> None:
    assert speech_bounds(clip([], 1.0, noise)) is None


def test_clip_shorter_than_a_step() -> None:
    assert speech_bounds(np.ones(100, dtype=np.int16)) is None


def test_clip_cut_tight_is_speech_from_end_to_end() -> None:
    t = np.arange(round(0.5 * RATE)) / RATE
    found = speech_bounds((voiced(0.5) * np.clip(np.sin(np.pi * t / 0.5) * 3, 0, 1)).astype(np.int16))
    assert found is not None
    assert found[0] / RATE < 0.06
    assert found[1] / RATE > 0.44
