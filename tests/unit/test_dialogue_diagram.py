"""A pack's diagram shows every question, rule and outcome, and the way to each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.content.protocol import Protocol
from voice_assistant.dialogue.diagram import protocol_diagram
from voice_assistant.proof import prove

CONTENT = Path(__file__).parents[1] / "content"


@pytest.fixture(scope="module")
def diagram() -> str:
    pack = load_pack(CONTENT / "every_kind", load_words(), date(2026, 11, 24))
    assert pack.protocol is not None
    return protocol_diagram(pack.protocol, prove(pack).ways)


@pytest.mark.parametrize(
    "line",
    [
        'question_sudden["Did the worst headache of your life come all at once?<br/>red flag: at least emergency"]',
        "question_sudden --> question_fever",
        'gate_pills{"asked if any of these"}',
        'question_pain -.->|"4 or more or not sure"| gate_pills',
        "gate_pills -.-> question_pills",
        'rule_1{{"any of these, at once"}}',
        'question_sudden ==>|"yes or not sure"| rule_1',
        "rule_1 ==> outcome_emergency",
        'rule_3{{"at least 2 of these"}}',
        'question_place -->|"one side or not sure"| rule_3',
        'rule_4{{"all of these"}}',
        'question_lasting -->|"more than 1 day or not sure"| rule_4',
        'question_triggers -.->|"tips"| outcome_self_care',
        'outcome_emergency(["emergency<br/>urgency 2<br/>1 answer at least: sudden: yes"])',
    ],
)
def test_it_shows(line: str, diagram: str) -> None:
    assert f"    {line}\n" in diagram


def test_conditions_that_must_hold_beside_others_are_told_apart() -> None:
    pack = load_pack(CONTENT / "every_kind", load_words(), date(2026, 11, 24))
    assert isinstance(pack.protocol, Protocol)
    both = pack.protocol.rules[2].model_copy(update={"all": pack.protocol.rules[3].all[:1]})
    shown = protocol_diagram(pack.protocol.model_copy(update={"rules": (both,)}))
    assert 'rule_1{{"at least 2 of these and all that must be"}}' in shown
    assert '|"must be 7 or more or not sure"| rule_1' in shown
