"""Whether somebody begins to speak over the assistant, long before a word of it can be known.

A word is known about as soon as it is over; people expect to be let in at its first sound. What is left in the
microphone when the echo is gone tells that sooner, but not whether it is a word. So it counts only when it comes
out of quiet, which steady noise and a television do not, and after a false alarm not again for a while.
"""

from __future__ import annotations

from collections import deque

from voice_assistant.audio.frames import FRAME_SECONDS

QUIET = round(0.4 / FRAME_SECONDS)
"""Frames of quiet out of which a voice has to come."""
BEGINNING = round(0.16 / FRAME_SECONDS)
"""Frames within which it has to show."""
VOICED = 5
"""So many of them have to be more than echo: a click is shorter."""
STRAY = 2
"""So many frames that are more than echo are still quiet."""
DISTRUST = round(10 / FRAME_SECONDS)
"""Frames without any onset after a false alarm."""


class Onset:
    """Follows, frame by frame, what is more than the echo."""

    def __init__(self) -> None:
        self._recent: deque[bool] = deque([True] * (QUIET + BEGINNING), maxlen=QUIET + BEGINNING)
        self._distrusted = 0

    def hear(self, person: bool) -> bool:
        """Take in one frame, in which there is more than echo or not; True if somebody begins to speak now."""
        self._recent.append(person)
        self._distrusted = max(0, self._distrusted - 1)
        recent = list(self._recent)
        return not self._distrusted and sum(recent[QUIET:]) >= VOICED and sum(recent[:QUIET]) <= STRAY

    def was_none(self) -> None:
        """It was a false alarm: nothing was said."""
        self._distrusted = DISTRUST
