"""Texts are respelled for the ear; what the respelling sounds like is heard in test_speaking_sound."""

from __future__ import annotations

import pytest

from voice_assistant.speaking.pronunciation import Pronunciation

PAIRS = [
    ("ALS", "A.L.S."),
    ("Gehrig", "Gherrig"),
    ("dysarthria", "dissarthria"),
    ("motor neuron", "moter nooron"),
    ("neuron", "never used here"),
    ("mg", "milligrams"),
    ("%", "percent"),
    ("&", "and"),
    ("911", "9 1 1"),
    ("vs.", "versus"),
    ("ALS", "a second pair for the same word"),
]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ALS is a disease.", "A.L.S. is a disease."),
        ("Is it ALS?", "Is it A.L.S.?"),
        ("He has ALS.", "He has A.L.S."),
        ("ALS-related", "A.L.S.-related"),
        ("Also, salsa, als and HALS", "Also, salsa, als and HALS"),
        ("Dysarthria is dysarthria.", "dissarthria is dissarthria."),
        ("Lou Gehrig’s disease", "Lou Gherrig's disease"),
        ("gehrig", "gehrig"),
        ("The motor neuron", "The moter nooron"),
        ("5mg, or 2.5 mg", "5 milligrams, or 2.5 milligrams"),
        ("50% of them", "50 percent of them"),
        ("R&D", "R and D"),
        ("Call 911.", "Call 9 1 1."),
        ("9112 or 0911", "9112 or 0911"),
        ("This vs. that", "This versus that"),
    ],
)
def test_whole_words_are_respelled(written: str, read: str) -> None:
    assert Pronunciation(PAIRS).respell(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2-5 weeks", "2 to 5 weeks"),
        ("2 – 5 weeks", "2 to 5 weeks"),
        ("1.5-2 hours", "1.5 to 2 hours"),
        ("on 2026-01-31", "on 2026-01-31"),
        ("a well-known, half-hearted try", "a well-known, half-hearted try"),
        ("It goes away — mostly – by itself.", "It goes away, mostly, by itself."),
        ("*Most* of it, #1, is_fine", "Most of it, 1, is fine"),
        ("The word “spasm” (a cramp)", "The word spasm (a cramp)"),
        ("Wait...", "Wait..."),
        ("  two\n lines ", "two lines"),
        ("***", ""),
        ("", ""),
    ],
)
def test_signs_that_nobody_says_are_made_speakable_or_taken_out(written: str, read: str) -> None:
    assert Pronunciation([]).respell(written) == read


def test_what_was_respelled_is_not_respelled_again() -> None:
    assert Pronunciation([("a", "b"), ("b", "a")]).respell("a b") == "b a"


def test_without_pairs_words_stay_as_they_are() -> None:
    assert Pronunciation([]).respell("ALS is a disease.") == "ALS is a disease."
