"""Lengths of time, from the words that people use to bounds in days, and read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_assistant.events import Days
from voice_assistant.listening.duration_phrases import duration_phrases
from voice_assistant.listening.duration_readback import say_duration
from voice_assistant.listening.durations import UNITS, parse_duration
from voice_assistant.listening.numbers import read_number, say_number

HOUR, MINUTE = 1 / 24, 1 / 1440
SAID: dict[str, tuple[float, float | None]] = {
    "about three weeks": (21, 21),
    "a month and a half": (45, 45),
    "since a couple of days": (2, 2),
    "ten days": (10, 10),
    "half a year": (182.5, 182.5),
    "two or three weeks": (14, 21),
    "more than a month": (30, None),
    "less than two weeks": (0, 14),
    "for years": (730, None),
    "for months": (60, None),
    "for weeks": (14, None),
    "for days": (2, 13),
    "it just started": (0, 1),
    "since yesterday": (1, 1),
    "since the day before yesterday": (2, 2),
    "since this morning": (0, 1),
    "since last night": (0, 1),
    "a few days": (3, 5),
    "a few weeks": (21, 35),
    "a few months": (90, 150),
    "several weeks": (21, 49),
    "the last few weeks": (21, 35),
    "over a year": (365, None),
    "over two weeks": (14, None),
    "over the last two weeks": (14, 14),
    "for the last two weeks": (14, 14),
    "over the last month": (30, 30),
    "almost two weeks": (14, 14),
    "a week or so": (7, 7),
    "two weeks ago": (14, 14),
    "since last week": (7, 13),
    "since last month": (14, 60),
    "since last year": (30, 730),
    "since tuesday": (1, 7),
    "since last tuesday": (1, 13),
    "since the weekend": (1, 8),
    "this week": (0, 7),
    "a long time": (14, None),
    "for quite a while": (14, None),
    "ages": (14, None),
    "as long as i can remember": (365, None),
    "not long": (0, 14),
    "three hours": (3 * HOUR, 3 * HOUR),
    "an hour": (HOUR, HOUR),
    "half an hour": (30 * MINUTE, 30 * MINUTE),
    "a few hours": (3 * HOUR, 5 * HOUR),
    "five to ten minutes": (5 * MINUTE, 10 * MINUTE),
    "twenty-one days": (21, 21),
    "2-3 weeks": (14, 21),
    "1.5 months": (45, 45),
    "a day or two": (1, 2),
    "a week or two": (7, 14),
    "one or two days": (1, 2),
    "between two and three weeks": (14, 21),
    "from two to three weeks": (14, 21),
    "maybe two three weeks": (14, 21),
    "two weeks or three weeks": (14, 21),
    "three weeks to a month": (21, 30),
    "two weeks or a month": (14, 30),
    "a year and two months": (425, 425),
    "two years three months": (820, 820),
    "two and a half weeks": (17.5, 17.5),
    "three weeks and a half": (24.5, 24.5),
    "a year and a half": (547.5, 547.5),
    "a fortnight": (14, 14),
    "a hundred days": (100, 100),
    "one hundred and twenty days": (120, 120),
    "at least two weeks": (14, None),
    "two weeks or more": (14, None),
    "two weeks at most": (0, 14),
    "not more than two weeks": (0, 14),
    "not even a week": (0, 7),
    "up to a month": (0, 30),
    "just over a week": (7, None),
    "I think it's been about three weeks now.": (21, 21),
    "i've had it for six months": (180, 180),
    "no time at all": (0, 0),
}


@pytest.mark.parametrize("text", SAID)
def test_a_length_of_time_has_its_bounds(text: str) -> None:
    days = parse_duration(text)
    assert days is not None
    low, high = SAID[text]
    assert days.low == pytest.approx(low, abs=1e-6)
    assert days.high == (None if high is None else pytest.approx(high, abs=1e-6))


@pytest.mark.parametrize("text", SAID)
def test_read_back_it_says_the_same_bounds(text: str) -> None:
    days = parse_duration(text)
    assert days is not None
    assert parse_duration(say_duration(days)) == days


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes",
        "three",
        "about",
        "more than",
        "weeks or",
        "the last year weeks",
        "three weeks stop",
        "no",
        "half",
    ],
)
def test_what_is_no_length_of_time_is_none(text: str) -> None:
    assert parse_duration(text) is None


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (Days(21, 21), "about three weeks"),
        (Days(30, None), "more than a month"),
        (Days(14, 21), "two to three weeks"),
        (Days(0, 14), "less than two weeks"),
        (Days(45, 45), "about a month and a half"),
        (Days(182.5, 182.5), "about half a year"),
        (Days(7, 13), "seven to thirteen days"),
        (Days(14, 60), "two weeks to two months"),
        (Days(425, 425), "about a year and two months"),
        (Days(0, 0), "no time at all"),
    ],
)
def test_it_is_read_back_in_few_words(days: Days, said: str) -> None:
    assert say_duration(days) == said


amounts = st.integers(1, 120).map(say_number)
units = st.sampled_from([f"{unit}s" for unit in UNITS])
lengths = st.one_of(
    st.tuples(amounts, units).map(" ".join),
    st.tuples(amounts, st.just("and a half"), units).map(" ".join),
    st.tuples(amounts, units, st.just("and"), amounts, units).map(" ".join),
)
limits = st.sampled_from(["about {}", "more than {}", "less than {}", "{} ago", "{} or more"])


@settings(derandomize=True)
@given(limits, lengths)
def test_every_length_reads_back_as_itself(limit: str, length: str) -> None:
    days = parse_duration(limit.format(length))
    if days is not None:  # "two days and three years" is none
        assert parse_duration(say_duration(days)) == days


@settings(derandomize=True)
@given(lengths, lengths)
def test_every_range_reads_back_as_itself(first: str, last: str) -> None:
    days = parse_duration(f"{first} to {last}")
    if days is not None:
        assert days.high is None or days.low < days.high
        assert parse_duration(say_duration(days)) == days


@settings(derandomize=True)
@given(st.integers(0, 999_999))
def test_every_number_is_read_as_it_is_said(number: int) -> None:
    words = say_number(number).split()
    assert read_number(words) == (number, len(words))


def test_all_listed_phrases_are_lengths_of_time() -> None:
    assert [phrase for phrase in duration_phrases() if parse_duration(phrase) is None] == []
    assert len(set(duration_phrases())) == len(duration_phrases())
