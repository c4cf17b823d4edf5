"""Markdown as a flat row of blocks, each with its line. The only door to markdown-it-py.

A reader of articles and the import of articles both walk this row. Nesting is flattened: a paragraph in a
list knows the marks of the entries that it is in, and whether it is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

NO_DESCRIPTION = "no description"


@dataclass(frozen=True, slots=True)
class Inline:
    """The text of a paragraph, a heading or a cell."""

    text: str
    """What is read of it: emphasis dropped, links as their text, pictures as their description."""
    breaks: tuple[int, ...] = ()
    """The offsets in the text at which a line of the file begins."""
    markdown: str = ""
    """The same as Markdown, with its links and pictures, without emphasis; lines as in the file."""
    bare_pictures: int = 0
    """How many pictures have no description."""
    strong: bool = False
    """Whether all of it is printed bold."""
    link: bool = False
    """Whether all of it is one link."""


@dataclass(frozen=True, slots=True)
class Heading:
    line: int
    level: int
    inline: Inline


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    line: int
    inline: Inline
    marks: tuple[str, ...] = ()
    """Of the list entries it is in, from outside: "-", or the number as "3."."""
    first: bool = False
    """Whether it begins its list entry."""
    quoted: bool = False
    group: int = 0
    """The same for all blocks that stand in one list or quotation, and for no others."""


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Table:
    line: int
    head: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Code:
    line: int
    text: str
    fenced: bool


Block: TypeAlias = Heading | Text | Table | Code


def markdown_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text; lines count from 1."""
    return _walk(MarkdownIt("commonmark", {"html": False}).enable("table").parse(text))


def plain_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text: paragraphs, lists, quotations, underlined headings."""
    return _walk(MarkdownIt("zero").enable(["blockquote", "list", "lheading", "newline"]).parse(text))


def escaped(text: str) -> str:
    """A plain text as Markdown that means the same."""
    text = re.sub(r"([\\`*_\[\]<|~])|(&)(?=#?\w+;)", r"\\\1\2", text)
    text = re.sub(r"^(\s*)([-+#>=])", r"\1\\\2", text)
    return re.sub(r"^(\s*\d{1,9})([.)])(?=\s|$)", r"\1\\\2", text)


@dataclass(slots=True)
class _Walk:
    """What is known while the tokens go by."""

    blocks: list[Block] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    fresh: bool = False
    """Whether a list entry has just begun."""
    quotes: int = 0
    group: int = 0
    heading: Token | None = None
    table: list[Row] = field(default_factory=list)
    cells: list[Inline] | None = None


def _walk(tokens: Sequence[Token]) -> tuple[Block, ...]:
    walk = _Walk()
    table_line = row_line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else 1
        match token.type:
            case "heading_open":
                walk.heading = token
            case "heading_close":
                walk.heading = None
            case "blockquote_open":
                walk.quotes += 1
            case "blockquote_close":
                walk.quotes -= 1
            case "list_item_open":
                walk.marks.append(f"{token.info}." if token.info else "-")
                walk.fresh = True
            case "list_item_close":
                walk.marks.pop()
                walk.fresh = False
            case "fence" | "code_block":
                walk.blocks.append(Code(line, token.content, token.type == "fence"))
            case "table_open":
                table_line, walk.table = line, []
            case "tr_open":
                row_line, walk.cells = line, []
            case "tr_close":
                walk.table.append(Row(row_line, tuple(walk.cells or ())))
                walk.cells = None
            case "table_close":
                walk.blocks.append(Table(table_line, walk.table[0], tuple(walk.table[1:])))
            case "inline":
                _take(walk, token, line)
            case _:
                pass
        if token.level == 0 and token.nesting <= 0:
            walk.group += 1
    return tuple(walk.blocks)


def _take(walk: _Walk, token: Token, line: int) -> None:
    inline = _inline(token)
    if walk.cells is not None:
        walk.cells.append(inline)
    elif walk.heading:
        walk.blocks.append(Heading(line, int(walk.heading.tag[1]), inline))
    else:
        first, walk.fresh = walk.fresh, False
        block = Text(line, inline, tuple(walk.marks), first, walk.quotes > 0, walk.group)
        walk.blocks.append(block)


def _inline(token: Token) -> Inline:
    text = markdown = ""
    breaks: list[int] = []
    bare = 0
    links: list[str] = []
    children = token.children or []
    for child in children:
        match child.type:
            case "text" | "code_inline" | "text_special":
                text += child.content
                at_start = not markdown or markdown.endswith("\n")
                markdown += escaped(child.content) if at_start else escaped(f"x{child.content}")[1:]
            case "softbreak":
                text += " "
                breaks.append(len(text))
                markdown += "\n"
            case "hardbreak":
                text = text.rstrip()
                text += ", " if text[-1:].isalnum() else " "
                breaks.append(len(text))
                markdown += "\\\n"
            case "image":
                described = "".join(part.content for part in child.children or []).strip(" .")
                bare += not described
                described = described or NO_DESCRIPTION
                text += f"Picture: {described}."
                markdown += f"![{escaped(described)}]({_target(child.attrGet('src'))})"
            case "link_open":
                links.append(_target(child.attrGet("href")))
                markdown += "["
            case "link_close":
                markdown += f"]({links.pop()})"
            case _:
                pass
    return Inline(
        text=text,
        breaks=tuple(breaks),
        markdown=markdown,
        bare_pictures=bare,
        strong=_all_in(children, "strong_open", "strong_close"),
        link=_all_in(children, "link_open", "link_close"),
    )


def _target(address: str | int | float | None) -> str:
    written = str(address or "").replace("<", "%3C").replace(">", "%3E")
    return f"<{written}>" if re.search(r"[\s()]", written) or not written else written


def _all_in(children: Sequence[Token], opening: str, closing: str) -> bool:
    inner = [child for child in children if child.type != "text" or child.content.strip(" :")]
    kinds = [child.type for child in inner]
    return len(kinds) > 2 and kinds[0] == opening and kinds[-1] == closing and kinds.count(opening) == 1
