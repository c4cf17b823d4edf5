"""The measurement of speaking over the assistant, with a few synthetic people and one echo."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from voice_assistant.app import App
from voice_assistant.audio.wav import WavWriter
from voice_assistant.bench.echo import measure
from voice_assistant.errors import MissingError
from voice_assistant.rehearsal.voice import speak
from voice_assistant.settings import Settings


def recordings(folder: Path, *texts: str) -> Path:
    """A folder laid out as for the measurements."""
    lines = ["file\ttranscript"]
    for voice in ("slt", "rms", "awb"):
        for text in texts:
            name = f"{text}_{voice}.wav"
            with WavWriter(folder / name) as file:
                file.write(speak(text, voice))
            lines.append(f"{name}\t{text}")
    (folder / "manifest.tsv").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.mark.model
@pytest.mark.voice
@pytest.mark.slow
def test_stop_is_heard_over_its_own_voice_and_its_own_voice_is_not(tmp_path: Path) -> None:
    told: list[str] = []
    with App(Settings(), date(2026, 12, 1)) as app:
        folder = recordings(tmp_path, "stop", "go")
        result = measure(app, folder, told.append, seed=2, cancellers=(True,), delays=(0.2,), gains=(-6.0,))
    (measured,) = result.conditions
    assert (measured.stops, measured.heard, measured.false_commands) == (3, 1.0, 0.0)
    assert measured.own_speech > 10
    assert measured.silence_median is not None
    assert measured.silence_median < 0.6
    assert told == [result.lines()[1]]
    assert result.as_json()["conditions"][0]["heard"] == 1.0


def test_without_a_recording_of_stop_there_is_nothing_to_measure(tmp_path: Path) -> None:
    (tmp_path / "manifest.tsv").write_text("file\ttranscript\nno.wav\tno", encoding="utf-8")
    with App(Settings(), date(2026, 12, 1)) as app, pytest.raises(MissingError, match="stop"):
        measure(app, tmp_path, lambda line: None)
