"""A half-understood yes or no: asked about once, and never about the asking."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogues.golden import the_pack, the_words
from voice_assistant.commands import Listen, Note, Say, StopSpeaking
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.scene import Manner
from voice_assistant.events import AnswerTaken, Decision, Heard, Meaning, NoInput, Spoken, Started


def begun() -> Dialogue:
    """A dialogue that has put its first question."""
    dialogue = Dialogue(the_pack(), the_words(), Manner())
    dialogue.handle(Started())
    hear(dialogue, "questions")
    return dialogue


def hear(dialogue: Dialogue, intent: str, decision: Decision = "accepted") -> list[object]:
    """Say something, let the reply be heard to its end, and see the answers that were taken."""
    commands = dialogue.handle(Heard(intent, Meaning(intent), 0.5, decision))
    for command in commands:
        if isinstance(command, Say):
            last = len(command.utterance.sentences) - 1
            dialogue.handle(Spoken(command.utterance.id, "completed", last))
    notes = [command.entry for command in commands if isinstance(command, Note)]
    return [note.value for note in notes if isinstance(note, AnswerTaken)]


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_uncertain_answer_is_asked_about(answer: str) -> None:
    dialogue = begun()
    assert hear(dialogue, answer, "confirming") == []
    assert dialogue.state == "confirming"


def test_an_uncertain_yes_to_did_you_say_is_taken() -> None:
    dialogue = begun()
    hear(dialogue, "yes", "confirming")
    assert hear(dialogue, "yes", "confirming") == ["yes"]


def test_but_not_where_it_would_write_down_a_no() -> None:
    """I1."""
    dialogue = begun()
    hear(dialogue, "no", "confirming")
    assert hear(dialogue, "yes", "confirming") == []


def test_nor_where_it_would_write_down_a_no_with_something_mentioned() -> None:
    """I1."""
    dialogue = begun()
    said = Meaning("no", mentions=("walking",))
    for command in dialogue.handle(Heard("no but i keep falling", said, 0.5, "confirming")):
        if isinstance(command, Say):
            dialogue.handle(Spoken(command.utterance.id, "completed", len(command.utterance.sentences) - 1))
    assert dialogue.state == "confirming"
    assert hear(dialogue, "yes", "confirming") == []


def test_an_uncertain_no_to_did_you_say_asks_again() -> None:
    dialogue = begun()
    hear(dialogue, "no", "confirming")
    assert hear(dialogue, "no", "confirming") == []
    assert dialogue.state == "asking"


def test_a_rejected_yes_to_did_you_say_is_not_taken() -> None:
    dialogue = begun()
    hear(dialogue, "no", "confirming")
    assert hear(dialogue, "yes", "rejected") == []


def speaking() -> Dialogue:
    """A dialogue that is in the middle of putting its first question."""
    dialogue = Dialogue(the_pack(), the_words(), Manner())
    dialogue.handle(Started())
    dialogue.handle(Heard("questions", Meaning("questions"), 1.0, "accepted"))
    return dialogue


def test_a_half_understood_stop_over_its_voice_stops_it() -> None:
    dialogue = speaking()
    commands = dialogue.handle(Heard("stop", Meaning("stop"), 0.5, "confirming"))
    assert StopSpeaking() in commands
    assert dialogue.state == "paused"


def test_also_while_it_explains_that_word() -> None:
    """That is when people try it."""
    dialogue = speaking()
    dialogue.handle(Heard("help", Meaning("help"), 1.0, "accepted"))
    assert StopSpeaking() in dialogue.handle(Heard("stop", Meaning("stop"), 0.5, "confirming"))


def test_any_other_half_understood_word_over_its_voice_does_nothing() -> None:
    assert speaking().handle(Heard("menu", Meaning("menu"), 0.5, "confirming")) == ()


def test_a_half_understood_emergency_during_the_welcome_is_asked_about_and_not_taken() -> None:
    dialogue = Dialogue(the_pack(), the_words(), Manner())
    dialogue.handle(Started())
    commands = dialogue.handle(Heard("that to ambulance", Meaning("emergency"), 0.5, "confirming"))
    assert dialogue.state == "confirming"
    spoken = [each.utterance for each in commands if isinstance(each, Say)]
    assert "Did you say" in spoken[-1].sentences[0].text
    assert hear(dialogue, "no") == []
    assert dialogue.state == "choosing"


def test_nobody_says_yes_to_did_you_say_no_before_its_end() -> None:
    """Somebody else's yes would write down a no (I1)."""
    dialogue = begun()
    commands = dialogue.handle(Heard("no", Meaning("no"), 0.5, "confirming"))
    yes = Heard("yes", Meaning("yes"), 1.0, "accepted")
    assert dialogue.handle(yes) == ()
    asked = [each.utterance for each in commands if isinstance(each, Say)][-1]
    assert [each.careful for each in commands if isinstance(each, Listen)] == [("yes",)]
    dialogue.handle(Spoken(asked.id, "completed", len(asked.sentences) - 1))
    taken = [each.entry for each in dialogue.handle(yes) if isinstance(each, Note)]
    assert [each.value for each in taken if isinstance(each, AnswerTaken)] == ["no"]


def test_a_half_understood_call_for_help_wakes_it_but_talk_in_the_room_does_not() -> None:
    emergency = Meaning("emergency")
    dialogue = Dialogue(the_pack(), the_words(), Manner(wakes=True))
    dialogue.handle(Heard("help " * 20 + "i can't breathe", emergency, 0.5, "confirming"))
    assert dialogue.state == "asleep"
    dialogue.handle(Heard("please i can't breathe", emergency, 0.5, "confirming"))
    assert dialogue.state == "welcoming"


@pytest.mark.parametrize(
    ("text", "backed"),
    [("what an go please ambulance", False), ("go on what menu i'm on " * 3 + "ambulance", True)],
)
def test_an_emergency_in_talk_wakes_it_only_when_it_comes_again_soon(text: str, backed: bool) -> None:
    """Of talk in the room it hears a piece of an emergency now and then; whoever means it says it again."""
    dialogue = Dialogue(the_pack(), the_words(), Manner(wakes=True))
    call = Heard(text, Meaning("emergency"), 0.5, "confirming", backed=backed)
    commands = dialogue.handle(call)
    assert [each.no_input_after for each in commands if isinstance(each, Listen)] == [10.0]
    dialogue.handle(NoInput())
    dialogue.handle(call)
    assert dialogue.state == "asleep"
    dialogue.handle(replace(call, text="please what ambulance"))
    assert dialogue.state == "welcoming"


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        (("hell", "well"), ("hell", "hill"), "welcoming"),
        ((), (), "welcoming"),
        (("stop", "step"), ("head", "happy"), "asleep"),
        (("hell",), (), "asleep"),
    ],
)
def test_a_doubtful_call_wakes_it_when_it_comes_again_and_sounds_the_same(
    first: tuple[str, ...], second: tuple[str, ...], state: str
) -> None:
    dialogue = Dialogue(the_pack(), the_words(), Manner(wakes=True))
    for freely in (first, second):
        dialogue.handle(Heard("help", Meaning("help"), 0.5, "confirming", freely=freely))
    assert dialogue.state == state
