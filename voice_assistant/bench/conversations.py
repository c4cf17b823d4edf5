"""Whole conversations with recorded people who answer at random: whether the advice is what their answers demand.

1. Each conversation is drawn by the seed and its number: what is true, who says it, in which noise.
2. It is written as a script and held as a rehearsal, with the real recognizer and the real voice.
3. Its journal is held against what was true. Where something is not right, the conversation is named, and its
   folder is kept if that is asked for: the script in it can be rehearsed again, and the sound listened to.

In noise all words are equally loud, and the noise is so many decibels below them all the time, also while the
assistant speaks. It goes on without a pause, so somebody is always talking in babble.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, median, quantiles
from typing import Literal

from voice_assistant.app import App
from voice_assistant.audio.wav import WavWriter
from voice_assistant.bench.clips import find_clips
from voice_assistant.bench.conversation_judging import Went, judge
from voice_assistant.bench.conversation_plans import Cast, Plan, draw
from voice_assistant.bench.noise_beds import babble_bed, background_bed
from voice_assistant.content.pack import Pack, Words
from voice_assistant.publishing.whole_files import make_folder
from voice_assistant.settings import Settings

Noise = Literal["none", "background", "babble", "mixed"]
"""Mixed: background in some conversations, babble in the others."""
SPEECH_DBFS = -26.0
"""How loud every word of the caller is in noise."""
LONGEST = 900.0
"""Seconds of sound that a conversation may take."""
BATCH = 5
"""Conversations that are held with one start of the recognizer and the voice."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What all conversations of a measurement have in common."""

    settings: Settings
    today: date
    recordings: Path
    seed: int
    noise: Noise
    snr_db: float
    pack: str | None
    keep: Path | None
    """Receives the folders of the conversations in which something is not right."""


@dataclass(frozen=True, slots=True)
class Conversations:
    """What came of them all."""

    seed: int
    held: tuple[Went, ...]

    @property
    def not_well(self) -> tuple[Went, ...]:
        return tuple(each for each in self.held if not each.well)

    def as_json(self) -> dict[str, object]:
        """Fractions of the conversations or of the answers, counts, and seconds."""
        held = self.held
        answers = [answer for each in held for answer in each.answers]
        delays = sorted(delay for each in held for delay in each.delays)
        return {
            "conversations": len(held),
            "outcomes": dict(sorted(Counter(each.plan.demanded.id for each in held).items())),
            "outcomes_below": sum(each.below for each in held),
            "without_outcome": sum(not each.outcomes for each in held),
            "exactly_right": _part(sum(each.exact for each in held), len(held)),
            "repeated_median": median(each.repeated for each in held),
            "repeated_mean": round(mean(each.repeated for each in held), 3),
            "asked_back_mean": round(mean(each.asked_back for each in held), 3),
            "answers": len(answers),
            "answers_right": _part(sum(each.right for each in answers), len(answers)),
            "answers_wrong_not_read_back": sum(len(each.unsaid) for each in held),
            "taken_from_noise": sum(each.unspoken for each in held),
            "delays": len(delays),
            "delay_median": _quantile(delays, 50),
            "delay_p90": _quantile(delays, 90),
            "seconds_of_sound": round(sum(each.seconds for each in held), 1),
            "not_right": [each.line(self.seed) for each in self.not_well],
        }

    def lines(self) -> list[str]:
        figures = self.as_json()
        demanded = Counter(each.plan.demanded.id for each in self.held)
        paths = [len(each.plan.path) for each in self.held]
        outcomes = ", ".join(f"{count} {outcome}" for outcome, count in demanded.items())
        lines = [
            f"conversations                          {len(self.held)} ({outcomes})",
            f"questions that they need               {min(paths)} to {max(paths)}",
            f"advice below what the answers demand   {figures['outcomes_below']}",
            f"advice exactly right                   {_percent(figures['exactly_right'])}",
            f"without any advice                     {figures['without_outcome']}",
            f"repeated questions, median (mean)      {figures['repeated_median']:g} ({figures['repeated_mean']})",
            f'"did you say ...?", mean               {figures["asked_back_mean"]}',
            f"answers right in the end               {_percent(figures['answers_right'])} of {figures['answers']}",
            f"answers wrong without being read back  {figures['answers_wrong_not_read_back']}",
            f"words taken that the caller never said {figures['taken_from_noise']}",
            f"end of speech to decision, median      {_seconds(figures['delay_median'])} of {figures['delays']}",
            f"end of speech to decision, p90         {_seconds(figures['delay_p90'])}",
        ]
        return [*lines, *(each.line(self.seed) for each in self.not_well)]


def converse(
    ground: Ground, conversations: int, tell: Callable[[str], None], *, first: int = 0, jobs: int = 1
) -> Conversations:
    """Hold so many conversations, from number `first` on, in so many processes at once."""
    if ground.keep is not None:
        make_folder(ground.keep)
    numbers = range(first, first + conversations)
    batches = [tuple(numbers[at : at + BATCH]) for at in range(0, conversations, BATCH)]
    held: list[Went] = []
    for went in _all(ground, batches, jobs):
        held += went
        wrong = sum(not each.well for each in held)
        tell(f"{len(held)} conversations, {wrong} of them with something that is not right")
        for each in went:
            if not each.well:
                tell(each.line(ground.seed))
    return Conversations(ground.seed, tuple(held))


def _all(ground: Ground, batches: Sequence[tuple[int, ...]], jobs: int) -> Iterator[list[Went]]:
    if jobs == 1:
        yield from (hold(ground, batch) for batch in batches)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as processes:
        yield from processes.map(hold, [ground] * len(batches), batches)


def hold(ground: Ground, numbers: Sequence[int]) -> list[Went]:
    """Hold these conversations, one after the other, in this process."""
    with App(ground.settings, ground.today) as app, tempfile.TemporaryDirectory() as folder:
        pack = app.pack(ground.pack)
        cast = Cast(find_clips(ground.recordings / "commands"), app.words)
        return [
            _hold_one(
                app, ground, draw(number, ground.seed, pack, cast), pack, Path(folder) / f"{number:04d}"
            )
            for number in numbers
        ]


def _hold_one(app: App, ground: Ground, plan: Plan, pack: Pack, folder: Path) -> Went:
    noise = _noise_of(ground, plan.number)
    folder.mkdir()
    script = dict(plan.script)
    if ground.pack is not None:
        script["pack"] = str(pack.folder.resolve())
    if noise != "none":
        _write_bed(ground, noise, plan.number, folder / "noise.wav")
        script["noise"] = {"play": "noise.wav", "snr_db": ground.snr_db}
        script["level_dbfs"] = SPEECH_DBFS
    path = folder / "script.yaml"
    path.write_text(json.dumps(script, indent=1) + "\n", encoding="utf-8")
    app.rehearse(path, folder, LONGEST, lambda line: None)
    went = _judged(plan, noise, pack, app.words, folder)
    if ground.keep is not None and not went.well:
        kept = ground.keep / f"{ground.seed}-{folder.name}-{noise}"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.move(folder, kept)
    else:
        shutil.rmtree(folder)
    return went


def _judged(plan: Plan, noise: str, pack: Pack, words: Words, folder: Path) -> Went:
    if pack.protocol is None:
        raise LookupError("a conversation was drawn for a pack without a protocol")
    return judge(plan, noise, pack.protocol, words, folder)


def _noise_of(ground: Ground, number: int) -> str:
    """The kind of noise in this conversation."""
    if ground.noise != "mixed":
        return ground.noise
    drawn = random.Random(f"{ground.seed}/{number}/kind of noise")  # noqa: S311 - guards nothing
    return drawn.choice(("background", "babble"))


def _write_bed(ground: Ground, noise: str, number: int, file: Path) -> None:
    rng = random.Random(f"{ground.seed}/{number}/{noise}")  # noqa: S311 - draws noise, guards nothing
    if noise == "babble":
        bed = babble_bed(find_clips(ground.recordings / "sentences"), rng)
    else:
        bed = background_bed(find_clips(ground.recordings / "background"), rng)
    with WavWriter(file) as writer:
        writer.write(bed)


def _part(count: int, of: int) -> float | None:
    return round(count / of, 4) if of else None


def _quantile(values: list[float], percent: int) -> float | None:
    if len(values) < 2:
        return round(values[0], 3) if values else None
    return round(quantiles(values, n=100, method="inclusive")[percent - 1], 3)


def _percent(part: object) -> str:
    return "-" if part is None else f"{part:.1%}"


def _seconds(length: object) -> str:
    return "-" if length is None else f"{length:.2f} s"
