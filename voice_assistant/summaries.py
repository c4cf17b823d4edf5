"""Where a summary for a doctor is written down, if the device's owner allows it and the person wants it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol


class Summaries(Protocol):
    """Keeps summaries."""

    def keep(self, text: str) -> bool:
        """Write it down; False if that was not possible."""


class NoSummaries:
    """Where nothing may be kept."""

    def keep(self, text: str) -> bool:
        return False


class SummaryFolder:
    """One text file for each summary, readable by the service's user alone."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now

    def keep(self, text: str) -> bool:
        at = self._now()
        path = self._folder / f"summary-{at:%Y-%m-%d-%H%M%S-%f}.txt"
        part = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(f"{at:%Y-%m-%d %H:%M}\n{text}\n")
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink()
            return False
        return True
