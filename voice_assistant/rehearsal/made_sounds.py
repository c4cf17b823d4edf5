"""Sounds that are made up to measure by: hums and vowels of many voices, coughs, knocks, and a closing door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.audio.resample import to_int16

_Sound: TypeAlias = npt.NDArray[np.float64]
VOWELS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "m": ((250, 60, 1.0), (1000, 200, 0.02), (2200, 300, 0.01)),
    "aah": ((730, 90, 1.0), (1090, 110, 0.6), (2440, 170, 0.2)),
    "uuh": ((520, 80, 1.0), (1190, 120, 0.35), (2390, 170, 0.1)),
    "eeh": ((530, 70, 1.0), (1840, 120, 0.35), (2480, 170, 0.2)),
}
"""Of each the formants: hertz, their width in hertz, and their height."""


@dataclass(frozen=True, slots=True)
class Hum:
    """One sound of a voice."""

    seconds: float
    pitch: float = 120.0
    """Hertz."""
    vowel: str = "m"
    dbfs: float = -26.0
    breath: float = 0.0
    """How loud breath is against the voice: 0.5 is 6 dB softer."""
    tremor: float = 0.0
    """By how much pitch and loudness shake, five times a second; 0.1 is 10 %."""
    drift: float = 0.0
    """By how many semitones the pitch falls until its end."""


def hum(made: Hum, seed: int = 0) -> Samples:
    """The sound of it: a pulse for each period, with jitter, through the resonances of a mouth."""
    draw = np.random.default_rng(seed)
    count = round(made.seconds * RATE)
    at = np.arange(count) / RATE
    shake = made.tremor * np.sin(2 * np.pi * 5 * at + draw.uniform(0, 6.28))
    slow = np.interp(at, np.linspace(0, made.seconds, 12), draw.normal(0, 0.008, 12))
    pitch = made.pitch * 2 ** (-made.drift * at / made.seconds / 12) * (1 + 0.3 * shake + slow)
    phase = np.cumsum(pitch) / RATE
    source = np.zeros(count)
    for harmonic in range(1, int(3800 / made.pitch) + 1):
        source += np.sin(2 * np.pi * harmonic * phase + draw.uniform(0, 6.28)) / harmonic
    source /= float(np.std(source))
    source += made.breath * draw.normal(0, 1, count)
    sound = _mouth(source, made.vowel) * (1 + shake)
    return _level(_eased(sound, 0.04), made.dbfs)


def cough(seed: int = 0, dbfs: float = -20.0) -> Samples:
    """A burst of noise, its hoarse rest, and for some people a short voiced end; one to three of them."""
    draw = np.random.default_rng(seed)
    pieces: list[_Sound] = []
    for _ in range(int(draw.integers(1, 4))):
        burst, rest = round(draw.uniform(0.03, 0.07) * RATE), round(draw.uniform(0.1, 0.25) * RATE)
        noise = draw.normal(0, 1, burst + rest) * np.concatenate(
            (np.linspace(0.2, 1, burst), np.exp(-np.arange(rest) / (0.06 * RATE)))
        )
        pieces.append(_mouth(noise, "uuh"))
        if draw.random() < 0.6:
            voiced = hum(
                Hum(float(draw.uniform(0.06, 0.15)), float(draw.uniform(100, 260)), "uuh", breath=0.5), seed
            )
            pieces.append(voiced / 32_768 * 0.4 / max(float(np.std(voiced / 32_768)), 1e-6))
        pieces.append(np.zeros(round(draw.uniform(0.05, 0.3) * RATE)))
    return _level(np.concatenate(pieces), dbfs)


def knock(seed: int = 0, dbfs: float = -20.0) -> Samples:
    """Two to four knocks at a door, or one that falls shut: damped tones of wood, with a click."""
    draw = np.random.default_rng(seed)
    shut = draw.random() < 0.3
    pieces: list[_Sound] = []
    for _ in range(1 if shut else int(draw.integers(2, 5))):
        count = round((0.6 if shut else 0.25) * RATE)
        at = np.arange(count) / RATE
        decay = draw.uniform(0.06, 0.12) if shut else draw.uniform(0.012, 0.03)
        sound = sum(
            draw.uniform(0.4, 1) * np.sin(2 * np.pi * draw.uniform(80, 500) * at) for _ in range(3)
        ) * np.exp(-at / decay)
        sound = sound + draw.normal(0, 1, count) * np.exp(-at / 0.004)
        pieces.append(np.asarray(sound))
    return _level(np.concatenate(pieces), dbfs)


def _mouth(source: _Sound, vowel: str) -> _Sound:
    spectrum = np.fft.rfft(source)
    hertz = np.fft.rfftfreq(len(source), 1 / RATE)
    shape = np.full(len(hertz), 0.003)
    for centre, width, height in VOWELS[vowel]:
        shape += height / (1 + ((hertz - centre) / width) ** 2)
    return np.asarray(np.fft.irfft(spectrum * shape, len(source)))


def _eased(sound: _Sound, seconds: float) -> _Sound:
    ease = min(round(seconds * RATE), len(sound) // 2)
    sound[:ease] *= np.linspace(0, 1, ease)
    sound[len(sound) - ease :] *= np.linspace(1, 0, ease)
    return sound


def _level(sound: _Sound, dbfs: float) -> Samples:
    return to_int16(sound / max(float(np.sqrt(np.mean(np.square(sound)))), 1e-9) * 10 ** (dbfs / 20) * 32_768)
