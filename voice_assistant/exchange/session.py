"""A session's answers, out of the journal of a rehearsal (events.jsonl) or the record of a session."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from voice_assistant.content.findings import LARGEST_ARTICLE, FindingsError, read_text
from voice_assistant.content.protocol import (
    DurationQuestion,
    NumberQuestion,
    OneOfQuestion,
    Protocol,
    Question,
    ScaleQuestion,
    SeveralQuestion,
    YesNoQuestion,
)
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import UNKNOWN, Answer, AnswerValue
from voice_assistant.errors import ContentError
from voice_assistant.events import Choices, Days, Number
from voice_assistant.exchange.response import Status
from voice_assistant.exchange.vocabulary import Json


@dataclass(frozen=True, slots=True)
class Session:
    answers: dict[str, Answer]
    outcome: str | None
    """The advice given last, unless an answer changed after it."""
    status: Status
    held: datetime | None = None
    """When it began, where the file tells that: a record does."""


def read_session(file: Path, protocol: Protocol) -> Session:
    """Raises `ContentError` if the file is no journal, or that of another protocol."""
    try:
        text = read_text(file, LARGEST_ARTICLE)
    except FindingsError as error:
        raise ContentError(str(error)) from error
    answers: dict[str, Answer] = {}
    outcome: str | None = None
    ended = False
    held: datetime | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            event = json.loads(line)
        except (ValueError, RecursionError):
            event = None
        match event:
            case {"event": "answer", "question": str(asked), "value": value}:
                answer = _answer(file, number, protocol, asked, value)
                answers = dict(triage.with_answer(protocol, answers, asked, answer))
                outcome = None
            case {"event": "answers_forgotten"}:
                answers, outcome = {}, None
            case {"event": "outcome", "outcome": str(outcome)}:
                if outcome not in [each.id for each in protocol.outcomes]:
                    raise _foreign(file, number, f"the outcome '{outcome}'")
            case {"event": "begun", "version": version, "at": str(at)}:
                if version != protocol.version:
                    raise _foreign(file, number, f"the version {version}")
                held = _time(at)
            case {"event": "ended"}:
                ended = True
            case {"event": str()}:
                pass
            case _:
                raise ContentError(
                    f"{file}:{number}:1: This is no event of a session; name the events.jsonl of a rehearsal."
                )
    status: Status = "completed" if outcome else "stopped" if ended else "in-progress"
    return Session(answers, outcome, status, held)


def _time(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written).astimezone()
    except ValueError:
        return None


def _answer(file: Path, line: int, protocol: Protocol, asked: str, value: Json) -> Answer:
    question = next((each for each in protocol.questions if each.id == asked), None)
    if question is None:
        raise _foreign(file, line, f"the question '{asked}'")
    found = _value(question, value)
    if found is None:
        raise ContentError(
            f"{file}:{line}:1: '{asked}' cannot be answered like this; name the pack that the session was held with."
        )
    return Answer(found)


def _foreign(file: Path, line: int, what: str) -> ContentError:
    return ContentError(
        f"{file}:{line}:1: The protocol does not have {what}; name the pack that the session was held with."
    )


def _value(question: Question, value: Json) -> AnswerValue | None:
    """An answer as `Answer.as_json` wrote it; None: it is no answer to this question."""
    for flat in UNKNOWN:
        if value == flat:
            return flat
    match question, value:
        case YesNoQuestion(), "yes":
            return "yes"
        case YesNoQuestion(), "no":
            return "no"
        case OneOfQuestion() | SeveralQuestion(), {"choices": [*ids]}:
            named = tuple(each.id for each in question.options if each.id in ids)
            wanted = 1 if isinstance(question, OneOfQuestion) else len(ids)
            return Choices(named) if len(named) == len(ids) == wanted else None
        case NumberQuestion() | ScaleQuestion(), {"number": [int(least), int(most)]}:
            return Number(least, most) if question.low <= least <= most <= question.high else None
        case DurationQuestion(), {"days": [int(low) | float(low), None]}:
            return Days(float(low), None) if low >= 0 else None
        case DurationQuestion(), {"days": [int(low) | float(low), int(high) | float(high)]}:
            return Days(float(low), float(high)) if 0 <= low <= high else None
        case _:
            return None
