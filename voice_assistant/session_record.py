"""The record of a session: what was asked, answered and advised, so that nobody can change it unnoticed.

1. It begins when the person agrees to it, where the device's owner wants records at all, and ends with the session.
   No sound, and nothing of what was said but the answers that were noted.
2. Each line is one JSON object. It holds the hash of the line before, and its own hash over all of it: whoever
   changes, removes or inserts a line has to change every later one. The last line says that it is the last.
3. Each line is on the disk before anything else happens. If there is no room, the record ends, and the talk goes on.
4. `verify` looks at every hash, and then takes the answers once more to the advice, by the pack's own rules.

It shows changes to whoever has seen one of the later hashes; it is no signature: who writes all lines anew, with
all hashes, is not found out.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from voice_assistant import __version__
from voice_assistant.content.pack import Pack
from voice_assistant.content.protocol import Protocol
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import Answer, AnswerValue
from voice_assistant.errors import ContentError, MissingError
from voice_assistant.events import Choices, Days, Number, TroubleMet
from voice_assistant.journal import Record

FORMAT = 1
FIRST = "0" * 64
"""Stands in the first line for the hash of a line before."""
WRITTEN = ("question", "answer", "answers_forgotten", "mention_counted", "outcome")
MOST_BYTES = 10_000_000
"""Of a file that is verified; a session of a whole day has less than a tenth of it."""
_TROUBLE, _BACK = TroubleMet("record", "disk"), TroubleMet("record", "back")

Line = Mapping[str, Any]


class NoRecord:
    """Where no record is wanted."""

    def write(self, record: Record) -> None:
        """Forget it."""

    def troubles(self) -> Iterable[TroubleMet]:
        """None."""
        return ()

    def close(self) -> None:
        """There is nothing to end."""


class SessionRecord:
    """A journal that writes one file for each session whose person agrees. Whoever made it closes it."""

    def __init__(self, folder: Path, pack: Pack, now: Callable[[], datetime]) -> None:
        """`now` names the files and dates the sessions; it is read when one begins."""
        self._folder = folder
        self._pack = pack
        self._now = now
        self._file: int | None = None
        self._number = 0
        self._previous = FIRST
        self._troubles: list[TroubleMet] = []
        self._failed = False
        """Whether the last line could not be written."""

    def write(self, record: Record) -> None:
        if record.event == "record_agreed":
            self._begin()
        elif record.event in WRITTEN:
            self._append(record.event, {"t": round(record.t, 3), **record.fields})
        elif record.event == "ended":
            self._append("ended", {"t": round(record.t, 3), **record.fields})
            self.close()

    def troubles(self) -> Iterable[TroubleMet]:
        """What kept it from being written, once."""
        found, self._troubles = self._troubles, []
        return found

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _begin(self) -> None:
        self.close()
        self._number, self._previous = 0, FIRST
        began = self._now()
        protocol = self._pack.protocol
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = self._folder / f"session-{began:%Y-%m-%d-%H%M%S-%f}.jsonl"
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        except OSError:
            self._fail()
            return
        self._append(
            "begun",
            {
                "format": FORMAT,
                "program": __version__,
                "pack": self._pack.id,
                "version": protocol.version if protocol else None,
                "protocol": digest(protocol) if protocol else None,
                "at": began.isoformat(timespec="minutes"),
            },
        )

    def _append(self, event: str, fields: Mapping[str, object]) -> None:
        if self._file is None:
            return
        self._number += 1
        line = {"line": self._number, "event": event, **fields, "previous": self._previous}
        self._previous = _hash(line)
        text = json.dumps({**line, "hash": self._previous}, ensure_ascii=False, default=list) + "\n"
        try:
            _write_all(self._file, text.encode())
        except OSError:
            self._fail()
            self.close()
            return
        if self._failed:
            self._failed = False
            self._troubles.append(_BACK)

    def _fail(self) -> None:
        self._failed = True
        self._troubles.append(_TROUBLE)


def _write_all(file: int, content: bytes) -> None:
    while content:
        content = content[os.write(file, content) :]
    os.fsync(file)


def _hash(line: Line) -> str:
    """SHA-256 over a line without its own hash, written in one certain way."""
    content = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=list)
    return hashlib.sha256(content.encode()).hexdigest()


def digest(protocol: Protocol) -> str:
    """Stands for a protocol: changes with every rule and every word of it."""
    content = json.dumps(protocol.model_dump(mode="json", by_alias=True), sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


# --- verifying -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verified:
    """What `verify` found."""

    lines: int
    findings: tuple[str, ...]
    """What is not as it was written, each a sentence; none: nothing was changed."""
    remarks: tuple[str, ...]
    """What could not be looked at, and what there is to know besides."""


def verify(path: Path, load: Callable[[str], Pack]) -> Verified:
    """Look for any change in a record, and take its answers to the advice once more.

    `load` gives a pack by its id. Raises `MissingError` for a file that cannot be read, and `ContentError` for one
    that is no record.
    """
    lines = list(_read(path))
    if not lines or lines[0].get("event") != "begun" or lines[0].get("format") != FORMAT:
        raise ContentError(f"{path} is no record of a session: name a file that the assistant has written.")
    findings = [*_broken(path, lines)]
    remarks: list[str] = []
    if lines[-1].get("event") != "ended":
        remarks.append(
            f"{path} breaks off after line {len(lines)}: the assistant was stopped, or lines are gone."
        )
    if not findings:
        wrong, remark = _replayed(path, lines, load)
        findings += wrong
        remarks += remark
    return Verified(len(lines), tuple(findings), tuple(remarks))


def _read(path: Path) -> Iterator[Line]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        text = content.decode()
    except OSError as error:
        raise MissingError(
            f"{path} cannot be read ({error.strerror or error}): name a session's record."
        ) from error
    except UnicodeDecodeError as error:
        raise ContentError(f"{path} is no text: name a file that the assistant has written.") from error
    if len(content) > MOST_BYTES:
        raise ContentError(f"{path} is too large for a session's record: name another file.")
    whole, _, _ = text.rpartition("\n")  # what follows the last one was cut off by a full disk, or the power
    for number, line in enumerate(whole.splitlines(), start=1):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise ContentError(f"{path}:{number}: this line is not as the assistant writes them.")
        yield value


def _broken(path: Path, lines: list[Line]) -> Iterator[str]:
    """Lines that do not follow from the ones before; one finding is enough where several follow from it."""
    previous = FIRST
    for number, line in enumerate(lines, start=1):
        content = {key: value for key, value in line.items() if key != "hash"}
        if line.get("line") != number or line.get("previous") != previous:
            yield f"{path}:{number}: a line before this one was removed, inserted or moved."
            return
        if line.get("hash") != _hash(content):
            yield f"{path}:{number}: this line was changed after it was written."
            return
        if line.get("event") == "ended" and number < len(lines):
            yield f"{path}:{number + 1}: there are lines after the end of the session."
            return
        previous = str(line["hash"])


def _replayed(path: Path, lines: list[Line], load: Callable[[str], Pack]) -> tuple[list[str], list[str]]:
    """The answers taken to the advice once more: what is different, and why it could not be done."""
    begun = lines[0]
    try:
        protocol = load(str(begun.get("pack"))).protocol
    except (MissingError, ContentError) as error:
        return [], [f"The advice was not looked at again: {error}"]
    if protocol is None or digest(protocol) != begun.get("protocol"):
        sentence = f"its questions were in version {begun.get('version')}, and have changed since."
        return [], [f"The advice was not looked at again: {sentence}"]
    answers: dict[str, Answer] = {}
    findings = []
    for number, line in enumerate(lines, start=1):
        try:
            match line["event"]:
                case "answers_forgotten":
                    answers = {}
                case "mention_counted":
                    answers[protocol.question(str(line["question"])).id] = Answer("not_sure")
                case "answer":
                    question = protocol.question(str(line["question"])).id
                    answer = Answer(answer_from_json(line["value"]), bool(line["confirmed"]))
                    answers = triage.with_answer(protocol, answers, question, answer)
                case "outcome" if not _same_advice(protocol, answers, line):
                    due = triage.verdict(protocol, answers).outcome.id
                    findings.append(
                        f"{path}:{number}: the advice was '{line['outcome']}', but the answers lead to '{due}'."
                    )
        except (KeyError, StopIteration, ValidationError):
            findings.append(f"{path}:{number}: this line does not fit the questions of the pack.")
    return findings, []


def _same_advice(protocol: Protocol, answers: Mapping[str, Answer], line: Line) -> bool:
    urgent = triage.emergency(protocol)
    if urgent is not None and line["outcome"] == urgent.id and not line["reasons"]:
        return True  # somebody has called out an emergency
    due = triage.verdict(protocol, answers)
    return (due.outcome.id, list(due.reasons)) == (line["outcome"], line["reasons"])


def answer_from_json(value: object) -> AnswerValue:
    """An answer's value as a journal has it. Raises `pydantic.ValidationError` if it is none."""
    match value:
        case {"days": [low, high]}:
            return _DAYS.validate_python({"low": low, "high": high})
        case {"number": [least, most]}:
            return _NUMBER.validate_python({"least": least, "most": most})
        case {"choices": [*ids]}:
            return _CHOICES.validate_python({"ids": ids})
        case _:
            return _FLAT.validate_python(value)


_DAYS, _NUMBER, _CHOICES = TypeAdapter(Days), TypeAdapter(Number), TypeAdapter(Choices)
_FLAT: TypeAdapter[AnswerValue] = TypeAdapter(AnswerValue)
