"""The log of a running device tells nothing that anybody said."""

from __future__ import annotations

import inspect
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_assistant.events import AnswerTaken, OutcomeGiven, SectionRead
from voice_assistant.journal import InOrder, MemoryJournal, Record, entry_record
from voice_assistant.log import ALLOWED, LogJournal, redact

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


@settings(derandomize=True, max_examples=200)
@given(
    event=st.sampled_from([*ALLOWED, "something new"]),
    names=st.lists(
        st.sampled_from(
            sorted({name for fields in ALLOWED.values() for name in fields} | {"text", "event", "t"})
        ),
        max_size=6,
    ),
    value=st.sampled_from(
        [PRIVATE_WORDS, [PRIVATE_WORDS], {"days": [21, PRIVATE_WORDS]}, ("weakness", PRIVATE_WORDS)]
    ),
)
def test_whatever_the_field_no_words_of_anybody_are_logged(
    event: str, names: list[str], value: object
) -> None:
    logged = redact(None, "", {"event": event, "t": 1.0} | dict.fromkeys(set(names) - {"event", "t"}, value))
    kept = {name: each for name, each in logged.items() if name not in ("event", "t")}
    assert not [each for each in kept.values() if each == value and not re.fullmatch("[a-z_ ]+", str(each))]
    if event not in ("trouble",):
        assert kept == {}


def test_an_event_and_a_field_that_nobody_has_listed_are_private(capsys: pytest.CaptureFixture[str]) -> None:
    log = LogJournal(verbose=True)
    log.write(Record(1.0, PRIVATE_WORDS, {"new": PRIVATE_WORDS}))
    log.write(Record(2.0, "no_match", {"count": 1, "new": 7, "event": PRIVATE_WORDS}))
    first, second = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert {name: first[name] for name in ("event", "t")} == {"event": "other", "t": 1.0}
    assert set(second) == {"event", "t", "count", "timestamp"}
    assert second["event"] == "no_match"


def test_every_event_of_the_journal_is_listed() -> None:
    """Else it would be "other" in the log: entries of the dialogue, and what the session itself writes."""
    from voice_assistant import journal, session

    written = re.findall(r'self\._write\(\s*"(\w+)"', inspect.getsource(session))
    written += re.findall(r'name = "(\w+)"', inspect.getsource(journal))
    assert len(written) > 10
    assert set(written) | {"state", "heard", "no_input", "no_match"} <= set(ALLOWED)


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
