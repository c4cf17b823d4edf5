"""What is made of something that was said: taken, asked back, or not understood."""

from __future__ import annotations

import pytest

from fakes.words import WORDS, pack
from voice_assistant.commands import Listen
from voice_assistant.events import Days, Decision, Heard, Meaning, Miss
from voice_assistant.listening.judging import Evidence, judge, needs_guess
from voice_assistant.listening.recognizer import Word
from voice_assistant.listening.vocabulary import Vocabulary

VOCABULARY = Vocabulary(WORDS, pack())
GENERAL = ("yes", "no", "not_sure", "stop", "help", "emergency")
YES_NO = VOCABULARY.grammar(Listen(GENERAL, question="breathing"))
DURATION = VOCABULARY.grammar(Listen(GENERAL, question="duration"))


def said(
    text: str, *, length: float = 0.3, voiced: float = 0.5, attempt: int = 0, guess: str = ""
) -> Evidence:
    words = tuple(Word(word, at * 0.4, at * 0.4 + length, 0.9) for at, word in enumerate(text.split()))
    return Evidence(words, voiced, attempt, guess)


def decided(evidence: Evidence) -> tuple[Meaning | None, Decision] | None:
    heard = judge(evidence, YES_NO)
    return None if heard is None else (heard.meaning, heard.decision)


@pytest.mark.parametrize(
    ("text", "intent", "decision"),
    [
        ("yes", "yes", "accepted"),
        ("yes yes", "yes", "accepted"),
        ("no thanks", "no", "accepted"),
        ("[unk] yes", "yes", "confirming"),
        ("yes [unk]", "yes", "confirming"),
        ("not yes", "yes", "confirming"),
        ("help stop", "stop", "confirming"),
        ("no yes", None, "rejected"),
        ("yes [unk] no", None, "rejected"),
        ("[unk] [unk] stop [unk]", "stop", "rejected"),
        ("[unk] [unk] emergency [unk]", "emergency", "confirming"),
        ("emergency no", "emergency", "confirming"),
        ("not", None, "rejected"),
        ("[unk]", None, "rejected"),
    ],
)
def test_what_was_said_is_decided(text: str, intent: str | None, decision: Decision) -> None:
    assert decided(said(text)) == (Meaning(intent) if intent else None, decision)


def test_a_word_too_short_to_be_one_is_asked_back() -> None:
    assert decided(said("no", length=0.03)) == (Meaning("no"), "confirming")


def test_the_short_words_of_a_length_of_time_are_none_of_these() -> None:
    heard = judge(said("a week", length=0.03), DURATION)
    assert heard == Heard("a week", Meaning(value=Days(7, 7)), 0.9, "accepted")


def test_a_noise_is_nothing_and_a_longer_sound_is_not_understood() -> None:
    assert decided(said("[unk]", voiced=0.28)) is None
    assert decided(said("", voiced=5)) is None
    assert decided(said("[unk]", voiced=0.3)) == (None, "rejected")


def test_a_guess_is_put_to_the_person_from_the_second_attempt_on() -> None:
    assert decided(said("[unk]", guess="yes")) == (Meaning("yes"), "rejected")
    assert decided(said("[unk]", guess="yes", attempt=1)) == (Meaning("yes"), "confirming")
    assert decided(said("[unk]", guess="not", attempt=1)) == (None, "rejected")


@pytest.mark.parametrize(
    ("text", "miss"),
    [
        ("[unk]", "unknown"),
        ("not", "unknown"),
        ("yes [unk] no", "unknown"),
        ("[unk] [unk] stop [unk]", "talk"),
        ("yes", None),
        ("[unk] yes", None),
    ],
)
def test_what_is_rejected_says_why(text: str, miss: Miss | None) -> None:
    heard = judge(said(text), YES_NO)
    assert heard is not None
    assert heard.miss == miss


def test_a_guess_is_needed_only_where_nothing_was_understood() -> None:
    assert needs_guess(said("[unk]"), YES_NO)
    assert needs_guess(said("not"), YES_NO)
    assert not needs_guess(said("[unk] yes"), YES_NO)
    assert not needs_guess(said("[unk]", voiced=0.1), YES_NO)


@pytest.mark.parametrize("text", ["no", "[unk] no", "no no"])
def test_confidence_decides_nothing(text: str) -> None:
    low = said(text)
    high = Evidence(tuple(Word(w.text, w.start, w.end, 0.01) for w in low.words), low.voiced, low.attempt)
    assert decided(low) == decided(high)


def test_the_transcript_holds_only_known_words() -> None:
    heard = judge(said("[unk] yes"), YES_NO)
    assert heard is not None
    assert (heard.text, heard.confidence) == ("yes", 0.9)
    unknown = judge(said("[unk]"), YES_NO)
    assert unknown is not None
    assert unknown.text == ""
