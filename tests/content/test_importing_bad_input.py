"""Whatever is given to the import is read sensibly, or refused in one clear sentence with nothing left behind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from voice_assistant.content.importing import Imported, import_article
from voice_assistant.content.loading import check_pack, load_pack, load_words
from voice_assistant.content.pack import Article, Words
from voice_assistant.errors import AssistantError, ContentError, MissingError, OutputError, UsageError

TODAY = date(2024, 6, 1)
TEXT = "Sleeping Well\n\nA café at night – it’s no help.\n\nWhat Helps\n\nA dark room is what helps most.\n"


@pytest.fixture(scope="module")
def own_words() -> Words:
    return load_words("en")


def importing(
    content: str | bytes, tmp_path: Path, words: Words, name: str = "found.txt"
) -> tuple[Imported, Article]:
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    made = import_article(file, tmp_path / "pack", words, None, TODAY)
    assert check_pack(made.folder, words, None, TODAY) == ()
    return made, load_pack(made.folder, words, TODAY).article


def said(article: Article) -> list[str]:
    return [sentence.text for section in article.sections for sentence in section.sentences]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.encode().decode("cp1252").encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "utf-16 without mark", "utf-32", "windows", "crlf", "cr", "garbled"],
)
def test_encodings_and_line_ends(content: bytes, tmp_path: Path, own_words: Words) -> None:
    made, article = importing(content, tmp_path, own_words)
    assert (made.title, made.sections) == ("Sleeping Well", ("What Helps",))
    assert said(article) == ["A café at night – it’s no help.", "A dark room is what helps most."]


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        ("Title Here\n\nSome \x07bell and \x1b[31mred\x1b[0m text.\n", ["Some bell and red text."]),
        ("Feeling Well\n\nSmile 😀👍🏽 now.\n", ["Smile (grinning face) (thumbs up sign) now."]),
        (
            "Peace\n\nThe word שלום means peace.\n\nالسلام عليكم is a greeting.\n",
            [
                "The word (1 word in Hebrew letters) means peace.",
                "(2 words in Arabic letters) is a greeting.",
            ],
        ),
        ("Safe\n\nIt is 3 < 5 and a_b * c # d | e ~ f.\n", ["It is 3 less than 5 and a b c d e f."]),
        ("# T\n\nHello.\n\n## Empty\n\n## Full\n\nText.\n", ["Hello.", "This section has no text.", "Text."]),
        ("# T\n\n## One\n\nText.\n", ["This article has 1 part: One.", "Text."]),
        (
            "# T\n\nNumbers.\n\n| 1 | 2 |\n|---|---|\n| -3 | 4.5% |\n",
            ["Numbers.", "A table with 2 columns: 1, 2.", "1: minus 3; 2: 4.5 percent.", "End of the table."],
        ),
        ("Title Here\n=====\n\nIntro here.\n\nPart One\n-----\n\nText.\n", ["Intro here.", "Text."]),
        ("---\ntitle: My Post\nlayout: x\n---\n\nOnly text here.\n", ["Only text here."]),
        ("+++\ntitle = 'My Post'\n+++\n\nOnly text here.\n", ["Only text here."]),
        ("Title: My Post\nDate: 2024\n\nOnly text here.\n", ["Only text here."]),
        (
            "# T\n\nHello <b>bold</b><br>world &amp; all. <script>x()</script>\n",
            ["Hello bold, world and all."],
        ),
    ],
)
def test_strange_texts_are_read(content: str, sentences: list[str], tmp_path: Path, own_words: Words) -> None:
    assert said(importing(content, tmp_path, own_words)[1]) == sentences


@pytest.mark.parametrize(
    "head", ["---\ntitle: My Post\n---\n", "+++\ntitle = 'My Post'\n+++\n", "Title: My Post\nBy: X\n"]
)
def test_the_title_may_stand_in_the_head_of_another_system(
    head: str, tmp_path: Path, own_words: Words
) -> None:
    made, _ = importing(f"{head}\nOnly text here.\n\n## Part of it\n\nMore.\n", tmp_path, own_words)
    assert (made.title, made.sections) == ("My Post", ("Part of it",))


def test_headings_of_many_kinds(tmp_path: Path, own_words: Words) -> None:
    text = "The Title\n\nHello to you all.\n\nSIDE EFFECTS\nSome, and they pass.\n\n"
    text += "2. Doses\n\nOne a day.\n\nAnd then:\n\nRest well.\n"
    made, _ = importing(text, tmp_path, own_words)
    assert made.sections == ("Side effects", "2. Doses", "And then")


def test_two_sections_of_one_name_can_both_be_asked_for(tmp_path: Path, own_words: Words) -> None:
    made, article = importing("# T\n\nHi.\n\n## Doses\n\nOne.\n\n## Doses\n\nTwo.\n", tmp_path, own_words)
    assert [section.names for section in article.sections[1:]] == [("doses",), ("second doses",)]
    assert "line 9: a section before it is called “Doses” too: ask for “second doses”." in map(
        str, made.report
    )


def test_a_sentence_of_three_thousand_words(tmp_path: Path, own_words: Words) -> None:
    text = "On and On\n\n" + " ".join(f"it goes on, number {number}" for number in range(600)) + ".\n"
    _, article = importing(text, tmp_path, own_words)
    assert " ".join(said(article)).split() == text.split()[3:]
    assert max(len(sentence.split()) for sentence in said(article)) <= 60


def test_words_without_end_are_cut(tmp_path: Path, own_words: Words) -> None:
    _, article = importing("A Title\n\nThis is " + "x" * 5000 + ".\n", tmp_path, own_words)
    assert max(map(len, said(article))) <= 600
    assert "".join(said(article)).count("x") == 5000


REFUSED: dict[str, tuple[str | bytes, type[AssistantError], str]] = {
    "empty": (b"", ContentError, "holds no words"),
    "blank": (" \n\n\t\n", ContentError, "holds no words"),
    "signs": ("*** --- !!!\n", ContentError, "holds no words"),
    "a PDF": (b"%PDF-1.7 \x00\x01", ContentError, "is a PDF"),
    "a word processor's": (b"PK\x03\x04 \x00", ContentError, "word processor"),
    "binary": (bytes(range(256)) * 8, ContentError, "is not text"),
    "a page": ("<!DOCTYPE html>\n<html><p>Hello</p></html>", ContentError, "web page"),
    "Arabic": ("مرحبا بالعالم\n\nهذا نص عربي طويل بما يكفي.\n", ContentError, "Arabic letters"),
    "German": (
        "Titel\n\n" + "Dies ist ein Text, den nur wenige verstehen werden. " * 9,
        ContentError,
        "English",
    ),
    "too large": (b"a word \n" * 1_000_001, ContentError, "larger than 8 MB"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_article_is_refused_in_one_sentence(kind: str, tmp_path: Path, own_words: Words) -> None:
    content, error, says = REFUSED[kind]
    with pytest.raises(error, match=says) as raised:
        importing(content, tmp_path, own_words)
    assert str(raised.value).count("\n") == 0
    assert str(raised.value).endswith(".")
    assert [path.name for path in tmp_path.iterdir()] == ["found.txt"], "nothing is left behind"


def test_files_that_cannot_be_read(tmp_path: Path, own_words: Words) -> None:
    with pytest.raises(MissingError, match="There is no file"):
        import_article(tmp_path / "nowhere.txt", tmp_path / "pack", own_words, None, TODAY)
    with pytest.raises(OutputError, match="cannot be read"):
        import_article(tmp_path, tmp_path / "pack", own_words, None, TODAY)


def test_nothing_is_overwritten(tmp_path: Path, own_words: Words) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT)
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    for target in (full, file):
        with pytest.raises(UsageError, match="so that nothing is overwritten"):
            import_article(file, target, own_words, None, TODAY)
    assert [path.name for path in full.iterdir()] == ["mine.txt"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert import_article(file, empty, own_words, None, TODAY).folder == empty
    assert import_article(file, tmp_path / "packs", own_words, None, TODAY, "sleep").folder.name == "sleep"
    with pytest.raises(UsageError, match="cannot be called"):
        import_article(file, tmp_path / "packs", own_words, None, TODAY, "../sleep")


def test_a_folder_that_cannot_be_written_stays_as_it_was(
    tmp_path: Path, own_words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OutputError, match="No space left"):
        import_article(tmp_path / "a.txt", tmp_path / "pack", own_words, None, TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
