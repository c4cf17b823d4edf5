"""The door to the sound card: PortAudio through sounddevice, which nothing else imports.

PortAudio looks at the devices once, when it is started, so it is started for each opening and ended with each
closing. Whatever goes wrong in it is a `DeviceError` outside; anything here may also hang for ever, when the
sound system behind it does, so callers use a time limit.
"""

from __future__ import annotations

import atexit
import contextlib
import os
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Protocol

from voice_assistant.audio.frames import FRAME, RATE
from voice_assistant.audio.line import SILENT_BYTES, Line
from voice_assistant.audio.within import within
from voice_assistant.errors import DeviceError

Device = int | str | None
"""A device's number, a part of its name, or None for the system's default."""

LISTING_LIMIT = 3.0
"""Seconds."""


class Card(Protocol):
    """What the sound-card room asks of a sound card."""

    def open_duplex(self, line: Line) -> None:
        """Let sound flow both ways, from now on. Raises `DeviceError` if there is no such pair of devices."""

    def open_speaker(self, line: Line) -> None:
        """Let sound flow to the speaker; silence is heard. Raises `DeviceError` if there is no speaker."""

    def shut(self) -> None:
        """Silence at once, without playing what the card still holds, and give the devices back."""

    def abandon(self) -> None:
        """The card hangs: make sure that the process can end without asking it anything."""


class PortAudioCard:
    """One PortAudio stream at a time: 16 kHz, mono, 16-bit, 20 ms blocks."""

    def __init__(self, input_device: Device, output_device: Device, latency: float) -> None:
        """`latency` in seconds, suggested to each direction."""
        self._input = _number_or_name(input_device)
        self._output = _number_or_name(output_device)
        self._latency = latency
        self._stream: Any = None

    def open_duplex(self, line: Line) -> None:
        def turn(heard: Any, played: Any, _frames: int, _time: Any, _status: Any) -> None:
            played[:] = line.turn(bytes(heard))

        sd = _started()
        self._start(lambda options: sd.RawStream(device=(self._input, self._output), **options), turn)

    def open_speaker(self, line: Line) -> None:
        def turn(played: Any, _frames: int, _time: Any, _status: Any) -> None:
            played[:] = line.turn(SILENT_BYTES)

        sd = _started()
        self._start(lambda options: sd.RawOutputStream(device=self._output, **options), turn)

    def shut(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            # Stopping would first play what the card still holds.
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)
        _end()

    def abandon(self) -> None:
        atexit.unregister(_library()._exit_handler)

    def _start(self, make: Callable[[dict[str, Any]], Any], turn: Callable[..., None]) -> None:
        sd = _library()
        options = {
            "samplerate": RATE, "blocksize": FRAME, "channels": 1, "dtype": "int16",
            "latency": self._latency, "callback": turn,
        }  # fmt: skip
        try:
            self._stream = make(options)
            self._stream.start()
        except (sd.PortAudioError, ValueError) as error:
            self.shut()
            raise DeviceError(
                "No usable sound card was found "
                f"({_reason(error)}); connect a speaker and a microphone, or name them in the settings."
            ) from error


def describe_devices() -> tuple[str, ...]:
    """One line for each device, for people: its number, name, and what it can do.

    Not while a room is open: looking at the devices afresh would end its sound. Raises `DeviceError` if PortAudio
    is not installed or does not answer.
    """

    def listed() -> tuple[str, ...]:
        sd = _started()
        try:
            default = tuple(sd.default.device)
            systems = [system["name"] for system in sd.query_hostapis()]
            return tuple(
                _described(number, device, systems[device["hostapi"]], default)
                for number, device in enumerate(sd.query_devices())
            )
        finally:
            _end()

    try:
        with quiet_errors():
            return within(LISTING_LIMIT, listed)
    except TimeoutError as error:
        raise DeviceError("The sound system does not answer; restart it or the computer.") from error


@contextlib.contextmanager
def quiet_errors() -> Iterator[None]:
    """Keep what the sound libraries print about devices that they cannot open from the terminal.

    The file descriptor is put back by the thread that took it away: whatever hangs in between, an error
    message after it is seen.
    """
    try:
        kept = os.dup(2)
    except OSError:  # there is no terminal, nor anything in its place
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _library() -> ModuleType:
    try:
        import sounddevice
    except OSError as error:
        raise DeviceError(
            "PortAudio, the library for sound cards, is missing; install the system's package libportaudio2."
        ) from error
    return sounddevice  # type: ignore[no-any-return]


def _started() -> ModuleType:
    """The library with a fresh look at the devices; importing it for the first time starts it."""
    sd = _library()
    if not sd._initialized:
        try:
            sd._initialize()
        except sd.PortAudioError as error:
            raise DeviceError(f"The sound system could not be started ({_reason(error)}).") from error
    return sd


def _end() -> None:
    sd = _library()
    while sd._initialized:
        sd._terminate()


def _number_or_name(device: Device) -> Device:
    """A number that stands in a settings file as text is meant as a number."""
    return int(device) if isinstance(device, str) and device.isdecimal() else device


def _described(number: int, device: dict[str, Any], system: str, default: tuple[int, int]) -> str:
    uses = [
        use
        for use, channels in (("microphone", "max_input_channels"), ("speaker", "max_output_channels"))
        if device[channels]
    ]
    chosen = ", the default" if number in default else ""
    return f'{number}: "{device["name"]}" ({system}), {" and ".join(uses) or "of no use"}{chosen}'


def _reason(error: Exception) -> str:
    """PortAudio's words on one line, without its numbers."""
    words = str(error.args[0] if error.args else error).split("\n")[0]
    if words.endswith("device -1"):
        return "the system has none that it uses by default"
    return words.split(" [")[0].strip()
