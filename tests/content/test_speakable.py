"""Signs, units and short forms as they are said."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from voice_assistant.content.ear import unfit
from voice_assistant.content.sentences import LONGEST_SPOKEN, LONGEST_WRITTEN, split_spoken
from voice_assistant.content.speakable import losses, speakable

SAID = {
    "Take 2-5 mg/day.": "Take 2 to 5 milligrams per day.",
    "5mg/kg/d & 1 ml": "5 milligrams per kilogram per day and 1 milliliter",
    "a 5-mg tablet": "a 5 milligram tablet",
    "1½ cups, ½ tsp, 1/3 of it": "1 and one half cups, one half teaspoon, one third of it",
    "120/80 mmHg, pain 8/10": "120 over 80 millimeters of mercury, pain 8 out of 10",
    "-5 °C to 98.6°F, 90°": "minus 5 degrees Celsius to 98.6 degrees Fahrenheit, 90 degrees",
    "<5, > 6, ≤ 7 and p>=8": "less than 5, more than 6, at most 7 and p at least 8",
    "20% of 1,000, ~30, ±2": "20 percent of 1,000, about 30, plus or minus 2",
    "$5 million, $1, £3-5": "5 million dollars, 1 dollar, 3 to 5 pounds",
    "on 2026-01-31": "on January 31, 2026",
    "3 x 5 cm, 2× a day, ≤ 3×/day": "3 by 5 centimeters, 2 times a day, at most 3 times per day",
    "5 m² and 10⁶, word¹": "5 square meters and 10 to the power of 6, word (footnote 1)",
    "2019–2021, 1-2-3": "2019 to 2021, 1, 2, 3",
    "Call 1-800-555-0142.": "Call 1, 8 0 0, 5 5 5, 0 1 4 2.",
    "e.g. this, i.e., that etc.": "for example, this, that is, that and so on.",
    "Fig. 2, No. 5, pp. 3-5, approx. 9": "figure 2, number 5, pages 3 to 5, about 9",
    "Dr. Osei vs. Mrs. Lind": "Doctor Osei versus Missus Lind",
    "and/or, he/she, w/o it": "and or, he or she, without it",
    "See https://www.example.org/a?b=c, now.": "See example dot org, now.",
    "Mail a.b@x-y.org!": "Mail a dot b at x dash y dot org!",
    "so [1, 2] it [sic] was [^3]": "so (reference 1, 2) it (sic) was (footnote 3)",
    "α-synuclein and 5 μg": "alpha-synuclein and 5 micrograms",
    "a 10-year-old, COVID-19, state-of-the-art": "a 10-year-old, COVID-19, state-of-the-art",
    "It’s “fine” – really—so.": "It’s “fine” – really—so.",
    "At 10:30 or 8 am.": "At 10:30 or 8 am.",
}


@pytest.mark.parametrize("written", SAID)
def test_as_it_is_said(written: str) -> None:
    assert speakable(written) == SAID[written]


def test_what_is_not_said_in_full_is_named() -> None:
    text = "See www.example.org/a/b and example.com, or שלום."
    assert losses(text) == (
        (4, "www.example.org/a/b", "example dot org"),
        (44, "שלום", "(1 word in Hebrew letters)"),
    )


@example("1-{1")
@example("1{-}1 - 9")
@settings(derandomize=True)
@given(st.text(alphabet=st.sampled_from("ab 19½²µ°%$&/-–+=#@*~^|\\{}[]()>≤×→α😀שé.,;:!?'\"_\t"), max_size=60))
def test_nothing_unfit_is_left_and_it_needs_no_second_time(text: str) -> None:
    said = speakable(text)
    assert unfit(said) == ()
    assert said == " ".join(said.split())


@settings(derandomize=True)
@given(st.lists(st.text(alphabet="abc,;. ", min_size=1, max_size=30), max_size=60).map(" ".join))
def test_a_text_is_cut_into_pieces_without_loss(text: str) -> None:
    pieces = split_spoken(text)
    assert "".join("".join(piece.split()) for _, piece in pieces) == "".join(text.split())
    for offset, piece in pieces:
        assert text[offset : offset + len(piece)] == piece
        assert len(piece.split()) <= LONGEST_SPOKEN
        assert len(piece) <= LONGEST_WRITTEN
