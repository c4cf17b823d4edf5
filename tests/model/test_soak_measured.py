"""A sample of `bench soak`: a room in which others talk, and who the visitors are; the long runs are measurements."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fakes.sounds import noise
from voice_assistant.app import App
from voice_assistant.audio.wav import WavWriter
from voice_assistant.bench.idle import sleep, wakes
from voice_assistant.bench.visitors import plans
from voice_assistant.content.loading import load_words
from voice_assistant.rehearsal.voice import speak
from voice_assistant.settings import Settings

TODAY = date(2026, 12, 1)
TALK = ("the weather is nice today", "did you see that", "seven")


@pytest.mark.model
@pytest.mark.voice
@pytest.mark.slow
def test_it_sleeps_while_others_talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice_assistant.bench.idle.QUIET", (1.0, 2.0))
    lines = ["file\ttranscript", "noise.wav\t"]
    with WavWriter(tmp_path / "noise.wav") as writer:
        writer.write(noise(2.0, -40.0))
    for number, text in enumerate(TALK):
        with WavWriter(tmp_path / f"{number}.wav") as writer:
            writer.write(speak(text))
        lines.append(f"{number}.wav\t{text}")
    (tmp_path / "manifest.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with App(Settings.model_validate({}), TODAY) as app:
        slept = sleep(app, tmp_path, 0.01, 1, lambda line: None)
    assert slept.waked == ()
    assert slept.talk > 0.5


def test_visitors_are_the_same_each_time_and_of_both_kinds() -> None:
    from voice_assistant.content.loading import load_pack

    pack = load_pack("als-facial-twitching", load_words(), TODAY)
    once, again = (list(plans(pack, 20, 3)) for _ in range(2))
    assert [script for _, script in once] == [script for _, script in again]
    assert [script.input for _, script in once].count("switch") == 2
    assert len({plan.demanded.id for plan, _ in once}) == 4


def test_who_may_have_meant_it_is_left_out_of_the_talk() -> None:
    words = load_words()
    assert wakes("could you please help me with that", words)
    assert wakes("help", words)
    assert not wakes("helpful people", words)
