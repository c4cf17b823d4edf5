"""What belongs to an article and how it is divided: its title, its introduction and its sections.

How it is found out:

1. Lines of the page (advertisement) and links to other articles are left out: those with a label wherever
   they stand; those without one at the end, where nothing is said about them any more.
2. The title is the first heading or line. Headings in Markdown are believed.
3. Where there are none, a short line by itself that is no sentence, with text after it, is one. Of two such
   lines the second is a heading within the section; of more, all but the last are entries of a list.
4. The highest kind of heading begins a section; the lower ones are read within it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from voice_assistant.content.blocks import Block, Heading, Inline, Text
from voice_assistant.content.importing_signs import (
    FURNITURE,
    LABELLED,
    RELATED,
    all_capitals,
    article_like,
    heading_like,
    is_line,
    is_prose,
    number_of,
    perhaps_article,
)
from voice_assistant.content.importing_source import Note

LONGEST_TITLE = 25
"""Words of a heading in Markdown; whatever is longer is a paragraph with a line below."""


@dataclass(slots=True)
class Part:
    """The introduction, or a section."""

    line: int
    title: Inline
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    line: int
    """Of the title; 1 if there is none."""
    title: Inline
    parts: list[Part]
    """The introduction first, which may be empty."""


def outlined(blocks: Sequence[Block], title: str | None, notes: list[Note]) -> Outline:
    """`title`: what the article is called if nothing in its text says so. Lines are those of the file."""
    kept = [_shortened(block) for block in blocks if _says_something(block)]
    kept = _without_page(_links_apart(kept), notes)
    explicit = any(isinstance(block, Heading) for block in kept[1:])
    if explicit:
        kept = [_if_bold(block) for block in kept]
    kept = _without_tail(kept, explicit, notes)
    line, named, kept = _titled(kept, title, notes)
    if not explicit:
        kept = _with_headings(kept, notes)
    kept = _without_second_titles(kept)
    levels = [block.level for block in kept if isinstance(block, Heading)]
    top = min(levels, default=2)
    parts = [Part(1, named)]
    for block in kept:
        if isinstance(block, Heading) and block.level == top:
            parts.append(Part(block.line, block.inline))
        elif isinstance(block, Heading):
            parts[-1].blocks.append(replace(block, level=min(6, max(3, block.level - top + 2))))
        else:
            parts[-1].blocks.append(block)
    return Outline(line, named, parts)


def _without_second_titles(blocks: Sequence[Block]) -> list[Block]:
    """Headings as high as the title, after lower ones, as sections like those: an article has one title."""
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    if 1 not in levels or levels[0] == 1:
        return list(blocks)
    top = levels[0]
    return [
        replace(block, level=top) if isinstance(block, Heading) and block.level == 1 else block
        for block in blocks
    ]


def _says_something(block: Block) -> bool:
    if isinstance(block, Heading | Text):
        return bool(re.search(r"\w", block.inline.text)) or not block.inline.text.isascii()
    return True


def _shortened(block: Block) -> Block:
    """A heading that is too long to be one as a paragraph."""
    if isinstance(block, Heading) and len(block.inline.text.split()) > LONGEST_TITLE:
        return Text(block.line, block.inline, group=-block.line)
    return block


def _if_bold(block: Block) -> Block:
    """A line in bold print as what it is meant to be: a low heading."""
    if isinstance(block, Text) and is_line(block) and block.inline.strong and heading_like(block.inline.text):
        return Heading(block.line, 6, block.inline)
    return block


def _text(block: Block) -> str:
    return block.inline.text.strip() if isinstance(block, Heading | Text) else ""


# --- what does not belong to it ----------------------------------------------------------------------


def _links_apart(blocks: list[Block]) -> list[Block]:
    """The blocks, with links to other articles that stand line below line as a block each."""
    found: list[Block] = []
    for block in blocks:
        lines = _lines(block)
        texts = [_text(line) for line in lines]
        if RELATED.fullmatch(texts[0]) or (found and RELATED.fullmatch(_text(found[-1]))):
            found += lines if all(map(heading_like, texts)) else [block]
        else:
            found += lines if block is blocks[-1] and all(map(article_like, texts)) else [block]
    return found


def _lines(block: Block) -> list[Block]:
    """Each line of a paragraph as a block by itself."""
    if not isinstance(block, Text) or block.marks or not block.inline.breaks:
        return [block]
    written = block.inline.markdown.split("\n")
    starts = (0, *block.inline.breaks)
    ends = (*block.inline.breaks, len(block.inline.text))
    texts = [block.inline.text[start:end].strip(" ,") for start, end in zip(starts, ends, strict=True)]
    return [
        Text(block.line + index, Inline(text=text, markdown=line.removesuffix("\\")), group=block.group)
        for index, (text, line) in enumerate(zip(texts, written, strict=True))
    ]


def _without_page(blocks: list[Block], notes: list[Note]) -> list[Block]:
    kept = []
    for block in (part for whole in blocks for part in _page_lines_apart(whole)):
        text = _text(block)
        if (is_line(block) or isinstance(block, Heading)) and FURNITURE.fullmatch(text):
            notes.append(Note(block.line, "left out, as it belongs to the page and not to the article", text))
        elif is_line(block) and LABELLED.fullmatch(text):
            notes.append(Note(block.line, "left out, as a link to another article", text))
        else:
            kept.append(block)
    return kept


def _page_lines_apart(block: Block) -> list[Block]:
    """The lines of a paragraph as a block each, if all of them belong to the page."""
    lines = _lines(block)
    return lines if all(FURNITURE.fullmatch(_text(line)) for line in lines) else [block]


def _without_tail(blocks: list[Block], explicit: bool, notes: list[Note]) -> list[Block]:
    start = _tail(blocks, explicit)
    for block in blocks[start:]:
        inline = block.inline if isinstance(block, Heading | Text) else Inline("")
        written = inline.markdown if "](" in inline.markdown else inline.text
        notes.append(Note(block.line, "left out, as a link to another article", written))
    return blocks[:start]


def _tail(blocks: list[Block], explicit: bool) -> int:
    """Where the links to other articles begin; the number of blocks if there are none."""
    end = len(blocks)
    start = end
    while start > 1 and _may_be_link(blocks[start - 1]):
        start -= 1
    for index in range(start, end):
        if not _marked(blocks[index]) and RELATED.fullmatch(_text(blocks[index])):
            return index
    if not any(isinstance(block, Text) and is_prose(block.inline) for block in blocks[:start]):
        return end
    while start < end and (
        _marked(blocks[start]) or not (perhaps_article(_text(blocks[start])) or _short_article(blocks[start]))
    ):
        start += 1
    lines = blocks[start:]
    if any(map(_marked, lines)) or (start and _text(blocks[start - 1]).endswith(":")):
        return end
    if explicit:
        # Headings are marked here, so a line without a mark is text unless it is plainly a title or a link.
        sure = all(isinstance(each, Heading) or article_like(_text(each)) or _is_link(each) for each in lines)
    else:
        sure = len(lines) > 1 or any(article_like(_text(each)) or _is_link(each) for each in lines)
    if explicit and len(lines) == 1 and isinstance(lines[0], Heading):
        return end
    return start if sure else end


def _may_be_link(block: Block) -> bool:
    if isinstance(block, Heading):
        return True
    if not isinstance(block, Text) or block.quoted or block.inline.breaks:
        return False
    text = _text(block)
    return _is_link(block) or (heading_like(text) if not block.marks else len(text.split()) <= 18)


def _short_article(block: Block) -> bool:
    return article_like(_text(block)) or _is_link(block)


def _is_link(block: Block) -> bool:
    return isinstance(block, Text) and block.inline.link


def _marked(block: Block) -> bool:
    return isinstance(block, Text) and bool(block.marks)


# --- the title and the headings ----------------------------------------------------------------------


def _titled(blocks: list[Block], title: str | None, notes: list[Note]) -> tuple[int, Inline, list[Block]]:
    """The title with its line, and the blocks without it."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    first = blocks[0] if blocks else None
    levels = [block.level for block in headings]
    sure = title is None or levels.count(1) == 1
    if headings and sure and (levels[0] == 1 or (title is None and first is headings[0] and _alone(levels))):
        _tell_other_title(title, headings[0], notes)
        return headings[0].line, headings[0].inline, [block for block in blocks if block is not headings[0]]
    if isinstance(first, Text) and title is not None and _text(first).casefold() == title.casefold():
        _tell_other_title(title, first, notes)
        return first.line, first.inline, blocks[1:]
    if isinstance(first, Text) and title is None and is_line(first) and _may_be_title(first) and blocks[1:]:
        notes.append(Note(first.line, f"taken as the title: “{_text(first)}”"))
        return first.line, first.inline, blocks[1:]
    if isinstance(first, Text) and title is None and _is_title_of_lines(first) and blocks[1:]:
        notes.append(Note(first.line, f"taken as the title: “{_text(first)}”"))
        return first.line, first.inline, blocks[1:]
    return 1, Inline(text=title or "", markdown=""), blocks


def _tell_other_title(title: str | None, used: Heading | Text, notes: list[Note]) -> None:
    """Tell what becomes of the title in the head, where the text has one as well."""
    if title is not None:
        same = title.casefold() == _text(used).casefold()
        what = (
            "said once, as the title in the text is the same"
            if same
            else "left out, as the text has another title"
        )
        notes.append(Note(1, what, title))


def _alone(levels: Sequence[int]) -> bool:
    """Whether the first heading is higher than all others."""
    return levels[0] < min(levels[1:], default=7)


def _may_be_title(block: Text) -> bool:
    text = _text(block)
    return heading_like(text.rstrip("!")) or (len(text.split()) <= LONGEST_TITLE and text[-1] not in ".,;:")


def _is_title_of_lines(block: Text) -> bool:
    """Whether a paragraph of two or three lines is a long title."""
    return (
        len(block.inline.breaks) in (1, 2) and not block.marks and article_like(_text(block).replace(",", ""))
    )


def _with_headings(blocks: list[Block], notes: list[Note]) -> list[Block]:
    """The blocks of a text without marked headings, with headings where short lines look like them."""
    lines = [is_line(block) and heading_like(_text(block)) for block in blocks]
    texts = sum(isinstance(block, Text) and not block.marks for block in blocks)
    in_runs = sum(len(run) for is_short, group in groupby(lines) if is_short and len(run := [*group]) > 2)
    if in_runs > 0.5 * texts:
        return blocks  # verses, a list of names: most of it is short lines
    found: list[Block] = []
    index = 0
    while index < len(blocks):
        end = index
        while end < len(blocks) and lines[end]:
            end += 1
        if end == index:
            found.append(blocks[index])
            index += 1
            continue
        after_colon = bool(found) and _text(found[-1]).endswith(":") and not isinstance(found[-1], Heading)
        following = blocks[end] if end < len(blocks) else None
        found += _run(
            [block for block in blocks[index:end] if isinstance(block, Text)], following, after_colon, notes
        )
        index = end
    return found


def _run(run: list[Text], following: Block | None, after_colon: bool, notes: list[Note]) -> list[Block]:
    """Short lines that stand one after the other, as headings or as a list."""
    if following is None:
        return [*_entries(run, notes)] if after_colon or len(run) > 2 else [*run]
    *before, last = run
    if _text(last).endswith(":") and not all_capitals(_text(last)) and _goes_on(_text(last), following):
        return [*_run(before, last, after_colon, notes), last] if before else [last]
    if after_colon or len(before) > 1:
        return [*_entries(before, notes), _heading(last, 2, notes)]
    if before:
        return [_heading(before[0], 2, notes), _heading(last, 3, notes)]
    return [_heading(last, 2, notes)]


def _goes_on(line: str, following: Block) -> bool:
    """Whether a line with a colon is the beginning of what follows, rather than a heading above it."""
    return len(line.split()) > 4 if _marked(following) else _text(following)[:1].islower()


def _entries(run: list[Text], notes: list[Note]) -> list[Text]:
    for block in run:
        notes.append(Note(block.line, f"taken as an entry of a list: “{_text(block)}”"))
    group = run[0].group if run else 0
    return [replace(block, marks=("-",), first=True, group=group) for block in run]


def _heading(block: Text, level: int, notes: list[Note]) -> Heading:
    depth = number_of(_text(block))
    inside = " within a section" if level > 2 or depth > 1 else ""
    notes.append(Note(block.line, f"taken as a heading{inside}: “{_text(block)}”"))
    return Heading(block.line, max(level, depth + 1), block.inline)
