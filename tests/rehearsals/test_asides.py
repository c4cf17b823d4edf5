"""At every question: asking why, and changing an answer from before, by the voice of a synthetic caller."""

from __future__ import annotations

from typing import Any

import pytest

from rehearsals.conftest import Rehearse

from .test_outcomes import protocol, script

pytestmark = [pytest.mark.model, pytest.mark.voice, pytest.mark.slow]


def with_before(aside: dict[str, Any], but: str = "") -> dict[str, Any]:
    """A caller who says this at each question, and answers once it is put again."""
    usual = script()["answers"]
    return {"answers": {name: usual[name] if name == but else [aside, usual[name]] for name in usual}}


@pytest.mark.timeout(300)
def test_why_is_answered_at_every_question(rehearse: Rehearse) -> None:
    played = rehearse(script() | with_before({"say": "why do you ask"}), max_seconds=600)
    for question in protocol().questions:
        said = [each["text"] for each in played.of("speaking") if each["prompt"] == question.id]
        assert any(question.why in text for text in said), question.id
    assert played.outcomes == ["self_care"]
    assert {each["attempt"] for each in played.of("question")} == {1}


@pytest.mark.timeout(300)
def test_the_first_answer_can_be_changed_at_every_question(rehearse: Rehearse) -> None:
    first, *others = (question.id for question in protocol().questions)
    caller = with_before({"say": "change my answer about breathing"}, but=first)
    played = rehearse(script() | caller, max_seconds=600)
    asked = [each["question"] for each in played.of("question")]
    assert asked == [first, *(each for other in others for each in (other, first, other))]
    assert played.outcomes == ["self_care"]
