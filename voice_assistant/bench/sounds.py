"""How well sounds work as a switch: which hums are found, and what else is taken for one.

1. Hums and vowels are made up: pitches, levels, lengths, breath, tremor and falling pitch by the seed, in a quiet and
   in a less quiet room. One counts as found if just one sound is told of it.
2. All recordings that there are, words, talk and noises, with coughs, knocks and doors that are made up in between, are
   heard one after the other, half of the time with noise all over them. Whatever is told of it is a false press.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from time import process_time

import numpy as np

from voice_assistant.audio.frames import FRAME, RATE, SILENCE, Samples
from voice_assistant.audio.level import mix, rms_dbfs, scale
from voice_assistant.audio.resample import to_int16
from voice_assistant.audio.wav import read_wav
from voice_assistant.bench.clips import find_clips
from voice_assistant.events import Sounded
from voice_assistant.listening.sound_switch import VoiceSounds
from voice_assistant.rehearsal.made_sounds import VOWELS, Hum, cough, hum, knock

ROOM_DBFS = -62.0
KINDS: dict[str, dict[str, tuple[float, ...]]] = {
    "clear": {"breath": (0.0, 0.1), "tremor": (0.0,)},
    "breathy": {"breath": (0.3, 0.5), "tremor": (0.0,)},
    "shaky": {"breath": (0.0, 0.2), "tremor": (0.1, 0.25)},
}
"""Of each kind, what its breath and its tremor of 5 Hz may be."""


@dataclass(frozen=True, slots=True)
class Found:
    kind: str
    made: int
    found: int


@dataclass(frozen=True, slots=True)
class Measured:
    hums: tuple[Found, ...]
    minutes: float
    """Of everything that is no hum."""
    false: int
    processor: float
    """The part of a core that listening took, while there is sound."""

    def lines(self) -> Iterator[str]:
        yield "hums          made  found"
        for each in self.hums:
            yield f"{each.kind:<12} {each.made:>5}  {each.found / max(each.made, 1):>6.1%}"
        made, found = sum(each.made for each in self.hums), sum(each.found for each in self.hums)
        yield f"{'all':<12} {made:>5}  {found / max(made, 1):>6.1%}"
        rate = 10 * self.false / self.minutes if self.minutes else 0.0
        yield f"other sounds: {self.minutes:.1f} minutes, {self.false} false presses, {rate:.2f} in ten minutes"
        yield f"processor: {self.processor:.1%} of a core"

    def as_json(self) -> object:
        return asdict(self)


def told(sound: Samples) -> list[Sounded]:
    """What is told of a sound, heard frame by frame."""
    sounds = VoiceSounds()
    facts = (
        sounds.hear(sound[at : at + FRAME], SILENCE, person=False)
        for at in range(0, len(sound) - FRAME, FRAME)
    )
    return [fact for fact in facts if fact is not None]


def measure(
    recordings: Path | None, tell: Callable[[str], None], *, hums: int, seed: int, sample: int | None = None
) -> Measured:
    """`hums`: how many of each kind; `sample`: only so many recordings.

    Without recordings only coughs, knocks and doors are heard beside the hums.
    """
    draw = random.Random(seed)  # noqa: S311 - no secret
    found = tuple(_hums(kind, hums, draw) for kind in KINDS)
    tell(f"{sum(each.made for each in found)} hums were heard.")
    seconds, false = 0.0, 0
    began = process_time()
    for stretch in others(recordings, sample, draw):
        seconds += len(stretch) / RATE
        false += len(told(stretch))
    return Measured(found, seconds / 60, false, (process_time() - began) / max(seconds, 1.0))


def _hums(kind: str, count: int, draw: random.Random) -> Found:
    found = 0
    for number in range(count):
        level = draw.uniform(-40, -18)
        made = Hum(
            seconds=draw.uniform(0.45, 1.6),
            pitch=draw.uniform(85, 330),
            vowel=draw.choice(list(VOWELS)),
            dbfs=level,
            breath=draw.choice(KINDS[kind]["breath"]),
            tremor=draw.choice(KINDS[kind]["tremor"]),
            drift=draw.uniform(-1, 2),
        )
        room = min(draw.choice((-70.0, -60.0)), level - 18)
        found += told(_in_room(hum(made, number), room, number)) == [Sounded()]
    return Found(kind, count, found)


def others(recordings: Path | None, sample: int | None, draw: random.Random) -> Iterator[Samples]:
    """Stretches of a minute or so of everything that is no hum, in a room."""
    made: list[Samples] = [
        make(seed, draw.uniform(-32, -12)) for make in (cough, knock) for seed in range(120)
    ]
    found = find_clips(recordings, sample, 0) if recordings is not None else ()
    read = [(clip, read_wav(clip.path)) for clip in found]
    clips = made + [sound for _, sound in read]
    beds = [sound for clip, sound in read if not clip.transcript]
    draw.shuffle(clips)
    for number in range(0, len(clips), 30):
        pieces: list[Samples] = []
        for clip in clips[number : number + 30]:
            pieces += [clip, np.zeros(round(draw.uniform(0.1, 1.2) * RATE), dtype=np.int16)]
        stretch = _in_room(np.concatenate(pieces), ROOM_DBFS, number)
        if beds and number % 60 == 0:
            bed = draw.choice(beds)
            noise = np.tile(bed, len(stretch) // len(bed) + 1)[: len(stretch)]
            stretch = mix(stretch, scale(noise, -45.0 - rms_dbfs(noise)))
        yield stretch


def _in_room(sound: Samples, dbfs: float, seed: int) -> Samples:
    """With a second of quiet before and after it, and the room's noise all over it."""
    quiet = np.zeros(RATE, dtype=np.int16)
    whole = np.concatenate((quiet, sound, quiet)).astype(np.float64)
    noise = np.random.default_rng(seed).normal(0, 32_768 * 10 ** (dbfs / 20), len(whole))
    return to_int16(whole + noise)
