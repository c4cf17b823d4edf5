"""How well it listens: recordings of people, played to this assistant and to what it could have been made of.

1. A clip whose transcript is a way to say something that is open is an answer, and has to be understood. Every
   other clip, and those in which nobody speaks, must not be accepted.
2. Each clip stands in silence, 0.4 s before and 1.5 s after it, and goes in by frames, as from a microphone.
3. The delay counts from where the speech truly ends to the decision, as somebody would wait for it: a frame
   can be worked on once it is there and those before it are done.
4. What it costs is counted apart: while somebody talks on and on (clips of several words, with all the work that
   they leave for after their end), and while nobody speaks (the clips without words, joined to one stretch).
5. Each system runs in a process of its own, so that its memory can be told.

"Confirming" counts as accepted only for the right meaning: a question back about the wrong one does no harm.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time

import numpy as np

from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, RATE
from voice_assistant.audio.level import speech_bounds
from voice_assistant.audio.wav import read_wav
from voice_assistant.bench.clips import Clip, find_clips
from voice_assistant.bench.memory import resident_mb
from voice_assistant.bench.sphinx import installed
from voice_assistant.bench.systems import NAMES, Decided, Ground, System, make
from voice_assistant.content.pack import Pack, Words
from voice_assistant.events import Meaning
from voice_assistant.listening.grammar import Grammar

SHORT = ("yes", "no", "stop")
"""The answers that are counted by themselves, too."""
BEFORE, AFTER = 0.4, 1.5
"""Seconds of silence around a clip."""
_NO_SPHINX = (
    "pocketsphinx is not installed, so its row is left out: it is among the development dependencies."
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Fractions, of the answers and of the other clips; seconds; None: there was nothing to count it by."""

    name: str
    right: float | None
    wrong: float | None
    false_accepts: float | None
    delay_median: float | None
    delay_p90: float | None
    rtf: float
    """Processor time for a second of sound."""
    rss_mb: float
    asked_back: float | None
    """The part of the answers that was understood rightly, but put as a question."""
    short_right: float | None
    """Of the answers that are one of `SHORT`, the part that is right."""
    word_false_accepts: float | None
    """Of the other single words, the part that was accepted."""
    talk_a_minute: float | None
    """Of talk, phrases and noise: how often something was accepted in a minute of them."""
    core_speaking: float | None
    """Processor time for a second of talk, as a fraction of one core."""
    core_silent: float | None
    """The same for a second without speech."""


@dataclass(frozen=True, slots=True)
class Result:
    systems: tuple[Measured, ...]
    answers: int
    others: int
    left_out: tuple[str, ...] = ()

    def as_json(self) -> dict[str, list[dict[str, str | float | None]]]:
        systems = [asdict(system) for system in self.systems]
        return {"systems": systems}

    def lines(self) -> list[str]:
        head = "system          right   wrong   false accepts   delay median   p90     rtf    memory    asked back"
        return [
            f"{self.answers} answers, {self.others} other clips",
            head,
            *map(_line, self.systems),
            "",
            "system          yes/no/stop right   other words taken   talk and noise taken   core: speaking   silent",
            *map(_second_line, self.systems),
            *self.left_out,
        ]


def measure(
    words: Words,
    pack: Pack,
    model: Path,
    recordings: Path,
    tell: Callable[[str], None],
    *,
    sample: int | None = None,
    seed: int = 0,
) -> Result:
    """Play all clips below the folder `recordings`, or a sample of them, to each system, one after the other."""
    clips = find_clips(recordings, sample, seed)
    ground = Ground(words, pack, model)
    grammar = ground.grammar()
    answers = sum(_wanted(clip, grammar) is not None for clip in clips)
    systems: list[Measured] = []
    left_out: list[str] = []
    for name in NAMES:
        if name == "pocketsphinx" and not installed():
            left_out.append(_NO_SPHINX)
            continue
        tell(f"{name}: {len(clips)} clips")
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            systems.append(process.submit(measure_one, name, ground, clips).result())
    return Result(tuple(systems), answers, len(clips) - answers, tuple(left_out))


@dataclass(frozen=True, slots=True)
class _Played:
    """One clip, played to one system. `delay`: seconds, of the first right decision."""

    wanted: Meaning | None
    words: int
    """In what is said."""
    decided: tuple[Decided, ...]
    delay: float | None
    sound: float
    length: float
    """Seconds of the clip itself."""
    used: float
    """Seconds of processor time."""

    @property
    def false_accepts(self) -> int:
        return sum(each.decision == "accepted" for each in self.decided)


def measure_one(name: str, ground: Ground, clips: tuple[Clip, ...]) -> Measured:
    """One system, in this process."""
    system = make(name, ground)
    grammar = ground.grammar()
    began = process_time()
    played = [_play(system, clip, grammar) for clip in clips]
    used = process_time() - began
    answers = [each for each in played if each.wanted is not None]
    others = [each for each in played if each.wanted is None]
    right = [each for each in answers if _is_right(each)]
    short = [each for each in answers if each.wanted and each.wanted.intent in SHORT]
    single = [each for each in others if each.words == 1]
    talk = [each for each in others if each.words != 1]
    long = [each for each in played if each.words > 1]
    delays = sorted(each.delay for each in right if each.delay is not None)
    return Measured(
        name,
        right=_part(len(right), len(answers)),
        wrong=_part(sum(_is_wrong(each) for each in answers), len(answers)),
        false_accepts=_part(sum(_is_wrong(each) for each in others), len(others)),
        delay_median=_quantile(delays, 50),
        delay_p90=_quantile(delays, 90),
        rtf=round(used / sum(each.sound for each in played), 4),
        rss_mb=round(resident_mb(), 1),
        asked_back=_part(sum(not _is_accepted(each) for each in right), len(answers)),
        short_right=_part(sum(map(_is_right, short)), len(short)),
        word_false_accepts=_part(sum(map(_is_wrong, single)), len(single)),
        talk_a_minute=_part(60 * sum(each.false_accepts for each in talk), sum(each.length for each in talk)),
        core_speaking=_part(sum(each.used for each in long), sum(each.length for each in long)),
        core_silent=_idle(system, [clip for clip in clips if not clip.transcript]),
    )


def _play(system: System, clip: Clip, grammar: Grammar) -> _Played:
    wanted = _wanted(clip, grammar)
    sound = read_wav(clip.path)
    bounds = speech_bounds(sound)
    before = np.zeros(round(BEFORE * RATE), dtype=np.int16)
    whole = np.concatenate([before, sound, np.zeros(round(AFTER * RATE) + FRAME, dtype=np.int16)])
    decided: list[Decided] = []
    delay: float | None = None
    done = 0.0  # when the work on the frames so far would be done, in seconds since the first
    start = process_time()
    system.restart()
    for count in range(1, len(whole) // FRAME + 1):
        began = perf_counter()
        found = system.hear(whole[(count - 1) * FRAME : count * FRAME])
        done = max(done, count * FRAME_SECONDS) + perf_counter() - began
        if delay is None and bounds and any(_agrees(each, wanted) for each in found):
            delay = done - BEFORE - bounds[1] / RATE
        decided += found
    decided += system.finish()
    used = process_time() - start
    words = len(clip.transcript.split())
    return _Played(wanted, words, tuple(decided), delay, len(whole) / RATE, len(sound) / RATE, used)


def _idle(system: System, clips: list[Clip]) -> float | None:
    """Processor time for a second of these clips, one after the other without a pause."""
    if not clips:
        return None
    whole = np.concatenate([read_wav(clip.path) for clip in clips])
    system.restart()
    start = process_time()
    for count in range(len(whole) // FRAME):
        system.hear(whole[count * FRAME : (count + 1) * FRAME])
    system.finish()
    return _part(process_time() - start, len(whole) / RATE)


def _wanted(clip: Clip, grammar: Grammar) -> Meaning | None:
    return grammar.understand(clip.transcript)


def _agrees(each: Decided, wanted: Meaning | None) -> bool:
    return wanted is not None and each.meaning == wanted and each.decision != "rejected"


def _is_right(played: _Played) -> bool:
    return any(_agrees(each, played.wanted) for each in played.decided) and not _is_wrong(played)


def _is_wrong(played: _Played) -> bool:
    """Whether anything was accepted that was not said; of a clip that is no answer, anything at all."""
    wanted = played.wanted
    return any(
        each.decision == "accepted" and (wanted is None or each.meaning != wanted) for each in played.decided
    )


def _is_accepted(played: _Played) -> bool:
    return any(each.decision == "accepted" for each in played.decided)


def _part(count: float, of: float) -> float | None:
    return round(count / of, 4) if of else None


def _quantile(values: list[float], percent: int) -> float | None:
    if len(values) < 2:
        return round(values[0], 3) if values else None
    return round(quantiles(values, n=100, method="inclusive")[percent - 1], 3)


def _line(system: Measured) -> str:
    return (
        f"{system.name:<14} {_percent(system.right)} {_percent(system.wrong)} {_percent(system.false_accepts):>15} "
        f"{_seconds(system.delay_median):>14} {_seconds(system.delay_p90)} {system.rtf:>7.3f} "
        f"{system.rss_mb:>6.0f} MB {_percent(system.asked_back):>13}"
    )


def _second_line(system: Measured) -> str:
    a_minute = "-" if system.talk_a_minute is None else f"{system.talk_a_minute:.2f} a minute"
    return (
        f"{system.name:<14} {_percent(system.short_right):>18} {_percent(system.word_false_accepts):>19} "
        f"{a_minute:>22} {_percent(system.core_speaking):>16} {_percent(system.core_silent):>8}"
    )


def _percent(part: float | None) -> str:
    return f"{'-':>7}" if part is None else f"{part:>7.1%}"


def _seconds(length: float | None) -> str:
    return f"{'-':>6}" if length is None else f"{length:>5.2f}s"
