"""Everything that looks after a running session without taking part in it: the watchdog, and the health's file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from voice_assistant import paths
from voice_assistant.events import TroubleMet
from voice_assistant.journal import Record
from voice_assistant.kiosk.health_file import HealthFile, NoHealthFile
from voice_assistant.kiosk.notify import Manager, watchdog_limit
from voice_assistant.kiosk.watchdog import Watchdog
from voice_assistant.settings import Settings

FILE = "health.prom"
STARTS = "starts"
"""The file in the folder of what is kept in which starts are counted."""
USUAL = Path("/run/voice-assistant") / FILE
"""Where the service has it."""


class Supervision:
    """Is told of each frame and of each record. Whoever made it closes it."""

    def __init__(self, settings: Settings, manager: Manager) -> None:
        file = health_file(settings)
        self._manager = manager
        self._watchdog = Watchdog(manager, watchdog_limit())
        starts = paths.user_state() / STARTS
        outcomes = settings.health.outcomes
        self._health = NoHealthFile() if file is None else HealthFile(file, starts=starts, outcomes=outcomes)

    def moved(self) -> None:
        """A frame of sound came and went."""
        self._watchdog.moved()
        self._health.moved()

    def write(self, record: Record) -> None:
        self._watchdog.write(record)
        self._health.write(record)

    def troubles(self) -> Iterable[TroubleMet]:
        """What went wrong since the last call."""
        return self._health.troubles()

    def close(self) -> None:
        """The session is over, and the process is about to end."""
        self._watchdog.stop()
        self._manager.close()
        self._health.close()


def health_file(settings: Settings, environ: Mapping[str, str] = os.environ) -> Path | None:
    """Where the health is written; None: nowhere. A service has a folder of its own for it."""
    own = environ.get("RUNTIME_DIRECTORY", "").partition(":")[0]
    return settings.health.file or (Path(own) / FILE if own else None)
