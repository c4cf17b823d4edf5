"""From answers to advice: one interpreter that walks any protocol.

Theory of operation. Every rule gives an outcome when its conditions hold for the answers so far; the most
urgent outcome given is the verdict, and where none is given, the least urgent one there is. What is not known
("not sure", skipped, refused) counts as "not sure" (I1: silence, failure and skipping are never "no"). An
answer never takes back what a rule gives, so while questions are answered the urgency can only rise.

That makes it possible to stop early: a question still matters while a rule that would give a more urgent
outcome waits for its answer, or while the tips of the advice so far are taken from it. Once none matters, the
verdict is final. Recognition scores do not occur here (I6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import assert_never

from voice_assistant.content.protocol import (
    AtLeast,
    AtMost,
    Condition,
    LessThan,
    MoreThan,
    Outcome,
    Protocol,
    Question,
    Rule,
    When,
)
from voice_assistant.dialogue.memory import UNKNOWN, Answer
from voice_assistant.events import Choices, Days, Number

Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    reasons: tuple[str, ...]
    """Questions whose answers gave this outcome, in the protocol's order."""
    at_once: bool


# --- what holds ------------------------------------------------------------------------------------


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether an answer fulfils a condition; a question without an answer fulfils none."""
    answer = answers.get(condition.question)
    if answer is None:
        return False
    if isinstance(answer.value, str):
        return ("not_sure" if answer.value in UNKNOWN else answer.value) in condition.is_
    return any(_meets(wanted, answer.value) for wanted in condition.is_)


def _meets(wanted: str | MoreThan | LessThan | AtLeast | AtMost, value: Choices | Days | Number) -> bool:
    match value:
        case Choices(ids):
            return wanted in ids
        case Days(low, high):
            return (isinstance(wanted, MoreThan) and (high is None or high > wanted.more_than_days)) or (
                isinstance(wanted, LessThan) and low < wanted.less_than_days
            )
        case Number(low, high):
            return (isinstance(wanted, AtLeast) and high >= wanted.at_least) or (
                isinstance(wanted, AtMost) and low <= wanted.at_most
            )
        case _:
            assert_never(value)


def satisfied(when: When, answers: Answers) -> bool:
    """Whether enough of its conditions hold."""
    enough = not when.any or sum(holds(each, answers) for each in when.any) >= when.at_least
    return enough and all(holds(each, answers) for each in when.all)


def applies(question: Question, answers: Answers) -> bool:
    """Whether a question is to be asked at all, after these answers to the questions above it."""
    return question.applies_when is None or satisfied(question.applies_when, answers)


def valid(protocol: Protocol, answers: Answers) -> dict[str, Answer]:
    """The answers that count: not those to questions that do not apply (any more)."""
    if all(question.applies_when is None for question in protocol.questions):
        return dict(answers)
    kept: dict[str, Answer] = {}
    for question in protocol.questions:
        if question.id in answers and applies(question, kept):
            kept[question.id] = answers[question.id]
    return kept


# --- the advice ------------------------------------------------------------------------------------


def verdict(protocol: Protocol, answers: Answers) -> Verdict:
    """The advice that these answers demand, should no further answer come."""
    return _decided(protocol, valid(protocol, answers))


def _decided(protocol: Protocol, answers: Answers) -> Verdict:
    given = [rule for rule in protocol.rules if satisfied(rule, answers)]
    outcome = max((protocol.outcome(rule.outcome) for rule in given), key=_urgency, default=protocol.lowest)
    deciding = [rule for rule in given if rule.outcome == outcome.id]
    return Verdict(outcome, _reasons(protocol, deciding, answers), any(rule.at_once for rule in deciding))


def _urgency(outcome: Outcome) -> int:
    return outcome.urgency


def _reasons(protocol: Protocol, rules: list[Rule], answers: Answers) -> tuple[str, ...]:
    named = {each.question for rule in rules for each in rule.conditions if holds(each, answers)}
    return tuple(question.id for question in protocol.questions if question.id in named)


def emergency(protocol: Protocol) -> Outcome | None:
    """The outcome for somebody who says that it is an emergency."""
    return next((outcome for outcome in protocol.outcomes if outcome.emergency), None)


# --- what to ask -----------------------------------------------------------------------------------


def next_question(protocol: Protocol, answers: Answers, *, thorough: bool = False) -> Question | None:
    """The first question, from the top, that is open; None: the verdict is final.

    `thorough`: once it is, ask on, for the doctor.
    """
    answers = valid(protocol, answers)
    open_ = [each for each in protocol.questions if each.id not in answers and applies(each, answers)]
    in_order = open_[0] if open_ else None
    if protocol.ask_all:
        return in_order
    matter = mattering(protocol, answers)
    first = next((each for each in open_ if each.id in matter), None)
    return first or (in_order if thorough else None)


def unasked(protocol: Protocol, answers: Answers) -> tuple[Question, ...]:
    """Questions without an answer that apply, as far as can be told."""
    answers = valid(protocol, answers)
    return tuple(each for each in protocol.questions if each.id not in answers and applies(each, answers))


def mattering(protocol: Protocol, answers: Answers) -> frozenset[str]:
    """Questions without an answer by which the outcome, or the tips that are said with it, can still change.

    `answers` must be valid. Whether two answers can come together is not looked at: it rather asks one question
    too many.
    """
    now = _decided(protocol, answers).outcome
    waited_for: set[str] = {now.tips_from} if now.tips_from else set()
    for rule in protocol.rules:
        if protocol.outcome(rule.outcome).urgency > now.urgency and _possible(protocol, rule, answers):
            waited_for |= {each.question for each in rule.conditions}
    open_ = {each.id for each in protocol.questions if _can_come(protocol, each, answers)}
    matter = waited_for & open_
    for question in reversed(protocol.questions):  # gates stand above what they open
        if question.id in matter and question.applies_when:
            matter |= {each.question for each in question.applies_when.conditions} & open_
    return frozenset(matter)


def _possible(protocol: Protocol, when: When, answers: Answers) -> bool:
    """Whether it holds, or can hold once more questions are answered."""

    def can(condition: Condition) -> bool:
        return holds(condition, answers) or _can_come(
            protocol, protocol.question(condition.question), answers
        )

    enough = not when.any or sum(map(can, when.any)) >= when.at_least
    return enough and all(map(can, when.all))


def _can_come(protocol: Protocol, question: Question, answers: Answers) -> bool:
    """Whether a question has no answer yet, and applies, or may still come to apply."""
    if question.id in answers:
        return False
    return question.applies_when is None or _possible(protocol, question.applies_when, answers)


def decides_at_once(protocol: Protocol, question: str) -> bool:
    """Whether being unsure of this question is reason enough to give advice without asking on."""
    unsure = {question: Answer("not_sure")}
    return any(rule.at_once and satisfied(rule, unsure) for rule in protocol.rules)


def with_answer(protocol: Protocol, answers: Answers, question: str, answer: Answer) -> dict[str, Answer]:
    """The answers with this one in its place; where it changes one, those to questions that depend on it are gone."""
    former = answers.get(question)
    gone: frozenset[str] = frozenset()
    if former is not None and former.value != answer.value:
        gone = dependents(protocol, (question,))
    return {name: each for name, each in answers.items() if name not in gone} | {question: answer}


def dependents(protocol: Protocol, changed: Iterable[str]) -> frozenset[str]:
    """Questions whose being asked depends on these, directly or through others."""
    found = set(changed)
    for question in protocol.questions:
        gates = question.applies_when.conditions if question.applies_when else ()
        if any(each.question in found for each in gates):
            found.add(question.id)
    return frozenset(found) - set(changed)
