"""A session's answers out of its events: the last ones, without those that a change made void."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest

from forms import random_answers, random_protocol
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.content.protocol import Protocol
from voice_assistant.dialogue.memory import Answer
from voice_assistant.errors import ContentError
from voice_assistant.exchange.session import read_session


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    found = load_pack("als-facial-twitching", load_words(), date(2026, 12, 1)).protocol
    assert found is not None
    return found


def written(file: Path, *events: object) -> Path:
    file.write_text("".join(f"{json.dumps(each)}\n" for each in events), encoding="utf-8")
    return file


def answer(question: str, value: object) -> dict[str, object]:
    return {"t": 1.0, "event": "answer", "question": question, "value": value, "confirmed": False}


def test_every_answer_is_read_as_it_was_given(tmp_path: Path) -> None:
    kinds = set()
    for seed in range(40):
        rng = Random(seed)  # noqa: S311 -- the same ones each time
        protocol = random_protocol(rng)
        answers = random_answers(rng, protocol)
        kinds |= {protocol.question(each).kind for each in answers}
        events = [answer(question, each.as_json()) for question, each in answers.items()]
        assert read_session(written(tmp_path / "events.jsonl", *events), protocol).answers == answers
    assert len(kinds) == 6


def test_how_a_session_stands(protocol: Protocol, tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    events: list[object] = [answer("breathing", "no")]
    assert read_session(written(file, *events), protocol).status == "in-progress"
    events.append({"event": "outcome", "outcome": "doctor"})
    assert (read_session(written(file, *events), protocol)).status == "completed"
    events += [answer("breathing", "yes"), {"event": "ended", "reason": "goodbye"}]
    changed = read_session(written(file, *events), protocol)
    assert (changed.outcome, changed.status) == (None, "stopped")
    assert changed.answers == {"breathing": Answer("yes")}


def test_a_record_tells_when_and_with_which_questions(protocol: Protocol, tmp_path: Path) -> None:
    begun = {"line": 1, "event": "begun", "version": protocol.version, "at": "2026-12-01T10:30+01:00"}
    lines = [begun, answer("breathing", "no"), {"event": "answers_forgotten"}, answer("sudden", "no")]
    session = read_session(written(tmp_path / "session.jsonl", *lines), protocol)
    assert session.held == datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    assert session.answers == {"sudden": Answer("no")}
    with pytest.raises(ContentError, match="does not have the version"):
        read_session(written(tmp_path / "old.jsonl", begun | {"version": "0.1"}), protocol)


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (answer("cough", "yes"), "The protocol does not have the question 'cough'"),
        (answer("breathing", "maybe"), "'breathing' cannot be answered like this"),
        (answer("breathing", {"days": [1, 2]}), "'breathing' cannot be answered like this"),
        (answer("duration", {"days": [3, 2]}), "'duration' cannot be answered like this"),
        (answer("triggers", {"choices": ["tea"]}), "'triggers' cannot be answered like this"),
        ({"event": "outcome", "outcome": "tea"}, "The protocol does not have the outcome 'tea'"),
        (["breathing"], "This is no event of a session"),
        (5, "This is no event of a session"),
    ],
)
def test_events_of_something_else_are_told_with_their_line(
    protocol: Protocol, tmp_path: Path, event: object, says: str
) -> None:
    events = written(tmp_path / "events.jsonl", answer("breathing", "no"), event)
    with pytest.raises(ContentError) as raised:
        read_session(events, protocol)
    assert str(raised.value).startswith(f"{events}:2:1: {says}")
