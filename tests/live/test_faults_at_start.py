"""Faults that are there when it starts, or that end it: what is heard of them, and how it ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from service import Service
from virtual_card import VirtualCard
from voice_assistant import models

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(240)]
ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "voice_assistant", "run"]
MISSING, DEVICE = 66, 69
"""Exit codes."""


@pytest.fixture
def broken_model(tmp_path: Path) -> dict[str, str]:
    """The environment of a computer on which one file of the model cannot be read."""
    shutil.copytree(models.find(), tmp_path / "models" / models.find().name, symlinks=True)
    (tmp_path / "models" / models.find().name / "am" / "final.mdl").write_bytes(b"")
    return {"VOICE_ASSISTANT_MODELS": str(tmp_path / "models")}


def test_a_broken_model_is_said_aloud(
    card: VirtualCard, tmp_path: Path, broken_model: dict[str, str]
) -> None:
    recorder = card.record(tmp_path / "speaker.raw")
    done = subprocess.run(
        COMMAND,
        env=card.env | broken_model,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    recorder.terminate()
    recorder.wait()
    assert done.returncode == MISSING
    assert "is broken: am/final.mdl" in done.stderr
    sound = np.fromfile(tmp_path / "speaker.raw", dtype="<i2").astype(float)
    spoken = np.abs(sound[: len(sound) // 320 * 320].reshape(-1, 320)).max(axis=1) > 1_000
    assert spoken.sum() * 0.02 > 2.0, "a sentence lasts longer"


def test_without_a_model_sounds_are_enough(
    card: VirtualCard, tmp_path: Path, broken_model: dict[str, str]
) -> None:
    service = Service(card, tmp_path, VOICE_ASSISTANT_INPUT__MODE="sound", **broken_model)
    try:
        service.wait_for("You are using sounds.")
        assert service.troubles("recognizer", "broken") == 1
    finally:
        service.close()


def test_without_a_model_a_switch_is_enough(
    card: VirtualCard, tmp_path: Path, broken_model: dict[str, str]
) -> None:
    switch = tmp_path / "event9"
    os.mkfifo(switch)
    service = Service(card, tmp_path, VOICE_ASSISTANT_INPUT__DEVICE=str(switch), **broken_model)
    try:
        service.wait_for("I cannot understand speech at the moment.")
        assert service.troubles("recognizer", "broken") == 1
        service.wait_for('say "article"')
    finally:
        service.close()


def test_on_a_full_disk_it_talks_and_listens(card: VirtualCard, tmp_path: Path) -> None:
    """Its state, its temporary files and its captions find no room."""
    if shutil.which("unshare") is None:
        pytest.fail("util-linux's unshare is missing")
    full = tmp_path / "full"
    full.mkdir()
    fill = (
        'mount -t tmpfs -o size=64k none "$0" && { cat /dev/zero > "$0/all" 2>/dev/null; '
        'STATE_DIRECTORY="$0" TMPDIR="$0" exec "$@"; }'
    )
    log = tmp_path / "log.jsonl"
    command = [*COMMAND, "--verbose", "--captions", "/dev/full"]
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            ["unshare", "--map-root-user", "--mount", "sh", "-c", fill, str(full), *command],
            env=card.env, cwd=ROOT, stderr=stderr,
        )  # fmt: skip
    try:
        end = time.monotonic() + 90.0
        while '"listening"' not in log.read_text() and time.monotonic() < end and process.poll() is None:
            time.sleep(0.1)
        told = log.read_text()
        assert process.poll() is None, told
        assert '"listening"' in told
        assert '"part": "captions", "code": "disk_full"' in told
    finally:
        process.terminate()
        assert process.wait(20) == 0


def test_a_sound_server_that_stays_frozen_ends_it_and_the_next_process_goes_on(
    card: VirtualCard, tmp_path: Path
) -> None:
    service = Service(card, tmp_path, VOICE_ASSISTANT_LISTENING__PATIENCE="very slow")
    try:
        service.ask()
        before = service.held()
        card.freeze()
        began = time.monotonic()
        assert service.process.wait(40) == DEVICE
        print(f"given up after {time.monotonic() - began:.1f} s")
        assert "does not answer any more" in service.log.read_text()
        card.thaw()
        service.start()
        service.wait_for("had to start again")
        after = service.held()
        assert before is not None
        assert after is not None
        assert (after.state, after.memory.question) == (before.state, before.memory.question)
    finally:
        service.close()


def test_nothing_in_a_conversation_reads_a_clock_that_can_be_set() -> None:
    """So that a clock that jumps changes nothing. The date is read once, when it starts."""
    package = ROOT / "voice_assistant"
    apart = {*package.glob("cli*.py")}
    for file in package.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if file not in apart and "bench" not in file.parts:
            for clock in ("time.time(", "datetime.now(", "date.today(", "utcnow("):
                assert clock not in text, f"{file.relative_to(ROOT)} reads {clock}"
