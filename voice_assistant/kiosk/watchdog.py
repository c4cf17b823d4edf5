"""The watchdog: the service manager hears from this process only while sound moves.

1. After each frame of sound that came and went, the session calls `moved`. The first one makes the service ready:
   it is ready when it can be heard, not when its program has been loaded.
2. A few times within the manager's limit it is told that all is well, if at least half the sound moved that the
   time which passed should have brought. A frozen loop calls nothing, a starved one too little, so the manager
   hears nothing, and starts the service again.
3. Whether it sleeps or talks, and which part is in trouble, goes into the status. What is said never does.

The clock is read for this alone. Nothing in a conversation depends on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.journal import Record
from voice_assistant.kiosk.notify import Manager

OFTEN = 4
"""Times within the manager's limit that it is told; one or two may go missing."""
ENOUGH = 0.5
"""The part of the sound that must have moved at least."""
ASLEEP, AWAKE = "Asleep.", "Somebody is here."


class Watchdog:
    """Tells a service manager how the session is. Also a `Journal`, to know that."""

    def __init__(
        self, manager: Manager, limit: float | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`limit`: seconds within which the manager wants to hear from us; None if it does not."""
        self._manager = manager
        self._every = None if limit is None else limit / OFTEN
        self._clock = clock
        self._ready = False
        self._frames = 0
        self._since = 0.0
        self._status = ASLEEP

    def moved(self) -> None:
        """A frame of sound came and went."""
        if not self._ready:
            self._ready = True
            self._since = self._clock()
            self._manager.tell(f"READY=1\nSTATUS={self._status}\nWATCHDOG=1")
        elif self._every is not None:
            self._frames += 1
            passed = self._clock() - self._since
            if passed >= self._every:
                if self._frames * FRAME_SECONDS >= passed * ENOUGH:
                    self._manager.tell("WATCHDOG=1")
                self._since, self._frames = self._clock(), 0

    def write(self, record: Record) -> None:
        match record.event, record.fields:
            case "state", {"from": "asleep"}:
                self._tell_status(AWAKE)
            case "state", {"to": "asleep"}:
                self._tell_status(ASLEEP)
            case "trouble", {"part": part, "code": code}:
                self._tell_status(f"{self._status} The {part}: {code}.", keep=False)
            case _:
                pass

    def stop(self) -> None:
        """The session is over, and the process is about to end."""
        self._manager.tell("STOPPING=1\nSTATUS=Stopping.")

    def _tell_status(self, status: str, *, keep: bool = True) -> None:
        if keep:
            self._status = status
        if self._ready:
            self._manager.tell(f"STATUS={status}")
