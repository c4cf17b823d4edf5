"""The log of a running device: JSON lines on stderr, with nothing in them that anybody said or answered.

That holds by construction: only the fields listed here are logged, and only with values that cannot hold words of
anybody. A field that somebody adds to the journal is private until it stands here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, get_args

import structlog

from voice_assistant.dialogue.table import STATES
from voice_assistant.events import Decision, How
from voice_assistant.journal import Record

_CODE = re.compile(r"[a-z][a-z_ ]{0,29}")


def _number(value: object) -> bool:
    return isinstance(value, int | float)


def _one_of(*known: str) -> Callable[[object], bool]:
    return lambda value: value in known


def _code(value: object) -> bool:
    """A name that the program itself gives to a part or a trouble."""
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


ALLOWED: dict[str, Mapping[str, Callable[[object], bool]]] = {
    "state": {"from": _one_of(*STATES), "to": _one_of(*STATES)},
    "speaking": {"utterance": _number},
    "spoken": {"utterance": _number, "how": _one_of(*get_args(How)), "sentence": _number},
    "listening": {},
    "speech_started": {},
    "speech_ended": {},
    "heard": {
        "confidence": _number,
        "decision": _one_of(*get_args(Decision)),
        "endpoint_delay": _number,
        "compute": _number,
    },
    "no_input": {"count": _number},
    "no_match": {"count": _number},
    "barge_in": {"silence_after": _number},
    "pressed": {},
    "sounded": {},
    "question": {"attempt": _number},
    "answer": {},
    "answers_forgotten": {},
    "mention_counted": {},
    "record_agreed": {},
    "outcome": {},
    "section": {},
    "trouble": {"part": _code, "code": _code},
    "ended": {},
}
"""By event, its fields that may be logged, and what their values must be."""


def redact(_logger: object, _method: str, fields: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Nothing but what may be logged; an event that is not known is only counted as one."""
    event = fields.get("event")
    allowed = ALLOWED.get(event) if isinstance(event, str) else None
    if allowed is None:
        return {"event": "other", "t": fields["t"]}
    kept = {name: fields[name] for name, fits in allowed.items() if name in fields and fits(fields[name])}
    return {"event": event, "t": fields["t"], **kept}


class LogJournal:
    """Troubles always; everything that happens if it is verbose."""

    def __init__(self, *, verbose: bool = False) -> None:
        self._verbose = verbose
        self._log = structlog.wrap_logger(
            structlog.PrintLogger(sys.stderr),
            processors=[
                redact,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.processors.JSONRenderer(),
            ],
        )

    def write(self, record: Record) -> None:
        if self._verbose or record.event == "trouble":
            fields = {name: value for name, value in record.fields.items() if name not in ("event", "t")}
            self._log.msg(record.event, t=round(record.t, 2), **fields)
