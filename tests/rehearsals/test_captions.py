"""The captions of a rehearsal, and of an article that is read into a file, are in step with the real voice."""

from __future__ import annotations

import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import books
from rehearsals.conftest import Rehearse
from voice_assistant.app import App
from voice_assistant.audio.frames import FRAME, RATE, Samples
from voice_assistant.audio.wav import read_wav
from vtt import ReadCue, read_vtt

pytestmark = [pytest.mark.voice, pytest.mark.slow]

AUDIBLE = 300
"""Of a 16-bit sample."""


def sound_of(sound: Samples, cue: ReadCue) -> Samples:
    return sound[round(cue.start * RATE) : round(cue.end * RATE)]


def test_an_article_is_read_with_every_sentence_where_its_cue_is(app: App, tmp_path: Path) -> None:
    pack = books.pack(tmp_path / "pack")
    out = tmp_path / "article.wav"
    app.read(pack, None, out)
    cues, sound = read_vtt(tmp_path / "article.vtt"), read_wav(out)
    assert [(cue.id, cue.text) for cue in cues] == [each for part in books.sentences(pack) for each in part]
    between = np.ones(len(sound), dtype=bool)
    for cue in cues:
        piece = np.abs(sound_of(sound, cue))
        assert piece[: 5 * FRAME].max() > AUDIBLE, cue
        assert piece[-5 * FRAME :].max() > AUDIBLE, cue
        rate = len(cue.text.split()) * 60 / (cue.end - cue.start)
        assert 40 < rate < 400, f"{rate:.0f} words a minute: {cue}"
        between[round(cue.start * RATE) : round(cue.end * RATE)] = False
    assert not sound[between].any()
    assert all(after.start - before.end > 0.2 for before, after in pairwise(cues))


def test_a_talking_book_sounds_like_the_recording(app: App, tmp_path: Path) -> None:
    pack = books.pack(tmp_path / "pack")
    for name in ("one.epub", "two.epub"):
        app.publish(pack, tmp_path / name)
    assert (tmp_path / "one.epub").read_bytes() == (tmp_path / "two.epub").read_bytes()
    app.read(pack, None, tmp_path / "article.wav")
    played = [clip for chapter in books.opened(tmp_path / "one.epub").chapters for clip in chapter]
    cues = read_vtt(tmp_path / "article.vtt")
    assert [(clip.id, clip.text) for clip in played] == [(cue.id, cue.text) for cue in cues]
    for clip, cue in zip(played, cues, strict=True):
        assert clip.end - clip.begin >= cue.end - cue.start


@pytest.mark.model
def test_a_rehearsal_has_captions_of_all_that_was_said(rehearse: Rehearse) -> None:
    turns = [{"say": "article", "during": 3.0}, {"say": "next"}, {"say": "stop", "during": 4.0}]
    played = rehearse({"turns": turns}, max_seconds=45)
    cues = read_vtt(played.folder / "captions.vtt")
    with wave.open(str(played.folder / "conversation.wav")) as file:
        both = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").reshape(-1, 2)
    speaker: Samples = both[:, 1]
    for cue in cues:
        assert sound_of(speaker, cue)[: 3 * FRAME].any(), cue
        assert sound_of(speaker, cue)[-FRAME:].any(), cue
    assert any(each["how"] == "interrupted" for each in played.of("spoken"))
    shown = " ".join(cue.text for cue in cues)
    for speaking in played.of("speaking"):
        over = next(
            (each for each in played.of("spoken") if each["utterance"] == speaking["utterance"]), None
        )
        if over is None:
            continue  # the rehearsal ended before it
        begun = [cue for cue in cues if speaking["t"] <= cue.start < over["t"]]
        assert begun[0].start == pytest.approx(speaking["t"], abs=0.001)
        if over["how"] == "completed":
            assert speaking["text"] in shown
            assert begun[-1].end == pytest.approx(over["t"], abs=0.041)
        else:
            assert len(begun) == over["sentence"] + 1
            assert begun[-1].end <= over["t"] + 0.021
