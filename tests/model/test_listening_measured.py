"""The measurement of listening, on a few synthetic clips, with all systems that are installed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from voice_assistant.audio.wav import WavWriter
from voice_assistant.bench.listening import measure
from voice_assistant.bench.sphinx import installed
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.rehearsal.voice import speak

MODEL = Path(__file__).parents[2] / "models" / "vosk-model-small-en-us-0.15"


@pytest.mark.model
@pytest.mark.slow
def test_every_system_is_measured(tmp_path: Path) -> None:
    said = {"yes.wav": "yes", "no.wav": "no", "stop.wav": "stop", "five.wav": "five"}
    for name, text in said.items():
        with WavWriter(tmp_path / name) as file:
            file.write(speak(text))
    lines = [f"{name}\t{text}" for name, text in said.items()]
    (tmp_path / "manifest.tsv").write_text("\n".join(["file\ttranscript", *lines]), encoding="utf-8")
    words = load_words()
    pack = load_pack("als-facial-twitching", words, date(2026, 12, 1))
    told: list[str] = []
    result = measure(words, pack, MODEL, tmp_path, told.append)
    names = [system.name for system in result.systems]
    assert names == ["assistant", "vosk grammar", "vosk free"] + ["pocketsphinx"] * installed()
    assert len(result.left_out) == (not installed())
    assert len(told) == len(names)
    assert (result.answers, result.others) == (3, 1)
    assistant = result.systems[0]
    assert (assistant.right, assistant.wrong, assistant.false_accepts) == (1.0, 0.0, 0.0)
    assert assistant.delay_median is not None
    assert 0.1 < assistant.delay_median < 1.5
    for system in result.systems:
        assert 0 < system.rtf < 5
        assert 20 < system.rss_mb < 1500
