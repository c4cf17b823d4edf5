"""Killed at any moment of the questions, it goes on at the same question, and nothing of it was ever in a file.

A service manager made for the test starts it again, as systemd would. `KILLS=50 pytest -s tests/system/test_killed.py`
does it fifty times and prints how long each took.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from service_manager import FakeServiceManager
from virtual_card import CardUnavailableError, VirtualCard
from voice_assistant.audio.wav import WavWriter
from voice_assistant.content.loading import load_words
from voice_assistant.kiosk.resuming import Conversation, _codec
from voice_assistant.rehearsal.voice import speak

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("KILLS", "2"))
pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(150 + 60 * KILLS)]
PATIENCE = 60.0
"""Seconds after which something that should have happened has not."""
SOON = 12.0
"""Seconds in which it must speak again on a busy computer; on an idle one it is 5, with the manager's second."""


@pytest.fixture
def card() -> Iterator[VirtualCard]:
    try:
        with VirtualCard() as card:
            yield card
    except CardUnavailableError as error:
        pytest.fail(f"no virtual sound card: {error}")


class Service:
    """The assistant under a service manager."""

    def __init__(self, card: VirtualCard, folder: Path) -> None:
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
        env = {**self._card.env, "STATE_DIRECTORY": str(self._files), "TMPDIR": str(self._files)}
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

    def wait_for(self, text: str, within: float = PATIENCE) -> float:
        """Seconds since the process began until it said this."""
        end = time.monotonic() + within
        while text not in self.said():
            if time.monotonic() > end or self.process.poll() is not None:
                pytest.fail(f"it never said {text!r}: {self.said()} {self.log.read_text()[-1500:]}")
            time.sleep(0.02)
        return time.monotonic() - self.began

    def converse(self, seconds: float, word: str) -> None:
        """Say this whenever it listens, for so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.listens():
                self.hear(word)
                time.sleep(min(1.5, max(0.0, end - time.monotonic())))
            time.sleep(0.02)

    def hear(self, text: str) -> None:
        recording = self._folder / f"{text}.wav"
        if not recording.exists():
            with WavWriter(recording) as writer:
                writer.write(speak(text))
        self._card.play(recording)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        self.kill()
        self.manager.close()


def test_after_kill_9_it_goes_on_at_the_same_question(card: VirtualCard, tmp_path: Path) -> None:
    prompts = load_words().prompts
    apology = "had to start again" if KILLS <= 3 else ""
    draw = random.Random(11)  # noqa: S311 - no secret
    took: list[float] = []
    service = Service(card, tmp_path)
    try:
        service.wait_for(prompts["menu"].first[-1].split(". ")[-1])
        while (held := service.held()) is None or held.state != "asking":
            service.converse(4.0, "questions")
        for _ in range(KILLS):
            service.converse(draw.uniform(0.2, 9.0), "no")
            service.kill()
            before = service.held()
            assert before is not None, service.said()
            service.start()
            took.append(service.wait_for(".", SOON))
            service.wait_for(apology)
            after = service.held()
            assert after is not None
            assert (after.state, after.memory.question) == (before.state, before.memory.question)
            assert after.memory.answers == before.memory.answers
            assert after.memory.restarts == before.memory.restarts + 1
            assert {str(answer.value) for _, answer in after.memory.answers} <= {"no"}
            if after.state == "confirming" and after.memory.question is None:
                break  # all were answered
            service.converse(2.0, "no")
        service.process.terminate()
        assert service.process.wait(20) == 0
        assert service.held() is None
        kept = b" ".join(file.read_bytes() for file in (tmp_path / "files").rglob("*") if file.is_file())
        assert b"breathing" not in kept
        assert b"answers" not in kept
    finally:
        service.close()
    print(
        f"{len(took)} kills: speaks again after {statistics.median(took):.1f} s (median), {max(took):.1f} s at most"
    )
