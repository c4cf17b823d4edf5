"""A sentence as the voice gives it, piece by piece, becomes one at 16 kHz without silence around it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import Samples
from voice_assistant.audio.resample import Resampling

LEAD, TAIL = 0.02, 0.04
"""Seconds of the voice's own silence that are kept before and after a sentence: pauses are the player's."""
QUIET = 50
"""Samples up to this are the driver's silence: 56 decibels below full scale, 35 below the voice."""


class Shaper:
    """One sentence. How it is cut into pieces makes no difference to the whole."""

    def __init__(self, rate: int) -> None:
        """`rate`: hertz of what comes in."""
        self._lead, self._tail = round(LEAD * rate), round(TAIL * rate)
        self._resampling = Resampling(rate)
        self._sounded = False
        self._quiet: npt.NDArray[np.int16] = np.zeros(0, dtype=np.int16)
        """What has come since the last sound: it is only given if more sound comes, or as the silence around."""

    def take(self, samples: npt.NDArray[np.int16]) -> Samples:
        """Take a piece in; what of the sentence is sure by now and was not given yet."""
        held = np.concatenate((self._quiet, samples))
        loud = np.flatnonzero((held > QUIET) | (held < -QUIET))
        if not len(loud):
            # Before the first sound nothing but its lead can ever be wanted.
            self._quiet = held if self._sounded else held[len(held) - min(len(held), self._lead) :]
            return self._resampling.take(held[:0])
        start = 0 if self._sounded else max(0, int(loud[0]) - self._lead)
        end = int(loud[-1]) + 1
        self._sounded, self._quiet = True, held[end:]
        return self._resampling.take(held[start:end])

    def end(self) -> Samples:
        """The rest; nothing, if it was all silence."""
        return self._resampling.end(self._quiet[: self._tail if self._sounded else 0])
