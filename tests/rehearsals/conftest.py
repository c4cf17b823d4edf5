"""Rehearsals as tests: a script as data goes in, the journal that it leaves comes out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from voice_assistant.app import App
from voice_assistant.rehearsal.script import Script
from voice_assistant.settings import Settings


@dataclass(frozen=True)
class Rehearsed:
    """What one rehearsal left."""

    reason: str
    folder: Path
    events: list[dict[str, Any]]
    lines: list[str]

    def of(self, event: str) -> list[dict[str, Any]]:
        return [each for each in self.events if each["event"] == event]

    @property
    def outcomes(self) -> list[str]:
        return [each["outcome"] for each in self.of("outcome")]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


Rehearse = Callable[..., Rehearsed]


@pytest.fixture(scope="session")
def app() -> Iterator[App]:
    """One assistant with its model and its voice, for all rehearsals."""
    with App(Settings(), date(2026, 12, 1)) as app:
        yield app


@pytest.fixture
def rehearse(app: App, tmp_path: Path) -> Rehearse:
    def play(script: dict[str, Any], name: str = "script", max_seconds: float = 600.0) -> Rehearsed:
        Script.model_validate(script)
        path = tmp_path / f"{name}.yaml"
        path.write_text(json.dumps(script), encoding="utf-8")
        folder = tmp_path / name
        lines: list[str] = []
        reason = app.rehearse(path, folder, max_seconds, lines.append)
        events = [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]
        return Rehearsed(reason, folder, events, lines)

    return play
