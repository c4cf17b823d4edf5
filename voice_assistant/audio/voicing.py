"""Whether a moment of sound is voiced, at which pitch, and of which colour: what tells a hum from noise and from talk.

The pitch is the lag of the highest peak of the autocorrelation of a windowed piece, divided by the autocorrelation of
the window itself; the height of that peak tells how much of the sound repeats from period to period (P. Boersma,
"Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio of a sampled sound",
Proceedings of the Institute of Phonetic Sciences 17, Amsterdam 1993). It is taken of the lower part of the spectrum,
below 2 kHz, where a breathy voice still has its harmonics.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import FRAME, RATE, Frame

_Sound: TypeAlias = npt.NDArray[np.float64]

FRAMES = 3
"""The piece that is looked at: the last 60 ms, four periods of a deep voice."""
LOWEST, HIGHEST = 70.0, 500.0
"""Hertz: the pitches of voices, from a deep man's to a child's."""
_EVERY = 4
"""So many samples become one before the pitch is looked for."""
_LOW_RATE = RATE // _EVERY
_LENGTH = FRAMES * FRAME // _EVERY
_SIZE = 512
_SHORTEST, _LONGEST = round(_LOW_RATE / HIGHEST), round(_LOW_RATE / LOWEST)
_WINDOW: _Sound = np.hanning(_LENGTH)
_EDGES = (100, 250, 450, 700, 1000, 1400, 1900, 2600, 3600)
"""Hertz: between these lie the bands by which the colour of a sound is told."""
_OCTAVE_COST = 0.05
"""How much higher a peak must be than one of half its lag to be taken: pitches an octave too deep are common."""


def _autocorrelation(piece: _Sound) -> _Sound:
    found: _Sound = np.fft.irfft(np.square(np.abs(np.fft.rfft(piece, _SIZE))))[: _LONGEST + 2]
    return found / max(float(found[0]), 1e-9)


_OF_WINDOW = _autocorrelation(_WINDOW)
_BINS = [round(edge * FRAMES * FRAME / RATE) for edge in _EDGES]
_WIDE_WINDOW: _Sound = np.hanning(FRAMES * FRAME)


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of sound."""

    level: float
    """Decibels relative to full scale, of the latest 20 ms."""
    strength: float
    """How much of it repeats from period to period, 0 to 1."""
    pitch: float
    """Semitones over the lowest pitch; means nothing where the strength is low."""
    colour: _Sound
    """The level of each band relative to the loudest one. Decibels, not below -30."""


def moment(frames: npt.NDArray[np.int16], latest: Frame) -> Moment:
    """What the last `FRAMES` frames, joined, are like at their end."""
    sound = frames.astype(np.float64) / 32_768
    now = latest.astype(np.float64) / 32_768
    level = 10 * np.log10(float(now @ now) / FRAME + 1e-12)
    low = sound.reshape(-1, _EVERY).mean(axis=1)
    low -= low.mean()
    ratio = _autocorrelation(low * _WINDOW) / np.maximum(_OF_WINDOW, 0.05)
    lags = np.arange(_SHORTEST, _LONGEST + 1)
    peaks = (ratio[lags] >= ratio[lags - 1]) & (ratio[lags] >= ratio[lags + 1])
    if not peaks.any():
        lag, strength = float(_SHORTEST), 0.0
    else:
        worth = np.where(peaks, ratio[lags] - _OCTAVE_COST * np.log2(lags / _SHORTEST), -1.0)
        best = int(lags[int(np.argmax(worth))])
        strength = float(np.clip(ratio[best], 0.0, 1.0))
        left, here, right = ratio[best - 1], ratio[best], ratio[best + 1]
        curve = float(left - 2 * here + right)
        lag = best + (float(np.clip(0.5 * (left - right) / curve, -0.5, 0.5)) if curve < 0 else 0.0)
    power = np.square(np.abs(np.fft.rfft(sound * _WIDE_WINDOW)))
    bands = np.array([power[a:b].sum() for a, b in pairwise(_BINS)])
    colour = np.maximum(10 * np.log10(bands / max(float(bands.max()), 1e-12) + 1e-9), -30.0)
    return Moment(level, strength, 12 * float(np.log2(_LOW_RATE / lag / LOWEST)), colour)
