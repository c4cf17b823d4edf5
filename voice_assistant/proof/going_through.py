"""Whether a protocol leads each worked case to what a clinician expects, and whether there are cases enough.

There are enough when each value of each rule is the only reason in some case, each threshold has a case just
below it and one just above, each outcome and each question's "not sure" has a case, and somebody whom nothing
ails has the mildest advice. So no rule can be changed without a case that goes wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from voice_assistant.content.cases import Cases, Written, given
from voice_assistant.content.protocol import AtLeast, AtMost, Compared, LessThan, MoreThan, Protocol
from voice_assistant.content.yaml_file import Path_
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import Answer
from voice_assistant.events import Days, Number
from voice_assistant.proof.deciding import spots, without
from voice_assistant.proof.replies import in_words

CLOSE = 1.0
"""Days from a threshold within which a length of time lies just above it."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What is wrong with a case, or which one is missing."""

    path: Path_
    """Where in cases.yaml, or in protocol.yaml if `missing`."""
    sentence: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """A case with its answers as the interpreter takes them."""

    path: Path_
    outcome: str
    answers: dict[str, Answer]


def go_through(protocol: Protocol, cases: Cases) -> tuple[Gone, ...]:
    """All that is wrong. Cases that do not answer each question, as the protocol has it, are left out."""
    asked = {question.id for question in protocol.questions}
    worked = [Worked(path, outcome, _answers(protocol, answers)) for path, outcome, answers in cases.each()]
    worked = [case for case in worked if case.answers.keys() == asked]
    if not worked:
        return ()  # what they lack is told already
    return (*_wrong(protocol, worked), *_usual(protocol, cases), *_missing(protocol, worked))


def _answers(protocol: Protocol, written: Mapping[str, Written]) -> dict[str, Answer]:
    found = {
        question.id: given(question, written[question.id])
        for question in protocol.questions
        if question.id in written
    }
    return {question: Answer(value) for question, value in found.items() if value is not None}


def _wrong(protocol: Protocol, worked: list[Worked]) -> Iterator[Gone]:
    for case in worked:
        way: dict[str, Answer] = {}
        while not triage.verdict(protocol, way).at_once:
            question = triage.next_question(protocol, way)
            if question is None:
                break
            way[question.id] = case.answers[question.id]
        outcome = triage.verdict(protocol, way).outcome.id
        if outcome != case.outcome:
            shown = ", ".join(f"{name} {in_words(answer.value)!r}" for name, answer in way.items())
            sentence = f"This leads to '{outcome}', not to '{case.outcome}'; correct the rules or the case."
            yield Gone(case.path, f"{sentence} It happens with: {shown}.")


def _usual(protocol: Protocol, cases: Cases) -> Iterator[Gone]:
    if not any(
        outcome == protocol.lowest.id and answers == cases.usually for _, outcome, answers in cases.each()
    ):
        sentence = f"No case says that the usual answers lead to '{protocol.lowest.id}'; add it, as {{}}."
        yield Gone(("cases",), sentence)


def _missing(protocol: Protocol, worked: list[Worked]) -> Iterator[Gone]:
    right = [case for case in worked if triage.verdict(protocol, case.answers).outcome.id == case.outcome]
    for index, outcome in enumerate(protocol.outcomes):
        if not any(case.outcome == outcome.id for case in worked):
            sentence = f"No case in cases.yaml leads to '{outcome.id}'; add one."
            yield Gone(("outcomes", index, "id"), sentence, missing=True)
    for index, question in enumerate(protocol.questions):
        if not any(case.answers[question.id].value == "not_sure" for case in worked):
            sentence = f"No case in cases.yaml answers '{question.id}' with not_sure; add one."
            yield Gone(("questions", index, "id"), sentence, missing=True)
    for spot in spots(protocol):
        number, key, index, value = spot
        condition = getattr(protocol.rules[number], key)[index]
        wanted = condition.is_[value]
        path: Path_ = ("rules", number, key, index, "is", value)
        less = without(protocol, spot)
        touched = [
            case
            for case in right
            if triage.holds(condition, {condition.question: case.answers[condition.question]})
        ]
        deciding = [case for case in touched if triage.verdict(less, case.answers).outcome.id != case.outcome]
        if not deciding:
            sentence = (
                f"In no case of cases.yaml is this answer to '{condition.question}' the only reason; add one."
            )
            yield Gone(path, sentence, missing=True)
        elif not isinstance(wanted, str):
            for name, near in (("above", deciding), ("at or below", worked)):
                if not any(_near(wanted, case.answers[condition.question], name == "above") for case in near):
                    sentence = f"No case in cases.yaml lies just {_just(wanted, name)}; add one."
                    yield Gone(path, sentence, missing=True)


def _just(wanted: Compared, name: str) -> str:
    match wanted:
        case MoreThan(more_than_days=days):
            return f"{name} {days:g} days"
        case LessThan(less_than_days=days):
            return f"{'below' if name == 'above' else 'at or above'} {days:g} days"
        case AtLeast(at_least=number):
            return f"at {number if name == 'above' else number - 1}"
        case AtMost(at_most=number):
            return f"at {number if name == 'above' else number + 1}"


def _near(wanted: Compared, answer: Answer, fulfils: bool) -> bool:
    """Whether an answer only just fulfils the comparison, or only just does not."""
    match wanted, answer.value:
        case MoreThan(more_than_days=limit), Days(_, float() | int() as high):
            return limit < high <= limit + CLOSE if fulfils else limit - CLOSE <= high <= limit
        case LessThan(less_than_days=limit), Days(low, _):
            return limit - CLOSE <= low < limit if fulfils else limit <= low <= limit + CLOSE
        case AtLeast(at_least=limit), Number(_, most):
            return most == (limit if fulfils else limit - 1)
        case AtMost(at_most=limit), Number(least, _):
            return least == (limit if fulfils else limit + 1)
    return False
