"""Actions around "can you hear me?": look at how the microphone sounds, and say what to do about it.

Only the gravest thing is told, in one or two sentences, because each makes what comes after it hard to judge: a
microphone that gives nothing; sound that is cut off at the top; a voice that is too soft; a room that is too
loud; the assistant's own voice.
"""

from __future__ import annotations

from voice_assistant.commands import CheckSound
from voice_assistant.dialogue import moving
from voice_assistant.dialogue.scene import Scene
from voice_assistant.events import Sound

MOST_CLIPPED = 0.05
"""The part of speech that may reach the end of the scale: one loud vowel now and then does no harm."""
SOFT_DB = -45.0
"""Decibels relative to full scale. Speech at arm's length into a common microphone has -35 to -20; 10 dB below
that, its weak consonants have the loudness of a quiet room."""
CLOSE_DB = 12.0
"""Decibels by which the voice should stand out of the room: at 10 and less the words begin to be lost."""
LOUD_ROOM_DB = -38.0
"""Decibels relative to full scale. Where no voice was heard yet, a room in which a soft voice drowns."""
LOUD_ECHO_DB = -3.0
"""Decibels relative to the speaker. At -6 the echo canceller has been measured to work well."""


def look(scene: Scene) -> None:
    """Ask for a look at the microphone; what it shows comes as `SoundChecked`, and is told then."""
    scene.commands.append(CheckSound())


def finding(sound: Sound) -> str:
    """The prompt that says how this sounds."""
    speech, noise = sound.speech_db, sound.noise_db
    if speech is None and noise is None:
        return "sound_muted"
    if sound.clipped > MOST_CLIPPED:
        return "sound_too_loud"
    if speech is not None and speech < SOFT_DB:
        return "sound_too_soft"
    if noise is not None and noise > (LOUD_ROOM_DB if speech is None else speech - CLOSE_DB):
        return "sound_noisy"
    if sound.echo_db is not None and sound.echo_db > LOUD_ECHO_DB:
        return "sound_echo"
    return "sound_no_speech" if speech is None else "sound_good"


def tell(scene: Scene) -> None:
    """Say how it sounds, at the head of what is said next."""
    if scene.sound is None:
        raise LookupError("the microphone was not looked at")
    scene.before(scene.prompt(finding(scene.sound), scene.memory.checks % 3))
    scene.update(checks=scene.memory.checks + 1)


def tell_then_menu(scene: Scene) -> None:
    """In the welcome, which has been cut off."""
    tell(scene)
    moving.offer_menu(scene)
