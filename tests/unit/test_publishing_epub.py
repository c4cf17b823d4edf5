"""A talking book is complete, in step, and the same every time."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import numpy as np
import pytest
import soundfile

import books
from voice_assistant.audio.frames import FRAME, RATE, Samples
from voice_assistant.audio.wav import read_wav
from voice_assistant.content.pack import Pack
from voice_assistant.publishing.book import Block, Book, Chapter, Clip, clips
from voice_assistant.publishing.mp3 import as_mp3
from voice_assistant.publishing.overlay import chapter_text
from voice_assistant.publishing.timing import Cue
from vtt import read_vtt, seconds

LOUD = 500
"""Of a 16-bit sample: above what MP3 leaves in silence."""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return books.pack(tmp_path_factory.mktemp("pack"))


@pytest.fixture(scope="module")
def file(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "article.epub"
    books.reader().book(path, pack)
    return path


def decoded(sound: bytes) -> Samples:
    samples: Samples
    samples, rate = soundfile.read(io.BytesIO(sound), dtype="int16")
    assert rate == RATE
    return samples


def test_every_sentence_is_played_once_in_order_with_its_text(pack: Pack, file: Path) -> None:
    book = books.opened(file)
    assert [[(each.id, each.text) for each in chapter] for chapter in book.chapters] == books.sentences(pack)


def test_a_player_that_plays_clip_after_clip_plays_all(file: Path) -> None:
    book = books.opened(file)
    for chapter, sound in zip(book.chapters, book.sounds, strict=True):
        assert chapter[0].begin == 0
        assert [clip.end for clip in chapter[:-1]] == [clip.begin for clip in chapter[1:]]
        assert chapter[-1].end == len(decoded(sound)) / RATE


def test_clips_are_cut_in_the_silence_and_hold_their_sentences(
    pack: Pack, file: Path, tmp_path: Path
) -> None:
    books.reader().into(tmp_path / "a.wav", pack.article.sections)
    cues = {cue.id: cue for cue in read_vtt(tmp_path / "a.vtt")}
    book = books.opened(file)
    for chapter, sound in zip(book.chapters, book.sounds, strict=True):
        samples = decoded(sound)
        for clip in chapter:
            loud = np.flatnonzero(np.abs(samples[round(clip.begin * RATE) : round(clip.end * RATE)]) > LOUD)
            cue = cues[clip.id]
            assert (loud[-1] - loud[0]) / RATE == pytest.approx(
                cue.end - cue.start, abs=0.045
            )  # whole frames at both ends
            around = samples[max(0, round(clip.begin * RATE) - FRAME) :][:FRAME]
            assert clip.begin == 0 or np.abs(around).max() <= LOUD


def test_the_durations_are_those_of_the_clips(file: Path) -> None:
    book = books.opened(file)
    parts = [value for name, value in book.properties if name.startswith("media:duration#")]
    assert [seconds(each) for each in parts] == [chapter[-1].end for chapter in book.chapters]
    (total,) = book.of("media:duration")
    assert seconds(total) == pytest.approx(sum(map(seconds, parts)), abs=0.001)


def test_what_it_says_about_itself(file: Path) -> None:
    book = books.opened(file)
    assert set(book.of("schema:accessMode")) == {"textual", "auditory"}
    assert set(book.of("schema:accessModeSufficient")) == {"textual", "auditory"}
    assert "synchronizedAudioText" in book.of("schema:accessibilityFeature")
    assert book.of("schema:accessibilityHazard") == ["none"]
    assert len(book.of("schema:accessibilitySummary")) == 1
    assert book.of("dcterms:modified") == ["2024-02-29T00:00:00Z"]
    (active,) = book.of("media:active-class")
    assert f".{active} " in book.files["EPUB/style.css"].decode()


def test_the_file_begins_as_an_epub_must(file: Path) -> None:
    assert file.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"
    with ZipFile(file) as archive:
        first = archive.infolist()[0]
        assert (first.compress_type, first.extra) == (ZIP_STORED, b"")


def test_the_same_article_gives_the_same_bytes_and_another_another_name(
    pack: Pack, file: Path, tmp_path: Path
) -> None:
    books.reader().book(tmp_path / "again.epub", pack)
    assert (tmp_path / "again.epub").read_bytes() == file.read_bytes()
    other = books.pack(tmp_path / "pack", books.ARTICLE.replace("the end", "an end"))
    books.reader().book(tmp_path / "other.epub", other)
    names = [
        books.opened(each).files["EPUB/package.opf"].decode().split("urn:uuid:")[1][:36]
        for each in (file, tmp_path / "again.epub", tmp_path / "other.epub")
    ]
    assert names[0] == names[1] != names[2]


def test_sound_is_at_the_same_place_in_mp3() -> None:
    sound = np.zeros(50 * FRAME, dtype=np.int16)
    tone = 8_000 * np.sin(2 * np.pi * 500 * np.arange(10 * FRAME) / RATE)
    sound[20 * FRAME : 30 * FRAME] = tone.astype(np.int16)
    back = decoded(as_mp3(iter(sound.reshape(-1, FRAME))))
    assert len(back) == len(sound)
    loud = np.flatnonzero(np.abs(back) > LOUD)
    assert loud[0] == pytest.approx(20 * FRAME, abs=RATE // 200)
    assert loud[-1] == pytest.approx(30 * FRAME, abs=RATE // 200)


def test_a_clip_begins_a_little_before_its_sentence_and_never_in_the_one_before() -> None:
    cues = [Cue(0, 1, "a"), Cue(2, 3, "b"), Cue(3.1, 4, "c"), Cue(4, 4.02, "d"), Cue(4, 5, "e")]
    cut = clips(cues, 5.6)
    assert [(clip.text, round(clip.begin, 3), round(clip.end, 3)) for clip in cut] == [
        ("a", 0, 1.9),
        ("b", 1.9, 3.05),
        ("c", 3.05, 4),
        ("d", 4, 4.01),
        ("e", 4.01, 5.6),
    ]


def test_text_is_laid_out_as_in_the_article() -> None:
    book = Book("id", "A <title>", "en", "source", date(2024, 2, 29))
    texts = ("Head & tail", "One.", "Two.", "First \x07entry.", "Its end.", "Second entry.")
    cut = tuple(Clip(f"s-{n}", text, n, n + 1) for n, text in enumerate(texts, start=1))
    blocks = (Block(((1,),), "heading"), Block(((2,),)), Block(((3, 4), (5,)), "list"))
    page = chapter_text(book, Chapter("s", cut, blocks, b""))
    assert "<title>Head &amp; tail – A &lt;title&gt;</title>" in page
    assert '<h1 dir="auto"><span id="s-1">Head &amp; tail</span></h1>' in page
    assert (
        '<h2 dir="auto"><span id="s-2">One.</span></h2>\n<p dir="auto"><span id="s-3">Two.</span></p>' in page
    )
    assert (
        '<ul>\n<li dir="auto"><span id="s-4">First entry.</span> <span id="s-5">Its end.</span></li>\n'
        '<li dir="auto"><span id="s-6">Second entry.</span></li>\n</ul>'
    ) in page


def test_reading_the_book_again_sounds_like_the_recording(pack: Pack, file: Path, tmp_path: Path) -> None:
    books.reader().into(tmp_path / "a.wav", pack.article.sections)
    together = np.concatenate([decoded(sound) for sound in books.opened(file).sounds])
    assert len(together) == len(read_wav(tmp_path / "a.wav"))
