"""A whole triage, and a whole article, without a word: by one switch, and by sounds alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from small_pack import small_pack

from .conftest import Rehearse

pytestmark = [pytest.mark.model, pytest.mark.voice, pytest.mark.slow, pytest.mark.timeout(400)]

QUICK = {"speaking.rate": 300, "input.scan_pause": 0.6}
EVERYTHING: dict[str, Any] = {
    "settings": QUICK,
    "answers": {"breathing": {"say": "no", "means": "no"}, "weakness": {"say": "yes", "means": "yes"}},
    "confirm": {},
    "states": {
        "choosing": [{"say": "questions"}, {"say": "article"}],
        "advising": {"say": "menu"},
        "finding": [{"say": "introduction"}, {"say": "go on"}, {"say": "goodbye"}],
    },
}


@pytest.mark.parametrize("by", ["switch", "sound"])
def test_a_whole_triage_and_a_whole_article(rehearse: Rehearse, tmp_path: Path, by: str) -> None:
    played = rehearse({**EVERYTHING, "pack": str(small_pack(tmp_path)), "input": by}, max_seconds=240)
    assert played.reason == "goodbye", played.text
    assert not played.of("heard")
    assert bool(played.of("pressed")) == (by == "switch")
    assert bool(played.of("sounded")) == (by == "sound")
    answers = {each["question"]: (each["value"], each["confirmed"]) for each in played.of("answer")}
    assert answers == {"breathing": ("no", by == "sound"), "weakness": ("yes", False)}
    assert played.outcomes == ["doctor"]
    read = {(each["section"], each["sentence"]) for each in played.of("section")}
    assert read == {("introduction", 0), ("introduction", 1), ("care", 0), ("care", 1)}


def test_hums_are_turns_of_a_script(rehearse: Rehearse) -> None:
    script = {
        "settings": {**QUICK, "input.mode": "sound"},
        "turns": [{"hum": 0.6, "after": 0.3}, {"hum": [3.4]}],
    }
    played = rehearse(script, max_seconds=60)
    assert [(each["sounds"], each["long"]) for each in played.of("sounded")] == [(1, False), (1, True)]
    assert played.outcomes == ["emergency"]


def test_its_own_voice_is_no_sound_of_somebody(rehearse: Rehearse) -> None:
    """The speaker's sound comes back loudly into the microphone, from the very first word on."""
    script = {
        "settings": {"input.mode": "sound"},
        "echo": {"delay": 0.1, "gain_db": -6},
        "turns": [],
    }
    played = rehearse(script, max_seconds=75)
    assert not played.of("sounded")


@pytest.mark.parametrize(("lasts", "long"), [(0.6, False), (3.4, True)])
def test_with_headphones_a_sound_counts_while_it_speaks(rehearse: Rehearse, lasts: float, long: bool) -> None:
    """Nothing comes back from them, so the canceller is off, and the microphone hears somebody alone."""
    script = {
        "settings": {"input.mode": "sound", "audio.echo_canceller": False},
        "turns": [{"hum": lasts, "during": 1.5}],
    }
    played = rehearse(script, max_seconds=60)
    (sounded,) = played.of("sounded")
    assert sounded["long"] is long
    spoken = next(each for each in played.of("spoken") if each["t"] > sounded["t"] - lasts - 1)
    assert spoken["t"] < sounded["t"] + 1, played.text
    assert played.outcomes == (["emergency"] if long else [])
