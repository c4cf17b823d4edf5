"""Lengths of time from what is said to what is read back, through the grammar that is open at the question."""

from __future__ import annotations

import pytest

from dialogues.golden import the_pack, the_vocabulary, the_words
from voice_assistant.dialogue.attention import wanted
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.scene import Manner, Scene
from voice_assistant.events import Days
from voice_assistant.listening.duration_readback import say_duration
from voice_assistant.listening.grammar import Grammar

HOUR, MINUTE = 1 / 24, 1 / 1440
SAID: tuple[tuple[str, float, float | None, str], ...] = (
    # said, at least so many days, at most so many (None: no limit), read back
    ("about three weeks", 21, 21, "about three weeks"),
    ("three weeks", 21, 21, "about three weeks"),
    ("four weeks", 28, 28, "about four weeks"),
    ("for weeks", 14, None, "more than two weeks"),
    ("four years", 1460, 1460, "about four years"),
    ("for years", 730, None, "more than two years"),
    ("for years now", 730, None, "more than two years"),
    ("four days", 4, 4, "about four days"),
    ("for days", 2, 13, "two to thirteen days"),
    ("four months", 120, 120, "about four months"),
    ("for months", 60, None, "more than two months"),
    ("for about four weeks", 28, 28, "about four weeks"),
    ("two or three weeks", 14, 21, "two to three weeks"),
    ("two to three weeks", 14, 21, "two to three weeks"),
    ("between two and three weeks", 14, 21, "two to three weeks"),
    ("one or two days", 1, 2, "one to two days"),
    ("a day or two", 1, 2, "one to two days"),
    ("a week or two", 7, 14, "one to two weeks"),
    ("three weeks to a month", 21, 30, "three weeks to a month"),
    ("a few days", 3, 5, "three to five days"),
    ("a few weeks", 21, 35, "three to five weeks"),
    ("several weeks", 21, 49, "three to seven weeks"),
    ("a couple of days", 2, 2, "about two days"),
    ("a couple of months", 60, 60, "about two months"),
    ("many months", 150, None, "more than five months"),
    ("a month and a half", 45, 45, "about a month and a half"),
    ("two and a half weeks", 17.5, 17.5, "about two and a half weeks"),
    ("half a year", 182.5, 182.5, "about half a year"),
    ("half a day", 12 * HOUR, 12 * HOUR, "about twelve hours"),
    ("a quarter of a year", 90, 90, "about three months"),
    ("a year and two months", 425, 425, "about a year and two months"),
    ("a fortnight", 14, 14, "about two weeks"),
    ("a hundred days", 100, 100, "about three months and ten days"),
    ("twenty one days", 21, 21, "about three weeks"),
    ("more than a month", 30, None, "more than a month"),
    ("more than two weeks", 14, None, "more than two weeks"),
    ("over a year", 365, None, "more than a year"),
    ("longer than a week", 7, None, "more than a week"),
    ("at least two weeks", 14, None, "more than two weeks"),
    ("two weeks or more", 14, None, "more than two weeks"),
    ("a good two weeks", 14, None, "more than two weeks"),
    ("less than two weeks", 0, 14, "less than two weeks"),
    ("under a week", 0, 7, "less than a week"),
    ("not even a week", 0, 7, "less than a week"),
    ("up to a month", 0, 30, "less than a month"),
    ("two weeks at most", 0, 14, "less than two weeks"),
    ("almost two weeks", 14, 14, "about two weeks"),
    ("about a week", 7, 7, "about a week"),
    ("maybe a month", 30, 30, "about a month"),
    ("a month or so", 30, 30, "about a month"),
    ("two weeks ago", 14, 14, "about two weeks"),
    ("a few days ago", 3, 5, "three to five days"),
    ("since yesterday", 1, 1, "about a day"),
    ("since the day before yesterday", 2, 2, "about two days"),
    ("since this morning", 0, 1, "less than a day"),
    ("since last night", 0, 1, "less than a day"),
    ("since tuesday", 1, 7, "a day to a week"),
    ("since last tuesday", 1, 13, "one to thirteen days"),
    ("since the weekend", 1, 8, "one to eight days"),
    ("since last week", 7, 13, "seven to thirteen days"),
    ("since last month", 14, 60, "two weeks to two months"),
    ("since last year", 30, 730, "a month to two years"),
    ("since january", 1, 365, "a day to a year"),
    ("since christmas", 1, 365, "a day to a year"),
    ("since i was a child", 365, None, "more than a year"),
    ("the other day", 1, 13, "one to thirteen days"),
    ("this week", 0, 7, "less than a week"),
    ("earlier this year", 0, 365, "less than a year"),
    ("for the last two weeks", 14, 14, "about two weeks"),
    ("over the last month", 30, 30, "about a month"),
    ("it just started", 0, 1, "less than a day"),
    ("it started just now", 0, 1, "less than a day"),
    ("it started two weeks ago", 14, 14, "about two weeks"),
    ("i've had it for six months", 180, 180, "about six months"),
    ("it has been going on for months", 60, None, "more than two months"),
    ("it's been about a year", 365, 365, "about a year"),
    ("a long time", 14, None, "more than two weeks"),
    ("quite a while", 14, None, "more than two weeks"),
    ("for ages", 14, None, "more than two weeks"),
    ("all my life", 365, None, "more than a year"),
    ("as long as i can remember", 365, None, "more than a year"),
    ("not long", 0, 14, "less than two weeks"),
    ("recently", 0, 14, "less than two weeks"),
    ("a few minutes", 3 * MINUTE, 5 * MINUTE, "three to five minutes"),
    ("five to ten minutes", 5 * MINUTE, 10 * MINUTE, "five to ten minutes"),
    ("three hours", 3 * HOUR, 3 * HOUR, "about three hours"),
    ("all day", 0, 1, "less than a day"),
    ("a decade", 3650, 3650, "about ten years"),
    ("for decades", 7300, None, "more than twenty years"),
    ("i have no twitching", 0, 0, "no time at all"),
)
HOMOPHONES = ("years", "months", "weeks", "days")


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    scene = Scene(the_pack(), the_words(), Manner(), Memory(question="duration"))
    scene.state = "asking"
    return the_vocabulary().grammar(wanted(scene))


def test_there_are_sixty_and_more() -> None:
    assert len({said for said, *_ in SAID}) >= 60


@pytest.mark.parametrize(("said", "low", "high", "read_back"), SAID)
def test_what_is_said_has_bounds_and_is_read_back(
    grammar: Grammar, said: str, low: float, high: float | None, read_back: str
) -> None:
    meaning = grammar.understand(said)
    assert meaning is not None
    days = meaning.value
    assert isinstance(days, Days)
    assert meaning.intent is None
    assert days.low == pytest.approx(low, abs=1e-6)
    assert days.high == (None if high is None else pytest.approx(high, abs=1e-6))
    assert say_duration(days) == read_back


@pytest.mark.parametrize("said", [said for said, *_ in SAID])
def test_the_recognizer_can_hear_each_pair_of_its_words(grammar: Grammar, said: str) -> None:
    """It puts phrases together out of pairs of neighbours."""
    pairs = {
        pair for phrase in grammar.phrases for pair in zip(phrase.split(), phrase.split()[1:], strict=False)
    }
    assert not set(zip(said.split(), said.split()[1:], strict=False)) - pairs


@pytest.mark.parametrize("unit", HOMOPHONES)
def test_for_and_four_are_told_apart_in_what_is_read_back(grammar: Grammar, unit: str) -> None:
    vague, exact = grammar.understand(f"for {unit}"), grammar.understand(f"four {unit}")
    assert vague is not None
    assert exact is not None
    assert isinstance(vague.value, Days)
    assert isinstance(exact.value, Days)
    assert say_duration(exact.value) == f"about four {unit}"
    assert "four" not in say_duration(vague.value)
    assert vague.value.high is None or vague.value.high > exact.value.low


@pytest.mark.parametrize("unit", HOMOPHONES)
def test_both_are_phrases_of_their_own(grammar: Grammar, unit: str) -> None:
    assert {f"for {unit}", f"four {unit}"} <= set(grammar.phrases)


@pytest.mark.parametrize("badly_heard", ["the weeks", "about the weeks", "the months"])
def test_a_badly_heard_three_is_no_length_of_time(grammar: Grammar, badly_heard: str) -> None:
    assert grammar.understand(badly_heard) is None
