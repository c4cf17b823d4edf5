"""The advice as an expression in FHIRPath, for forms of other systems that compute while they are filled in.

It must never say less than what the answers still to come may lead to: an empty form is no "most likely harmless".
So, from the most urgent outcome down: given, where one of its rules holds; nothing yet, while one of them may
still come to hold; otherwise the next outcome. That is `triage.verdict`, once `triage.mattering` names no
question whose answer could make it more urgent.
"""

from __future__ import annotations

from voice_assistant.content.protocol import Condition, Protocol, When
from voice_assistant.exchange.conditions import Questions, answer_to, combined, expression, holds

DEEPEST = 2
"""Gates behind gates that are looked through; behind that a question counts as one that may still come."""
NOTHING = "{}"
"""FHIRPath for no value."""


def outcome_expression(protocol: Protocol, questions: Questions) -> str:
    """FHIRPath over a response (%resource) that gives the outcome's id once it is certain, else nothing."""
    possible = _Possible(protocol, questions)
    found = f"'{protocol.lowest.id}'"
    for outcome in sorted(protocol.outcomes, key=lambda each: each.urgency):
        rules = [rule for rule in protocol.rules if rule.outcome == outcome.id]
        if rules and outcome.id != protocol.lowest.id:
            given = " or ".join(f"({expression(rule, questions)})" for rule in rules)
            waited_for = " or ".join(f"({possible.rule(rule)})" for rule in rules)
            found = f"iif({given}, '{outcome.id}', iif({waited_for}, {NOTHING}, {found}))"
    return found


class _Possible:
    """What may hold once more questions are answered."""

    def __init__(self, protocol: Protocol, questions: Questions) -> None:
        self._gates = {each.id: each.applies_when for each in protocol.questions}
        self._questions = questions

    def rule(self, when: When, depth: int = 0) -> str:
        return combined(when, lambda condition: self._condition(condition, depth))

    def _condition(self, condition: Condition, depth: int) -> str:
        if condition.question not in self._gates:
            return "false"
        open_ = f"{answer_to(condition.question)}.exists().not()"
        gate = self._gates[condition.question]
        if gate is not None and depth < DEEPEST:
            open_ = f"({open_} and {self.rule(gate, depth + 1)})"
        return f"({holds(condition, self._questions)} or {open_})"
