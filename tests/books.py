"""Reading articles for tests: from Markdown in a folder to what is written of them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import ZipFile

from fakes.voice import FakeVoice
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.content.pack import Pack
from voice_assistant.reading_aloud import ReadAloud
from voice_assistant.speaking.pronunciation import Pronunciation
from voice_assistant.speaking.queue import SpeechQueue
from vtt import seconds

ARTICLE = """\
---
title: Questions & answers
language: en
source: Made up for "the tests" <of books>
reviewed: 2024-02-29
---
Muscles may twitch. ALS is one cause of many.

Ask if a < b & c > d, said "Tom's" doctor.

## What to do {#nav}

Rest a little. 👩‍⚕️ Ask a doctor if it stays. שלום עולם.

- Sleep well
- Eat well. Drink enough

Then all is well.

## The end {#the_end}

This is the end.
"""


def pack(folder: Path, article: str = ARTICLE) -> Pack:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "article.md").write_text(article, encoding="utf-8")
    return load_pack(folder, load_words(), date(2026, 12, 1))


def sentences(pack: Pack) -> list[list[tuple[str, str]]]:
    """Each section's sentences with the ids that they have in captions and books."""
    return [
        [
            (f"{section.id}-{number}", text)
            for number, text in enumerate(
                (section.shown, *(each.shown for each in section.sentences)), start=1
            )
        ]
        for section in pack.article.sections
    ]


def reader(voice: FakeVoice | None = None) -> ReadAloud:
    pronunciation = Pronunciation([("ALS", "A.L.S.")])
    return ReadAloud(SpeechQueue(voice or FakeVoice(), pronunciation, wait=1.0))


@dataclass(frozen=True)
class Played:
    """One sentence of a talking book, as a player plays it."""

    id: str
    text: str
    begin: float
    end: float


@dataclass(frozen=True)
class OpenedBook:
    """A talking book as a reading system sees it: by its package document alone."""

    files: dict[str, bytes]
    chapters: tuple[tuple[Played, ...], ...]
    sounds: tuple[bytes, ...]
    properties: tuple[tuple[str, str], ...]
    """(property or what it refines, value)."""

    def of(self, name: str) -> list[str]:
        return [value for each, value in self.properties if each == name]


def opened(path: Path) -> OpenedBook:
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
        assert len(files) == len(archive.namelist()), "two files have one name"
    package = _xml(files["EPUB/package.opf"])
    items = {item.attrib["id"]: item.attrib for item in package.iterfind(".//{*}item")}
    assert {f"EPUB/{item['href']}" for item in items.values()} | {
        "mimetype", "META-INF/container.xml", "EPUB/package.opf"
    } == set(files)  # fmt: skip
    spine = [items[each.attrib["idref"]] for each in package.iterfind(".//{*}itemref")]
    overlays = [_xml(files[f"EPUB/{items[page['media-overlay']]['href']}"]) for page in spine]
    properties = tuple(
        (meta.attrib["property"] + meta.attrib.get("refines", ""), meta.text or "")
        for meta in package.iterfind(".//{*}meta")
    )
    return OpenedBook(
        files,
        tuple(tuple(_played(overlay, files)) for overlay in overlays),
        tuple(files[f"EPUB/{_sound(overlay)}"] for overlay in overlays),
        properties,
    )


def _played(overlay: ElementTree.Element, files: dict[str, bytes]) -> Iterator[Played]:
    for par in overlay.iterfind(".//{*}par"):
        text, audio = par
        page, _, span = text.attrib["src"].partition("#")
        (element,) = (each for each in _xml(files[f"EPUB/{page}"]).iter() if each.get("id") == span)
        yield Played(
            span,
            re.sub(r"\s+", " ", "".join(element.itertext())),
            seconds(audio.attrib["clipBegin"]),
            seconds(audio.attrib["clipEnd"]),
        )


def _sound(overlay: ElementTree.Element) -> str:
    (name,) = {audio.attrib["src"] for audio in overlay.iterfind(".//{*}audio")}
    return name


def _xml(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314 -- written by ourselves
