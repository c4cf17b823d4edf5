"""A recognizer that fails is replaced at once; one that goes on failing rests, is told of, and is tried again."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import numpy as np
import pytest

from fakes.recognizer import FakeRecognizer, speech
from voice_assistant.audio.frames import FRAME_SECONDS, SILENCE, Frame, Samples
from voice_assistant.errors import Stopped
from voice_assistant.events import TroubleMet
from voice_assistant.listening.mended_recognizer import (
    BACK,
    BROKEN,
    FAILED,
    MOST,
    REST,
    WORKS,
    Faults,
    MendedRecognizer,
    NoRecognizer,
)
from voice_assistant.listening.recognizer import Hypothesis, Recognition, Word

PHRASES = ("yes", "no")


class Failing(FakeRecognizer):
    """Works, unless `fails` says so when it is given sound."""

    def __init__(self, fails: Callable[[], bool]) -> None:
        self._fails = fails
        super().__init__()

    def accept(self, sound: Samples) -> bool:
        if self._fails():
            raise RuntimeError("it is broken")
        return super().accept(sound)


class World:
    def __init__(self) -> None:
        self.fails = False
        self.made = 0
        self.faults = Faults()
        self.recognizer = MendedRecognizer(self._make, self.faults)
        self.recognizer.start(PHRASES)

    def _make(self) -> Failing:
        self.made += 1
        return Failing(lambda: self.fails)

    def hear(self, *frames: Frame) -> str:
        for frame in frames:
            self.recognizer.accept(frame)
        return self.recognizer.finish().text

    def pass_time(self, seconds: float) -> None:
        self.hear(*[SILENCE] * round(seconds / FRAME_SECONDS))

    def troubles(self) -> tuple[TroubleMet, ...]:
        return self.faults.troubles()


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize("told", [Stopped, KeyboardInterrupt])
def test_being_told_to_stop_is_no_failure(told: type[BaseException]) -> None:
    def stop() -> bool:
        raise told

    faults = Faults()
    recognizer = MendedRecognizer(lambda: Failing(stop), faults)
    recognizer.start(PHRASES)
    with pytest.raises(told):
        recognizer.accept(SILENCE)
    assert faults.troubles() == ()


def test_after_a_failure_a_new_one_listens_for_the_same(world: World) -> None:
    world.fails = True
    world.hear(SILENCE)
    world.fails = False
    assert world.made == 2
    assert world.troubles() == (FAILED,)
    assert world.hear(*speech("0.2 yes 0.6")) == "yes"
    assert world.troubles() == ()


def test_of_what_was_said_before_it_failed_nothing_is_understood(world: World) -> None:
    yes = speech("0.2 yes 0.4")
    failing = count()
    world.recognizer._recognizer = Failing(lambda: next(failing) == 30)
    world.recognizer.start(PHRASES)
    assert world.hear(*yes) == ""
    assert world.troubles() == (FAILED,)


def test_one_that_goes_on_failing_is_broken_and_asked_nothing_for_a_while(world: World) -> None:
    world.fails = True
    world.pass_time(0.2)
    assert world.troubles() == (*[FAILED] * MOST, BROKEN)
    made = world.made
    world.pass_time(REST / 2)
    assert world.made == made
    assert world.hear(*speech("0.2 yes 0.6")) == ""


def test_it_is_tried_again_and_is_back_once_it_works(world: World) -> None:
    world.fails = True
    world.pass_time(3 * REST)
    assert world.troubles()[-1] == BROKEN
    world.fails = False
    world.pass_time(REST + WORKS + 1.0)
    assert world.troubles() == (BACK,)
    assert world.hear(*speech("0.2 no 0.6")) == "no"


def test_failures_far_apart_are_not_held_together(world: World) -> None:
    for _ in range(2 * MOST):
        world.fails = True
        world.hear(SILENCE)
        world.fails = False
        world.pass_time(15.0)
    assert BROKEN not in world.troubles()


@pytest.mark.parametrize(
    "nonsense",
    [
        Recognition((Word("elephant", 0.0, 0.3, 1.0),)),
        Recognition((Word("yes", float("nan"), 0.3, 1.0),)),
        Recognition((Word("yes", 0.5, 0.3, 1.0),)),
        Recognition((Word("yes", 0.0, 0.3, 1.0),), (Hypothesis("yes", float("inf")),)),
    ],
)
def test_nonsense_is_a_failure_and_nothing_is_understood(world: World, nonsense: Recognition) -> None:
    world.recognizer._recognizer.finish = lambda: nonsense  # type: ignore[method-assign]
    assert world.hear(SILENCE) == ""
    assert world.troubles() == (FAILED,)


def test_one_for_the_whole_language_may_give_any_word(world: World) -> None:
    world.recognizer.start(None)
    assert world.hear(*speech("0.2 elephant 0.6")) == "elephant"
    assert world.troubles() == ()


def test_of_several_the_first_that_breaks_and_the_last_that_is_back_are_told() -> None:
    faults = Faults()
    for happens in (faults.broke, faults.broke, faults.works, faults.works):
        happens()
    assert faults.troubles() == (BROKEN, BACK)


def test_without_a_model_nothing_is_heard_and_that_is_told() -> None:
    faults = Faults()
    deaf = NoRecognizer(faults)
    deaf.start(PHRASES)
    assert not any(deaf.accept(frame) for frame in speech("0.2 yes 0.6"))
    assert (deaf.partial(), deaf.finish(), deaf.knows("yes")) == ("", Recognition(), True)
    NoRecognizer(faults)
    assert faults.troubles() == (BROKEN,)


def test_sound_of_any_length_is_counted(world: World) -> None:
    world.recognizer.accept(np.zeros(16_000, dtype=np.int16))
    assert world.troubles() == ()
