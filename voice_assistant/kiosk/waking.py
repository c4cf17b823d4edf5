"""Waking it by any sound, for people who can make a sound but no words; only where the owner has set so."""

from __future__ import annotations

from collections import deque
from typing import Protocol

from voice_assistant.audio.frames import FRAME_SECONDS, Frame
from voice_assistant.audio.level import rms_dbfs

ABOVE = 12.0
"""Decibels that a sound must stand out of the room."""
SOFTEST = -50.0
"""Softer than this nothing wakes it, however quiet the room is. Decibels relative to full scale."""
LONG, WITHIN = round(0.4 / FRAME_SECONDS), round(0.6 / FRAME_SECONDS)
"""Frames that must be loud, and among how many: a hum or a word, but no click and no single knock."""
ROOM = round(10.0 / FRAME_SECONDS)
"""Frames by which the room's own level is known."""
SETTLED = round(2.0 / FRAME_SECONDS)
"""Frames after its own last word in which its echo may still be in the room, and that are needed to know the room."""


class Waking(Protocol):
    """Whether something that is heard wakes it, beside the phrases and switches that always do."""

    def hear(self, frame: Frame) -> bool:
        """Take in 20 ms while it is asleep and silent; True if that wakes it."""

    def forget(self) -> None:
        """It has been awake: what was heard before says nothing any more."""


class ByPhrase:
    """Nothing else wakes it."""

    def hear(self, frame: Frame) -> bool:
        return False

    def forget(self) -> None:
        """There is nothing to forget."""


class BySound:
    """Any sound wakes it that stands out of the room and lasts like a hum or a word."""

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=ROOM)
        self._loud: deque[bool] = deque(maxlen=WITHIN)

    def hear(self, frame: Frame) -> bool:
        level = rms_dbfs(frame)
        room = sorted(self._levels)[len(self._levels) // 2] if len(self._levels) >= SETTLED else 0.0
        self._levels.append(level)
        self._loud.append(level >= max(room + ABOVE, SOFTEST))
        return sum(self._loud) >= LONG

    def forget(self) -> None:
        self._levels.clear()
        self._loud.clear()
