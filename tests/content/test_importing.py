"""Articles as they are found become packs that pass the check, and every word is spoken or reported."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from voice_assistant.content.importing import Imported, import_article
from voice_assistant.content.loading import check_pack, load_pack, load_words
from voice_assistant.content.pack import Article, Words

TODAY = date(2024, 6, 1)
ARTICLES = Path(__file__).parent.parent / "data" / "articles"
FILES = sorted(path.name for path in ARTICLES.iterdir())

SAID_FOR = {
    # What is written, and a word of what is said for it. Everything else is said as it is written.
    "mg": "milligrams",
    "h": "hours",
    "cm": "centimeters",
    "min": "minutes",
    "c": "celsius",
    "tsp": "teaspoon",
    "w": "with",
    "dr": "doctor",
    "e": "for",
    "g": "example",
    "1½": "1",
    "½": "half",
    "3×": "3",
    "x": "done",
    "5550142": "0",
}


@pytest.fixture(scope="module")
def own_words() -> Words:
    return load_words("en")


def imported(name: str, out: Path, words: Words) -> tuple[Imported, Article]:
    made = import_article(ARTICLES / name, out, words, None, TODAY)
    return made, load_pack(out, words, TODAY).article


def spoken(article: Article) -> list[str]:
    texts = [article.title]
    for section in article.sections:
        texts += [section.title, *(sentence.text for sentence in section.sentences)]
    return texts


def tokens(text: str) -> list[str]:
    text = text.replace("’", "'").replace("555-0142", "5550142").lower()
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", re.sub(r"\d[½×]|½", lambda found: f" {found[0]} ", text))


def seen(file: Path) -> str:
    """What readers of the article see of it: no tags, no addresses behind words."""
    text = (
        file.read_bytes().decode("utf-8").replace("&mdash;", " ").replace("&nbsp;", " ").replace("&amp;", " ")
    )
    text = re.sub(r"</?[a-z][^<>]*>", " ", text)
    text = re.sub(r"\]\(\S+?(?: \"\w+\")?\)", "]", text)
    return re.sub(r"https?://|www\.", " ", text)


@pytest.mark.parametrize("name", FILES)
def test_every_word_is_spoken_or_reported(name: str, tmp_path: Path, own_words: Words) -> None:
    made, article = imported(name, tmp_path / "pack", own_words)
    said = Counter(word for text in spoken(article) for word in tokens(text))
    told = [
        str(note)
        for note in made.report
        if re.search("left out|said once|in place of|from the head", str(note))
    ]
    reported = Counter(word for line in told for word in tokens(re.findall("“([^”]*)”", line)[-1]))

    missing = Counter(tokens(seen(ARTICLES / name))) - reported - said
    surplus = said - (Counter(tokens(seen(ARTICLES / name))) - reported)
    for word in missing.elements():
        other = SAID_FOR.get(word, "nothing")
        assert surplus[other] > 0, f"'{word}' is neither spoken nor reported"
        surplus[other] -= 1


@pytest.mark.parametrize("name", FILES)
def test_the_pack_passes_the_check_and_says_where_it_came_from(
    name: str, tmp_path: Path, own_words: Words
) -> None:
    made, article = imported(name, tmp_path / "pack", own_words)
    assert check_pack(made.folder, own_words, None, TODAY) == ()
    assert name in article.source
    assert not (made.folder / "protocol.yaml").exists()
    assert [section.title for section in article.sections[1:]] == [*made.sections]


def sections(name: str, out: Path, words: Words) -> tuple[str, ...]:
    return imported(name, out / "pack", words)[0].sections


@pytest.mark.parametrize(
    ("name", "title", "headings"),
    [
        (
            "twitching_eyelid.txt",
            "Why Does My Eyelid Twitch? What It Means and When to Worry",
            ("What Sets It Off", "How It Differs From ALS", "Simple Ways to Calm It", "When to See a Doctor"),
        ),
        (
            "lentil_soup.txt",
            "Thick Lentil Soup for People Who Swallow With Care",
            ("Ingredients", "Method", "To Serve"),
        ),
        (
            "questions_about_masks.txt",
            "Frequently asked questions about breathing masks",
            (
                "What is a breathing mask?",
                "Does it hurt?",
                "How many hours a day should I wear it?",
                "Can I speak with it?",
                "Who pays for it?",
            ),
        ),
        (
            "leaflet.md",
            "Calmolin tablets",
            ("How much to take", "Side effects", "If you stop taking it", "References"),
        ),
        (
            "numbered_guide.txt",
            "Choosing a Wheelchair",
            ("1. Before the visit", "2. At the visit", "3. After the visit"),
        ),
        ("caring.md", "Caring for Somebody at Home", ("Your day", "Your nights")),
        ("letter_without_headings.txt", "Letter without headings", ()),
        ("breath.txt", "Breath", ()),
        ("saliva.md", "Too Much Saliva — What Helps", ("At home", "Medicines", "At home")),
        ("posture.txt", "Sitting Well", ("Why it matters", "What to look for", "In short")),
        ("one_breath.txt", "A Day Without a Full Stop", ()),
    ],
)
def test_titles_and_sections(
    name: str, title: str, headings: tuple[str, ...], tmp_path: Path, own_words: Words
) -> None:
    made, article = imported(name, tmp_path / "pack", own_words)
    assert (made.title, made.sections) == (title, headings)
    assert article.sections[0].id == "introduction"


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        (
            "twitching_eyelid.txt",
            [
                (23, "Should You Take Magnesium for Muscle Cramps?"),
                (25, "What to Eat When Your Throat Is Sore"),
                (27, "How Long Does a Common Cold Last?"),
            ],
        ),
        ("lentil_soup.txt", [(26, "Read more: Five drinks that are easy to swallow")]),
        (
            "questions_about_masks.txt",
            [
                (26, "Related questions"),
                (28, "What is a cough assist machine?"),
                (29, "Can I fly with a breathing mask?"),
            ],
        ),
        (
            "caring.md",
            [
                (40, "You May Also Like"),
                (42, "[Ten Ways to Rest](https://example.org/rest)"),
                (43, "[A Bed That Lifts You](https://example.org/bed)"),
            ],
        ),
        ("saliva.md", [(33, "[Why Is My Mouth So Dry?](https://example.org/dry)")]),
        ("posture.txt", [(21, "Related:"), (22, "How to lift somebody safely"), (23, "Cushions compared")]),
        ("breath.txt", []),
        ("letter_without_headings.txt", []),
    ],
)
def test_links_to_other_articles_are_left_out_and_reported(
    name: str, left_out: list[tuple[int, str]], tmp_path: Path, own_words: Words
) -> None:
    made, article = imported(name, tmp_path / "pack", own_words)
    links = [(note.line, note.left_out) for note in made.report if "link to another article" in note.sentence]
    assert links == left_out
    assert not any(text in " ".join(spoken(article)) for _, text in left_out)


def test_what_was_guessed_is_told_with_its_line(tmp_path: Path, own_words: Words) -> None:
    made, _ = imported("numbered_guide.txt", tmp_path / "pack", own_words)
    assert list(map(str, made.report)) == [
        "line 1: taken as the title: “Choosing a Wheelchair”.",
        "line 5: taken as a heading: “1. Before the visit”.",
        "line 15: taken as a heading: “2. At the visit”.",
        "line 17: taken as a heading within a section: “2.1 The seat”.",
        "line 21: taken as a heading within a section: “2.2 The controls”.",
        "line 25: taken as a heading: “3. After the visit”.",
    ]


def test_it_reads_well(tmp_path: Path, own_words: Words) -> None:
    _, leaflet = imported("leaflet.md", tmp_path / "leaflet", own_words)
    _, caring = imported("caring.md", tmp_path / "caring", own_words)
    table, never = leaflet.section("how_much_to_take").paragraphs
    assert [sentence.text for sentence in table] == [
        "A table with 3 columns: Age, Dose, Times a day.",
        "Age: Adults; Dose: 10 milligrams; Times a day: 2.",
        "Age: 12 to 17 years; Dose: 5 milligrams; Times a day: 2.",
        "Age: Under 12; Dose: nothing; Times a day: do not give.",
        "End of the table.",
    ]
    assert never[0].text == "Never take more than 20 milligrams per day."
    steps, quotation = caring.section("your_day").paragraphs
    assert [sentence.text for sentence in steps[:4]] == [
        "1: Morning.",
        "wash and dress.",
        "medicines, then breakfast.",
        "2: Afternoon.",
    ]
    assert quotation[0].text.startswith('Quotation: "I used to think')
    assert quotation[-1].text == "End of the quotation."


def test_no_sentence_is_too_long_to_be_said_in_one_go(tmp_path: Path, own_words: Words) -> None:
    _, article = imported("one_breath.txt", tmp_path / "pack", own_words)
    sentences = [sentence.text for sentence in article.sections[0].sentences]
    assert max(len(sentence.split()) for sentence in sentences) <= 60
    assert all(sentence.endswith((",", ".")) for sentence in sentences), "cut where one would draw breath"


def test_sections_have_names_that_can_be_heard_and_mean_one_thing(tmp_path: Path, own_words: Words) -> None:
    text = (
        "# Living With Dysphagia\n\nHello there, dear reader.\n\n## Types of dysphagia\n\nMany.\n\n"
        "## Questions\n\nSome.\n\n## Types of dysphagia\n\nMore.\n\n## 7 signs\n\nSeven.\n\n## 🎉\n\nOdd.\n"
    )
    (tmp_path / "a.md").write_text(text)
    out = tmp_path / "pack"

    def knows(word: str) -> bool:
        return word != "dysphagia"

    import_article(tmp_path / "a.md", out, own_words, knows, TODAY)
    article = load_pack(out, own_words, TODAY).article
    assert [section.names[0] for section in article.sections] == [
        "introduction",
        "types",
        "questions section",
        "second types",
        "seven signs",
        "part six",
    ]
    assert check_pack(out, own_words, knows, TODAY) == ()


def test_short_forms_in_capitals_are_spelled(tmp_path: Path, own_words: Words) -> None:
    made, _ = imported("questions_about_masks.txt", tmp_path / "pack", own_words)
    assert ("NIV", "N.I.V.") in load_pack(made.folder, own_words, TODAY).pronunciation
    assert any("“NIV” will be said letter by letter" in str(note) for note in made.report)
