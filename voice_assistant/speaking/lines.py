"""What waits in the speech queue, and how a sound is cut off and gone on with."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.commands import Utterance
from voice_assistant.speaking.loudness import Sound, as_sound

FADE = RATE // 100
"""Samples over which a sound that is cut off fades out: 10 ms."""
HEARD = RATE * 4 // 10
"""Samples of a sentence that have to be heard before anybody can mean it by what they say or press: 400 ms."""
REWIND, LONGEST_REWIND = RATE * 3 // 10, RATE * 6 // 10
"""Samples that are said again after a hold, so that no word is lost: 300 to 600 ms, wherever it was quietest."""

UNMADE: Samples = np.zeros(0, dtype=np.int16)
"""The sound of a sentence of which nothing is made yet."""


@dataclass(slots=True)
class Line:
    """A sentence that waits, or sounds."""

    utterance: Utterance
    index: int
    request: int | None = None
    made: Samples = field(default_factory=lambda: UNMADE)
    """What there is of its sound."""
    whole: bool = False
    lift: float | None = None
    """By what it is brought to the level of all; None while too little of it is made to begin."""
    ready: float = 0.0
    """When it could begin, by `time.perf_counter`."""
    heard: float | None = None
    """How much of it, 0 to 1, was heard already at another rate, until it goes on from there at this one."""

    def sound_from(self, start: int) -> Sound:
        return as_sound(self.made[start:]) * (self.lift or 1.0)

    @property
    def is_last(self) -> bool:
        return self.index == len(self.utterance.sentences) - 1


@dataclass(frozen=True, slots=True)
class Chime:
    """An earcon that waits."""

    samples: Samples


def holdable(line: Line | Chime | None) -> bool:
    """Whether it may be kept back, or cut off: a sentence, but none of a safety utterance."""
    return isinstance(line, Line) and not line.utterance.safety


def faded(sound: Sound) -> Sound:
    """How a sound ends that is cut off."""
    return sound[:FADE] * np.linspace(1, 0, len(sound[:FADE]))


def place_before(sound: Sound, heard: int) -> int:
    """Where to go on with a sound of which so many samples were heard: its beginning, or a pause between words.

    It is the middle of the quietest 20 ms among those that end `LONGEST_REWIND` to `REWIND` samples before.
    """
    earliest = heard - LONGEST_REWIND
    if earliest <= 0:
        return 0
    steps = sound[earliest : heard - REWIND].reshape(-1, FADE)
    energy = np.sum(np.square(steps[:-1]) + np.square(steps[1:]), axis=1)
    return earliest + FADE * (len(energy) - int(np.argmin(energy[::-1])))
