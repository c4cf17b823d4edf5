"""What was said a moment ago is not made again, and what is remembered stays bounded."""

from __future__ import annotations

import numpy as np
import pytest

from fakes.voice import FakeVoice, tone
from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.speaking.remembering import RememberingSynthesizer

WAIT = 1.0


def said(voice: RememberingSynthesizer, text: str) -> Samples:
    sound = voice.result(voice.request(text, 155), WAIT)
    assert sound is not None
    return sound


def test_the_same_sentence_at_the_same_rate_is_made_once() -> None:
    behind = FakeVoice()
    voice = RememberingSynthesizer(behind)
    for _ in range(3):
        assert np.array_equal(said(voice, "Good morning."), tone("Good morning.", 155))
    voice.result(voice.request("Good morning.", 180), WAIT)
    assert behind.asked == [("Good morning.", 155), ("Good morning.", 180)]


def test_a_sentence_that_came_in_pieces_is_remembered_whole() -> None:
    behind = FakeVoice(pieces=1_000)
    voice = RememberingSynthesizer(behind)
    request = voice.request("one two three", 155)
    while (piece := voice.piece(request, WAIT)) is not None and not piece.last:
        pass
    again = voice.piece(voice.request("one two three", 155), 0)
    assert again is not None
    assert again.last
    assert np.array_equal(again.samples, tone("one two three", 155))


def test_a_sentence_that_was_left_off_is_not_remembered() -> None:
    behind = FakeVoice(pieces=1_000)
    voice = RememberingSynthesizer(behind)
    request = voice.request("one two three", 155)
    voice.piece(request, WAIT)
    voice.forget()
    with pytest.raises(LookupError):
        voice.piece(request, WAIT)
    assert np.array_equal(said(voice, "one two three"), tone("one two three", 155))
    assert len(behind.asked) == 2


def test_a_remembered_request_can_be_forgotten_or_kept() -> None:
    voice = RememberingSynthesizer(FakeVoice())
    voice.result(voice.request("Yes.", 155), WAIT)
    kept, forgotten = voice.request("Yes.", 155), voice.request("Yes.", 155)
    voice.forget(keep=(kept,))
    with pytest.raises(LookupError):
        voice.result(forgotten, 0)
    assert voice.result(kept, 0) is not None


def test_what_is_remembered_is_bounded_and_the_oldest_goes_first() -> None:
    behind = FakeVoice()
    room = 10 * RATE
    voice = RememberingSynthesizer(behind, remembered=room)
    for number in range(2_000):
        voice.result(voice.request(f"sentence number {number}", 155), WAIT)
        voice.result(voice.request("again and again", 155), WAIT)
        assert sum(len(sound) for sound in voice._kept.values()) <= room
    assert len(behind.asked) == 2_001
    voice.request("sentence number 1999", 155)
    assert len(behind.asked) == 2_001
    voice.request("sentence number 3", 155)
    assert len(behind.asked) == 2_002


def test_what_was_said_to_one_person_is_not_kept_for_the_next() -> None:
    behind = FakeVoice()
    voice = RememberingSynthesizer(behind)
    said(voice, "You said yes to weakness.")
    farewell = voice.request("Goodbye.", 155)
    voice.forget_sentences()
    assert not voice._kept
    assert voice.result(farewell, WAIT) is not None
    said(voice, "You said yes to weakness.")
    assert behind.asked.count(("You said yes to weakness.", 155)) == 2


def test_a_sentence_that_is_too_long_to_be_remembered_is_said_all_the_same() -> None:
    voice = RememberingSynthesizer(FakeVoice(), remembered=RATE)
    long = "one two three four five six seven"
    for _ in range(2):
        assert np.array_equal(said(voice, long), tone(long, 155))
