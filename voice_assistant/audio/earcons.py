"""Two short soft sounds: the microphone is on, and something was heard (C34).

They are for people who cannot see a light, so they must be told apart at once (one rises, one falls), must
not startle, and must not be taken for a word by the recognizer, which hears them through the room.
"""

from __future__ import annotations

import numpy as np

from voice_assistant.audio.frames import RATE, Samples

LOUDNESS_DBFS = -18.0
FADE = 0.02
"""Seconds over which a sound comes and goes, so that it does not click."""


def _glide(seconds: float, from_hertz: float, to_hertz: float) -> Samples:
    """A pure tone whose pitch moves evenly, as loud as all earcons, faded at both ends."""
    count = round(seconds * RATE)
    pitch = from_hertz * (to_hertz / from_hertz) ** np.linspace(0, 1, count)
    wave = np.sin(2 * np.pi * np.cumsum(pitch) / RATE)
    fade = round(FADE * RATE)
    ramp = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, fade))
    wave[:fade] *= ramp
    wave[-fade:] *= ramp[::-1]
    loud = 32_768 * 10 ** (LOUDNESS_DBFS / 20)
    sound: Samples = np.rint(wave * loud / np.sqrt(np.mean(np.square(wave)))).astype(np.int16)
    sound.flags.writeable = False
    return sound


LISTENING = _glide(0.14, 600.0, 1_000.0)
"""Rising: I listen."""
HEARD = _glide(0.10, 800.0, 500.0)
"""Falling and shorter: I heard you."""
