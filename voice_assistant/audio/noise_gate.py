"""Keeps the talk of a crowd away from the recognizer, and lets whoever speaks to the assistant through.

Where people talk all the time, no word is ever followed by silence: the voice activity hears voice in every
frame, the recognizer finds words in it, and nothing that is said to the assistant would ever be over. But who
speaks to it is nearer, and so louder. So, in such a room only:

1. The floor is the level that nine tenths of the last seconds are above. A crowd is hardly ever louder than
   it by much; one person alone is, with nearly every syllable, so a long turn of theirs never becomes the floor.
2. What is well above the floor for two frames opens the gate. It stays open for a moment, for soft ends of words.
3. While it is closed the sound is put down, not cut off: clicks of a gate are sounds as well.

In a room with pauses in its sound every frame passes untouched.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from voice_assistant.audio.frames import FRAME_SECONDS, Frame
from voice_assistant.audio.level import QUIETEST_DBFS, rms_dbfs, scale

_SECONDS = 4.0
"""Of the past, by which the room is judged."""
_FRAMES = round(_SECONDS / FRAME_SECONDS)
_KNOWN = _FRAMES // 2
"""Frames after which a new room is judged."""
_CROWDED = 0.9
"""The part of that time with voice from which on somebody talks all the time. One person, reading without a
stop, comes to less."""
_FAINT_DBFS = -65.0
"""A floor softer than this is no crowd, whatever the voice activity takes for voice."""
_QUIET_DBFS = -55.0
"""A floor softer than this leaves a quiet room."""
_ABOVE_DB = 12.0
"""So far above the floor is somebody nearby."""
_OPENS = 2
"""Frames that have to be that loud, one after the other."""
_STAYS_OPEN = round(0.24 / FRAME_SECONDS)
"""Frames after the last loud one."""
_VOICE_LASTS = round(0.12 / FRAME_SECONDS)
"""Frames after the last loud one that still count as voice."""
_CLOSED_DB = -40.0
"""What passes through the closed gate: so little that the recognizer finds no words in it any more."""


class NoiseGate:
    """Takes in every frame of the microphone; next to no cost."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the room; it is judged anew after some seconds."""
        self._levels: deque[float] = deque(maxlen=_FRAMES)
        self._voices: deque[bool] = deque(maxlen=_FRAMES)
        self._floor = QUIETEST_DBFS
        self._loud = 0
        self._since_loud = _STAYS_OPEN

    @property
    def quiet_room(self) -> bool:
        """Whether there is hardly any sound between the sounds, so that each of them stands for itself."""
        return self._floor < _QUIET_DBFS

    def hear(self, frame: Frame, *, voice: bool) -> tuple[Frame, bool]:
        """What is to be listened to of this frame, and whether there is voice in that.

        `voice`: whether there is any in the frame itself, whoever's.
        """
        level = rms_dbfs(frame)
        self._levels.append(level)
        self._voices.append(voice)
        tenth = len(self._levels) // 10
        self._floor = floor = float(np.partition(np.asarray(self._levels), tenth)[tenth])
        self._follow(level > floor + _ABOVE_DB)
        crowded = len(self._voices) >= _KNOWN and sum(self._voices) >= _CROWDED * len(self._voices)
        if not crowded or floor < _FAINT_DBFS:
            return frame, voice
        if self._since_loud >= _STAYS_OPEN:
            return scale(frame, _CLOSED_DB), False
        return frame, voice and self._since_loud < _VOICE_LASTS

    def _follow(self, loud: bool) -> None:
        self._loud = self._loud + 1 if loud else 0
        was_open = self._since_loud < _STAYS_OPEN
        self._since_loud = 0 if self._loud >= _OPENS or (self._loud and was_open) else self._since_loud + 1
