"""A sample of `bench soak`: a room in which others talk, and who the visitors are; the long runs are measurements."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fakes.sounds import noise
from small_pack import small_pack
from voice_assistant.app import App
from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.audio.wav import WavWriter
from voice_assistant.bench.idle import sleep, wakes
from voice_assistant.bench.soak import soak
from voice_assistant.bench.visitors import Visitors, plans
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.scene import Manner
from voice_assistant.journal import Record
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


@pytest.mark.model
@pytest.mark.voice
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_visitors_come_by_voice_and_by_switch_and_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice_assistant.bench.visitors.SWITCH_EVERY", 2)
    monkeypatch.setattr("voice_assistant.bench.soak.SILENCE", 5.0)
    told: list[str] = []
    with App(Settings.model_validate({"pack": str(small_pack(tmp_path))}), TODAY) as app:
        soaked = soak(app, 2, 3, told.append)
    assert (soaked.conversations, soaked.by_switch) == (2, 1), told
    assert (soaked.wrong, soaked.below, soaked.left_behind) == (0, 0, 0), told
    assert (soaked.threads, soaked.files) == (0, 0)


def test_whoever_gets_nowhere_walks_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that one who is stuck is counted as such, and the others have their turn."""
    monkeypatch.setattr("voice_assistant.bench.visitors.LONGEST", 5.0)
    pack = load_pack("als-facial-twitching", load_words(), TODAY)
    (caller,) = plans(pack, 1, 3)
    dialogue = Dialogue(pack, load_words(), Manner())
    visitors = Visitors(pack, [caller], dialogue, {}, lambda visit: None)
    visitors.write(Record(0.0, "listening", {"intents": []}))
    frames = [visitors.frame() for _ in range(round(20 / FRAME_SECONDS))]
    sound = [frame is not None and bool(frame.any()) for frame in frames]
    assert any(sound)
    assert not any(sound[round(5.1 / FRAME_SECONDS) :])


def test_visitors_are_the_same_each_time_and_of_both_kinds() -> None:
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
