"""What can be answered to a question, in as few classes as its rules tell apart.

Every answer that there is belongs to one class: yes, no, not sure, skipped, refused, and silence, which is
written down as not sure; each set of options; each number and range of numbers; each length of time. Lengths
of time have no end, so they count once for each pair of moments that the rules tell apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import assert_never

from voice_assistant.content.protocol import (
    AtLeast,
    AtMost,
    Compared,
    Condition,
    DurationQuestion,
    LessThan,
    MoreThan,
    NumberQuestion,
    OneOfQuestion,
    Question,
    ScaleQuestion,
    SeveralQuestion,
    YesNoQuestion,
)
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import UNKNOWN, Answer, AnswerValue
from voice_assistant.events import Choices, Days, Number

SILENCE = "nothing"
"""What somebody says who is silent to the end."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Answers to one question that nothing tells apart, by one of them."""

    answer: Answer
    words: str
    count: int = 1
    """How many answers it stands for."""

    @property
    def kind(self) -> str:
        """Apart from what the conditions say: a clear yes, a clear no, not known, or a value."""
        value = self.answer.value
        if value in UNKNOWN:
            return "unknown"
        return value if isinstance(value, str) else "value"


def replies(question: Question, conditions: Sequence[Condition]) -> tuple[Reply, ...]:
    """The classes of answers that these conditions, all about this question, tell apart."""
    classes: dict[tuple[object, ...], Reply] = {}
    for reply in (*_known(question, conditions), *_unknown()):
        key = (reply.kind, *met(question.id, reply.answer, conditions))
        first = classes.get(key)
        classes[key] = Reply(first.answer, first.words, first.count + reply.count) if first else reply
    return tuple(classes.values())


def met(question: str, answer: Answer, conditions: Iterable[Condition]) -> tuple[bool, ...]:
    """Which of the conditions an answer fulfils, as the interpreter has it."""
    return tuple(triage.holds(each, {question: answer}) for each in conditions)


def in_words(value: AnswerValue) -> str:
    """An answer as somebody could give it."""
    match value:
        case str():
            return value.replace("_", " ")
        case Choices(ids):
            return " and ".join(each.replace("_", " ") for each in ids) or "none"
        case Number(least, most):
            return f"{least}" if least == most else f"{least} to {most}"
        case Days(low, None):
            return f"{low:g} days or more" if low else "any length of time"
        case Days(low, high):
            return f"{low:g} day{'' if low == 1 else 's'}" if low == high else f"{low:g} to {high:g} days"
        case _:
            assert_never(value)


def _unknown() -> Iterator[Reply]:
    yield _reply("not_sure")
    yield _reply("skipped")
    yield _reply("refused")
    yield Reply(Answer("not_sure"), SILENCE)


def _reply(value: AnswerValue, count: int = 1) -> Reply:
    return Reply(Answer(value), in_words(value), count)


def _known(question: Question, conditions: Sequence[Condition]) -> Iterator[Reply]:
    compared = [each for condition in conditions for each in condition.is_ if not isinstance(each, str)]
    match question:
        case YesNoQuestion():
            yield from (_reply("no"), _reply("yes"))
        case OneOfQuestion():
            yield from (_reply(Choices((option.id,))) for option in question.options)
        case SeveralQuestion():
            yield from _sets(question, conditions)
        case NumberQuestion() | ScaleQuestion():
            yield from _numbers(question.low, question.high, compared)
        case DurationQuestion():
            yield from _lengths(compared)
        case _:
            assert_never(question)


def _sets(question: SeveralQuestion, conditions: Sequence[Condition]) -> Iterator[Reply]:
    """Every set of options, option by option: those that fulfil the same conditions are one class."""
    found: dict[tuple[bool, ...], tuple[tuple[str, ...], int]] = {(False,) * len(conditions): ((), 1)}
    for option in question.options:
        own = met(question.id, Answer(Choices((option.id,))), conditions)
        for key, (ids, count) in list(found.items()):
            both = tuple(a or b for a, b in zip(key, own, strict=True))
            first, so_far = found.get(both, ((*ids, option.id), 0))
            found[both] = (first, so_far + count)
    for ids, count in found.values():
        yield _reply(Choices(ids), count)


def _numbers(low: int, high: int, compared: Iterable[Compared]) -> Iterator[Reply]:
    """Every number, and every range of numbers."""
    starts = {low}
    for each in compared:
        match each:
            case AtLeast(at_least=number):
                starts.add(number)
            case AtMost(at_most=number):
                starts.add(number + 1)
            case MoreThan() | LessThan():
                pass
    cuts = sorted(start for start in starts if low <= start <= high)
    parts = list(pairwise([*cuts, high + 1]))
    for index, (start, end) in enumerate(parts):
        size = end - start
        yield _reply(Number(start, start), size * (size + 1) // 2)
        for other, after in parts[index + 1 :]:
            yield _reply(Number(start, other), size * (after - other))


def _lengths(compared: Iterable[Compared]) -> Iterator[Reply]:
    """Every pair of moments, of those that are told apart: at a threshold, before, between and after."""
    limits: set[float] = set()
    for each in compared:
        match each:
            case MoreThan(more_than_days=days) | LessThan(less_than_days=days):
                limits.add(days)
            case AtLeast() | AtMost():
                pass
    ordered = sorted({0.0, *limits})
    moments = [ordered[0]]
    for before, after in pairwise(ordered):
        moments += [before + 1 if before + 1 < after else (before + after) / 2, after]
    moments.append(ordered[-1] + 1)
    yield from (_reply(Days(each, each)) for each in moments)
    yield from (_reply(Days(low, high)) for low, high in combinations(moments, 2))
    yield from (_reply(Days(low, None)) for low in moments)
