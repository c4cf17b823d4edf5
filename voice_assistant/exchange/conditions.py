"""When a question applies, in FHIR's words: `enableWhen` where that says the same, else a FHIRPath expression.

Theory of operation. FHIR's enableWhen is one list of comparisons of which any, or all, must hold. Ours is
"at least n of these, and all of those", and one of our comparisons can be several of FHIR's: not sure is any of
three codes. So:

1. every comparison becomes the list of FHIR's comparisons of which one must hold, or none where FHIR has none
   (lengths of time without an end; numbers that were not known);
2. where one flat list says the same, that is written;
3. otherwise the SDC extension for an expression is written;
4. whatever cannot be read back to exactly the same from (2) also stands in our own extension.

An uncertain number ("five or six") is two answers, the least and, below it, the most. Both are looked at, as in
`triage`: the question whether it may be this or more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from voice_assistant.content.protocol import (
    AtLeast,
    AtMost,
    Compared,
    Condition,
    LessThan,
    MoreThan,
    When,
)
from voice_assistant.exchange import vocabulary as names
from voice_assistant.exchange.enabled import CODED, NUMBERS, Known
from voice_assistant.exchange.vocabulary import Json, Object

Questions = Mapping[str, Known]
"""Those that stand above, by id. A question that is not among them has no answer yet, so nothing holds for it."""


def enabling(when: When, questions: Questions) -> Object:
    """The members of an item that say when it is enabled: enableWhen with its behavior, or an extension."""
    flat = _flat(when, questions)
    if flat is None:
        return {"extension": [expression_extension(names.ENABLE_EXPRESSION, expression(when, questions))]}
    comparisons, behavior = flat
    found: Object = {"enableWhen": comparisons}
    if len(comparisons) > 1:
        found["enableBehavior"] = behavior
    return found


def expression_extension(url: str, text: str, name: str | None = None) -> Object:
    named: Object = {"name": name} if name else {}
    return {"url": url, "valueExpression": {**named, "language": names.FHIRPATH, "expression": text}}


# --- comparisons -------------------------------------------------------------------------------------------


def _flat(when: When, questions: Questions) -> tuple[list[Json], str] | None:
    """FHIR's comparisons and whether any or all of them must hold; None where no flat list says the same."""
    alternatives: list[list[Json]] = []
    for condition in when.conditions:
        found = _alternatives(condition, questions)
        if found is None:
            return None
        alternatives.append(found)
    if not alternatives or when.at_least > max(len(when.any), 1):
        return None
    if len(alternatives) == 1 or (not when.all and when.at_least == 1):
        return [each for found in alternatives for each in found], "any"
    every = not when.any or when.at_least == len(when.any)
    if every and all(len(found) == 1 for found in alternatives):
        return [found[0] for found in alternatives], "all"
    return None


def _alternatives(condition: Condition, questions: Questions) -> list[Json] | None:
    question = questions.get(condition.question)
    if question is None:
        return None
    found: list[Json] = []
    for wanted in condition.is_:
        each = _comparisons(question, wanted)
        if each is None:
            return None
        found += each
    return found


def _comparisons(question: Known, wanted: str | Compared) -> list[Json] | None:
    match wanted:
        case str() if question.kind in CODED:
            return [
                {"question": question.id, "operator": "=", "answerCoding": {"system": system, "code": code}}
                for system, code in _codings(question, wanted)
            ]
        case AtLeast(at_least=number) if question.kind in NUMBERS:
            return [
                {"question": id_, "operator": ">=", "answerInteger": number}
                for id_ in (question.id, question.id + names.UP_TO)
            ]
        case AtMost(at_most=number) if question.kind in NUMBERS:
            return [{"question": question.id, "operator": "<=", "answerInteger": number}]
        case _:
            return None


def _codings(question: Known, wanted: str) -> list[tuple[str, str]]:
    """(system, code) of each way to answer this."""
    if wanted == "not_sure":
        return [names.FLAT_CODES[flat][:2] for flat in names.UNKNOWN]
    if question.kind == "yes_no" and wanted in names.FLAT_CODES:
        return [names.FLAT_CODES[wanted][:2]]
    return [(question.system, wanted)]


# --- expressions -------------------------------------------------------------------------------------------


def expression(when: When, questions: Questions) -> str:
    """FHIRPath over the response (%resource) that is true exactly where `triage.satisfied` is."""
    return combined(when, lambda each: holds(each, questions))


def combined(when: When, test: Callable[[Condition], str]) -> str:
    """FHIRPath for "enough of these and all of those", with a test for each condition."""
    parts = [test(each) for each in when.all]
    wanted = [test(each) for each in when.any]
    if wanted and when.at_least == 1:
        parts.append(_either(wanted))
    elif wanted:
        counted = " + ".join(f"iif({each}, 1, 0)" for each in wanted)
        parts.append(f"(({counted}) >= {when.at_least})")
    return " and ".join(parts) or "true"


def holds(condition: Condition, questions: Questions) -> str:
    """As `expression`, of one condition."""
    question = questions.get(condition.question)
    if question is None:
        return "false"
    return _either(_test(question, wanted) for wanted in condition.is_)


def _either(tests: Iterable[str]) -> str:
    found = list(tests)
    return found[0] if len(found) == 1 else f"({' or '.join(found)})"


def answer_to(question: str) -> str:
    """FHIRPath for the answers to a question."""
    return f"%resource.item.where(linkId = '{question}').answer"


def _test(question: Known, wanted: str | Compared) -> str:
    answer = answer_to(question.id)
    most = f"{answer}.item.where(linkId = '{question.id}{names.UP_TO}').answer"
    match wanted:
        case str() if question.kind in CODED:
            matches = [
                f"(system = '{system}' and code = '{code}')" for system, code in _codings(question, wanted)
            ]
            return f"{answer}.value.where({' or '.join(matches)}).exists()"
        case "not_sure":
            return f"{answer}.value.extension.where(url = '{names.DATA_ABSENT}').exists()"
        case AtLeast(at_least=number) if question.kind in NUMBERS:
            tests = (
                f"{each}.value.where(hasValue()).where($this >= {number}).exists()" for each in (answer, most)
            )
            return _either(tests)
        case AtMost(at_most=number) if question.kind in NUMBERS:
            return f"{answer}.value.where(hasValue()).where($this <= {number}).exists()"
        case MoreThan(more_than_days=days) if question.kind == "duration":
            longer = [
                f"{each}.value.value.where($this > {_number(days)}).exists()" for each in (answer, most)
            ]
            return _either([f"{answer}.value.comparator.exists()", *longer])
        case LessThan(less_than_days=days) if question.kind == "duration":
            return f"{answer}.value.value.where($this < {_number(days)}).exists()"
        case _:
            return "false"  # an answer that this question never has


def _number(days: float) -> str:
    """A decimal as FHIRPath writes it: never with an exponent."""
    return f"{days:f}".rstrip("0").rstrip(".")
