"""Texts that need too high a reading age are found, where they stand, and short texts are not judged alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from voice_assistant import paths
from voice_assistant.content.loading import check_pack, load_pack, load_words, pack_names
from voice_assistant.content.pack import Article, ArticleSentence, Section, Term, Words
from voice_assistant.content.reading_age import (
    ARTICLE_AGE,
    FEWEST_WORDS,
    PROTOCOL_AGE,
    REST,
    Measured,
    article_ages,
    protocol_ages,
)

TODAY = date(2024, 6, 1)
EASY = "The cat sat on the mat, and the dog lay by the door."
HARD = "Determination of neurological involvement necessitates comprehensive professional examination."


def article(*sentences: str, language: str = "en") -> Article:
    said = tuple(ArticleSentence(text=each, line=1) for each in sentences)
    section = Section(id="care", title="Care", names=("care",), paragraphs=(said,))
    return Article(title="A", language=language, source="B", reviewed=TODAY, sections=(section,))


def only(found: tuple[Measured, ...]) -> Measured:
    (measured,) = found
    return measured


def test_it_is_the_published_formula() -> None:
    """13 words and 13 syllables in each sentence, so grade 1.28."""
    measured = only(article_ages(article(EASY, EASY, EASY)))
    assert (measured.words, measured.sentences, measured.syllables) == (39, 3, 39)
    assert measured.age == round(0.39 * 13 + 11.8 - 15.59 + 5, 1) == 6.3


def test_longer_words_and_longer_sentences_need_a_higher_age() -> None:
    easy = only(article_ages(article(EASY, EASY, EASY)))
    longer = only(article_ages(article(" ".join([EASY, EASY, EASY]).replace(". T", ", t"))))
    harder = only(article_ages(article(EASY, HARD, HARD, EASY)))
    assert easy.age < longer.age < harder.age


def test_a_few_words_are_not_judged() -> None:
    assert article_ages(article(HARD)) == ()


def test_what_is_short_is_measured_together() -> None:
    parts = [article(HARD, HARD).sections[0].model_copy(update={"id": name}) for name in ("one", "two")]
    measured = only(article_ages(article(HARD).model_copy(update={"sections": tuple(parts)})))
    assert measured.group.name == REST
    assert measured.words >= FEWEST_WORDS


def test_words_that_are_explained_count_apart() -> None:
    text = article(EASY, EASY, "It is amyotrophic lateral sclerosis, and sclerosis is a word.")
    plain = only(article_ages(text))
    term = Term(words=("a word",), means=("A word.",))
    explained = only(article_ages(text, {"amyotrophic lateral sclerosis": term}))
    assert (plain.explained, explained.explained) == (0, 3)
    assert explained.age < plain.age


def test_another_language_is_not_measured() -> None:
    assert article_ages(article(HARD, HARD, HARD, HARD, language="de")) == ()


def test_reasons_that_are_too_hard(pack: Path, words: Words) -> None:
    file = pack / "protocol.yaml"
    text = file.read_text().replace("why: It matters how long it lasts.", f"why: {HARD} {HARD} {HARD}")
    file.write_text(text.replace("why: It tells me what may help.", f"why: {EASY}"))
    (finding,) = check_pack(pack, words, None, TODAY)
    line, column = text[: text.index(HARD)].count("\n") + 1, 10
    assert (finding.file, finding.line, finding.column) == (file, line, column)
    assert finding.sentence.startswith("A reading age of ")
    assert f"the reasons for asking; {PROTOCOL_AGE:g} is the most" in finding.sentence
    assert "words than 'determination', 'examination', 'necessitates'," in finding.sentence


def test_a_section_that_is_too_hard(pack: Path, words: Words) -> None:
    file = pack / "article.md"
    file.write_text(
        file.read_text().replace("Rest a little.", f"Rest a little.\n{HARD} {HARD} {HARD} {HARD}")
    )
    (finding,) = check_pack(pack, words, None, TODAY)
    assert finding.file == file
    assert file.read_text().split("\n")[finding.line - 1].startswith("Determination")
    assert f"the section 'What to do'; {ARTICLE_AGE:g} is the most" in finding.sentence


def test_an_article_without_questions_may_be_as_hard_as_it_is(pack: Path, words: Words) -> None:
    file = pack / "article.md"
    file.write_text(file.read_text().replace("Rest a little.", f"{HARD} {HARD} {HARD} {HARD}"))
    (pack / "protocol.yaml").unlink()
    assert check_pack(pack, words, None, TODAY) == ()


def test_meanings_that_are_too_hard(pack: Path, words: Words) -> None:
    file = pack / "lexicon.yaml"
    file.write_text(
        f"twitching:\n  words: [twitch]\n  means:\n    - {HARD}\n    - {HARD}\n    - {HARD} {HARD}\n"
    )
    (finding,) = check_pack(pack, words, None, TODAY)
    assert (finding.file, finding.line) == (file, 4)
    assert "the meanings of hard words" in finding.sentence


@pytest.mark.parametrize("name", pack_names(paths.prompts(paths.root())))
def test_what_is_shipped_is_within_the_limits(name: str) -> None:
    loaded = load_pack(name, load_words(), date(2026, 11, 22))
    assert loaded.protocol is not None
    ages = (*protocol_ages(loaded.protocol, loaded.lexicon), *article_ages(loaded.article, loaded.lexicon))
    assert len(ages) > 5
    assert [each.group.name for each in ages if each.too_hard] == []
