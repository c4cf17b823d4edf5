"""What a person types: exit codes, results on stdout, and one sentence on stderr for whatever is wrong."""

from __future__ import annotations

import re
import shutil
import subprocess
import wave
from pathlib import Path

import pytest

from machine import COMMAND, ROOT, Done, Machine
from voice_assistant import __version__
from voice_assistant.content.loading import load_words

pytestmark = pytest.mark.system

PACK = "als-facial-twitching"


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


@pytest.mark.parametrize("command", ["run --pack", "check", "read"])
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
    done = machine.run("run", "--pack", broken_pack)
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
    well = ("settings", "content", "model", "voice", "switch", "service")
    assert found == dict.fromkeys(well, "well") | {"sound card": "TROUBLE"}


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
