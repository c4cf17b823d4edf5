"""A conversation that outlives its process: after a crash the next process goes on at the same question.

What people said and answered must be in no file. So the service manager holds it, in its memory:

1. At the first change of a conversation a sealed memory is made (`sealed_memory`), and the service manager is asked to
   hold it (FDSTORE=1). After each change the dialogue's state and memory are written into it, in place.
2. If the process dies, however suddenly, the manager starts another one and hands the memory over to it. That one
   takes it up if nothing speaks against it: the same program, texts and settings, and no longer ago than `LATEST`.
3. When the conversation ends, and when the process is told to stop, the memory is wiped, and the manager lets go of it.
4. A conversation at which the process dies again and again, before it has lasted for `STEADY`, is not taken up
   any more: it may be what kills it.

Without a service manager nothing is kept. What is read here was in nobody else's hands, and is checked nevertheless:
whatever is not just right is forgotten, and the conversation begins anew, with the safety sentence.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.table import STATES
from voice_assistant.kiosk.notify import Manager, NoManager
from voice_assistant.kiosk.sealed_memory import SealedMemory

NAME = "conversation"
"""What the service manager calls the memory."""
LATEST = 180.0
"""Seconds since the process died; after that somebody else may be there."""
STEADY = 3.0
"""Seconds after which a conversation that was taken up is not what kills the process."""
MOST_RESTARTS = 5
"""In a row, none of which came to `STEADY`."""
BEAT = 5.0
"""Seconds of sound between two notes that the process is still alive."""
FIRST_DESCRIPTOR = 3
"""Of those that a service manager hands over: sd_listen_fds(3)."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is held."""

    state: str
    memory: Memory
    belongs_to: str
    """Stands for the program, texts and settings; with others it means nothing."""
    alive: float
    """When the process was alive for the last time, in seconds since the computer was started."""
    restarts: int = 0
    """Times that the process died shortly after it had taken this up."""


@cache
def _codec() -> TypeAdapter[Conversation]:
    return TypeAdapter(Conversation)


def since_boot() -> float:
    """Seconds, also those in which the computer slept. Nobody can set this clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Resuming:
    """Has the conversation held by a service manager, and gives back what the process before left there."""

    def __init__(
        self,
        manager: Manager,
        belongs_to: str,
        *,
        held: SealedMemory | None = None,
        clock: Callable[[], float] = since_boot,
    ) -> None:
        """`held`: what the manager handed over (`handed_over`)."""
        self._manager = manager
        self._belongs_to = belongs_to
        self._clock = clock
        self._sealed = held
        self._kept: tuple[str, Memory] | None = None
        self._restarts = 0
        self._since = 0.0
        """When this process took up a conversation."""
        self._beat = 0.0

    def take_up(self) -> tuple[str, Memory] | None:
        """The state and memory to go on with, if there are any. Whatever is held otherwise is forgotten."""
        found = self._read()
        if found is None:
            self.forget()
            return None
        self._restarts, self._since = found.restarts + 1, self._clock()
        self.keep(found.state, found.memory)
        return found.state, found.memory

    def keep(self, state: str, memory: Memory) -> None:
        """This is to be gone on with from now on. Between conversations there is nothing."""
        if state == "asleep":
            self.forget()
        elif self._kept is None or self._kept[0] != state or self._kept[1] is not memory:
            self._kept = (state, memory)
            self._write()

    def moved(self) -> None:
        """A frame of sound came and went."""
        if self._kept is None:
            return
        self._beat += FRAME_SECONDS
        steady = self._restarts > 0 and self._clock() - self._since >= STEADY
        if steady:
            self._restarts = 0
        if steady or self._beat >= BEAT:
            self._write()

    def forget(self) -> None:
        """The conversation is over: nothing of it is held by anybody."""
        sealed, self._sealed, self._kept = self._sealed, None, None
        self._restarts = 0
        if sealed is not None:
            sealed.wipe()
            sealed.close()
            self._manager.tell(f"FDSTOREREMOVE=1\nFDNAME={NAME}")

    def _read(self) -> Conversation | None:
        content = self._sealed.read() if self._sealed is not None else None
        if content is None:
            return None
        try:
            found = _codec().validate_json(content)
        except ValidationError:
            return None
        age = self._clock() - found.alive
        usable = (
            found.belongs_to == self._belongs_to
            and found.state in STATES
            and 0 <= age <= LATEST
            and found.restarts < MOST_RESTARTS
        )
        return found if usable else None

    def _write(self) -> None:
        if self._kept is None:
            return
        self._beat = 0.0
        state, memory = self._kept
        held = Conversation(state, memory, self._belongs_to, self._clock(), self._restarts)
        try:
            new = self._sealed is None
            self._sealed = self._sealed or SealedMemory.create()
            self._sealed.write(_codec().dump_json(held))
            if new:
                self._manager.tell(f"FDSTORE=1\nFDNAME={NAME}", [self._sealed.descriptor])
        except (OSError, ValueError):
            self.forget()  # rather no conversation than half of one


class NotResuming:
    """Where no service manager would hold it."""

    def take_up(self) -> tuple[str, Memory] | None:
        return None

    def keep(self, state: str, memory: Memory) -> None:
        """Forget it."""

    def moved(self) -> None:
        """It does not matter."""

    def forget(self) -> None:
        """There is nothing to forget."""


def handed_over(environ: MutableMapping[str, str] = os.environ) -> SealedMemory | None:
    """The memory that the service manager held for this process, if there is one. To be asked once."""
    meant, count = environ.pop("LISTEN_PID", ""), environ.pop("LISTEN_FDS", "")
    names = environ.pop("LISTEN_FDNAMES", "").split(":")
    if meant != str(os.getpid()) or not count.isdecimal():
        return None
    found: SealedMemory | None = None
    for number, name in zip(range(int(count)), names, strict=False):
        descriptor = FIRST_DESCRIPTOR + number
        with suppress(OSError):
            os.set_inheritable(descriptor, False)
            if name == NAME and found is None:
                with suppress(ValueError):
                    found = SealedMemory(descriptor)
    return found


def keeper_at(manager: Manager, *belongs_to: str | Path) -> Resuming | NotResuming:
    """Has the conversation held there, if anybody is. `belongs_to`: texts, and folders with all files in them."""
    if isinstance(manager, NoManager):
        return NotResuming()
    digest = hashlib.sha256()
    for each in belongs_to:
        if isinstance(each, str):
            digest.update(each.encode())
        else:
            for file in sorted(path for path in each.rglob("*") if path.is_file()):
                digest.update(file.read_bytes())
    return Resuming(manager, digest.hexdigest(), held=handed_over())
