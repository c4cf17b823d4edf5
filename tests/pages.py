"""A page as a reader gets it: its texts, anchors and elements, read by a parser that refuses what is not HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import html5lib

HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"


def parsed(page: str) -> Any:
    """The page's root element; raises at the first thing that is wrong in it."""
    return html5lib.HTMLParser(strict=True).parse(page)


def elements(root: Any, name: str) -> list[Any]:
    return list(root.iter(name))


def texts(element: Any) -> Iterator[str]:
    """Every piece of text that is shown, apart from pictures and the style."""
    if element.tag == f"{HTML}style" or element.tag.startswith(SVG):
        return
    yield from _piece(element.text)
    for child in element:
        yield from texts(child)
        yield from _piece(child.tail)


def _piece(text: str | None) -> Iterator[str]:
    if text and text.strip():
        yield " ".join(text.split())


def drawn(root: Any) -> Iterator[str]:
    """Every line of text in its pictures."""
    for name in ("text", "title"):
        for element in elements(root, f"{SVG}{name}"):
            yield " ".join("".join(element.itertext()).split())
