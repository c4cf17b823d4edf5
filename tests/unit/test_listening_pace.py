"""What is learned about how somebody pauses."""

from __future__ import annotations

import pytest

from fakes.words import WORDS, pack
from voice_assistant.commands import Listen
from voice_assistant.listening.pace import REMEMBERED, Pace, Said
from voice_assistant.listening.recognizer import Word
from voice_assistant.listening.vocabulary import Vocabulary

GRAMMAR = Vocabulary(WORDS, pack()).grammar(Listen(("yes", "no", "next", "section"), question="duration"))


def said(text: str, pause: float = 0.0, began: float = 0.0) -> Said:
    """Words of 0.3 s with such pauses between them, decided about a second after their end."""
    starts = [began + number * (0.3 + pause) for number in range(len(text.split()))]
    words = [Word(word, start, start + 0.3, 1.0) for word, start in zip(text.split(), starts, strict=True)]
    return Said(tuple(words), GRAMMAR, began, words[-1].end, words[-1].end + 1.0)


def test_nothing_is_known_of_somebody_who_has_said_one_word_at_a_time() -> None:
    pace = Pace()
    for time in range(20):
        pace.learn(said("yes", began=time * 10), rejected=False)
    assert pace.pause == 0.0


def test_one_hesitation_changes_nothing_and_two_do() -> None:
    pace = Pace()
    pace.learn(said("about three weeks", 1.2), rejected=False)
    assert pace.pause == 0.0
    pace.learn(said("three weeks", 1.6, began=60), rejected=False)
    assert pace.pause == pytest.approx(1.2)


def test_short_pauses_are_fluent_speech() -> None:
    pace = Pace()
    for time in range(5):
        pace.learn(said("about three weeks", 0.3, began=time * 60), rejected=False)
    assert pace.pause == 0.0


def test_old_pauses_are_forgotten_when_somebody_speaks_fluently() -> None:
    pace = Pace()
    for time in range(3):
        pace.learn(said("three weeks", 1.2, began=time * 60), rejected=False)
    for time in range(3, 3 + REMEMBERED - 1):
        pace.learn(said("three weeks", 0.1, began=time * 60), rejected=False)
    assert pace.pause == 0.0
    assert len(pace._pauses) == REMEMBERED


def test_somebody_elses_talk_teaches_nothing() -> None:
    pace = Pace()
    for time in range(5):
        pace.learn(said("three [unk] weeks", 1.2, began=time * 60), rejected=True)
    assert pace.pause == 0.0


@pytest.mark.parametrize(
    ("first", "rest", "after", "pause"),
    [
        ("about", "three weeks", 1.3, 1.3),  # cut off by half a second, and rejected
        ("a month", "and a half", 2.0, 2.0),
        ("about", "three weeks", 4.0, 0.0),  # too late to be the rest of it
        ("yes", "no", 1.3, 0.0),
        ("yes", "yes", 1.3, 0.0),
        ("yes", "[unk]", 1.3, 0.0),  # the assistant's own voice
    ],
)
def test_going_on_after_the_decision_is_a_pause_that_counts_at_once(
    first: str, rest: str, after: float, pause: float
) -> None:
    pace = Pace()
    before = said(first)
    pace.learn(before, rejected=True)
    pace.learn(said(rest, began=before.ended + after), rejected=True)
    assert pace.pause == pytest.approx(pause)


def test_another_person_is_not_known() -> None:
    pace = Pace()
    before = said("about")
    for time in range(2):
        pace.learn(said("three weeks", 1.2, began=-60.0 - time * 60), rejected=False)
    pace.learn(before, rejected=True)
    pace.forget()
    pace.learn(said("three weeks", began=before.ended + 1.3), rejected=False)
    assert pace.pause == 0.0
