"""The assistant as a service on the virtual sound card, under a service manager: what is heard and held of it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from service_manager import FakeServiceManager
from virtual_card import VirtualCard
from voice_assistant.kiosk.resuming import Conversation, _codec

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0
"""Seconds after which something that should have happened has not."""


class Service:
    """The assistant under a service manager."""

    def __init__(self, card: VirtualCard, folder: Path, **settings: str) -> None:
        """`settings`: more variables for its environment."""
        self._settings = settings
        self._card = card
        self._folder = folder
        self.manager = FakeServiceManager(folder)
        self._files = folder / "files"
        self._files.mkdir()
        self._started = 0
        self.start()

    def start(self) -> None:
        self._started += 1
        self.log = self._folder / f"log-{self._started}.jsonl"
        self.captions = self._folder / f"captions-{self._started}.txt"
        env = {
            **self._card.env,
            "STATE_DIRECTORY": str(self._files),
            "TMPDIR": str(self._files),
            **self._settings,
        }
        command = [
            sys.executable,
            "-m",
            "voice_assistant",
            "run",
            "--verbose",
            "--captions",
            str(self.captions),
        ]
        with self.log.open("wb") as log:
            self.process = self.manager.start(command, env, log.fileno(), ROOT)
        self.began = time.monotonic()

    def held(self) -> Conversation | None:
        """What the manager holds, as another process would find it."""
        self.manager.listen()
        content = self.manager.held.read() if self.manager.held is not None else None
        return _codec().validate_json(content) if content is not None else None

    def said(self) -> str:
        """Everything of this process so far, in one line."""
        lines = self.captions.read_text(encoding="utf-8").split("\n") if self.captions.exists() else []
        return " ".join(line.partition(" ")[2] for line in lines)

    def listens(self) -> bool:
        """Whether the last thing that happened is that it listens."""
        events = [json.loads(line)["event"] for line in self.log.read_text().splitlines() if line[:1] == "{"]
        return bool(events) and events[-1] == "listening"

    def troubles(self, part: str, *codes: str) -> int:
        """How often a part was in one of these troubles so far."""
        entries = [json.loads(line) for line in self.log.read_text().splitlines() if line[:1] == "{"]
        return sum(
            each["event"] == "trouble" and each["part"] == part and each["code"] in codes for each in entries
        )

    def until(self, holds: Callable[[], object], what: str, within: float = PATIENCE) -> float:
        """Seconds until this holds."""
        began = time.monotonic()
        while not holds():
            if time.monotonic() - began > within or self.process.poll() is not None:
                log = self.log.read_text()[-1500:]
                pytest.fail(f"{what} did not happen in {within:g} s: {self.said()[-500:]} {log}")
            time.sleep(0.02)
        return time.monotonic() - began

    def ask(self) -> None:
        """Go to the first question."""
        self.until(self.said, "a word")
        while (held := self.held()) is None or held.state != "asking":
            self.hear("questions")
            end = time.monotonic() + 6.0
            while time.monotonic() < end and ((held := self.held()) is None or held.state != "asking"):
                time.sleep(0.1)

    def wait_for(self, text: str, within: float = PATIENCE) -> float:
        """Seconds since the process began until it said this."""
        end = time.monotonic() + within
        while text not in self.said():
            if time.monotonic() > end or self.process.poll() is not None:
                pytest.fail(f"it never said {text!r}: {self.said()} {self.log.read_text()[-1500:]}")
            time.sleep(0.02)
        return time.monotonic() - self.began

    def at_a_question(self) -> bool:
        held = self.held()
        return held is not None and held.state == "asking"

    def converse(self, seconds: float, words: Callable[[], str | None]) -> None:
        """Say what these are whenever it listens, for so long; None: nothing."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.listens() and (said := words()) is not None:
                self.hear(said)
                time.sleep(min(1.5, max(0.0, end - time.monotonic())))
            time.sleep(0.02)

    def hear(self, text: str) -> None:
        self._card.say(text)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        self.kill()
        self.manager.close()
