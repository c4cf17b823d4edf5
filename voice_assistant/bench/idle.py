"""Hours asleep in a room where people talk, none of them to it: how often it wakes though nobody meant it.

1. The room's own noise goes on all the time: recorded background, softly.
2. By turns nobody talks, and people talk: recorded words and sentences, near and far, with short pauses between.
   Recordings in which a phrase is said that wakes it are left out.
3. It is a kiosk in virtual time, with all that a kiosk listens with. Each waking is written down with what was
   heard; nobody answers it, and so it rests again after a while.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voice_assistant.app import App
from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, Frame, Samples
from voice_assistant.audio.level import rms_dbfs, scale
from voice_assistant.audio.recorded_room import Echo
from voice_assistant.audio.resample import to_int16
from voice_assistant.audio.truth import CallerSpoke
from voice_assistant.audio.wav import read_wav
from voice_assistant.bench.clips import Clip, find_clips
from voice_assistant.bench.noise_beds import LEVEL_DBFS, background_bed
from voice_assistant.content.pack import Words
from voice_assistant.dialogue.attention import WAKING
from voice_assistant.errors import ContentError
from voice_assistant.events import Role
from voice_assistant.journal import Record

HOUR = 3600.0
TOLD = 1800.0
"""Seconds of sound after which it tells how far it is."""
NOISE_DBFS = -52.0
"""The room's own noise."""
NEAR_DBFS, FAR_DBFS = -22.0, -46.0
"""How loud people talk, at most and at least."""
TALK, QUIET = (20.0, 180.0), (30.0, 420.0)
"""Seconds that people talk, and that they do not."""
GAP = (0.3, 2.5)
"""Seconds between two things that are said."""
ECHO = Echo(delay=0.12, gain_db=-12.0)


@dataclass(frozen=True, slots=True)
class Waked:
    at: float
    """Seconds of sound."""
    heard: str
    said: str
    """What was really said last, or ""."""


@dataclass(frozen=True, slots=True)
class Slept:
    hours: float
    talk: float
    """The part of the time in which people talked."""
    waked: tuple[Waked, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "hours": round(self.hours, 2),
            "talk": round(self.talk, 3),
            "waked": [{"at": each.at, "heard": each.heard, "said": each.said} for each in self.waked],
        }

    def lines(self) -> list[str]:
        lines = [
            f"hours of sound in which nobody meant it {self.hours:.2f}",
            f"of which people talked                 {self.talk:.0%}",
            f"woke                                   {len(self.waked)} times",
        ]
        return lines + [f"  at {each.at:.0f} s by {each.heard!r}, said: {each.said!r}" for each in self.waked]


class Room:
    """People who talk to each other; a `Person` for the app."""

    def __init__(self, clips: Sequence[Clip], words: Words, seed: int, tell: Callable[[str], None]) -> None:
        """Raises `ContentError` if there is no noise, or nobody who talks."""
        self._rng = random.Random(seed)  # noqa: S311 - draws clips, guards nothing
        quiet = [clip for clip in clips if not clip.transcript]
        self._talk = [clip for clip in clips if clip.transcript and not wakes(clip.transcript, words)]
        if not quiet or not self._talk:
            raise ContentError("Recordings of noise and of talk are needed: name a folder with both.")
        self._bed = scale(background_bed(quiet, self._rng), NOISE_DBFS - LEVEL_DBFS)
        self._at = 0
        self._frames = self._sound()
        self._tell = tell
        self._now = 0.0
        self._talked = 0
        self._said = ""
        self._heard = ""
        self.waked: list[Waked] = []

    @property
    def talked(self) -> float:
        """Seconds of sound in which people talked."""
        return self._talked * FRAME_SECONDS

    @property
    def held(self) -> bool:
        return False

    def frame(self) -> Frame | None:
        self._at = (self._at + FRAME) % (len(self._bed) - FRAME)
        bed = self._bed[self._at : self._at + FRAME]
        self._now += FRAME_SECONDS
        if self._now // TOLD > (self._now - FRAME_SECONDS) // TOLD:
            self._tell(f"{self._now / HOUR:.1f} hours, woke {len(self.waked)} times")
        return to_int16(bed.astype(np.float64) + next(self._frames))

    def poll(self) -> tuple[Role, ...]:
        return ()

    def spoke(self) -> CallerSpoke | None:
        return None

    def write(self, record: Record) -> None:
        if record.event == "heard":
            self._heard = str(record.fields["text"])
        elif record.event == "state" and record.fields["from"] == "asleep":
            waked = Waked(round(record.t, 1), self._heard, self._said)
            self.waked.append(waked)
            self._tell(f"woke at {waked.at:.0f} s by {waked.heard!r}, said: {waked.said!r}")

    def _sound(self) -> Iterator[Frame]:
        silence = np.zeros(FRAME, dtype=np.int16)
        while True:
            for _ in range(self._drawn(QUIET)):
                yield silence
            end = self._now + self._rng.uniform(*TALK)
            while self._now < end:
                clip = self._rng.choice(self._talk)
                self._said = clip.transcript
                for frame in _frames(_at_level(read_wav(clip.path), self._rng.uniform(FAR_DBFS, NEAR_DBFS))):
                    self._talked += 1
                    yield frame
                for _ in range(self._drawn(GAP)):
                    self._talked += 1
                    yield silence

    def _drawn(self, seconds: tuple[float, float]) -> int:
        return round(self._rng.uniform(*seconds) / FRAME_SECONDS)


def sleep(app: App, recordings: Path, hours: float, seed: int, tell: Callable[[str], None]) -> Slept:
    """Let it sleep for so many hours of sound."""
    room = Room(find_clips(recordings), app.words, seed, tell)
    app.meet(room, {"kiosk.enabled": True}, ECHO, hours * HOUR)
    return Slept(hours, room.talked / (hours * HOUR), tuple(room.waked))


def wakes(transcript: str, words: Words) -> bool:
    """Whether somebody who says this may well have meant to wake it."""
    said = f" {transcript.lower()} "
    return any(f" {phrase} " in said for intent in WAKING for phrase in words.phrases[intent])


def _at_level(sound: Samples, dbfs: float) -> Samples:
    return scale(sound, dbfs - rms_dbfs(sound)) if sound.any() else sound


def _frames(sound: Samples) -> Iterator[Frame]:
    for start in range(0, len(sound) - FRAME + 1, FRAME):
        yield sound[start : start + FRAME]
