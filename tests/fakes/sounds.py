"""Made-up sounds of known levels: something like speech, noise, and either of them late."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import FRAME, RATE, Frame, Samples


def speech_like(seconds: float, *, pitch: float = 120.0, seed: int = 1) -> Samples:
    """Syllables of a moving pitch, each begun by a hiss."""
    t = np.arange(round(seconds * RATE)) / RATE
    phase = np.cumsum(2 * np.pi * pitch * (1 + 0.2 * np.sin(2 * np.pi * 0.7 * t)) / RATE)
    wave: npt.NDArray[np.float64] = np.sum([np.sin(k * phase) / k for k in range(1, 30)], axis=0)
    syllables = np.clip(np.sin(2 * np.pi * 3.1 * t) + 0.3 * np.sin(2 * np.pi * 0.9 * t), 0, None)
    hisses = np.clip(np.sin(2 * np.pi * 3.1 * t + 1.9), 0, None) ** 4
    wave = wave * syllables + 0.3 * hisses * np.random.default_rng(seed).standard_normal(len(t))
    return np.asarray(wave / np.abs(wave).max() * 12_000, dtype=np.int16)


def noise(seconds: float, dbfs: float, *, seed: int = 2) -> Samples:
    """As loud at all pitches; decibels relative to full scale, as a root mean square."""
    wave = np.random.default_rng(seed).standard_normal(round(seconds * RATE))
    return np.asarray(np.rint(np.clip(wave * 32_768 * 10 ** (dbfs / 20), -32_768, 32_767)), dtype=np.int16)


def late(sound: Samples, seconds: float) -> Samples:
    """The same sound so much later, cut to its own length."""
    silence = np.zeros(round(seconds * RATE), dtype=np.int16)
    return np.concatenate((silence, sound))[: len(sound)]


def frames(sound: Samples) -> list[Frame]:
    """The whole frames of a sound."""
    return [sound[at : at + FRAME] for at in range(0, len(sound) - FRAME + 1, FRAME)]
