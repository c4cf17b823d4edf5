"""`voice-assistant run` as a process of its own on a virtual sound card: what a person would hear of it."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from virtual_card import VirtualCard
from voice_assistant.audio.frames import FRAME, Samples
from voice_assistant.content.loading import load_words
from voice_assistant.listening.text import normalise
from voice_assistant.listening.vosk_recognizer import VoskModel
from voice_assistant.models import find

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(180)]

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds after which something that should have happened has not."""


class Assistant:
    """The running process; what it does is read off its log."""

    def __init__(self, card: VirtualCard, folder: Path, *before: str) -> None:
        self._log = folder / "log.jsonl"
        command = [*before, sys.executable, "-m", "voice_assistant", "run", "--verbose"]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(command, env=card.env, cwd=ROOT, stderr=log, stdout=log)

    def entries(self) -> list[dict[str, object]]:
        lines = self._log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def wait_for(self, event: str, count: int = 1) -> None:
        """Wait until something has happened so many times."""
        end = time.monotonic() + PATIENCE
        while sum(entry["event"] == event for entry in self.entries()) < count:
            if time.monotonic() > end or self.process.poll() is not None:
                pytest.fail(f"{event} did not happen {count} times: {self.log()[-2000:]}")
            time.sleep(0.02)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


def understood(sound: Samples) -> str:
    """What somebody else's ears make of a recording."""
    recognizer = VoskModel(find()).recognizer()
    recognizer.start(None)
    texts = []
    for start in range(0, len(sound) - FRAME, FRAME):
        if recognizer.accept(sound[start : start + FRAME]):
            texts.append(recognizer.finish().text)
    return " ".join([*texts, recognizer.finish().text])


def test_a_conversation_without_any_network(card: VirtualCard, tmp_path: Path) -> None:
    """It greets, understands, answers and reads aloud in a network namespace that has nothing in it."""
    if shutil.which("unshare") is None:
        pytest.fail("util-linux's unshare is missing")
    recording = tmp_path / "speaker.raw"
    recorder = card.record(recording)
    assistant = Assistant(card, tmp_path, "unshare", "--map-root-user", "--net")
    try:
        assistant.wait_for("listening")
        card.say("article")
        assistant.wait_for("listening", 2)
        card.say("next")
        assistant.wait_for("section", 2)
        card.say("stop")
        assistant.wait_for("barge_in")
        assert assistant.stop() == 0, assistant.log()
    finally:
        assistant.process.kill()
        assistant.process.wait()
        recorder.terminate()
        recorder.wait()
    assert "Traceback" not in assistant.log()
    spoken = understood(np.fromfile(recording, dtype=np.int16))
    prompts = load_words().prompts
    said = " ".join(line for name in ("welcome", "safety", "menu", "pause") for line in prompts[name].first)
    wanted = set(normalise(said).split())
    share = len(wanted & set(spoken.split())) / len(wanted)
    print(f"{share:.0%} of the words of the first prompts were understood")
    assert share > 0.6, spoken
    states = [(entry["from"], entry["to"]) for entry in assistant.entries() if entry["event"] == "state"]
    assert states == [
        ("asleep", "welcoming"),
        ("welcoming", "choosing"),
        ("choosing", "finding"),
        ("finding", "reading"),
        ("reading", "paused"),
    ]


def test_ctrl_c_while_speaking_ends_it_cleanly(card: VirtualCard, tmp_path: Path) -> None:
    assistant = Assistant(card, tmp_path)
    assistant.wait_for("speaking")
    children = (
        Path(f"/proc/{assistant.process.pid}/task/{assistant.process.pid}/children").read_text().split()
    )
    assert children
    assistant.process.send_signal(signal.SIGINT)
    assert assistant.process.wait(20) == 130
    assert "Traceback" not in assistant.log()
    assert assistant.log().endswith("Stopped.\n")
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
