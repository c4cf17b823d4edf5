"""What works on this device, and what to do about the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from voice_assistant import installing, models
from voice_assistant.audio.frames import SILENCE, Samples
from voice_assistant.audio.portaudio import describe_devices
from voice_assistant.audio.sound_card import SoundCardRoom
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.errors import AssistantError, ContentError, DeviceError, VoiceError
from voice_assistant.events import TroubleMet
from voice_assistant.listening.voice_activity import WebrtcVoiceActivity
from voice_assistant.mic_check import ASK, findings, lasts, measure, record
from voice_assistant.proof.guarding import guarded
from voice_assistant.settings import Settings
from voice_assistant.speaking.engines import ENGINES, ESPEAK
from voice_assistant.speaking.fallback import FELL_BACK, open_voice
from voice_assistant.speaking.loudness import level, limit

State = Literal["well", "now", "ADVICE", "TROUBLE"]
"""How a part is: it works; it is being looked at; it works, but could be better; it does not work."""


@dataclass(frozen=True, slots=True)
class Result:
    part: str
    sentence: str
    state: State = "well"
    code: int = 0
    """The exit code that a trouble has, 0 for all else."""


def examine(settings: Settings, today: date, file: Path | None = None) -> Iterator[Result]:
    """One result for each part, as it is found; of a microphone also what is going to be done, before it is done.

    `file`: where the settings are from, if not from where they usually are.
    """
    yield Result("settings", installing.settings_file(file))
    yield _tried("content", lambda: _content(settings, today))
    yield _tried("model", lambda: f"{models.verify(settings.listening.model)} is whole.")
    asking: list[Samples] = []
    yield _tried("voice", lambda: _voice(settings, asking))
    yield _tried("switch", lambda: installing.switches(settings))
    yield Result("service", installing.service())
    try:
        yield from _card(settings, asking[0] if asking else SILENCE[:0])
    except AssistantError as error:
        yield _trouble("sound card", error)


def _tried(part: str, look: Callable[[], str]) -> Result:
    try:
        return Result(part, look())
    except AssistantError as error:
        return _trouble(part, error)


def _trouble(part: str, error: AssistantError) -> Result:
    return Result(part, str(error), "TROUBLE", error.exit_code)


def _content(settings: Settings, today: date) -> str:
    pack = guarded(load_pack(settings.pack, load_words(settings.language), today))
    if pack.protocol_trouble:
        raise ContentError(f"The questions cannot be used: {pack.protocol_trouble}")
    return f"The pack {pack.id} can be used."


def _voice(settings: Settings, asking: list[Samples]) -> str:
    """`asking` receives what the microphone's check says, as loud as it is said."""
    voice = open_voice(settings.speaking.engine, settings.speaking.voice)
    try:
        sound = voice.result(voice.request(ASK, settings.speaking.rate), wait=20.0)
        failed = FELL_BACK in voice.troubles()
    finally:
        voice.close()
    if sound is not None:
        asking.append(limit(level(sound) * 10 ** (settings.speaking.volume / 20)))
    engine = ENGINES[settings.speaking.engine]
    name = f"{settings.speaking.voice or engine.voice} of {engine.name}"
    if failed:
        raise VoiceError(f"The voice {name} failed, so {ESPEAK.name} speaks in its place: {engine.needs}.")
    return f"The voice {name} speaks ({0 if sound is None else len(sound)} samples)."


def _card(settings: Settings, asking: Samples) -> Iterator[Result]:
    audio = settings.audio
    devices = "; ".join(describe_devices())
    room = SoundCardRoom(audio.input_device, audio.output_device, audio.latency)
    room.open()
    try:
        yield Result("sound card", f"It plays and listens. Devices: {devices}.")
        asked = (
            "when you are asked, say: one, two, three"
            if len(asking)
            else "after two seconds, say: one, two, three"
        )
        sentence = (
            f"For about {lasts(asking):.0f} seconds the microphone is listened to: be quiet, and {asked}."
        )
        yield Result("microphone", sentence, "now")
        recording = record(room, asking)
        troubles = room.troubles()
    finally:
        room.close()
    if TroubleMet("microphone", "missing") in troubles:
        raise DeviceError(f"There is no microphone that can be used: plug one in. Devices: {devices}.")
    check = measure(recording, WebrtcVoiceActivity())
    if check.dead:
        yield _trouble("microphone", DeviceError("The microphone is dead silent: plug it in, or unmute it."))
        return
    for finding in findings(check, canceller=audio.echo_canceller):
        yield Result(finding.part, finding.sentence, "well" if finding.well else "ADVICE")
