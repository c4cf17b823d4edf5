"""Actions that are the same everywhere: welcome, menu, help, repeat, pause and go on, reminders, goodbye."""

from __future__ import annotations

from voice_assistant.commands import Sentence
from voice_assistant.dialogue import advising, asking, bookmarks, confirming, reading, triage
from voice_assistant.dialogue.memory import Answer, Mark
from voice_assistant.dialogue.scene import Scene
from voice_assistant.events import Ended, MentionCounted, OutcomeGiven

HELP_IN = ("confirming", "reading", "paused", "finding", "changing")
"""States with a single help prompt of their own."""

# --- welcome and menu ------------------------------------------------------------------------------


def welcome(scene: Scene) -> None:
    """Greet, and say what it is not and what to do in an emergency (I5, I9)."""
    scene.update(called=())
    scene.say("welcome", scene.prompt("welcome"), keep=False)
    scene.say("safety", scene.prompt("safety"), safety=True)


def offer_menu(scene: Scene) -> None:
    """The menu: in full when it is come to for the first time, in short later."""
    scene.update(came_from=(), pending=None, question=None, menus=scene.memory.menus + 1)
    scene.update(misses=0, silences=0, rewordings=0)
    introduce_switch(scene)
    if scene.memory.newcomer and scene.memory.menus == 1 and scene.practice_pack is not None:
        scene.before(scene.prompt("first_time"))
    _say_menu(scene)


def _say_menu(scene: Scene) -> None:
    attempt = scene.attempt
    if asking.has_protocol(scene):
        again = scene.memory.menus > 1
        prompt = ("menu_unfinished" if asking.unfinished(scene) else "menu_again") if again else "menu"
        scene.say(prompt, scene.prompt(prompt, attempt))
        return
    if scene.pack.protocol_trouble is not None and scene.memory.menus == 1 and not attempt:
        scene.before(scene.prompt("questions_unavailable"))
    attempt = max(attempt, 1) if scene.memory.menus > 1 else attempt
    scene.say("menu_article_only", scene.prompt("menu_article_only", attempt))


def say_unavailable(scene: Scene) -> None:
    """The questions may not be used: the person is told, and the article is offered (I8)."""
    told = scene.pack.protocol_trouble is not None
    scene.before(
        scene.prompt("questions_unavailable" if told else "no_questions", min(scene.memory.menus, 2))
    )
    offer_menu(scene)


def without_consent(scene: Scene) -> None:
    scene.before(scene.prompt("no_consent"))
    offer_menu(scene)


# --- again -----------------------------------------------------------------------------------------


def put_again(scene: Scene) -> None:
    """Say where we are and what can be said."""
    match scene.state:
        case "asking":
            asking.ask(scene)
        case "confirming":
            confirming.confirm_again(scene)
        case "advising":
            advising.go_on(scene)
        case "reading":
            reading.read_on(scene)
        case "paused":
            scene.say("paused", scene.prompt("paused", scene.attempt))
        case "finding" if scene.memory.at_bookmarks:
            bookmarks.tell_all(scene)
        case "finding":
            reading.say_sections(scene)
        case "changing":
            confirming.which_answer(scene)
        case _:
            _say_menu(scene)


def put_shortly(scene: Scene) -> None:
    """The same in few words, after something else was told."""
    scene.nth = max(scene.attempt, 1)
    put_again(scene)


def put_otherwise(scene: Scene) -> None:
    """The same in other words, after silence or something that was not understood."""
    if scene.state == "asking":
        asking.ask_otherwise(scene)
    else:
        put_again(scene)


def repeat(scene: Scene) -> None:
    """The last portion once more, in the same words: it was asked for."""
    last = scene.memory.last
    if last is None:
        put_again(scene)
        return
    said = scene.say(last.prompt, last.sentences)
    fresh = scene.memory.fresh
    if fresh is not None:
        scene.update(fresh=Mark(said.id, fresh.sentence))


# --- help ------------------------------------------------------------------------------------------


def give_help(scene: Scene, came_from: str) -> None:
    """What can be said here; then back to where it was asked for."""
    helps = scene.memory.helps
    scene.come_from("choosing" if came_from == "welcoming" else came_from)
    scene.update(helps=helps + 1)
    if helps == 0:
        scene.before(scene.prompt("help_emergency"))
    prompt = _help_in(scene, came_from)
    kept = came_from not in ("reading", "advising")  # there "repeat" says what was read, or the advice
    scene.say(prompt, scene.prompt(prompt, helps), _open_question(scene, came_from), keep=kept)


def _help_in(scene: Scene, state: str) -> str:
    if state in HELP_IN:
        return f"help_{state}"
    if state == "asking" and scene.question is not None:
        return f"help_{scene.question.kind}"
    if state == "advising":
        if advising.is_emergency(scene):
            return "help_emergency_advice"
        return "help_offer" if advising.has_offer(scene) else "help_advice"
    return "help_menu" if asking.has_protocol(scene) else "help_menu_article_only"


def _open_question(scene: Scene, state: str) -> tuple[Sentence, ...]:
    """A help that interrupts a question ends with it, in simpler words than at first."""
    question = scene.question
    if state != "asking" or question is None:
        return ()
    return scene.ask_wording(question, max(scene.memory.wording, 1) + scene.memory.helps - 1)


def step_back(scene: Scene) -> None:
    """Back in the state that this came from, without a word."""
    scene.go_back()


def come_back(scene: Scene) -> None:
    """Back from helping: what was interrupted goes on; elsewhere the help has said what can be said."""
    scene.go_back()
    advice = scene.memory.advice
    if scene.state == "reading":
        reading.read_on(scene)
    elif scene.state == "confirming":
        confirming.confirm_in_short(scene)
    elif scene.state == "advising" and advice is not None and advice.unheard:
        advising.go_on(scene)


# --- pause -----------------------------------------------------------------------------------------


def pause(scene: Scene, came_from: str) -> None:
    """Be quiet until told to go on; the place is kept."""
    scene.come_from(came_from)
    scene.update(misses=0, silences=0, reminders=0, long_pause=False)
    scene.say("pause", scene.prompt("pause"))


def offer_headphones(scene: Scene, came_from: str) -> None:
    """Somebody is not alone: be quiet until headphones are plugged in, however long that takes (C7)."""
    scene.come_from(came_from)
    scene.update(misses=0, silences=0, reminders=0, long_pause=False)
    scene.say("headphones", scene.prompt("headphones"))


def tell_headphones(scene: Scene) -> None:
    scene.say("headphones", scene.prompt("headphones", 1))


def wait(scene: Scene, came_from: str) -> None:
    """Nobody has answered for a while: wait, and say how to go on."""
    scene.come_from(came_from)
    scene.update(misses=0, silences=0, reminders=0, long_pause=False)
    scene.say("waiting", scene.prompt("waiting"))


def resume(scene: Scene) -> None:
    """Go on where it was left; after a pause a question is put in full, and after a long one reading goes back."""
    scene.go_back()
    scene.update(misses=0, silences=0, rewordings=0, helps=0, wording=0)
    if scene.state == "reading" and scene.memory.long_pause:
        reading.read_before(scene)
    else:
        put_again(scene)


def remind(scene: Scene) -> None:
    """A gentle reminder in a long pause, in three wordings by turns; the last one warns."""
    reminders = scene.memory.reminders
    scene.update(reminders=reminders + 1, misses=0, long_pause=reminders > 0)
    if last_reminder(scene):
        scene.say("resting_soon", scene.prompt("resting_soon"))
    else:
        scene.say("reminder", scene.prompt("reminder", reminders % 3))


def remind_here(scene: Scene) -> None:
    """A gentle reminder where something is open, for somebody who wants not to be hurried at all.

    What is open is put twice more, in other words; after that it is only said that there is no hurry.
    """
    reminders = scene.memory.reminders
    scene.update(reminders=reminders + 1)
    if last_reminder(scene):
        scene.say("resting_soon_here", scene.prompt("resting_soon_here"), keep=False)
    elif reminders >= 2:
        scene.say("reminder_here", scene.prompt("reminder_here", reminders % 3), keep=False)
    else:
        scene.before(scene.prompt("no_hurry", reminders))
        scene.nth = reminders + 1
        put_otherwise(scene)


REMINDERS = 3
"""After so many, a pause in which nothing can be lost ends the session."""


def reminders_left(scene: Scene) -> int | None:
    """How many reminders are still to come before it rests; None: it never does of its own accord (C16)."""
    limit = scene.manner.rest_after if asking.at_stake(scene) else REMINDERS
    return None if limit is None else max(0, limit - scene.memory.reminders)


def last_reminder(scene: Scene) -> bool:
    return reminders_left(scene) == 0


# --- switches --------------------------------------------------------------------------------------


def introduce_switch(scene: Scene) -> None:
    """To somebody who uses a switch from the start: how it works, once."""
    if scene.memory.switching and not scene.memory.switched:
        explain_switch(scene)


def begin_switching(scene: Scene) -> None:
    """Somebody who spoke until now presses a switch: how it works, and what is open, in full if it was cut off."""
    put = put_again if scene.memory.saying else put_shortly
    scene.hush()
    explain_switch(scene)
    put(scene)


def explain_switch(scene: Scene) -> None:
    """How a switch works here, or a sound in its place; the first time also what a long one means."""
    manner, times = scene.manner, scene.memory.switched
    if manner.sounds is not None:
        scene.before(scene.prompt("sounds_on_scan" if manner.sounds == "scan" else "sounds_on", times))
    else:
        scene.before(scene.prompt("switch_steps" if manner.scan_steps else "switch_on", times))
    if manner.long_press and not times:
        name = "switch_long" if manner.sounds is None else "sounds_long"
        scene.before(scene.prompt(name, seconds=f"{manner.long_press:g}"))
    scene.update(switched=times + 1)


# --- leaving ---------------------------------------------------------------------------------------


def say_goodbye(scene: Scene) -> None:
    """Leave, never without the safety sentence, nor with questions open and nothing said of it (I5)."""
    scene.update(ending="goodbye")
    _leave(scene, "goodbye")


def rest(scene: Scene) -> None:
    """Leave because nobody is there any more."""
    if advising.is_emergency(scene):
        ending = "emergency"
    elif scene.memory.outcome is not None:
        ending = "completed"
    else:
        ending = "silence"
    scene.update(ending=ending)
    _leave(scene, "resting")


def _leave(scene: Scene, prompt: str) -> None:
    scene.say(
        prompt,
        _left_open(scene),
        scene.prompt(prompt),
        scene.prompt("waking") if prompt == "resting" and scene.manner.wakes else (),
        keep=False,
    )
    scene.update(came_from=(), pending=None, question=None)
    scene.say("safety_last", scene.prompt("safety_last"), safety=True)


def _left_open(scene: Scene) -> tuple[Sentence, ...]:
    """With questions open: that there is no advice, or what the answers so far demand already (I3)."""
    unsure = dict.fromkeys(scene.memory.mentioned, Answer("not_sure"))  # a hint at a yes is no "no"
    if not (scene.memory.answers or unsure) or scene.memory.outcome is not None:
        return ()
    found = triage.verdict(scene.protocol, scene.answers | unsure)
    if not found.reasons:
        return scene.prompt("unfinished")
    outcome = found.outcome
    for question in unsure:
        scene.note(MentionCounted(question))
    scene.note(OutcomeGiven(outcome.id, outcome.urgency, found.reasons, outcome.sections))
    return scene.prompt("unfinished_advice") + scene.plain(outcome.say)


def finish(scene: Scene) -> None:
    """Everything was said: the session is over, and what was personal in it is forgotten (C11)."""
    scene.note(Ended(scene.memory.ending))
