"""Actions that fit the assistant to the person: volume, rate, patience. Each says its new step or its limit.

While something is read aloud, volume and rate change without a word: the change itself is heard.
"""

from __future__ import annotations

from voice_assistant.commands import Patience, SetRate, SetVolume
from voice_assistant.dialogue import moving
from voice_assistant.dialogue.scene import Scene

GAINS = (-12.0, -6.0, 0.0, 6.0, 12.0, 18.0)
"""Decibels around the default: a range of 30 dB, with steps of 12 and 18 above the default (C10)."""
RATES = (95, 115, 135, 155, 180, 210, 250)
"""Words a minute."""
PATIENCES: tuple[Patience, ...] = ("normal", "slow", "very slow")


def louder(scene: Scene) -> None:
    _set_gain(scene, [gain for gain in GAINS if gain > scene.memory.gain_db][:1], "louder")


def quieter(scene: Scene) -> None:
    _set_gain(scene, [gain for gain in GAINS if gain < scene.memory.gain_db][-1:], "quieter")


def _set_gain(scene: Scene, gains: list[float], prompt: str) -> None:
    if gains:
        scene.update(gain_db=gains[0])
        scene.commands.append(SetVolume(gains[0]))
    _tell(scene, prompt if gains else f"{prompt}_limit", silent=bool(gains))


def faster(scene: Scene) -> None:
    _set_rate(scene, [rate for rate in RATES if rate > scene.memory.rate][:1], "faster")


def slower(scene: Scene) -> None:
    _set_rate(scene, [rate for rate in RATES if rate < scene.memory.rate][-1:], "slower")


def _set_rate(scene: Scene, rates: list[int], prompt: str) -> None:
    if rates:
        scene.update(rate=rates[0])
        scene.commands.append(SetRate(rates[0]))
    _tell(scene, prompt if rates else f"{prompt}_limit", silent=bool(rates))


def _tell(scene: Scene, prompt: str, *, silent: bool) -> None:
    """Say the change, unless it is heard anyway; what was interrupted by a limit goes on."""
    if scene.memory.voicing and silent:
        return
    if scene.state == "reading":
        scene.hush()
        scene.before(scene.prompt(prompt))
        moving.put_again(scene)
    elif not scene.memory.voicing:
        scene.say(prompt, scene.prompt(prompt), keep=False)


def more_time(scene: Scene) -> None:
    """One step more patience, from the next moment on."""
    step = PATIENCES.index(scene.memory.patience)
    if step + 1 < len(PATIENCES):
        scene.update(patience=PATIENCES[step + 1])
        scene.before(scene.prompt("more_time", step))
    else:
        scene.before(scene.prompt("more_time_limit"))
    moving.put_again(scene)
