"""Sounds of a voice that are no words, as a switch: hums, vowels, whatever somebody can hold for half a second.

1. What is well above the room's noise, and comes out of quiet, begins a sound; quiet ends it. While the assistant
   itself can be heard, only what is clearly more than its echo counts: its own voice alone never begins one.
2. A sound counts if it is long enough, nearly all of it voiced, and steady in pitch and colour. Talk changes its
   colour with each speech sound; coughs, knocks and doors are too short, or have no pitch. Tremor is no change.
3. Where two sounds mean something else than one, a second one is waited for, by the person's patience. Otherwise
   each counts as soon as it is over.
4. A sound that lasts for the long time is told at once, and its rest means nothing any more.

Everything is counted in frames.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, Frame
from voice_assistant.audio.level import QUIETEST_DBFS
from voice_assistant.audio.voicing import FRAMES, Moment, moment
from voice_assistant.commands import Listen, Patience
from voice_assistant.events import Sounded

SHORTEST = 0.3
"""Seconds of voice that a sound must have at the least."""
SECOND_WITHIN: dict[Patience, float] = {"normal": 1.0, "slow": 1.6, "very slow": 2.6}
"""Seconds after a sound in which another one belongs to it, by patience."""
MOST = 3
"""More sounds than these mean nothing else, so they are not waited for."""

_ABOVE_DB = 9.0
"""So far above the room's noise is somebody nearby."""
_FAINT_DBFS = -58.0
_FLOOR_FRAMES = round(6.0 / FRAME_SECONDS)
"""Of the past, by whose quieter part the room is judged; longer than a long sound."""
_FLOOR_PART = 0.2
_QUIET_BEFORE = round(0.2 / FRAME_SECONDS)
"""Frames of quiet out of which a sound has to come, but for a stray one."""
_ENDS = round(0.2 / FRAME_SECONDS)
"""Frames of quiet that end a sound; a trembling voice has shorter ones."""
_ECHO = round(0.5 / FRAME_SECONDS)
"""Frames for which the speaker's sound may still come back."""
_KNOWN = round(0.2 / FRAME_SECONDS)
"""Frames of voice after which it is looked whether this becomes a sound."""
_AFTERWARDS = round(1.5 / FRAME_SECONDS)
"""Frames after a sound in which words that are understood may have been made of it."""
_VOICED = 0.5
"""Strength from which on a moment is voiced: half of its power repeats."""
_MOSTLY = 0.65
"""The part of a sound that has to be voiced."""
_PITCH = 2.5
"""Semitones by which three fifths of a sound may at most be off its middle pitch."""
_COLOUR_DB = 2.2
"""Decibels by which the bands of a sound are at most off their middle, on the average."""

_FALLS_DB = 12.0
"""Decibels by which the last third of a sound may be softer than the first."""


class SoundSwitch(Protocol):
    """Takes in every frame of the microphone."""

    @property
    def busy(self) -> bool:
        """Whether somebody seems to make a sound, or may make another one that belongs to it."""

    @property
    def active(self) -> bool:
        """Whether a sound is being made now, as far as can be told."""

    @property
    def recent(self) -> bool:
        """Whether words that are understood now may have been made of a sound."""

    def listen(self, listen: Listen) -> None:
        """Whether sounds are counted now, and how patiently."""

    def hear(self, cleaned: Frame, speaker: Frame, *, person: bool) -> Sounded | None:
        """What came of this frame; `person`: there was more in it than the echo of the speaker."""


class NoSounds:
    """Where words are understood, and sounds mean nothing."""

    busy = active = recent = False

    def listen(self, listen: Listen) -> None:
        """Nothing is listened for."""

    def hear(self, cleaned: Frame, speaker: Frame, *, person: bool) -> Sounded | None:
        return None


@dataclass(slots=True)
class _Sound:
    """What is being made now; may yet turn out to be none."""

    moments: list[Moment]
    frames: int = 0
    """Since its beginning, with the gaps of a tremor."""
    quiet: int = 0
    """Frames without sound at its end so far."""
    told: bool = False
    """Whether it was told as a long one."""


class VoiceSounds:
    """Finds sounds of a voice, and counts them."""

    def __init__(self, shortest: float = SHORTEST, long: float = 3.0) -> None:
        """`shortest`: seconds that a sound must last; `long`: from so many seconds on it is a long one, 0 for never."""
        self._shortest = max(shortest, SHORTEST)
        self._long = long
        self._recent: deque[Frame] = deque([np.zeros(FRAME, dtype=np.int16)] * FRAMES, maxlen=FRAMES)
        self._levels: deque[float] = deque(maxlen=_FLOOR_FRAMES)
        self._floor = QUIETEST_DBFS
        self._above: deque[bool] = deque([True] * _QUIET_BEFORE, maxlen=_QUIET_BEFORE)
        self._since_speaker = _ECHO
        self._sound: _Sound | None = None
        self._count = 0
        self._since_sound = _AFTERWARDS
        self._counting = False
        self._second_within = SECOND_WITHIN["normal"]

    @property
    def busy(self) -> bool:
        return bool(self._count) or self.active

    @property
    def active(self) -> bool:
        sound = self._sound
        if sound is None or sound.told or len(sound.moments) < _KNOWN:
            return False
        return is_voice(sound.moments)

    @property
    def recent(self) -> bool:
        return self.busy or self._since_sound < _AFTERWARDS

    def listen(self, listen: Listen) -> None:
        self._counting = listen.counting
        self._second_within = SECOND_WITHIN[listen.patience]

    def hear(self, cleaned: Frame, speaker: Frame, *, person: bool) -> Sounded | None:
        self._recent.append(cleaned)
        self._since_sound += 1
        self._since_speaker = 0 if speaker.any() else self._since_speaker + 1
        own = self._since_speaker < _ECHO and not person
        above = self._is_above(cleaned) and not own  # the room's noise is followed in any case
        if self._sound is None:
            if above and sum(self._above) <= 1:
                self._sound = _Sound([])
            self._above.append(above)
        told = self._follow(self._sound, above=above) if self._sound is not None else None
        return told or self._counted()

    def _is_above(self, cleaned: Frame) -> bool:
        sound = cleaned.astype(np.float32) / 32_768
        level = float(10 * np.log10(float(sound @ sound) / FRAME + 1e-12))
        self._levels.append(level)
        if len(self._levels) % 5 == 0 or len(self._levels) == _FLOOR_FRAMES:
            part = int(len(self._levels) * _FLOOR_PART)
            self._floor = float(np.partition(np.asarray(self._levels), part)[part])
        return level > max(self._floor + _ABOVE_DB, _FAINT_DBFS)

    def _follow(self, sound: _Sound, *, above: bool) -> Sounded | None:
        """Take one more frame into the sound that is being made; what came of it."""
        sound.frames += 1
        if above:
            sound.quiet = 0
            sound.moments.append(moment(np.concatenate(self._recent), self._recent[-1]))
            lasted = (sound.frames - FRAMES) * FRAME_SECONDS
            if self._long and not sound.told and lasted >= self._long and is_voice(sound.moments):
                sound.told = True
                self._count, self._since_sound = 0, 0
                return Sounded(long=True)
            return None
        sound.quiet += 1
        if sound.quiet >= _ENDS:
            self._end(sound)
        return None

    def _end(self, sound: _Sound) -> None:
        self._sound = None
        self._above.extend([False] * _QUIET_BEFORE)
        if sound.told:
            self._since_sound = 0
        elif voiced_seconds(sound.moments) >= self._shortest and is_voice(sound.moments):
            self._count += 1
            self._since_sound = 0

    def _counted(self) -> Sounded | None:
        """The sounds so far, once nothing more can belong to them."""
        waiting = self._sound is not None or self._since_sound * FRAME_SECONDS < self._second_within
        if not self._count or (self._counting and waiting and self._count < MOST):
            return None
        count, self._count = self._count, 0
        return Sounded(count if self._counting else 1)


def voiced_seconds(moments: list[Moment]) -> float:
    """How long a sound was voiced."""
    return sum(each.strength >= _VOICED for each in moments) * FRAME_SECONDS


def dies_away(moments: list[Moment]) -> bool:
    """Whether it only rings on after a blow, as a door does; nobody holds that."""
    third = len(moments) // 3
    levels = [each.level for each in moments]
    return bool(np.median(levels[:third]) - np.median(levels[-third:]) > _FALLS_DB)


def is_voice(moments: list[Moment]) -> bool:
    """Whether this is one steady sound of a voice."""
    voiced = [each for each in moments if each.strength >= _VOICED]
    if len(voiced) < max(3, _MOSTLY * len(moments)) or dies_away(moments):
        return False
    pitches = np.array([each.pitch for each in voiced])
    off = np.abs((pitches - np.median(pitches) + 6) % 12 - 6)  # a wrong octave is not another pitch
    colours = np.array([each.colour for each in voiced])
    changes = float(np.mean(np.abs(colours - np.median(colours, axis=0))))
    return float(np.percentile(off, 60)) <= _PITCH and changes <= _COLOUR_DB
