"""The log of a running device tells nothing that anybody said."""

from __future__ import annotations

import json

import pytest

from voice_assistant.events import AnswerTaken, OutcomeGiven, SectionRead
from voice_assistant.journal import InOrder, MemoryJournal, Record, entry_record
from voice_assistant.log import LogJournal

PRIVATE_WORDS = "what they said"
RECORDS = (
    Record(
        1.0,
        "heard",
        {"text": PRIVATE_WORDS, "intent": PRIVATE_WORDS, "value": PRIVATE_WORDS, "decision": "accepted"},
    ),
    Record(2.0, "speaking", {"utterance": 1, "prompt": PRIVATE_WORDS, "text": PRIVATE_WORDS}),
    entry_record(3.0, AnswerTaken(PRIVATE_WORDS, PRIVATE_WORDS, False)),
    entry_record(4.0, OutcomeGiven(PRIVATE_WORDS, 3, (PRIVATE_WORDS,), (PRIVATE_WORDS,))),
    entry_record(5.0, SectionRead(PRIVATE_WORDS, 1)),
    Record(6.0, "barge_in", {"intent": PRIVATE_WORDS, "silence_after": 0.7}),
    Record(7.0, "listening", {"intents": [PRIVATE_WORDS]}),
)


def test_nothing_said_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    log = LogJournal(verbose=True)
    for record in RECORDS:
        log.write(record)
    lines = capsys.readouterr().err.splitlines()
    assert [json.loads(line)["event"] for line in lines] == [record.event for record in RECORDS]
    assert PRIVATE_WORDS not in "".join(lines)


def test_only_troubles_are_logged_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    log = LogJournal()
    log.write(RECORDS[0])
    log.write(Record(8.0, "trouble", {"part": "voice", "code": "died"}))
    assert [json.loads(line)["part"] for line in capsys.readouterr().err.splitlines()] == ["voice"]


def test_an_open_record_keeps_its_place() -> None:
    journal = MemoryJournal()
    in_order = InOrder(journal)
    heard = Record(1.0, "heard", open=True)
    in_order.write(heard)
    in_order.write(Record(2.0, "state"))
    assert journal.records == []
    heard.open = False
    in_order.write(Record(3.0, "speaking"))
    assert [record.event for record in journal.records] == ["heard", "state", "speaking"]
    in_order.write(Record(4.0, "heard", open=True))
    in_order.close()
    assert len(journal.records) == 4
