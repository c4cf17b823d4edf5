"""An imported article as the files of a pack, and these files into their folder, all or nothing."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from voice_assistant.content.blocks import Block, Code, Heading, Inline, Row, Table, Text, escaped
from voice_assistant.errors import OutputError, UsageError

_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,79}")


@dataclass(frozen=True, slots=True)
class WrittenPart:
    id: str
    title: Inline
    names: tuple[str, ...]
    blocks: tuple[Block, ...]


def article_text(title: str, source: str, today: date, parts: Sequence[WrittenPart]) -> str:
    """article.md. The first part is the introduction, whose title is the article's."""
    lines = [
        "---",
        "# The article as it was imported. Listen to it, mend what sounds wrong, and run `voice-assistant check`.",
        f"title: {json.dumps(title, ensure_ascii=False)}",
        "language: en",
        f"source: {json.dumps(source, ensure_ascii=False)}",
        "# The day of the import: nobody has reviewed the article yet.",
        f"reviewed: {today.isoformat()}",
        "# Ways to ask for a section; the first is the one that is offered.",
        "names:",
        *(f"  {part.id}: [{', '.join(json.dumps(name) for name in part.names)}]" for part in parts),
        "---",
    ]
    for number, part in enumerate(parts):
        if number:
            lines += ["", f"## {_heading(part.title)} {{#{part.id}}}"]
        lines += ["", *_blocks(part.blocks)]
    return "\n".join(lines) + "\n"


def body_of(text: str) -> str:
    """article.md without its head."""
    return text.split("\n---\n", 1)[1]


def pronunciation_text(spelled: Mapping[str, str]) -> str:
    lines = [
        "# Guessed at the import: listen, and correct what is wrong. As written, then as the voice must read it.",
        *(f"{json.dumps(written)}: {json.dumps(read)}" for written, read in spelled.items()),
    ]
    return "\n".join(lines) + "\n"


def target(out: Path, name: str | None) -> Path:
    """The pack's folder; raises `UsageError` if there is something in it that would be overwritten."""
    if name is not None and (not _NAME.fullmatch(name) or name == "assistant"):
        raise UsageError(f"A pack cannot be called '{name}': use letters, digits, dashes and underscores.")
    folder = out / name if name else out
    if folder.is_dir() and not any(folder.iterdir()):
        return folder
    if folder.exists() or folder.is_symlink():
        what = "is not empty" if folder.is_dir() else "is not a folder"
        raise UsageError(f"{folder} {what}: name a new folder, so that nothing is overwritten.")
    return folder


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """All of these files into a folder that is new or empty, or none. Raises `OutputError`."""
    made: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        for name, text in files.items():
            (made / name).write_text(text, encoding="utf-8")
        made.chmod(0o755)
        made.rename(folder)
    except OSError as error:
        reason = error.strerror or "unknown trouble"
        raise OutputError(
            f"The pack cannot be written to {folder} ({reason}): name another folder."
        ) from error
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)


# --- Markdown ----------------------------------------------------------------------------------------


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    """The lines of the blocks, with blank lines between them where Markdown needs them."""
    before: Block | None = None
    bullet = "-"
    for block in blocks:
        same = isinstance(block, Text) and isinstance(before, Text) and block.group == before.group
        if isinstance(block, Text) and isinstance(before, Text) and not same:
            # Two lists, one after the other, would become one if they had the same bullets.
            bullet = "*" if bullet == "-" and block.marks and before.marks else "-"
        tight = same and isinstance(block, Text) and block.marks and block.first
        if before is not None and not tight:
            quoted = same and isinstance(block, Text) and block.quoted
            yield ">" if quoted else ""
        yield from _lines(block, bullet)
        before = block


def _lines(block: Block, bullet: str) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {_heading(block.inline)}"
        case Text():
            marks = [bullet if mark == "-" else mark for mark in block.marks]
            quote = "> " if block.quoted else ""
            indents = " " * sum(len(mark) + 1 for mark in marks)
            opening = indents
            if block.first and marks:
                opening = " " * sum(len(mark) + 1 for mark in marks[:-1]) + f"{marks[-1]} "
            for number, line in enumerate(block.inline.markdown.split("\n")):
                yield f"{quote}{opening if number == 0 else indents}{line}"
        case Table():
            yield _row(block.head)
            yield "|" + "---|" * len(block.head.cells)
            yield from map(_row, block.rows)
        case Code():
            raise ValueError("code has no place in an imported article")


def _heading(title: Inline) -> str:
    # A number at the start of a paragraph has to be told from a list's, but not after the signs of a heading.
    return re.sub(r"^(\d+)\\([.)])", r"\1\2", _one_line(title))


def _row(row: Row) -> str:
    return "| " + " | ".join(_one_line(cell) for cell in row.cells) + " |"


def _one_line(inline: Inline) -> str:
    return " ".join(inline.markdown.replace("\\\n", " ").split())


def plain(text: str) -> Inline:
    """One line of plain text."""
    return Inline(text=text, markdown=escaped(text))
