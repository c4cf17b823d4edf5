"""Any sample rate into the one that everything is counted in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import RATE, Samples

LOUDEST = 32_767


def resample(samples: npt.NDArray[np.int16], from_rate: int) -> Samples:
    """The same sound at 16 kHz; `from_rate` in hertz. What would be too loud is clipped, never wrapped."""
    if from_rate == RATE or not len(samples):
        return samples
    return to_int16(resample_exact(samples.astype(np.float64), from_rate))


class Resampling:
    """The same for sound that comes piece by piece: all pieces together are what `resample` makes of the whole."""

    def __init__(self, from_rate: int) -> None:
        import soxr

        self._stream = None if from_rate == RATE else soxr.ResampleStream(from_rate, RATE, 1, dtype="float64")

    def take(self, samples: npt.NDArray[np.int16]) -> Samples:
        return self._turn(samples, last=False)

    def end(self, samples: npt.NDArray[np.int16]) -> Samples:
        """The last piece; nothing may come after it."""
        return self._turn(samples, last=True)

    def _turn(self, samples: npt.NDArray[np.int16], *, last: bool) -> Samples:
        if self._stream is None:
            return samples
        return to_int16(self._stream.resample_chunk(samples.astype(np.float64), last=last))


def resample_exact(values: npt.NDArray[np.float64], from_rate: int) -> npt.NDArray[np.float64]:
    """The same at 16 kHz without rounding or clipping, for sound that is still to be worked on."""
    import soxr

    if from_rate == RATE or not len(values):
        return values
    return np.asarray(soxr.resample(values, from_rate, RATE), dtype=np.float64)


def to_int16(values: npt.NDArray[np.float64]) -> Samples:
    """Values in 16-bit units, rounded, and saturated where they are too loud."""
    return np.rint(np.clip(values, -LOUDEST - 1, LOUDEST)).astype(np.int16)
