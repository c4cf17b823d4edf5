"""FHIR's enableWhen, as ours and other systems write it, read back as when a question applies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from voice_assistant.content.protocol import AtLeast, AtMost, Compared, Condition, LessThan, MoreThan, When
from voice_assistant.exchange import vocabulary as names
from voice_assistant.exchange.quantities import days_in
from voice_assistant.exchange.vocabulary import Json, Object

Codes = Mapping[tuple[str, str], str]
"""What an answer's (system, code) means; without a system, a plain text or truth value."""
Wanted: TypeAlias = "list[str | Compared]"
_PLAIN = ("answerCoding", "answerBoolean", "answerString")
CODED, NUMBERS = ("yes_no", "one_of", "several"), ("number", "scale")
"""Kinds of questions that are answered by a code; by a number."""


@dataclass(frozen=True, slots=True)
class Known:
    """A question that comparisons below it may name."""

    id: str
    kind: str
    answers: tuple[str, ...]
    """All that a single answer by a code can be; empty for numbers and lengths of time."""
    codes: Codes
    system: str = ""
    """Of the codes of its own options."""


@dataclass(frozen=True, slots=True)
class Enabling:
    when: When | None
    """None: there is nothing to read, or not all of it could be."""
    lost: tuple[tuple[int, str], ...] = ()
    """(number of the comparison, what is wrong with it)."""


def read_enabling(item: Object, known: Mapping[str, Known]) -> Enabling:
    """`known`: the questions that stand above, by the id that comparisons name them with."""
    found = item.get("enableWhen")
    if not isinstance(found, list) or not found:
        return Enabling(None)
    lost: list[tuple[int, str]] = []
    conditions: list[Condition] = []
    together = len(found) > 1 and item.get("enableBehavior") == "all"
    for number, comparison in enumerate(found):
        read = _condition(comparison, known)
        if isinstance(read, str):
            lost.append((number, read))
        elif not together and conditions and conditions[-1].question == read.question:
            before = conditions[-1].is_
            more = [each for each in read.is_ if each not in before]
            conditions[-1] = _made(read.question, [*before, *more])
        else:
            conditions.append(read)
    if lost:
        return Enabling(None, tuple(lost))
    return Enabling(When(all=tuple(conditions)) if together else When(any=tuple(conditions)))


def both(first: When | None, second: When | None) -> When | None:
    """What holds where both do. Raises `ValueError` where that is more than one "any" can say."""
    if first is None or second is None:
        return first or second
    alternatives = [each for each in (first, second) if each.any and not _one(each)]
    if len(alternatives) > 1:
        raise ValueError("two lists of alternatives cannot both be asked for")
    together = [*first.all, *second.all, *(each.any[0] for each in (first, second) if _one(each))]
    if alternatives:
        return When(any=alternatives[0].any, at_least=alternatives[0].at_least, all=tuple(together))
    return When(all=tuple(together))


def _one(when: When) -> bool:
    return len(when.any) == 1 and when.at_least == 1


def _made(question: str, wanted: Wanted) -> Condition:
    return Condition.model_validate({"question": question, "is": wanted})


def _condition(comparison: Json, known: Mapping[str, Known]) -> Condition | str:
    """The condition, or what is wrong with the comparison."""
    if not isinstance(comparison, dict):
        return "it is no object"
    link = comparison.get("question")
    if not isinstance(link, str):
        return "it names no question"
    named = known.get(link) or known.get(link.removesuffix(names.UP_TO))
    if named is None:
        return f"the question '{link}' was not taken over, or does not stand above"
    wanted = _wanted(named, comparison)
    return wanted if isinstance(wanted, str) else _made(named.id, wanted)


def _wanted(named: Known, comparison: Object) -> Wanted | str:
    operator = comparison.get("operator")
    answers = [name for name in comparison if name.startswith("answer")]
    if len(answers) != 1 or not isinstance(operator, str):
        return "it needs an operator and one answer"
    value = comparison[answers[0]]
    match answers[0], value:
        case kind, _ if kind in _PLAIN and named.kind in CODED:
            return _flat(named, operator, value)
        case "answerBoolean", True if operator == "exists":
            return "whether there is an answer at all has no counterpart here"
        case "answerInteger", int(number) if named.kind in NUMBERS:
            return _number(operator, number)
        case "answerQuantity", dict(quantity) if named.kind == "duration":
            days = days_in(quantity)
            return "its quantity is no length of time" if days is None else _length(operator, days)
        case kind, _:
            return f"an answer by {kind} does not go with a question of the kind {named.kind}"


def _flat(named: Known, operator: str, value: Json) -> Wanted | str:
    if operator == "exists" and value is True and named.kind != "several":
        return list(named.answers)
    if operator == "exists":
        return "whether there is an answer at all has no counterpart here"
    answer = named.codes.get(_key(value))
    if answer is None:
        return f"its answer is none that '{named.id}' has"
    if operator == "=":
        return [answer]
    if operator == "!=" and named.kind != "several":
        return [each for each in named.answers if each != answer]
    return f"the operator '{operator}' has no counterpart for this kind of question"


def _key(value: Json) -> tuple[str, str]:
    match value:
        case bool():
            return "", str(value).lower()
        case str():
            return "", value
        case {"code": str(code), **rest}:
            system = rest.get("system")
            return system if isinstance(system, str) else "", code
        case _:
            return "", ""


def _number(operator: str, number: int) -> Wanted | str:
    match operator:
        case "=":
            return "that a number is exactly one has no counterpart here"
        case ">=":
            return [AtLeast(at_least=number)]
        case ">":
            return [AtLeast(at_least=number + 1)]
        case "<=":
            return [AtMost(at_most=number)]
        case "<":
            return [AtMost(at_most=number - 1)]
        case _:
            return f"the operator '{operator}' has no counterpart for numbers"


def _length(operator: str, days: float) -> Wanted | str:
    match operator:
        case ">":
            return [MoreThan(more_than_days=days)]
        case "<" if days > 0:
            return [LessThan(less_than_days=days)]
        case _:
            return f"the operator '{operator}' has no counterpart for lengths of time"
