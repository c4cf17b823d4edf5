"""What an export from pages leaves in a text: numbers of pages, lines that stand on every page, divided words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from voice_assistant.content.importing_source import Line, Note
from voice_assistant.content.phrases import Knows

ON_EVERY_PAGE = 3
"""So often a line has to stand there."""

_TOLD = re.compile(r"page\s+(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]\s*(\d{1,4})\s*[-–—]", re.IGNORECASE)
_BARE = re.compile(r"\d{1,4}")
_DIVIDED = re.compile(r"(?<![\w-])([^\W\d_]{2,})[-\u2010]$")
_REST = re.compile(r"\s*([a-z]+)(\S*)\s*")
_HYPHENED = re.compile(
    "all|cut|ex|follow|half|hard|high|ill|long|low|mid|non|off|old|on|self|short|so|up|well|young|"
    "two|three|four|five|six|seven|eight|nine|ten"
)
"""What keeps its hyphen also in the middle of a line."""


def without_pages(lines: Sequence[Line], notes: list[Note]) -> tuple[Line, ...]:
    """The lines without what belongs to their pages, if there is any sign that it came from pages."""
    texts = [line.text.strip() for line in lines]
    turned = any(one.number == other.number for one, other in pairwise(lines))
    told = sum(bool(_TOLD.fullmatch(text)) for text in texts)
    if not turned and told < 2:
        return tuple(lines)
    often = Counter(_alike(text) for text in texts if len(text.split()) > 1)
    seen: set[str] = set()
    kept = []
    for line, text in zip(lines, texts, strict=True):
        what = ""
        if _TOLD.fullmatch(text) or _BARE.fullmatch(text):
            what = "left out, as the number of a page"
        elif often[_alike(text)] >= ON_EVERY_PAGE:
            # It may be the article's title, but not if it stands in columns.
            if _alike(text) in seen or re.search(r"\S\s{3,}\S", text):
                what = "left out, as it stands on every page"
            seen.add(_alike(text))
        if what:
            notes.append(Note(line.number, what, text))
        kept.append(Line(line.number, "") if what else line)
    return tuple(kept)


def _alike(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.split()))


def put_together(lines: Sequence[Line], knows: Knows | None, notes: list[Note]) -> tuple[Line, ...]:
    """The lines with each word whole that was divided at the end of one."""
    written = "\n".join(line.text for line in lines).casefold()
    words = set(re.findall(r"[^\W\d_]+", written))
    kept: list[Line] = []
    for line in lines:
        before = kept[-1].text if kept else ""
        first, rest = _DIVIDED.search(before), _REST.match(line.text)
        if first is None or rest is None or re.search(rf"{re.escape(first[1])}-$", line.text):
            kept.append(line)
            continue
        whole = first[1] + rest[1]
        hyphened = f"{first[1]}-{rest[1]}"
        if hyphened.casefold() in written or not _is_word(first[1], rest[1], words, knows):
            whole = hyphened
        else:
            notes.append(
                Note(
                    kept[-1].number,
                    f"“{whole}” is written in place of the divided word",
                    f"{hyphened[: len(first[1]) + 1]} {rest[1]}",
                )
            )
        kept[-1] = Line(kept[-1].number, before[: first.start()] + whole + rest[2])
        if left := line.text[rest.end() :]:
            kept.append(Line(line.number, left))
    return tuple(kept)


def _is_word(first: str, rest: str, words: set[str], knows: Knows | None) -> bool:
    """Whether two parts of a word are one without a hyphen, by the article's words and those of the recognizer."""
    whole = (first + rest).casefold()
    if whole in words or (knows is not None and knows(whole)):
        return True
    if _HYPHENED.fullmatch(first.casefold()):
        return False
    both = knows is not None and knows(first.casefold()) and knows(rest)
    return not both
