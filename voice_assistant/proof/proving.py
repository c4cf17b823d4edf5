"""What is proved about a protocol, whatever anybody answers, and in whatever order.

1. From the first question to advice, as the dialogue asks: every way ends in an outcome, every question, rule
   and outcome can be reached, no question comes twice, and what was left unasked could not have changed
   anything. A red flag is left behind only by an explicit "no" to it (I1).
2. Over every set of answers that there can be, also those that only changes and mentions lead to: anything but
   "no" to a red flag leads at least to its floor (I1, I2), and no answer that rises lowers the urgency (I3).
   The advice is a function of the answers alone, so what was answered before a change cannot matter.
3. Each value of each rule decides something somewhere: nothing is shadowed, repeated, or contradicts itself.

Where there are more states than can be looked at, `bounds` shows the same from the rules alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

from voice_assistant.content.pack import Pack
from voice_assistant.content.protocol import Protocol
from voice_assistant.content.yaml_file import Path_
from voice_assistant.dialogue import triage
from voice_assistant.proof import bounds
from voice_assistant.proof.deciding import idle_values
from voice_assistant.proof.replies import Reply
from voice_assistant.proof.view import View
from voice_assistant.proof.walks import (
    Link,
    Step,
    Sweep,
    TooManyError,
    Walk,
    asked,
    most_states,
    steps,
    swept,
)

Words = tuple[tuple[str, str], ...]
"""A way as people read it: (question id, answer)."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that does not hold, and where in protocol.yaml that can be mended."""

    path: Path_
    sentence: str
    way: Words = ()
    """The shortest way that shows it."""

    def __str__(self) -> str:
        shown = ", ".join(f"{question} {answer!r}" for question, answer in self.way)
        return f"{self.sentence} It happens with: {shown}." if shown else self.sentence


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found out about a protocol."""

    paths: int = 0
    """Ways from the first question to advice, as it is asked; where `exact` is false, sets of answers."""
    answer_sets: int = 0
    """Sets of answers to all questions that apply."""
    states: int = 0
    """States that were told apart and looked at."""
    fewest: Mapping[str, int] = field(default_factory=dict)
    """The fewest answers that lead to each outcome."""
    ways: Mapping[str, Words] = field(default_factory=dict)
    """A shortest way to each outcome."""
    findings: tuple[Broken, ...] = ()
    exact: bool = True
    """Whether every state was looked at; else the rules were reasoned over."""


def prove(pack: Pack) -> Proof:
    """What holds, and what does not, about the pack's protocol; nothing where it has none."""
    return prove_protocol(pack.protocol) if pack.protocol else Proof()


def prove_protocol(protocol: Protocol, most: int | None = None) -> Proof:
    """As `prove`. The ids that questions, rules and outcomes name must exist, each once.

    `most`: states that are looked at before the rules are reasoned over, if not as many as take some seconds.
    """
    view = View(protocol)
    classes = {each.id: mildest_first(view, each.id) for each in protocol.questions}
    try:
        return _every_state(view, classes, most_states(view) if most is None else most)
    except TooManyError:
        return _over_rules(view, classes)


def mildest_first(view: View, question: str) -> tuple[Reply, ...]:
    """The classes of answers, by what each leads to alone; what is not known last among equals."""

    def weight(reply: Reply) -> tuple[int, bool]:
        alone = triage.verdict(view.protocol, {question: reply.answer}).outcome
        return alone.urgency, reply.kind == "unknown"

    return tuple(sorted(view.replies(question), key=weight))


def in_words(way: Sequence[Step] | Link | None) -> Words:
    """A way of either kind of walk; where two answers were tried, both."""
    words: list[tuple[str, str]] = []
    for each in steps(way) if isinstance(way, Link) else way or ():
        if isinstance(each, Step):
            words.append((each.question, each.words))
        else:
            low, high = each
            words.append((low.question, f"{low.words}, then {high.words}"))
    return tuple(words)


# --- state by state --------------------------------------------------------------------------------


def _every_state(view: View, classes: Mapping[str, Sequence[Reply]], most: int) -> Proof:
    order = [each.id for each in view.protocol.questions]
    every = swept((view,), order, classes, most=most)
    any_set = swept((view,), order, classes, partial=True, fork=_rising, most=most)
    walk = asked(view, most)
    fewest: dict[str, int] = {}
    ways: dict[str, Words] = {}
    for end in walk.ends:
        if len(end.way) < fewest.get(end.outcome, len(order) + 1):
            fewest[end.outcome], ways[end.outcome] = len(end.way), in_words(end.way)
    findings = [
        *_reached(view, walk, every),
        *_flags(view, walk),
        *_enough(view, walk, classes),
        *_floors(view, any_set),
        *_falling(view, any_set),
        *(Broken(path, sentence) for path, sentence in idle_values(view, classes, order, most)),
    ]
    return Proof(
        paths=sum(end.count for end in walk.ends),
        answer_sets=sum(end.count for end in every.ends),
        states=walk.states + every.states + any_set.states,
        fewest=fewest,
        ways=ways,
        findings=tuple(findings),
    )


def _rising(question: str, classes: Sequence[Reply]) -> Iterator[tuple[Reply, Reply]]:
    """From no to not sure to yes; of other kinds, from the mildest answer to not sure."""
    of = {reply.kind: reply for reply in reversed(classes)}
    if "no" in of:
        yield of["no"], of["unknown"]
        yield of["unknown"], of["yes"]
    elif classes[0].kind != "unknown":
        yield classes[0], of["unknown"]


def _reached(view: View, walk: Walk, every: Sweep) -> Iterator[Broken]:
    protocol = view.protocol
    used = {each.question for each in view.conditions}
    used |= {each.tips_from for each in protocol.outcomes if each.tips_from}
    for way in walk.disagreements:
        sentence = "The interpreter's advice is not what the rules say; tell the authors of the program."
        yield Broken(("rules",), sentence, in_words(way))
    for index, question in enumerate(protocol.questions):
        if question.id not in every.applied:
            sentence = (
                f"'{question.id}' never applies, whatever is answered above it; correct its applies_when."
            )
            yield Broken(("questions", index, "applies_when"), sentence)
        elif question.id not in walk.questions and question.id in used:
            sentence = (
                f"'{question.id}' is never asked: the advice is certain before; move it up or take it out."
            )
            yield Broken(("questions", index, "id"), sentence)
    ends = {end.outcome for end in walk.ends}
    given = {rule.outcome for rule in protocol.rules} | {view.lowest.id}
    for index, outcome in enumerate(protocol.outcomes):
        if outcome.id not in ends and outcome.id in given:
            sentence = f"No answers lead to '{outcome.id}'; correct the rules or take it out."
            yield Broken(("outcomes", index, "id"), sentence)


def _flags(view: View, walk: Walk) -> Iterator[Broken]:
    """I1: whoever is told something milder than a red flag demands has said no to it."""
    urgency = {each.id: each.urgency for each in view.protocol.outcomes}
    for index, question in enumerate(view.protocol.questions):
        floor = view.floors.get(question.id)
        for end in sorted(walk.ends, key=lambda each: len(each.way)) if floor else ():
            said = {step.question: step.answer.value for step in end.way}
            if floor and urgency[end.outcome] < floor.urgency and question.id not in said:
                sentence = (
                    f"The red flag '{question.id}' is not asked before the advice '{end.outcome}'; "
                    "ask it whatever was answered before."
                )
                yield Broken(("questions", index, "applies_when"), sentence, in_words(end.way))
                break


def _enough(view: View, walk: Walk, classes: Mapping[str, Sequence[Reply]]) -> Iterator[Broken]:
    """When asking stops, no answer to what was not asked could have changed the outcome."""
    for end in walk.ends:
        answers = {step.question: step.answer for step in end.way}
        left = [each.id for each in view.protocol.questions if each.id not in answers]
        if end.at_once and view.verdict(view.every)[0].id == end.outcome:
            continue  # there is nothing above it
        open_ = view.open_conditions(end.held, view.rest(left))
        above = view.verdict(end.held | open_)[0]
        if above.id != end.outcome:
            sentence = (
                f"It stops asking at '{end.outcome}', though what was not asked may lead to '{above.id}'."
            )
            yield Broken(("questions",), f"{sentence} Correct the rules.", in_words(end.way))
            return


def _floors(view: View, any_set: Sweep) -> Iterator[Broken]:
    """I1, I2, over every set of answers."""
    told: set[str] = set()
    for end in sorted(any_set.ends, key=lambda each: each.weight):
        outcome = view.verdict(end.held[0])[0]
        for question in sorted(end.unmet - told):
            told.add(question)
            said = next(
                each.words for each in steps(end.way) if isinstance(each, Step) and each.question == question
            )
            sentence = (
                f"'{question}' is a red flag, but {said!r} leads only to '{outcome.id}'; "
                f"it must lead to '{view.floors[question].id}' at least."
            )
            yield Broken(_question(view, question), sentence, in_words(end.way))


def _falling(view: View, any_set: Sweep) -> Iterator[Broken]:
    """I3."""
    told: set[str] = set()
    for end in sorted(any_set.ends, key=lambda each: each.weight):
        if end.forked is None or end.forked in told:
            continue
        low, high = (view.verdict(held)[0] for held in end.held)
        if high.urgency < low.urgency:
            told.add(end.forked)
            sentence = (
                f"A rising answer to '{end.forked}' lowers the advice from '{low.id}' to '{high.id}'; "
                "correct the rules."
            )
            yield Broken(_question(view, end.forked), sentence, in_words(end.way))


def _question(view: View, question: str) -> Path_:
    return ("questions", [each.id for each in view.protocol.questions].index(question), "id")


# --- over the rules --------------------------------------------------------------------------------


def _over_rules(view: View, classes: Mapping[str, Sequence[Reply]]) -> Proof:
    sets = prod(sum(reply.count for reply in each) for each in classes.values())
    ways: dict[str, Words] = {}
    fewest: dict[str, int] = {}
    for outcome, answers in bounds.reached(view, classes):
        way = bounds.as_asked(view, classes, answers)
        if way is not None and len(way) < fewest.get(outcome, len(classes) + 1):
            fewest[outcome], ways[outcome] = len(way), in_words(way)
    broken = [Broken(path, sentence, in_words(way)) for path, sentence, way in bounds.findings(view, classes)]
    return Proof(
        paths=sets,
        answer_sets=sets,
        states=0,
        fewest=fewest,
        ways=ways,
        findings=tuple(broken),
        exact=False,
    )
