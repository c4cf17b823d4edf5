"""Whether a frame of sound is voice; the only door to webrtcvad."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np

from voice_assistant.audio.frames import FRAME_SECONDS, RATE, Frame

_MODE = 2
"""0 to 3, from taking nearly everything for voice to hardly anything."""
_RANGE = 25.0
"""Decibels: what is softer than the loudest sound of late by more is the room, not the same person's voice."""
_FADING = 8.0
"""Decibels a second by which the loudest sound of late is forgotten."""


class VoiceActivity(Protocol):
    """Judges one frame after the other; steady noise may be taken for voice."""

    def hears(self, frame: Frame) -> bool:
        """Whether there is voice in this frame, going by it and those before."""


class WebrtcVoiceActivity:
    """WebRTC's detector, bounded by loudness; next to no cost.

    The detector alone gets used to a silent room and then takes the faintest noise after a word for more of
    it, which makes every answer wait: half a second in the middle, against a tenth with the bound.
    """

    def __init__(self) -> None:
        import webrtcvad

        self._detector = webrtcvad.Vad(_MODE)
        self._loudest = 0.0

    def hears(self, frame: Frame) -> bool:
        sound = frame.astype(np.float32)
        level = 10 * math.log10(float(np.dot(sound, sound)) / len(sound) + 1)
        self._loudest = max(level, self._loudest - _FADING * FRAME_SECONDS)
        voice = bool(self._detector.is_speech(frame.tobytes(), RATE))
        return voice and level >= self._loudest - _RANGE
