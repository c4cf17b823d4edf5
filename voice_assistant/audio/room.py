"""The seam to the outside: a room has a microphone and a speaker that run on one clock."""

from __future__ import annotations

from typing import Protocol

from voice_assistant.audio.frames import Frame


class Room(Protocol):
    """Where sound comes from and goes to. The microphone is the clock: one exchange is one frame of time.

    A room is opened once, exchanged with for as long as the session lasts, and closed once, whatever
    happened in between. It is used from one thread.
    """

    def open(self) -> None:
        """Take the devices. Raises `DeviceError` if there are none."""

    def exchange(self, speaker: Frame) -> Frame | None:
        """Hand over the next frame to play and wait for the next frame heard; None: the room has closed.

        Raises `DeviceError` if the device is gone and does not come back.
        """

    def close(self) -> None:
        """Silence the speaker and give the devices back. Safe to call twice."""
