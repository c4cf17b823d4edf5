"""The keys of a terminal as switches, for trying out, and for a computer without any switch.

The terminal gives each key at once, and shows nothing of it; when this is over it is as it was before. It tells
nothing of keys that come up again, but repeats one that is held: so a key counts at once, is the same press as
long as it goes on repeating, and calls out an emergency when it has done so for long.
"""

from __future__ import annotations

import os
import termios
import tty
from dataclasses import dataclass
from typing import Any

from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.errors import DeviceError
from voice_assistant.events import Role, TroubleMet
from voice_assistant.inputs.presses import Timing

KEYS: dict[bytes, Role] = {
    b"\r": "select",
    b"\n": "select",
    b" ": "select",
    b"\t": "next",
    b"\x1b[C": "next",
    b"\x1bOC": "next",
    b"\x1b": "emergency",
    b"\x1bOP": "emergency",
    b"\x1b[11~": "emergency",
    b"\x1b[[A": "emergency",
}
"""Enter and Space; Tab and the right arrow; Escape and F1, as terminals send them."""
REPEATS_WITHIN = 0.8
"""Seconds after which a key that is held has certainly been repeated."""


@dataclass(slots=True)
class _Held:
    since: float
    latest: float
    long: bool = False


class TerminalSwitches:
    """Reads the terminal that the assistant was started in. `poll` is to be called once for each frame."""

    held = False
    """A key counts before it could be held."""

    def __init__(self, timing: Timing, terminal: int = 0) -> None:
        """`terminal`: a file descriptor. Raises `DeviceError` if it is no terminal."""
        self._timing = timing
        self._apart = max(timing.debounce, REPEATS_WITHIN)
        self._terminal = terminal
        self._frames = 0
        self._held: dict[Role, _Held] = {}
        self._escape = b""
        """An Escape that may yet turn out to begin a longer key, which came in two pieces."""
        self._troubles: list[TroubleMet] = []
        try:
            self._before: list[Any] | None = termios.tcgetattr(terminal)
            tty.setcbreak(terminal)  # Ctrl-C still ends the assistant
        except (termios.error, OSError) as error:
            raise DeviceError(
                'The setting input.device is "terminal", but there is none: start it in a terminal, or name a device.'
            ) from error
        self._blocking = os.get_blocking(terminal)
        os.set_blocking(terminal, False)

    def poll(self) -> tuple[Role, ...]:
        """The roles pressed since the last poll, in order."""
        self._frames += 1
        return tuple(pressed for key in self._keys() if (pressed := self._press(key)) is not None)

    def troubles(self) -> tuple[TroubleMet, ...]:
        """Whether the terminal was closed since the last call."""
        troubles, self._troubles = tuple(self._troubles), []
        return troubles

    def close(self) -> None:
        """Give the terminal back as it was. Safe to call twice."""
        before, self._before = self._before, None
        if before is None:
            return
        os.set_blocking(self._terminal, self._blocking)
        try:
            termios.tcsetattr(self._terminal, termios.TCSADRAIN, before)
        except termios.error:
            return  # it was closed meanwhile

    def _keys(self) -> list[Role]:
        try:
            read = os.read(self._terminal, 256) if self._before is not None else b""
        except BlockingIOError:
            escape, self._escape = self._escape, b""
            return keys_in(escape)
        except OSError:
            read = b""
        if not read and self._before is not None:
            self._troubles.append(TroubleMet("switch", "gone"))
            self.close()
        read = self._escape + read
        self._escape = b"\x1b" if read[-1:] == b"\x1b" else b""
        return keys_in(read[: len(read) - len(self._escape)])

    def _press(self, role: Role) -> Role | None:
        """What comes of one key, or of one repetition of it."""
        now = self._frames * FRAME_SECONDS
        held = self._held.get(role)
        if held is None or now - held.latest >= self._apart:
            self._held[role] = _Held(now, now)
            return role
        held.latest = now
        if self._timing.long and not held.long and now - held.since >= self._timing.long:
            held.long = True
            return "emergency"
        return None


def keys_in(read: bytes) -> list[Role]:
    """The roles of the keys in what a terminal sent in one go; unknown keys, whole sequences too, have none."""
    roles: list[Role] = []
    while read:
        key = read[: _length(read)]
        read = read[len(key) :]
        if key in KEYS:
            roles.append(KEYS[key])
    return roles


def _length(read: bytes) -> int:
    """Of the key that this begins with: a sequence goes from Escape to its last character."""
    if read[:1] != b"\x1b" or len(read) == 1:
        return 1
    if read[1:3] == b"[[":
        return 4
    if read[1:2] == b"[":
        end = next((at for at in range(2, len(read)) if 0x40 <= read[at] <= 0x7E), len(read) - 1)
        return end + 1
    return 3 if read[1:2] == b"O" else 1 if read[1:2] == b"\x1b" else 2
