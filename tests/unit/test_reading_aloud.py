"""What is read into a file: the sound, its captions and its chapters, in step, and all of it or nothing."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import books
from disks import full_from
from fakes.voice import FakeVoice
from voice_assistant.audio.frames import FRAME, RATE, SILENCE, Frame, Samples
from voice_assistant.audio.recorded_room import RecordedRoom
from voice_assistant.audio.wav import read_wav
from voice_assistant.content.pack import Pack
from voice_assistant.errors import OutputError, UsageError, VoiceError
from vtt import ReadCue, read_vtt


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return books.pack(tmp_path / "pack")


KINDS = ("a.wav", "a.epub")


def write(kind: str, folder: Path, pack: Pack, voice: FakeVoice | None = None) -> None:
    """Read the article into a file of this kind."""
    if kind == "a.wav":
        books.reader(voice).into(folder / kind, pack.article.sections)
    else:
        books.reader(voice).book(folder / kind, pack)


class Stopped(FakeVoice):
    """Ctrl-C is pressed before the last sentence."""

    def request(self, text: str, words_per_minute: int) -> int:
        if text == "This is the end.":
            raise KeyboardInterrupt
        return super().request(text, words_per_minute)


def within(sound: Samples, cue: ReadCue) -> Samples:
    return sound[round(cue.start * RATE) : round(cue.end * RATE)]


def test_every_sentence_is_a_cue_exactly_where_it_sounds(tmp_path: Path, pack: Pack) -> None:
    out = tmp_path / "article.wav"
    books.reader().into(out, pack.article.sections)
    cues, sound = read_vtt(out.with_suffix(".vtt")), read_wav(out)
    assert [(cue.id, cue.text) for cue in cues] == [each for part in books.sentences(pack) for each in part]
    silent = np.ones(len(sound), dtype=bool)
    for cue in cues:
        piece = within(sound, cue)
        assert piece[:FRAME].any(), "nothing sounds when the cue begins"
        assert piece[-FRAME:].any(), "nothing sounds when the cue ends"
        silent[round(cue.start * RATE) : round(cue.end * RATE)] = False
    assert not sound[silent].any(), "something sounds that has no cue"
    for before, after in pairwise(cues):
        assert after.start - before.end >= 0.2, "no pause between sentences"


def test_the_captions_are_as_written_and_the_voice_gets_it_respelled(tmp_path: Path, pack: Pack) -> None:
    voice = FakeVoice()
    books.reader(voice).into(tmp_path / "a.wav", pack.article.sections)
    assert "ALS is one cause of many." in [cue.text for cue in read_vtt(tmp_path / "a.vtt")]
    assert "A.L.S. is one cause of many." in [text for text, _ in voice.asked]


def test_every_section_is_a_chapter_and_they_cover_the_sound(tmp_path: Path, pack: Pack) -> None:
    out = tmp_path / "article.wav"
    books.reader().into(out, pack.article.sections)
    chapters, cues = read_vtt(tmp_path / "article.chapters.vtt"), read_vtt(tmp_path / "article.vtt")
    assert [(each.id, each.text) for each in chapters] == [
        (section.id, section.shown) for section in pack.article.sections
    ]
    assert chapters[0].start == 0
    assert [each.end for each in chapters] == [
        *(each.start for each in chapters[1:]),
        len(read_wav(out)) / RATE,
    ]
    for chapter in chapters:
        inside = [cue for cue in cues if cue.id.rsplit("-", 1)[0] == chapter.id]
        assert inside[0].start == chapter.start
        assert inside[-1].end <= chapter.end


def test_one_section_alone(tmp_path: Path, pack: Pack) -> None:
    books.reader().into(tmp_path / "a.wav", [pack.article.section("the_end")])
    cues = read_vtt(tmp_path / "a.vtt")
    assert [(cue.id, cue.text) for cue in cues] == books.sentences(pack)[-1]
    assert [each.id for each in read_vtt(tmp_path / "a.chapters.vtt")] == ["the_end"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_where_the_voice_fails(tmp_path: Path, pack: Pack, kind: str) -> None:
    voice = FakeVoice()
    voice.break_on("This is the end.")
    (tmp_path / kind).write_text("what was there before")
    with pytest.raises(VoiceError):
        write(kind, tmp_path, pack, voice)
    assert sorted(each.name for each in tmp_path.iterdir()) == [kind, "pack"]
    assert (tmp_path / kind).read_text() == "what was there before"


@pytest.mark.parametrize("limit", [20, 500, 30_000])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_where_the_disk_is_full(tmp_path: Path, pack: Pack, kind: str, limit: int) -> None:
    with full_from(limit), pytest.raises(OutputError, match=rf"{kind}.*too large"):
        write(kind, tmp_path, pack)
    assert [each.name for each in tmp_path.iterdir()] == ["pack"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_after_ctrl_c(tmp_path: Path, pack: Pack, kind: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        write(kind, tmp_path, pack, Stopped())
    assert [each.name for each in tmp_path.iterdir()] == ["pack"]


def test_the_sound_cannot_be_called_like_its_captions(tmp_path: Path, pack: Pack) -> None:
    for name in ("a.vtt", "a.chapters.vtt"):
        with pytest.raises(UsageError, match=name):
            books.reader().into(tmp_path / name, pack.article.sections)


def test_reading_aloud_plays_what_the_file_holds(tmp_path: Path, pack: Pack) -> None:
    books.reader().into(tmp_path / "a.wav", pack.article.sections)
    room = RecordedRoom(lambda: SILENCE, recording=tmp_path / "room.wav")
    books.reader().aloud(room, pack.article.sections)
    played = read_wav(tmp_path / "room.wav").astype(int) * 2  # the mean of a silent side and the speech
    assert np.abs(played - read_wav(tmp_path / "a.wav")).max() <= 1


def test_reading_aloud_ends_when_the_room_does(pack: Pack) -> None:
    left = iter([SILENCE] * 10)

    def microphone() -> Frame | None:
        return next(left, None)

    books.reader().aloud(RecordedRoom(microphone), pack.article.sections)
    assert next(left, None) is None


def test_a_book_is_laid_out_as_the_article_and_shows_what_is_written(tmp_path: Path, pack: Pack) -> None:
    books.reader().book(tmp_path / "a.epub", pack)
    files = books.opened(tmp_path / "a.epub").files
    page = re.sub(r"</?span[^>]*>", "", files["EPUB/nav.xhtml"].decode())
    assert '<ul>\n<li dir="auto">Sleep well.</li>\n<li dir="auto">Eat well. Drink enough.</li>\n</ul>' in page
    assert "👩‍⚕️ Ask a doctor if it stays. שלום עולם." in page
    introduction = files["EPUB/introduction.xhtml"].decode()
    assert "<title>Questions &amp; answers</title>" in introduction
    assert "Ask if a &lt; b &amp; c &gt; d, said" in introduction
