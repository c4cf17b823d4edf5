"""When somebody has finished speaking, by the table of waiting times."""

from __future__ import annotations

import pytest

from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.commands import Patience
from voice_assistant.listening.endpointing import Endpointer
from voice_assistant.listening.grammar import Completeness


def silence_until_over(
    patience: Patience, completeness: Completeness, *, noisy: bool = False, own_end: float | None = None
) -> float:
    """Seconds from the end of a second of speech to its being over; at most 20."""
    endpointer = Endpointer(patience)
    for _ in range(50):
        assert not endpointer.is_over(voice=True, text="said", ended=False, completeness=completeness)
    for frame in range(1, 1000):
        ended = own_end is not None and frame == round(own_end / FRAME_SECONDS)
        if endpointer.is_over(voice=noisy, text="said", ended=ended, completeness=completeness):
            return round(frame * FRAME_SECONDS, 2)
    return 20.0


@pytest.mark.parametrize(
    ("patience", "complete", "incomplete"),
    [("normal", 0.12, 2.0), ("slow", 1.0, 3.5), ("very slow", 2.0, 6.0)],
)
def test_the_wait_goes_by_patience_and_by_what_was_said(
    patience: Patience, complete: float, incomplete: float
) -> None:
    assert silence_until_over(patience, "complete") == complete
    for what in ("extensible", "prefix", "unknown"):
        assert silence_until_over(patience, what) == incomplete


def test_in_steady_noise_the_recognizers_own_end_counts() -> None:
    assert silence_until_over("normal", "complete", noisy=True) == 20.0
    assert silence_until_over("normal", "complete", noisy=True, own_end=0.88) == 0.88
    assert silence_until_over("normal", "prefix", noisy=True, own_end=0.88) == pytest.approx(0.88 + 1.5)
    assert silence_until_over("very slow", "complete", noisy=True, own_end=0.88) == pytest.approx(0.88 + 1.5)


def test_a_new_word_begins_the_wait_anew() -> None:
    endpointer = Endpointer("normal")
    for _ in range(60):
        assert not endpointer.is_over(voice=False, text="about", ended=False, completeness="prefix")
    for _ in range(99):
        assert not endpointer.is_over(voice=True, text="about three", ended=False, completeness="prefix")
    assert not endpointer.is_over(voice=False, text="about three", ended=False, completeness="prefix")


def test_a_text_that_has_just_changed_is_not_taken_in_a_short_gap() -> None:
    endpointer = Endpointer("normal")
    for _ in range(7):
        over = endpointer.is_over(voice=False, text="yes", ended=False, completeness="complete")
        assert not over
    assert endpointer.is_over(voice=False, text="yes", ended=False, completeness="complete")


@pytest.mark.parametrize(("patience", "longest"), [("normal", 60.0), ("slow", 120.0), ("very slow", None)])
def test_the_longest_turn(patience: Patience, longest: float | None) -> None:
    endpointer = Endpointer(patience)
    over_at = None
    for frame in range(1, 10_000):
        if endpointer.is_over(voice=True, text=str(frame), ended=False, completeness="unknown"):
            over_at = frame * FRAME_SECONDS
            break
    assert over_at == (None if longest is None else pytest.approx(longest))
