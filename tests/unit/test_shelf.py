"""The place in an article outlives the process, and is found again after the article was changed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from voice_assistant.anchors import Anchor, anchor, find
from voice_assistant.content.pack import Article, ArticleSentence, Section
from voice_assistant.dialogue.memory import Bookmark, Place
from voice_assistant.events import TroubleMet
from voice_assistant.shelf import FileShelf, Kept

TEXTS = {
    "causes": ("Coffee can cause it.", "So can lack of sleep.", "Most often nobody knows why."),
    "help": (
        "Sleep more than you do now.",
        "Drink less coffee in the evening.",
        "Look away from the screen.",
    ),
}


def article(texts: Mapping[str, tuple[str, ...]] = TEXTS) -> Article:
    sections = tuple(
        Section(
            id=name,
            title=name.title(),
            names=(name,),
            paragraphs=(tuple(ArticleSentence(text=text, line=1) for text in sentences),),
        )
        for name, sentences in texts.items()
    )
    return Article(
        title="Twitching", language="en", source="a test", reviewed=date(2026, 1, 1), sections=sections
    )


class TestFindingAgain:
    @pytest.mark.parametrize("place", [Place("causes"), Place("causes", 2), Place("help", 1)])
    def test_in_the_same_article_it_is_the_same_place(self, place: Place) -> None:
        assert find(article(), anchor(article(), place)) == place

    def test_a_sentence_that_moved_is_found_in_its_section(self) -> None:
        kept = anchor(article(), Place("causes", 1))
        moved = {**TEXTS, "causes": ("A new beginning.", *TEXTS["causes"])}
        assert find(article(moved), kept) == Place("causes", 2)

    def test_a_sentence_that_moved_to_another_section_is_found_there(self) -> None:
        kept = anchor(article(), Place("help", 1))
        moved = {"causes": (*TEXTS["causes"], TEXTS["help"][1]), "help": TEXTS["help"][:1]}
        assert find(article(moved), kept) == Place("causes", 3)

    def test_a_section_that_was_renamed_keeps_its_places(self) -> None:
        kept = anchor(article(), Place("help", 2))
        assert find(article({"causes": TEXTS["causes"], "remedies": TEXTS["help"]}), kept) == Place(
            "remedies", 2
        )

    def test_a_sentence_that_was_reworded_is_known_by_most_of_its_words(self) -> None:
        kept = anchor(article(), Place("help", 1))
        reworded = {
            **TEXTS,
            "help": ("First.", "Second.", "Third.", "Drink less strong coffee in the evening."),
        }
        assert find(article(reworded), kept) == Place("help", 3)

    def test_where_nothing_is_like_it_the_section_begins_anew(self) -> None:
        kept = anchor(article(), Place("help", 2))
        assert find(article({**TEXTS, "help": ("Nothing is left.",)}), kept) == Place("help")

    def test_where_nothing_at_all_is_left_there_is_no_place(self) -> None:
        assert find(article(), Anchor("gone", 0, "Whales sing below the ice.")) is None

    def test_of_two_same_sentences_the_one_where_it_was_is_taken(self) -> None:
        twice = article({"causes": ("Really?", "Yes.", "Really?")})
        assert find(twice, anchor(twice, Place("causes", 2))) == Place("causes", 2)


KEPT = Kept(Place("help", 1), (Bookmark(1, Place("causes")), Bookmark(3, Place("help", 2))))


def shelf(folder: Path, of: Article | None = None) -> FileShelf:
    return FileShelf(folder / "state" / "twitching.json", of or article())


class TestFile:
    def test_what_was_kept_is_there_the_next_time(self, tmp_path: Path) -> None:
        first = shelf(tmp_path)
        assert first.load() == Kept()
        first.keep(Kept(Place("causes", 1)))
        first.keep(KEPT)
        first.close()
        second = shelf(tmp_path)
        assert second.load() == KEPT
        second.close()
        assert [path.name for path in (tmp_path / "state").iterdir()] == ["twitching.json"]

    def test_what_was_forgotten_is_gone(self, tmp_path: Path) -> None:
        first = shelf(tmp_path)
        first.load()
        first.keep(KEPT)
        first.keep(Kept())
        first.close()
        second = shelf(tmp_path)
        assert second.load() == Kept()
        second.close()
        assert "Sleep" not in (tmp_path / "state" / "twitching.json").read_text()

    def test_a_bookmark_into_a_changed_article_is_found_by_its_words(self, tmp_path: Path) -> None:
        first = shelf(tmp_path)
        first.load()
        first.keep(KEPT)
        first.close()
        second = shelf(tmp_path, article({"new": ("Hello.", TEXTS["help"][2]), "help": (TEXTS["help"][1],)}))
        assert second.load() == Kept(Place("help", 0), (Bookmark(3, Place("new", 1)),))
        second.close()

    @pytest.mark.parametrize(
        "content",
        [b"", b"{", b"[]", b"\xff\xfe", b'{"place": 3, "bookmarks": []}', b'{"place": {"section": 1}}'],
    )
    def test_a_broken_file_is_put_aside_and_told(self, tmp_path: Path, content: bytes) -> None:
        file = tmp_path / "state" / "twitching.json"
        file.parent.mkdir()
        file.write_bytes(content)
        first = shelf(tmp_path)
        assert first.load() == Kept()
        assert list(first.troubles()) == [TroubleMet("shelf", "unreadable")]
        assert file.with_suffix(".broken").read_bytes() == content
        first.keep(KEPT)
        first.close()
        assert json.loads(file.read_text())["place"]["sentence"] == 1

    def test_a_disk_that_takes_nothing_is_a_trouble_and_no_end(self, tmp_path: Path) -> None:
        (tmp_path / "state").write_text("a file where a folder should be")
        first = shelf(tmp_path)
        first.load()
        first.keep(KEPT)
        first.close()
        assert TroubleMet("shelf", "not_kept") in first.troubles()

    def test_when_the_disk_takes_it_again_that_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "state").write_text("a file where a folder should be")
        first = shelf(tmp_path)
        first.load()
        first.keep(KEPT)
        while TroubleMet("shelf", "not_kept") not in first.troubles():
            pass
        (tmp_path / "state").unlink()
        first.keep(Kept())
        first.close()
        assert first.troubles() == [TroubleMet("shelf", "back")]

    def test_closing_twice_or_without_loading_is_no_matter(self, tmp_path: Path) -> None:
        first = shelf(tmp_path)
        first.close()
        first.close()


WRITER = """
import sys
from pathlib import Path
from unit.test_shelf import article, shelf
from voice_assistant.dialogue.memory import Place
from voice_assistant.shelf import Kept
kept = shelf(Path(sys.argv[1]))
kept.load()
while True:
    for name in ("causes", "help"):
        for sentence in range(3):
            kept.keep(Kept(Place(name, sentence)))
            print(flush=True)
"""


@pytest.mark.system
def test_whenever_it_is_killed_one_whole_file_is_there(tmp_path: Path) -> None:
    file = tmp_path / "state" / "twitching.json"
    for number in range(5):
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
            assert process.stdout is not None
            changes = 0
            while changes < 200 + 37 * number or not file.exists():
                process.stdout.readline()
                changes += 1
            process.send_signal(signal.SIGKILL)
        after = shelf(tmp_path)
        kept = after.load()
        after.close()
        assert kept.place is not None
        assert list(after.troubles()) == []
