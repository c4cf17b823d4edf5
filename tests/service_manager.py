"""A service manager for tests: it hears what a service reports, holds what it is given, and starts it again."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from voice_assistant.kiosk.sealed_memory import SealedMemory

MOST = 65_536


class FakeServiceManager:
    """Whoever made it closes it. One service at a time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "notify"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self._path))
        self._socket.setblocking(False)
        self.told: list[str] = []
        """Every message so far."""
        self.held: SealedMemory | None = None

    def start(
        self, command: Sequence[str], env: Mapping[str, str], stderr: int, cwd: Path
    ) -> subprocess.Popen[bytes]:
        """Start the service, and hand over what is held; as descriptor 3, as sd_listen_fds(3) says."""
        self.listen()
        env = {**env, "NOTIFY_SOCKET": str(self._path)}
        if self.held is None:
            return subprocess.Popen(command, env=env, stderr=stderr, cwd=cwd)
        # The shell knows its own number, and gives its place, with that number, to the service.
        given = os.dup(self.held.descriptor)
        line = f"LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=conversation exec {shlex.join(command)} 3<&{given}"
        # dash takes descriptors of one digit only
        try:
            return subprocess.Popen(["bash", "-c", line], env=env, stderr=stderr, cwd=cwd, pass_fds=(given,))
        finally:
            os.close(given)

    def listen(self) -> None:
        """Take in what was told since."""
        while True:
            try:
                message, descriptors, _, _ = socket.recv_fds(self._socket, MOST, 4)
            except BlockingIOError:
                return
            text = message.decode()
            self.told.append(text)
            if text.startswith("FDSTORE=1"):
                self._drop()
                self.held = SealedMemory(descriptors[0])
            elif text.startswith("FDSTOREREMOVE=1"):
                self._drop()

    def close(self) -> None:
        self._drop()
        self._socket.close()

    def _drop(self) -> None:
        if self.held is not None:
            self.held.close()
            self.held = None
