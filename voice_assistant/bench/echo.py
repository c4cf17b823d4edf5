"""How well it hears somebody over its own voice, and how seldom it takes its own voice for somebody.

1. The assistant talks as it does with people: its menu, help, questions and article, in its own voice. What it
   says comes back into its microphone, so much later and so much quieter, as from a loudspeaker near by.
2. Recordings of people saying "stop" come in over it at random moments; see `bench.interrupter`.
3. The same recordings, in the same order, go through each condition: with the echo canceller, and without.

All time is counted in sound, so the figures do not depend on the computer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles

from voice_assistant.app import App
from voice_assistant.audio.frames import Samples
from voice_assistant.audio.recorded_room import Echo
from voice_assistant.audio.wav import read_wav
from voice_assistant.bench.clips import find_clips
from voice_assistant.bench.interrupter import Interrupter
from voice_assistant.errors import MissingError
from voice_assistant.rehearsal.voice import speak

DELAYS = (0.08, 0.2, 0.3)
"""Seconds from the speaker to the microphone."""
GAINS = (-6.0, -12.0)
"""Decibels of the echo relative to what was played."""
LONGEST = 120.0
"""Seconds of sound that one recording may take, with all that leads to it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One condition. Fractions, seconds; None: there was nothing to count it by."""

    canceller: bool
    delay: float
    gain_db: float
    stops: int
    """How many recordings were played over the assistant's voice."""
    heard: float | None
    """The part of them that was taken for "stop", or asked about as such."""
    false_commands: float | None
    """A minute of the assistant's own speech: accepted, or asked about, although nobody spoke."""
    own_speech: float
    """Seconds of the assistant's own speech over which nobody spoke."""
    silence_median: float | None
    """From the beginning of the word to silence, of those that were heard."""
    silence_p90: float | None


@dataclass(frozen=True, slots=True)
class Result:
    conditions: tuple[Measured, ...]

    def as_json(self) -> dict[str, list[dict[str, float | None]]]:
        return {"conditions": [asdict(condition) for condition in self.conditions]}

    def lines(self) -> list[str]:
        head = "canceller  delay    echo    stops   heard   false a minute   silence median   p90"
        return [head, *map(_line, self.conditions)]


def measure(
    app: App,
    recordings: Path,
    tell: Callable[[str], None],
    *,
    sample: int | None = None,
    seed: int = 0,
    cancellers: tuple[bool, ...] = (True, False),
    delays: tuple[float, ...] = DELAYS,
    gains: tuple[float, ...] = GAINS,
) -> Result:
    """Play all recordings of "stop" below the folder, or a sample of them, in each condition.

    Raises `MissingError` where there is none.
    """
    stops = _stops(recordings, sample, seed)
    conditions = [
        (with_it, Echo(delay, gain)) for with_it in cancellers for gain in gains for delay in delays
    ]
    measured: list[Measured] = []
    for canceller, echo in conditions:
        measured.append(measure_one(app, stops, echo, canceller=canceller, seed=seed))
        tell(_line(measured[-1]))
    return Result(tuple(measured))


def measure_one(app: App, stops: list[Samples], echo: Echo, *, canceller: bool, seed: int) -> Measured:
    """One condition: as many conversations as it takes until each recording was played once."""
    sections = [section.names[0] for section in app.pack().article.sections]
    person = Interrupter(stops, sections, speak, Random(seed))  # noqa: S311 - draws moments, guards nothing
    settings = {"audio.echo_canceller": canceller}
    while not person.done:
        person.begin()
        app.meet(person, settings, echo, LONGEST * len(stops))
    silences = [each.silence_after for each in person.interruptions if each.silence_after is not None]
    said = len(person.interruptions)
    minutes = person.own_speech / 60
    return Measured(
        canceller,
        echo.delay,
        echo.gain_db,
        stops=said,
        heard=round(sum(each.heard for each in person.interruptions) / said, 4) if said else None,
        false_commands=round(person.false_commands / minutes, 3) if minutes else None,
        own_speech=round(person.own_speech, 2),
        silence_median=round(median(silences), 3) if silences else None,
        silence_p90=round(quantiles(silences, n=10, method="inclusive")[8], 3) if len(silences) > 1 else None,
    )


def _stops(recordings: Path, sample: int | None, seed: int) -> list[Samples]:
    clips = [clip for clip in find_clips(recordings) if clip.transcript.lower() == "stop"]
    if not clips:
        raise MissingError(f"Nobody says stop in {recordings}: name a folder with recordings of that word.")
    Random(seed).shuffle(clips)  # noqa: S311 - draws clips, guards nothing
    return [read_wav(clip.path) for clip in clips[:sample]]


def _line(each: Measured) -> str:
    return (
        f"{'with' if each.canceller else 'without':<9} {each.delay * 1000:>4.0f} ms {each.gain_db:>4.0f} dB "
        f"{each.stops:>8} {_or_dash(each.heard, '.1%'):>7} {_or_dash(each.false_commands, '.2f'):>16} "
        f"{_or_dash(each.silence_median, '.2f'):>14} s {_or_dash(each.silence_p90, '.2f')} s"
    )


def _or_dash(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)
