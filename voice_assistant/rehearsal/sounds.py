"""All sound that a script needs, made before the rehearsal begins, so that what is missing is known at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from voice_assistant.audio.frames import Samples
from voice_assistant.audio.level import rms_dbfs, scale, speech_bounds
from voice_assistant.audio.wav import read_wav
from voice_assistant.rehearsal.script import Confirm, Script
from voice_assistant.rehearsal.voice import speak

ORDINARY_DBFS = -23.0
"""How loud a caller's speech is taken to be where a script has none, to set the noise against."""


def caller_sounds(script: Script, folder: Path) -> dict[str, Samples]:
    """The sound of every act that has one, by its `sound_key`.

    Raises `MissingError` or `ContentError` for what cannot be had.
    """
    acts = (
        script.acts()
        if script.confirm or not script.answers
        else (*script.acts(), Confirm().yes, Confirm().no)
    )
    sounds: dict[str, Samples] = {}
    for act in acts:
        if act.play is not None:
            sounds[act.sound_key()] = read_wav(folder / act.play)
        elif act.say is not None and script.input == "voice":
            sounds[act.sound_key()] = speak(act.say, script.voice)
    return sounds


def noise_sound(script: Script, folder: Path, sounds: dict[str, Samples]) -> Samples | None:
    """The noise, as loud as the script wants it to be against the caller's speech."""
    if script.noise is None:
        return None
    noise = read_wav(folder / script.noise.play)
    levels = [rms_dbfs(sound[slice(*(speech_bounds(sound) or (0, len(sound))))]) for sound in sounds.values()]
    speech = float(np.mean(levels)) if levels else ORDINARY_DBFS
    return scale(noise, speech - script.noise.snr_db - rms_dbfs(noise))
