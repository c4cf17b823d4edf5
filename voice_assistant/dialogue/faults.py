"""What the person is told of faults: that they cannot be heard, that they can again, that it had to start again.

While nobody can be heard, what was said and what was not said counts for nothing: silence is no miss, there is only
a reminder now and then that a switch works. Whoever uses a switch anyway is not bothered with it. When hearing is
back, what is open is put once more, since an answer to it may have been lost; nothing is taken for one.

After a crash everything is as it was, but that what was being said was cut off: what is open is put once more,
and nothing that has to be heard is left out for it (the last answer as it was understood; advice that cannot wait;
the safety sentence).
"""

from __future__ import annotations

from voice_assistant.commands import SetRate, SetVolume, Utterance
from voice_assistant.dialogue import advising, moving, reading
from voice_assistant.dialogue.scene import Scene
from voice_assistant.dialogue.wording import read_back
from voice_assistant.events import Deafness

SPOKEN_TO = ("choosing", "asking", "confirming", "changing", "advising", "finding")
"""States in which an answer is awaited once everything was said."""
ABSENT = ("asleep", "leaving")
"""States in which nobody is told anything."""

NO_RECOGNIZER = "no_recognizer"
"""The prompt that says why it ends before it has begun."""

# --- hearing -----------------------------------------------------------------------------------------


def hearing_lost(scene: Scene, cause: Deafness) -> None:
    """Nobody can be heard: say so once, and that a switch works."""
    known = scene.memory.deaf is not None and scene.memory.told_deaf
    scene.update(deaf=cause)
    if not known:
        tell_lost(scene)


def tell_lost(scene: Scene) -> None:
    """After what is being said, so that no advice is cut off; a section is too long for that."""
    memory = scene.memory
    if memory.deaf is None or _by_switch(scene) or scene.state in ABSENT:
        return
    scene.update(deaf_told=memory.deaf_told + 1, told_deaf=True, reminders=0)
    words = scene.prompt(f"deaf_{memory.deaf}", memory.deaf_told % 3)
    if scene.state == "reading":
        scene.hush()
        scene.before(words)
        reading.read_on(scene)
    else:
        scene.say("deaf", words, keep=False)


def _by_switch(scene: Scene) -> bool:
    """Whether nobody has to be heard here; sounds have to be, but nothing in them has to be recognized."""
    memory = scene.memory
    return memory.switching and (scene.manner.sounds is None or memory.deaf == "recognizer")


def remind_deaf(scene: Scene) -> None:
    """A reminder while nobody can be heard; where the device forgets people in time, the last one warns."""
    reminders = scene.memory.reminders
    scene.update(reminders=reminders + 1)
    last = scene.manner.rest_after is not None and reminders + 1 >= scene.manner.rest_after
    warning = scene.prompt("deaf_resting_soon") if last else ()
    scene.say("deaf_still", scene.prompt("deaf_still", reminders % 3), warning, keep=False)


def rests_deaf(scene: Scene) -> bool:
    """Whether the device is set to forget people who do nothing for so long, and that time has come."""
    limit = scene.manner.rest_after
    return limit is not None and scene.memory.reminders >= limit


def hearing_back(scene: Scene, *, understood: bool) -> None:
    """Say so, and put what is open once more; a gap that nobody can have noticed is not talked about."""
    memory = scene.memory
    scene.update(deaf=None, told_deaf=False, reminders=0)
    if understood or scene.state in ABSENT:
        return
    noticed = memory.told_deaf or (
        memory.deaf is None and not memory.voicing and not _by_switch(scene) and scene.state in SPOKEN_TO
    )
    if not noticed:
        return
    words = scene.prompt("hearing_back", 1 + memory.deaf_told % 2 if memory.told_deaf else 0)
    if scene.state in ("welcoming", "helping"):
        scene.say("hearing_back", words, keep=False)  # what comes next comes by itself
        return
    scene.hush()
    scene.before(words)
    moving.put_shortly(scene)


# --- after a crash -----------------------------------------------------------------------------------


def go_on(scene: Scene) -> None:
    """Put what is open once more, with what was being said beside it and has to be heard."""
    cut = _begin_anew(scene)
    memory, question = scene.memory, scene.question
    answer = memory.answer(memory.read_back) if memory.read_back else None
    if scene.state == "asking" and question and answer and memory.read_back and memory.fresh is not None:
        scene.before(scene.plain([read_back(scene, scene.protocol.question(memory.read_back), answer)]))
    advice = memory.advice
    unheard = advice is not None and any(each.id == advice.voiced.utterance for each in cut)
    if scene.state == "advising" and unheard and advising.is_emergency(scene):
        scene.say("resumed", keep=False)
        advising.repeat(scene)
    else:
        moving.put_again(scene)


def greet_again(scene: Scene) -> None:
    """The greeting from its beginning, with the safety sentence in it (I5)."""
    _begin_anew(scene)
    scene.lead = scene.lead[:1]  # that it had to start again; there is nothing yet to go on with
    scene.update(safety_said=frozenset())
    moving.welcome(scene)


def leave_again(scene: Scene) -> None:
    """What was still to be said on the way out: never without the safety sentence (I5)."""
    cut = _begin_anew(scene)
    scene.update(safety_said=frozenset())
    scene.lead = ()
    for each in cut:
        scene.say(each.prompt, each.sentences, safety=each.prompt == "safety_last", keep=False)
    if not any(each.prompt == "safety_last" for each in cut):
        scene.say("safety_last", scene.prompt("safety_last"), safety=True)


def _begin_anew(scene: Scene) -> tuple[Utterance, ...]:
    """Nothing is being said any more; returns what was, from the utterance that was cut off on."""
    memory = scene.memory
    scene.update(saying=(), scan=None, restarts=memory.restarts + 1)
    scene.commands += [SetVolume(memory.gain_db), SetRate(memory.rate)]
    scene.before(scene.prompt("resumed", memory.restarts % 3))
    return memory.saying
