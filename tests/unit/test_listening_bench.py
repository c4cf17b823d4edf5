"""How recordings are found, and how what a system makes of them is counted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from fakes.words import WORDS, pack
from voice_assistant.audio.frames import FRAME_SECONDS, RATE, Frame
from voice_assistant.audio.wav import WavWriter
from voice_assistant.bench import listening
from voice_assistant.bench.clips import Clip, find_clips
from voice_assistant.bench.listening import Measured, Result, measure_one
from voice_assistant.bench.systems import Decided, Ground
from voice_assistant.errors import ContentError, MissingError
from voice_assistant.events import Decision, Meaning

GROUND = Ground(WORDS, pack(), Path("none"))


def written(folder: Path, lines: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.tsv").write_text(lines, encoding="utf-8")
    return folder


def test_all_folders_below_are_read(tmp_path: Path) -> None:
    written(tmp_path / "a", "file\ttranscript\tspeaker\n1.wav\tyes\tx\n2.wav\t\tx\n")
    written(tmp_path / "b" / "c", "file\ttranscript\n3.wav\tgo\n")
    assert find_clips(tmp_path) == (
        Clip(tmp_path / "a" / "1.wav", "yes"),
        Clip(tmp_path / "a" / "2.wav", ""),
        Clip(tmp_path / "b" / "c" / "3.wav", "go"),
    )


def test_a_sample_is_drawn_by_its_seed(tmp_path: Path) -> None:
    written(tmp_path, "file\ttranscript\n" + "".join(f"{at}.wav\tyes\n" for at in range(50)))
    first = find_clips(tmp_path, 10, 1)
    assert len(set(first)) == 10
    assert first == find_clips(tmp_path, 10, 1) != find_clips(tmp_path, 10, 2)
    assert len(find_clips(tmp_path, 1000)) == 50


def test_what_is_wrong_with_the_recordings_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"There is no folder .*nowhere"):
        find_clips(tmp_path / "nowhere")
    with pytest.raises(MissingError, match=r"There is no manifest.tsv in"):
        find_clips(tmp_path)
    with pytest.raises(ContentError, match=r"manifest.tsv:2: the columns file and transcript"):
        find_clips(written(tmp_path, "name\ttext\n1.wav\tyes\n"))
    with pytest.raises(ContentError, match="name no recording"):
        find_clips(written(tmp_path, "file\ttranscript\n"))


class Scripted:
    """Decides about each clip 0.7 s after it began, by the number of the clip."""

    def __init__(self, decisions: Mapping[int, Decided]) -> None:
        self._decisions, self._clip, self._frame = decisions, -1, 0

    def restart(self) -> None:
        self._clip, self._frame = self._clip + 1, 0

    def hear(self, frame: Frame) -> tuple[Decided, ...]:
        self._frame += 1
        due = self._frame == round((listening.BEFORE + 0.7) / FRAME_SECONDS)
        return (self._decisions[self._clip],) if due and self._clip in self._decisions else ()

    def finish(self) -> tuple[Decided, ...]:
        return ()


def measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *clips: tuple[str, str | None, Decision]
) -> Measured:
    """Of clips with a transcript, what was heard in it, and the decision; half a second of buzz each."""
    sound = np.zeros(RATE, dtype=np.int16)
    sound[: RATE // 2] = np.random.default_rng(1).normal(0, 3000, RATE // 2)
    with WavWriter(tmp_path / "clip.wav") as file:
        file.write(sound)
    decisions = {
        at: Decided(Meaning(intent) if intent else None, decision)
        for at, (_, intent, decision) in enumerate(clips)
    }
    monkeypatch.setattr(listening, "make", lambda name, ground: Scripted(decisions))
    return measure_one("x", GROUND, tuple(Clip(tmp_path / "clip.wav", said) for said, *_ in clips))


def test_what_is_right_wrong_and_false(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = measured(
        tmp_path,
        monkeypatch,
        ("yes", "yes", "accepted"),
        ("no", "no", "confirming"),
        ("no", "yes", "accepted"),
        ("stop", "stop", "rejected"),
        ("elephant", "yes", "accepted"),
        ("elephant", "yes", "confirming"),
        ("", None, "rejected"),
        ("go", None, "accepted"),
        ("go on with you", "no", "accepted"),
    )
    assert (counted.right, counted.wrong, counted.asked_back) == (0.5, 0.25, 0.25)
    assert counted.false_accepts == 0.6
    assert counted.short_right == 0.5
    assert counted.word_false_accepts == pytest.approx(2 / 3, abs=0.001)
    assert counted.talk_a_minute == pytest.approx(60 / 2)  # one in two clips of a second
    for core in (counted.core_speaking, counted.core_silent):
        assert core is not None
        assert core < 0.5
    assert counted.delay_median == pytest.approx(0.2, abs=0.05)
    assert counted.delay_p90 == pytest.approx(0.2, abs=0.05)


def test_where_there_is_nothing_to_count_no_figure_is_made_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = measured(tmp_path, monkeypatch, ("", None, "rejected"))
    assert (counted.right, counted.wrong, counted.delay_median) == (None, None, None)
    assert counted.false_accepts == 0.0
    result = Result((counted,), 0, 1, ("That is all.",))
    assert (counted.short_right, counted.word_false_accepts, counted.core_speaking) == (None, None, None)
    assert set(result.as_json()["systems"][0]) >= {
        *("name", "right", "wrong", "false_accepts", "delay_median", "delay_p90", "rtf", "rss_mb")
    }
    assert result.lines()[-1] == "That is all."
