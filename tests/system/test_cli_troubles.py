"""What goes wrong around a command: models, devices, recordings, disks, and being stopped in the middle."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from machine import COMMAND, ROOT, Machine
from voice_assistant import models

pytestmark = pytest.mark.system

PACK = "als-facial-twitching"
HELP = '{"turns": [{"say": "help"}]}'
"""A rehearsal script; JSON is YAML."""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


# --- models: 66 ------------------------------------------------------------------------------------


def test_a_model_that_was_not_fetched(machine: Machine) -> None:
    empty = machine.folder / "models"
    empty.mkdir()
    script = machine.file("script.yaml", HELP)
    commands: tuple[tuple[str | Path, ...], ...] = (("run",), ("rehearse", script), ("models", "verify"))
    for command in commands:
        done = machine.run(*command, VOICE_ASSISTANT_MODELS=empty)
        assert done.code == 66
        assert "voice-assistant models fetch" in done.sentence
    listed = machine.run("models", "list", VOICE_ASSISTANT_MODELS=empty)
    assert (listed.code, listed.err) == (0, "")
    assert listed.out.rstrip().endswith(": not fetched")
    checked = machine.run("check", "getting-to-know-your-assistant", VOICE_ASSISTANT_MODELS=empty)
    assert checked.code == 0
    assert "not checked against the recognizer's words" in checked.sentence


def test_an_archive_that_is_not_there_or_none(machine: Machine) -> None:
    empty = machine.folder / "models"
    no_archive = machine.file("archive.zip", "this is no archive")
    for archive, code in ((machine.folder / "nowhere.zip", 66), (no_archive, 66)):
        done = machine.run("models", "fetch", "--from-file", archive, VOICE_ASSISTANT_MODELS=empty)
        assert done.code == code
        assert archive.name in done.sentence
        assert list(empty.iterdir()) == []


@pytest.mark.model
def test_a_broken_model(machine: Machine) -> None:
    whole = models.find()
    copy = shutil.copytree(whole, machine.folder / "models" / whole.name)
    os.truncate(copy / "graph" / "Gr.fst", 1_000)
    for command in (("run",), ("models", "verify")):
        done = machine.run(*command, VOICE_ASSISTANT_MODELS=copy.parent)
        assert done.code == 66
        assert "graph/Gr.fst" in done.sentence


# --- devices: 69 -----------------------------------------------------------------------------------


@pytest.mark.model
def test_no_sound_card(machine: Machine) -> None:
    for command in (("run",), ("read", PACK, "introduction")):
        done = machine.run(*command)
        assert done.code == 69
        assert "No usable sound card was found" in done.sentence


# --- rehearsals: 65, 66, 74 ------------------------------------------------------------------------


def test_a_script_that_is_not_there(machine: Machine) -> None:
    done = machine.run("rehearse", "nowhere.yaml")
    assert done.code == 66
    assert "nowhere.yaml" in done.sentence


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("turns:\n  - say: yes\n    during: never\n", "3:13"),
        ("turns:\n  - say: yes\n    play: a.wav\n", "2:5"),
        ("turn: []\n", "1:1"),
        ("turns: [\n", "2:1"),
    ],
)
def test_a_broken_script(machine: Machine, text: str, place: str) -> None:
    script = machine.file("script.yaml", text)
    done = machine.run("rehearse", script)
    assert done.code == 65
    assert done.sentence.startswith(f"{script}:{place}: ")


def test_a_recording_that_is_not_there_or_none(machine: Machine) -> None:
    machine.file("text.wav", "this is no sound")
    for name, code in (("nowhere.wav", 66), ("text.wav", 65)):
        script = machine.file("script.yaml", json.dumps({"turns": [{"play": name}]}))
        done = machine.run("rehearse", script, "--out", machine.folder / "out")
        assert done.code == code
        assert name in done.sentence
        assert not (machine.folder / "out").exists()


@pytest.mark.voice
@pytest.mark.model
def test_no_right_to_write(machine: Machine) -> None:
    script = machine.file("script.yaml", HELP)
    # Root may write everywhere, but not even root below a file, or into the kernel's folders.
    for out in (script / "out", Path("/proc/out")):
        done = machine.run("rehearse", script, "--out", out)
        assert done.code == 74
        assert str(out) in done.sentence
    done = machine.run("read", PACK, "introduction", "--out", script / "x.wav")
    assert done.code == 74
    assert str(script / "x.wav") in done.sentence


@pytest.mark.voice
@pytest.mark.model
@pytest.mark.parametrize("full", ["conversation.wav", "transcript.txt"])
def test_a_full_disk(machine: Machine, full: str) -> None:
    script = machine.file("script.yaml", HELP)
    out = machine.folder / "out"
    out.mkdir()
    (out / full).symlink_to("/dev/full")
    done = machine.run("rehearse", script, "--out", out)
    assert done.code == 74
    assert full in done.err
    assert "No space left on device" in done.err
    assert done.err.count("\n") == 1


def test_full_output(machine: Machine) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "diagram"], cwd=ROOT, env=machine.env, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 74
    assert done.stderr.decode().startswith("The system refused (No space left on device)")
    assert done.stderr.count(b"\n") == 1


# --- being stopped ---------------------------------------------------------------------------------


def children_of(process: subprocess.Popen[bytes]) -> list[Path]:
    text = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="utf-8")
    return [Path("/proc", child) for child in text.split()]


@pytest.mark.voice
@pytest.mark.model
@pytest.mark.parametrize(("told", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_stopped_in_the_middle_of_a_rehearsal(machine: Machine, told: signal.Signals, code: int) -> None:
    script = machine.file("script.yaml", '{"turns": [{"say": "article"}, {"say": "next"}]}')
    out = machine.folder / "out"
    with subprocess.Popen(
        [*COMMAND, "rehearse", script, "--out", out],
        cwd=ROOT,
        env=machine.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        while b"  caller  " not in process.stdout.readline():
            assert process.poll() is None, process.stderr
        children = children_of(process)
        process.send_signal(told)
        _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (code, b"Stopped.\n")
    assert children
    assert not [child for child in children if child.exists()]
    with wave.open(str(out / "conversation.wav")) as sound:
        assert sound.getnframes() > 0
        assert len(sound.readframes(sound.getnframes())) == sound.getnframes() * 4
    assert [json.loads(line)["event"] for line in (out / "events.jsonl").read_text().splitlines()]
    assert (out / "transcript.txt").read_text().endswith("\n")


@pytest.mark.voice
@pytest.mark.model
def test_a_reader_that_has_seen_enough(machine: Machine) -> None:
    script = machine.file("script.yaml", HELP)
    for command in ("diagram", f"rehearse '{script}'"):
        done = subprocess.run(
            ["bash", "-c", f"'{sys.executable}' -m voice_assistant {command} | head -n 1; exit $PIPESTATUS"],
            cwd=ROOT,
            env=machine.env,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.stdout.count(b"\n") == 1
        assert (done.returncode, done.stderr) == (0, b"")
