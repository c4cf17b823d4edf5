"""How loud speech leaves for the speaker: one level for every sentence, a gain on top, and a soft ceiling."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import RATE, Frame, Samples
from voice_assistant.audio.level import QUIETEST_DBFS, rms_dbfs
from voice_assistant.audio.resample import to_int16

Sound: TypeAlias = npt.NDArray[np.float64]
"""Samples of full scale 1.0, which they may exceed until they are limited."""

FULL_SCALE = 32_768.0
LEVEL_DBFS = -21.0
"""Every sentence is brought to this, which is the voice's own level: 12 decibels and more are left above it."""
LEVELLED = RATE
"""Samples of a sentence by which its level is judged: one second."""
MOST_LIFTED_DB = 15.0
"""A sentence is made louder or quieter at most by this, so that noise is never lifted to a shout."""
QUIETEST_GAIN_DB, LOUDEST_GAIN_DB = -12.0, 18.0

_KNEE, _CEILING = 0.5, 0.98
"""Up to the knee, sound stays as it is; above it bends towards the ceiling, which nothing exceeds."""


def level(samples: Samples) -> Sound:
    """A sentence at the level that all have."""
    return as_sound(samples) * lift(samples)


def lift(samples: Samples) -> float:
    """The factor that brings a sentence to the level that all have, by its first `LEVELLED` samples.

    So it can leave before all of it is made. What comes later changes a sentence's level by 0.7 decibels (standard
    deviation, both engines), 2 at most.
    """
    loudness = rms_dbfs(samples[:LEVELLED])
    if loudness <= QUIETEST_DBFS:
        return 1.0
    decibels = min(MOST_LIFTED_DB, max(-MOST_LIFTED_DB, LEVEL_DBFS - loudness))
    factor: float = 10.0 ** (decibels / 20)
    return factor


def as_sound(samples: Samples) -> Sound:
    return np.asarray(samples / FULL_SCALE, dtype=np.float64)


def limit(sound: Sound) -> Frame:
    """As 16-bit samples; what is too loud is bent and not clipped, so that words stay clear."""
    size = np.abs(sound)
    room = _CEILING - _KNEE
    bent = np.where(size <= _KNEE, size, _KNEE + room * np.tanh((size - _KNEE) / room))
    return to_int16(np.copysign(bent, sound) * FULL_SCALE)


class Gain:
    """A gain that can be changed at any time; it glides over one frame, so that nothing clicks."""

    def __init__(self) -> None:
        self._now = self._wanted = 1.0

    def set(self, decibels: float) -> None:
        """From the next frame on; kept between `QUIETEST_GAIN_DB` and `LOUDEST_GAIN_DB`."""
        self._wanted = 10.0 ** (min(LOUDEST_GAIN_DB, max(QUIETEST_GAIN_DB, decibels)) / 20)

    def apply(self, sound: Sound) -> Sound:
        """One frame at this gain."""
        glide = np.linspace(self._now, self._wanted, len(sound))
        self._now = self._wanted
        return sound * glide
