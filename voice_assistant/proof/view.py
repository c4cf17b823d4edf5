"""A protocol as the proofs look at it: which conditions hold, and what the rules can still become.

What an answer fulfils is asked of the interpreter (`triage.holds`), once for each class of answers; a bit stands
for each condition. What is said here about rules is only used to merge states, and is held against the
interpreter's own verdict in each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voice_assistant.content.protocol import Condition, Outcome, Protocol, Question, When
from voice_assistant.dialogue.memory import Answer
from voice_assistant.proof.replies import Reply, met, replies

DEAD = -1


@dataclass(frozen=True, slots=True)
class Wanted:
    """The conditions of a rule or of an applies_when, as bits."""

    any: int
    at_least: int
    all: int

    def satisfied(self, held: int) -> bool:
        enough = not self.any or (self.any & held).bit_count() >= self.at_least
        return enough and self.all & held == self.all

    def possible(self, held: int, open_: int) -> bool:
        """Whether it holds, or can come to hold by answers to what is open."""
        return self.satisfied(held | open_)


@dataclass(frozen=True, slots=True)
class Leads:
    """A rule with what it gives."""

    wanted: Wanted
    outcome: Outcome
    urgency: int
    at_once: bool


@dataclass(frozen=True, slots=True)
class Rest:
    """Questions that are still to be answered."""

    open: int
    """The conditions about them, whether they apply or not."""
    gated: tuple[str, ...]
    """Those with an applies_when."""
    tips: tuple[str, ...]
    """Those that some outcome takes its tips from."""


class View:
    """One protocol. The questions' ids, rules and outcomes that it names must exist."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.conditions: list[Condition] = []
        self.questions: dict[str, Question] = {each.id: each for each in protocol.questions}
        outcomes = {each.id: each for each in protocol.outcomes}
        self.rules = [
            Leads(self._wanted(rule), outcomes[rule.outcome], outcomes[rule.outcome].urgency, rule.at_once)
            for rule in protocol.rules
        ]
        self.gates: dict[str, Wanted] = {
            each.id: self._wanted(each.applies_when) for each in protocol.questions if each.applies_when
        }
        self.about: dict[str, int] = dict.fromkeys(self.questions, 0)
        for index, condition in enumerate(self.conditions):
            self.about[condition.question] |= 1 << index
        self.every = (1 << len(self.conditions)) - 1
        self.lowest = protocol.lowest
        self.floors: dict[str, Outcome] = {
            each.id: floor for each in protocol.questions if (floor := protocol.floor(each))
        }

    def _wanted(self, when: When) -> Wanted:
        any_ = sum(self._bit(each) for each in when.any)
        return Wanted(any_, when.at_least, sum(self._bit(each) for each in when.all))

    def _bit(self, condition: Condition) -> int:
        self.conditions.append(condition)
        return 1 << len(self.conditions) - 1

    # --- answers ---------------------------------------------------------------------------------

    def own(self, question: str) -> list[Condition]:
        return [each for each in self.conditions if each.question == question]

    def replies(self, question: str) -> tuple[Reply, ...]:
        return self.replies_by(question, self.own(question))

    def replies_by(self, question: str, conditions: Sequence[Condition]) -> tuple[Reply, ...]:
        """The answers to a question, in classes that these conditions about it tell apart."""
        return replies(self.questions[question], conditions)

    def held(self, question: str, answer: Answer) -> int:
        """The conditions that this answer fulfils."""
        bits = 0
        mask = self.about.get(question, 0)
        while mask:
            low = mask & -mask
            if met(question, answer, (self.conditions[low.bit_length() - 1],))[0]:
                bits |= low
            mask ^= low
        return bits

    def asks(self, question: str, held: int) -> bool:
        """Whether the question is there and applies."""
        if question not in self.questions:
            return False
        gate = self.gates.get(question)
        return gate is None or gate.satisfied(held)

    # --- what it comes to ------------------------------------------------------------------------

    def verdict(self, held: int) -> tuple[Outcome, bool]:
        """The outcome, and whether it is given at once."""
        best, at_once = self.lowest, False
        urgency = best.urgency
        for rule in self.rules:
            if rule.urgency < urgency or not rule.wanted.satisfied(held):
                continue
            if rule.urgency > urgency:
                best, urgency, at_once = rule.outcome, rule.urgency, rule.at_once
            elif rule.outcome.id == best.id:
                at_once = at_once or rule.at_once
        return best, at_once

    def rest(self, waiting: Iterable[str]) -> Rest:
        """The questions of these that there are, for `residue`; in the protocol's order."""
        known = [each for each in waiting if each in self.questions]
        open_ = 0
        for question in known:
            open_ |= self.about[question]
        tips = {each.tips_from for each in self.protocol.outcomes if each.tips_from}
        return Rest(
            open_,
            tuple(each for each in known if each in self.gates),
            tuple(each for each in known if each in tips),
        )

    def open_conditions(self, held: int, rest: Rest) -> int:
        """The conditions about questions that can still be answered: they apply, or may come to."""
        open_ = rest.open
        for question in rest.gated:  # from the top: a gate stands above what it opens
            if not self.gates[question].possible(held, open_):
                open_ &= ~self.about[question]
        return open_

    def residue(self, held: int, rest: Rest) -> tuple[object, ...]:
        """All that can matter for what comes next; two states with the same residue have the same future."""
        open_ = self.open_conditions(held, rest)
        best, at_once = self.verdict(held)
        urgency = best.urgency
        rules: list[object] = []
        used = 0
        for index, rule in enumerate(self.rules):
            if rule.urgency < urgency or (rule.urgency == urgency and at_once):
                continue
            wanted = rule.wanted
            if wanted.satisfied(held) or not wanted.satisfied(held | open_):
                continue
            used |= (wanted.any | wanted.all) & open_
            rules.append((index, *_left(wanted, held, open_)))
        tips = {each.tips_from for each in self.protocol.outcomes if each.urgency >= urgency}
        waiting = tuple(each for each in rest.tips if each in tips)
        gates: list[object] = []
        for question in reversed(rest.gated):  # what is below is waited for before its gate is looked at
            if not (self.about[question] & used or question in waiting):
                continue
            gate = self.gates[question]
            if gate.satisfied(held):
                gates.append((question, True))
            elif gate.possible(held, open_):
                used |= (gate.any | gate.all) & open_
                gates.append((question, *_left(gate, held, open_)))
        return (best.id, at_once, tuple(rules), waiting, tuple(gates))


def _left(wanted: Wanted, held: int, open_: int) -> tuple[int, int, int]:
    """How many of its conditions are still needed, and which ones can still come to hold."""
    needed = max(0, wanted.at_least - (wanted.any & held).bit_count()) if wanted.any else 0
    return needed, wanted.any & open_, wanted.all & open_


def held_by(view: View, answers: Mapping[str, Answer]) -> int:
    """The conditions that these answers fulfil, but for those to questions that do not apply."""
    held = 0
    for question in view.protocol.questions:
        if question.id in answers and view.asks(question.id, held):
            held |= view.held(question.id, answers[question.id])
    return held
