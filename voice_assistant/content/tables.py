"""A table as sentences: what it holds, and then row by row, each cell with the heading of its column."""

from __future__ import annotations

from collections.abc import Iterator

from voice_assistant.content.blocks import Inline, Row, Table
from voice_assistant.content.pack import ArticleSentence
from voice_assistant.content.sentences import spoken_pieces
from voice_assistant.content.speakable import speakable

NOTHING = "nothing"
"""Said for an empty cell."""


def table_sentences(table: Table) -> Iterator[ArticleSentence]:
    heads = [_said(cell) for cell in table.head.cells]
    named = ", ".join(head for head in heads if head)
    kind = "column" if len(heads) == 1 else "columns"
    what = f"A table with {len(heads)} {kind}{': ' if named else ''}{named}."
    yield from _cut(what, table.line)
    for row in table.rows:
        yield from _cut(_row(heads, row), row.line)
    last = table.rows[-1] if table.rows else table.head
    yield ArticleSentence(text="End of the table.", line=last.line)


def _row(heads: list[str], row: Row) -> str:
    cells = zip(heads, map(_said, row.cells), strict=True)
    if len(heads) == 1:
        return f"{_said(row.cells[0]) or NOTHING}."
    return "; ".join(f"{head}: {cell or NOTHING}" if head else cell or NOTHING for head, cell in cells) + "."


def _said(cell: Inline) -> str:
    return speakable(cell.text).rstrip(" .;:,")


def _cut(text: str, line: int) -> Iterator[ArticleSentence]:
    for _, piece in spoken_pieces(text):
        yield ArticleSentence(text=piece, line=line)
