"""When each sentence is heard, counted in the frames that really leave.

A sentence begins with the frame in which its first sample is, and ends with the last frame that is not
exact silence before the next sentence begins or its utterance is over. So captions are in step with the
sound to the frame, whatever the pauses, however long a sentence was held, wherever it was cut off.
"""

from __future__ import annotations

from dataclasses import dataclass

from voice_assistant.audio.frames import FRAME_SECONDS, Frame


@dataclass(frozen=True, slots=True)
class Cue:
    """A sentence and when it is heard. Seconds from the beginning of the sound; it lasts a frame at least."""

    start: float
    end: float
    text: str
    """As it is written, not as it is respelled for the voice."""
    id: str = ""


@dataclass(slots=True)
class _Open:
    start: int
    text: str
    id: str
    end: int
    """One past the last of its frames in which there was sound."""


class Timing:
    """Turns what happens to sentences into cues. For each frame: first `begun` and `over`, then `played`."""

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        """The sentences that are over, in the order in which they began."""
        self._frames = 0
        self._open: _Open | None = None
        self._over = False

    @property
    def now(self) -> float:
        """Seconds of sound so far."""
        return self._frames * FRAME_SECONDS

    def begun(self, text: str, cue_id: str = "") -> None:
        """A sentence begins in the frame that leaves next."""
        self.close()
        self._open = _Open(self._frames, text, cue_id, self._frames + 1)

    def over(self) -> None:
        """The sentence ends in the frame that leaves next, at the latest."""
        self._over = True

    def played(self, frame: Frame) -> None:
        """A frame leaves."""
        self._frames += 1
        if self._open is not None and frame.any():
            self._open.end = self._frames
        if self._over:
            self.close()

    def close(self) -> None:
        """Nothing more is said: what was being said ends here."""
        if self._open is not None:
            start, end = self._open.start * FRAME_SECONDS, self._open.end * FRAME_SECONDS
            self.cues.append(Cue(start, end, self._open.text, self._open.id))
        self._open, self._over = None, False
