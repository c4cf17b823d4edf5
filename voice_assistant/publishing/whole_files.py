"""Files that appear whole, or not at all: full disks and Ctrl-C leave nothing half-written behind."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from voice_assistant.errors import OutputError

PART = ".part"
"""Ends the name of a file that is not whole yet."""


class WholeFiles:
    """Files that belong together; use it in a `with`.

    Each is written under another name beside its place. If the `with` is left without an exception, they take
    their places in the order in which they were asked for; otherwise they are removed, and what was there
    before stays as it was.
    """

    def __init__(self) -> None:
        self._files: list[tuple[Path, Path]] = []
        """(where it is written, its place)."""

    def beside(self, path: Path) -> Path:
        """Where to write a file until it is whole; a device is written to directly.

        Raises `OutputError` if a folder is in its place.
        """
        place = path.resolve() if path.is_symlink() else path
        if place.is_dir():
            raise OutputError(f"{path} cannot be written (it is a folder): name a file in it.")
        if place.exists() and not place.is_file():
            return place
        part = place.with_name(place.name + PART)
        self._files.append((part, place))
        return part

    def write(self, path: Path, text: str) -> None:
        """Write a whole text."""
        part = self.beside(path)
        try:
            part.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise cannot_write(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for part, place in self._files if kind is None else []:
                try:
                    part.replace(place)
                except OSError as trouble:
                    raise cannot_write(place, trouble) from trouble
        finally:
            for part, _ in self._files:
                with suppress(OSError):  # where it could not be made, there is nothing to remove
                    part.unlink()


def cannot_write(path: Path, error: OSError) -> OutputError:
    """What to say of a file, by the name that it was to have."""
    file, reason = str(path).removesuffix(PART), error.strerror or error
    return OutputError(
        f"{file} cannot be written ({reason}): choose another place, or make room on the disk."
    )


def make_folder(folder: Path) -> None:
    """Make a folder for output. Raises `OutputError` if that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"The folder {folder} cannot be made ({error.strerror}): choose another one."
        ) from error
