"""How conversations are drawn, what noise is made for them, and how they are judged."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from voice_assistant.audio.frames import RATE
from voice_assistant.audio.level import rms_dbfs
from voice_assistant.audio.wav import WavWriter
from voice_assistant.bench.clips import Clip
from voice_assistant.bench.conversation_judging import Went, judge
from voice_assistant.bench.conversation_plans import DURATIONS, Cast, Plan, demand, draw
from voice_assistant.bench.conversations import Conversations
from voice_assistant.bench.noise_beds import LENGTH, LEVEL_DBFS, babble_bed, background_bed
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.content.protocol import Protocol
from voice_assistant.dialogue.memory import AnswerValue
from voice_assistant.errors import ContentError
from voice_assistant.events import Choices, Days
from voice_assistant.listening.durations import parse_duration
from voice_assistant.rehearsal.script import Script

WORDS = load_words()
PACK = load_pack("als-facial-twitching", WORDS, date(2026, 12, 1))
PEOPLE = {"many": 4, "few": 1, "one": 1}
CAST = Cast(
    [
        Clip(Path(f"/{who}/{said}_{number}.wav"), said, who)
        for who, count in PEOPLE.items()
        for said in ("yes", "no")
        for number in range(count)
    ],
    WORDS,
)


def protocol() -> Protocol:
    assert PACK.protocol is not None
    return PACK.protocol


def plan(number: int, seed: int = 1) -> Plan:
    return draw(number, seed, PACK, CAST)


def dice() -> random.Random:
    return random.Random(1)  # noqa: S311 - the same every time


# --- what is drawn ---------------------------------------------------------------------------------


def test_every_outcome_and_every_length_of_path_occurs() -> None:
    plans = [plan(number) for number in range(80)]
    assert {each.demanded.id for each in plans} == {outcome.id for outcome in protocol().outcomes}
    lengths = {len(each.path) for each in plans}
    assert {1, 2, 3, len(protocol().questions)} <= lengths
    values = {value for each in plans for _, value in each.truth if isinstance(value, str)}
    assert values == {"yes", "no", "not_sure"}
    assert any("one speaker" in each.speakers for each in plans)
    assert any("another speaker" in each.speakers for each in plans)


def test_a_conversation_is_the_same_whatever_else_is_held() -> None:
    assert plan(5) == plan(5)
    assert plan(5) != plan(5, seed=2)


def test_the_script_says_what_is_true_three_times_at_most() -> None:
    for number in range(20):
        each = plan(number)
        script = Script.model_validate(json.loads(json.dumps(each.script)))
        for question, value in each.truth:
            acts = script.answers[question]
            assert len(acts) <= 3
            for act in acts:
                assert act.means == (value if isinstance(value, str) else value.as_json())
                if act.play is not None:
                    assert act.play.stem.split("_")[0] == ("yes" if value == "yes" else "no")


def test_one_speaker_repeats_a_word_with_another_recording() -> None:
    acts = CAST.acts("yes", "many", 4, dice())
    assert len({str(act["play"]) for act in acts}) == 4
    assert [act["play"] for act in CAST.acts("no", "few", 3, dice())] == ["/few/no_0.wav"] * 3
    assert CAST.whole() == ["many"]


def test_people_who_never_say_no_are_not_enough() -> None:
    with pytest.raises(ContentError, match="who says no"):
        Cast([Clip(Path("a.wav"), "yes", "a")], WORDS)


def test_all_durations_are_understood() -> None:
    assert all(parse_duration(words) for words in DURATIONS)


@pytest.mark.parametrize(
    ("changed", "outcome", "asked"),
    [
        ({}, "self_care", 11),
        ({"breathing": "not_sure"}, "emergency", 1),
        ({"sudden": "yes", "walking": "yes"}, "emergency", 2),
        ({"walking": "not_sure", "places": "yes"}, "doctor_soon", 5),
        ({"duration": Days(14, None)}, "doctor", 8),
    ],
)
def test_what_answers_demand(changed: Mapping[str, AnswerValue], outcome: str, asked: int) -> None:
    demanded, path = demand(protocol(), {**nothing(), **changed})
    assert (demanded.id, len(path)) == (outcome, asked)


def nothing() -> dict[str, AnswerValue]:
    """Answers without any warning sign."""
    values: dict[str, AnswerValue] = {question.id: "no" for question in protocol().questions}
    return values | {"duration": Days(3, 3), "triggers": Choices(())}


# --- noise -----------------------------------------------------------------------------------------


def recorded(folder: Path, speaker: str, level: float, seconds: float = 1.0) -> Clip:
    path = folder / f"{speaker}.wav"
    with WavWriter(path) as file:
        noise = np.random.default_rng(len(speaker)).normal(0, level, round(seconds * RATE))
        file.write(noise.astype(np.int16))
    return Clip(path, "", speaker)


def test_a_bed_is_equally_loud_all_the_time_and_has_no_seam(tmp_path: Path) -> None:
    clips = [recorded(tmp_path, "loud", 5000), recorded(tmp_path, "soft", 100), recorded(tmp_path, "no", 0)]
    bed = background_bed(clips, dice())
    assert len(bed) == LENGTH
    ring = np.concatenate((bed[-RATE:], bed[:RATE]))
    for part in (*np.array_split(bed, 30), ring):
        assert rms_dbfs(part) == pytest.approx(LEVEL_DBFS, abs=1.5)


def test_babble_is_several_people_at_once(tmp_path: Path) -> None:
    clips = [recorded(tmp_path, "a" * number, 2000, 7.0) for number in range(1, 5)]
    bed = babble_bed(clips, dice())
    assert rms_dbfs(bed) == pytest.approx(LEVEL_DBFS, abs=1.0)


def test_no_noise_can_be_made_of_silence(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="Noise cannot be made"):
        background_bed([recorded(tmp_path, "no", 0)], dice())


# --- how they went ---------------------------------------------------------------------------------


TRUTH = nothing() | {"walking": "not_sure", "stiff": "yes"}
DEMANDED, PATH = demand(protocol(), TRUTH)
PLAN = Plan(7, tuple(TRUTH.items()), DEMANDED, PATH, "one speaker, x", {})


def went(folder: Path, *events: dict[str, Any], transcript: str = "") -> Went:
    last = max((event["t"] for event in events), default=0.0)
    lines = [*events, {"t": last, "event": "ended", "reason": "goodbye"}]
    (folder / "events.jsonl").write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    (folder / "transcript.txt").write_text(transcript, encoding="utf-8")
    return judge(PLAN, "none", protocol(), WORDS, folder)


def asked(question: str, t: float = 0.0) -> dict[str, Any]:
    return {"t": t, "event": "question", "question": question, "attempt": 1}


def answered(question: str, value: object) -> dict[str, Any]:
    return {"t": 0.0, "event": "answer", "question": question, "value": value, "confirmed": False}


def told(text: str, prompt: str = "walking") -> dict[str, Any]:
    return {"t": 0.0, "event": "speaking", "utterance": 1, "prompt": prompt, "text": text}


def advised(outcome: str) -> dict[str, Any]:
    return {"t": 1.0, "event": "outcome", "outcome": outcome, "urgency": 0, "reasons": [], "sections": []}


@pytest.mark.parametrize(
    ("outcomes", "below", "exact"),
    [
        (["doctor_soon"], False, True),
        (["doctor"], True, False),
        (["emergency"], False, False),
        (["doctor", "doctor_soon"], True, False),
        ([], False, False),
    ],
)
def test_advice_is_below_exact_or_neither(
    tmp_path: Path, outcomes: list[str], below: bool, exact: bool
) -> None:
    judged = went(tmp_path, *map(advised, outcomes))
    assert (judged.below, judged.exact) == (below, exact)


def test_a_wrong_answer_is_unsaid_unless_it_is_told(tmp_path: Path) -> None:
    wrong = [asked("weakness"), answered("weakness", "yes")]
    assert went(tmp_path, *wrong, told("Are any of your muscles thinner?")).unsaid
    assert not went(tmp_path, *wrong, told("Your muscles are getting weaker. Are any thinner?")).unsaid
    assert not went(
        tmp_path, *wrong, told("Oh."), told("You said yes to: growing weakness.", "summary")
    ).unsaid
    assert not went(tmp_path, answered("weakness", "no")).unsaid


def test_not_sure_and_values_are_told_as_well(tmp_path: Path) -> None:
    unsure = answered("weakness", "not_sure")
    assert went(tmp_path, unsure, told("Are any muscles thinner?")).unsaid
    sentence = WORDS.prompts["took_not_sure"].first[0]
    assert went(tmp_path, unsure, told(f"{sentence} Next question?")).unsaid == ()
    assert (
        went(tmp_path, answered("duration", {"days": [21, 21]}), told("About three weeks. So?")).unsaid == ()
    )
    assert went(tmp_path, answered("triggers", {"choices": ["stress"]}), told("Stress.")).unsaid == ()


def test_the_last_answer_before_the_last_advice_counts(tmp_path: Path) -> None:
    judged = went(
        tmp_path,
        answered("places", "yes"),
        answered("places", "no"),
        advised("doctor"),
        answered("places", "yes"),
    )
    assert [(each.question, each.right) for each in judged.answers] == [("places", True)]


def test_a_question_left_without_an_answer_is_not_right(tmp_path: Path) -> None:
    (left,) = went(tmp_path, asked("walking")).answers
    assert (left.taken, left.right) == (None, False)


def test_what_the_protocol_repeats_is_no_repetition(tmp_path: Path) -> None:
    events = [asked("walking"), asked("walking"), asked("stiff"), asked("stiff"), asked("stiff")]
    assert went(tmp_path, *events).repeated == 2


def test_delays_are_those_of_recordings_and_noise_is_told_apart(tmp_path: Path) -> None:
    def heard(t: float, delay: float, decision: str = "accepted") -> dict[str, Any]:
        return {"t": t, "event": "heard", "endpoint_delay": delay, "decision": decision}

    judged = went(
        tmp_path,
        heard(0.5, 9.0),
        heard(2.0, 0.3),
        heard(3.0, 5.0),
        heard(11.0, 0.7),
        heard(21.0, 0.4, "rejected"),
        transcript="  0:01.0  caller     [a.wav]\n  0:01.5             (understood: yes)\n"
        "  0:10.0  caller     three days\n  0:20.0  caller     [b.wav]\n",
    )
    assert judged.delays == (0.3,)
    assert judged.unspoken == 2


def test_what_is_not_right_is_named(tmp_path: Path) -> None:
    judged = went(tmp_path, asked("walking"), answered("walking", "no"), advised("doctor"))
    result = Conversations(4, (judged,))
    figures = result.as_json()
    assert (figures["outcomes_below"], figures["exactly_right"], figures["answers_right"]) == (1, 0.0, 0.0)
    assert figures["answers_wrong_not_read_back"] == 1
    assert result.lines()[-1] == (
        "seed 4, conversation 7 (noise: none; one speaker, x): demanded doctor_soon, given doctor; "
        "walking: not_sure was taken for no (NOT READ BACK)"
    )
