"""A talking book as an EPUB 3 with media overlays: text and sound in one file, sentence by sentence in step.

What is in the file, in this order: `mimetype`, `META-INF/container.xml`, the pages, overlays and sound of each
chapter, the style, the table of contents, and the package document, which lists it all and says in
which ways the book can be read. The same book gives the same bytes: nothing is compressed again, and the only
date is the one on which the article was reviewed.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import NAMESPACE_OID, uuid5
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from voice_assistant.publishing.book import Book, Chapter
from voice_assistant.publishing.mp3 import MEDIA_TYPE
from voice_assistant.publishing.overlay import XML, chapter_overlay, chapter_text, page
from voice_assistant.publishing.text import as_clock, as_xml
from voice_assistant.publishing.whole_files import cannot_write

CONTENTS = "table-of-contents.xhtml"
"""No section's id has a hyphen, so no section's page is called like this."""
ACTIVE_CLASS = "-epub-media-overlay-active"
STYLE = f"""body {{ line-height: 1.5; }}
.{ACTIVE_CLASS} {{ background-color: #ffe680; color: #000000; }}
"""
CONTAINER = (
    f'{XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">\n<rootfiles>\n'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>\n'
    "</rootfiles>\n</container>\n"
)
ACCESS = (
    ("accessMode", "textual"),
    ("accessMode", "auditory"),
    ("accessModeSufficient", "textual"),
    ("accessModeSufficient", "auditory"),
    ("accessibilityFeature", "synchronizedAudioText"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityHazard", "none"),
)
SUMMARY = (
    "Every sentence can be heard, spoken by a synthetic voice, and is marked in the text while it sounds. "
    "The text can be read without the sound, and the sound can be heard without the text. "
    "Headings and a table of contents lead to each section. There are no pictures."
)


class EpubWriter:
    """Writes a book chapter by chapter; use it in a `with`. Raises `OutputError` if the file cannot be written."""

    def __init__(self, path: Path, book: Book) -> None:
        self._path = path
        self._book = book
        self._chapters: list[tuple[str, str, float]] = []
        """(id, title, seconds)."""
        self._content = sha256(f"{book.id}\n{book.title}\n{book.language}\n{book.source}".encode())
        try:
            self._zip = ZipFile(path, "w")
        except OSError as error:
            raise cannot_write(path, error) from error
        self._put("mimetype", "application/epub+zip")
        self._put("META-INF/container.xml", CONTAINER)

    def add(self, chapter: Chapter) -> None:
        """Append a chapter; its sound need not be kept any longer."""
        text, overlay = chapter_text(self._book, chapter), chapter_overlay(chapter)
        self._put(f"EPUB/{chapter.id}.xhtml", text)
        self._put(f"EPUB/{chapter.id}.smil", overlay)
        self._put(f"EPUB/{chapter.id}.mp3", chapter.sound)
        for part in (text.encode(), overlay.encode(), chapter.sound):
            self._content.update(part)
        self._chapters.append((chapter.id, chapter.title, chapter.seconds))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        else:
            self._give_up()

    def _finish(self) -> None:
        self._put("EPUB/style.css", STYLE)
        self._put(f"EPUB/{CONTENTS}", self._contents())
        self._put("EPUB/package.opf", self._package())
        try:
            self._zip.close()
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def _give_up(self) -> None:
        with suppress(OSError):
            self._zip.close()

    def _put(self, name: str, content: str | bytes) -> None:
        reviewed = self._book.reviewed
        entry = ZipInfo(name, (max(1980, reviewed.year), reviewed.month, reviewed.day, 0, 0, 0))
        entry.compress_type = ZIP_STORED
        entry.create_system = 3
        entry.external_attr = 0o644 << 16
        try:
            self._zip.writestr(entry, content)
        except OSError as error:
            self._give_up()
            raise cannot_write(self._path, error) from error

    # --- what the book says about itself -----------------------------------------------------------

    def _contents(self) -> str:
        entries = "".join(
            f'<li><a href="{name}.xhtml">{as_xml(title)}</a></li>\n' for name, title, _ in self._chapters
        )
        title = as_xml(self._book.title)
        body = (
            f'<nav epub:type="toc" role="doc-toc" aria-labelledby="title">\n<h1 id="title" dir="auto">{title}</h1>\n'
            f"<ol>\n{entries}</ol>\n</nav>\n"
        )
        return page(self._book, self._book.title, body)

    def _package(self) -> str:
        items = [
            f'<item id="contents" href="{CONTENTS}" media-type="application/xhtml+xml" properties="nav"/>',
            '<item id="style" href="style.css" media-type="text/css"/>',
        ]
        for name, _, _ in self._chapters:
            items += [
                f'<item id="text-{name}" href="{name}.xhtml" media-type="application/xhtml+xml" '
                f'media-overlay="overlay-{name}"/>',
                f'<item id="overlay-{name}" href="{name}.smil" media-type="application/smil+xml"/>',
                f'<item id="sound-{name}" href="{name}.mp3" media-type="{MEDIA_TYPE}"/>',
            ]
        spine = [f'<itemref idref="text-{name}"/>' for name, _, _ in self._chapters]
        lines = "\n".join(
            ("<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">", *self._metadata(), "</metadata>",
             "<manifest>", *items, "</manifest>", "<spine>", *spine, "</spine>")
        )  # fmt: skip
        return (
            f'{XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
            f'xml:lang="{as_xml(self._book.language)}">\n{lines}\n</package>\n'
        )

    def _metadata(self) -> list[str]:
        book = self._book
        identity = uuid5(NAMESPACE_OID, self._content.hexdigest())
        return [
            f'<dc:identifier id="id">urn:uuid:{identity}</dc:identifier>',
            f"<dc:title>{as_xml(book.title)}</dc:title>",
            f"<dc:language>{as_xml(book.language)}</dc:language>",
            f"<dc:source>{as_xml(book.source)}</dc:source>",
            _meta("dcterms:modified", f"{book.reviewed.isoformat()}T00:00:00Z"),
            *(_meta(f"schema:{name}", value) for name, value in ACCESS),
            f'<meta property="schema:accessibilitySummary" xml:lang="en">{SUMMARY}</meta>',
            _meta("media:duration", as_clock(sum(seconds for _, _, seconds in self._chapters))),
            *(
                f'<meta property="media:duration" refines="#overlay-{name}">{as_clock(seconds)}</meta>'
                for name, _, seconds in self._chapters
            ),
            _meta("media:narrator", "A synthetic voice"),
            _meta("media:active-class", ACTIVE_CLASS),
        ]


def _meta(name: str, value: str) -> str:
    return f'<meta property="{name}">{as_xml(value)}</meta>'
