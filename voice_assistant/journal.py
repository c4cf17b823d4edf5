"""What happened in a session, one entry after the other, in seconds of sound from its start.

A journal of a rehearsal is a file; that of a running device is a log without anything that people said.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Protocol

from voice_assistant.errors import OutputError
from voice_assistant.events import (
    AnswersForgotten,
    AnswerTaken,
    Ended,
    Entry,
    MentionCounted,
    MissCounted,
    OutcomeGiven,
    QuestionAsked,
    RecordAgreed,
    SectionRead,
    StateChanged,
    TroubleMet,
)


@dataclass(slots=True)
class Record:
    """One entry. Its fields may still be filled in while it is open; a journal keeps its place until then."""

    t: float
    event: str
    fields: dict[str, object] = field(default_factory=dict)
    open: bool = False

    def as_json(self) -> str:
        return json.dumps({"t": round(self.t, 3), "event": self.event, **self.fields}, ensure_ascii=False)


class Journal(Protocol):
    """Takes records in the order in which they happened."""

    def write(self, record: Record) -> None: ...


class NoJournal:
    """Where nothing is to be kept."""

    def write(self, record: Record) -> None:
        """Forget it."""


class MemoryJournal:
    """Keeps all records, for tests."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def write(self, record: Record) -> None:
        self.records.append(record)

    def of(self, event: str) -> list[Mapping[str, object]]:
        """The fields of all records of one event."""
        return [{"t": record.t, **record.fields} for record in self.records if record.event == event]


class Journals:
    """Several journals at once."""

    def __init__(self, *journals: Journal) -> None:
        self._journals = journals

    def write(self, record: Record) -> None:
        for journal in self._journals:
            journal.write(record)


class InOrder:
    """Hands records on in their order, each once it is complete: an open one holds back what follows it."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._waiting: deque[Record] = deque()

    def write(self, record: Record) -> None:
        self._waiting.append(record)
        while self._waiting and not self._waiting[0].open:
            self._journal.write(self._waiting.popleft())

    def close(self) -> None:
        """Hand on what is left, complete or not."""
        while self._waiting:
            self._journal.write(self._waiting.popleft())


class FileJournal:
    """events.jsonl: one JSON object a line, written as it happens."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file: IO[str] = path.open("w", encoding="utf-8")
        except OSError as error:
            raise _cannot_write(path, error) from error

    def write(self, record: Record) -> None:
        try:
            self._file.write(record.as_json() + "\n")
        except OSError as error:
            raise _cannot_write(self._path, error) from error

    def close(self) -> None:
        try:
            self._file.close()
        except OSError as error:
            raise _cannot_write(self._path, error) from error


def _cannot_write(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(
        f"{path} cannot be written ({reason}): choose another folder, or make room on the disk."
    )


def entry_record(t: float, entry: Entry) -> Record:
    """An entry that the dialogue wants to be written down, as a record."""
    match entry:
        case StateChanged(from_, to):
            return Record(t, "state", {"from": from_, "to": to})
        case MissCounted(kind, count):
            return Record(t, kind, {"count": count})
        case QuestionAsked():
            name = "question"
        case AnswerTaken():
            name = "answer"
        case AnswersForgotten():
            name = "answers_forgotten"
        case MentionCounted():
            name = "mention_counted"
        case RecordAgreed():
            name = "record_agreed"
        case OutcomeGiven():
            name = "outcome"
        case SectionRead():
            name = "section"
        case TroubleMet():
            name = "trouble"
        case Ended():
            name = "ended"
    return Record(t, name, asdict(entry))
