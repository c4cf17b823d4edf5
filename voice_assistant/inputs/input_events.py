"""Linux input devices, read without a library: the kernel writes one record for each event (linux/input.h).

A record is seconds, microseconds, type, code and value: 24 bytes on a 64-bit machine. A key gives 1 as its
value when it goes down, 2 while it is held, 0 when it comes up.
"""

from __future__ import annotations

import fcntl
import os
import stat
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

RECORD = struct.Struct("llHHi")
_AT_ONCE = 64
"""Records that are read in one go."""
_KEYS = 1
_SYNCHRONISATION, _DROPPED = 0, 3
_DOWN, _UP = 1, 0
_SET_CLOCK = 0x400445A0
"""EVIOCSCLOCKID: which clock the records' times are read off."""


@dataclass(frozen=True, slots=True)
class KeyMoved:
    """A key went down, or came up; `at` in seconds, on a clock that nobody sets."""

    code: int
    down: bool
    at: float


class EventsLost(Exception):  # noqa: N818 - it is no error, but something that happened
    """The kernel had to drop records: which keys are down is not known any more."""


class DeviceGoneError(Exception):
    """The device was unplugged, or whoever stood in for it has left."""


class InputDevice:
    """One open device; reading it never waits."""

    def __init__(self, path: Path) -> None:
        """Raises `OSError` if it cannot be opened, or is neither a device nor a pipe."""
        self._file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        self._rest = b""
        self._read = False
        kind = os.fstat(self._file).st_mode
        self._pipe = stat.S_ISFIFO(kind)
        if not (self._pipe or stat.S_ISCHR(kind)):
            os.close(self._file)
            raise OSError(0, "it is no device")
        if not self._pipe:
            self._use_steady_clock()

    def moved(self) -> Iterator[KeyMoved]:
        """What happened since the last call. Raises `EventsLost` and `DeviceGoneError`."""
        while records := self._records():
            for seconds, microseconds, kind, code, value in RECORD.iter_unpack(records):
                if kind == _KEYS and value in (_DOWN, _UP):
                    yield KeyMoved(code, value == _DOWN, seconds + microseconds / 1e6)
                elif kind == _SYNCHRONISATION and code == _DROPPED:
                    raise EventsLost

    def close(self) -> None:
        os.close(self._file)

    def _records(self) -> bytes:
        """Whole records; b"" if there are none now."""
        try:
            read = os.read(self._file, RECORD.size * _AT_ONCE)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise DeviceGoneError from error
        if not read:
            if self._pipe and not self._read:
                return b""  # nobody has opened its other end yet
            raise DeviceGoneError
        self._read = True
        read = self._rest + read
        whole = len(read) - len(read) % RECORD.size
        self._rest = read[whole:]
        return read[:whole]

    def _use_steady_clock(self) -> None:
        """Have times that no setting of the clock changes; a device that has no such choice keeps its own."""
        try:
            fcntl.ioctl(self._file, _SET_CLOCK, struct.pack("i", time.CLOCK_MONOTONIC))
        except OSError:
            return
