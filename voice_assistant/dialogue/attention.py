"""What is listened to at a moment, and for how long a first sound is awaited."""

from __future__ import annotations

from typing import Literal

from voice_assistant.commands import Listen
from voice_assistant.dialogue import repair, sounding
from voice_assistant.dialogue.scene import Scene
from voice_assistant.dialogue.table import ANSWERS, intents_in

FIRST_SOUND = {"normal": 10.0, "slow": 20.0, "very slow": None}
"""Seconds in which a first sound is awaited, by patience; None: a gentle reminder, never an error."""
GENTLE = 30.0
"""Seconds until the first gentle reminder, for the patience "very slow" and in a pause; then twice that, and so on."""
LONGEST_REMINDER = 600.0
LAST_CHANCE = 20.0
"""Seconds to say anything, after the warning that the session is about to end (C16)."""
NAMED_IN: dict[str, Literal["sections", "questions"]] = {"finding": "sections", "changing": "questions"}
"""States in which the bare name of a section, or of a question, is an answer."""
CALLED_AGAIN = 10.0
"""Seconds of silence after which somebody who seemed to wake it has not done so."""
CALLS = ("help", "menu", "questions", "article", "go_on", "hear_me")
WAKING = (*CALLS, "emergency")
"""What wakes it when it is asleep; the calls only if they were hardly anything else."""
OF_ANSWERS = ("summary", "for_doctor", "change")
"""Intents that mean nothing before there is an answer; while reading they are not even listened for then."""


def wanted(scene: Scene) -> Listen:
    """Everything that has a row in this state; while helping, in the state that it goes back to."""
    memory = scene.memory
    state = memory.came_from[-1].state if scene.state == "helping" else scene.state
    if state == "asleep":
        again = CALLED_AGAIN if memory.called else None
        return Listen(WAKING, careful=CALLS, patience=memory.patience, no_input_after=again)
    question = scene.question if state == "asking" else None
    intents = intents_in(state)
    if state == "reading" and not memory.answers:
        intents = tuple(intent for intent in intents if intent not in OF_ANSWERS)
    answers = _answers_to(question.kind) if question else ()
    if sounding.are_used(scene):  # answers come by sounds alone: no hum must be taken for one in words
        intents = tuple(intent for intent in intents if intent not in ANSWERS)
        answers, question = (), None
    return Listen(
        intents=answers + intents,
        question=question.id if question else None,
        practising=memory.practising,
        counting=sounding.counting(scene),
        names=NAMED_IN.get(state),
        careful=("yes",) if repair.doubts_a_no(scene) else (),
        attempt=memory.misses,
        patience=memory.patience,
        no_input_after=_patience(scene, state),
    )


def _answers_to(kind: str) -> tuple[str, ...]:
    """The intents that can answer a question of this kind; its own words are understood beside them.

    "Yes" to several options is no answer, but deserves the question which; with numbers "no" is mistaken for "nine".
    """
    return (
        ("not_sure", "skip") if kind in ("duration", "number", "scale") else ("yes", "no", "not_sure", "skip")
    )


def _patience(scene: Scene, state: str) -> float:
    memory = scene.memory
    wait = FIRST_SOUND[memory.patience]
    if state == "paused" or wait is None or repair.is_deaf(scene):
        return min(GENTLE * 2.0**memory.reminders, LONGEST_REMINDER)
    return max(wait, LAST_CHANCE) if memory.attempt >= repair.TRIES - 1 and state != "asking" else wait
