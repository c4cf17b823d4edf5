"""Paragraphs of plain text as their writer meant them: what do the ends of lines mean?

Some texts have a paragraph in each line; some break lines at a fixed width; and in verses and addresses each
line stands for itself. The blocks that come out have one meaning each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from voice_assistant.content.blocks import Block, Inline, Text, escaped
from voice_assistant.content.importing_signs import all_capitals, article_like, heading_like, number_of

LONG_LINE = 120
"""Characters. Nobody breaks lines by hand so far out: such a line is a paragraph."""
SHORT_LINE = 60
"""Characters. Lines that are all shorter are verses, or an address."""


def laid_out(blocks: Iterable[Block], lines: Sequence[str]) -> list[Block]:
    """The blocks of a plain text, its paragraphs divided where they have to be. `lines`: the text."""
    found: list[Block] = []
    for block in with_numbered(blocks, lines):
        if isinstance(block, Text) and not block.marks and not block.quoted:
            found += _paragraphs(block.line, _lines_of(block, lines), block.group)
        else:
            found.append(block)
    return found


def with_numbered(blocks: Iterable[Block], lines: Sequence[str]) -> list[Block]:
    """The blocks, with each numbered entry that is a list by itself as a paragraph, if it may be a heading."""
    found: list[Block] = []
    blocks = list(blocks)
    sizes = Counter(block.group for block in blocks if isinstance(block, Text))
    for block in blocks:
        match block:
            case Text(marks=(mark,)) if sizes[block.group] == 1 and mark != "-":
                found += _numbered(block, _lines_of(block, lines))
            case _:
                found.append(block)
    return found


def plain_inline(lines: Sequence[str], hard: bool = False) -> Inline:
    """Lines of plain text as a paragraph; `hard`: each line stands for itself."""
    return Inline(
        text=" ".join(lines),
        breaks=tuple(len(" ".join(lines[:index])) + 1 for index in range(1, len(lines))),
        markdown=("\\\n" if hard else "\n").join(map(escaped, lines)),
    )


def _lines_of(block: Text, lines: Sequence[str]) -> list[str]:
    count = len(block.inline.breaks) + 1
    return [line.strip() for line in lines[block.line - 1 : block.line - 1 + count]]


def _paragraphs(line: int, written: list[str], group: int) -> Iterator[Text]:
    """The paragraphs in lines that stand together."""
    if len(written) > 1 and _heads(written[0], written[1]):
        yield Text(line, plain_inline(written[:1]), group=group)
        yield from _paragraphs(line + 1, written[1:], group)
        return
    longest = max(map(len, written))
    if longest >= LONG_LINE and len(written) > 1:
        for index, each in enumerate(written):
            yield Text(line + index, plain_inline([each]), group=group)
        return
    even = longest >= 40 and min(map(len, written[:-1]), default=longest) >= 0.7 * longest
    # Verses and addresses begin their lines with capitals; what goes on in small letters was wrapped.
    wrapped = sum(each[:1].islower() for each in written[1:]) > 0.5 * (len(written) - 1)
    hard = not even and not wrapped and longest <= SHORT_LINE
    yield Text(line, plain_inline(written, hard=hard), group=group)


def _numbered(block: Text, written: list[str]) -> Iterator[Text]:
    """An entry of a list that has no other is a numbered heading, where it looks like one."""
    # The first line still has its number, which only the parser took off.
    if heading_like(written[0]) and (len(written) == 1 or _heads(written[0], written[1])):
        yield from _paragraphs(block.line, written, block.group)
    else:
        yield block


def _heads(first: str, second: str) -> bool:
    """Whether a line is a heading although text follows at once."""
    if not heading_like(first):
        return False
    if len(second) >= LONG_LINE:
        return True
    if (
        article_like(first)
        and second[:1].isupper()
        and not article_like(second)
        and len(first) < 0.75 * len(second)
    ):
        return True
    return (all_capitals(first) and not all_capitals(second)) or (
        number_of(first) > 0
        and ((number_of(second) == 0 and len(second) > len(first)) or _is_within(first, second))
    )


def _is_within(first: str, second: str) -> bool:
    """Whether the second line is a numbered heading within the part that the first one begins ("2", "2.1")."""
    return number_of(second) > number_of(first) and second.startswith(re.split(r"[.):]?\s", first)[0] + ".")
