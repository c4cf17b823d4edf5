"""Killed in the middle of the article, it goes on at the sentence that was being said. On a virtual sound card.

`KILLS=15 pytest tests/live/test_resume.py` does it fifteen times.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from virtual_card import VirtualCard
from voice_assistant.content.loading import load_pack, load_words

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("KILLS", "2"))
pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(120 + 40 * KILLS)]
TRIES = 4
"""How often something is said, since a busy computer loses sound."""
PATIENCE = 60.0
"""Seconds after which something that should have happened has not."""


class Reader:
    """A running assistant; what it says is read off its captions."""

    def __init__(self, card: VirtualCard, folder: Path, number: int) -> None:
        self._card = card
        self._captions = folder / f"captions-{number}.txt"
        command = [sys.executable, "-m", "voice_assistant", "run", "--captions", str(self._captions)]
        environment = {**card.env, "STATE_DIRECTORY": str(folder / "state")}
        self.process = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)

    def said(self) -> list[str]:
        if not self._captions.exists():
            return []
        lines = self._captions.read_text(encoding="utf-8").split("\n")[:-1]
        return [line.partition(" ")[2] for line in lines]

    def first_of(self, texts: set[str], within: float = PATIENCE) -> str | None:
        """The first of these texts that is said; None if none is in so many seconds."""
        end = time.monotonic() + within
        while not (found := [text for text in self.said() if text in texts]):
            if time.monotonic() > end or self.process.poll() is not None:
                return None
            time.sleep(0.02)
        return found[0]

    def ask_for(self, texts: set[str], *words: str) -> str:
        """Say these words, as often as it takes, until one of these texts is said."""
        for _ in range(TRIES):
            for word in words:
                self._card.say(word)
                time.sleep(3.0)
                if self.said()[-1].startswith("Did you say"):
                    self._card.say("yes")
            found = self.first_of(texts, within=10.0)
            if found is not None:
                return found
        pytest.fail(f"it never said that: {self.said()}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def test_after_kill_9_it_goes_on_at_the_sentence_that_was_being_said(
    card: VirtualCard, tmp_path: Path
) -> None:
    words = load_words()
    article = load_pack("als-facial-twitching", words, date.today()).article
    sentences = [sentence.text for section in article.sections for sentence in section.sentences]
    menu = {line for wording in (words.prompts["menu"],) for line in wording.first}
    draw = random.Random(7)  # noqa: S311 - no secret
    interrupted: str | None = None
    for number in range(KILLS + 1):
        reader = Reader(card, tmp_path, number)
        try:
            assert reader.first_of({part for line in menu for part in line.replace(". ", ".|").split("|")})
            wish = ("article", "next") if interrupted is None else ("go on",)
            first = reader.ask_for(set(sentences), *wish)
            if interrupted is not None:
                # One of which only a moment was heard is not the place yet: then it is the one before.
                assert first in sentences[max(0, sentences.index(interrupted) - 1) :][:2]
            time.sleep(draw.uniform(0.3, 9.0))
        finally:
            reader.kill()
        interrupted = [text for text in reader.said() if text in sentences][-1]
