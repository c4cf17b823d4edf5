"""Sounds in place of words, for somebody who can make a sound of their voice but no words.

At a yes-or-no question one sound is yes and two are no, or the other way round; three, or waiting, lead to the
choices. Everywhere else, and there too once the choices are read out, any sound takes the choice that is being read,
like a switch. A long sound calls out an emergency. What was counted is said again each time.

A sound that is missed turns two into one, and one that somebody else makes turns one into two. So a "no" to a red
flag is asked about before it counts (I1); a yes to that does not count before the question's end. Words are
listened to as well, somebody else's perhaps, but no answer is taken from them.
"""

from __future__ import annotations

from voice_assistant.commands import Sentence
from voice_assistant.dialogue import repair
from voice_assistant.dialogue.scene import Scene
from voice_assistant.events import Heard, Meaning

YES, NO = Meaning("yes"), Meaning("no")


def are_used(scene: Scene) -> bool:
    return scene.manner.sounds is not None


def counts(scene: Scene) -> bool:
    """Whether it is a yes or a no that is asked for, to be answered by the number of sounds."""
    if scene.manner.sounds in (None, "scan"):
        return False
    question = scene.question
    asked = scene.state == "asking" and question is not None and question.kind == "yes_no"
    return asked or scene.state == "confirming"


def counting(scene: Scene) -> bool:
    """Whether sounds are being counted: it is asked for a yes or a no, and the choices are not being read out."""
    return counts(scene) and scene.memory.scan is None


def say_how(scene: Scene) -> None:
    """What sounds mean at this question."""
    name = "sounds_one_is_yes" if scene.manner.sounds == "one is yes" else "sounds_two_are_yes"
    scene.say("sounds", scene.prompt(name), keep=False)
    scene.update(scan=None, switching=True)


def meaning_of(scene: Scene, count: int) -> Meaning | None:
    """What so many sounds mean; None for more than two."""
    one, two = (YES, NO) if scene.manner.sounds == "one is yes" else (NO, YES)
    return {1: one, 2: two}.get(count)


def told(scene: Scene, count: int) -> tuple[Sentence, ...]:
    """What was counted, and what that means."""
    yes = meaning_of(scene, count) == YES
    if count == 1:
        return scene.prompt("heard_one_yes" if yes else "heard_one_no")
    return scene.prompt("heard_two_yes" if yes else "heard_two_no")


def wants_to_be_sure(scene: Scene, meaning: Meaning) -> bool:
    """Whether this is asked about before it counts: a "no" to a red flag that could already be answered."""
    question = scene.question
    red_flag = scene.state == "asking" and question is not None and question.red_flag
    return bool(red_flag) and meaning == NO and scene.memory.fresh is None


def denies(scene: Scene, meaning: Meaning) -> bool:
    """Whether this says that the "no" that was asked about was none."""
    return meaning == NO and repair.doubts_a_no(scene)


def means_nothing(scene: Scene, heard: Heard) -> bool:
    """Whether words are passed over: what was half understood may well have been a sound."""
    return are_used(scene) and heard.decision != "accepted" and heard.meaning != repair.EMERGENCY
