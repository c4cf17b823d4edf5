"""What to do about silence and about words that were not understood.

Silence and misunderstanding are counted apart, each wording is said once, and there is never a fourth time:
1st miss: "did you say ...?" with the best guess, or the choices. 2nd: a shorter question, and the choices.
3rd: a safe way on, said aloud. The safe way on from a question is "not sure", which is never "no" (I1).
"""

from __future__ import annotations

from voice_assistant.dialogue import asking, triage
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.scene import Scene
from voice_assistant.events import Choices, MissCounted

TRIES = 3
PATIENT_QUESTIONS = 2
"""Questions in a row left open by silence, after which it waits instead of asking on."""


def no_input(scene: Scene) -> str | None:
    """Count a silence; returns the trigger of what comes now, None if nothing does."""
    memory = scene.memory
    if scene.state == "paused":
        return _remind(scene)
    if memory.patience == "very slow" and not memory.switching:
        scene.before(scene.prompt("reminder_here", memory.reminders % 3))
        return _remind(scene, "waited") if _may_rest(scene) else _count_reminder(scene)
    silences = memory.silences + 1
    scene.update(silences=silences)
    scene.note(MissCounted("no_input", silences))
    if scene.memory.attempt < TRIES:
        if not memory.switching:
            scene.before(scene.prompt("no_input", silences - 1))
        return "missed"
    match scene.state:
        case "asking":
            return _silent_question(scene)
        case "confirming":
            return _unconfirmed(scene)
        case _:
            return "waited" if _at_stake(memory) or memory.switching else "rested"


def no_match(scene: Scene) -> str | None:
    """Count something that was not understood; `scene.meaning` is the best guess, if there is any."""
    if scene.state == "paused":
        return None  # people talk to each other while it is told to be quiet
    misses = scene.memory.misses + 1
    scene.update(misses=misses, unanswered=0)
    scene.note(MissCounted("no_match", misses))
    return after_no_match(scene)


def after_no_match(scene: Scene) -> str:
    """The way on after a miss that is counted already."""
    memory = scene.memory
    if memory.attempt < TRIES:
        if memory.misses == 1 and scene.state != "confirming" and _worth_asking(scene):
            return "doubted"
        if not scene.lead:
            scene.before(scene.prompt("no_match", memory.misses - 1))
        return "missed"
    match scene.state:
        case "asking":
            scene.before(scene.prompt("took_not_sure"))
            return "unheard"
        case "confirming":
            return _unconfirmed(scene)
        case _:
            scene.before(scene.prompt("offer_switch"))
            return "waited"


def _worth_asking(scene: Scene) -> bool:
    """A guess is asked about; but where a question is open, only a guess that answers it."""
    if scene.meaning is None:
        return False
    if scene.state != "asking" or scene.question is None:
        return True
    if scene.question.kind == "yes_no":
        return scene.meaning.intent in ("yes", "no", "not_sure")
    return scene.meaning.value is not None and scene.meaning.value != Choices(())


def _silent_question(scene: Scene) -> str:
    """Nobody answered a question: what is urgent at once is advised, otherwise wait rather than ask on alone."""
    unanswered = scene.memory.unanswered + 1
    scene.update(unanswered=unanswered)
    question = scene.memory.question or ""
    if unanswered >= PATIENT_QUESTIONS and not triage.decides_at_once(scene.protocol, question):
        return "waited"
    scene.before(scene.prompt("took_silence"))
    return "unheard"


def _unconfirmed(scene: Scene) -> str:
    """Neither yes nor no came to "did you say ...?", to the summary, or to the request for consent."""
    pending = scene.memory.pending
    match pending.kind if pending else "consent":
        case "said":
            scene.before(scene.prompt("took_not_sure"))
            return "unheard"
        case "summary":
            scene.before(scene.prompt("summary_unconfirmed"))
            return "yes"
        case _:
            return "no"


def _at_stake(memory: Memory) -> bool:
    """Answers were given that no advice has been given on: nobody may lose them to a time limit (C16)."""
    return bool(memory.answers) and memory.outcome is None


def _may_rest(scene: Scene) -> bool:
    limit = scene.manner.rest_after
    return limit is not None and scene.memory.reminders >= limit


def _remind(scene: Scene, trigger: str = "waited") -> str:
    if _may_rest(scene):
        return "rested"
    if not _at_stake(scene.memory) and scene.memory.reminders >= TRIES and not asking.has_answers(scene):
        return "rested"
    return trigger


def _count_reminder(scene: Scene) -> str:
    scene.update(reminders=scene.memory.reminders + 1)
    return "missed"
