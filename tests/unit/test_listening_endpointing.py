"""When somebody has finished speaking, by the table of waiting times."""

from __future__ import annotations

import pytest

from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.commands import Patience
from voice_assistant.listening.endpointing import WAITS, Endpointer, Rest, waits_for


def _endpointer(patience: Patience, pause: float = 0.0) -> Endpointer:
    endpointer = Endpointer()
    endpointer.waits = waits_for(patience, pause)
    return endpointer


def silence_until_over(
    patience: Patience,
    rest: Rest,
    *,
    pause: float = 0.0,
    noisy: bool = False,
    own_end: float | None = None,
) -> float:
    """Seconds from the end of a second of speech to its being over; at most 20."""
    endpointer = _endpointer(patience, pause)
    for _ in range(50):
        assert not endpointer.is_over(voice=True, text="said", ended=False, rest=rest)
    for frame in range(1, 1000):
        ended = own_end is not None and frame == round(own_end / FRAME_SECONDS)
        if endpointer.is_over(voice=noisy, text="said", ended=ended, rest=rest):
            return round(frame * FRAME_SECONDS, 2)
    return 20.0


@pytest.mark.parametrize(
    ("patience", "complete", "harmless", "incomplete"),
    [("normal", 0.12, 0.8, 2.0), ("slow", 1.0, 2.0, 3.5), ("very slow", 2.0, 3.5, 6.0)],
)
def test_the_wait_goes_by_patience_and_by_what_was_said(
    patience: Patience, complete: float, harmless: float, incomplete: float
) -> None:
    assert silence_until_over(patience, "complete") == complete
    assert silence_until_over(patience, "harmless") == harmless
    assert silence_until_over(patience, "incomplete") == incomplete


def test_the_wait_grows_with_the_usual_pause_and_never_falls_below_the_setting() -> None:
    assert silence_until_over("normal", "incomplete", pause=0.5) == 2.0
    assert silence_until_over("normal", "incomplete", pause=2.0) == 3.0
    assert silence_until_over("normal", "harmless", pause=0.8) == pytest.approx(1.2)
    assert silence_until_over("normal", "complete", pause=0.5) == pytest.approx(0.76)  # in whole frames
    assert silence_until_over("slow", "complete", pause=0.5) == 1.0
    assert silence_until_over("very slow", "incomplete", pause=5.0) == 7.5


def test_adapting_comes_at_most_to_the_next_patience() -> None:
    for pause in (3.0, 60.0):
        adapted = waits_for("normal", pause)
        assert (adapted.complete, adapted.harmless, adapted.incomplete) == (1.0, 2.0, 3.5)
        assert adapted.turn == WAITS["normal"].turn
    assert silence_until_over("very slow", "incomplete", pause=60.0) == 9.0


def test_voice_without_a_new_word_is_waited_for_but_not_for_ever() -> None:
    def over_after(bursts: int) -> float:
        """Seconds from the recognizer's own end, with so many bursts of voice, one a second."""
        endpointer = _endpointer("normal")
        endpointer.is_over(voice=True, text="coffee", ended=False, rest="incomplete")
        for frame in range(1000):
            voice = 0 < frame < bursts * 50 and frame % 50 < 10
            if endpointer.is_over(voice=voice, text="coffee", ended=frame == 0, rest="incomplete"):
                return frame * FRAME_SECONDS
        return 20.0

    assert over_after(0) == pytest.approx(1.5)
    assert over_after(1) == pytest.approx(1.5, abs=0.05)  # its only voice is the last of the word itself
    assert over_after(2) == pytest.approx(1.0 + 1.5, abs=0.05)
    assert over_after(50) == pytest.approx(2.0 + 1.5, abs=0.05)


def test_in_steady_noise_the_recognizers_own_end_counts() -> None:
    assert silence_until_over("normal", "complete", noisy=True) == 20.0
    assert silence_until_over("normal", "complete", noisy=True, own_end=0.88) == 0.88
    assert silence_until_over("normal", "incomplete", noisy=True, own_end=0.88) == pytest.approx(0.88 + 1.5)
    assert silence_until_over("very slow", "complete", noisy=True, own_end=0.88) == pytest.approx(0.88 + 1.5)


def test_a_new_word_begins_the_wait_anew() -> None:
    endpointer = _endpointer("normal")
    for _ in range(60):
        assert not endpointer.is_over(voice=False, text="about", ended=False, rest="incomplete")
    for _ in range(99):
        assert not endpointer.is_over(voice=True, text="about three", ended=False, rest="incomplete")
    assert not endpointer.is_over(voice=False, text="about three", ended=False, rest="incomplete")


def test_a_text_that_has_just_changed_is_not_taken_in_a_short_gap() -> None:
    endpointer = _endpointer("normal")
    for _ in range(7):
        over = endpointer.is_over(voice=False, text="yes", ended=False, rest="complete")
        assert not over
    assert endpointer.is_over(voice=False, text="yes", ended=False, rest="complete")


@pytest.mark.parametrize(("patience", "longest"), [("normal", 60.0), ("slow", 120.0), ("very slow", None)])
def test_the_longest_turn(patience: Patience, longest: float | None) -> None:
    endpointer = _endpointer(patience)
    over_at = None
    for frame in range(1, 10_000):
        if endpointer.is_over(voice=True, text=str(frame), ended=False, rest="incomplete"):
            over_at = frame * FRAME_SECONDS
            break
        assert not endpointer.too_long
    assert endpointer.too_long == (longest is not None)
    assert over_at == (None if longest is None else pytest.approx(longest))
