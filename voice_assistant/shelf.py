"""Where the place in an article and the bookmarks outlive the process: one small file for each article.

1. The session tells what is to be kept after everything that happens; what has not changed costs nothing.
2. A thread writes the latest of it: into a file beside, to the disk, and then in place of the old one. So whenever
   the power goes, one whole file is there, and it is at most as old as the sentence that was being said.
3. A disk that is full or gone is a trouble for the journal and never stops anybody's reading.

Nothing that was said or answered is in it.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from voice_assistant.anchors import Anchor, anchor, find
from voice_assistant.content.pack import Article
from voice_assistant.dialogue.memory import Bookmark, Place
from voice_assistant.events import TroubleMet


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an article."""

    place: Place | None = None
    bookmarks: tuple[Bookmark, ...] = ()


def first_start(state: Path) -> bool:
    """Whether nobody has ever talked to this device; an empty file in its state remembers that somebody has."""
    try:
        state.mkdir(parents=True, exist_ok=True)
        (state / "started").touch(exist_ok=False)
    except (
        OSError
    ):  # it is there; or no note can be left, and then nobody is told the same thing again and again
        return False
    return True


class Shelf(Protocol):
    """Keeps the place and the bookmarks of an article."""

    def keep(self, kept: Kept) -> None:
        """This is to be found again from now on; returns at once."""


class NoShelf:
    """Where nothing may be kept."""

    def keep(self, kept: Kept) -> None:
        """Forget it."""

    def troubles(self) -> Iterable[TroubleMet]:
        """None."""
        return ()

    def close(self) -> None:
        """There is nothing to write."""


class FileShelf:
    """A `Shelf` in a file. Whoever made it closes it."""

    def __init__(self, file: Path, article: Article) -> None:
        self._file = file
        self._article = article
        self._troubles: list[TroubleMet] = []
        self._kept = Kept()
        self._written = self._kept
        self._failed = False
        """Whether the last thing that was to be kept could not be."""
        self._closing = False
        self._changed = threading.Condition()
        self._writer = threading.Thread(target=self._write_on, name="shelf", daemon=True)

    def load(self) -> Kept:
        """What was kept, as far as it is found again; a broken file is put aside. Call it first, and once."""
        try:
            raw = json.loads(self._file.read_text(encoding="utf-8"))
            place = raw["place"] and find(self._article, Anchor(**raw["place"]))
            marks = [(mark.pop("number"), find(self._article, Anchor(**mark))) for mark in raw["bookmarks"]]
        except FileNotFoundError:
            place, marks = None, []
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._troubles.append(TroubleMet("shelf", "unreadable"))
            with suppress(OSError):
                self._file.replace(self._file.with_suffix(".broken"))
            place, marks = None, []
        found = tuple(Bookmark(number, there) for number, there in marks if there is not None)
        self._kept = self._written = Kept(place, found)
        self._writer.start()
        return self._kept

    def keep(self, kept: Kept) -> None:
        if kept != self._kept:
            with self._changed:
                self._kept = kept
                self._changed.notify()

    def troubles(self) -> Iterable[TroubleMet]:
        """What went wrong since the last call."""
        troubles, self._troubles = self._troubles, []
        return troubles

    def close(self) -> None:
        """Write what is not written yet. Safe to call twice."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._writer.ident is not None:
            self._writer.join()

    def _write_on(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closing or self._kept is not self._written)
                kept, closing = self._kept, self._closing
            if kept is not self._written:
                self._written = kept
                try:
                    _write(self._file, self._as_json(kept))
                    if self._failed:
                        self._failed = False
                        self._troubles.append(TroubleMet("shelf", "back"))
                except OSError:
                    self._failed = True
                    self._troubles.append(TroubleMet("shelf", "not_kept"))
            elif closing:
                return

    def _as_json(self, kept: Kept) -> str:
        place = kept.place and asdict(anchor(self._article, kept.place))
        marks = [
            {"number": mark.number, **asdict(anchor(self._article, mark.place))} for mark in kept.bookmarks
        ]
        return json.dumps({"place": place, "bookmarks": marks}, ensure_ascii=False, indent=2) + "\n"


def _write(file: Path, text: str) -> None:
    """Replace a file as a whole, so that it outlives a power cut."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
