"""The parent's end of the voice's process: start it, ask it, collect its answers, kill it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

import numpy as np

from voice_assistant.audio.frames import Samples
from voice_assistant.audio.resample import resample
from voice_assistant.errors import VoiceError
from voice_assistant.speaking import worker
from voice_assistant.speaking.shaping import Shaper


@dataclass(frozen=True, slots=True)
class Ready:
    """The process can be asked; `trouble` says why it cannot, or is ""."""

    trouble: str


@dataclass(frozen=True, slots=True)
class Made:
    """A piece of a request's sound, or a sentence that says why there is none, or no more."""

    request: int
    sound: Samples | str
    last: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """The process has ended, and nothing more comes from it."""


Arrival = Ready | Made | Gone


class VoiceChild:
    """One process. Whatever arrives from it is handed over in the reading thread; `Gone` is the last."""

    def __init__(self, engine: str, deliver: Callable[[VoiceChild, Arrival], None]) -> None:
        """Start the process with that engine, without waiting for it. Raises `VoiceError` if it cannot start."""
        # By path, with nothing but the installed packages to import from: it starts faster, and does not
        # depend on the folder that the assistant was started in.
        command = [sys.executable, "-P", worker.__file__, engine]
        try:
            # A session of its own: Ctrl-C is for the assistant, and all of it can be killed at once.
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as cause:
            raise VoiceError(
                f"The voice cannot be started: {cause.strerror}. Close other programs, or start the computer "
                "again."
            ) from cause
        self._deliver = deliver
        self._reader = threading.Thread(target=self._read, name="voice", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, number: int, text: str, rate: float, voice: str) -> None:
        """Pass a request on. If the process is dead, this does nothing: `Gone` is on its way."""
        self._tell({"id": number, "text": text, "rate": rate, "voice": voice})

    def keep(self, numbers: Collection[int]) -> None:
        """Tell it that no other requests are wanted any more. Answers to others may still be on their way."""
        self._tell({"keep": sorted(numbers)})

    def _tell(self, wish: dict[str, object]) -> None:
        pipe = self._process.stdin
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.write(json.dumps(wish).encode() + b"\n")
                pipe.flush()

    def kill(self) -> None:
        """End the process and whatever it has forked, and take its pipes down. Safe to call twice."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def _read(self) -> None:
        resample(np.zeros(1, dtype=np.int16), 22_050)  # loads the resampler while the process starts
        pipe = self._process.stdout
        if pipe is not None:
            for arrival in arrivals(pipe):
                self._deliver(self, arrival)
        self._deliver(self, Gone())


def arrivals(pipe: IO[bytes]) -> Iterator[Arrival]:
    """All that comes, until the process ends, also in the middle of an answer."""
    shaper: Shaper | None = None
    shaped = worker.READY
    while len(header := pipe.read(worker.HEADER.size)) == worker.HEADER.size:
        number, rate, length = worker.HEADER.unpack(header)
        payload = pipe.read(length)
        if len(payload) < length:
            return
        if number == worker.READY:
            yield Ready("" if rate else payload.decode(errors="replace"))
        elif not rate:
            shaper = None
            yield Made(number, payload.decode(errors="replace"), last=True)
        elif length:
            if shaper is None or shaped != number:  # it may have been told to leave off the one before
                shaper, shaped = Shaper(rate), number
            yield Made(number, shaper.take(np.frombuffer(payload, dtype="<i2")), last=False)
        elif shaper is not None:
            yield Made(number, shaper.end(), last=True)
            shaper = None
