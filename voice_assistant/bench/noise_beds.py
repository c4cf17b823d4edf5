"""Beds of noise for a conversation, made of recordings: a room's background, or other people's talk."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.audio.level import rms_dbfs, scale
from voice_assistant.audio.resample import to_int16
from voice_assistant.audio.wav import read_wav
from voice_assistant.bench.clips import Clip
from voice_assistant.errors import ContentError

LENGTH = 60 * RATE
"""Samples of a bed; it goes round, and its end leads into its beginning."""
LEVEL_DBFS = -26.0
"""How loud each piece of a bed is; a rehearsal makes it as loud as it has to be against the caller."""
FADE = RATE // 10
"""Samples in which one piece passes into the next."""
SILENT_DBFS = -70.0
"""Recordings quieter than this are of nothing, and are left out."""
TALKERS = 5
"""People who talk at once in babble; fewer, if there are recordings of fewer."""


def background_bed(clips: Sequence[Clip], rng: random.Random) -> Samples:
    """Pieces of background noise, one after the other, each equally loud. Raises `ContentError` if there are none."""
    return to_int16(_row(clips, rng))


def babble_bed(clips: Sequence[Clip], rng: random.Random) -> Samples:
    """Several people, equally loud, who all talk all the time. Raises `ContentError` if there are none."""
    talkers = sorted({clip.speaker for clip in clips})
    chosen = rng.sample(talkers, min(TALKERS, len(talkers)))
    rows = [_row([clip for clip in clips if clip.speaker == talker], rng) for talker in chosen]
    return to_int16(np.sum(rows, axis=0) / np.sqrt(len(rows)))


def _row(clips: Sequence[Clip], rng: random.Random) -> npt.NDArray[np.float64]:
    """The clips in a random order, and again until the bed is full, crossfaded with equal power, as a ring."""
    sounds = [sound for clip in clips if len(sound := read_wav(clip.path)) >= 2 * FADE]
    sounds = [sound for sound in sounds if rms_dbfs(sound) > SILENT_DBFS]
    if not sounds:
        where = clips[0].path.parent if clips else "that folder"
        raise ContentError(
            f"Noise cannot be made of the recordings in {where}: they are silent, or too short."
        )
    ramp = np.sin(np.linspace(0, np.pi / 2, FADE))
    bed = np.zeros(LENGTH, dtype=np.float64)
    at = 0
    while at < LENGTH:
        for sound in rng.sample(sounds, len(sounds)):
            left = LENGTH - at
            if left <= 0:
                break
            piece = scale(sound, LEVEL_DBFS - rms_dbfs(sound))[: left + FADE].astype(np.float64)
            piece[:FADE] *= ramp
            piece[-FADE:] *= ramp[::-1]
            bed[(at + np.arange(len(piece))) % LENGTH] += piece
            at += len(piece) - FADE
    return bed
