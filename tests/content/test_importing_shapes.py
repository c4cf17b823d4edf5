"""Articles of many shapes: what is read of each, and what is reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from voice_assistant.content.importing import Imported, import_article
from voice_assistant.content.loading import check_pack, load_pack, load_words
from voice_assistant.content.pack import Article, Words
from voice_assistant.content.speakable import speakable

TODAY = date(2024, 6, 1)


@pytest.fixture(scope="module")
def own_words() -> Words:
    return load_words("en")


def importing(text: str, tmp_path: Path, words: Words, name: str = "found.txt") -> tuple[Imported, Article]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    made = import_article(tmp_path / name, tmp_path / "pack", words, None, TODAY)
    assert check_pack(made.folder, words, None, TODAY) == ()
    return made, load_pack(made.folder, words, TODAY).article


def said(article: Article) -> list[str]:
    return [sentence.text for section in article.sections for sentence in section.sentences]


READ = {
    "a short form of HTML with its meaning": (
        '# T\n\n<p>A <abbr title="feeding tube">PEG</abbr> helps.</p>\n',
        ["A PEG (feeding tube) helps."],
    ),
    "a raised mark of a footnote in HTML": (
        "# T\n\n<p>It goes through the skin<sup>1</sup> of 2 m<sup>2</sup>.</p>\n",
        ["It goes through the skin (footnote 1) of 2 square meters."],
    ),
    "the caption of a table in HTML": (
        "# T\n\nHello.\n\n## P\n\n"
        "<table><caption>Feeds a day</caption><tr><th>Feed</th></tr><tr><td>Milk</td></tr></table>\n",
        ["Hello.", "Feeds a day", "A table with 1 column: Feed.", "Milk.", "End of the table."],
    ),
    "bullets of a word processor": (
        "Sleeping Well\n\nDo this.\n\n\u2022\u00a0Raise the bed\no\u00a0Use a wedge\n\uf0b7\tRest well\n",
        ["Do this.", "Raise the bed.", "Use a wedge.", "Rest well."],
    ),
    "people who talk": (
        'A Talk\n\n"No," he said. "I slept 4 hours."\n\n-- And then?\n\nShe smiled at him.\n',
        ['"No," he said.', '"I slept 4 hours."', "-- And then?", "She smiled at him."],
    ),
    "verses keep their lines, wrapped lines do not": (
        "Poem\n\n"
        "Roses are red\nViolets are blue\nThere you are\n\nThis was wrapped\nby a careful hand, and\nit is prose.\n",
        [
            "Roses are red, Violets are blue, There you are",
            "This was wrapped by a careful hand, and it is prose.",
        ],
    ),
    "a table drawn with signs": (
        "Boxes\n\nLook at this one.\n\n+-----+-----+\n| One | Two |\n+-----+-----+\n",
        ["Look at this one.", "One Two"],
    ),
    "a line of tildes is no code": (
        "A Plain Text\n\nOne here.\n\n~~~~~~~~~~~~\n\nTwo there.\n",
        ["One here.", "Two there."],
    ),
    "lowered and marked letters": ("# T\n\nDrink H~2~O, ==always==.\n", ["Drink H2O, always."]),
    "vowel signs of other scripts": (
        "# T\n\nनमस्ते is a greeting.\n",
        ["(1 word in Devanagari letters) is a greeting."],
    ),
    "words divided at the end of a line": (
        "Hands\n\nMany people find eat-\ning slow, and use well-\nknown spoons of a spe-\ncial kind.\n",
        ["Many people find eating slow, and use well-known spoons of a special kind."],
    ),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_read(name: str, tmp_path: Path, own_words: Words) -> None:
    text, sentences = READ[name]
    assert said(importing(text, tmp_path, own_words)[1]) == sentences


SECTIONS = {
    "capitals with Roman numbers": (
        "CARING WELL\n\nHello to you all.\n\nI. BEFORE MEALS\n\nRinse it.\n\nII. AFTER MEALS\n\nBrush it.\n",
        ("Caring well", "I. before meals", "II. after meals"),
    ),
    "numbers below each other": (
        "A Long Guide\n\nHello to all.\n\n1 Signs to watch\n1.1 At night\nWaking up often, and a headache.\n\n"
        "2 Whom to call\nCall the nurse at any time you like.\n",
        ("A Long Guide", "1 Signs to watch", "2 Whom to call"),
    ),
    "headings as high as the title": (
        "# The Title\n\nHello.\n\n## One\n\nText.\n\n# Two\n\nText.\n",
        ("The Title", "One", "Two"),
    ),
    "a title of two lines": (
        "Staying Warm\nin Winter\n\nCold hands are weak hands.\n",
        ("Staying Warm in Winter",),
    ),
    "a title right above the text": (
        "Eating With Weak Hands\nMany people with weak hands find eating slow, and use tools.\n\nThey help.\n",
        ("Eating With Weak Hands",),
    ),
    "no heading of numbers and bars": (
        "Banana Drink\n\nPeel and mix.\n\nIn all: 210 kcal | 8 g protein | 1 g fat\n\nDrink it cold.\n",
        ("Banana Drink",),
    ),
    "a heading with letters of other languages": (
        "# Food\n\nHello.\n\n## Crème brûlée\n\nText.\n",
        ("Food", "Crème brûlée"),
    ),
}


@pytest.mark.parametrize("name", SECTIONS)
def test_titles_and_sections(name: str, tmp_path: Path, own_words: Words) -> None:
    text, titles = SECTIONS[name]
    made, article = importing(text, tmp_path, own_words)
    assert (made.title, *made.sections) == titles
    if name.endswith("languages"):
        assert "creme brulee" in article.sections[1].names


RELATED = (
    "Further reading",
    "Weiterlesen",
    "Siehe auch:",
    "Artículos relacionados",
    "À lire aussi",
    "Leggi anche",
)
PAGE = (
    "Was this page helpful?",
    "Yes No",
    "Share on Facebook",
    "Cookie settings",
    "© 2024 Some Health. All rights reserved.",
)


def test_links_and_the_page_around_an_article_in_other_words(tmp_path: Path, own_words: Words) -> None:
    links = "".join(f"## {each}\n\n- [Some Other Text](https://example.org/x)\n\n" for each in RELATED)
    text = (
        f"# Moving\n\nMove a little each day.\n\n## Arms\n\nLift them.\n\n{links}" + "\n\n".join(PAGE) + "\n"
    )
    made, article = importing(text, tmp_path, own_words)
    assert said(article) == ["Move a little each day.", "Lift them."]
    told = [note.left_out for note in made.report]
    assert all(each in told for each in (*RELATED, *PAGE))
    assert told.count("[Some Other Text](https://example.org/x)") == len(RELATED)


def test_what_pages_leave_in_a_text(tmp_path: Path, own_words: Words) -> None:
    head = "Some Trust          Leaflet 12\n"
    pages = (
        "Weak Hands\n\nMany people eat slowly.\n\nPage 1 of 3\n",
        "There are tools.\n\n2\n",
        "They help.\n\n- 3 -\n",
    )
    made, article = importing("\f".join(head + page for page in pages), tmp_path, own_words)
    assert made.title == "Weak Hands"
    assert said(article) == ["Many people eat slowly.", "There are tools.", "They help."]
    told = [(note.line, note.left_out) for note in made.report if note.left_out]
    heads = [(line, "Some Trust          Leaflet 12") for line in (1, 7, 11)]
    assert told == sorted([*heads, (6, "Page 1 of 3"), (10, "2"), (14, "- 3 -")])


def test_numbers_by_themselves_are_no_pages_where_there_is_no_other_sign_of_any(
    tmp_path: Path, own_words: Words
) -> None:
    _, article = importing("Counting\n\nWe count up.\n\n1\n\n2\n\nThat is all.\n", tmp_path, own_words)
    assert {"1", "2"} <= {each.rstrip(".") for each in said(article)}


def test_a_divided_word_is_reported_and_one_with_a_hyphen_keeps_it(tmp_path: Path, own_words: Words) -> None:
    text = "Hands\n\nEating is eat-\ning, and a cut-\nout cup is a low-\ncost cup.\n"
    made, article = importing(text, tmp_path, own_words)
    assert said(article) == ["Eating is eating, and a cut-out cup is a low-cost cup."]
    assert [str(note) for note in made.report if "divided" in str(note)] == [
        "line 3: “eating” is written in place of the divided word: “eat- ing”."
    ]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("at most 20 mg/24 h", "at most 20 milligrams per 24 hours"),
        ("in the 1990s and the '90s", "in the 1990's and the '90's"),
        ("for 90s", "for 90 seconds"),
        ("open 24/7", "open 24 7"),
        ("it is 50/50", "it is 50 50"),
        ("30s–1min", "30 seconds to 1 minute"),
    ],
)
def test_amounts_that_look_like_others(written: str, spoken: str) -> None:
    assert speakable(written) == spoken
