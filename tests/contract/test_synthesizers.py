"""What every voice promises, held against the fake one and the real ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from fakes.voice import FakeVoice
from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.speaking.engines import FLITE
from voice_assistant.speaking.fallback import FELL_BACK, FallbackSynthesizer
from voice_assistant.speaking.process_voice import ProcessSynthesizer
from voice_assistant.speaking.remembering import RememberingSynthesizer
from voice_assistant.speaking.synthesizer import Synthesizer

WAIT = 30.0
SENTENCE = "Do you have trouble breathing right now?"


VOICES: dict[str, Callable[[], Synthesizer]] = {
    "fake": FakeVoice,
    "espeak-ng": ProcessSynthesizer,
    "in pieces": lambda: FakeVoice(pieces=3_000),
    "remembering": lambda: RememberingSynthesizer(FakeVoice(pieces=3_000)),
    "flite": lambda: ProcessSynthesizer(FLITE),
    "fallen back": lambda: FallbackSynthesizer(ProcessSynthesizer(FLITE, "no-voice"), ProcessSynthesizer),
}
FAKE = ("fake", "in pieces", "remembering")
REAL = [pytest.param(name, marks=pytest.mark.voice) for name in VOICES if name not in FAKE]


@pytest.fixture(params=[*FAKE, *REAL])
def voice(request: pytest.FixtureRequest) -> Iterator[Synthesizer]:
    made = VOICES[request.param]()
    if request.param == "fallen back":
        made.result(made.request("Yes.", 155), WAIT)
        assert made.troubles()[-1] == FELL_BACK
    yield made
    made.close()


def test_a_sentence_is_sound_of_a_fitting_length(voice: Synthesizer) -> None:
    sound = voice.result(voice.request(SENTENCE, 155), WAIT)
    assert sound is not None
    assert sound.dtype == np.int16
    assert 1.5 < len(sound) / RATE < 4
    assert np.abs(sound).max() > 3_000


def test_the_same_sentence_is_the_same_sound_whatever_was_said_before(voice: Synthesizer) -> None:
    first = voice.result(voice.request(SENTENCE, 155), WAIT)
    voice.result(voice.request("Something else, and quicker.", 220), WAIT)
    again = voice.result(voice.request(SENTENCE, 155), WAIT)
    assert first is not None
    assert again is not None
    assert np.array_equal(first, again)


def test_faster_speech_is_shorter(voice: Synthesizer) -> None:
    slow = voice.result(voice.request(SENTENCE, 120), WAIT)
    fast = voice.result(voice.request(SENTENCE, 200), WAIT)
    assert slow is not None
    assert fast is not None
    assert len(slow) / len(fast) == pytest.approx(200 / 120, rel=0.1)


def test_several_requests_may_be_owed_at_once(voice: Synthesizer) -> None:
    first = voice.request("Yes.", 155)
    second = voice.request(SENTENCE, 155)
    assert first != second
    long = voice.result(second, WAIT)
    short = voice.result(first, WAIT)
    assert long is not None
    assert short is not None
    assert len(short) < len(long)


def test_a_text_without_words_is_no_sound(voice: Synthesizer) -> None:
    sound = voice.result(voice.request("...", 155), WAIT)
    assert sound is not None
    assert len(sound) == 0


def in_pieces(voice: Synthesizer, request: int) -> list[Samples]:
    """A sentence as it comes, until its last piece."""
    pieces = []
    while (piece := voice.piece(request, WAIT)) is not None:
        pieces.append(piece.samples)
        if piece.last:
            return pieces
    raise AssertionError("the sentence stayed without an end")


def test_the_pieces_of_a_sentence_are_the_whole(voice: Synthesizer) -> None:
    whole = voice.result(voice.request(SENTENCE, 155), WAIT)
    request = voice.request(SENTENCE, 155)
    assert whole is not None
    assert np.array_equal(np.concatenate(in_pieces(voice, request)), whole)
    with pytest.raises(LookupError):
        voice.piece(request, 0)


def test_a_text_without_words_is_one_empty_piece(voice: Synthesizer) -> None:
    assert [len(each) for each in in_pieces(voice, voice.request("...", 155))] == [0]


def test_what_is_kept_of_what_is_forgotten_goes_on(voice: Synthesizer) -> None:
    whole = voice.result(voice.request(SENTENCE, 155), WAIT)
    sounding, forgotten = voice.request(SENTENCE, 155), voice.request("Something else.", 155)
    begun = voice.piece(sounding, WAIT)
    voice.forget(keep=(sounding,))
    assert whole is not None
    assert begun is not None
    rest = [] if begun.last else in_pieces(voice, sounding)
    assert np.array_equal(np.concatenate((begun.samples, *rest)), whole)
    with pytest.raises(LookupError):
        voice.result(forgotten, 0)
    assert voice.result(voice.request("Yes.", 155), WAIT) is not None


def test_what_was_forgotten_is_not_given_and_does_not_disturb(voice: Synthesizer) -> None:
    forgotten = voice.request(SENTENCE, 155)
    voice.forget()
    wanted = voice.result(voice.request("Yes.", 155), WAIT)
    assert wanted is not None
    assert len(wanted) / RATE < 1.5
    with pytest.raises(LookupError):
        voice.result(forgotten, 0)


def test_a_result_is_given_once(voice: Synthesizer) -> None:
    request = voice.request("Yes.", 155)
    voice.result(request, WAIT)
    with pytest.raises(LookupError):
        voice.result(request, 0)


def test_without_trouble_there_is_none(voice: Synthesizer) -> None:
    voice.result(voice.request("Yes.", 155), WAIT)
    assert voice.troubles() == ()


def test_it_can_be_closed_twice(voice: Synthesizer) -> None:
    voice.request(SENTENCE, 155)
    voice.close()
    voice.close()
