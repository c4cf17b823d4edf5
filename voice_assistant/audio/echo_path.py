"""How the speaker's sound comes back into the microphone: how late, and how loud.

The delay is where what was heard is most like what was played. The strength is that of the part of the heard
sound that the played one explains, at every pitch: noise in the room, and somebody who speaks meanwhile, do not
count, and neither does what echoes longer than a tenth of a second.

It is looked for in pieces, of which the middle one counts: where a busy computer loses some sound, the echo comes
later or earlier from then on. An echo so faint that most pieces show none is looked for in one whole.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.audio.recorded_room import Echo

LATEST = 0.6
"""Seconds after which nothing is taken for an echo any more."""
SHORTEST = 1.0
"""Seconds of sound without which nothing can be told."""
FAINTEST_DB = -60.0
"""An echo below this is none: no recognizer hears it, and chance looks alike."""

_PIECE = 2 * RATE
"""Samples of a piece: 2 s."""
_WINDOW = 2048
"""Samples that are looked at at once: 128 ms."""
_EARLY = 0.004
"""Seconds before the loudest part of an echo in which it may begin."""
_STANDS_OUT = 2.5
"""How much more alike played and heard must be at the delay than where there can be no echo: before the sound."""

_Wave: TypeAlias = npt.NDArray[np.float32]


def find_echo(speaker: Samples, microphone: Samples) -> Echo | None:
    """The echo in what the microphone heard while the speaker played this, both as long; None: there is none."""
    starts = range(0, len(speaker) - _PIECE + 1, _PIECE // 2)
    pieces = [slice(start, start + _PIECE) for start in starts if speaker[start : start + _PIECE].any()]
    found = [echo for piece in pieces if (echo := _find(speaker[piece], microphone[piece]))]
    if len(found) <= len(pieces) // 2:
        return _find(speaker, microphone)
    return sorted(found, key=lambda echo: echo.gain_db)[len(found) // 2]


def _find(speaker: Samples, microphone: Samples) -> Echo | None:
    if len(speaker) < SHORTEST * RATE or not speaker.any() or not microphone.any():
        return None
    played, heard = _sharpened(speaker), _sharpened(microphone)
    delay = _delay(played, heard)
    if delay is None:
        return None
    gain_db = _gain(speaker, microphone, max(0, delay - round(_EARLY * RATE)))
    return Echo(delay / RATE, gain_db) if gain_db >= FAINTEST_DB else None


def _sharpened(samples: Samples) -> _Wave:
    """Its first difference: less hum and less of a vowel's pitch, which makes a sound like itself a moment ago."""
    return np.diff(samples.astype(np.float32))


def _delay(played: _Wave, heard: _Wave) -> int | None:
    """Samples by which what was heard is late, if it holds anything of what was played."""
    reach = round(LATEST * RATE)
    size = 1 << (len(played) + reach).bit_length()
    alike = np.abs(np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size)), size))
    after, before = alike[:reach], alike[-reach:][: -reach // 6]
    delay = int(np.argmax(after))
    return delay if after[delay] > _STANDS_OUT * float(before.max()) else None


def _gain(speaker: Samples, microphone: Samples, delay: int) -> float:
    """Decibels from the played sound to what of the heard one is explained by it."""
    length = len(speaker) - delay
    played, heard = _spectra(speaker[:length]), _spectra(microphone[delay:])
    power_played = np.sum(np.abs(played) ** 2, axis=0)
    power_heard = np.sum(np.abs(heard) ** 2, axis=0)
    common = np.abs(np.sum(heard * np.conj(played), axis=0)) ** 2
    shared = common / np.maximum(power_played * power_heard, 1e-9)
    by_chance = 1 / len(played)
    shared = np.clip((shared - by_chance) / (1 - by_chance), 0, 1)
    echo = float(np.sum(shared * power_heard))
    return float(10 * np.log10(max(echo, 1e-9) / float(np.sum(power_played))))


def _spectra(samples: Samples) -> npt.NDArray[np.complex64]:
    windows = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float32), _WINDOW)[:: _WINDOW // 2]
    return np.fft.rfft(windows * np.hanning(_WINDOW).astype(np.float32), axis=1).astype(np.complex64)
