"""Actions around a yes or no: "did you say ...?", the consent, the summary, and changing an answer after it."""

from __future__ import annotations

from collections.abc import Callable

from voice_assistant.dialogue import asking, bookmarks, telling
from voice_assistant.dialogue.memory import Mark, Pending
from voice_assistant.dialogue.scene import Scene
from voice_assistant.dialogue.wording import listed, said, summary

# --- conditions ------------------------------------------------------------------------------------


def pending_is(kind: str) -> Callable[[Scene], bool]:
    def condition(scene: Scene) -> bool:
        return scene.memory.pending is not None and scene.memory.pending.kind == kind

    condition.__name__ = f"pending_is_{kind}"
    return condition


def not_in_doubt(scene: Scene) -> bool:
    """Whether it is not asking "did you say ...?" already."""
    return not pending_is("said")(scene)


# --- did you say ...? ------------------------------------------------------------------------------


def doubt(scene: Scene, came_from: str) -> None:
    """Ask "did you say ...?" with the best guess."""
    scene.come_from(came_from)
    scene.update(pending=Pending("said", scene.meaning))
    _ask_said(scene, scene.memory.misses - 1)


def _ask_said(scene: Scene, wording: int) -> None:
    pending = scene.memory.pending
    if pending is None or pending.meaning is None:
        raise LookupError("there is nothing to ask about")
    words = said(scene, pending.meaning)
    prompt = "did_you_say" if scene.manner.sounds is None else "did_you_mean"
    scene.say("did_you_say", scene.prompt(prompt, max(wording, 0), words=words))


# --- the consent -----------------------------------------------------------------------------------


def ask_consent(scene: Scene) -> None:
    scene.update(pending=Pending("consent"), came_from=())
    scene.say("consent", scene.prompt("consent", scene.attempt))


def consented(scene: Scene) -> None:
    scene.update(consent=True, pending=None)
    asking.begin(scene)


# --- the summary -----------------------------------------------------------------------------------


def summarise(scene: Scene) -> None:
    """All answers once more, before the advice (C28)."""
    asking.forget_advice(scene)
    scene.update(question=None, pending=Pending("summary"), came_from=())
    lead = len(scene.lead)
    scene.before(scene.prompt("summary_before"))
    said = scene.say("summary", scene.plain(summary(scene)), scene.prompt("summary_right"))
    if lead:  # while the last answer is read back, a "no" is about that
        scene.update(fresh=Mark(said.id, lead))


def summarise_enough(scene: Scene) -> None:
    """The summary, once the last answer was taken that could change the advice."""
    if asking.has_rest(scene):
        scene.before(scene.prompt("enough_answers"))
    summarise(scene)


def confirm_again(scene: Scene) -> None:
    """Put the pending yes-or-no once more, after a miss in other words."""
    if pending_is("said")(scene):
        _ask_said(scene, 2)
    elif pending_is("consent")(scene):
        scene.say("consent", scene.prompt("consent", scene.attempt))
    elif pending_is("forget")(scene):
        bookmarks.ask_again(scene, scene.attempt)
    elif pending_is("keep")(scene):
        telling.put_keep(scene, scene.attempt)
    elif pending_is("record")(scene):
        telling.put_record(scene, scene.attempt)
    elif scene.attempt:
        scene.say("summary", scene.prompt("summary_right", scene.attempt))
    else:
        summarise(scene)


def confirm_in_short(scene: Scene) -> None:
    """Only the question itself, after a help."""
    if pending_is("said")(scene):
        _ask_said(scene, 1)
    elif pending_is("consent")(scene):
        scene.say("consent", scene.prompt("consent", 1))
    elif pending_is("forget")(scene):
        bookmarks.ask_again(scene, 1)
    elif pending_is("keep")(scene):
        telling.put_keep(scene, 1)
    elif pending_is("record")(scene):
        telling.put_record(scene, 1)
    else:
        scene.say("summary", scene.prompt("summary_right"))


# --- changing --------------------------------------------------------------------------------------


def which_answer(scene: Scene) -> None:
    """Ask which answer is to be changed, naming the answered questions."""
    names = [each.names[0] for each in scene.protocol.questions if scene.memory.answer(each.id) is not None]
    scene.update(question=None, pending=None, came_from=())
    scene.say("change_which", scene.prompt("change_which", scene.attempt, names=listed(names, "or")))
