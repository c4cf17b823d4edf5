"""Pictures in Mermaid, drawn from the same data that is run: the state machine, and a pack's protocol."""

from __future__ import annotations

from itertools import pairwise
from typing import assert_never

from voice_assistant.content.protocol import (
    AtLeast,
    AtMost,
    Compared,
    Condition,
    LessThan,
    MoreThan,
    Protocol,
)
from voice_assistant.dialogue.table import STATES, TABLE

MANY = 7
"""States from which a transition must lead to be drawn once, from "any", instead of from each."""


def machine_diagram() -> str:
    """The state machine: an arrow from state to state, labelled with what triggers it."""
    triggers: dict[tuple[str, str], list[str]] = {}
    for row in TABLE:
        if row.to == "=":
            continue
        sources = ("any",) if len(row.source) >= MANY else row.source
        for source in sources:
            labels = triggers.setdefault((source, row.to), [])
            if row.trigger not in labels:
                labels.append(row.trigger)
    lines = ["stateDiagram-v2", "    direction LR", "    [*] --> asleep"]
    lines += [f"    {state}" for state in STATES]
    lines.append('    state "any state but asleep" as any')
    lines += [f"    {source} --> {to}: {', '.join(labels)}" for (source, to), labels in triggers.items()]
    return "\n".join(lines) + "\n"


def protocol_diagram(protocol: Protocol) -> str:
    """The questions from top to bottom, and which answers lead to which outcome."""
    lines = ["flowchart TD"]
    ids = [question.id for question in protocol.questions]
    for question in protocol.questions:
        lines.append(f'    {question.id}["{_safe(question.ask.first)}"]')
    for outcome in sorted(protocol.outcomes, key=lambda each: -each.urgency):
        lines.append(f'    outcome_{outcome.id}(["{outcome.id}"])')
    lines += [f"    {first} --> {second}" for first, second in pairwise(ids)]
    for rule in protocol.rules:
        arrow = "==>" if rule.at_once else "-.->"
        for condition in rule.conditions:
            label = _label(condition)
            lines.append(f'    {condition.question} {arrow}|"{label}"| outcome_{rule.outcome}')
    lowest = min(protocol.outcomes, key=lambda each: each.urgency)
    lines.append(f'    {ids[-1]} -->|"otherwise"| outcome_{lowest.id}')
    return "\n".join(lines) + "\n"


def _label(condition: Condition) -> str:
    return ", ".join(in_words(each) for each in condition.is_)


def in_words(wanted: str | Compared) -> str:
    """What an answer must be, for whoever reads a rule."""
    match wanted:
        case MoreThan(more_than_days=days):
            return f"more than {days:g} days"
        case LessThan(less_than_days=days):
            return f"less than {days:g} days"
        case AtLeast(at_least=number):
            return f"{number} or more"
        case AtMost(at_most=number):
            return f"{number} or less"
        case str():
            return wanted.replace("_", " ")
        case _:
            assert_never(wanted)


def _safe(text: str) -> str:
    return text.replace('"', "'")
