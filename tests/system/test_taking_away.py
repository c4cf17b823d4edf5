"""What `read` writes to take away, as a person asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

import books
from machine import Done, Machine
from vtt import read_vtt

pytestmark = [pytest.mark.system, pytest.mark.voice]

PACK = "als-facial-twitching"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_recording_has_its_captions_and_chapters_beside_it(machine: Machine) -> None:
    out = machine.folder / "article.wav"
    assert machine.run("read", PACK, "introduction", "--out", out) == Done(0, "", "")
    made = sorted(each.name for each in machine.folder.glob("article*"))
    assert made == ["article.chapters.vtt", "article.vtt", "article.wav"]
    assert read_vtt(machine.folder / "article.vtt")[0].text == "Does ALS make the face twitch?"


def test_an_article_as_a_talking_book(machine: Machine) -> None:
    pack = machine.folder / "pack"
    books.pack(pack)
    book = machine.folder / "article.epub"
    assert machine.run("read", pack, "--epub", book) == Done(0, "", "")
    assert len(books.opened(book).chapters) == 3


def test_a_talking_book_is_the_whole_article(machine: Machine) -> None:
    done = machine.run("read", PACK, "introduction", "--epub", machine.folder / "x.epub")
    assert done.code == 64
    assert "whole article" in done.sentence
    done = machine.run("read", PACK, "--epub", machine.folder / "nowhere" / "x.epub")
    assert done.code == 74
    assert str(machine.folder / "nowhere" / "x.epub") + " " in done.sentence
    assert not list(machine.folder.glob("x*"))
