"""What a person types: exit codes, results on stdout, and one sentence on stderr for whatever is wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import wave
from dataclasses import dataclass
from pathlib import Path

import pytest

from voice_assistant import __version__, models
from voice_assistant.content.loading import load_words

pytestmark = pytest.mark.system

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "voice_assistant")
PACK = "als-facial-twitching"
HELP = '{"turns": [{"say": "help"}]}'
"""A rehearsal script; JSON is YAML."""
NO_CARD = """\
</usr/share/alsa/alsa.conf>
pcm.!default { type hw card 99 }
ctl.!default { type hw card 99 }
"""
"""Sound settings of a computer whose default card is not there, also where the real one has a card."""


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line on stderr, with nothing on stdout."""
        assert self.out == ""
        assert self.err.count("\n") == 1, self.err
        assert self.err.rstrip().endswith((".", "fetch")), self.err
        return self.err.strip()


class Machine:
    """The assistant on a computer of its own: no settings file, no sound card, and a folder for files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("VOICE_ASSISTANT_")}
        kept["VOICE_ASSISTANT_MODELS"] = str(models.find().parent)
        sound = self.file("asound.conf", NO_CARD)
        self.env = kept | {
            "XDG_CONFIG_HOME": str(folder / "config"),
            "ALSA_CONFIG_PATH": str(sound),
            "PULSE_SERVER": "unix:/nowhere",
        }

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: str | Path, typed: bytes = b"", **variables: str | Path) -> Done:
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=ROOT,
            env=self.env | {name: str(value) for name, value in variables.items()},
            input=typed,
            capture_output=True,
            timeout=60,
            check=False,
        )
        err = done.stderr.decode()
        assert "Traceback" not in err, err
        return Done(done.returncode, done.stdout.decode(), err)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def broken_pack(tmp_path: Path) -> Path:
    pack = shutil.copytree(ROOT / "prompts" / PACK, tmp_path / "broken")
    protocol = pack / "protocol.yaml"
    text = protocol.read_text(encoding="utf-8")
    assert text.startswith("#")
    protocol.write_text(text + "outcomes: [\n", encoding="utf-8")
    return pack


# --- usage: 64 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says", "helps"),
    [
        (["sing"], "No such command 'sing'", "voice-assistant --help"),
        (["--loud"], "No such option '--loud'", "voice-assistant --help"),
        (["check", "--loud"], "No such option '--loud'", "voice-assistant check --help"),
        (["models", "buy"], "No such command 'buy'", "voice-assistant models --help"),
        (["rehearse"], "Missing argument 'SCRIPT...'", "voice-assistant rehearse --help"),
        (
            ["rehearse", "a", "--max-seconds", "long"],
            "'long' is not a valid",
            "voice-assistant rehearse --help",
        ),
        (["run", "--config"], "Option '--config' requires an argument", "voice-assistant --help"),
        (["diagram", "extra"], "unexpected extra argument (extra)", "voice-assistant diagram --help"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_meant_is_said_with_where_to_look(
    machine: Machine, arguments: list[str], says: str, helps: str
) -> None:
    done = machine.run(*arguments)
    assert done.code == 64
    assert says in done.sentence
    assert f"`{helps}`" in done.sentence


def test_nothing_typed_shows_what_can_be(machine: Machine) -> None:
    done = machine.run()
    assert (done.code, done.out) == (64, "")
    for command in ("run", "rehearse", "talk", "read", "check", "diagram", "models", "doctor"):
        assert re.search(rf"^  {command}\b", done.err, re.MULTILINE)


def test_help_and_version_are_results(machine: Machine) -> None:
    done = machine.run("--version")
    assert (done.code, done.out, done.err) == (0, f"voice-assistant, version {__version__}\n", "")
    done = machine.run("run", "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage: voice-assistant run")


def test_a_section_that_is_not_there_is_answered_with_those_that_are(machine: Machine) -> None:
    done = machine.run("read", PACK, "kidneys", "--out", machine.folder / "x.wav")
    assert done.code == 64
    assert "kidneys" in done.sentence
    assert "seeking_advice" in done.sentence
    assert not (machine.folder / "x.wav").exists()


def test_two_scripts_of_one_name_do_not_overwrite_each_other(machine: Machine) -> None:
    out = machine.folder / "out"
    done = machine.run("rehearse", "one/call.yaml", "two/call.yaml", "--out", out)
    assert done.code == 64
    assert "Two scripts are called call" in done.sentence
    assert not out.exists()


# --- content: 65 and 66 ----------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["run --pack", "talk --pack", "diagram --pack", "check", "read"])
def test_an_unknown_pack(machine: Machine, command: str) -> None:
    done = machine.run(*command.split(), "no-such-pack")
    assert done.code == 66
    assert "no-such-pack" in done.sentence
    assert PACK in done.sentence


@pytest.mark.model
def test_the_shipped_packs_are_well_and_nothing_is_said(machine: Machine) -> None:
    assert machine.run("check") == Done(0, "", "")


def test_check_prints_file_line_column_and_a_sentence(machine: Machine, broken_pack: Path) -> None:
    done = machine.run("check", broken_pack)
    assert (done.code, done.err) == (65, "")
    place, sentence = done.out.splitlines()[0].split(": ", 1)
    file, line, column = place.rsplit(":", 2)
    assert file == str(broken_pack / "protocol.yaml")
    assert int(line) > 300
    assert int(column) >= 1
    assert sentence.endswith(".")


def test_broken_questions_are_told_and_the_article_is_offered(machine: Machine, broken_pack: Path) -> None:
    done = machine.run("talk", "--pack", broken_pack, typed=b"questions\n")
    assert done.code == 0
    assert re.search(r"protocol\.yaml:\d+:\d+: ", done.err)
    said = load_words().prompts
    for prompt in ("questions_unavailable", "menu_article_only"):
        assert said[prompt].first[0] in done.out.replace("\n", " ")


def test_run_tells_of_broken_questions_too(machine: Machine, broken_pack: Path) -> None:
    done = machine.run("run", "--pack", broken_pack)
    assert done.code == 69  # there is no sound card
    first, second = done.err.splitlines()
    assert re.search(r"protocol\.yaml:\d+:\d+: ", first)
    assert "sound card" in second


def test_a_protocol_that_cannot_be_used_cannot_be_drawn(machine: Machine, broken_pack: Path) -> None:
    done = machine.run("diagram", "--pack", broken_pack)
    assert done.code == 65
    assert "voice-assistant check" in done.sentence


def test_an_article_that_cannot_be_read(machine: Machine, broken_pack: Path) -> None:
    (broken_pack / "article.md").write_text("No head.\n", encoding="utf-8")
    for command in ("talk", "run"):
        done = machine.run(command, "--pack", broken_pack)
        assert done.code == 65
        assert "article.md:1:1: " in done.sentence


# --- results ---------------------------------------------------------------------------------------


def test_diagrams_are_mermaid_on_stdout(machine: Machine) -> None:
    done = machine.run("diagram")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("stateDiagram-v2\n")
    done = machine.run("diagram", "--pack", PACK)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("flowchart TD\n")
    assert "outcome_doctor_soon" in done.out


def test_a_typed_conversation(machine: Machine) -> None:
    typed = b"questions\n\xff\xfe\nno\n:emergency\n"  # the second line is no text in any language
    done = machine.run("talk", typed=typed)
    assert (done.code, done.err) == (0, "")
    for said in ("I am not a doctor", "Your breathing is fine.", "Call the emergency number now", "Goodbye"):
        assert said in done.out


@pytest.mark.voice
def test_reading_into_a_file(machine: Machine) -> None:
    out = machine.folder / "x.wav"
    assert machine.run("read", PACK, "introduction", "--out", out) == Done(0, "", "")
    with wave.open(str(out)) as sound:
        assert (sound.getframerate(), sound.getnchannels()) == (16_000, 1)
        assert sound.getnframes() > 20 * 16_000


@pytest.mark.voice
@pytest.mark.model
def test_the_doctor_says_what_works_and_what_does_not(machine: Machine) -> None:
    done = machine.run("doctor")
    assert (done.code, done.err) == (69, "")
    found = dict(line.split(". ", 1)[0].split(": ") for line in done.out.splitlines())
    assert found == {"content": "well", "model": "well", "voice": "well", "sound card": "TROUBLE"}


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
    checked = machine.run("check", VOICE_ASSISTANT_MODELS=empty)
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
    script = machine.file("script.yaml", HELP)
    commands: tuple[tuple[str | Path, ...], ...] = (("run",), ("rehearse", script), ("models", "verify"))
    for command in commands:
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


@pytest.mark.model
def test_a_switch_that_is_not_there(machine: Machine) -> None:
    done = machine.run("run", VOICE_ASSISTANT_INPUT__DEVICE="/dev/input/nothing")
    assert done.code == 69
    assert "/dev/input/nothing" in done.sentence


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


# --- settings: 78 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("whisper = true\n", "whisper"),
        ("[listening]\npatience = 'never'\n", "listening.patience"),
        ("[speaking]\nspeed = 3\n", "speaking.speed"),
        ("[speaking\n", "not TOML"),
        (None, "cannot be read"),
    ],
)
def test_settings_that_cannot_be_used(machine: Machine, text: str | None, says: str) -> None:
    file = machine.folder / "config.toml" if text is None else machine.file("config.toml", text)
    done = machine.run("talk", "--config", file)
    assert done.code == 78
    assert says in done.sentence
    assert str(file) in done.sentence


def test_settings_in_the_environment(machine: Machine) -> None:
    done = machine.run("talk", VOICE_ASSISTANT_LISTENING__PATIENCE="never")
    assert done.code == 78
    assert "listening.patience" in done.sentence


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


# --- looking closer --------------------------------------------------------------------------------


def test_debug_shows_where_and_keeps_the_exit_code(machine: Machine) -> None:
    done = subprocess.run(
        [*COMMAND, "--debug", "check", "no-such-pack"],
        cwd=ROOT,
        env=machine.env,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 66
    assert done.stderr.startswith(b"Traceback")
    assert b"no-such-pack" in done.stderr.splitlines()[-1]
