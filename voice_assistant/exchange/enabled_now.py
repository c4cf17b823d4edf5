"""Whether an item is enabled by the answers of a response."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import ge, gt, le, lt

from voice_assistant.content.protocol import AtLeast, AtMost, Compared, Condition, LessThan, MoreThan, When
from voice_assistant.exchange import vocabulary as names
from voice_assistant.exchange.enabled import CODED, Known
from voice_assistant.exchange.quantities import days_in
from voice_assistant.exchange.reading import objects
from voice_assistant.exchange.vocabulary import Json, Object

Answers = Callable[[str], Sequence[Object]]
"""The answers to the question with this id that are nearest to the item."""
_ORDERED: Mapping[str, Callable[[object, object], bool]] = {">": gt, "<": lt, ">=": ge, "<=": le}  # type: ignore[dict-item]


def enabled(item: Object, answers: Answers) -> bool:
    """By enableWhen alone."""
    conditions = [each for _, each in objects(item.get("enableWhen"))]
    if not conditions:
        return True
    holds = [_holds(each, answers) for each in conditions]
    return all(holds) if item.get("enableBehavior") == "all" else any(holds)


def value_of(answer: Object) -> tuple[str, Json] | None:
    """The type and the value of an answer."""
    for name, value in answer.items():
        if name.startswith("value"):
            return name.removeprefix("value"), value
    return None


def _holds(condition: Object, answers: Answers) -> bool:
    question, operator = condition.get("question"), condition.get("operator")
    given = answers(question) if isinstance(question, str) else ()
    wanted = next(((name[6:], value) for name, value in condition.items() if name.startswith("answer")), None)
    if wanted is None:
        return False
    if operator == "exists":
        return bool(given) is (wanted[1] is True)
    return any(_compare(str(operator), found, wanted) for each in given if (found := value_of(each)))


def _compare(operator: str, found: tuple[str, Json], wanted: tuple[str, Json]) -> bool:
    left, right = _comparable(*found), _comparable(*wanted)
    if left is None or right is None or type(left) is not type(right):
        return False
    if operator in ("=", "!="):
        return (left == right) is (operator == "=")
    ordered = _ORDERED.get(operator)
    return ordered is not None and not isinstance(left, tuple | bool) and ordered(left, right)


def _comparable(kind: str, value: Json) -> tuple[str, str] | float | str | bool | None:
    match kind, value:
        case "Coding", {"code": str(code), **rest}:
            return str(rest.get("system", "")), code
        case "Integer" | "Decimal", int(number) | float(number):
            return float(number)
        case "Boolean", bool(truth):
            return truth
        case "Quantity", dict(quantity):
            days = days_in(quantity)
            counted = quantity.get("value")
            return days if days is not None else float(counted) if isinstance(counted, int | float) else None
        case "String" | "Date" | "DateTime" | "Time" | "Uri", str(text):
            return text
        case _:
            return None


# --- our own conditions ----------------------------------------------------------------------------------


def satisfied(when: When, known: Mapping[str, Known], answers: Answers) -> bool:
    """As `triage.satisfied`, for the answers as FHIR has them."""
    enough = not when.any or sum(_fulfilled(each, known, answers) for each in when.any) >= when.at_least
    return enough and all(_fulfilled(each, known, answers) for each in when.all)


def _fulfilled(condition: Condition, known: Mapping[str, Known], answers: Answers) -> bool:
    question = known.get(condition.question)
    if question is None:
        return False
    given = answers(question.id)
    most = answers(question.id + names.UP_TO)
    return any(_meets(wanted, question, given, most) for wanted in condition.is_)


def _meets(wanted: str | Compared, question: Known, given: Iterable[Object], most: Iterable[Object]) -> bool:
    for answer in given:
        found = value_of(answer)
        if found is None:
            if wanted == "not_sure" and any(name.startswith("_value") for name in answer):
                return True
            continue
        kind, value = found
        if isinstance(wanted, str):
            if kind == "Coding" and question.kind in CODED:
                key = _comparable(kind, value)
                if isinstance(key, tuple) and question.codes.get(key) == wanted:
                    return True
            elif (
                wanted == "not_sure"
                and isinstance(value, dict)
                and "value" not in value
                and value.get("extension")
            ):
                return True
            continue
        low = _comparable(*found)
        ends = [_comparable(*end) for end in map(value_of, most) if end]
        highest = max([each for each in (low, *ends) if isinstance(each, float)], default=None)
        open_ended = isinstance(value, dict) and "comparator" in value
        if isinstance(low, float) and highest is not None and _bounded(wanted, low, highest, open_ended):
            return True
    return False


def _bounded(wanted: Compared, low: float, high: float, open_ended: bool) -> bool:
    match wanted:
        case AtLeast(at_least=number):
            return high >= number
        case AtMost(at_most=number):
            return low <= number
        case MoreThan(more_than_days=days):
            return open_ended or high > days
        case LessThan(less_than_days=days):
            return low < days
