"""HTML, footnotes and marks of references in a text that was found, turned into plain Markdown lines.

Every line keeps the number that it has in the file; HTML may make several lines of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from voice_assistant.content.importing_source import Line, Note

_TAGS = (
    "a|abbr|acronym|address|article|aside|b|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|details|"
    "del|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|header|hr|i|iframe|img|input|ins|kbd|label|li|"
    "main|mark|nav|noscript|ol|option|p|picture|pre|q|s|samp|script|section|select|small|source|span|strike|"
    "strong|style|sub|summary|sup|svg|path|table|tbody|td|textarea|tfoot|th|thead|time|tr|tt|u|ul|var|video|wbr"
)
_TAG = re.compile(rf"<(?:/?(?:{_TAGS})\b[^<>]*)>", re.IGNORECASE)
_HIDDEN = re.compile(
    r"<!--(?:(?!<!--).)*?-->|<(script|style|noscript)\b[^<>]*>(?:(?!<\1\b).)*?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+|[\w.+-]+@[\w.-]+)>")
_STRANGE = re.compile(r"(?<!\]\()</?[A-Za-z][^<>]*>")
_BLOCK = re.compile(
    "address|article|aside|body|caption|center|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|"
    "hr|li|main|nav|p|pre|section|summary|tbody|tfoot|thead"
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_OPENED = re.compile(r"\s*(?:-|\d+\.|#+)\s*")
"""An entry of a list or a heading whose text has not come yet."""
_FOOTNOTE = re.compile(r"^\s{0,3}\[\^([^\]\s]+)\]:\s+(?=\S)")
_REFERENCES = re.compile(r"(?<=[\w.,;:!?)”\"’])\s?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\](?![(\[:])")
_BULLET = re.compile(r"^(\s*)(?:[•●▪◦‣■□▶►▸◆✓✔➢➤·–\uf0a7\uf0b7\uf0d8\uf0fc][\s\u00a0]+|o[\u00a0\t]\s*)(?=\S)")
_RULE = re.compile(r"\s*\+(?:[-=]{2,}\+)+\s*")
"""A line of a table that is drawn with signs."""
_MARKED = re.compile(r"==(?=\S)([^=\n]*\S)==|(?<=\w)~(\w{1,3})~")
"""Marked text, and lowered letters, as some kinds of Markdown have them."""


def plain_markup(lines: Iterable[Line], notes: list[Note]) -> tuple[tuple[Line, ...], bool]:
    """The lines without HTML, footnotes spelled out; and whether there was HTML."""
    text = [Line(line.number, _AUTOLINK.sub(r"\1", line.text)) for line in lines]
    joined = "\n".join(line.text for line in text)
    has_html = bool(_TAG.search(joined) or _HIDDEN.search(joined))
    if has_html:
        text = _without_html(joined, [line.number for line in text], notes)
    return tuple(_line(line, notes) for line in text), has_html


def _line(line: Line, notes: list[Note]) -> Line:
    text = _FOOTNOTE.sub(r"Footnote \1: ", line.text)
    for pattern, what in ((_REFERENCES, "marks of references"), (_STRANGE, "what looks like a tag of HTML")):
        if found := [each[0].strip() for each in pattern.finditer(text)]:
            notes.append(Note(line.number, f"{what} were left out", " ".join(found)))
            text = pattern.sub("", text)
    text = text.replace("&lt;", "<").replace("&#60;", "<")
    text = _MARKED.sub(lambda found: found[1] or found[2], _RULE.sub("", text))
    return Line(line.number, _BULLET.sub(r"\1- ", text))


def _without_html(text: str, numbers: list[int], notes: list[Note]) -> list[Line]:
    def hide(found: re.Match[str]) -> str:
        line = numbers[text.count("\n", 0, found.start())]
        notes.append(Note(line, "left out, as readers of the page do not see it", found[0]))
        return "\n" * found[0].count("\n")

    shown = _HIDDEN.sub(hide, text)
    walk = _Walk(numbers)
    at = 0
    for tag in _TAG.finditer(shown):
        walk.say(shown[at : tag.start()])
        walk.feed(tag[0])
        walk.skip(tag[0].count("\n"))
        at = tag.end()
    walk.say(shown[at:])
    walk.flush()
    return _without_double_blanks(walk.lines)


def _without_double_blanks(lines: list[Line]) -> list[Line]:
    before = ["", *(line.text.strip() for line in lines)]
    kept = [line for line, above in zip(lines, before, strict=False) if line.text.strip() or above]
    below = [*(line.text.strip() for line in kept[1:]), ""]
    # A break before the end of a paragraph breaks nothing.
    return [
        line if after else Line(line.number, line.text.removesuffix("\\"))
        for line, after in zip(kept, below, strict=True)
    ]


class _Walk(HTMLParser):
    """Writes Markdown for each tag that it is fed, in between the text."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._numbers = numbers
        self._index = 0
        self._text = ""
        self._links: list[str | None] = []
        self._lists: list[int | None] = []
        """The number of the last entry of each open list; None where they have none."""
        self._rows = 0
        self._cells = 0
        self._quotes = 0
        self._raised = False
        self._meanings: list[str] = []
        """What the open short forms stand for."""
        self._broken = False
        """Whether a line was just ended by its tag."""

    def say(self, text: str) -> None:
        first, *rest = text.split("\n")
        if self._broken and text:
            self._broken = False
            if not first.strip() and rest:  # the line ended already
                self._index = min(self._index + 1, len(self._numbers) - 1)
                first, *rest = rest
        self._add(first)
        for line in rest:
            if self._rows:  # a row of a table is one line
                self._text += " "
            else:
                self.flush()
            self._index = min(self._index + 1, len(self._numbers) - 1)
            self._add(line)

    def skip(self, lines: int) -> None:
        """Lines that end inside of a tag."""
        self._index = min(self._index + lines, len(self._numbers) - 1)

    def flush(self) -> None:
        quoted = f"{'> ' * self._quotes}{self._text.strip()}" if self._quotes else self._text
        self.lines.append(Line(self._numbers[self._index], quoted.rstrip()))
        self._text = ""

    def _add(self, text: str) -> None:
        if self._raised:  # a power, or the mark of a footnote
            text = text.translate(_RAISED)
        # Text in HTML is laid out by its tags; four spaces would make code of it.
        self._text += text.lstrip() if not self._text and text.startswith("    ") else text

    def _break(self) -> None:
        if _OPENED.fullmatch(self._text):
            return
        if self._text.strip():
            self.flush()
        self.flush()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        match tag:
            case "br" if self._rows:
                self._text += ", "
            case "br":
                self._text = f"{self._text.rstrip()}\\" if self._text.strip() else self._text
                self.flush()
                self._broken = True
            case "img":
                self._text += f"![{given.get('alt') or ''}](<{given.get('src') or ''}>)"
            case "a":
                address = given.get("href")
                self._links.append(address)
                self._text += "[" if address else ""
            case "ul" | "ol":
                self._break()
                self._lists.append(0 if tag == "ol" else None)
            case "li":
                self._entry()
            case "table":
                self._break()
                self._rows = 1
            case "tr":
                self._row()
            case "td" | "th":
                self._cells += 1
                self._text += "| "
            case "blockquote":
                self._break()
                self._quotes += 1
            case "sup" if self._text[-1:].isdigit():
                self._text += "^"
            case "sup":
                self._raised = True
            case "abbr" | "acronym":
                self._meanings.append((given.get("title") or "").strip())
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._break()
                self._text = "#" * int(tag[1]) + " "
            case _ if _BLOCK.fullmatch(tag) and not self._rows:
                self._break()
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "a":
                address = self._links.pop() if self._links else None
                self._text += f"](<{address}>)" if address else ""
            case "ul" | "ol":
                self._lists = self._lists[:-1]
                self._break()
            case "sup":
                self._raised = False
            case "abbr" | "acronym":
                meaning = self._meanings.pop() if self._meanings else ""
                self._text += f" ({meaning})" if meaning else ""
            case "tr":
                self._end_row()
            case "table":
                self._end_row()
                self._rows = 0
                self._break()
            case "td" | "th":
                self._text += " "
            case "blockquote":
                self._break()
                self._quotes = max(0, self._quotes - 1)
                self._break()
            case _ if _BLOCK.fullmatch(tag) and not self._rows:
                self._break()
            case _:
                pass

    def _entry(self) -> None:
        if self._text.strip():
            self.flush()
        depth = max(0, len(self._lists) - 1)
        last = self._lists[-1] if self._lists else None
        if last is None:
            self._text = "    " * depth + "- "
        else:
            self._lists[-1] = last + 1
            self._text = "    " * depth + f"{last + 1}. "

    def _row(self) -> None:
        self._end_row()
        if self._text.strip():  # what stands above the first row, or between two
            self._break()
        self._text, self._cells = "", 0

    def _end_row(self) -> None:
        if self._cells:
            self._text = f"{' '.join(self._text.split())} |"
            self.flush()
            if self._rows == 1:
                self._text = "|" + "---|" * self._cells
                self.flush()
            self._rows += 1
        self._cells = 0
