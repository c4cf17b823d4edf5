"""A check of the microphone: says a sentence into the room, listens to whoever answers, and says what it found.

1. For a moment nothing is said: that is the room.
2. The assistant asks for a few words. What comes back of its own voice meanwhile is the echo.
3. For some seconds it listens. What stands out of the room then, and is voice, is the person.

All of it is counted in frames. The figures are the ones of a conversation, from the same meter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from voice_assistant.audio.echo_path import LATEST, find_echo
from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, RATE, SILENCE, Samples
from voice_assistant.audio.level import speech_bounds
from voice_assistant.audio.recorded_room import Echo
from voice_assistant.audio.room import Room
from voice_assistant.audio.sound_meter import SoundMeter
from voice_assistant.dialogue.sound_check import LOUD_ECHO_DB, MOST_CLIPPED, SOFT_DB
from voice_assistant.events import Sound
from voice_assistant.listening.voice_activity import VoiceActivity

ASK = "This is a sound check. Please say: one, two, three."
"""What the assistant says into the room."""

SETTLING = 0.5
"""Seconds after its start in which a sound card may click."""
QUIET = 2.0
"""Seconds in which the room is listened to."""
ANSWER = 6.0
"""Seconds in which somebody may answer."""
LEAST_VOICE = 0.2
"""Seconds of voice without which nobody has spoken."""

LEAST_ROOM_DB = -100.0
"""Below this there is nothing: the quietest sound of 16 bits is louder."""
FAINT_ECHO_DB = -30.0
"""An echo below this needs no canceller."""
LATEST_CANCELLED = 0.4
"""Seconds: the echo canceller's memory, less a tenth in which the room itself goes on sounding."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What was played and heard, both as long."""

    speaker: Samples
    microphone: Samples
    answer_from: int
    """The sample from which on an answer was awaited, and nothing echoes any more."""


@dataclass(frozen=True, slots=True)
class MicCheck:
    """What was found out."""

    sound: Sound
    noisy: bool
    echo: Echo | None
    dead: bool
    """Whether nothing but zeros came."""
    played: bool
    """Whether anything was said that could have come back."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about the microphone, in a sentence that says what to do if it is not well."""

    part: str
    sentence: str
    well: bool


def lasts(asking: Samples) -> float:
    """Seconds that `record` takes."""
    return SETTLING + QUIET + len(asking) / RATE + ANSWER


def record(room: Room, asking: Samples) -> Recording:
    """Do it, in a room that is open. `asking` is the sound of `ASK`, or nothing where there is no voice."""
    asked = np.concatenate((asking, np.zeros(-len(asking) % FRAME, dtype=np.int16)))
    for _ in range(_frames(SETTLING)):
        room.exchange(SILENCE)
    played, heard = [], []
    for frame in (
        *[SILENCE] * _frames(QUIET),
        *(asked[at : at + FRAME] for at in range(0, len(asked), FRAME)),
        *[SILENCE] * _frames(ANSWER),
    ):
        arrived = room.exchange(frame)
        played.append(frame)
        heard.append(SILENCE if arrived is None else arrived)
    quiet = _frames(QUIET + LATEST) * FRAME if len(asked) else _frames(QUIET) * FRAME
    return Recording(np.concatenate(played), np.concatenate(heard), quiet + len(asked))


def measure(recording: Recording, voice_activity: VoiceActivity) -> MicCheck:
    """What the recording shows."""
    speaker, microphone = recording.speaker, recording.microphone
    spoken = _spoken(microphone[recording.answer_from :], voice_activity)
    first = recording.answer_from // FRAME
    meter = SoundMeter()
    for number in range(len(microphone) // FRAME):
        piece = slice(number * FRAME, (number + 1) * FRAME)
        heard = microphone[piece]
        meter.hear(heard, heard, speaker[piece], speaking=number - first in spoken)
    return MicCheck(
        sound=meter.sound(),
        noisy=meter.noisy,
        echo=find_echo(speaker, microphone),
        dead=not microphone.any(),
        played=bool(speaker.any()),
    )


def _spoken(answer: Samples, voice_activity: VoiceActivity) -> range:
    """The frames in which somebody spoke, from their first word to their last."""
    bounds = speech_bounds(answer)
    if bounds is None:
        return range(0)
    frames = range(bounds[0] // FRAME, bounds[1] // FRAME)
    voiced = [
        voice_activity.hears(answer[at : at + FRAME]) for at in range(0, len(answer) - FRAME + 1, FRAME)
    ]
    enough = sum(voiced[frames.start : frames.stop]) >= _frames(LEAST_VOICE)
    return frames if enough else range(0)


def findings(check: MicCheck, *, canceller: bool) -> Iterator[Finding]:
    """What to tell people of a microphone that is not dead.

    `canceller`: whether the echo canceller is switched on in the settings.
    """
    yield _level(check.sound)
    yield _noise(check)
    if check.sound.speech_db is not None:
        yield _clipping(check.sound)
    if check.played:
        yield _echo(check.echo, canceller=canceller)


def _level(sound: Sound) -> Finding:
    part, level = "microphone", sound.speech_db
    if level is None:
        sentence = (
            f"It works, but nobody was heard within {ANSWER:.0f} seconds: if somebody spoke, move it nearer to "
            "their mouth, or turn its level up in the system's sound settings."
        )
        return Finding(part, sentence, well=False)
    if level < SOFT_DB:
        sentence = (
            f"Your voice arrives softly, at {level:.0f} dBFS: move the microphone nearer to your mouth, or turn its "
            "level up in the system's sound settings."
        )
        return Finding(part, sentence, well=False)
    return Finding(part, f"Your voice arrives at {level:.0f} dBFS, which is loud enough.", well=True)


def _noise(check: MicCheck) -> Finding:
    part, noise, voice = "noise", check.sound.noise_db, check.sound.speech_db
    if noise is None or noise < LEAST_ROOM_DB:
        return Finding(part, "The room is exactly silent, as it is where a computer makes it so.", well=True)
    below = f", {voice - noise:.0f} dB below your voice" if voice is not None else ""
    if check.noisy:
        sentence = (
            f"The room is loud, at {noise:.0f} dBFS{below}: turn off what is noisy, or move the microphone nearer to "
            "your mouth; a switch works in any noise."
        )
        return Finding(part, sentence, well=False)
    return Finding(part, f"The room is at {noise:.0f} dBFS{below}, which is quiet enough.", well=True)


def _clipping(sound: Sound) -> Finding:
    if sound.clipped > MOST_CLIPPED:
        sentence = (
            f"{sound.clipped:.0%} of your voice is cut off at the top: turn the microphone's level down in the "
            "system's sound settings, or move it a little away."
        )
        return Finding("clipping", sentence, well=False)
    return Finding("clipping", "Your voice is nowhere cut off at the top.", well=True)


def _echo(echo: Echo | None, *, canceller: bool) -> Finding:
    if echo is None:
        sentence = (
            "The microphone does not hear the assistant's own voice; if you did not hear it either, turn up or "
            "connect the speaker."
        )
        return Finding("echo", sentence, well=True)
    found = f"The assistant's own voice comes back after {echo.delay * 1000:.0f} ms at {echo.gain_db:.0f} dB"
    if not canceller and echo.gain_db > FAINT_ECHO_DB:
        do = "switch on audio.echo_canceller in the settings, or nobody can interrupt it by voice."
    elif canceller and echo.delay > LATEST_CANCELLED and echo.gain_db > FAINT_ECHO_DB:
        do = (
            f"that is later than the {LATEST_CANCELLED * 1000:.0f} ms that can be cancelled, so use a speaker and "
            "a microphone with a cable, or make audio.latency smaller in the settings."
        )
    elif echo.gain_db > LOUD_ECHO_DB:
        do = "move the speaker away from the microphone, or turn it down."
    else:
        return Finding("echo", f"{found}, which is soft enough.", well=True)
    return Finding("echo", f"{found}: {do}", well=False)


def _frames(seconds: float) -> int:
    return round(seconds / FRAME_SECONDS)
