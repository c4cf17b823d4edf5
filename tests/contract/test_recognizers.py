"""What every recognizer promises, held against the fake one and Vosk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from fakes.recognizer import FakeRecognizer, speech
from voice_assistant.audio.frames import FRAME, RATE, Samples
from voice_assistant.listening.grammar import UNKNOWN
from voice_assistant.listening.mended_recognizer import Faults, MendedRecognizer
from voice_assistant.listening.recognizer import Recognition, Recognizer
from voice_assistant.listening.vosk_recognizer import VoskModel
from voice_assistant.rehearsal.voice import speak

MODEL = Path(__file__).parents[2] / "models" / "vosk-model-small-en-us-0.15"
PHRASES = ("yes", "no", "stop", "about three weeks")


@dataclass(frozen=True)
class Case:
    """A recognizer, what makes sound that it can hear, and a word that its model does not have."""

    recognizer: Recognizer
    say: Callable[[str], Samples]
    foreign: str


def _fake_sound(text: str) -> Samples:
    return np.concatenate(speech(text))


@pytest.fixture(scope="module")
def model() -> VoskModel:
    return VoskModel(MODEL)


@pytest.fixture(params=["fake", "mended", pytest.param("vosk", marks=pytest.mark.model)])
def case(request: pytest.FixtureRequest) -> Iterator[Case]:
    fake = FakeRecognizer(unknown_to_model=["fasciculations"])
    if request.param == "fake":
        yield Case(fake, _fake_sound, "fasciculations")
    elif request.param == "mended":
        yield Case(MendedRecognizer(lambda: fake, Faults()), _fake_sound, "fasciculations")
    else:
        yield Case(request.getfixturevalue("model").recognizer(), speak, "fasciculations")


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE / FRAME) * FRAME, dtype=np.int16)


def hear(recognizer: Recognizer, *sounds: Samples) -> tuple[list[str], int]:
    """The partial results after each frame, and how often the recognizer ended a stretch by itself."""
    sound = np.concatenate(sounds)
    partials, ends = [], 0
    for start in range(0, len(sound) - FRAME + 1, FRAME):
        ends += recognizer.accept(sound[start : start + FRAME])
        partials.append(recognizer.partial())
    return partials, ends


def finished(case: Case, text: str) -> Recognition:
    hear(case.recognizer, silence(0.4), case.say(text), silence(0.3))
    return case.recognizer.finish()


def test_a_phrase_is_heard_while_it_is_said_and_at_its_end(case: Case) -> None:
    case.recognizer.start(PHRASES)
    partials, _ = hear(case.recognizer, silence(0.4), case.say("about three weeks"), silence(0.4))
    assert partials[0] == ""
    assert partials[-1] == "about three weeks"
    assert case.recognizer.finish().text == "about three weeks"


def test_words_have_times_that_count_from_the_start_and_go_on_after_an_end(case: Case) -> None:
    case.recognizer.start(PHRASES)
    first = finished(case, "yes").words[0]
    between = 0.7 + len(case.say("yes")) / RATE
    second = finished(case, "yes").words[0]
    assert 0.3 < first.start < first.end < between
    assert second.start - first.start == pytest.approx(between, abs=0.1)
    assert 0 <= first.confidence <= 1


def test_after_an_end_nothing_is_left(case: Case) -> None:
    case.recognizer.start(PHRASES)
    assert finished(case, "stop").text == "stop"
    assert case.recognizer.partial() == ""
    assert case.recognizer.finish() == Recognition()


def test_after_silence_it_ends_the_stretch_itself_and_keeps_the_words(case: Case) -> None:
    case.recognizer.start(PHRASES)
    partials, ends = hear(case.recognizer, silence(0.4), case.say("no"), silence(1.5))
    assert ends == 1
    assert partials[-1] == ""
    assert case.recognizer.finish().text == "no"


def test_silence_holds_no_words(case: Case) -> None:
    case.recognizer.start(PHRASES)
    partials, _ = hear(case.recognizer, silence(6))
    assert set(partials) == {""}
    assert case.recognizer.finish().words == ()


def test_a_word_of_no_phrase_is_unknown(case: Case) -> None:
    case.recognizer.start(("yes", "no"))
    assert UNKNOWN in finished(case, "elephants").text


def test_without_unknown_words_it_must_be_one_of_the_phrases(case: Case) -> None:
    case.recognizer.start(("yes", "no"), unknown=False)
    heard = finished(case, "yeah").text
    assert heard
    assert set(heard.split()) <= {"yes", "no"}


def test_starting_again_in_mid_word_forgets_it_and_takes_other_phrases(case: Case) -> None:
    case.recognizer.start(("yes", "no"))
    sound = case.say("yes")
    case.recognizer.accept(silence(0.4))
    case.recognizer.accept(sound[: len(sound) // 2 // FRAME * FRAME])
    case.recognizer.start(("stop",))
    assert case.recognizer.partial() == ""
    assert finished(case, "stop").text == "stop"


def test_a_phrase_with_a_word_that_the_model_lacks_is_left_out_whole(case: Case) -> None:
    assert case.recognizer.knows("yes")
    assert not case.recognizer.knows(case.foreign)
    case.recognizer.start((f"{case.foreign} stop", "yes"))
    assert "stop" not in finished(case, "stop").text


def test_any_words_are_heard_without_phrases(case: Case) -> None:
    case.recognizer.start(None)
    assert finished(case, "about three weeks").text == "about three weeks"


def test_the_same_sound_gives_the_same_result(case: Case) -> None:
    results = []
    for _ in range(3):
        case.recognizer.start(PHRASES)
        partials, _ = hear(case.recognizer, silence(0.4), case.say("about three weeks"), silence(0.4))
        results.append((partials, case.recognizer.finish()))
    assert results[0] == results[1] == results[2]


@pytest.mark.parametrize("left", ["running", "between two stretches", "finished"])
def test_a_new_start_for_any_words_forgets_all_sound_before(case: Case, left: str) -> None:
    def heard() -> Recognition:
        case.recognizer.start(None, hypotheses=5)
        hear(case.recognizer, silence(0.4), case.say("yes"), silence(0.3))
        return case.recognizer.finish()

    first = heard()
    assert first.hypotheses
    case.recognizer.start(None, hypotheses=5)
    ends = hear(case.recognizer, case.say("no"), silence(0.1 if left == "running" else 2))[1]
    assert bool(ends) == (left != "running")
    if left == "finished":
        hear(case.recognizer, case.say("no"))
        case.recognizer.finish()
    assert heard() == first
