"""The health in a file, replaced as a whole every few seconds of sound; by a thread, so that no disk can hinder."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.events import TroubleMet
from voice_assistant.journal import Record
from voice_assistant.kiosk.health import Health

EVERY = round(10.0 / FRAME_SECONDS)
"""Frames between two writes."""


class NoHealthFile:
    """Where nobody wants to know."""

    def moved(self) -> None:
        """Nothing is counted."""

    def write(self, record: Record) -> None:
        """Nothing is counted."""

    def troubles(self) -> Iterable[TroubleMet]:
        """None."""
        return ()

    def close(self) -> None:
        """There is nothing to write."""


class HealthFile:
    """Counts, and writes what it has counted. Also a `Journal`. Whoever made it closes it."""

    def __init__(
        self, file: Path, *, starts: Path, outcomes: bool, clock: Callable[[], float] = time.time
    ) -> None:
        """`starts`: the file in which starts are counted. `outcomes`: whether those are counted.

        `clock`: seconds since 1970.
        """
        self._file = file
        self._clock = clock
        self._health = Health(clock(), starts=count_start(starts), outcomes=outcomes)
        self._frames = 0
        self.failed = False
        """Whether it could not be written the last time."""
        self._troubles: list[TroubleMet] = []
        self._text: str | None = None
        self._closing = False
        self._changed = threading.Condition()
        self._writer = threading.Thread(target=self._write_on, name="health", daemon=True)
        self._writer.start()
        self._hand_over()

    def moved(self) -> None:
        """A frame of sound came and went."""
        self._health.moved()
        self._frames += 1
        if self._frames % EVERY == 0:
            self._hand_over()

    def write(self, record: Record) -> None:
        self._health.write(record)

    def troubles(self) -> Iterable[TroubleMet]:
        """What went wrong since the last call."""
        troubles, self._troubles = self._troubles, []
        return troubles

    def close(self) -> None:
        """Write for the last time. Safe to call twice."""
        self._hand_over()
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._writer.join()

    def _hand_over(self) -> None:
        text = self._health.text(self._clock())
        with self._changed:
            self._text = text
            self._changed.notify()

    def _write_on(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or self._text is not None)
                text, self._text = self._text, None
            if text is None:
                return
            try:
                _replace(self._file, text)
                if self.failed:
                    self._troubles.append(TroubleMet("health", "back"))
                self.failed = False
            except OSError:
                if not self.failed:  # a disk that stays full is one trouble
                    self._troubles.append(TroubleMet("health", "not_written"))
                self.failed = True


def count_start(file: Path) -> int:
    """Note one more start in a file that outlives the health's own, which is gone with the service.

    Returns how often it was started, with this one, as far as the file is there and can be written.
    """
    try:
        starts = 1 + max(0, int(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        starts = 1
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, f"{starts}\n")
    return starts


def _replace(file: Path, text: str) -> None:
    """Write a file as a whole: whoever reads it never finds half of it."""
    beside = file.with_name(f"{file.name}.new")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.chmod(0o644)  # whatever the umask: it is there to be read by others
        beside.replace(file)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
