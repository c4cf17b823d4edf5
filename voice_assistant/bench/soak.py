"""Many conversations in one process: whether anything grows or stays, whether advice is right, what silence costs.

1. Visitors come to a kiosk, one after the other, in one session. After each one memory, threads and open files are
   counted; what holds is the growth from the first hundred on (or from the first tenth of fewer).
2. Then nobody says anything for some minutes of sound, and the processor's time for it is counted.
"""

from __future__ import annotations

import gc
import os
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from voice_assistant.app import App
from voice_assistant.audio.recorded_room import Echo
from voice_assistant.bench.memory import resident_mb
from voice_assistant.bench.visitors import LONGEST, Visit, Visitors, plans
from voice_assistant.content.pack import Pack
from voice_assistant.dialogue.dialogue import Dialogue

SETTLED = 100
"""Conversations after which a process has all the memory that it needs; of fewer than 1,000 a tenth."""
SILENCE = 240.0
"""Seconds of sound without a word."""
TOLD = 10
"""Conversations after which it tells how far it is."""
ECHO = Echo(delay=0.12, gain_db=-18.0)
QUICK: dict[str, object] = {"kiosk.enabled": True, "kiosk.rest_after": 2, "speaking.rate": 300}
"""It speaks as fast as it can be set to, and sleeps once nobody is there any more."""
QUIET = "turns: []\n"


@dataclass(frozen=True, slots=True)
class Soaked:
    """Megabytes resident, of all processes together; `silence_core` is a fraction of one core."""

    conversations: int
    by_switch: int
    settled_after: int
    settled_mb: float
    last_mb: float
    growth: float
    peak_mb: float
    threads: int
    """More than when it had settled."""
    files: int
    """More open than when it had settled."""
    wrong: int
    """Conversations in which the advice was not exactly what the answers demand."""
    below: int
    """Of these, those with less urgent advice, or none."""
    left_behind: int
    """Visitors of whom anything was still there when they had gone."""
    silence_core: float
    seconds_of_sound: float
    seconds_of_sound_a_second: float

    def as_json(self) -> dict[str, float]:
        return asdict(self)

    def lines(self) -> list[str]:
        return [
            f"conversations                        {self.conversations}, {self.by_switch} of them by switch",
            f"resident after {self.settled_after:<5}                 {self.settled_mb:.1f} MB",
            f"resident after all                   {self.last_mb:.1f} MB ({self.growth:+.1%})",
            f"resident at most                     {self.peak_mb:.1f} MB",
            f"threads, and open files, left over   {self.threads:+d}, {self.files:+d}",
            f"advice not as the answers demand     {self.wrong}, too low or none: {self.below}",
            f"visitors who left anything behind    {self.left_behind}",
            f"processor while listening to silence {self.silence_core:.1%} of one core",
            f"faster than real time                {self.seconds_of_sound_a_second:.0f} times"
            f" ({self.seconds_of_sound / 3600:.1f} hours of sound)",
        ]


@dataclass(frozen=True, slots=True)
class _Reading:
    mb: float
    threads: int
    files: int


def soak(
    app: App, conversations: int, seed: int, tell: Callable[[str], None], *, headphones: bool = False
) -> Soaked:
    """Receive so many visitors, then listen to silence. With `headphones` nothing of what the assistant says comes back
    into the microphone, and no echo is looked for, which is a third of the work.
    """
    pack = app.pack()
    callers = list(plans(pack, conversations, seed))
    visits: list[Visit] = []
    readings: list[_Reading] = []

    def done(visit: Visit) -> None:
        visits.append(visit)
        gc.collect()
        readings.append(_read())
        if visit.wrong or visit.left:
            tell(
                f"visitor {visit.number}: {visit.demanded} was demanded, given {', '.join(visit.given) or 'none'}"
            )
        if len(visits) % TOLD == 0:
            tell(f"{len(visits)} conversations: {readings[-1].mb:.1f} MB")

    def visitors(dialogue: Dialogue) -> Visitors:
        return Visitors(pack, callers, dialogue, _names(pack), done)

    began = time.perf_counter()
    if headphones:
        app.receive(visitors, QUICK | {"audio.echo_canceller": False}, None, conversations * 2 * LONGEST)
    else:
        app.receive(visitors, QUICK, ECHO, conversations * 2 * LONGEST)
    took = time.perf_counter() - began
    settled_after = max(1, min(SETTLED, conversations // 10))
    settled, last = readings[settled_after - 1], readings[-1]
    sound = sum(visit.seconds for visit in visits)
    return Soaked(
        conversations=len(visits),
        by_switch=sum(script.input == "switch" for _, script in callers),
        settled_after=settled_after,
        settled_mb=settled.mb,
        last_mb=last.mb,
        growth=last.mb / settled.mb - 1,
        peak_mb=max(reading.mb for reading in readings),
        threads=last.threads - settled.threads,
        files=last.files - settled.files,
        wrong=sum(visit.wrong for visit in visits),
        below=sum(visit.below for visit in visits),
        left_behind=sum(visit.left for visit in visits),
        silence_core=_silence(app),
        seconds_of_sound=sound,
        seconds_of_sound_a_second=sound / took,
    )


def _read() -> _Reading:
    return _Reading(resident_mb(), threading.active_count(), len(list(Path("/proc/self/fd").iterdir())))


def _silence(app: App) -> float:
    """The part of a core that it takes to listen to silence."""
    with tempfile.TemporaryDirectory() as folder:
        quiet = Path(folder) / "quiet.yaml"
        quiet.write_text(QUIET, encoding="utf-8")
        before = _used()
        app.rehearse(quiet, None, SILENCE, lambda line: None)
        return (_used() - before) / SILENCE


def _names(pack: Pack) -> dict[str, str]:
    questions = pack.protocol.questions if pack.protocol else ()
    return {question.id: question.names[0] for question in questions}


def _used() -> float:
    """Processor time of this process and of its children that have ended. Seconds."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
