"""The measurement of conversations, with a few synthetic callers, in silence and in noise."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.audio.wav import WavWriter
from voice_assistant.bench.conversations import Ground, Noise, converse
from voice_assistant.rehearsal.voice import speak
from voice_assistant.settings import Settings

pytestmark = [pytest.mark.model, pytest.mark.voice, pytest.mark.slow]

PACK = Path(__file__).parents[1] / "content" / "good"
"""Three questions."""
CASES = """\
usually: {breathing: "no", lasting: {days: 3}, triggers: []}
cases:
  - outcome: emergency
    answers: [{breathing: "yes"}, {breathing: not_sure}]
  - outcome: doctor
    answers: [{lasting: {days: 15}}, {lasting: not_sure}]
  - outcome: self_care
    answers: [{}, {lasting: {days: 14}}, {triggers: [stress]}, {triggers: not_sure}]
"""


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like one with recordings of people, of synthetic ones."""
    root = tmp_path_factory.mktemp("recordings")
    shutil.copytree(PACK, root / "pack")
    (root / "pack" / "cases.yaml").write_text(CASES, encoding="utf-8")
    sounds = {
        "commands": {(voice, said): speak(said, voice) for voice in ("slt", "rms") for said in ("yes", "no")},
        "background": {("rain", ""): room_noise()},
    }
    for folder, clips in sounds.items():
        (root / folder).mkdir()
        lines = ["file\ttranscript\tspeaker"]
        for (speaker, said), sound in clips.items():
            with WavWriter(root / folder / f"{speaker}_{said}.wav") as file:
                file.write(sound)
            lines.append(f"{speaker}_{said}.wav\t{said}\t{speaker}")
        (root / folder / "manifest.tsv").write_text("\n".join(lines), encoding="utf-8")
    return root


def room_noise() -> Samples:
    """Four seconds of noise that is softer the higher it is, as that of rooms and streets."""
    spectrum = np.fft.rfft(np.random.default_rng(1).normal(0, 1, 4 * RATE))
    spectrum /= np.maximum(np.fft.rfftfreq(4 * RATE, 1 / RATE), 50)
    noise = np.fft.irfft(spectrum)
    sound: Samples = (noise * 900 / noise.std()).astype(np.int16)
    return sound


def ground(recordings: Path, noise: Noise, keep: Path | None = None) -> Ground:
    return Ground(Settings(), date(2026, 12, 1), recordings, 3, noise, 10.0, str(recordings / "pack"), keep)


def test_what_is_demanded_is_advised(recordings: Path, tmp_path: Path) -> None:
    told: list[str] = []
    result = converse(ground(recordings, "none", tmp_path / "kept"), 2, told.append, first=1)
    assert [each.plan.demanded.id for each in result.held] == ["doctor", "emergency"]
    assert [each.outcomes for each in result.held] == [("doctor",), ("emergency",)]
    figures = result.as_json()
    assert (figures["outcomes_below"], figures["exactly_right"]) == (0, 1.0)
    assert (figures["answers_right"], figures["not_right"]) == (1.0, [])
    assert len(told) == 1
    assert list((tmp_path / "kept").iterdir()) == []


def test_in_noise_nothing_is_wrong_without_being_read_back(recordings: Path) -> None:
    (went,) = converse(ground(recordings, "background"), 1, lambda line: None, first=2).held
    assert (went.noise, went.outcomes) == ("background", ("emergency",))
    assert not went.unsaid
