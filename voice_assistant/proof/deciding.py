"""Whether each value that a rule names decides something somewhere.

Without a value that decides nothing the protocol gives the same advice on every set of answers: then it stands
there for nothing, because another rule has it already, or because what it stands with cannot come together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice

from voice_assistant.content.protocol import Condition, Protocol, Rule
from voice_assistant.content.yaml_file import Path_
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import Answer
from voice_assistant.proof.replies import Reply, met
from voice_assistant.proof.view import View
from voice_assistant.proof.walks import swept

MOST_TRIES = 40
"""Combinations of a rule's other conditions that are tried before every state is looked at."""
Spot = tuple[int, str, int, int]
"""A rule, "any" or "all", a condition in it, a value in that."""


def spots(protocol: Protocol) -> Iterator[Spot]:
    """Every value of every condition of every rule."""
    for number, rule in enumerate(protocol.rules):
        for key, conditions in (("any", rule.any), ("all", rule.all)):
            for index, condition in enumerate(conditions):
                for value in range(len(condition.is_)):
                    yield number, key, index, value


def without(protocol: Protocol, spot: Spot) -> Protocol:
    """The same protocol, but for this value; a condition without values can never hold."""
    number, key, index, value = spot
    rule = protocol.rules[number]
    conditions = list(rule.any if key == "any" else rule.all)
    kept = conditions[index].is_[:value] + conditions[index].is_[value + 1 :]
    conditions[index] = Condition.model_construct(question=conditions[index].question, is_=kept)
    changed = {"any": rule.any, "all": rule.all, key: tuple(conditions)}
    less = Rule.model_construct(
        outcome=rule.outcome,
        at_once=rule.at_once,
        at_least=rule.at_least,
        any=changed["any"],
        all=changed["all"],
    )
    rules = (*protocol.rules[:number], less, *protocol.rules[number + 1 :])
    return protocol.model_copy(update={"rules": rules})


def idle_values(
    view: View, classes: Mapping[str, Sequence[Reply]], order: Sequence[str], most: int
) -> Iterator[tuple[Path_, str]]:
    """Values that decide nothing; a rule of which no value does is told as one. May raise `TooManyError`."""
    idle: dict[int, list[Spot]] = {}
    every: dict[int, int] = {}
    for spot in spots(view.protocol):
        every[spot[0]] = every.get(spot[0], 0) + 1
        if not decides(view, classes, spot) and not _decides_somewhere(view, classes, order, spot, most):
            idle.setdefault(spot[0], []).append(spot)
    for number, found in idle.items():
        if len(found) == every[number]:
            outcome = view.protocol.rules[number].outcome
            sentence = (
                f"This rule for '{outcome}' never decides anything; others say the same or more. Take it out."
            )
            yield ("rules", number), sentence
            continue
        for _, key, index, value in found:
            condition = getattr(view.protocol.rules[number], key)[index]
            sentence = (
                f"This answer to '{condition.question}' decides nothing here; another rule has it, or it "
                "cannot come with the rest. Take it out."
            )
            yield ("rules", number, key, index, "is", value), sentence


def decides(view: View, classes: Mapping[str, Sequence[Reply]], spot: Spot) -> bool:
    """Whether one of the likely sets of answers shows that the value decides. Quick; may miss one."""
    number, key, index, value = spot
    rule = view.protocol.rules[number]
    less = without(view.protocol, spot)
    own = (rule.any if key == "any" else rule.all)[index]
    others = [each for position, each in enumerate(rule.any) if not (key == "any" and position == index)]
    needed = (rule.at_least if rule.any else 0) - (key == "any")
    together = [each for position, each in enumerate(rule.all) if not (key == "all" and position == index)]
    for helping in islice(combinations(others, max(needed, 0)), MOST_TRIES):
        answers = answering(view, classes, [*helping, *together], (own, value))
        if answers is not None:
            full, partly = (triage.verdict(each, answers) for each in (view.protocol, less))
            if (full.outcome.id, full.at_once) != (partly.outcome.id, partly.at_once):
                return True
    return False


def answering(
    view: View,
    classes: Mapping[str, Sequence[Reply]],
    conditions: Sequence[Condition],
    one: tuple[Condition, int] | None = None,
) -> dict[str, Answer] | None:
    """The mildest answers, but for those that fulfil these conditions; of `one` only that value."""
    chosen: dict[str, Answer] = {}
    wanted = [*conditions, *_opening(view, [*conditions, *([one[0]] if one else [])])]
    if one is not None:
        condition, value = one
        reply = _only(classes[condition.question], condition, value)
        if reply is None:
            return None
        chosen[condition.question] = reply.answer
    for condition in wanted:
        if condition.question in chosen:
            if not met(condition.question, chosen[condition.question], (condition,))[0]:
                return None
            continue
        fitting = (
            reply
            for reply in classes[condition.question]
            if met(condition.question, reply.answer, (condition,))[0]
        )
        reply = next(fitting, None)
        if reply is None:
            return None
        chosen[condition.question] = reply.answer
    return {question: chosen.get(question, each[0].answer) for question, each in classes.items()}


def _opening(view: View, conditions: Sequence[Condition]) -> list[Condition]:
    """What must be answered so that the questions of these conditions are asked at all."""
    found: list[Condition] = []
    waiting = [each.question for each in conditions]
    seen: set[str] = set()
    while waiting:
        question = waiting.pop()
        gate = view.questions[question].applies_when
        if question in seen or gate is None:
            continue
        seen.add(question)
        first = [*gate.any[: gate.at_least], *gate.all]
        found += first
        waiting += [each.question for each in first]
    return found


def _only(classes: Sequence[Reply], condition: Condition, value: int) -> Reply | None:
    """An answer that fulfils this value of the condition, and none of its others."""
    alone = [Condition.model_construct(question=condition.question, is_=(each,)) for each in condition.is_]
    for reply in classes:
        fulfilled = met(condition.question, reply.answer, alone)
        if fulfilled[value] and sum(fulfilled) == 1:
            return reply
    return None


def _decides_somewhere(
    view: View, classes: Mapping[str, Sequence[Reply]], order: Sequence[str], spot: Spot, most: int
) -> bool:
    """Whether any set of answers is advised about otherwise without the value."""
    other = View(without(view.protocol, spot))
    sweep = swept((view, other), order, classes, most=most)
    return any(view.verdict(end.held[0]) != other.verdict(end.held[1]) for end in sweep.ends)
