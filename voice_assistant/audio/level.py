"""How loud sound is, where in it somebody speaks, and sums of sounds that saturate instead of wrapping."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.audio.resample import to_int16

QUIETEST_DBFS = -120.0
"""The level given for exact silence, which has none; the quietest 16-bit sound is at about -90."""

STEP = RATE // 100
"""Samples in the 10 ms in which loudness is looked at."""
REACH_DB = 35.0
"""What is further below the loudest moment of a clip is not counted as speech, even in exact silence."""
GAP_STEPS = 20
"""Closures inside a word ("s-top", "sto-p") are up to this long: 200 ms."""
WORD_STEPS = 5
"""A sound shorter than 50 ms in all is a click, not a word."""


def rms_dbfs(samples: Samples) -> float:
    """The root mean square, in decibels relative to full scale; -120 for exact silence or no samples."""
    if not len(samples):
        return QUIETEST_DBFS
    mean_square = float(np.mean(np.square(samples.astype(np.float64))))
    if mean_square == 0.0:
        return QUIETEST_DBFS
    return float(10 * np.log10(mean_square / 32_768.0**2))


def scale(samples: Samples, gain_db: float) -> Samples:
    """The same sound, louder or quieter by so many decibels, saturated at full scale."""
    return to_int16(samples * 10.0 ** (gain_db / 20))


def mix(a: Samples, b: Samples) -> Samples:
    """Both sounds at once from their first samples on, as long as the longer one, saturated."""
    total = np.zeros(max(len(a), len(b)), dtype=np.float64)
    total[: len(a)] += a
    total[: len(b)] += b
    return to_int16(total)


def speech_bounds(samples: Samples) -> tuple[int, int] | None:
    """Where sound stands out of the silence or the steady noise of a clip: (first sample, one past the last).

    Right to about 30 ms; None if nothing stands out. Energy of the 10 ms steps after a first difference,
    which lifts the weak consonants at the ends of words and takes hum away. A step counts as sound when it is
    well above the clip's own floor and not too far below its loudest moment; steps that are near each
    other belong together, and whatever is too short for a word is left out.
    """
    loud = _step_levels(samples)
    if not len(loud):
        return None
    floor = float(np.percentile(loud, 10))
    peak = float(np.percentile(loud, 98))
    span = peak - floor
    if peak <= QUIETEST_DBFS or span < 6.0:
        return None
    threshold = max(floor + min(10.0, span / 2), peak - REACH_DB)
    runs = [run for run in _joined_runs(loud >= threshold) if run[2] >= WORD_STEPS]
    if not runs:
        return None
    return runs[0][0] * STEP, min(runs[-1][1] * STEP, len(samples))


def _step_levels(samples: Samples) -> npt.NDArray[np.float64]:
    """The level of each 10 ms of the sound's first difference, in decibels."""
    steps = len(samples) // STEP
    values = samples[: steps * STEP].astype(np.float64)
    values = np.diff(values, prepend=values[:1])
    power = np.mean(np.square(values.reshape(steps, STEP)), axis=1) / 32_768.0**2
    return np.asarray(10 * np.log10(np.maximum(power, 1e-12)), dtype=np.float64)


def _joined_runs(loud: npt.NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """Runs of loud steps with the short gaps between them closed: (first, one past the last, loud steps)."""
    runs: list[tuple[int, int, int]] = []
    for step in np.flatnonzero(loud).tolist():
        if runs and step - runs[-1][1] < GAP_STEPS:
            first, _, count = runs[-1]
            runs[-1] = (first, step + 1, count + 1)
        else:
            runs.append((step, step + 1, 1))
    return runs
