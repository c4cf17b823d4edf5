"""A room of recordings: sound as fast as the processor goes, and the same to the sample every time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import FRAME, RATE, Frame, Samples
from voice_assistant.audio.resample import to_int16
from voice_assistant.audio.wav import WavWriter


@dataclass(frozen=True, slots=True)
class Echo:
    """How the speaker's sound comes back into the microphone."""

    delay: float
    """Seconds."""
    gain_db: float
    """Decibels; below zero is quieter than what was played."""


class RecordedRoom:
    """A `Room` whose microphone hears a scripted caller, looped noise and an echo of the speaker.

    Nothing here waits: time is what is exchanged. With `recording` the conversation is written as it happens,
    as stereo: left what the microphone hears, right what the speaker plays.
    """

    def __init__(
        self,
        microphone: Callable[[], Frame | None],
        *,
        recording: Path | None = None,
        noise: Samples | None = None,
        echo: Echo | None = None,
    ) -> None:
        """`microphone` gives the caller's next frame, or None when the caller has left.

        `noise` is as loud as it shall be, and goes round from its first sample.
        """
        self._microphone = microphone
        self._recording = recording
        self._noise = noise if noise is not None and len(noise) else None
        self._noise_at = 0
        self._gain = 10 ** (echo.gain_db / 20) if echo else None
        # The speaker's last samples: exactly as many as the echo is late, and room for the newest frame.
        self._played = np.zeros((round(echo.delay * RATE) if echo else 0) + FRAME, dtype=np.int16)
        self._writer: WavWriter | None = None
        self._open = False

    def open(self) -> None:
        """Begin the recording, if there is to be one. Raises `OutputError` if it cannot be written."""
        if self._recording is not None:
            self._writer = WavWriter(self._recording, channels=2)
        self._open = True

    def exchange(self, speaker: Frame) -> Frame | None:
        """One frame of time; None once the caller has left or the room was closed."""
        if not self._open:
            return None
        caller = self._microphone()
        if caller is None:
            self.close()
            return None
        heard = self._mixed(caller, speaker)
        if self._writer is not None:
            self._writer.write(np.stack((heard, speaker), axis=1))
        return heard

    def close(self) -> None:
        """Complete the recording. Safe to call twice."""
        self._open = False
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()

    def _mixed(self, caller: Frame, speaker: Frame) -> Frame:
        if self._noise is None and self._gain is None:
            return caller
        total: npt.NDArray[np.float64] = caller.astype(np.float64)
        if self._noise is not None:
            at = (self._noise_at + np.arange(FRAME)) % len(self._noise)
            total += self._noise[at]
            self._noise_at = (self._noise_at + FRAME) % len(self._noise)
        if self._gain is not None:
            self._played = np.concatenate((self._played[FRAME:], speaker))
            total += self._gain * self._played[:FRAME]
        return to_int16(total)
