"""Somebody begins to speak out of quiet; noise that goes on, clicks and what follows a false alarm are nobody."""

from __future__ import annotations

from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.audio.onset import Onset


def onsets(*spans: tuple[float, bool], onset: Onset | None = None) -> list[float]:
    """Seconds at which somebody begins to speak; each span is so long, with more than echo in it or not."""
    onset = onset or Onset()
    frames = [person for seconds, person in spans for _ in range(round(seconds / FRAME_SECONDS))]
    found = [onset.hear(person) for person in frames]
    return [round(at * FRAME_SECONDS, 2) for at, begins in enumerate(found, 1) if begins]


def test_voice_out_of_quiet_is_noticed_within_a_fifth_of_a_second() -> None:
    at = onsets((1.0, False), (0.5, True), (1.0, False))[0]
    assert 1.0 < at <= 1.2


def test_a_click_is_nobody() -> None:
    assert not onsets((1.0, False), (0.06, True), (1.0, False))


def test_noise_that_goes_on_is_nobody() -> None:
    assert not onsets((30.0, True))


def test_talk_that_goes_on_is_noticed_only_at_its_beginning() -> None:
    talk = [(0.5, True), (0.2, False)] * 20
    assert max(onsets((1.0, False), *talk)) < 2.0


def test_after_a_false_alarm_nobody_is_noticed_for_ten_seconds() -> None:
    onset = Onset()
    onset.was_none()
    again = ((1.0, False), (0.5, True))
    assert not onsets(*again * 6, onset=onset)
    assert onsets(*again * 3, onset=onset)
