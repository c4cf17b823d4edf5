"""Checks that a protocol's rules are possible and safe, whatever anybody answers.

What is held here for every protocol:

- A red flag is a question for yes or no. Both yes and not sure lead to more than the least urgent outcome,
  so that only a clear "no" takes it away (I1, I2).
- From no to not sure to yes the urgency never falls, at any question (I3).
- Only the most urgent outcome may be given at once: otherwise a question that is never reached could have
  led to a more urgent one.
- What is given at once is asked first, and what is more urgent is asked before what is less so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from voice_assistant.content.findings import Finding
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
    Protocol,
    Question,
    ScaleQuestion,
    SeveralQuestion,
    YesNoQuestion,
)
from voice_assistant.content.yaml_file import Path_, YamlFile


def check_rules(yaml: YamlFile, protocol: Protocol) -> list[Finding]:
    """All findings about rules and outcomes; nothing is assumed but the shape."""
    findings = [*_impossible(yaml, protocol), *_unused(yaml, protocol), *_equal(yaml, protocol)]
    outcomes = {outcome.id for outcome in protocol.outcomes}
    if all(rule.outcome in outcomes for rule in protocol.rules):
        findings += [*_unsafe(yaml, protocol), *_early(yaml, protocol), *_order(yaml, protocol)]
    return findings


def conditions(protocol: Protocol) -> Iterator[tuple[Path_, str, Condition]]:
    """Every condition with its path in the file and the outcome that it leads to."""
    for number, rule in enumerate(protocol.rules):
        for index, condition in enumerate(rule.any):
            yield ("rules", number, "any", index), rule.outcome, condition
        for index, condition in enumerate(rule.all):
            yield ("rules", number, "all", index), rule.outcome, condition


def _impossible(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    questions = {question.id: question for question in protocol.questions}
    outcomes = {outcome.id for outcome in protocol.outcomes}
    for number, rule in enumerate(protocol.rules):
        if rule.outcome not in outcomes:
            sentence = f"There is no outcome '{rule.outcome}'; correct it or add the outcome."
            yield yaml.value(("rules", number, "outcome"), sentence)
    for path, _, condition in conditions(protocol):
        question = questions.get(condition.question)
        if question is None:
            sentence = f"There is no question '{condition.question}'; correct it or add the question."
            yield yaml.value((*path, "question"), sentence)
            continue
        for index, wanted in enumerate(condition.is_):
            if not _possible(question, wanted):
                named = f"'{wanted}'" if isinstance(wanted, str) else next(iter(wanted.model_dump()))
                sentence = f"'{question.id}' is never answered with {named}; it takes {_takes(question)}."
                yield yaml.value((*path, "is", index), sentence)


def _possible(question: Question, wanted: str | Compared) -> bool:
    if wanted == "not_sure":
        return True
    match question:
        case YesNoQuestion():
            return wanted in ("yes", "no")
        case DurationQuestion():
            return isinstance(wanted, MoreThan | LessThan)
        case SeveralQuestion() | OneOfQuestion():
            return wanted in [option.id for option in question.options]
        case NumberQuestion() | ScaleQuestion():
            match wanted:
                case AtLeast(at_least=number):
                    return question.low < number <= question.high
                case AtMost(at_most=number):
                    return question.low <= number < question.high
                case _:
                    return False
        case _:
            assert_never(question)


def _takes(question: Question) -> str:
    match question:
        case YesNoQuestion():
            return "yes, no and not_sure"
        case DurationQuestion():
            return "more_than_days or less_than_days with a number, and not_sure"
        case SeveralQuestion() | OneOfQuestion():
            return "the ids of its options, and not_sure"
        case NumberQuestion() | ScaleQuestion():
            between = f"between {question.low} and {question.high}"
            return f"at_least or at_most with a number {between}, and not_sure"
        case _:
            assert_never(question)


def _unused(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    asked = {condition.question for _, _, condition in conditions(protocol)}
    asked |= {outcome.tips_from for outcome in protocol.outcomes if outcome.tips_from}
    for index, question in enumerate(protocol.questions):
        if question.id not in asked:
            sentence = f"No rule and no tips use the question '{question.id}'; use it or take it out."
            yield yaml.value(("questions", index, "id"), sentence)
    given = {rule.outcome for rule in protocol.rules}
    lowest = min(outcome.urgency for outcome in protocol.outcomes)
    for index, outcome in enumerate(protocol.outcomes):
        if outcome.id not in given and outcome.urgency != lowest:
            sentence = f"No rule gives the outcome '{outcome.id}'; add a rule or take it out."
            yield yaml.value(("outcomes", index, "id"), sentence)


def _equal(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    owners: dict[int, str] = {}
    for index, outcome in enumerate(protocol.outcomes):
        if outcome.urgency in owners:
            sentence = f"'{owners[outcome.urgency]}' has the same urgency; give each outcome its own."
            yield yaml.value(("outcomes", index, "urgency"), sentence)
        owners.setdefault(outcome.urgency, outcome.id)


def _urgency(protocol: Protocol, question: str, answer: str) -> int:
    """How urgent this answer makes it, were it the only one."""
    given = [
        protocol.outcome(outcome).urgency
        for _, outcome, condition in conditions(protocol)
        if condition.question == question and answer in condition.is_
    ]
    return max(given, default=min(outcome.urgency for outcome in protocol.outcomes))


def _worst(protocol: Protocol, question: str) -> int:
    given = [
        protocol.outcome(outcome).urgency
        for _, outcome, each in conditions(protocol)
        if each.question == question
    ]
    return max(given, default=min(outcome.urgency for outcome in protocol.outcomes))


def _unsafe(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    lowest = min(outcome.urgency for outcome in protocol.outcomes)
    for index, question in enumerate(protocol.questions):
        path = ("questions", index, "id")
        yes, not_sure, no = (_urgency(protocol, question.id, answer) for answer in ("yes", "not_sure", "no"))
        if question.kind != "yes_no":
            if question.red_flag:
                sentence = "A red flag must be a question for yes or no; change its kind or split it."
                yield yaml.key(("questions", index, "red_flag"), sentence)
            continue
        if question.red_flag and lowest in (yes, not_sure):
            answer = "yes" if yes == lowest else "not_sure"
            sentence = (
                f"'{question.id}' is a red flag, but no rule gives more than the lowest outcome for {answer}."
            )
            yield yaml.value(path, f"{sentence} Add {answer} to a rule.")
        if not yes >= not_sure >= no:
            sentence = (
                f"The answers to '{question.id}' must not become less urgent from no to not_sure to yes"
            )
            yield yaml.value(path, f"{sentence}; correct the rules.")


def _early(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    highest = max(outcome.urgency for outcome in protocol.outcomes)
    for number, rule in enumerate(protocol.rules):
        if rule.at_once and protocol.outcome(rule.outcome).urgency != highest:
            sentence = (
                "Only the most urgent outcome may be given at once; take at_once away or change the outcome."
            )
            yield yaml.key(("rules", number, "at_once"), sentence)


def _order(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    at_once = {each.question for rule in protocol.rules if rule.at_once for each in rule.conditions}
    waiting: str | None = None
    milder: tuple[str, int] | None = None
    for index, question in enumerate(protocol.questions):
        path = ("questions", index, "id")
        worst = _worst(protocol, question.id)
        if question.id in at_once and waiting:
            sentence = f"'{question.id}' can give advice at once; move it above '{waiting}'."
            yield yaml.value(path, sentence)
        elif milder and worst > milder[1]:
            sentence = f"'{question.id}' can be more urgent than '{milder[0]}'; move it above."
            yield yaml.value(path, sentence)
        if question.id not in at_once:
            waiting = waiting or question.id
        if milder is None or worst < milder[1]:
            milder = (question.id, worst)


def options_without_advice(question: SeveralQuestion) -> tuple[int, ...]:
    """Indexes of the options that have nothing to say where an outcome takes its tips from them."""
    return tuple(index for index, option in enumerate(question.options) if not option.advice)
