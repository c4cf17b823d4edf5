"""Cues are where the sentences are, whatever happens to them, and the file is WebVTT, whatever the text is."""

from __future__ import annotations

import numpy as np
import pytest

from voice_assistant.audio.frames import FRAME, SILENCE, Frame
from voice_assistant.publishing.text import as_clock, as_xml, one_line
from voice_assistant.publishing.timing import Cue, Timing
from voice_assistant.publishing.webvtt import webvtt
from vtt import parse_vtt

SOUND: Frame = np.full(FRAME, 500, dtype=np.int16)


def play(timing: Timing, frames: str) -> None:
    """One letter a frame: # sound, . silence."""
    for each in frames:
        timing.played(SOUND if each == "#" else SILENCE)


def times(timing: Timing) -> list[tuple[str, float, float]]:
    return [(cue.text, round(cue.start, 3), round(cue.end, 3)) for cue in timing.cues]


def test_a_sentence_is_from_its_first_frame_to_its_last_sound() -> None:
    timing = Timing()
    play(timing, "..")
    timing.begun("One.", "a-1")
    play(timing, "#.#....")
    timing.begun("Two.", "a-2")
    play(timing, "##")
    timing.over()
    play(timing, "#..#")
    assert timing.cues[0].id == "a-1"
    assert times(timing) == [("One.", 0.04, 0.10), ("Two.", 0.18, 0.24)]


def test_a_sentence_that_is_cut_off_ends_where_the_sound_does() -> None:
    timing = Timing()
    timing.begun("One.")
    play(timing, "###")
    timing.over()
    play(timing, ".##")
    assert times(timing) == [("One.", 0.0, 0.06)]


def test_a_sentence_that_is_held_goes_on_after_it() -> None:
    timing = Timing()
    timing.begun("One.")
    play(timing, "##.....##.")
    timing.close()
    assert times(timing) == [("One.", 0.0, 0.18)]


def test_sentences_without_sound_or_pause_keep_their_order() -> None:
    timing = Timing()
    for text in ("One.", "...", "Two."):
        timing.begun(text)
    play(timing, "#")
    timing.over()
    play(timing, "#")
    assert times(timing) == [("One.", 0.0, 0.02), ("...", 0.0, 0.02), ("Two.", 0.0, 0.04)]
    assert len(parse_vtt(webvtt(timing.cues))) == 3


def test_nothing_is_over_that_did_not_begin() -> None:
    timing = Timing()
    timing.over()
    play(timing, "#")
    timing.close()
    assert timing.cues == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Fish & chips <b>now</b>", "Fish & chips <b>now</b>"),
        ("a --> b", "a --> b"),
        ("&lt; is a sign", "&lt; is a sign"),
        ("two\nlines\r\n\nand more", "two lines and more"),
        ("WEBVTT", "WEBVTT"),
        ("bell\x07 and null\0", "bell and null"),
        ("שלום עולם 👩‍⚕️", "שלום עולם 👩‍⚕️"),
    ],
)
def test_any_text_comes_back_as_it_is_written(text: str, read: str) -> None:
    (cue,) = parse_vtt(webvtt([Cue(1.0, 2.5, text, "introduction-1")]))
    assert (cue.id, cue.start, cue.end, cue.text) == ("introduction-1", 1.0, 2.5, read)


def test_a_file_without_cues_is_a_file() -> None:
    assert parse_vtt(webvtt([])) == []


@pytest.mark.parametrize(
    ("seconds", "clock"),
    [
        (0, "00:00:00.000"),
        (0.02 * 3, "00:00:00.060"),
        (59.9996, "00:01:00.000"),
        (360_000.5, "100:00:00.500"),
    ],
)
def test_clocks(seconds: float, clock: str) -> None:
    assert as_clock(seconds) == clock


def test_texts_in_xml() -> None:
    assert as_xml('\ufeffTom\'s "a < b" & more\x0b') == "\ufeffTom&#x27;s &quot;a &lt; b&quot; &amp; more"
    assert one_line("  a\t\n b ") == "a b"
