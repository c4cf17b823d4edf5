"""The difference between two versions of a protocol: which answers lead to another outcome, which texts changed.

Both are walked side by side over every set of answers to the questions of either; a question whose kind has
changed counts as two. Where that is too much, only sets are tried in which one or two answers are not the
mildest ones, and it is said so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from voice_assistant.content.protocol import Protocol
from voice_assistant.content.yaml_file import Tree
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import Answer
from voice_assistant.proof.replies import Reply, in_words, met
from voice_assistant.proof.view import View
from voice_assistant.proof.walks import MOST_STATES, Step, TooManyError, steps, swept

FORMER = "_formerly"
"""Ends the id of a question whose kind is another now."""


@dataclass(frozen=True, slots=True)
class Change:
    """Answers that lead from one outcome to another one."""

    old: str
    new: str
    count: int
    """Sets of answers."""
    before: tuple[tuple[str, str], ...]
    """The example that needs the fewest answers beside the mildest ones, as the old version asks."""
    now: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    changes: tuple[Change, ...]
    sets: int
    """Sets of answers that were looked at."""
    exact: bool
    """Whether these are all there are."""
    texts: tuple[str, ...]
    """What else is different, in sentences."""


def compare(old: Protocol, new: Protocol, most: int = MOST_STATES) -> Comparison:
    """Both must be such that they can be walked."""
    texts = tuple(_texts(old, new))
    if old == new:
        return Comparison((), 0, True, ())
    kinds = {question.id: question.kind for question in new.questions}
    turned = {each.id for each in old.questions if kinds.get(each.id, each.kind) != each.kind}
    views = (View(_renamed(old, turned)), View(new))
    order = _order(views)
    classes = {question: _classes(views, question) for question in order}
    found: dict[tuple[str, str], list[tuple[int, int, dict[str, Answer]]]] = {}
    try:
        ends = swept(views, order, classes, most=most).ends
        exact = True
        tried = [
            (
                end.weight,
                end.count,
                {step.question: step.answer for step in steps(end.way) if isinstance(step, Step)},
            )
            for end in ends
        ]
    except TooManyError:
        exact = False
        tried = list(_few(classes))
    for weight, count, answers in tried:
        before, now = (_verdict(view, answers) for view in views)
        if before != now:
            found.setdefault((before, now), []).append((weight, count, answers))
    changes = [_change(views, classes, pair, ends) for pair, ends in found.items()]
    changes.sort(key=lambda each: (each.old, each.new))
    return Comparison(tuple(changes), sum(count for _, count, _ in tried), exact, texts)


def _verdict(view: View, answers: Mapping[str, Answer]) -> str:
    known = {question: answer for question, answer in answers.items() if question in view.questions}
    found = triage.verdict(view.protocol, known)
    return f"{found.outcome.id}, at once" if found.at_once else found.outcome.id


def _change(
    views: Sequence[View],
    classes: Mapping[str, Sequence[Reply]],
    pair: tuple[str, str],
    ends: Sequence[tuple[int, int, dict[str, Answer]]],
) -> Change:
    _, _, answers = min(ends, key=lambda each: each[0])
    before, now = (_asked(view, answers) for view in views)
    return Change(*pair, sum(count for _, count, _ in ends), before, now)


def _asked(view: View, answers: Mapping[str, Answer]) -> tuple[tuple[str, str], ...]:
    """The way that the dialogue goes with these answers."""
    given: dict[str, Answer] = {}
    while not triage.verdict(view.protocol, given).at_once:
        question = triage.next_question(view.protocol, given)
        if question is None or question.id not in answers:
            break
        given[question.id] = answers[question.id]
    return tuple(
        (question.removesuffix(FORMER), in_words(answer.value)) for question, answer in given.items()
    )


def _few(classes: Mapping[str, Sequence[Reply]]) -> Iterator[tuple[int, int, dict[str, Answer]]]:
    """Sets of answers in which all but one or two are the mildest."""
    mild = {question: each[0].answer for question, each in classes.items()}
    yield 0, 1, mild
    others = [(question, reply) for question, each in classes.items() for reply in each[1:]]
    for question, reply in others:
        yield 1, 1, {**mild, question: reply.answer}
    for (first, one), (second, other) in combinations(others[:150], 2):
        if first != second:
            yield 2, 1, {**mild, first: one.answer, second: other.answer}


def _classes(views: Sequence[View], question: str) -> tuple[Reply, ...]:
    """The classes of answers that either version tells apart, the mildest first."""
    both = [view for view in views if question in view.questions]
    conditions = [each for view in both for each in view.own(question)]
    found: dict[tuple[object, ...], Reply] = {}
    for view in both:
        for reply in view.replies_by(question, conditions):
            found.setdefault((reply.kind, *met(question, reply.answer, conditions)), reply)

    def weight(reply: Reply) -> tuple[int, bool]:
        urgencies = [triage.verdict(view.protocol, {question: reply.answer}).outcome.urgency for view in both]
        return sum(urgencies), reply.kind == "unknown"

    return tuple(sorted(found.values(), key=weight))


def _order(views: Sequence[View]) -> list[str]:
    """The questions of both, each below those that its applies_when looks at."""
    waiting = list(dict.fromkeys(each for view in reversed(views) for each in view.questions))
    order: list[str] = []
    while waiting:
        ready = next((each for each in waiting if not _looked_at(views, each) & {*waiting}), waiting[0])
        order.append(ready)
        waiting.remove(ready)
    return order


def _looked_at(views: Sequence[View], question: str) -> set[str]:
    gates = [view.questions[question].applies_when for view in views if question in view.questions]
    return {condition.question for gate in gates if gate for condition in gate.conditions} - {question}


def _renamed(protocol: Protocol, questions: set[str]) -> Protocol:
    """The same protocol, in which these questions are called otherwise."""
    if not questions:
        return protocol

    def named(tree: Tree) -> Tree:
        match tree:
            case dict():
                return {
                    key: f"{value}{FORMER}"
                    if key in ("question", "tips_from") and value in questions
                    else named(value)
                    for key, value in tree.items()
                }
            case list() | tuple():
                return [named(each) for each in tree]
            case _:
                return tree

    tree = named(protocol.model_dump(by_alias=True, mode="json"))
    if isinstance(tree, dict):
        for question in tree["questions"]:  # type: ignore[union-attr]  # a list, as the protocol has it
            if isinstance(question, dict) and question["id"] in questions:
                question["id"] = f"{question['id']}{FORMER}"
    return Protocol.model_validate(tree)


# --- texts -----------------------------------------------------------------------------------------


def _texts(old: Protocol, new: Protocol) -> Iterator[str]:
    before, now = (each.model_dump(by_alias=True, mode="json", exclude_defaults=True) for each in (old, new))
    for kind, name in (("questions", "question"), ("outcomes", "outcome")):
        former = {each["id"]: each for each in before.pop(kind)}
        later = {each["id"]: each for each in now.pop(kind)}
        for each in former.keys() - later.keys():
            yield f"The {name} '{each}' was taken out."
        for each in later.keys() - former.keys():
            yield f"The {name} '{each}' is new."
        common = [each for each in former if each in later]
        for each in common:
            yield from _differences(f"{name} {each}", former[each], later[each])
        if common != [each for each in later if each in former]:
            yield f"The {kind} stand in another order."
    if before.pop("rules") != now.pop("rules"):
        yield "The rules are written otherwise."
    yield from _differences("protocol", before, now)


def _differences(where: str, old: Tree, new: Tree) -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            if old.get(key) != new.get(key):
                yield from _differences(f"{where}, {key}", old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (former, later) in enumerate(zip(old, new, strict=True)):
            if former != later:
                yield from _differences(f"{where} {number + 1}", former, later)
    elif old != new:
        yield f"{where}: {_shown(old)} is now {_shown(new)}."


def _shown(value: Tree) -> str:
    match value:
        case None:
            return "nothing"
        case str():
            return f"'{value}'"
        case list():
            return f"[{', '.join(_shown(each) for each in value)}]"
        case dict():
            return f"{{{', '.join(f'{key}: {_shown(each)}' for key, each in value.items())}}}"
        case _:
            return str(value)
