"""Words of an article are found in any form of them."""

from __future__ import annotations

from datetime import date

import pytest

from voice_assistant.content.finding_words import MOST_WORDS, content_words, places_of, stem
from voice_assistant.content.pack import Article, ArticleSentence, Section


def article(*paragraph: str) -> Article:
    sentences = tuple(ArticleSentence(text=text, line=1) for text in paragraph)
    section = Section(id="introduction", title="All", names=("all",), paragraphs=(sentences,))
    return Article(title="A", language="en", source="S", reviewed=date(2026, 1, 1), sections=(section,))


@pytest.mark.parametrize(
    "forms",
    [
        ("muscle", "muscles", "muscle's"),
        ("twitch", "twitches", "twitched", "twitching"),
        ("body", "bodies", "body's"),
        ("stop", "stops", "stopped", "stopping"),
        ("fall", "falls", "falling"),
        ("disease", "diseases"),
        ("eye", "eyes"),
        ("stress", "stresses", "stressed"),
        ("diagnose", "diagnosed", "diagnosing"),
    ],
)
def test_forms_of_one_word_are_one(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(("one", "other"), [("walk", "wall"), ("this", "thing")])
def test_other_words_stay_others(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_word_is_found_in_each_sentence_that_has_it_in_any_form() -> None:
    text = article("A muscle twitches.", "It is nothing.", "Muscles are strong.", "Muscular men.")
    assert [number for _, number in places_of(text, "muscle")] == [0, 2]
    assert [number for _, number in places_of(text, "twitching")] == [0]
    assert places_of(text, "swallow") == places_of(text, "") == ()


def test_words_that_follow_each_other_are_found_together() -> None:
    text = article("The motor of a car.", "Motor neurons die.", "A neuron, a motor.")
    assert [number for _, number in places_of(text, "motor neuron")] == [1]


def test_only_words_that_somebody_may_look_for_can_be_said() -> None:
    assert content_words(article("The muscles of the leg.", "And my muscles, too.")) == ("muscles", "leg")


def test_there_are_never_too_many_of_them() -> None:
    names = [f"{a}{b}{c}x" for a in "abcdefghij" for b in "klmnopqrst" for c in "abcdefghij"]
    assert len(content_words(article(" ".join(names)))) == MOST_WORDS
