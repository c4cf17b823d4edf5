"""The log of a running device: JSON lines on stderr, with nothing in them that anybody said or answered."""

from __future__ import annotations

import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from voice_assistant.journal import Record

PRIVATE = frozenset(
    {
        "text",
        "intent",
        "intents",
        "value",
        "reasons",
        "outcome",
        "urgency",
        "sections",
        "question",
        "section",
        "prompt",
    }
)
"""Fields that could tell what somebody said, answered, or listened to."""


def redact(_logger: object, _method: str, fields: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Leaves out whatever is private."""
    return {name: value for name, value in fields.items() if name not in PRIVATE}


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
            self._log.msg(record.event, t=round(record.t, 2), **record.fields)
