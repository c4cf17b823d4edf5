"""Whether people who pause within an answer are let finish, and how long everybody waits for that.

1. Synthetic callers say phrases with pauses in them ("about ... three ... weeks"), in several voices and at
   several rates. Every pause has a length of its own, up to 1.5 s, which slow speech needs.
2. The same callers speak at each `patience`, each as somebody whom the assistant does not know yet. Beside them
   "fluent" says the same without the pauses: what is missed there, no patience can mend.
3. A phrase is whole if one thing was understood, and that was it; it is cut if anything was decided while the
   caller had not finished. The delay counts from the true end, in seconds of sound: computing is not in it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from statistics import quantiles
from typing import get_args

import numpy as np

from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, RATE, Samples
from voice_assistant.audio.level import scale, speech_bounds
from voice_assistant.commands import Listen, Patience
from voice_assistant.content.pack import Pack, Words
from voice_assistant.dialogue.table import intents_in
from voice_assistant.errors import ContentError, VoiceError
from voice_assistant.events import Heard
from voice_assistant.listening.listener import Listener, Understood
from voice_assistant.listening.vocabulary import Vocabulary
from voice_assistant.listening.voice_activity import WebrtcVoiceActivity
from voice_assistant.listening.vosk_recognizer import VoskModel
from voice_assistant.speaking.engines import ESPEAK, FLITE, Engine
from voice_assistant.speaking.process_voice import ProcessSynthesizer

PAUSES = (0.3, 1.5)
"""Seconds; the shortest and the longest pause within a phrase."""
BEFORE, AFTER = 0.5, 12.0
"""Seconds of the room before a caller, and the longest that is waited for a decision after them."""
ROOM_DBFS = -66.0
"""The noise of a quiet room: no microphone gives exact silence."""
VOICES = (*product((FLITE,), ("slt", "rms", "kal16", "awb")), *product((ESPEAK,), ("en-us", "en-us+f3")))
RATES = (100, 150)
"""Words a minute within a part of a phrase: slow and ordinary."""
WAIT = 10.0
"""Seconds that the synthesizer may take for a few words."""
_READING = "reading"

PHRASES: dict[str, tuple[str, ...]] = {
    "duration": (
        *("about | three | weeks", "two or three | weeks", "a month | and a half", "more than | a month"),
        *("since | last week", "less than | two | weeks", "two and a half | weeks", "almost | two | years"),
        *("half | a year", "ten | days", "about | six | months", "since | yesterday", "three | weeks"),
    ),
    "triggers": (
        *("stress | and coffee", "tired | and stress", "coffee | and alcohol | and stress"),
        *("too much | coffee | and | screens", "stress | tired | medicine"),
    ),
    "weakness": (
        *("not | sure", "i'm | not | sure", "i don't | know", "not | at all", "i don't | think so"),
        *("give me | more time", "say that | again", "change my answer | about | walking"),
    ),
    _READING: (
        "next | sentence",
        "previous | sentence",
        "go | on",
        "keep | reading",
        "read about | swallowing",
    ),
}
"""By what is open: a question of the standard pack, or the article. A bar stands where there is a pause."""
SHORT: dict[str, tuple[str, ...]] = {
    "weakness": ("yes", "no", "stop"),
    _READING: ("next",),
    "triggers": ("stress",),
}
"""What many say in one word, by what is open: for the time that it takes."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One caller's phrase. `parts` are said without a pause; the pauses between them are in seconds."""

    open: str
    parts: tuple[str, ...]
    voice: tuple[Engine, str]
    words_per_minute: int
    pauses: tuple[float, ...]

    @property
    def text(self) -> str:
        return " ".join(self.parts)


@dataclass(frozen=True, slots=True)
class Row:
    """Fractions of the phrases; delays in seconds of sound, of those that were whole."""

    name: str
    whole: float
    cut: float
    delay_median: float | None
    delay_p90: float | None


@dataclass(frozen=True, slots=True)
class Result:
    callers: int
    paused: tuple[Row, ...]
    """By patience, and "fluent"."""
    short: tuple[Row, ...]
    """Single words at `patience: normal`."""
    missed: tuple[str, ...]
    """What was not whole, and what came of it instead."""

    def as_json(self) -> dict[str, object]:
        return {
            "callers": self.callers,
            "patience": [asdict(row) for row in self.paused],
            "short": [asdict(row) for row in self.short],
        }

    def lines(self) -> list[str]:
        head = "                 whole      cut   delay median     p90"
        return [
            f"{self.callers} phrases with pauses of {PAUSES[0]} to {PAUSES[1]} s",
            head,
            *map(_line, self.paused),
            "single words at patience normal",
            head,
            *map(_line, self.short),
        ]


def measure(
    words: Words,
    pack: Pack,
    model: Path,
    tell: Callable[[str], None],
    *,
    sample: int | None = None,
    seed: int = 0,
) -> Result:
    """Let all callers speak at each patience, or a sample of them; the seed draws them and their pauses.

    Raises `ContentError` if the pack lacks a question of the phrases, `VoiceError` without flite.
    """
    known = {question.id for question in pack.protocol.questions} if pack.protocol else set()
    lacking = set(PHRASES) - {_READING} - known
    if lacking:
        raise ContentError(
            f"The pack {pack.id} has no question '{min(lacking)}', which the phrases of this measurement are for."
        )
    with Callers() as callers:
        ear = _Ear(words, pack, model, callers)
        sayings = callers.draw(PHRASES, sample, seed)
        missed: list[str] = []
        paused: list[Row] = []
        for patience in get_args(Patience):
            tell(f"{patience}: {len(sayings)} phrases")
            paused.append(_row(patience, [ear.hears(each, patience) for each in sayings], missed))
        tell("fluent")
        fluent = [_fluent(each) for each in sayings]
        paused.append(_row("fluent", [ear.hears(each, "normal") for each in fluent], missed))
        short = [
            _row(
                text,
                [ear.hears(each, "normal") for each in callers.draw({open_: (text,)}, sample, seed)],
                missed,
            )
            for open_, texts in SHORT.items()
            for text in texts
        ]
    return Result(len(sayings), tuple(paused), tuple(short), tuple(missed))


class Callers:
    """The voices. Each is a process: leave the `with` to end them."""

    def __init__(self) -> None:
        self._voices: dict[str, ProcessSynthesizer] = {}
        self._made: dict[tuple[str, str, int], Samples] = {}

    def __enter__(self) -> Callers:
        return self

    def __exit__(self, *_: object) -> None:
        for voice in self._voices.values():
            voice.close()

    def draw(self, phrases: dict[str, tuple[str, ...]], sample: int | None, seed: int) -> list[Saying]:
        """Every phrase in every voice, or so many of these, with pauses drawn for each."""
        draw = random.Random(seed)  # noqa: S311 - draws callers, guards nothing
        sayings: list[Saying] = []
        for open_, texts in phrases.items():
            for text, voice, rate in product(texts, VOICES, RATES):
                parts = tuple(part.strip() for part in text.split("|"))
                pauses = tuple(round(draw.uniform(*PAUSES), 2) for _ in parts[1:])
                sayings.append(Saying(open_, parts, voice, rate, pauses))
        return sayings if sample is None or sample >= len(sayings) else draw.sample(sayings, sample)

    def sound(self, saying: Saying) -> Samples:
        """What the caller says, from the first to the last sound that can be heard."""
        pieces: list[Samples] = []
        for place, part in enumerate(saying.parts):
            if place:
                pieces.append(np.zeros(round(saying.pauses[place - 1] * RATE), dtype=np.int16))
            pieces.append(self._part(part, saying))
        return np.concatenate(pieces)

    def _part(self, text: str, saying: Saying) -> Samples:
        engine, name = saying.voice
        key = (text, name, saying.words_per_minute)
        if key not in self._made:
            if name not in self._voices:
                self._voices[name] = ProcessSynthesizer(engine, name)
            voice = self._voices[name]
            sound = voice.result(voice.request(text, saying.words_per_minute), WAIT)
            if sound is None:
                raise VoiceError(f"The voice {name} made nothing of '{text}': run voice-assistant doctor.")
            self._made[key] = sound[slice(*(speech_bounds(sound) or (0, len(sound))))]
        return self._made[key]


@dataclass(frozen=True, slots=True)
class _Came:
    """What came of one saying. `delay`: from its true end to the first decision; negative: it was cut."""

    saying: Saying
    heard: tuple[Heard, ...]
    whole: bool
    delay: float | None


class _Ear:
    """The listening part as it is, with the real recognizer."""

    def __init__(self, words: Words, pack: Pack, model: Path, callers: Callers) -> None:
        self._vocabulary = Vocabulary(words, pack)
        self._listener = Listener(VoskModel(model).recognizer, self._vocabulary, WebrtcVoiceActivity())
        self._callers = callers
        noise = np.random.default_rng(0).normal(0, 1000, round((BEFORE + AFTER) * RATE))
        self._room = scale(noise.astype(np.int16), ROOM_DBFS + 20 * np.log10(32.768))

    def hears(self, saying: Saying, patience: Patience) -> _Came:
        listen = _listen(saying.open, patience)
        self._listener.reset()
        self._listener.forget_speaker()
        self._listener.listen(listen)
        said = self._callers.sound(saying)
        first = round(BEFORE * RATE)
        end = first + len(said)
        whole = np.resize(self._room, end + round(AFTER * RATE))
        whole[first:end] += said
        decided: list[tuple[float, Heard]] = []
        for count in range(1, len(whole) // FRAME + 1):
            facts = self._listener.hear(whole[(count - 1) * FRAME : count * FRAME])
            now = count * FRAME_SECONDS - end / RATE
            decided += [(now, fact.heard) for fact in facts if isinstance(fact, Understood)]
            if decided and now > 1 and not self._listener.speaking:
                break
        heard = tuple(each for _, each in decided)
        meant = self._vocabulary.grammar(listen).understand(saying.text)
        right = len(heard) == 1 and heard[0].meaning == meant and heard[0].decision != "rejected"
        return _Came(saying, heard, right, decided[0][0] if decided else None)


def _listen(open_: str, patience: Patience) -> Listen:
    if open_ == _READING:
        return Listen(tuple(intents_in("reading")), names="sections", patience=patience)
    intents = dict.fromkeys(("yes", "no", "not_sure", "skip", *intents_in("asking")))
    return Listen(tuple(intents), question=open_, patience=patience)


def _fluent(saying: Saying) -> Saying:
    return Saying(saying.open, (saying.text,), saying.voice, saying.words_per_minute, ())


def _row(name: str, came: Sequence[_Came], missed: list[str]) -> Row:
    missed += [f"{name}: {_told(each)}" for each in came if not each.whole]
    delays = [each.delay for each in came if each.whole and each.delay is not None]
    cut = sum(each.delay is not None and each.delay < 0 for each in came)
    return Row(
        name,
        round(sum(each.whole for each in came) / len(came), 4),
        round(cut / len(came), 4),
        _quantile(delays, 50),
        _quantile(delays, 90),
    )


def _told(came: _Came) -> str:
    saying = came.saying
    said = saying.parts[0] + "".join(
        f" ({pause} s) {part}" for pause, part in zip(saying.pauses, saying.parts[1:], strict=False)
    )
    heard = "; ".join(f"{each.text or '-'} {each.decision}" for each in came.heard) or "nothing"
    return f"{said} [{saying.voice[1]} at {saying.words_per_minute}]: {heard}"


def _quantile(values: list[float], percent: int) -> float | None:
    if len(values) < 2:
        return round(values[0], 3) if values else None
    return round(quantiles(values, n=100, method="inclusive")[percent - 1], 3)


def _line(row: Row) -> str:
    median, p90 = (f"{each:.2f} s" if each is not None else "-" for each in (row.delay_median, row.delay_p90))
    return f"{row.name:<14} {row.whole:>7.1%}  {row.cut:>7.1%} {median:>14} {p90:>7}"
