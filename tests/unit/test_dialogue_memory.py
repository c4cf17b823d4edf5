"""What is remembered, what is forgotten, and what is wished when the way of speaking changes."""

from __future__ import annotations

from dataclasses import replace

from dialogues.golden import the_pack, the_words
from dialogues.player import Player
from voice_assistant.commands import Command, Say, SetRate, SetVolume, Utterance
from voice_assistant.dialogue.adjusting import GAINS
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Answer, Memory, Place
from voice_assistant.dialogue.scene import Manner
from voice_assistant.events import (
    Choices,
    Days,
    Event,
    Heard,
    Meaning,
    Pressed,
    SentenceStarted,
    Spoken,
    Started,
)


def says(intent: str) -> Heard:
    return Heard(intent, Meaning(intent), 1.0, "accepted")


def played(dialogue: Dialogue, *events: Event) -> list[Command]:
    """Everything wished for while these happen, each after all was said."""
    wished: list[Command] = []

    def tell(each: Command | SentenceStarted) -> None:
        if not isinstance(each, SentenceStarted):
            wished.append(each)

    player = Player(dialogue, tell)
    for event in events:
        player.handle(event)
        for _ in player.play():
            pass
    return wished


def test_answers_as_the_journal_has_them() -> None:
    assert Answer("skipped").as_json() == "skipped"
    assert Answer(Days(7, None)).as_json() == {"days": [7, None]}
    assert Answer(Choices(("a", "b"))).as_json() == {"choices": ["a", "b"]}


def test_a_changed_answer_keeps_its_place() -> None:
    memory = Memory(answers=(("a", Answer("no")), ("b", Answer("no"))))
    assert memory.answered("a", Answer("yes")) == (("a", Answer("yes")), ("b", Answer("no")))
    assert memory.answer("b") == Answer("no")
    assert memory.answer("c") is None


def test_all_kinds_of_misses_count_as_one_attempt_each() -> None:
    assert Memory(misses=1, silences=1, rewordings=1).attempt == 3


def test_the_last_thing_that_is_being_said() -> None:
    assert Memory().voicing == 0
    assert Memory(saying=(Utterance(3, "a", ()), Utterance(4, "b", ()))).voicing == 4


def test_nothing_personal_outlives_the_session() -> None:
    """C11; only the place in the article may be kept."""
    dialogue = Dialogue(the_pack(), the_words(), Manner(), Memory())
    fresh = replace(dialogue.memory, listening=None)
    wished = played(
        dialogue,
        *(Started(), says("louder"), says("slower"), says("more_time"), Pressed("select"), says("questions")),
        *(says("no"), says("no"), says("yes"), says("menu"), says("article"), says("next"), says("goodbye")),
    )
    assert dialogue.state == "asleep"
    assert dialogue.memory.place == Place("introduction", 10)
    assert replace(dialogue.memory, listening=None, place=None, utterances=0) == fresh
    assert [each for each in wished if isinstance(each, SetVolume)][-1] == SetVolume(0.0)
    assert [each for each in wished if isinstance(each, SetRate)][-1] == SetRate(155)


def test_in_a_shared_room_the_place_is_forgotten_too() -> None:
    dialogue = Dialogue(the_pack(), the_words(), Manner(keep_place=False), Memory())
    played(dialogue, Started(), says("article"), says("next"), says("goodbye"))
    assert dialogue.memory.place is None


def test_the_range_of_the_volume() -> None:
    """C10: at least 18 dB, and one step of at least 12 dB above the default."""
    assert max(GAINS) - min(GAINS) >= 18
    assert max(GAINS) >= 12


def test_what_was_hushed_says_nothing_about_the_end_of_something_else() -> None:
    dialogue = Dialogue(the_pack(), the_words(), Manner(), Memory())
    dialogue.handle(Started())
    first = dialogue.memory.voicing
    dialogue.handle(says("menu"))
    dialogue.handle(Spoken(first, "interrupted", 0))
    assert dialogue.state == "choosing"
    assert dialogue.memory.voicing > first


def test_interrupted_in_the_last_sentence_of_a_part_it_goes_on_there() -> None:
    sections = the_pack().article.sections
    last = Place(sections[0].id, len(sections[0].sentences) - 1)
    dialogue = Dialogue(the_pack(), the_words(), Manner(), Memory(place=last))
    dialogue.restore("choosing", dialogue.memory)
    wished = dialogue.handle(Heard("go on", Meaning("go_on"), 1.0, "accepted"))
    assert dialogue.state == "reading"
    texts = [sentence.text for say in wished if isinstance(say, Say) for sentence in say.utterance.sentences]
    assert texts[-1] == sections[0].sentences[-1].text
