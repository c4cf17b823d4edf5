"""Whether a frame of sound is voice; the only door to webrtcvad."""

from __future__ import annotations

from typing import Protocol

from voice_assistant.audio.frames import RATE, Frame

_MODE = 2
"""0 to 3, from taking nearly everything for voice to hardly anything."""


class VoiceActivity(Protocol):
    """Judges one frame after the other; steady noise may be taken for voice."""

    def hears(self, frame: Frame) -> bool:
        """Whether there is voice in this frame, going by it and those before."""


class WebrtcVoiceActivity:
    """WebRTC's detector: next to no cost; still says voice for about 165 ms after the voice has ended."""

    def __init__(self) -> None:
        import webrtcvad

        self._detector = webrtcvad.Vad(_MODE)

    def hears(self, frame: Frame) -> bool:
        return bool(self._detector.is_speech(frame.tobytes(), RATE))
