"""Rules in plain words, for whoever reads them: in diagrams and on the reviewer's page."""

from __future__ import annotations

from typing import assert_never

from voice_assistant.content.protocol import (
    AtLeast,
    AtMost,
    Compared,
    Condition,
    LessThan,
    MoreThan,
    OneOfQuestion,
    Protocol,
    SeveralQuestion,
    When,
)


def answers_in_words(protocol: Protocol, condition: Condition) -> tuple[str, ...]:
    """The answers that fulfil a condition, options by their labels."""
    question = next((each for each in protocol.questions if each.id == condition.question), None)
    labels: dict[str, str] = {}
    if isinstance(question, SeveralQuestion | OneOfQuestion):
        labels = {option.id: option.label for option in question.options}
    return tuple(in_words(each, labels) for each in condition.is_)


def in_words(wanted: str | Compared, labels: dict[str, str] | None = None) -> str:
    """What an answer must be. `labels`: of the question's options, by their ids."""
    match wanted:
        case MoreThan(more_than_days=days):
            return f"more than {_days(days)}"
        case LessThan(less_than_days=days):
            return f"less than {_days(days)}"
        case AtLeast(at_least=number):
            return f"{number} or more"
        case AtMost(at_most=number):
            return f"{number} or less"
        case str():
            return (labels or {}).get(wanted, wanted.replace("_", " "))
        case _:
            assert_never(wanted)


def _days(days: float) -> str:
    return "1 day" if days == 1 else f"{days:g} days"


def how_many(when: When) -> str:
    """How many of its conditions must hold, in short."""
    parts = []
    if when.any:
        parts.append("any of these" if when.at_least == 1 else f"at least {when.at_least} of these")
    if when.all:
        parts.append("all of these" if not when.any else "and all that must be")
    return " ".join(parts)
