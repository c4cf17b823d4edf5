"""Switches read from a Linux input device: a switch box, a keyboard, a mouse button, or a pipe that stands in.

The kernel writes one record an event: seconds, microseconds, type, code, value (linux/input.h). Only the
press itself counts (value 1): a key that is held down does not repeat, and a second press of the same key
within the debounce time is taken for a tremor (C20).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import BinaryIO, TypeVar

from voice_assistant.errors import DeviceError
from voice_assistant.events import Role, TroubleMet

T = TypeVar("T")

RECORD = struct.Struct("llHHi")
KEY_EVENT = 1
PRESSED = 1


class NoSwitches:
    """Where nobody can press anything."""

    def poll(self) -> tuple[Role, ...]:
        return ()


class DeviceSwitches:
    """Reads an input device in a thread of its own, at the edge; `poll` never waits."""

    def __init__(self, device: Path, roles: Mapping[int, Role], debounce: float) -> None:
        """`roles` by key code; `debounce` in seconds. Raises `DeviceError` if the device cannot be opened."""
        self._roles = roles
        self._debounce = debounce
        self._last: dict[int, float] = {}
        self._pressed: SimpleQueue[Role] = SimpleQueue()
        self._troubles: SimpleQueue[TroubleMet] = SimpleQueue()
        try:
            stream = device.open("rb", buffering=0)
        except OSError as error:
            raise DeviceError(
                f"The switch {device} cannot be opened ({error.strerror}): name another input.device, or "
                "let this user read it (group input)."
            ) from error
        self._thread = Thread(target=self._read, args=(stream,), name="switches", daemon=True)
        self._thread.start()

    def poll(self) -> tuple[Role, ...]:
        """The roles pressed since the last poll, in order."""
        return tuple(_drained(self._pressed))

    def troubles(self) -> tuple[TroubleMet, ...]:
        """What went wrong since the last call: a device that was unplugged."""
        return tuple(_drained(self._troubles))

    def join(self, timeout: float) -> None:
        """Wait until the device is gone, at most so many seconds."""
        self._thread.join(timeout)

    def _read(self, stream: BinaryIO) -> None:
        with stream:
            try:
                while len(record := stream.read(RECORD.size) or b"") == RECORD.size:
                    self._take(record)
            except OSError:
                pass  # an unplugged device: told below, like a pipe that was closed
        self._troubles.put(TroubleMet("switch", "gone"))

    def _take(self, record: bytes) -> None:
        seconds, microseconds, kind, code, value = RECORD.unpack(record)
        role = self._roles.get(code)
        if kind != KEY_EVENT or value != PRESSED or role is None:
            return
        at = seconds + microseconds / 1e6
        before = self._last.get(code)
        self._last[code] = at
        if before is None or not 0 <= at - before < self._debounce:
            self._pressed.put(role)


def _drained(queue: SimpleQueue[T]) -> Iterator[T]:
    while True:
        try:
            yield queue.get_nowait()
        except Empty:
            return
