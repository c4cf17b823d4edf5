"""Worked cases: what a clinician expects of a protocol, written down apart from its rules.

cases.yaml begins with the answers of somebody whom nothing ails (`usually`), and then tells for each outcome
which answers, in the place of those, must lead to it. Rules that are wrong cannot prove themselves right by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, assert_never

from pydantic import Field

from voice_assistant.content.findings import Finding
from voice_assistant.content.model import Id, Model
from voice_assistant.content.protocol import (
    DurationQuestion,
    NumberQuestion,
    OneOfQuestion,
    Protocol,
    Question,
    ScaleQuestion,
    SeveralQuestion,
    YesNoQuestion,
)
from voice_assistant.content.yaml_file import Path_, YamlFile
from voice_assistant.events import Choices, Days, Number

UNKNOWN = ("not_sure", "skipped", "refused")
Given = Literal["yes", "no", "not_sure", "skipped", "refused"] | Days | Number | Choices


class Lasting(Model):
    """A length of time, or a range of them."""

    days: float | tuple[float, float | None]
    """So many days, or the fewest and the most; null: no limit."""


class Counted(Model):
    """A range of numbers."""

    numbers: tuple[int, int]
    """The least and the greatest."""


Written = (
    Literal["yes", "no", "not_sure", "skipped", "refused"] | int | Lasting | Counted | Id | tuple[Id, ...]
)
"""An answer: a word, a number, a length of time, an option's id, or a list of them."""


class Expected(Model):
    """What must come of some answers."""

    outcome: Id
    """The outcome that they must lead to."""
    answers: tuple[dict[Id, Written], ...] = Field(min_length=1)
    """Each is one case: the answers that are not the usual ones; {} for none."""


class Cases(Model):
    """What a clinician expects of a protocol, apart from its rules."""

    usually: dict[Id, Written] = Field(min_length=1)
    """The answers of somebody whom nothing ails, one to each question."""
    cases: tuple[Expected, ...] = Field(min_length=1)
    """What must come of which answers in the place of those."""

    def each(self) -> Iterator[tuple[Path_, str, dict[str, Written]]]:
        """(where it stands, what it must lead to, all its answers)"""
        for number, expected in enumerate(self.cases):
            for index, differing in enumerate(expected.answers):
                yield ("cases", number, "answers", index), expected.outcome, {**self.usually, **differing}


def check_cases(yaml: YamlFile, cases: Cases, protocol: Protocol) -> Iterator[Finding]:
    """Whether the cases fit the protocol's questions and outcomes."""
    questions = {question.id: question for question in protocol.questions}
    outcomes = {outcome.id for outcome in protocol.outcomes}
    for question in protocol.questions:
        if question.id not in cases.usually:
            sentence = f"The usual answer to '{question.id}' is missing; add it under 'usually'."
            yield yaml.key(("usually",), sentence)
    parts: list[tuple[Path_, Mapping[str, Written]]] = [(("usually",), cases.usually)]
    for number, expected in enumerate(cases.cases):
        if expected.outcome not in outcomes:
            sentence = f"There is no outcome '{expected.outcome}'; correct it."
            yield yaml.value(("cases", number, "outcome"), sentence)
        parts += [(("cases", number, "answers", index), each) for index, each in enumerate(expected.answers)]
    for path, answers in parts:
        for name, written in answers.items():
            if name not in questions:
                yield yaml.key((*path, name), f"There is no question '{name}'; correct it.")
            elif given(questions[name], written) is None:
                yield yaml.value((*path, name), f"'{name}' takes {_takes(questions[name])}; correct it.")


def given(question: Question, written: Written) -> Given | None:
    """What was written as an answer to the question; None if it is none."""
    if isinstance(written, str) and written in UNKNOWN:
        return written  # type: ignore[return-value]  # narrowed by the tuple
    match question, written:
        case YesNoQuestion(), "yes" | "no":
            return written
        case OneOfQuestion(), str():
            return Choices((written,)) if written in [each.id for each in question.options] else None
        case SeveralQuestion(), tuple():
            ids = tuple(each.id for each in question.options if each.id in written)
            return Choices(ids) if set(ids) == set(written) else None
        case ((NumberQuestion() | ScaleQuestion()), int()):
            return Number(written, written) if question.low <= written <= question.high else None
        case ((NumberQuestion() | ScaleQuestion()), Counted(numbers=(least, most))):
            return Number(least, most) if question.low <= least <= most <= question.high else None
        case DurationQuestion(), Lasting(days=(low, high)):
            return Days(low, high) if low >= 0 and (high is None or high >= low) else None
        case DurationQuestion(), Lasting(days=float() as days):
            return Days(days, days) if days >= 0 else None
    return None


def _takes(question: Question) -> str:
    match question:
        case YesNoQuestion():
            known = "yes or no"
        case OneOfQuestion():
            known = "the id of one of its options"
        case SeveralQuestion():
            known = "a list of its options' ids"
        case NumberQuestion() | ScaleQuestion():
            known = f"a number between {question.low} and {question.high}, or {{numbers: [5, 6]}}"
        case DurationQuestion():
            known = "{days: 14}, or {days: [7, 14]}"
        case _:
            assert_never(question)
    return f"{known}, or not_sure, skipped or refused"
