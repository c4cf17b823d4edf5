"""What is wrong in a file that a person wrote, and where: the one form of complaint about content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LARGEST = 1_000_000
"""Bytes of a file that people write by hand; whatever is larger is something else."""
LARGEST_ARTICLE = 8_000_000
"""Bytes. Some 1.3 million words, six days of reading: whatever is larger is not an article."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend. Sorts by file, then by place."""

    file: Path
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    sentence: str
    """What is wrong, and what to do about it."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.sentence}"


class FindingsError(Exception):
    """A file cannot be used at all. Carries everything that was found in it; at least one finding."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(set(findings)))
        super().__init__(str(self.findings[0]))


def read_text(file: Path, largest: int = LARGEST) -> str:
    """The text of a file, with plain line ends. Raises `FindingsError` if it is not there or not a text.

    `largest`: bytes that it may have.
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(largest + 1)
    except FileNotFoundError:
        raise refused(file, 1, 1, "This file is missing; write it, or correct its name.") from None
    except OSError as error:
        reason = error.strerror or "unknown trouble"
        raise refused(file, 1, 1, f"This file cannot be read ({reason}); look at its rights.") from error
    if len(content) > largest:
        raise refused(file, 1, 1, f"This file is larger than {largest:,} bytes; make it smaller.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        line, column = place_of(before, len(before))
        raise refused(file, line, column, "This is not UTF-8; save the file as UTF-8 text.") from error
    return text.replace("\r\n", "\n")


def place_of(text: str, offset: int) -> tuple[int, int]:
    """The line and the column of a character in a text, from 1."""
    line_start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - line_start + 1


def refused(file: Path, line: int, column: int, sentence: str) -> FindingsError:
    return FindingsError([Finding(file, line, column, sentence)])
