"""Two walks over everything that can be answered, by dynamic programming: states with the same future are one.

1. `asked`: as the dialogue asks, from the first question until the interpreter has enough. Each state is put to
   the interpreter, which says what comes next and what is advised.
2. `swept`: question by question from the top, every set of answers that there can be, whatever the order in
   which they were given, and whatever was changed afterwards. Two protocols, or two answers to one question,
   can be carried along side by side.

Each state keeps its shortest way and how many ways lead to it. `TooManyError` is raised where that does not end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import Answer
from voice_assistant.proof.replies import Reply
from voice_assistant.proof.view import Rest, View

MOST_STATES = 50_000
MOST_WORK = 3_000_000
"""States times what is looked at in each: keeps a large protocol within seconds."""


def most_states(view: View) -> int:
    """States of this protocol that can be looked at before it is better to reason over its rules."""
    return min(MOST_STATES, MOST_WORK // (len(view.conditions) + len(view.questions)))


class TooManyError(Exception):
    """There are more states than can be looked at one by one."""


@dataclass(frozen=True, slots=True)
class Step:
    question: str
    words: str
    answer: Answer


Way = tuple[Step, ...]


@dataclass(slots=True)
class End:
    """Where advice is given."""

    way: Way
    outcome: str
    count: int
    held: int
    at_once: bool


@dataclass(slots=True)
class Walk:
    ends: list[End] = field(default_factory=list)
    states: int = 0
    questions: dict[str, Way] = field(default_factory=dict)
    """Each question that was asked, with the shortest way to it."""
    disagreements: list[Way] = field(default_factory=list)
    """Where the interpreter does not advise what the rules say. There must be none."""


@dataclass(slots=True)
class _At:
    way: Way
    held: int
    count: int


def asked(view: View, most: int = MOST_STATES) -> Walk:
    """Every way from the first question to advice."""
    walk = Walk()
    classes: dict[str, list[tuple[Reply, int]]] = {}
    rests: dict[frozenset[str], Rest] = {}
    level: dict[object, _At] = {(): _At((), 0, 1)}
    while level:
        walk.states += len(level)
        if walk.states > most:
            raise TooManyError
        following: dict[object, _At] = {}
        for at in level.values():
            answers = {step.question: step.answer for step in at.way}
            at_once = view.verdict(at.held)[1]
            question = None if at_once else triage.next_question(view.protocol, answers)
            if question is None:
                found = triage.verdict(view.protocol, answers)
                if (found.outcome, found.at_once) != view.verdict(at.held):
                    walk.disagreements.append(at.way)
                walk.ends.append(End(at.way, found.outcome.id, at.count, at.held, found.at_once))
                continue
            walk.questions.setdefault(question.id, at.way)
            if question.id not in classes:
                classes[question.id] = [
                    (reply, view.held(question.id, reply.answer)) for reply in view.replies(question.id)
                ]
            done = frozenset((*answers, question.id))
            if done not in rests:
                rests[done] = view.rest(each.id for each in view.protocol.questions if each.id not in done)
            rest = rests[done]
            for reply, bits in classes[question.id]:
                way = (*at.way, Step(question.id, reply.words, reply.answer))
                held = at.held | bits
                key = (view.residue(held, rest), _not_put_aside(view, way))
                count = at.count * reply.count
                if key in following:
                    following[key].count += count
                else:
                    following[key] = _At(way, held, count)
        level = following
    return walk


def _not_put_aside(view: View, way: Way) -> frozenset[str]:
    """Red flags to which nobody has said no; those are what must not be forgotten when states are merged."""
    said_no = {step.question for step in way if step.answer.value == "no"}
    return frozenset(view.floors.keys() - said_no)


# --- every set of answers --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Link:
    """A way as a list that shares its beginning with others: the last answer, or two that were tried."""

    before: Link | None
    last: Step | tuple[Step, Step]


@dataclass(slots=True)
class Swept:
    """Every set of answers that cannot be told apart. `held` is by side."""

    way: Link | None
    held: tuple[int, ...]
    unmet: frozenset[str]
    """Red flags that were answered with anything but no, and whose floor lies above what is advised so far."""
    count: int
    weight: int
    """How many answers are not the mildest ones, of the set that stands for all."""
    forked: str | None = None


@dataclass(slots=True)
class Sweep:
    ends: list[Swept] = field(default_factory=list)
    states: int = 0
    applied: set[str] = field(default_factory=set)
    """Questions that apply to somebody."""


Fork = Callable[[str, Sequence[Reply]], Iterator[tuple[Reply, Reply]]]
"""Pairs of answers to a question of which the second must not be less urgent."""


def swept(
    views: Sequence[View],
    order: Sequence[str],
    classes: Mapping[str, Sequence[Reply]],
    *,
    partial: bool = False,
    fork: Fork | None = None,
    most: int = MOST_STATES,
) -> Sweep:
    """`order`: the questions, those of an applies_when above it. `partial`: any question may stay unanswered.

    With `fork`, two sides that differ in one answer are carried along for each such pair.
    """
    sweep = Sweep()
    level: dict[object, Swept] = {(): Swept(None, (0,) * len(views), frozenset(), 1, 0)}
    for index, question in enumerate(order):
        rests = [view.rest(order[index + 1 :]) for view in views]
        masks = [
            [view.held(question, reply.answer) if question in view.questions else 0 for view in views]
            for reply in classes[question]
        ]
        following: dict[object, Swept] = {}
        for at in level.values():
            for reached in _answered(views, question, classes[question], masks, at, sweep, partial, fork):
                key = (
                    reached.forked,
                    reached.unmet,
                    *(
                        views[side % len(views)].residue(held, rests[side % len(views)])
                        for side, held in enumerate(reached.held)
                    ),
                )
                old = following.get(key)
                if old is None:
                    following[key] = reached
                elif reached.weight < old.weight:
                    reached.count += old.count
                    following[key] = reached
                else:
                    old.count += reached.count
        level = following
        sweep.states += len(level)
        if sweep.states > most:
            raise TooManyError
    sweep.ends = list(level.values())
    return sweep


def _answered(
    views: Sequence[View],
    question: str,
    classes: Sequence[Reply],
    masks: Sequence[Sequence[int]],
    at: Swept,
    sweep: Sweep,
    partial: bool,
    fork: Fork | None,
) -> Iterator[Swept]:
    sides = _sides(views, at)
    applies = [view.asks(question, held) for view, held in sides]
    if not any(applies):
        yield at
        return
    sweep.applied.add(question)
    if partial:
        yield Swept(at.way, at.held, at.unmet, at.count, at.weight, at.forked)
    for number, reply in enumerate(classes):
        held = tuple(
            each | masks[number][side % len(views)] if asks else each
            for side, (each, asks) in enumerate(zip(at.held, applies, strict=True))
        )
        unmet = at.unmet
        if at.forked is None and question in views[0].floors and reply.answer.value != "no" and applies[0]:
            unmet |= {question}
        way = Link(at.way, Step(question, reply.words, reply.answer))
        weight = at.weight + (1 if partial else min(number, 1))
        if unmet:
            advised = views[0].verdict(held[0])[0].urgency
            unmet = frozenset(each for each in unmet if views[0].floors[each].urgency > advised)
        yield Swept(way, held, unmet, at.count * reply.count, weight, at.forked)
    if fork is not None and at.forked is None and applies[0]:
        for low, high in fork(question, classes):
            held = tuple(at.held[0] | masks[classes.index(each)][0] for each in (low, high))
            if not held[0] & ~held[1]:
                continue  # all that holds with the lower answer holds with the higher one, and always will
            tried = (Step(question, low.words, low.answer), Step(question, high.words, high.answer))
            yield Swept(Link(at.way, tried), held, frozenset(), 0, at.weight + 1, question)


def _sides(views: Sequence[View], at: Swept) -> list[tuple[View, int]]:
    return [(views[number % len(views)], held) for number, held in enumerate(at.held)]


def steps(way: Link | None) -> list[Step | tuple[Step, Step]]:
    """The answers of a way, in their order."""
    found: list[Step | tuple[Step, Step]] = []
    while way is not None:
        found.append(way.last)
        way = way.before
    return found[::-1]
