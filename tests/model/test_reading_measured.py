"""The measurements of reading, on a small sample: every sentence is heard once, and is understood."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from voice_assistant.app import App
from voice_assistant.bench.reading import imported, measure
from voice_assistant.bench.reading_walks import walk
from voice_assistant.bench.word_errors import SOUND_THE_SAME, WordErrors, compare, nearest, spoken_words
from voice_assistant.content.pack import Pack
from voice_assistant.settings import load

ARTICLES = Path(__file__).parent.parent / "data" / "articles"
pytestmark = [pytest.mark.model, pytest.mark.voice, pytest.mark.slow]


def short(pack: Pack) -> Pack:
    """The pack with the first three sentences of two sections."""
    sections = tuple(
        section.model_copy(update={"paragraphs": (section.sentences[:3],)})
        for section in pack.article.sections[:2]
    )
    return pack.model_copy(update={"article": pack.article.model_copy(update={"sections": sections})})


@pytest.mark.timeout(300)  # both voices, in real time, also on a busy computer
def test_a_short_article_is_read_and_understood(tmp_path: Path) -> None:
    with App(load(environment=False), date.today()) as app:
        (tmp_path / "breath.txt").write_bytes((ARTICLES / "breath.txt").read_bytes())
        (other,) = imported(app, tmp_path)
        measured = measure(
            app, short(app.pack()), lambda _: None, asked=5, seconds=3.0, read_on=6, others=(short(other),)
        )
    assert measured.sentences == 8 + sum(1 + len(each.sentences) for each in short(other).article.sections)
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
        ("One two three.", "one tree three and", (1, 0, 1)),
        ("", "hello", (0, 0, 1)),
        ("Its nerve cells break down every day.", "it's nerve cells breakdown everyday", (0, 0, 0)),
        ("Some butter milk.", "some buttermilk and", (0, 0, 1)),
        ("A twitch is new.", "a which is knew", (1, 0, 0)),
    ],
)
def test_words_are_compared_as_they_sound(written: str, heard: str, errors: tuple[int, int, int]) -> None:
    found = compare(spoken_words(written), spoken_words(heard))
    assert (found.exchanged, found.left_out, found.put_in) == errors


def test_words_that_count_as_the_same_are_the_same_to_the_ear() -> None:
    def phones(word: str) -> str:
        command = ["flite", "-voice", "rms", "-t", word, "-ps", "-o", "none"]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
        return said.replace(" ax ", " uw ") if word == "to" else said  # alone, too, the voice reduces it

    for words in SOUND_THE_SAME:
        assert len({phones(word) for word in words.split()}) == 1, words


def test_a_sentence_counts_as_it_is_written_or_as_it_is_read() -> None:
    written = [spoken_words("5 mg of it"), spoken_words("5 milligrams of it")]
    assert nearest(written, ["five", "milligrams", "of", "it"]) == WordErrors(4)
    assert nearest(written, ["five", "of", "it"]).left_out == 1


def test_differences_are_told_in_words() -> None:
    errors = compare(["a", "twitch", "and", "more"], ["which", "more", "more"])
    again = errors + compare(["twitch"], ["which"])
    assert again.most_frequent(3)[0] == '"twitch" as "which" (2)'
    assert again.words == 5
    assert (again.exchanged, again.left_out, again.put_in) == (3, 1, 0)
