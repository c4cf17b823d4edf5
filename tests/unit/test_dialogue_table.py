"""The table of states, as the state machine takes it."""

from __future__ import annotations

from dialogues.golden import the_pack, the_words
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.scene import Manner, Scene
from voice_assistant.dialogue.table import TABLE


def test_no_trigger_is_called_like_something_of_the_scene() -> None:
    """The state machine makes a method of each trigger: it would take the other one's place."""
    scene = Scene(the_pack(), the_words(), Manner(), Memory())
    assert not {row.trigger for row in TABLE} & set(dir(scene))
