"""Telling the service manager how the service is: sd_notify(3), a datagram of lines to the socket that it names."""

from __future__ import annotations

import os
import socket
from array import array
from collections.abc import Mapping, Sequence
from typing import Protocol

SOCKET, LIMIT, PROCESS = "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"
"""Variables of the environment by which systemd tells where to report, how often at least, and for which process."""


class Manager(Protocol):
    """Whoever looks after the service."""

    def tell(self, message: str, descriptors: Sequence[int] = ()) -> None:
        """Lines of VARIABLE=VALUE, and open files to keep for the next start; never waits, and never fails."""

    def close(self) -> None:
        """Nothing more will be told."""


class NoManager:
    """Where nobody looks after it."""

    def tell(self, message: str, descriptors: Sequence[int] = ()) -> None:
        """Nobody is there."""

    def close(self) -> None:
        """There is nothing to close."""


class ServiceManager:
    """A `Manager` behind a datagram socket. Whoever made it closes it."""

    def __init__(self, address: str) -> None:
        """`address`: a path, or a name that begins with "@"."""
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
        self._socket.setblocking(False)

    def tell(self, message: str, descriptors: Sequence[int] = ()) -> None:
        kept = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array("i", descriptors))] if descriptors else []
        try:
            self._socket.sendmsg([message.encode()], kept, 0, self._address)
        except OSError:
            # A manager that is gone or busy cannot be told so; one that misses the watchdog's word restarts us.
            return

    def close(self) -> None:
        self._socket.close()


def manager(environ: Mapping[str, str] = os.environ) -> Manager:
    """The service manager that started this process, if there is one."""
    address = environ.get(SOCKET, "")
    return ServiceManager(address) if address.startswith(("/", "@")) else NoManager()


def watchdog_limit(environ: Mapping[str, str] = os.environ, process: int | None = None) -> float | None:
    """Seconds within which the service manager wants to hear from this process; None if it does not."""
    meant = environ.get(PROCESS, str(process or os.getpid()))
    microseconds = environ.get(LIMIT, "")
    if not microseconds.isdecimal() or int(microseconds) == 0 or meant != str(process or os.getpid()):
        return None
    return int(microseconds) / 1_000_000
