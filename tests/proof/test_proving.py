"""The proofs, held against every answer path one by one, and what they say about protocols that are broken."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import pytest
from protocols import entangled, large, outcome, protocol, question, when

from voice_assistant.content.protocol import Protocol
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import Answer
from voice_assistant.proof import prove_protocol
from voice_assistant.proof.comparing import compare
from voice_assistant.proof.replies import replies
from voice_assistant.proof.view import View

SEEDS = range(60)


def made(seed: int) -> Protocol:
    """A small protocol with rules, gates and combinations as chance has it; rarely one that is right."""
    chance = random.Random(seed)  # noqa: S311 - makes a protocol, no secret
    kinds = [chance.choice(("yes_no", "yes_no", "yes_no", "duration", "one_of", "scale")) for _ in range(4)]
    questions: list[Any] = []

    def condition(above: int = 4) -> Any:
        number = chance.randrange(above)
        values: dict[str, list[Any]] = {
            "yes_no": [["yes"], ["yes", "not_sure"], ["no"], ["not_sure"]],
            "duration": [[{"more_than_days": 14}], [{"less_than_days": 3}, "not_sure"]],
            "one_of": [["one"], ["two", "not_sure"]],
            "scale": [[{"at_least": 5}], [{"at_most": 2}]],
        }
        return when(f"q{number}", *chance.choice(values[kinds[number]]))

    for number, kind in enumerate(kinds):
        more: dict[str, Any] = {}
        if kind == "yes_no" and chance.random() < 0.4:
            more["red_flag"] = chance.choice((True, "soon", "emergency"))
        if number and chance.random() < 0.3:
            more["applies_when"] = {"any": [condition(number)]}
        questions.append(question(f"q{number}", kind, **more))
    rules: list[Any] = []
    for name in ("emergency", "soon", "doctor", "doctor"):
        if chance.random() < 0.3:
            rules.append({"outcome": name, "all": [condition(), condition()]})
        else:
            rules.append({"outcome": name, "any": [condition() for _ in range(chance.randrange(1, 3))]})
        rules[-1]["at_once"] = name == "emergency"
    return protocol(questions, rules)


def every_way(made_: Protocol) -> list[tuple[dict[str, Answer], int]]:
    """Each way that the dialogue asks, one by one, with the answers that it stands for."""
    view = View(made_)
    ends, waiting = [], [({}, 1)]  # type: ignore[var-annotated]
    while waiting:
        answers, count = waiting.pop()
        asked = None if triage.verdict(made_, answers).at_once else triage.next_question(made_, answers)
        if asked is None:
            ends.append((answers, count))
            continue
        for reply in replies(asked, view.own(asked.id)):
            waiting.append(({**answers, asked.id: reply.answer}, count * reply.count))
    return ends


@pytest.mark.parametrize("seed", SEEDS)
def test_it_agrees_with_all_ways_one_by_one(seed: int) -> None:
    small = made(seed)
    proof = prove_protocol(small)
    ends = every_way(small)
    assert proof.paths == sum(count for _, count in ends)
    fewest: dict[str, int] = {}
    for answers, _ in ends:
        found = triage.verdict(small, answers).outcome.id
        fewest[found] = min(len(answers), fewest.get(found, 99))
    assert dict(proof.fewest) == fewest


@pytest.mark.parametrize("seed", SEEDS)
def test_it_agrees_with_all_sets_of_answers_one_by_one(seed: int) -> None:
    """Floors (I1, I2) and rising answers (I3), over every set that there can be."""
    small = made(seed)
    view = View(small)
    classes = [[None, *replies(each, view.own(each.id))] for each in small.questions]
    sunk, fallen = set(), set()
    for chosen in product(*classes):
        answers = {q.id: r.answer for q, r in zip(small.questions, chosen, strict=True) if r}
        urgency = triage.verdict(small, answers).outcome.urgency
        for each in small.questions:
            floor, said = small.floor(each), triage.valid(small, answers).get(each.id)
            if floor and said and said.value != "no" and urgency < floor.urgency:
                sunk.add(each.id)
            rising = {"no": "not_sure", "not_sure": "yes"}.get(str(said.value)) if said else None
            if each.kind == "yes_no" and rising:
                more = {**answers, each.id: Answer(rising)}  # type: ignore[arg-type]
                if triage.verdict(small, more).outcome.urgency < urgency:
                    fallen.add(each.id)
    told = prove_protocol(small).findings
    assert {each.sentence.split("'")[1] for each in told if "is a red flag, but" in each.sentence} == sunk
    flat = {each.id for each in small.questions if each.kind == "yes_no"}
    rising_told = {each.sentence.split("'")[1] for each in told if "rising answer" in each.sentence}
    assert rising_told & flat == fallen
    assert all(
        each.way for each in told if "rising" in each.sentence or "is a red flag, but" in each.sentence
    )


FLAG = question("air", red_flag="emergency")
AT_ONCE = {"outcome": "emergency", "at_once": True, "any": [when("air", "yes", "not_sure")]}
MILD = {"outcome": "doctor", "any": [when("itch", "yes", "not_sure")]}
OUTCOMES = [outcome("care", 0), outcome("doctor", 1), outcome("emergency", 2, emergency=True)]

BROKEN: dict[str, tuple[list[Any], list[Any], str]] = {
    "never applies": (
        [
            FLAG,
            question("itch"),
            question("rash", applies_when={"all": [when("itch", "yes"), when("itch", "no")]}),
        ],
        [AT_ONCE, MILD, {"outcome": "doctor", "any": [when("rash", "yes")]}],
        "'rash' never applies",
    ),
    "never asked": (
        [FLAG, question("itch", applies_when={"any": [when("air", "yes")]})],
        [AT_ONCE, MILD],
        "'itch' is never asked",
    ),
    "never led to": (
        [FLAG, question("itch")],
        [AT_ONCE, {"outcome": "doctor", "all": [when("itch", "yes"), when("itch", "no")]}],
        "No answers lead to 'doctor'",
    ),
    "in the shadow": (
        [FLAG, question("itch")],
        [AT_ONCE, MILD, {"outcome": "doctor", "any": [when("air", "yes")]}],
        "never decides anything",
    ),
    "twice": ([FLAG, question("itch")], [AT_ONCE, MILD, MILD], "never decides anything"),
    "overlapping": (
        [FLAG, question("itch"), question("rash")],
        [AT_ONCE, MILD, {"outcome": "doctor", "any": [when("itch", "not_sure"), when("rash", "yes")]}],
        "decides nothing here",
    ),
    "left out": (
        [
            question("itch"),
            question("air", red_flag="emergency", applies_when={"any": [when("itch", "yes")]}),
        ],
        [AT_ONCE, MILD],
        "The red flag 'air' is not asked before the advice 'care'",
    ),
    "lowered by a yes": (
        [FLAG, question("itch"), question("rash", applies_when={"any": [when("itch", "no")]})],
        [AT_ONCE, {"outcome": "doctor", "any": [when("rash", "yes")]}],
        "A rising answer to 'itch' lowers the advice from 'doctor' to 'care'",
    ),
    "two at least": (
        [FLAG, question("itch", red_flag=True), question("rash")],
        [
            AT_ONCE,
            {
                "outcome": "doctor",
                "at_least": 2,
                "any": [when("itch", "yes", "not_sure"), when("rash", "yes")],
            },
        ],
        "'itch' is a red flag, but",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_broken_is_told(kind: str) -> None:
    questions, rules, sentence = BROKEN[kind]
    told = [str(each) for each in prove_protocol(protocol(questions, rules, OUTCOMES)).findings]
    assert any(sentence in each for each in told), told


def test_a_broken_promise_is_told_with_its_shortest_path() -> None:
    questions, rules, sentence = BROKEN["two at least"]
    found = prove_protocol(protocol(questions, rules, OUTCOMES)).findings
    (told,) = [each for each in found if sentence in each.sentence]
    assert told.way in ((("itch", "yes"),), (("itch", "not sure"),))


def test_two_hundred_questions_are_proved_state_by_state() -> None:
    proof = prove_protocol(large(200))
    assert proof.exact
    assert proof.findings == ()
    assert proof.paths > 10**6
    assert proof.answer_sets > 10**100
    assert proof.fewest["emergency"] == 1
    assert proof.fewest["soon"] == 21


def test_where_there_are_too_many_states_the_rules_are_reasoned_over() -> None:
    proof = prove_protocol(entangled(200))
    assert not proof.exact
    assert proof.findings == ()
    assert proof.fewest.keys() == {"care", "doctor"}


def test_reasoning_over_rules_finds_what_is_broken_too() -> None:
    for kind in ("in the shadow", "twice", "left out", "lowered by a yes", "two at least"):
        questions, rules, sentence = BROKEN[kind]
        told = [str(each) for each in prove_protocol(protocol(questions, rules, OUTCOMES), most=1).findings]
        assert told, (kind, sentence)


# --- two versions ----------------------------------------------------------------------------------


def test_the_same_is_no_difference() -> None:
    found = compare(made(3), made(3))
    assert (found.changes, found.texts) == ((), ())


@pytest.mark.parametrize("seed", SEEDS[:20])
def test_every_difference_in_advice_is_found(seed: int) -> None:
    """Against all complete sets of answers, one by one."""
    old = made(seed)
    rules = list(old.rules)
    rules[seed % 4] = rules[seed % 4].model_copy(update={"outcome": "soon"})
    new = old.model_copy(update={"rules": tuple(rules)})
    view = View(old)
    pairs = set()
    for chosen in product(*[replies(each, view.own(each.id)) for each in old.questions]):
        answers = {each.id: reply.answer for each, reply in zip(old.questions, chosen, strict=True)}
        before, now = (triage.verdict(each, answers) for each in (old, new))
        if (before.outcome, before.at_once) != (now.outcome, now.at_once):
            pairs.add((before.outcome.id, now.outcome.id))
    found = compare(old, new)
    assert {(each.old.split(",")[0], each.new.split(",")[0]) for each in found.changes} == pairs


def test_a_question_of_another_kind_and_a_new_one_are_compared() -> None:
    old = protocol([FLAG, question("itch")], [AT_ONCE, MILD], OUTCOMES)
    longer = {"outcome": "doctor", "any": [when("itch", {"more_than_days": 3}), when("rash", "yes")]}
    new = protocol([FLAG, question("itch", "duration"), question("rash")], [AT_ONCE, longer], OUTCOMES)
    found = compare(old, new)
    assert {(each.old, each.new) for each in found.changes} == {("care", "doctor"), ("doctor", "care")}
    assert "The question 'rash' is new." in found.texts
