"""C16: what ends by itself warns, is put off by any sound or press at least ten times, and says the safety words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogues.golden import the_pack, the_practice, the_words
from dialogues.player import Player
from voice_assistant.dialogue.attention import LAST_CHANCE
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.scene import Manner
from voice_assistant.events import Event, Heard, Meaning, NoInput, Pressed, Started

WARNING = "rest soon"
SAFETY = the_words().prompts["safety_last"].first[0].split(". ")[0]


class Person:
    """Somebody at a device, who hears everything to its end."""

    def __init__(self, rest_after: int | None = None) -> None:
        manner = Manner(rest_after=rest_after, wakes=True)
        self.dialogue = Dialogue(the_pack(), the_words(), manner, Memory(), the_practice())
        self.player = Player(self.dialogue, lambda happened: None)
        self.said: list[str] = []
        self.does(Started())

    def does(self, event: Event) -> str:
        """What is said to it."""
        self.player.handle(event)
        said = list(self.player.play())
        self.said += said
        return " ".join(said)

    def says(self, intent: str) -> str:
        return self.does(Heard(intent, Meaning(intent), 0.9, "accepted"))

    def until_warned(self) -> None:
        """Be silent until it warns."""
        for _ in range(40):
            if WARNING in self.does(NoInput()):
                assert self.dialogue.state != "asleep"
                return
        raise AssertionError("it never warns")


def a_pause_in_mid_questions() -> Person:
    person = Person(rest_after=2)
    person.says("questions")
    person.says("no")
    person.says("stop")
    return person


def the_menu() -> Person:
    return Person()


PLACES = [a_pause_in_mid_questions, the_menu]
MUMBLE = Heard("", None, 0.2, "rejected")


@pytest.mark.parametrize("place", PLACES)
def test_silence_ends_it_only_after_a_warning_and_with_the_safety_words(place: Callable[[], Person]) -> None:
    person = place()
    person.until_warned()
    assert (person.player.listen.no_input_after or 0) >= LAST_CHANCE
    end = person.does(NoInput())
    assert person.dialogue.state == "asleep"
    assert SAFETY in end


@pytest.mark.parametrize("action", [MUMBLE, Pressed("select"), Pressed("next")])
@pytest.mark.parametrize("place", PLACES)
def test_any_sound_or_press_puts_the_end_off_ten_times(place: Callable[[], Person], action: Event) -> None:
    person = place()
    person.until_warned()
    for _ in range(10):
        person.does(action)
        assert person.dialogue.state != "asleep"
        person.until_warned()


def test_in_mid_questions_nothing_ends_it_by_default() -> None:
    person = Person()
    person.says("questions")
    person.says("no")
    person.says("stop")
    for _ in range(60):
        person.does(NoInput())
    assert person.dialogue.state == "paused"
    assert not [text for text in person.said if WARNING in text]
