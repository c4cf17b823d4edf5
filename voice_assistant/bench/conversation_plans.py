"""Who calls, what is true of them, and how they say it: conversations drawn at random, each by its number.

1. The outcomes take turns as what the answers demand, so that all of them occur. Answers are drawn until they
   demand it: sometimes one warning sign, sometimes many, sometimes "not sure".
2. Every other conversation is held by one speaker, of whom there are enough recordings; in the others somebody
   else answers each question. What nobody recorded is said by synthetic voices.
3. A question is answered up to three times, each time with another recording of the same person, if there is one.

The same seed and number give the same conversation, however many are held.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol as Seam

from voice_assistant.bench.clips import Clip
from voice_assistant.content.pack import Pack, Words
from voice_assistant.content.protocol import Option, Outcome, Protocol, Question
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import Answer, AnswerValue
from voice_assistant.dialogue.switches import scale_label
from voice_assistant.errors import ContentError
from voice_assistant.events import Choices, Days, Number
from voice_assistant.listening.durations import parse_duration
from voice_assistant.listening.numbers import say_number

ATTEMPTS = 3
"""Times that a person says the same thing."""
ENOUGH = 4
"""Recordings of each of yes and no, from which on one speaker can hold a whole conversation."""
VOICES = ("slt", "rms", "awb")
"""flite's voices, for what nobody recorded."""
DRAWS = 10_000
"""Times that answers are drawn, at most, until they demand an outcome."""
DURATIONS = (
    "two days", "three days", "about four days", "since yesterday", "a week", "ten days", "a couple of days",
    "five or six days", "about a week", "two weeks", "three weeks", "two or three weeks", "about five weeks",
    "a month", "a month and a half", "two months", "more than a month", "half a year", "a year",
    "a year and a half", "two years", "many years", "six months", "it started today",
)  # fmt: skip
"""Not "for years", which nobody can tell from "four years" by its sound."""
WAITING: dict[str, object] = {
    "choosing": [{"say": "questions", "means": "questions"}] * 3 + [{"say": "goodbye", "means": "goodbye"}],
    "paused": {"say": "go on", "means": "go_on"},
    "changing": {"say": "back", "means": "back"},
    "advising": {"say": "goodbye", "means": "goodbye"},
    "finding": {"say": "back", "means": "back"},
    "reading": {"say": "back", "means": "back"},
}
"""What a caller does where no question is open: begin, find the way back, and leave after the advice."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One conversation, as it should go."""

    number: int
    truth: tuple[tuple[str, AnswerValue], ...]
    """What the caller would answer, by question, in the protocol's order."""
    demanded: Outcome
    path: tuple[str, ...]
    """The questions that have to be asked."""
    speakers: str
    """Who answers, in words."""
    script: Mapping[str, object]


class Speakers(Seam):
    """Whoever says yes and no in a conversation."""

    def whole(self) -> list[str]:
        """The speakers who can hold a whole conversation."""

    def acts(self, intent: str, who: str | None, count: int, rng: random.Random) -> list[dict[str, object]]:
        """So many times yes or no by one speaker, or by somebody."""


class Cast:
    """The speakers that there are, with their recordings of yes and no."""

    def __init__(self, clips: Sequence[Clip], words: Words) -> None:
        """Raises `ContentError` if nobody says yes, or nobody says no."""
        self._clips: dict[str, dict[str, list[Path]]] = {"yes": defaultdict(list), "no": defaultdict(list)}
        for clip in clips:
            for intent, by in self._clips.items():
                if clip.transcript in words.phrases[intent]:
                    by[clip.speaker].append(clip.path.resolve())
        for intent, by in self._clips.items():
            if not by:
                raise ContentError(f"There is no recording of somebody who says {intent}: record some.")

    def whole(self) -> list[str]:
        """The speakers who can hold a whole conversation."""
        yes, no = self._clips["yes"], self._clips["no"]
        return sorted(who for who in yes if len(yes[who]) >= ENOUGH and len(no.get(who, ())) >= ENOUGH)

    def acts(self, intent: str, who: str | None, count: int, rng: random.Random) -> list[dict[str, object]]:
        """So many times yes or no by one speaker, or by somebody; no recording twice, before all are through."""
        by = self._clips[intent]
        paths = by[who or rng.choice(sorted(by))]
        drawn = [path for _ in range(-(-count // len(paths))) for path in rng.sample(paths, len(paths))]
        return [{"play": str(path)} for path in drawn[:count]]


def draw(number: int, seed: int, pack: Pack, cast: Speakers, *, by_switch: bool = False) -> Plan:
    """Conversation `number` of this seed; the pack has a protocol. `by_switch`: answers are among the options that
    are read out for a switch, and in their words."""
    protocol = pack.protocol
    if protocol is None:
        raise ContentError(
            f"The pack {pack.id} has no protocol that can be used: run `voice-assistant check`."
        )
    rng = random.Random(f"{seed}/{number}")  # noqa: S311 - draws callers, guards nothing
    wanted = protocol.outcomes[number % len(protocol.outcomes)]
    truth = _truth(protocol, wanted, rng, _choose if by_switch else _draw)
    demanded, path = demand(protocol, {question: each.value for question, each in truth.items()})
    whole = cast.whole()
    one = rng.choice(whole) if whole and number // len(protocol.outcomes) % 2 else None
    voice = rng.choice(VOICES)
    answers = {
        question: _acts(each, cast, one, voice if one else rng.choice(VOICES), rng)
        for question, each in truth.items()
    }
    who = one or rng.choice(whole) if whole else None
    script = {
        "voice": voice,
        "answers": answers,
        "confirm": {word: cast.acts(word, who, 2 * ATTEMPTS, rng) for word in ("yes", "no")},
        "states": WAITING,
    }
    values = tuple((question, each.value) for question, each in truth.items())
    speakers = f"one speaker, {one}" if one else "another speaker for each answer"
    return Plan(number, values, demanded, path, speakers, script)


def demand(protocol: Protocol, truth: Mapping[str, AnswerValue]) -> tuple[Outcome, tuple[str, ...]]:
    """The outcome that true answers demand, and the questions that have to be asked for it."""
    answers: dict[str, Answer] = {}
    while (question := triage.next_question(protocol, answers)) is not None:
        answers[question.id] = Answer(truth[question.id])
        if triage.verdict(protocol, answers).at_once:
            break
    return triage.verdict(protocol, answers).outcome, tuple(answers)


# --- what is true ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _True:
    """A true answer, and the words for it; None: it is said with a recorded yes or no."""

    value: AnswerValue
    words: str | None


def _truth(
    protocol: Protocol,
    wanted: Outcome,
    rng: random.Random,
    answer: Callable[[Question, float, random.Random], _True],
) -> dict[str, _True]:
    for _ in range(DRAWS):
        gravity = rng.random() ** 2  # mostly few warning signs, sometimes many
        drawn = {question.id: answer(question, gravity, rng) for question in protocol.questions}
        if demand(protocol, {name: each.value for name, each in drawn.items()})[0] == wanted:
            return drawn
    raise ContentError(f"No answers that could be drawn lead to the outcome '{wanted.id}'; change its rules.")


def _draw(question: Question, gravity: float, rng: random.Random) -> _True:
    if rng.random() < gravity / 3:
        return _True("not_sure", "not sure" if rng.random() < 0.5 else "i don't know")
    match question.kind:
        case "yes_no":
            return _True("yes" if rng.random() < gravity else "no", None)
        case "duration":
            words = rng.choice(DURATIONS)
            days = parse_duration(words)
            if days is None:
                raise LookupError(f"'{words}' is no length of time")
            return _True(days, words)
        case "several":
            return _several(question.options, question.none, rng)
        case "one_of":
            option = rng.choice(question.options)
            return _True(Choices((option.id,)), rng.choice(option.words))
        case "number" | "scale":
            number = rng.randint(question.low, question.high)
            return _True(Number(number, number), say_number(number))


def _choose(question: Question, gravity: float, rng: random.Random) -> _True:
    """As somebody who uses a switch answers: with one of the options."""
    if rng.random() < gravity / 3:
        return _True("not_sure", "not sure")
    match question.kind:
        case "yes_no":
            value: AnswerValue = "yes" if rng.random() < gravity else "no"
            return _True(value, str(value))
        case "duration":
            length = rng.choice(question.choices)
            return _True(Days(*length.days), length.label)
        case "several" | "one_of":
            option = rng.choice(question.options)
            return _True(Choices((option.id,)), option.label)
        case "number":
            numbers = rng.choice(question.choices)
            return _True(Number(*numbers.numbers), numbers.label)
        case "scale":
            number = rng.randint(question.low, question.high)
            return _True(Number(number, number), scale_label(question, number))


def _several(options: Sequence[Option], none: Sequence[str], rng: random.Random) -> _True:
    chosen = rng.choice((0, 0, 1, 1, 2))
    if not chosen:
        return _True(Choices(()), rng.choice((None, *none)))
    named = sorted(rng.sample(range(len(options)), min(chosen, len(options))))
    words = " and ".join(rng.choice(options[place].words) for place in named)
    return _True(Choices(tuple(options[place].id for place in named)), words)


# --- how it is said --------------------------------------------------------------------------------


def _acts(
    each: _True, cast: Speakers, who: str | None, voice: str, rng: random.Random
) -> list[dict[str, object]]:
    means = each.value if isinstance(each.value, str) else each.value.as_json()
    if each.words is not None:
        return [{"say": each.words, "voice": voice, "means": means}]
    said = cast.acts("yes" if each.value == "yes" else "no", who, ATTEMPTS, rng)
    return [act | {"means": means} for act in said]
