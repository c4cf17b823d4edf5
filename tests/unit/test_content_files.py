"""Reading YAML, Markdown and sentences: places are kept, and nothing surprising is let in."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_assistant.content.ear import asks_last, says_to_stop_a_medicine, unfit
from voice_assistant.content.findings import FindingsError
from voice_assistant.content.markdown import read_article, slug
from voice_assistant.content.sentences import split_sentences
from voice_assistant.content.yaml_file import Tree, parse_yaml

FILE = Path("some.yaml")
HEAD = "---\ntitle: T\nlanguage: en\nsource: S\nreviewed: 2024-01-01\n---\n"


# --- YAML ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a: yes", {"a": "yes"}),
        ("a: [no, on, off, y]", {"a": ["no", "on", "off", "y"]}),
        ("a: [true, false, null, ~]", {"a": [True, False, None, None]}),
        ("a: [1, -2, 010, 1.5, .5, 1e3]", {"a": [1, -2, 10, 1.5, 0.5, 1000.0]}),
        ("a: ['1', \"true\", 1_000, 2024-01-01, 1:30]", {"a": ["1", "true", "1_000", "2024-01-01", "1:30"]}),
        ("a:\nb: >-\n  two\n  lines", {"a": None, "b": "two lines"}),
        ("yes: {no: {}}\n1: []", {"yes": {"no": {}}, "1": []}),
        ("", None),
    ],
)
def test_yaml_1_2_as_plain_data(text: str, tree: Tree) -> None:
    assert parse_yaml(text, FILE).tree == tree


def test_every_value_keeps_its_place() -> None:
    yaml = parse_yaml("# head\na:\n  - b: one\n    c: [x, y]\n", FILE)
    assert yaml.keys["a", 0, "c"] == (4, 5)
    assert yaml.values["a", 0, "c", 1] == (4, 12)
    assert str(yaml.value(("a", 0, "b"), "Mend it.")) == "some.yaml:3:8: Mend it."
    assert yaml.key(("a", 0, "z", "deep"), "").line == 3, "the nearest place that is there"


def test_several_things_wrong_are_all_found() -> None:
    with pytest.raises(FindingsError) as raised:
        parse_yaml("a: &x 1\nb: !t 2\na: 3\nc: *x\n", FILE)
    assert [(found.line, found.column) for found in raised.value.findings] == [(1, 4), (2, 4), (3, 1), (4, 4)]


def test_a_number_beyond_all_measure_is_refused() -> None:
    with pytest.raises(FindingsError, match="too large"):
        parse_yaml("a: 1e999", FILE)


# --- sentences -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentences",
    [
        ["Dr. Smith gave her 2.5 mg, e.g. at night.", "It helped."],
        ["Is it so?", 'He said "yes."', "I don't know."],
        ["No full stop at the end"],
        ["One (in brackets. Really) goes on.", "Two!"],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    text = "  " + "  ".join(sentences) + " "
    split = split_sentences(text)
    assert [sentence for _, sentence in split] == sentences
    assert [text[start : start + len(sentence)] for start, sentence in split] == sentences


def test_no_text_has_no_sentences() -> None:
    assert split_sentences(" \n ") == ()


# --- the article -----------------------------------------------------------------------------------


def written(tmp_path: Path, body: str) -> Path:
    file = tmp_path / "article.md"
    file.write_text(HEAD + body)
    return file


def test_markdown_is_read_as_it_would_be_read_aloud(tmp_path: Path) -> None:
    body = """Some *very* **strong** [words](https://example.org/x) and `code`.
A second line. ![a hand](hand.png) End.

1. First thing
2. Second thing!

> Somebody said so.

## It's about you: 2 things

Text.
"""
    article = read_article(written(tmp_path, body)).article
    first, second = article.sections
    texts = [[sentence.text for sentence in paragraph] for paragraph in first.paragraphs]
    assert texts == [
        ["Some very strong words and code.", "A second line.", "Picture: a hand.", "End."],
        ["1: First thing.", "2: Second thing!"],
        ["Quotation: Somebody said so."],
    ]
    assert [sentence.line for sentence in first.sentences] == [7, 8, 8, 8, 10, 11, 13]
    assert (second.id, second.title) == ("its_about_you_2_things", "It's about you: 2 things")
    assert second.names == ("it's about you things",)
    assert first.names == ("t",), "the introduction is called like the article unless the head says more"


def test_lines_may_end_as_on_other_systems(tmp_path: Path) -> None:
    file = tmp_path / "article.md"
    file.write_bytes(b"\xef\xbb\xbf" + (HEAD + "One.\n\n## Two\n\nThree.\n").replace("\n", "\r\n").encode())
    assert [section.id for section in read_article(file).article.sections] == ["introduction", "two"]


@pytest.mark.parametrize(
    ("title", "made"),
    [("When to seek advice", "when_to_seek_advice"), ("2 Don'ts", "donts"), ("¿?", ""), ("x" * 50, "x" * 40)],
)
def test_an_id_made_of_a_heading(title: str, made: str) -> None:
    assert slug(title) == made


# --- texts for the ear -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["a * b", "#1", "and/or", "A & B", "2-5", "2 – 5", "www.nhs.uk", "x{y}", "a_b"]
)
def test_what_cannot_be_heard(text: str) -> None:
    assert unfit(text)


@pytest.mark.parametrize(
    "text", ["Two to five.", "A well-known, 20 percent (or so) risk!", "It's 2.5 or 1,000."]
)
def test_what_can_be_heard(text: str) -> None:
    assert unfit(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Stop your medicine.",
        "You may want to quit taking these pills.",
        "Do not wait, stop the tablets.",
        "Never mind. Skip your medication today.",
        "It helps to come off the drug.",
        "Try stopping your medicines.",
    ],
)
def test_nobody_is_told_to_stop_a_medicine(text: str) -> None:
    assert says_to_stop_a_medicine(text)


@pytest.mark.parametrize(
    "text",
    [
        "Never stop a medicine on your own.",
        "Do not stop your tablets.",
        "Don't suddenly stop the medication.",
        "If the twitching does not stop, tell the doctor. Your medicine may be the cause.",
        "Ask the person who prescribed your medicine.",
    ],
)
def test_telling_never_to_stop_is_fine(text: str) -> None:
    assert not says_to_stop_a_medicine(text)


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("Is it?", True),
        ("Say so. Is it?", True),
        ("Is it? Say so.", False),
        ("Is it? Or not?", False),
        ("It is.", False),
    ],
)
def test_one_question_at_the_end(text: str, fit: bool) -> None:
    assert asks_last(text) is fit
