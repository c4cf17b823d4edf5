"""All sound that a script needs, made before the rehearsal begins, so that what is missing is known at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.audio.level import rms_dbfs, scale, speech_bounds
from voice_assistant.audio.wav import read_wav
from voice_assistant.rehearsal.made_sounds import Hum, hum
from voice_assistant.rehearsal.script import Act, Script
from voice_assistant.rehearsal.voice import speak

BETWEEN_HUMS = 0.45
"""Seconds between two sounds that belong together."""
ORDINARY_DBFS = -23.0
"""How loud a caller's speech is taken to be where a script has none, to set the noise against."""


class CallerSounds:
    """The sound of everything that a script's caller says or plays; made at once, and kept."""

    def __init__(self, script: Script, folder: Path) -> None:
        """Raises `MissingError` or `ContentError` for what cannot be had."""
        self._voice = script.voice
        self._level = script.level_dbfs
        self._folder = folder
        self._kept: dict[str, Samples] = {}
        for act in script.acts():
            if (
                act.play is not None
                or act.hum is not None
                or (act.say is not None and script.input == "voice")
            ):
                self.of(act)

    def of(self, act: Act) -> Samples:
        """The sound of an act that has one."""
        if act.hum is not None:
            return self.hums(act.hum)
        voice = act.voice or self._voice
        key = f"play {act.play}" if act.play is not None else f"say {voice} {act.say}"
        if key not in self._kept:
            played = act.play is not None
            made = read_wav(self._folder / str(act.play)) if played else speak(str(act.say), voice)
            self._kept[key] = made if self._level is None else scale(made, self._level - speech_level(made))
        return self._kept[key]

    def hums(self, seconds: tuple[float, ...]) -> Samples:
        """Sounds of a voice that are no words, one after the other."""
        key = f"hum {seconds}"
        if key not in self._kept:
            made = [
                hum(Hum(each, dbfs=self._level or ORDINARY_DBFS), seed) for seed, each in enumerate(seconds)
            ]
            gap = np.zeros(round(BETWEEN_HUMS * RATE), dtype=np.int16)
            self._kept[key] = np.concatenate([piece for each in made for piece in (each, gap)][:-1])
        return self._kept[key]

    def level(self) -> float:
        """How loud the caller speaks, on the average. Decibels relative to full scale."""
        if self._level is not None:
            return self._level
        levels = [speech_level(sound) for sound in self._kept.values()]
        return float(np.mean(levels)) if levels else ORDINARY_DBFS


def speech_level(sound: Samples) -> float:
    """How loud the speech in a sound is, without the silence around it. Decibels relative to full scale."""
    return rms_dbfs(sound[slice(*(speech_bounds(sound) or (0, len(sound))))])


def noise_sound(script: Script, folder: Path, sounds: CallerSounds) -> Samples | None:
    """The noise, as loud as the script wants it to be against the caller's speech."""
    if script.noise is None:
        return None
    noise = read_wav(folder / script.noise.play)
    return scale(noise, sounds.level() - script.noise.snr_db - rms_dbfs(noise))
