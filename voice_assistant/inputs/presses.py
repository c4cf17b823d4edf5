"""What counts as a press: keys that go down and come up again, turned into the roles of switches.

1. A key that comes up again was pressed for so long; that counts if it was held for at least the hold time.
   Somebody whose hand brushes the switch is not taken at their word by that.
2. A key that stays down for the long time calls out an emergency, at once, and means nothing else any more. So
   one switch is enough for that too. Where there is no long press, a key counts as soon as it was held enough.
3. After a press that counted, the same key counts again only after the debounce time without it: a tremor is one
   press (C20). What the kernel, or a terminal, repeats of a key that is held is no press.

How long a key is down is read off the device's own times once it is up; until then frames of sound are counted.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.events import Role


@dataclass(frozen=True, slots=True)
class Timing:
    """All in seconds."""

    debounce: float = 0.3
    """After a press, how long the same key must be left alone to count again."""
    hold: float = 0.0
    """How long a key must be held to count."""
    long: float = 3.0
    """How long it must be held to call out an emergency; 0: never."""


@dataclass(slots=True)
class _Down:
    role: Role
    at: float
    frames: int = 0
    counted: bool = False


class Presses:
    """Follows the keys that have a role. `at` is in seconds, on whatever clock the keys' device has."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._down: dict[Hashable, _Down] = {}
        self._last: dict[Hashable, float] = {}
        """When each key was last pressed, or touched too soon after that."""
        self._pressed: list[Role] = []

    @property
    def held(self) -> bool:
        """Whether a key is down of which it is not known yet what it will count as."""
        return any(not each.counted for each in self._down.values())

    def down(self, key: Hashable, role: Role, at: float) -> None:
        """A key went down."""
        self.up(key, at)  # if that was lost
        before = self._last.get(key)
        if before is not None and 0 <= at - before < self._timing.debounce:
            self._last[key] = at
            return
        self._down[key] = _Down(role, at)
        self._settle(key, 0.0)

    def up(self, key: Hashable, at: float) -> None:
        """A key came up."""
        before = self._last.get(key)
        if before is not None and 0 <= at - before < self._timing.debounce:
            self._last[key] = at
        down = self._down.pop(key, None)
        if down is None or down.counted:
            return
        lasted = at - down.at if at >= down.at else down.frames * FRAME_SECONDS  # a clock may be set back
        if self._timing.long and lasted >= self._timing.long:
            self._count(key, "emergency", at)
        elif lasted >= self._timing.hold:
            self._count(key, down.role, at)

    def frame(self) -> tuple[Role, ...]:
        """Count 20 ms; the roles that were pressed since the last call, in order."""
        for key, down in list(self._down.items()):
            down.frames += 1
            self._settle(key, down.frames * FRAME_SECONDS)
        pressed, self._pressed = tuple(self._pressed), []
        return pressed

    def forget(self, device: Hashable) -> None:
        """A device is gone: what was down on it, by keys that are pairs with it, is not any more."""
        for key in [each for each in self._down if isinstance(each, tuple) and each[0] == device]:
            del self._down[key]

    def _settle(self, key: Hashable, lasted: float) -> None:
        """Whether a key that is still down is down for long enough to count as something now."""
        down, timing = self._down[key], self._timing
        if down.counted:
            return
        if down.role == "emergency" or not timing.long:
            if lasted >= timing.hold:
                self._count(key, down.role, down.at + lasted)
        elif lasted >= timing.long:
            self._count(key, "emergency", down.at + lasted)

    def _count(self, key: Hashable, role: Role, at: float) -> None:
        self._pressed.append(role)
        self._last[key] = at
        if key in self._down:
            self._down[key].counted = True
