"""Many conversations in one process: whether memory grows, and what silence costs.

1. A scripted caller holds the same conversation over and over; memory is read after 10, and after all.
2. Then nobody says anything for some minutes of sound, and the processor's time for it is counted.
"""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from voice_assistant.app import App
from voice_assistant.bench.memory import resident_mb

SETTLED = 10
"""Conversations after which a process has all the memory that it needs."""
SILENCE = 240.0
"""Seconds of sound without a word."""
CONVERSATION = """
turns:
  - say: questions
  - say: article
  - say: next
  - {say: stop, during: 8}
  - say: goodbye
answers:
  breathing: {say: "no", means: "no"}
  sudden: {say: "no", means: "no"}
  weakness: [{say: banana pancakes}, {say: "yes", means: "yes"}]
  wasting: {say: menu}
"""
QUIET = "turns: []\n"


@dataclass(frozen=True, slots=True)
class Soaked:
    """Megabytes resident, of all processes together; `silence_core` is a fraction of one core."""

    conversations: int
    settled_mb: float
    last_mb: float
    growth: float
    peak_mb: float
    silence_core: float
    seconds_of_sound_a_second: float

    def as_json(self) -> dict[str, float]:
        return asdict(self)

    def lines(self) -> list[str]:
        return [
            f"conversations                        {self.conversations}",
            f"resident after {SETTLED}                    {self.settled_mb:.1f} MB",
            f"resident after all                   {self.last_mb:.1f} MB ({self.growth:+.1%})",
            f"resident at most                     {self.peak_mb:.1f} MB",
            f"processor while listening to silence {self.silence_core:.1%} of one core",
            f"faster than real time                {self.seconds_of_sound_a_second:.0f} times",
        ]


def soak(app: App, conversations: int, tell: Callable[[str], None]) -> Soaked:
    """Hold so many conversations, then listen to silence."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "conversation.yaml"
        script.write_text(CONVERSATION, encoding="utf-8")
        quiet = Path(folder) / "quiet.yaml"
        quiet.write_text(QUIET, encoding="utf-8")
        readings: list[float] = []
        sound = 0.0
        began = time.perf_counter()
        for number in range(1, conversations + 1):
            last = _Clock()
            app.rehearse(script, None, 600.0, last.see)
            sound += last.seconds
            gc.collect()
            readings.append(resident_mb())
            if number % SETTLED == 0:
                tell(f"{number} conversations: {readings[-1]:.1f} MB")
        speed = sound / (time.perf_counter() - began)
        before = _used()
        app.rehearse(quiet, None, SILENCE, lambda line: None)
        silence = (_used() - before) / SILENCE
    settled = readings[min(SETTLED, len(readings)) - 1]
    return Soaked(
        conversations, settled, readings[-1], readings[-1] / settled - 1, max(readings), silence, speed
    )


class _Clock:
    """Reads the time off the transcript's lines."""

    seconds = 0.0

    def see(self, line: str) -> None:
        minutes, seconds = line.split()[0].split(":")
        self.seconds = int(minutes) * 60 + float(seconds)


def _used() -> float:
    """Processor time of this process and of its children that have ended. Seconds."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
