"""From answers to advice: one interpreter that walks any protocol.

Theory of operation. Every rule gives an outcome when one of its conditions holds for the answers so far;
the most urgent outcome given is the verdict, and where none is given, the least urgent one there is. A
question that was skipped counts as "not sure" (I1: silence, failure and skipping are never "no"). Since
rules only ever add outcomes and the most urgent one wins, one more "yes" can never lower the urgency (I3).
Recognition scores do not occur here (I6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voice_assistant.content.pack import Condition, MoreThan, Outcome, Protocol, Question, Rule
from voice_assistant.dialogue.memory import Answer
from voice_assistant.events import Choices, Days

Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    reasons: tuple[str, ...]
    """Questions whose answers gave this outcome, in the protocol's order."""
    at_once: bool


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether an answer fulfils a condition; a question without an answer fulfils none."""
    answer = answers.get(condition.question)
    if answer is None:
        return False
    value = "not_sure" if answer.value == "skipped" else answer.value
    for wanted in condition.is_:
        match value:
            case str():
                met = wanted == value
            case Days():
                met = isinstance(wanted, MoreThan) and (
                    value.high is None or value.high > wanted.more_than_days
                )
            case Choices():
                met = wanted in value.ids
        if met:
            return True
    return False


def verdict(protocol: Protocol, answers: Answers) -> Verdict:
    """The advice that these answers demand, should no further answer come."""
    given = [rule for rule in protocol.rules if any(holds(condition, answers) for condition in rule.any)]
    lowest = min(protocol.outcomes, key=lambda outcome: outcome.urgency)
    outcome = max((protocol.outcome(rule.outcome) for rule in given), key=_urgency, default=lowest)
    deciding = [rule for rule in given if rule.outcome == outcome.id]
    return Verdict(outcome, _reasons(protocol, deciding, answers), any(rule.at_once for rule in deciding))


def _urgency(outcome: Outcome) -> int:
    return outcome.urgency


def _reasons(protocol: Protocol, rules: list[Rule], answers: Answers) -> tuple[str, ...]:
    named = {condition.question for rule in rules for condition in rule.any if holds(condition, answers)}
    return tuple(question.id for question in protocol.questions if question.id in named)


def next_question(protocol: Protocol, answers: Answers) -> Question | None:
    """The first question, from the top, that has no answer yet."""
    return next((question for question in protocol.questions if question.id not in answers), None)


def decides_at_once(protocol: Protocol, question: str) -> bool:
    """Whether being unsure of this question is reason enough to give advice without asking on."""
    unsure = {question: Answer("not_sure")}
    return any(rule.at_once and any(holds(each, unsure) for each in rule.any) for rule in protocol.rules)


def emergency(protocol: Protocol) -> Outcome | None:
    """The outcome for somebody who says that it is an emergency: the most urgent that is given at once."""
    urgent = [protocol.outcome(rule.outcome) for rule in protocol.rules if rule.at_once]
    return max(urgent, key=_urgency, default=None)
