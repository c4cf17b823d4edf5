"""What is listened to in each state, and how long."""

from __future__ import annotations

import pytest

from dialogues.golden import the_pack, the_words
from voice_assistant.commands import Listen, Patience
from voice_assistant.dialogue.attention import wanted
from voice_assistant.dialogue.memory import Answer, Memory, Return
from voice_assistant.dialogue.scene import Manner, Scene
from voice_assistant.dialogue.table import AWAKE, SETTLED, STATES, TABLE, intents_in

EVERYWHERE = {"help", "repeat", "stop", "back", "menu", "hear_me", "goodbye", "emergency"}


def listening(state: str, memory: Memory | None = None) -> Listen:
    scene = Scene(the_pack(), the_words(), Manner(), memory or Memory())
    scene.state = state
    return wanted(scene)


@pytest.mark.parametrize("state", AWAKE)
def test_what_is_understood_everywhere(state: str) -> None:
    assert set(listening(state).intents) >= EVERYWHERE


@pytest.mark.parametrize("state", [state for state in STATES if state != "helping"])
def test_an_emergency_is_understood_in_every_state(state: str) -> None:
    """I4."""
    assert "emergency" in listening(state).intents


@pytest.mark.parametrize("state", SETTLED)
def test_volume_rate_and_time_are_changed_by_voice_everywhere(state: str) -> None:
    """C10, C17, C24."""
    assert set(intents_in(state)) >= {"louder", "quieter", "slower", "faster", "more_time"}


@pytest.mark.parametrize("state", SETTLED)
def test_answers_are_heard_and_changed_at_any_time(state: str) -> None:
    """C29, C31."""
    memory = Memory(answers=(("walking", Answer("no")),))
    assert {"summary", "change"} <= set(listening(state, memory).intents)


def test_while_reading_nothing_of_answers_is_listened_for_before_there_are_any() -> None:
    assert not {"summary", "change"} & set(listening("reading").intents)


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("walking", ("yes", "no", "not_sure", "skip")),
        ("triggers", ("yes", "no", "not_sure", "skip")),
        ("duration", ("not_sure", "skip")),
    ],
)
def test_the_answers_of_the_open_question_come_first(question: str, answers: tuple[str, ...]) -> None:
    listen = listening("asking", Memory(question=question))
    assert listen.question == question
    assert listen.intents[: len(answers)] == answers


def test_names_alone_are_understood_where_they_are_asked_for() -> None:
    assert listening("finding").names == "sections"
    assert listening("changing").names == "questions"
    assert listening("choosing").names is None


def test_a_help_listens_for_where_it_goes_back_to() -> None:
    memory = Memory(question="walking", came_from=(Return("asking"),))
    assert listening("helping", memory).intents == listening("asking", memory).intents


def test_asleep_it_waits_for_ever() -> None:
    assert listening("asleep").no_input_after is None


@pytest.mark.parametrize(("patience", "seconds"), [("normal", 10), ("slow", 20), ("very slow", 30)])
def test_the_first_sound_is_awaited_by_patience(patience: Patience, seconds: float) -> None:
    assert listening("choosing", Memory(patience=patience)).no_input_after == seconds


def test_before_it_rests_there_are_twenty_seconds_at_least() -> None:
    """C16."""
    assert listening("choosing", Memory(silences=2)).no_input_after == 20
    assert listening("asking", Memory(question="walking", silences=2)).no_input_after == 10


def test_reminders_come_further_and_further_apart() -> None:
    waits = [listening("paused", Memory(reminders=number)).no_input_after for number in range(8)]
    assert waits == [30, 60, 120, 240, 480, 600, 600, 600]


def test_every_row_is_between_states_that_there_are() -> None:
    for row in TABLE:
        assert set(row.source) <= set(STATES), row
        assert row.to in (*STATES, "="), row
