"""What to do about silence and about words that were not understood.

Silence and misunderstanding are counted apart, each wording is said once, and there is never a fourth time:
1st miss: "did you say ...?" with the best guess, or other words. 2nd: other words still, and the choices.
3rd: a safe way on, said aloud. The safe way on from a question is "not sure", which is never "no" (I1).

What was missed is answered by what it was: silence, a loud room, words without a meaning, too many words at once.
A noise is a silence: no word came through it, so it is counted as one, and it is never taken for an answer, nor
for a guess. Only the first noise, or talk to somebody else, is answered at all while the same thing is open;
after that only the time that passes counts. Talk to somebody else is no miss of anything.

"Did you say ...?" is asked once for each miss; if no yes or no comes to it, that is the next miss of what was
open before, and it is put in other words. Whether somebody has called out an emergency is another matter:
unless they say no to it, they have. That question is not a miss of what was open.
"""

from __future__ import annotations

from typing import Literal

from voice_assistant.dialogue import advising, asking, confirming, faults, triage
from voice_assistant.dialogue.moving import reminders_left
from voice_assistant.dialogue.scene import Scene
from voice_assistant.events import Choices, Heard, Meaning, Miss, MissCounted

TRIES = 3
PATIENT_QUESTIONS = 2
"""Questions in a row left open by silence, after which it waits instead of asking on."""
EMERGENCY = Meaning("emergency")
YES, NO = Meaning("yes"), Meaning("no")


def doubts_a_no(scene: Scene) -> bool:
    """Whether it asks "did you say no?", so that a yes would write down a no."""
    pending = scene.memory.pending
    meaning = pending.meaning if pending is not None and pending.kind == "said" else None
    return scene.state == "confirming" and meaning is not None and meaning.intent == "no"


def is_sure(scene: Scene, heard: Heard) -> bool:
    """Whether to take what was heard without asking back.

    A half-understood yes or no to "did you say ...?" is not asked about in turn: that leads nowhere. But a
    half-understood yes to a half-understood no is no understood "no" (I1).
    """
    if heard.decision == "accepted":
        return True
    pending = scene.memory.pending
    if heard.decision == "rejected" or scene.state != "confirming" or scene.memory.voicing:
        return False
    if pending is None or pending.kind != "said":
        return False
    return heard.meaning == NO or (heard.meaning == YES and not _means_no(pending.meaning))


def _means_no(meaning: Meaning | None) -> bool:
    return meaning is not None and meaning.intent == "no"


def not_for_me(scene: Scene, miss: Literal["talk", "noise"]) -> bool:
    """Answer talk to somebody else, once and gently; whether a noise is to be answered like a silence."""
    _put_off(scene)
    if scene.memory.left_alone or scene.state == "paused":
        return False
    scene.update(left_alone=True)
    if miss == "talk":
        scene.say("aside", scene.prompt("aside", scene.memory.asides % 3), keep=False)
        scene.update(asides=scene.memory.asides + 1)
    return miss == "noise"


def no_input(scene: Scene, *, noisy: bool = False) -> str:
    """Count a silence; returns the trigger of what comes now. `noisy`: a word could have been missed."""
    memory = scene.memory
    if is_deaf(scene):
        return "rested" if faults.rests_deaf(scene) else "deafened"
    if scene.state == "paused":
        return _remind(scene, "waited")
    if memory.patience == "very slow":
        return _remind(scene, "reminded")
    silences = memory.silences + 1
    scene.update(silences=silences)
    scene.note(MissCounted("no_input", silences))
    if scene.memory.attempt < TRIES:
        if not memory.switching and not advising.is_emergency(scene):
            scene.before(scene.prompt("noisy" if noisy else "no_input", silences - 1))
        return "missed"
    match scene.state:
        case "asking":
            return _silent_question(scene, "took_noise" if noisy else "took_silence")
        case "confirming":
            return _unconfirmed(scene)
        case _:
            return "rested" if _may_rest(scene) else "waited"


def _may_rest(scene: Scene) -> bool:
    """Whether nothing is lost by leaving, and the third wording, which is put only to silence, has warned of it (C16).

    Anything else is waited with: a pause has reminders of its own, and its last one warns.
    """
    memory = scene.memory
    if asking.at_stake(scene) or memory.switching or memory.silences < TRIES:
        return False
    return scene.state in ("advising", "finding") or (
        scene.state == "choosing" and not asking.unfinished(scene)
    )


def is_deaf(scene: Scene) -> bool:
    """Whether nobody can be heard, and nobody uses a switch instead: silence then says nothing about them."""
    return scene.memory.deaf is not None and not scene.memory.switching


def no_match(scene: Scene, *, sure: bool, miss: Miss | None = None) -> str | None:
    """Count something that was not understood; None if nothing comes of it.

    `scene.meaning` is the best guess, if there is any; `sure`: it was heard, though not alone.
    """
    _put_off(scene)
    if scene.state == "paused" and not (sure and scene.memory.misses < TRIES - 1):
        return None  # people talk to each other while it is told to be quiet
    scene.update(unanswered=0)
    if scene.meaning == EMERGENCY:
        return "doubted" if confirming.not_in_doubt(scene) else "emergency"
    misses = scene.memory.misses + 1
    scene.update(misses=misses)
    scene.note(MissCounted("no_match", misses))
    return _after_miss(scene, sure=sure, long=miss == "too_long")


def _after_miss(scene: Scene, *, sure: bool, long: bool) -> str:
    """`long`: so much was said at once that a guess at it would be a guess at a part."""
    if scene.memory.attempt < TRIES:
        if confirming.not_in_doubt(scene) and not long and _worth_asking(scene, sure=sure):
            return "doubted"
        if not scene.lead:
            scene.before(scene.prompt("too_long" if long else "no_match", scene.memory.misses - 1))
        return "missed"
    match scene.state:
        case "asking":
            took_not_sure(scene, "took_not_sure")
            return "unheard"
        case "confirming":
            return _unconfirmed(scene)
        case _:
            scene.before(scene.prompt("offer_switch"))
            return "waited"


def _worth_asking(scene: Scene, *, sure: bool) -> bool:
    """A guess is asked about; but what was not really heard only the first time, and if it is an answer."""
    meaning = scene.meaning
    if meaning is None or sure:
        return meaning is not None
    if scene.memory.misses > 1:
        return False
    if scene.state != "asking" or scene.question is None:
        return True
    if scene.question.kind == "yes_no":
        return meaning.intent in ("yes", "no", "not_sure")
    return meaning.value is not None and meaning.value != Choices(())


def took_not_sure(scene: Scene, prompt: str) -> None:
    """Say that "not sure" is noted; never the same way twice in a row. Where it is urgent, say less."""
    urgent = triage.decides_at_once(scene.protocol, scene.memory.question or "")
    scene.before(scene.prompt(f"{prompt}_urgent" if urgent else prompt, scene.memory.given_up))
    scene.update(given_up=scene.memory.given_up + 1)


def _silent_question(scene: Scene, prompt: str) -> str:
    """Nobody answered a question: what is urgent at once is advised, otherwise wait rather than ask on alone."""
    unanswered = scene.memory.unanswered + 1
    scene.update(unanswered=unanswered)
    question = scene.memory.question or ""
    if unanswered >= PATIENT_QUESTIONS and not triage.decides_at_once(scene.protocol, question):
        return "waited"
    took_not_sure(scene, prompt)
    return "unheard"


def _unconfirmed(scene: Scene) -> str:
    """Neither yes nor no came to the summary, or to the request for consent."""
    if confirming.pending_is("summary")(scene):
        scene.before(scene.prompt("summary_unconfirmed"))
        return "yes"
    return "no"


def _put_off(scene: Scene) -> None:
    """Somebody is there after all: before it rests it will warn once more, however often that happens (C16)."""
    reminders = scene.memory.reminders
    if reminders and reminders_left(scene) == 0:
        scene.update(reminders=reminders - 1)


def _remind(scene: Scene, trigger: str) -> str:
    return "rested" if reminders_left(scene) == 0 else trigger
