"""Whole conversations with the real recognizer and voice: each ends in the outcome that its answers demand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dialogues.golden import the_pack
from rehearsals.conftest import Rehearse
from voice_assistant.app import App
from voice_assistant.content.protocol import Protocol

pytestmark = [pytest.mark.model, pytest.mark.voice, pytest.mark.slow]

FLAGS = ("breathing", "sudden", "weakness", "wasting", "walking", "speaking", "swallowing")
YES_NO = (*FLAGS, "places", "stiff")
QUICK = {"speaking.rate": 300}
"""It speaks as fast as it can be set to, and so the conversation is over in half the time; all else is as usual."""
OUTCOME = {
    "breathing": "emergency",
    "sudden": "emergency",
    "weakness": "doctor_soon",
    "wasting": "doctor_soon",
    "walking": "doctor_soon",
    "speaking": "doctor_soon",
    "swallowing": "doctor_soon",
    "duration": "doctor",
    "places": "doctor",
    "stiff": "doctor",
}


def protocol() -> Protocol:
    found = the_pack().protocol
    assert found is not None
    return found


def script(**answers: Any) -> dict[str, Any]:
    """A caller who says no to everything, but for these answers, and leaves after the advice."""
    usual: dict[str, Any] = {question: {"say": "no", "means": "no"} for question in YES_NO}
    usual["duration"] = {"say": "three days", "means": {"days": [3, 3]}}
    usual["triggers"] = {"say": "stress", "means": {"choices": ["stress"]}}
    turns = [{"say": "questions"}, {"say": "goodbye"}]
    return {"settings": QUICK, "turns": turns, "answers": usual | answers}


def test_nothing_but_no_is_self_care(rehearse: Rehearse) -> None:
    played = rehearse(script() | {"turns": [{"say": "questions"}]})
    assert played.outcomes == ["self_care"]
    assert [each["value"] for each in played.of("answer")][:7] == ["no"] * 7
    assert all(each["attempt"] == 1 for each in played.of("question"))
    assert played.reason == "completed"


@pytest.mark.parametrize("question", [name for name in YES_NO if OUTCOME[name] != "doctor_soon"])
def test_one_yes_alone(rehearse: Rehearse, question: str) -> None:
    played = rehearse(script(**{question: {"say": "yes", "means": "yes"}}), max_seconds=240)
    outcome = played.of("outcome")[0]
    assert (outcome["outcome"], outcome["reasons"]) == (OUTCOME[question], [question])
    assert outcome["sections"]


@pytest.mark.timeout(400)
def test_each_warning_sign_alone(rehearse: Rehearse) -> None:
    """One after the other, as somebody who takes each back after the advice that it led to."""
    signs = [name for name in FLAGS if OUTCOME[name] == "doctor_soon"]
    yes_then_no = [{"say": "yes", "means": "yes"}, {"say": "no", "means": "no"}]
    names = {each.id: each.names[0] for each in protocol().questions}
    changes = [{"say": f"change my answer about {names[name]}"} for name in signs[:-1]]
    played = rehearse(
        script(**dict.fromkeys(signs, yes_then_no))
        | {"turns": [{"say": "questions"}, *changes, {"say": "goodbye"}]},
        max_seconds=900,
    )
    assert [(each["outcome"], each["reasons"]) for each in played.of("outcome")] == [
        ("doctor_soon", [sign]) for sign in signs
    ]
    assert all(each["sections"] for each in played.of("outcome"))


@pytest.mark.parametrize("question", ["sudden", "weakness", "stiff"])
def test_not_sure_alone(rehearse: Rehearse, question: str) -> None:
    played = rehearse(script(**{question: {"say": "not sure", "means": "not_sure"}}), max_seconds=240)
    assert played.outcomes == [OUTCOME[question]]
    asked = [each for each in played.of("question") if each["question"] == question]
    assert len(asked) == (2 if question in FLAGS else 1)


DURATIONS: list[tuple[str, list[float] | None, str]] = [
    ("about three weeks", [21, 21], "doctor"),
    ("ten days", [10, 10], "self_care"),
    ("half a year", [182.5, 182.5], "doctor"),
    ("since a couple of days", None, "self_care"),
    ("a month and a half", [45, 45], "doctor"),
]


@pytest.mark.timeout(400)
def test_durations(rehearse: Rehearse) -> None:
    """One after the other, as somebody who changes that answer after each advice."""
    again = [{"say": "change my answer about how long"} for _ in DURATIONS[1:]]
    said = [{"say": said} for said, _, _ in DURATIONS]
    turns = {"turns": [{"say": "questions"}, *again, {"say": "goodbye"}]}
    played = rehearse(script(duration=said) | turns, max_seconds=900)
    assert played.outcomes == [outcome for _, _, outcome in DURATIONS]
    values = [each["value"] for each in played.of("answer") if each["question"] == "duration"]
    assert len(values) == len(DURATIONS)
    for value, (_, days, _) in zip(values, DURATIONS, strict=True):
        assert days is None or value == {"days": days}


@pytest.mark.parametrize(
    ("answer", "missed"),
    [({"silence": 12}, "no_input"), ({"say": "banana pancakes", "means": "nothing"}, "no_match")],
)
def test_silence_and_mumbling_are_never_no(rehearse: Rehearse, answer: dict[str, Any], missed: str) -> None:
    played = rehearse(script(weakness=answer), max_seconds=400)
    values = {each["question"]: each["value"] for each in played.of("answer")}
    assert values["weakness"] == "not_sure"
    assert played.outcomes[0] == "doctor_soon"
    assert len(played.of(missed)) >= 2


def test_a_recorded_session_leads_to_the_same_advice_again(
    rehearse: Rehearse, app: App, tmp_path: Path
) -> None:
    """With an answer that is changed after the advice, and one that was refused."""
    played = rehearse(
        script(weakness={"say": "i'd rather not say"}, wasting={"say": "yes", "means": "yes"})
        | {
            "settings": {
                **QUICK,
                "privacy.records": str(tmp_path / "records"),
                "privacy.summaries": str(tmp_path / "summaries"),
            },
            "turns": [
                *({"say": "questions"}, {"say": "yes"}, {"say": "change my answer about weakness"}),
                *({"say": "no"}, {"say": "keep it"}, {"say": "yes"}, {"say": "goodbye"}),
            ],
        },
        max_seconds=400,
    )
    (record,) = (tmp_path / "records").iterdir()
    found = app.verify(record)
    assert (found.findings, found.remarks) == ((), ())
    assert [json.loads(line)["event"] for line in record.read_text().splitlines()].count("outcome") == len(
        played.outcomes
    )
    (summary,) = (tmp_path / "summaries").iterdir()
    assert "This is a summary for a doctor." in summary.read_text()


def test_questions_that_cannot_change_the_advice_are_asked_when_wanted(rehearse: Rehearse) -> None:
    turns = [{"say": "questions"}, {"say": "other questions"}, {"say": "goodbye"}]
    played = rehearse(script(weakness={"say": "yes", "means": "yes"}) | {"turns": turns}, max_seconds=400)
    asked = [each["question"] for each in played.of("question")]
    assert asked == [
        "breathing",
        "sudden",
        *[each for each in OUTCOME if OUTCOME[each] != "emergency"],
        "triggers",
    ]
    assert played.outcomes == ["doctor_soon"] * 2


def test_a_script_may_name_another_voice(rehearse: Rehearse) -> None:
    """Any setting: what the assistant says first is another sound then, with the same words."""
    plain, other = (
        rehearse({"settings": settings, "turns": []}, name, max_seconds=3)
        for name, settings in (("plain", {}), ("other", {"speaking.engine": "flite"}))
    )
    assert plain.of("speaking")[0]["text"] == other.of("speaking")[0]["text"]
    sounds = [(each.folder / "conversation.wav").read_bytes()[44:] for each in (plain, other)]
    assert sounds[0] != sounds[1]
