"""Typed conversations."""

from __future__ import annotations

from dialogues.golden import the_pack, the_vocabulary, the_words
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.scene import Manner
from voice_assistant.events import EndReason
from voice_assistant.talk import Talk


def talk(*lines: str) -> tuple[EndReason, list[str]]:
    shown: list[str] = []
    dialogue = Dialogue(the_pack(), the_words(), Manner())
    return Talk(dialogue, the_vocabulary(), shown.append).run(iter(lines)), shown


def test_it_takes_leave_when_nothing_more_is_typed() -> None:
    reason, shown = talk()
    assert reason == "goodbye"
    assert shown[0] == "Hello."
    assert shown[-1] == "In an emergency, call your emergency number."


def test_answers_lead_to_advice() -> None:
    _, shown = talk("questions", "No", "yes!")
    assert "Call the emergency number now, or have somebody near you call." in shown


def test_an_empty_line_is_silence() -> None:
    reason, shown = talk("", "", "")
    assert reason == "silence"
    assert "I did not hear anything." in shown


def test_what_is_half_understood_is_asked_about() -> None:
    _, shown = talk("well perhaps the questions", "yes")
    assert "Did you say, questions?" in shown
    assert "Are you choking, or is it hard to breathe, right now?" in shown


def test_what_is_not_understood_is_said_to_be_so() -> None:
    _, shown = talk("banana")
    assert "I heard you, but I did not understand." in shown


def test_switches_are_typed_with_a_colon() -> None:
    _, shown = talk(":select")
    assert "questions." in shown
    _, shown = talk(":emergency")
    assert "This may be an emergency." in shown
