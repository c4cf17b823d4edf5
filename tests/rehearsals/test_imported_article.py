"""An article as it was found is imported by one command, and then read whole by voice: every sentence once, in order.

`ARTICLE=FILE pytest -s tests/rehearsals/test_imported_article.py` does it with another one.
"""

from __future__ import annotations

import os
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from rehearsals.conftest import Rehearse, Rehearsed
from voice_assistant.app import App
from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.bench.word_errors import WordErrors, compare, spoken_words
from voice_assistant.cli import cli
from voice_assistant.content.pack import Article
from voice_assistant.settings import Settings

pytestmark = [pytest.mark.model, pytest.mark.voice, pytest.mark.slow]

LIKE_MANY = Path(__file__).parents[1] / "data" / "articles" / "twitching_eyelid.txt"
"""A title, an introduction, four sections with headings, and three links to other articles."""
FOUND = Path(os.environ.get("ARTICLE", LIKE_MANY))


@dataclass(frozen=True)
class Read:
    """A rehearsal in which a caller has a whole article read, part by part."""

    played: Rehearsed
    article: Article

    @property
    def sentences(self) -> list[tuple[str, int]]:
        """All sentences of the article, as the journal names them."""
        return [(each.id, index) for each in self.article.sections for index in range(len(each.sentences))]

    @property
    def begun(self) -> list[tuple[str, int]]:
        return [(each["section"], each["sentence"]) for each in self.played.of("section")]

    @property
    def parts(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """How the reading of each section began and ended."""
        ends = {each["utterance"]: each for each in self.played.of("spoken")}
        begun = [each for each in self.played.of("speaking") if each["prompt"].startswith("section:")]
        return [(each, ends[each["utterance"]]) for each in begun]

    def heard(self, app: App, parts: int | None) -> WordErrors:
        """What a free recognizer makes of the sound that left the speaker while so many sections were read."""
        with wave.open(str(self.played.folder / "conversation.wav")) as recording:
            frames = recording.readframes(recording.getnframes())
        sound = np.frombuffer(frames, dtype=np.int16).reshape(-1, 2)[:, 1]
        written = spoken_words(" ".join(begun["text"] for begun, _ in self.parts[:parts]))
        heard = [
            word
            for begun, ended in self.parts[:parts]
            for word in recognized(app, sound[round(begun["t"] * RATE) : round(ended["t"] * RATE)])
        ]
        return compare(written, heard)


def recognized(app: App, sound: Samples) -> list[str]:
    recognizer = app.model.recognizer()
    recognizer.start(None)
    found: list[str] = []
    silence = np.zeros(RATE // 2, dtype=np.int16)
    whole = np.concatenate((silence, sound, silence))
    for start in range(0, len(whole), RATE // 4):
        if recognizer.accept(whole[start : start + RATE // 4]):
            found += recognizer.finish().text.split()
    found += recognizer.finish().text.split()
    return spoken_words(" ".join(found))


@pytest.fixture(scope="session")
def app() -> Iterator[App]:
    """With the voice that a recognizer understands best."""
    with App(Settings.model_validate({"speaking": {"engine": "flite"}}), date(2026, 12, 1)) as app:
        yield app


def read_whole(app: App, rehearse: Rehearse, pack: Path, max_seconds: float = 900) -> Read:
    """Ask for the article, and after each part for the next one."""
    article = app.pack(str(pack)).article
    turns = [{"say": "article"}, *({"say": "next"} for _ in article.sections), {"say": "goodbye"}]
    script = {"pack": str(pack), "turns": turns}
    return Read(rehearse(script, max_seconds=max_seconds), article)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pack = tmp_path_factory.mktemp("imported") / "pack"
    done = CliRunner().invoke(cli, ["import", str(FOUND), "--out", str(pack)])
    assert done.exit_code == 0, done.output
    if FOUND == LIKE_MANY:
        assert done.output.count("left out, as a link to another article") == 3
    return pack


def test_an_imported_article_is_read_whole(app: App, rehearse: Rehearse, imported: Path) -> None:
    read = read_whole(app, rehearse, imported)
    if FOUND == LIKE_MANY:
        assert len(read.article.sections) == 5
    assert read.begun == read.sentences
    assert [begun["prompt"] for begun, _ in read.parts] == [
        f"section:{each.id}" for each in read.article.sections
    ]
    for (begun, ended), section in zip(read.parts, read.article.sections, strict=True):
        assert begun["text"].endswith(" ".join(sentence.text for sentence in section.sentences))
        assert (ended["how"], ended["sentence"]) == ("completed", len(section.sentences))
    assert read.played.reason == "goodbye"
    heard = read.heard(app, 1 if FOUND == LIKE_MANY else None)
    print(f"{len(read.begun)} sentences, {heard.words} words, word errors {heard.rate:.1%}, {heard}")
    assert heard.rate < 0.35  # the introduction has words that the recognizer lacks
    assert heard.left_out < 0.03 * heard.words
