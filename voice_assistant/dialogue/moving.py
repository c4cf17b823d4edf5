"""Actions that are the same everywhere: welcome, menu, help, repeat, pause and go on, reminders, goodbye."""

from __future__ import annotations

from voice_assistant.dialogue import asking, reading
from voice_assistant.dialogue.scene import Scene
from voice_assistant.events import Ended

HELP_IN = ("asking", "confirming", "advising", "reading", "paused", "finding", "changing")
"""States with a help prompt of their own; everywhere else the menu's helps."""


def welcome(scene: Scene) -> None:
    """Greet, and say what it is not and what to do in an emergency (I5, I9)."""
    scene.say("welcome", scene.prompt("welcome"), keep=False)
    scene.say("safety", scene.prompt("safety"), safety=True)


def offer_menu(scene: Scene) -> None:
    scene.update(came_from=(), pending=None, question=None)
    prompt = "menu" if asking.has_protocol(scene) else "menu_article_only"
    scene.say(prompt, scene.prompt(prompt, scene.memory.attempt))


def say_unavailable(scene: Scene) -> None:
    """The questions may not be used: the person is told, and the article is offered (I8)."""
    scene.before(scene.prompt("questions_unavailable"))
    offer_menu(scene)


def put_again(scene: Scene) -> None:
    """Say where we are and what can be said, in the wording for this attempt."""
    match scene.state:
        case "asking":
            asking.ask(scene)
        case "confirming":
            asking.confirm_again(scene)
        case "advising":
            asking.offer_sections(scene)
        case "reading":
            reading.read_on(scene)
        case "paused":
            scene.say("paused", scene.prompt("paused", scene.memory.attempt))
        case "finding":
            reading.list_sections(scene)
        case "changing":
            asking.which_answer(scene)
        case _:
            offer_menu(scene)


def repeat(scene: Scene) -> None:
    """The last portion once more, in the same words: it was asked for."""
    last = scene.memory.last
    if last is not None:
        scene.say(last.prompt, last.sentences)


# --- help ------------------------------------------------------------------------------------------


def give_help(scene: Scene, came_from: str) -> None:
    """What can be said here; then back to where it was asked for."""
    scene.update(came_from=(*scene.memory.came_from, came_from))
    prompt = f"help_{came_from}" if came_from in HELP_IN else "help_menu"
    question = scene.question if came_from == "asking" else None
    ask = scene.ask_wording(question, 1) if question else ()
    scene.say(prompt, scene.prompt(prompt), ask, keep=False)


def step_back(scene: Scene) -> None:
    """Back in the state that this came from, without a word."""
    scene.update(came_from=scene.memory.came_from[:-1], pending=None)


def come_back(scene: Scene) -> None:
    """Back from helping: reading goes on by itself, everywhere else the help has said what can be said."""
    scene.update(came_from=scene.memory.came_from[:-1])
    if scene.state == "reading":
        reading.read_on(scene)


# --- pause -----------------------------------------------------------------------------------------


def pause(scene: Scene, came_from: str) -> None:
    """Be quiet until told to go on; the place is kept."""
    scene.update(came_from=(*scene.memory.came_from, came_from), misses=0, silences=0, reminders=0)
    scene.say("pause", scene.prompt("pause"))


def wait(scene: Scene, came_from: str) -> None:
    """Nobody has answered for a while: wait, and say how to go on."""
    scene.update(came_from=(*scene.memory.came_from, came_from), misses=0, silences=0, reminders=0)
    scene.say("waiting", scene.prompt("waiting"))


def resume(scene: Scene) -> None:
    scene.update(came_from=scene.memory.came_from[:-1], misses=0, silences=0, rewordings=0)
    put_again(scene)


def remind(scene: Scene) -> None:
    """A gentle reminder in a long pause, in three wordings by turns."""
    reminders = scene.memory.reminders
    scene.update(reminders=reminders + 1)
    scene.say("reminder", scene.prompt("reminder", reminders % 3))


# --- leaving ---------------------------------------------------------------------------------------


def say_goodbye(scene: Scene) -> None:
    """Leave, never without the safety sentence, nor with questions open and nothing said of it (I5)."""
    scene.update(ending="goodbye")
    _leave(scene, "goodbye")


def rest(scene: Scene) -> None:
    """Leave because nobody is there any more."""
    if asking.is_emergency(scene):
        ending = "emergency"
    elif scene.memory.outcome is not None:
        ending = "completed"
    else:
        ending = "silence"
    scene.update(ending=ending)
    _leave(scene, "resting")


def _leave(scene: Scene, prompt: str) -> None:
    unfinished = bool(scene.memory.answers) and scene.memory.outcome is None
    scene.update(came_from=(), pending=None, question=None)
    scene.say(
        prompt,
        scene.prompt(prompt),
        scene.prompt("unfinished") if unfinished else (),
        scene.prompt("safety_last"),
        safety=True,
    )


def finish(scene: Scene) -> None:
    """Everything was said: the session is over, and what was personal in it is forgotten (C11)."""
    scene.note(Ended(scene.memory.ending))
