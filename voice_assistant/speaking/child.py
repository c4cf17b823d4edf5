"""The parent's end of the voice's process: start it, ask it, collect its answers, kill it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import Samples
from voice_assistant.audio.resample import resample
from voice_assistant.errors import VoiceError
from voice_assistant.speaking import worker

LEAD, TAIL = 0.02, 0.04
"""Seconds of the voice's own silence that are kept before and after a sentence: pauses are the player's."""
QUIET = 50
"""Samples up to this are the driver's silence: 56 decibels below full scale, 35 below the voice."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The process can be asked; `trouble` says why it cannot, or is ""."""

    trouble: str


@dataclass(frozen=True, slots=True)
class Made:
    """The sound of a request, or a sentence that says why there is none."""

    request: int
    sound: Samples | str


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
        request = json.dumps({"id": number, "text": text, "rate": rate, "voice": voice})
        pipe = self._process.stdin
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.write(request.encode() + b"\n")
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
        while pipe is not None and (arrival := _next_arrival(pipe)) is not None:
            self._deliver(self, arrival)
        self._deliver(self, Gone())


def _next_arrival(pipe: IO[bytes]) -> Arrival | None:
    """The next answer; None if the process ended, also in the middle of an answer."""
    header = pipe.read(worker.HEADER.size)
    if len(header) < worker.HEADER.size:
        return None
    number, rate, length = worker.HEADER.unpack(header)
    payload = pipe.read(length)
    if len(payload) < length:
        return None
    trouble = "" if rate else payload.decode(errors="replace")
    if number == worker.READY:
        return Ready(trouble)
    if trouble:
        return Made(number, trouble)
    return Made(number, resample(trim(np.frombuffer(payload, dtype="<i2"), rate), rate))


def trim(samples: npt.NDArray[np.int16], rate: int) -> npt.NDArray[np.int16]:
    """The sound without the silence around it, but for `LEAD` and `TAIL`; nothing if it is all silence."""
    loud = np.flatnonzero((samples > QUIET) | (samples < -QUIET))
    if not len(loud):
        return samples[:0]
    start = max(0, int(loud[0]) - round(LEAD * rate))
    return samples[start : int(loud[-1]) + 1 + round(TAIL * rate)]
