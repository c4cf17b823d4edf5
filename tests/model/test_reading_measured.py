"""The measurements of reading, on a small sample: every sentence is heard once, and is understood."""

from __future__ import annotations

from datetime import date

import pytest

from voice_assistant.app import App
from voice_assistant.bench.reading import measure
from voice_assistant.bench.reading_walks import walk
from voice_assistant.bench.word_errors import compare, spoken_words
from voice_assistant.content.pack import Pack
from voice_assistant.settings import load

pytestmark = [pytest.mark.model, pytest.mark.voice, pytest.mark.slow]


def short(pack: Pack) -> Pack:
    """The pack with the first three sentences of two sections."""
    sections = tuple(
        section.model_copy(update={"paragraphs": (section.sentences[:3],)})
        for section in pack.article.sections[:2]
    )
    return pack.model_copy(update={"article": pack.article.model_copy(update={"sections": sections})})


def test_a_short_article_is_read_and_understood() -> None:
    with App(load(environment=False), date.today()) as app:
        measured = measure(app, short(app.pack()), lambda _: None, asked=5, seconds=3.0, read_on=6)
    assert measured.sentences == 8
    flite = next(voice for voice in measured.voices if voice.engine == "flite")
    assert flite.left_out < 0.1
    assert flite.longest_gap < 250
    assert measured.lines()[1].startswith("espeak-ng")


def test_on_random_walks_every_sentence_is_heard_once_and_in_its_order() -> None:
    with App(load(environment=False), date.today()) as app:
        walked = walk(app, app.pack(), app.voice, range(6), lambda _: None)
    assert walked.faults == ()
    assert walked.sentences > 60


@pytest.mark.parametrize(
    ("written", "heard", "errors"),
    [
        ("ALS in 50 % of them.", "a l s in fifty percent of them", (0, 0, 0)),
        ("One two three four.", "one three four", (0, 1, 0)),
        ("One two three.", "one too three and", (1, 0, 1)),
        ("", "hello", (0, 0, 1)),
    ],
)
def test_words_are_compared_as_they_sound(written: str, heard: str, errors: tuple[int, int, int]) -> None:
    found = compare(spoken_words(written), spoken_words(heard))
    assert (found.exchanged, found.left_out, found.put_in) == errors
