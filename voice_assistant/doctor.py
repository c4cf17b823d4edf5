"""What works on this device, and what to do about the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from voice_assistant import models
from voice_assistant.audio.frames import FRAME_SECONDS, SILENCE
from voice_assistant.audio.level import rms_dbfs
from voice_assistant.audio.portaudio import describe_devices
from voice_assistant.audio.sound_card import SoundCardRoom
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.errors import AssistantError, ContentError, DeviceError, VoiceError
from voice_assistant.settings import Settings
from voice_assistant.speaking.engines import ENGINES, ESPEAK
from voice_assistant.speaking.fallback import FELL_BACK, open_voice

LISTENED = 1.0
"""Seconds that the microphone is listened to."""
DEAD_DBFS = -90.0
QUIET_DBFS = -70.0


@dataclass(frozen=True, slots=True)
class Result:
    part: str
    sentence: str
    code: int = 0
    """The exit code that this trouble has; 0: all is well."""


def examine(settings: Settings, today: date) -> Iterator[Result]:
    """One result for each part, as it is found."""
    yield _tried("content", lambda: _content(settings, today))
    yield _tried("model", lambda: f"{models.verify(settings.listening.model)} is whole.")
    yield _tried("voice", lambda: _voice(settings))
    yield _tried("sound card", lambda: _card(settings))


def _tried(part: str, look: Callable[[], str]) -> Result:
    try:
        return Result(part, look())
    except AssistantError as error:
        return Result(part, str(error), error.exit_code)


def _content(settings: Settings, today: date) -> str:
    pack = load_pack(settings.pack, load_words(settings.language), today)
    if pack.protocol_trouble:
        raise ContentError(f"The questions cannot be used: {pack.protocol_trouble}")
    return f"The pack {pack.id} can be used."


def _voice(settings: Settings) -> str:
    voice = open_voice(settings.speaking.engine, settings.speaking.voice)
    try:
        sound = voice.result(voice.request("Hello.", settings.speaking.rate), wait=20.0)
        failed = FELL_BACK in voice.troubles()
    finally:
        voice.close()
    engine = ENGINES[settings.speaking.engine]
    name = f"{settings.speaking.voice or engine.voice} of {engine.name}"
    if failed:
        raise VoiceError(f"The voice {name} failed, so {ESPEAK.name} speaks in its place: {engine.needs}.")
    return f"The voice {name} speaks ({0 if sound is None else len(sound)} samples)."


def _card(settings: Settings) -> str:
    audio = settings.audio
    devices = "; ".join(describe_devices())
    room = SoundCardRoom(audio.input_device, audio.output_device, audio.latency)
    room.open()
    levels = []
    try:
        for _ in range(round(LISTENED / FRAME_SECONDS)):
            heard = room.exchange(SILENCE)
            if heard is not None:
                levels.append(rms_dbfs(heard))
        troubles = {trouble.part for trouble in room.troubles()}
    finally:
        room.close()
    level = sorted(levels)[len(levels) // 2] if levels else DEAD_DBFS
    if "microphone" in troubles or level <= DEAD_DBFS:
        raise DeviceError(f"The microphone is dead silent: plug it in, or unmute it. Devices: {devices}.")
    return f"The microphone's background is at {level:.0f} dBFS. Devices: {devices}."
