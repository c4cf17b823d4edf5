"""A second voice takes over where the first one fails, and nothing that was asked for is lost."""

from __future__ import annotations

import numpy as np
import pytest

from fakes.voice import FakeVoice, tone
from voice_assistant.errors import VoiceError
from voice_assistant.events import TroubleMet
from voice_assistant.speaking.fallback import FELL_BACK, FallbackSynthesizer

WAIT = 1.0


def pair() -> tuple[FakeVoice, FakeVoice, FallbackSynthesizer]:
    first, second = FakeVoice(), FakeVoice()
    return first, second, FallbackSynthesizer(first, lambda: second)


def test_while_the_first_voice_works_the_second_is_not_even_made() -> None:
    def never() -> FakeVoice:
        raise AssertionError

    voice = FallbackSynthesizer(FakeVoice(), never)
    assert voice.result(voice.request("Good morning.", 155), WAIT) is not None
    assert voice.troubles() == ()


def test_the_sentence_that_failed_and_those_after_it_are_said_by_the_second() -> None:
    first, second, voice = pair()
    first.break_on("Two words.")
    before, failing, after = (voice.request(text, 155) for text in ("One.", "Two words.", "And three words."))
    assert voice.result(before, WAIT) is not None
    made = voice.result(failing, WAIT)
    assert made is not None
    assert np.array_equal(made, tone("Two words.", 155))
    assert voice.result(after, WAIT) is not None
    assert [text for text, _ in second.asked] == ["Two words.", "And three words."]
    assert first.closed


def test_it_is_told_once_with_what_went_before() -> None:
    first, _, voice = pair()
    first.die()
    first.break_on("Two words.")
    voice.result(voice.request("Two words.", 155), WAIT)
    voice.result(voice.request("Two words.", 155), WAIT)
    assert voice.troubles() == (TroubleMet("voice", "died"), FELL_BACK)
    assert voice.troubles() == ()


def test_where_the_second_fails_too_that_is_an_error() -> None:
    first, second, voice = pair()
    first.break_on("Two words.")
    second.break_on("Two words.")
    request = voice.request("Two words.", 155)
    for _ in range(2):
        with pytest.raises(VoiceError):
            voice.result(request, WAIT)


def test_what_was_forgotten_is_not_asked_for_again() -> None:
    first, second, voice = pair()
    voice.request("Never said.", 155)
    voice.forget()
    first.break_on("Two words.")
    voice.result(voice.request("Two words.", 155), WAIT)
    assert [text for text, _ in second.asked] == ["Two words."]
