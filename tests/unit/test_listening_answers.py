"""The many ways to say what people say most, and an emergency at any moment, through the grammar of that moment."""

from __future__ import annotations

import pytest

from dialogues.golden import the_pack, the_vocabulary, the_words
from voice_assistant.commands import Listen, Note
from voice_assistant.dialogue.attention import wanted
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory, Pending, Return
from voice_assistant.dialogue.scene import Manner, Scene
from voice_assistant.dialogue.table import STATES
from voice_assistant.events import Heard, Meaning, OutcomeGiven
from voice_assistant.listening.grammar import Grammar

WAYS = {
    "yes": ("yes", "yeah", "yep", "Correct.", "that's right", "I do", "it is", "I think so"),
    "no": ("no", "nope", "nah", "not at all", "I don't", "it isn't", "I don't think so"),
    "not_sure": ("not sure", "I'm not sure", "I don't know", "maybe", "I can't tell", "I do not know"),
    "skip": ("skip", "skip this", "skip it", "leave that out", "leave it out"),
    "repeat": ("repeat", "say that again", "again", "please repeat", "once more", "pardon"),
    "help": ("help", "help me", "I need help", "what can I say", "what are my choices", "I don't understand"),
    "stop": ("stop", "please stop", "pause", "hold on", "wait", "be quiet"),
    "back": ("back", "go back", "back please", "one step back", "take me back"),
    "menu": ("menu", "main menu", "the menu", "take me to the menu", "start over"),
    "why": ("why", "why do you ask", "why is that", "tell me why", "what for"),
    "slower": ("slower", "slow down", "speak slower", "more slowly", "too fast"),
    "faster": ("faster", "speed up", "speak faster", "more quickly", "too slow"),
    "louder": ("louder", "speak louder", "speak up", "turn it up", "I can't hear you"),
    "quieter": ("quieter", "speak softly", "turn it down", "too loud", "not so loud"),
    "more_time": (
        "more time",
        "I need more time",
        "give me more time",
        "give me a moment",
        "I need a moment",
    ),
    "hear_me": ("can you hear me?", "do you hear me", "are you listening", "are you there", "hello"),
    "summary": ("summary", "my answers", "my answers so far", "sum it up", "what did I answer"),
    "goodbye": ("goodbye", "bye", "bye bye", "that is all", "I am done", "end the session"),
}
EMERGENCY = Meaning("emergency")
MOMENTS: dict[str, tuple[str, Memory]] = {
    state: (state, Memory(answers=())) for state in STATES if state not in ("helping", "asking", "confirming")
}
MOMENTS |= {
    f"at {question.id}": ("asking", Memory(question=question.id))
    for question in (the_pack().protocol.questions if the_pack().protocol else ())  # type: ignore[union-attr]
}
MOMENTS |= {
    f"helping, from {state}": ("helping", Memory(question="walking", came_from=(Return(state),)))
    for state in ("choosing", "asking", "reading", "paused")
}
MOMENTS |= {
    "a pause in the questions": ("paused", Memory(question="walking", came_from=(Return("asking"),))),
    "did you say no": (
        "confirming",
        Memory(question="walking", pending=Pending("said", Meaning("no")), came_from=(Return("asking"),)),
    ),
    "is all of that right": ("confirming", Memory(pending=Pending("summary"))),
    "may I talk aloud": ("confirming", Memory(pending=Pending("consent"))),
}


def listening(moment: str) -> Listen:
    state, memory = MOMENTS[moment]
    scene = Scene(the_pack(), the_words(), Manner(), memory)
    scene.state = state
    return wanted(scene)


def grammar(moment: str) -> Grammar:
    return the_vocabulary().grammar(listening(moment))


@pytest.mark.parametrize("intent", WAYS)
def test_at_least_five_ways_to_say_it_are_understood(intent: str) -> None:
    """C26."""
    assert len(set(WAYS[intent])) >= 5
    understood = {way: grammar("at walking").understand(way) for way in WAYS[intent]}
    assert understood == dict.fromkeys(WAYS[intent], Meaning(intent))


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_word_for_an_emergency_is_understood_at_any_moment(moment: str) -> None:
    """I4."""
    phrases = the_words().phrases["emergency"]
    assert len(phrases) >= 10
    assert {phrase: grammar(moment).understand(phrase) for phrase in phrases} == dict.fromkeys(
        phrases, EMERGENCY
    )
    assert all(grammar(moment).complete(phrase) == "complete" for phrase in phrases)


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_emergency_is_answered_at_once_at_any_moment(moment: str) -> None:
    """I4."""
    dialogue = Dialogue(the_pack(), the_words(), Manner())
    dialogue.restore(*MOMENTS[moment])
    commands = dialogue.handle(Heard("emergency", EMERGENCY, 1.0, "accepted"))
    noted = [command.entry for command in commands if isinstance(command, Note)]
    given = [entry for entry in noted if isinstance(entry, OutcomeGiven)]
    assert [each.outcome for each in given] == ["emergency"]
    assert dialogue.state == "advising"


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_emergency_half_heard_is_never_passed_over(moment: str) -> None:
    """It is asked about, or, where there is nobody to be asked, taken."""
    dialogue = Dialogue(the_pack(), the_words(), Manner())
    dialogue.restore(*MOMENTS[moment])
    dialogue.handle(Heard("ambulance", EMERGENCY, 0.5, "confirming"))
    asked = dialogue.memory.pending == Pending("said", EMERGENCY)
    woken = moment == "asleep" and dialogue.state == "welcoming"
    assert asked or woken or dialogue.state == "advising"
