"""How the microphone sounds: the person's voice, the room, clipping, and the assistant's own voice in it.

Each frame is counted once, as soon as it is known what it is:

- speech: while the listener says that somebody speaks, and the moment before, because it only says so once it
  has made out something of a word;
- the room: what is neither speech nor anything that the speaker plays, or that may still echo of it.

Beside that, what was played and what came in meanwhile are kept, to find the one in the other. Of each kind only
the latest frames are kept: what was heard is not forgotten while something else lasts long, and nothing grows.
What is told comes from medians and percentiles, so a slammed door hardly matters.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from voice_assistant.audio.echo_path import LATEST, find_echo
from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, Frame
from voice_assistant.audio.level import QUIETEST_DBFS
from voice_assistant.dialogue.sound_check import CLOSE_DB, LOUD_ROOM_DB
from voice_assistant.events import Sound

KEPT = round(10 / FRAME_SECONDS)
"""Frames that are kept of each kind."""
ONSET = round(0.6 / FRAME_SECONDS)
"""Frames that the listener may take until it says that somebody is speaking."""
ENOUGH_ROOM = round(0.5 / FRAME_SECONDS)
ENOUGH_SPEECH = round(0.1 / FRAME_SECONDS)
"""Frames of a kind without which nothing is said about it; a "no" is short."""
ECHOING = round(LATEST / FRAME_SECONDS)
"""Frames after the speaker's last sound in which some of it may still come back."""

FULL_SCALE = 32_700
"""Samples from here on are at the end of the scale; some sound cards end it a little earlier than others."""
PAUSES_DB = 16.0
"""What is softer than the loudest of somebody's speech by more is a pause in it, not their voice."""

QUIET_ROOM_DB = -55.0
"""A room softer than this is not noisy: if a voice does not stand out of it, it is the voice that is soft."""


@dataclass(frozen=True, slots=True)
class _Heard:
    level: float
    """Of what is not the assistant's own voice. Decibels relative to full scale."""
    clipped: bool
    alone: bool
    """Whether nothing of the assistant's voice can be in it."""


class SoundMeter:
    """Takes in every frame, at next to no cost; `sound` is worked out only when it is asked for."""

    def __init__(self) -> None:
        self._pending: deque[_Heard] = deque()
        """What may still turn out to be the beginning of speech."""
        self._speech: deque[_Heard] = deque(maxlen=KEPT)
        self._room: deque[float] = deque(maxlen=KEPT)
        self._behind: deque[float] = deque(maxlen=KEPT)
        """Levels of what came in while the assistant spoke, for want of a silent moment."""
        self._played: deque[Frame] = deque(maxlen=KEPT)
        self._came_back: deque[Frame] = deque(maxlen=KEPT)
        self._silent = ECHOING
        """Frames since the speaker's last sound."""

    def hear(self, microphone: Frame, cleaned: Frame, speaker: Frame, *, speaking: bool) -> None:
        """Take in 20 ms of the microphone, the same without the echo, and of what the speaker plays.

        `speaking`: whether somebody speaks, as far as the listener knows by now.
        """
        self._silent = 0 if speaker.any() else min(self._silent + 1, ECHOING)
        alone = self._silent >= ECHOING
        if not alone:
            self._played.append(speaker)
            self._came_back.append(microphone)
        clipped = int(microphone.max()) >= FULL_SCALE or int(microphone.min()) <= -FULL_SCALE
        self._pending.append(_Heard(_level(cleaned), clipped, alone))
        if speaking:
            self._speech.extend(self._pending)
            self._pending.clear()
        elif len(self._pending) > ONSET:
            heard = self._pending.popleft()
            (self._room if heard.alone else self._behind).append(heard.level)

    def sound(self) -> Sound:
        """What was measured lately."""
        voice, noise = self._voice(), self._noise()
        if noise is None and self._behind:
            noise = _quietest(self._behind)
        clipped = sum(heard.clipped for heard in voice) / len(voice) if voice else 0.0
        echo = None
        if self._played:
            echo = find_echo(np.concatenate(self._played), np.concatenate(self._came_back))
        return Sound(
            speech_db=_rounded(_usual(voice)),
            noise_db=_rounded(noise),
            clipped=round(clipped, 3),
            echo_db=_rounded(echo.gain_db if echo else None),
        )

    @property
    def noisy(self) -> bool:
        """Whether the room is so loud that words can hardly be made out.

        That is measured by the voice of whoever speaks here: what drowns a soft voice does not matter to a loud
        one. Until somebody has spoken, by a level that hardly any voice stands out of.
        """
        speech, noise = _usual(self._voice()), self._noise()
        if noise is None or noise < QUIET_ROOM_DB:
            return False
        return noise > LOUD_ROOM_DB if speech is None else speech - noise < CLOSE_DB

    def _voice(self) -> list[_Heard]:
        """The frames of speech without its pauses; if possible of what was said while the assistant was silent."""
        alone = [heard for heard in self._speech if heard.alone]
        spoken = alone if len(alone) >= ENOUGH_SPEECH else list(self._speech)
        if len(spoken) < ENOUGH_SPEECH:
            return []
        least = float(np.percentile([heard.level for heard in spoken], 95)) - PAUSES_DB
        return [heard for heard in spoken if heard.level >= least]

    def _noise(self) -> float | None:
        """The room's usual level; if somebody speaks all the time, that of the pauses in it."""
        if len(self._room) >= ENOUGH_ROOM:
            return float(np.median(self._room)) if max(self._room) > QUIETEST_DBFS else None
        spoken = [heard.level for heard in self._speech if heard.alone]
        return _quietest(spoken) if len(spoken) >= ENOUGH_ROOM else None


def _level(frame: Frame) -> float:
    """Decibels relative to full scale, of what swings: a constant offset, as cheap cards have, is no sound."""
    sound = frame.astype(np.float32)
    mean = float(sound.sum()) / FRAME
    power = float(np.dot(sound, sound)) / FRAME - mean * mean
    return 10 * math.log10(power / 32_768.0**2) if power > 1e-3 else QUIETEST_DBFS


def _usual(voice: list[_Heard]) -> float | None:
    return float(np.median([heard.level for heard in voice])) if voice else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _quietest(levels: Collection[float]) -> float | None:
    """What the pauses in a sound have; None for nothing but zeros."""
    return float(np.percentile(list(levels), 10)) if max(levels) > QUIETEST_DBFS else None
