"""The same from the rules alone, where there are too many states: monotone bounds, question by question.

More answers only ever make more conditions hold, so what a rule gives to an answer that is alone, it gives to
every set of answers with that one in it. That is enough to show the floors (I1, I2); and where what a lower
answer fulfils is fulfilled by the higher one too, no urgency can fall (I3). Where that does not show it, a set
of answers is looked for that breaks it: all others at their mildest, each in turn. What can neither be shown
nor be broken is a finding, because nobody should rely on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from voice_assistant.content.protocol import Condition
from voice_assistant.content.yaml_file import Path_
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import Answer
from voice_assistant.proof.deciding import answering, decides, spots
from voice_assistant.proof.replies import Reply
from voice_assistant.proof.view import View
from voice_assistant.proof.walks import Step, Way

TRIED = 3
"""Rules of an outcome, those that are asked first, that are tried for a short way to it."""
Classes = Mapping[str, Sequence[Reply]]
Found = tuple[Path_, str, Way]


def findings(view: View, classes: Classes) -> Iterator[Found]:
    yield from _floors(view, classes)
    yield from _hidden(view)
    yield from _rising(view, classes)
    yield from _idle(view, classes)


def _floors(view: View, classes: Classes) -> Iterator[Found]:
    """I1, I2: what anything but no gives alone, it gives always."""
    for index, question in enumerate(view.protocol.questions):
        floor = view.floors.get(question.id)
        if floor is None:
            continue
        for reply in classes[question.id]:
            if reply.kind == "no":
                continue
            held = view.held(question.id, reply.answer)
            if view.verdict(held)[0].urgency < floor.urgency:
                sentence = (
                    f"'{question.id}' is a red flag, but {reply.words!r} alone leads only to "
                    f"'{view.verdict(held)[0].id}'; it must lead to '{floor.id}' at least."
                )
                yield ("questions", index, "id"), sentence, (Step(question.id, reply.words, reply.answer),)
                break


def _hidden(view: View) -> Iterator[Found]:
    for index, question in enumerate(view.protocol.questions):
        if question.id in view.floors and question.applies_when is not None:
            sentence = f"The red flag '{question.id}' may be left out by its applies_when; ask it always."
            yield ("questions", index, "applies_when"), sentence, ()


def _rising(view: View, classes: Classes) -> Iterator[Found]:
    """I3: what the lower answer fulfils, the higher one does."""
    for index, question in enumerate(view.protocol.questions):
        of = {reply.kind: reply for reply in reversed(classes[question.id])}
        known = [of[each] for each in ("no", "unknown", "yes") if each in of]
        if "no" not in of:
            known = [classes[question.id][0], of["unknown"]]
        for low, high in pairwise(known):
            below, above = (view.held(question.id, each.answer) for each in (low, high))
            if not below & ~above or view.verdict(below)[0].id == view.verdict(view.every)[0].id:
                continue
            rest = {name: each[0].answer for name, each in classes.items()}
            mild, worse = (
                triage.verdict(view.protocol, rest | {question.id: each.answer}).outcome
                for each in (low, high)
            )
            falls = "lowers" if worse.urgency < mild.urgency else "may lower"
            sentence = f"A rising answer to '{question.id}' {falls} the advice; correct the rules."
            way = (Step(question.id, f"{low.words}, then {high.words}", high.answer),)
            yield ("questions", index, "id"), sentence, way


def _idle(view: View, classes: Classes) -> Iterator[Found]:
    """Rules of which no value was seen to decide anything."""
    seen: dict[int, bool] = {}
    for spot in spots(view.protocol):
        if not seen.get(spot[0]):
            seen[spot[0]] = decides(view, classes, spot)
    for number, at_all in seen.items():
        if not at_all:
            outcome = view.protocol.rules[number].outcome
            sentence = f"Nothing shows that this rule for '{outcome}' ever decides anything; take it out."
            yield ("rules", number), sentence, ()


def reached(view: View, classes: Classes) -> Iterator[tuple[str, dict[str, Answer]]]:
    """Sets of answers that lead to the outcomes: everything mild, and what a rule needs that is asked early."""
    mild = {name: each[0].answer for name, each in classes.items()}
    yield triage.verdict(view.protocol, mild).outcome.id, mild
    places = {question.id: place for place, question in enumerate(view.protocol.questions)}
    ways: dict[str, list[tuple[int, list[Condition]]]] = {}
    for rule in view.protocol.rules:
        firsts = sorted(rule.any, key=lambda each: places[each.question])[: rule.at_least]
        needed = [*firsts, *rule.all]
        last = max((places[each.question] for each in needed), default=0)
        ways.setdefault(rule.outcome, []).append((last, needed))
    for found in ways.values():
        for _, wanted in sorted(found, key=lambda each: each[0])[:TRIED]:
            answers = answering(view, classes, wanted)
            if answers is not None:
                yield triage.verdict(view.protocol, answers).outcome.id, answers


def as_asked(view: View, classes: Classes, answers: Mapping[str, Answer]) -> Way | None:
    """The way that the dialogue goes with somebody who would answer so."""
    way: list[Step] = []
    given: dict[str, Answer] = {}
    while not triage.verdict(view.protocol, given).at_once:
        question = triage.next_question(view.protocol, given)
        if question is None:
            break
        given[question.id] = answers[question.id]
        words = next(each.words for each in classes[question.id] if each.answer == answers[question.id])
        way.append(Step(question.id, words, answers[question.id]))
    return tuple(way)
