"""The documents of one chapter of a talking book: its text, and the overlay that tells when each sentence is heard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from voice_assistant.publishing.book import Block, Book, Chapter, Clip
from voice_assistant.publishing.text import as_clock, as_xml

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'


def page(book: Book, title: str, body: str) -> str:
    """An XHTML document. The direction of writing follows each line's own letters."""
    language = as_xml(book.language)
    return (
        f'{XML}<!DOCTYPE html>\n<html {XHTML} lang="{language}" xml:lang="{language}">\n'
        f'<head>\n<meta charset="utf-8"/>\n<title>{as_xml(title)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n<body>\n{body}</body>\n</html>\n'
    )


def chapter_text(book: Book, chapter: Chapter) -> str:
    """The chapter as it is written: its heading, paragraphs and lists, each sentence with its id."""
    heading = _sentences(chapter, (0,))
    blocks = "".join(_block(chapter, block) for block in chapter.blocks)
    title = chapter.title if chapter.title == book.title else f"{chapter.title} – {book.title}"
    return page(
        book,
        title,
        f'<section epub:type="chapter" role="doc-chapter" aria-labelledby="{chapter.clips[0].id}">\n'
        f'<h1 dir="auto">{heading}</h1>\n{blocks}</section>\n',
    )


def _block(chapter: Chapter, block: Block) -> str:
    items = [_sentences(chapter, item) for item in block.items]
    match block.kind:
        case "list":
            return "<ul>\n" + "".join(f'<li dir="auto">{item}</li>\n' for item in items) + "</ul>\n"
        case "heading":
            return "".join(f'<h2 dir="auto">{item}</h2>\n' for item in items)
        case "paragraph":
            return "".join(f'<p dir="auto">{item}</p>\n' for item in items)
        case _:
            assert_never(block.kind)


def _sentences(chapter: Chapter, indices: Iterable[int]) -> str:
    chosen = (chapter.clips[index] for index in indices)
    return " ".join(f'<span id="{clip.id}">{as_xml(clip.text)}</span>' for clip in chosen)


def chapter_overlay(chapter: Chapter) -> str:
    """The SMIL document: sentence after sentence, the text beside the piece of sound."""
    pars = "".join(_par(chapter, clip) for clip in chapter.clips)
    return (
        f'{XML}<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">\n'
        f'<body epub:textref="{chapter.id}.xhtml" epub:type="chapter">\n{pars}</body>\n</smil>\n'
    )


def _par(chapter: Chapter, clip: Clip) -> str:
    return (
        f'<par id="par-{clip.id}">\n<text src="{chapter.id}.xhtml#{clip.id}"/>\n'
        f'<audio src="{chapter.id}.mp3" '
        f'clipBegin="{as_clock(clip.begin)}" clipEnd="{as_clock(clip.end)}"/>\n</par>\n'
    )
