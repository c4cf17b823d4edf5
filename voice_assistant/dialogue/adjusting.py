"""Actions that fit the assistant to the person: volume, rate, patience. Each says its new step or its limit.

While it speaks, volume and rate change without a word: the change itself is heard. Nothing that is being said
is cut off by an adjustment; only a section that is read is interrupted for a word, and then goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, assert_never

from voice_assistant.commands import Patience, SetRate, SetVolume
from voice_assistant.content.protocol import Adjustment
from voice_assistant.dialogue import reading
from voice_assistant.dialogue.scene import SENTENCE_PAUSE, Scene

GAINS = (-12.0, -6.0, 0.0, 6.0, 12.0, 18.0)
"""Decibels around the default: a range of 30 dB, with steps of 12 and 18 above the default (C10)."""
RATES = (95, 115, 135, 155, 180, 210, 250)
"""Words a minute."""
PAUSES = (0.1, SENTENCE_PAUSE, 0.6, 1.2, 2.0)
"""Seconds between two sentences that are read."""
Number = TypeVar("Number", int, float)
PATIENCES: tuple[Patience, ...] = ("normal", "slow", "very slow")


def louder(scene: Scene) -> None:
    _tell_change(scene, "louder", changed=step(scene, "louder"))


def quieter(scene: Scene) -> None:
    _tell_change(scene, "quieter", changed=step(scene, "quieter"))


def faster(scene: Scene) -> None:
    _tell_change(scene, "faster", changed=step(scene, "faster"))


def slower(scene: Scene) -> None:
    _tell_change(scene, "slower", changed=step(scene, "slower"))


def more_time(scene: Scene) -> None:
    """One step more patience, from the next moment on."""
    wording = PATIENCES.index(scene.memory.patience)
    if step(scene, "more_time"):
        _tell(scene, "more_time", wording)
    else:
        _tell(scene, "more_time_limit", 0)


def step(scene: Scene, adjustment: Adjustment) -> bool:
    """Take one step without a word, for whoever has said it or will; False if it was at its limit already."""
    memory = scene.memory
    match adjustment:
        case "louder" | "quieter":
            gain = _next(GAINS, memory.gain_db, 1 if adjustment == "louder" else -1)
            scene.update(gain_db=gain)
            if gain != memory.gain_db:
                scene.commands.append(SetVolume(gain))
        case "faster" | "slower":
            rate = _next(RATES, memory.rate, 1 if adjustment == "faster" else -1)
            scene.update(rate=rate)
            if rate != memory.rate:
                scene.commands.append(SetRate(rate))
        case "more_time":
            taken = PATIENCES.index(memory.patience)
            scene.update(patience=PATIENCES[min(taken + 1, len(PATIENCES) - 1)])
        case "switch":
            scene.update(switching=True)
        case _:
            assert_never(adjustment)
    return scene.memory != memory


def _next(steps: Sequence[Number], now: Number, sign: int) -> Number:
    """The nearest step above, or with a `sign` of -1 below; the same if there is none."""
    further = [each for each in steps if (each - now) * sign > 0]
    return min(further, key=lambda each: abs(each - now), default=now)


def longer_pauses(scene: Scene) -> None:
    _set_pause(scene, [pause for pause in PAUSES if pause > scene.memory.sentence_pause][:1], "longer_pauses")


def shorter_pauses(scene: Scene) -> None:
    _set_pause(
        scene, [pause for pause in PAUSES if pause < scene.memory.sentence_pause][-1:], "shorter_pauses"
    )


def _set_pause(scene: Scene, pauses: list[float], prompt: str) -> None:
    """The section goes on with the new pauses, so this is always said."""
    if pauses:
        scene.update(sentence_pause=pauses[0])
    _tell(scene, prompt if pauses else f"{prompt}_limit", 0)


def voice_changed(scene: Scene) -> None:
    """Say, once in a session, that another voice has taken over. Nobody asked for that: no advice is cut off by it."""
    saying = scene.memory.saying
    if scene.memory.voice_told or scene.state == "asleep":
        return
    scene.update(voice_told=True)
    if scene.state == "reading" or (saying and saying[0].prompt == "options"):
        _tell(scene, "voice_changed", 0)
    else:
        scene.say("voice_changed", scene.prompt("voice_changed"), keep=False)


def _tell_change(scene: Scene, prompt: str, *, changed: bool) -> None:
    if not changed:
        _tell(scene, f"{prompt}_limit", 0)
    elif not scene.memory.voicing:
        _tell(scene, prompt, 0)


def _tell(scene: Scene, prompt: str, wording: int) -> None:
    """Say it after what is being said; a section is too long for that, and options must come last."""
    if scene.state == "reading" or scene.memory.scan is not None:
        scene.hush()
    scene.before(scene.prompt(prompt, wording))
    if scene.state == "reading":
        reading.read_on(scene)
    else:
        scene.say(prompt, keep=False)
