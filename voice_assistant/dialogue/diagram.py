"""Pictures in Mermaid, drawn from the same data that is run: the state machine, and a pack's protocol."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from voice_assistant.content.protocol import Protocol, When
from voice_assistant.dialogue.rule_words import answers_in_words, how_many
from voice_assistant.dialogue.table import STATES, TABLE

MANY = 7
"""States from which a transition must lead to be drawn once, from "any", instead of from each."""

Ways = Mapping[str, Sequence[tuple[str, str]]]
"""By outcome, a shortest way to it: (question, answer)."""


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


def protocol_diagram(protocol: Protocol, ways: Ways | None = None) -> str:
    """The questions in their order, what they are asked for, the rules, and the outcomes.

    `ways`: as proved; then each outcome tells the fewest answers that lead to it, and which.
    """
    lines = ["flowchart TD", *_questions(protocol)]
    for outcome in sorted(protocol.outcomes, key=lambda each: -each.urgency):
        shortest = _shortest((ways or {}).get(outcome.id))
        label = f"{outcome.id.replace('_', ' ')}<br/>urgency {outcome.urgency}{shortest}"
        lines.append(f'    outcome_{outcome.id}(["{label}"])')
    lines += _rules(protocol)
    lines.append(f'    {_node(protocol.questions[-1].id)} -->|"otherwise"| outcome_{protocol.lowest.id}')
    return "\n".join(lines) + "\n"


def _questions(protocol: Protocol) -> Iterator[str]:
    for question in protocol.questions:
        floor = protocol.floor(question)
        flag = f"<br/>red flag: at least {floor.id.replace('_', ' ')}" if floor else ""
        yield f'    {_node(question.id)}["{_safe(question.ask.first)}{flag}"]'
    yield from (
        f"    {_node(first.id)} --> {_node(second.id)}" for first, second in pairwise(protocol.questions)
    )
    for question in protocol.questions:
        if question.applies_when is not None:
            gate = f"gate_{question.id}"
            yield f'    {gate}{{"asked if {how_many(question.applies_when)}"}}'
            yield from _conditions(protocol, question.applies_when, gate, "-.->")
            yield f"    {gate} -.-> {_node(question.id)}"


def _rules(protocol: Protocol) -> Iterator[str]:
    for number, rule in enumerate(protocol.rules, start=1):
        arrow = "==>" if rule.at_once else "-->"
        at_once = ", at once" if rule.at_once else ""
        yield f'    rule_{number}{{{{"{how_many(rule)}{at_once}"}}}}'
        yield from _conditions(protocol, rule, f"rule_{number}", arrow)
        yield f"    rule_{number} {arrow} outcome_{rule.outcome}"
    for outcome in protocol.outcomes:
        if outcome.tips_from is not None:
            yield f'    {_node(outcome.tips_from)} -.->|"tips"| outcome_{outcome.id}'


def _conditions(protocol: Protocol, when: When, to: str, arrow: str) -> Iterator[str]:
    for condition in when.conditions:
        must = "must be " if when.any and condition in when.all else ""
        label = _safe(must + " or ".join(answers_in_words(protocol, condition)))
        yield f'    {_node(condition.question)} {arrow}|"{label}"| {to}'


def _node(question: str) -> str:
    """A question's name in the picture; not its id alone, since some words mean something there."""
    return f"question_{question}"


def _shortest(way: Sequence[tuple[str, str]] | None) -> str:
    if not way:
        return ""
    steps = "; ".join(f"{question.replace('_', ' ')}: {answer}" for question, answer in way)
    answers = "answer" if len(way) == 1 else "answers"
    return _safe(f"<br/>{len(way)} {answers} at least: {steps}")


def _safe(text: str) -> str:
    return text.replace('"', "'")
