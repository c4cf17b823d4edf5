"""The record of a session: written as it goes, any change is found, and the answers lead to the advice again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from dialogues.golden import the_pack
from disks import full_from
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.content.pack import Pack
from voice_assistant.dialogue.memory import AnswerValue
from voice_assistant.errors import ContentError, MissingError
from voice_assistant.events import (
    AnswersForgotten,
    AnswerTaken,
    Choices,
    Days,
    Ended,
    Entry,
    MentionCounted,
    Number,
    OutcomeGiven,
    QuestionAsked,
    RecordAgreed,
)
from voice_assistant.journal import Record, entry_record
from voice_assistant.session_record import SessionRecord, answer_from_json, verify

NOON = datetime(2026, 12, 1, 12, 0)
SESSION: tuple[Entry, ...] = (
    RecordAgreed(),
    QuestionAsked("breathing", 1),
    AnswerTaken("breathing", "yes", confirmed=False),
    AnswersForgotten(),
    AnswerTaken("breathing", "no", confirmed=False),
    AnswerTaken("sudden", "no", confirmed=True),
    AnswerTaken("weakness", "refused", confirmed=False),
    OutcomeGiven("doctor_soon", 2, ("weakness",), ("seeking_advice", "other_symptoms")),
    Ended("goodbye"),
)


def load(name: str) -> Pack:
    return load_pack(name, load_words(), date(2026, 12, 1))


def recorded(folder: Path, *entries: Entry) -> Path:
    record = SessionRecord(folder, the_pack(), lambda: NOON)
    record.write(Record(0.5, "heard", {"text": "not to be written"}))
    for second, entry in enumerate(entries):
        record.write(entry_record(float(second), entry))
        record.write(Record(second + 0.5, "heard", {"text": "not to be written"}))
    record.close()
    (path,) = folder.iterdir()
    return path


def test_a_whole_session_is_found_unchanged_with_the_same_advice(tmp_path: Path) -> None:
    path = recorded(tmp_path / "records", *SESSION)
    found = verify(path, load)
    assert (found.lines, found.findings, found.remarks) == (len(SESSION), (), ())
    assert path.stat().st_mode & 0o077 == 0
    assert "not to be written" not in path.read_text()


def test_without_agreement_nothing_is_written(tmp_path: Path) -> None:
    record = SessionRecord(tmp_path / "records", the_pack(), lambda: NOON)
    for entry in SESSION[1:]:
        record.write(entry_record(0.0, entry))
    record.close()
    assert list(tmp_path.iterdir()) == []


def test_after_the_end_nothing_is_written_until_the_next_agreement(tmp_path: Path) -> None:
    path = recorded(tmp_path / "records", *SESSION, AnswerTaken("breathing", "yes", confirmed=False))
    assert verify(path, load).lines == len(SESSION)


def swapped(lines: list[str]) -> list[str]:
    return [lines[0], lines[2], lines[1], *lines[3:]]


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: [line.replace('"refused"', '"no"') for line in lines],
        lambda lines: [line.replace("doctor_soon", "self_care") for line in lines],
        lambda lines: [line.replace('"12:00"', '"13:00"').replace("T12", "T13") for line in lines],
        lambda lines: lines[:3] + lines[4:],
        lambda lines: [*lines[:3], lines[2], *lines[3:]],
        swapped,
        lambda lines: [*lines, lines[-1]],
        lambda lines: [line.replace('"confirmed": true', '"confirmed": false') for line in lines],
        lambda lines: [lines[0], *lines[2:]],
        lambda lines: [line.replace('"t": 4.0', '"t": 4.1') for line in lines],
    ],
)
def test_any_change_is_found(tmp_path: Path, change: Callable[[list[str]], list[str]]) -> None:
    path = recorded(tmp_path / "records", *SESSION)
    lines = path.read_text().splitlines(keepends=True)
    changed = change(lines)
    assert changed != lines
    path.write_text("".join(changed))
    (finding,) = verify(path, load).findings
    assert finding.startswith(f"{path}:")


def test_a_record_that_breaks_off_says_so(tmp_path: Path) -> None:
    found = verify(recorded(tmp_path / "records", *SESSION[:-1]), load)
    assert not found.findings
    assert "breaks off" in found.remarks[0]


def test_advice_that_the_answers_do_not_lead_to_is_found(tmp_path: Path) -> None:
    wrong = OutcomeGiven("self_care", 0, (), ("benign_twitching",))
    path = recorded(tmp_path / "records", *SESSION[:-2], wrong, SESSION[-1])
    (finding,) = verify(path, load).findings
    assert "'self_care'" in finding
    assert "'doctor_soon'" in finding


def test_what_was_mentioned_and_not_asked_about_counts_in_the_record_too(tmp_path: Path) -> None:
    left = OutcomeGiven("doctor_soon", 2, ("weakness",), ("seeking_advice", "other_symptoms"))
    entries = (RecordAgreed(), AnswerTaken("breathing", "no", False), MentionCounted("weakness"), left)
    assert verify(recorded(tmp_path / "records", *entries, Ended("goodbye")), load).findings == ()


def test_an_emergency_that_was_called_out_needs_no_answers(tmp_path: Path) -> None:
    called = OutcomeGiven("emergency", 3, (), ("seeking_advice", "other_symptoms"))
    assert (
        verify(recorded(tmp_path / "records", RecordAgreed(), called, Ended("goodbye")), load).findings == ()
    )


def test_questions_that_have_changed_are_not_taken_for_the_same(tmp_path: Path) -> None:
    path = recorded(tmp_path / "records", *SESSION)

    def other(name: str) -> Pack:
        pack = load(name)
        assert pack.protocol is not None
        return pack.model_copy(update={"protocol": pack.protocol.model_copy(update={"version": "2"})})

    found = verify(path, other)
    assert not found.findings
    assert "have changed since" in found.remarks[0]


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"", ContentError), (b"{}\n", ContentError), (b"[1]\n", ContentError), (b"\xff\xfe", ContentError)],
)
def test_what_is_no_record_is_refused(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    path = tmp_path / "record.jsonl"
    path.write_bytes(content)
    with pytest.raises(error, match=str(path)):
        verify(path, load)
    with pytest.raises(MissingError):
        verify(tmp_path / "none.jsonl", load)


def test_a_full_disk_ends_the_record_and_nothing_else(tmp_path: Path) -> None:
    record = SessionRecord(tmp_path, the_pack(), lambda: NOON)
    with full_from(1000):
        for entry in SESSION:
            record.write(entry_record(0.0, entry))
    assert [(each.part, each.code) for each in record.troubles()] == [("record", "disk")]
    assert not record.troubles()
    record.close()
    (path,) = tmp_path.iterdir()
    assert not path.read_text().endswith("\n")
    found = verify(path, load)
    assert 0 < found.lines < len(SESSION)
    assert not found.findings


def test_the_next_record_tells_that_there_is_room_again(tmp_path: Path) -> None:
    times = iter((NOON, NOON + timedelta(seconds=1)))
    record = SessionRecord(tmp_path, the_pack(), lambda: next(times))
    with full_from(100):
        record.write(entry_record(0.0, SESSION[0]))
    record.write(entry_record(0.0, SESSION[0]))
    assert [each.code for each in record.troubles()] == ["disk", "back"]
    record.close()


@pytest.mark.parametrize(
    "value", ["no", "refused", Days(3, None), Days(1.5, 2), Number(2, 3), Choices(()), Choices(("stress",))]
)
def test_an_answer_is_the_same_once_it_was_written_down(value: AnswerValue) -> None:
    written = value if isinstance(value, str) else value.as_json()
    assert answer_from_json(json.loads(json.dumps(written))) == value
