"""From the bytes of an article as it was found to its lines of text, whatever system it comes from.

What is changed or left out on the way is told as a `Note`, so that no word goes missing silently.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from voice_assistant.content.findings import LARGEST_ARTICLE
from voice_assistant.content.speakable import visible
from voice_assistant.errors import ContentError, MissingError, OutputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""What a file begins with, by its encoding; the longer marks before those that they begin with."""
_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a word processor's file or an archive"),
    (b"\xd0\xcf\x11\xe0", "a word processor's file"),
    (b"{\\rtf", "a word processor's file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "an archive"),
)
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_INNER_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("\x1b\\[[0-9;]*[A-Za-z]|[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});")
_KEY = re.compile(r"^\"?([A-Za-z][\w-]{1,30})\"?\s*[:=]\s*(.*)$")


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Something about the import that its author is told."""

    line: int
    """Of the article as it was found."""
    sentence: str
    left_out: str = ""
    """The words that are not in the pack."""

    def __str__(self) -> str:
        words = " ".join(self.left_out.split())
        return f"line {self.line}: {self.sentence}{f': “{words}”' if words else ''}."


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    """In the file, from 1."""
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """An article as it was found."""

    lines: tuple[Line, ...]
    notes: tuple[Note, ...]
    title: str | None
    """From a head that another system wrote."""
    after_head: tuple[Line, ...]
    """The lines without such a head."""


def read_source(file: Path) -> Source:
    """Raises `MissingError` or `OutputError` if it cannot be read, and `ContentError` if it is no text."""
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_ARTICLE + 1)
    except FileNotFoundError:
        raise MissingError(f"There is no file {file}: correct its name.") from None
    except OSError as error:
        reason = error.strerror or "unknown trouble"
        raise OutputError(f"The file {file} cannot be read ({reason}): name an article's file.") from error
    if len(content) > LARGEST_ARTICLE:
        size = f"{LARGEST_ARTICLE // 1_000_000} MB"
        raise ContentError(f"{file} is larger than {size}, days of reading: import it in parts.")
    notes: list[Note] = []
    lines = _clean(_decode(content, file, notes), notes)
    if not any(re.search(r"\w", line.text) for line in lines):
        raise ContentError(f"{file} holds no words: name the file of an article.")
    _refuse_page(file, lines)
    title, after_head = _without_head(lines, notes)
    return Source(tuple(lines), tuple(notes), title, tuple(after_head))


def _decode(content: bytes, file: Path, notes: list[Note]) -> list[str]:
    for magic, kind in _FORMATS:
        if content.startswith(magic):
            raise ContentError(f"{file} is {kind}, not text: save the article as text or Markdown first.")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _LINE_ENDS.split(content[len(mark) :].decode(encoding, errors="replace"))
    if b"\0" in content:
        for encoding, zeros in (("utf-16-le", content[1::2]), ("utf-16-be", content[::2])):
            if zeros and zeros.count(0) > len(zeros) // 2:
                notes.append(
                    Note(1, f"the file has no mark of its encoding and was read as {encoding.upper()}")
                )
                return _LINE_ENDS.split(content.decode(encoding, errors="replace"))
    odd = sum(content.count(sign) for sign in (*range(9), *range(14, 27)))
    if odd > len(content) // 20:
        raise ContentError(f"{file} is not text: save the article as text or Markdown first.")
    try:
        return _LINE_ENDS.split(content.decode("utf-8"))
    except UnicodeDecodeError:
        return [_line(line, number, notes) for number, line in enumerate(_bytes_lines(content), start=1)]


def _bytes_lines(content: bytes) -> list[bytes]:
    return re.split(rb"\r\n|\r|\n", content)


def _line(line: bytes, number: int, notes: list[Note]) -> str:
    """A line by itself: files that were pasted together can have several encodings."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("cp1252", errors="replace")
        strange = next((word for word in text.split() if not word.isascii()), "")
        notes.append(Note(number, f"not UTF-8, so it was read as Windows text; look at “{strange}”"))
        return text


def _clean(lines: Iterable[str], notes: list[Note]) -> list[Line]:
    cleaned = []
    for number, line in enumerate(lines, start=1):
        for part in _INNER_ENDS.split(line):
            text = _CONTROL.sub("", part)
            if text != part:
                notes.append(Note(number, "signs that cannot be printed were left out"))
            mended = _mended(text)
            if mended != text:
                notes.append(Note(number, "letters that another program had garbled were put right"))
            cleaned.append(Line(number, visible(_ENTITY.sub(_entity, mended)).rstrip()))
    return cleaned


def _mended(text: str) -> str:
    """UTF-8 that was once read as Windows text ("donâ€™t"), as it was meant."""
    if "â€" not in text and "Ã" not in text:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _entity(found: re.Match[str]) -> str:
    # A "<" that is written as an entity stands for itself and opens no tag.
    return found[0] if found[0] in ("&lt;", "&#60;") else html.unescape(found[0])


def _refuse_page(file: Path, lines: list[Line]) -> None:
    start = " ".join(line.text for line in lines[:20]).lstrip().lower()
    if start.startswith(("<!doctype html", "<html", "<?xml")):
        raise ContentError(f"{file} is a web page: save the article in it as text or Markdown first.")


def _without_head(lines: list[Line], notes: list[Note]) -> tuple[str | None, list[Line]]:
    """The title in a head that another system wrote, and the lines after the head."""
    start = next((index for index, line in enumerate(lines) if line.text), 0)
    first = lines[start].text.strip()
    if first in ("---", "+++", ";;;"):
        closing = (first, "...") if first == "---" else (first,)
        ends = (
            index for index in range(start + 1, min(start + 200, len(lines))) if lines[index].text in closing
        )
        end = next(ends, None)
        if end is None or not any(_KEY.match(line.text) for line in lines[start + 1 : end]):
            return None, lines
        head, rest = lines[start + 1 : end], lines[end + 1 :]
    else:
        block = []
        for line in lines[start:]:
            if not line.text:
                break
            block.append(line)
        keys = [_KEY.match(line.text) for line in block]
        if len(block) < 2 or not all(keys) or not keys[0] or keys[0][1].lower() != "title":
            return None, lines
        head, rest = block, lines[start + len(block) :]
    title = None
    for line in head:
        found = _KEY.match(line.text)
        if found and found[1].lower() == "title" and title is None:
            title = found[2].strip().rstrip(",").strip("\"'")
            notes.append(Note(line.number, f"the title was taken from the head: “{line.text.strip()}”"))
        elif line.text.strip():
            notes.append(Note(line.number, "left out, as it is for another system", line.text))
    return title or None, rest
