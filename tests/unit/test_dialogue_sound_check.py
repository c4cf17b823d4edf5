""" "Can you hear me?": what is found, in every state, and what it goes back to."""

from __future__ import annotations

import pytest

from dialogues.golden import SOUNDS, the_pack, the_words
from voice_assistant.commands import CheckSound, Listen, Say
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory, Return
from voice_assistant.dialogue.scene import Manner
from voice_assistant.dialogue.sound_check import finding
from voice_assistant.dialogue.table import SETTLED
from voice_assistant.events import Heard, Meaning, Sound, SoundChecked, Started

ASKED = Heard("can you hear me", Meaning("hear_me"), 1.0, "accepted")


def sound(
    speech: float | None = -25.0,
    noise: float | None = -60.0,
    clipped: float = 0.0,
    echo: float | None = None,
) -> Sound:
    return Sound(speech, noise, clipped, echo)


@pytest.mark.parametrize(
    ("measured", "prompt"),
    [
        (sound(), "sound_good"),
        (sound(clipped=0.05), "sound_good"),
        (sound(clipped=0.06), "sound_too_loud"),
        (sound(speech=-45.0), "sound_good"),
        (sound(speech=-46.0), "sound_too_soft"),
        (sound(noise=-37.0), "sound_good"),
        (sound(noise=-36.0), "sound_noisy"),
        (sound(noise=None), "sound_good"),
        (sound(speech=None), "sound_no_speech"),
        (sound(speech=None, noise=-37.0), "sound_noisy"),
        (sound(speech=None, noise=None), "sound_muted"),
        (sound(echo=-3.0), "sound_good"),
        (sound(echo=-2.0), "sound_echo"),
        (sound(echo=-2.0, noise=-30.0), "sound_noisy"),
        (sound(speech=-50.0, noise=-52.0), "sound_too_soft"),
        (sound(speech=-5.0, noise=-10.0, clipped=0.5), "sound_too_loud"),
    ],
)
def test_the_gravest_thing_is_told(measured: Sound, prompt: str) -> None:
    assert finding(measured) == prompt


@pytest.mark.parametrize("state", SETTLED)
def test_in_every_state_it_looks_says_and_stays(state: str) -> None:
    dialogue = Dialogue(the_pack(), the_words(), Manner())
    dialogue.handle(Started())
    memory = Memory(question="walking", misses=1, wording=1)
    if state == "paused":
        memory = Memory(came_from=(Return("choosing"),))
    dialogue.restore(state, memory)
    looked = dialogue.handle(ASKED)
    assert looked[-1] == CheckSound()
    assert dialogue.state == state
    told = dialogue.handle(SoundChecked(SOUNDS["soft"]))
    (said,) = [command.utterance for command in told if isinstance(command, Say)]
    assert [each.text for each in said.sentences[:2]] == [
        "I hear you, but very softly.",
        "Please come closer to the microphone, if you can.",
    ]
    assert len(said.sentences) > 2, "it goes back to what was open"
    assert dialogue.state == state
    assert dialogue.memory.misses == memory.misses


def test_whatever_is_listened_to_then_is_known_before_the_answer_comes() -> None:
    """The answer to the look is handled within it, so nothing may follow the look."""
    dialogue = Dialogue(the_pack(), the_words(), Manner())
    dialogue.restore("helping", Memory(question="walking", came_from=(Return("asking"),)))
    commands = dialogue.handle(ASKED)
    assert isinstance(commands[-2], Listen)
    assert commands[-1] == CheckSound()
    assert dialogue.state == "asking"


def test_in_the_welcome_the_menu_follows_and_only_once() -> None:
    dialogue = Dialogue(the_pack(), the_words(), Manner())
    dialogue.handle(Started())
    dialogue.handle(ASKED)
    told = dialogue.handle(SoundChecked(SOUNDS["good"]))
    said = [command.utterance.prompt for command in told if isinstance(command, Say)]
    assert (dialogue.state, said) == ("choosing", ["menu"])


def test_asked_in_its_sleep_it_wakes() -> None:
    dialogue = Dialogue(the_pack(), the_words(), Manner(wakes=True))
    dialogue.handle(ASKED)
    assert dialogue.state == "welcoming"
