"""The scripts that set up and start everything, in a small copy of the project with real Python and pip.

The copy asks for no packages and holds a stand-in for the assistant and for the sound card's library, so that
nothing is downloaded; system packages are looked for in a PATH of the test's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SCRIPTS = [*sorted((PROJECT / "script").iterdir()), PROJECT / ".ci" / "run"]
TOOLS: tuple[str, ...] = (
    "bash",
    "cat",
    "chmod",
    "dirname",
    "env",
    "grep",
    "id",
    "mktemp",
    "nice",
    "readlink",
    "rm",
    "sed",
    "sh",
    "sha256sum",
)
TOOLS += ("timeout", "true")

ASSISTANT = """
import os, sys
def main():
    print("assistant", *sys.argv)
    if sys.argv[1] == "models":
        os.makedirs("models/tiny-1", exist_ok=True)
    return int(os.environ.get("ASSISTANT_EXIT", "0"))
"""


class Copy:
    """A copy of the project's scripts, and a machine on which some system packages are installed."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a project"  # a space in the name must not matter
        self.bin = folder / "bin"
        shutil.copytree(PROJECT / "script", self.root / "script")
        for name in ("requirements.txt", "requirements-dev.txt", "requirements-build.txt"):
            (self.root / name).touch()
        (self.root / "models" / "tiny-1").mkdir(parents=True)
        (self.root / "models" / "catalogue.yaml").write_text("default: tiny-1\n")
        (self.root / "voice_assistant").mkdir()
        (self.root / "voice_assistant" / "cli.py").write_text(ASSISTANT)
        self.devices([])
        self.bin.mkdir()
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool) or tool)
        python = Path(sys.base_prefix, "bin", f"python3.{sys.version_info.minor}")
        self.command("python3", f'exec "{python}" "$@"')
        self.command("ldconfig", "echo libportaudio.so.2")
        self.command("flite")

    def command(self, name: str, body: str = ":") -> None:
        (self.bin / name).unlink(missing_ok=True)
        (self.bin / name).write_text(f"#!/bin/sh\n{body}\n")
        (self.bin / name).chmod(0o755)

    def devices(self, devices: list[str]) -> None:
        (self.root / "sounddevice.py").write_text(f"def query_devices(): return {devices!r}\n")

    def run(self, script: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.root / "script" / script), *arguments],
            cwd=self.root,
            env={"PATH": str(self.bin), "HOME": str(self.root.parent), "CI": "true"} | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )


@pytest.fixture
def bare(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = Copy(tmp_path_factory.mktemp("project"))
    done = copy.run("setup", "run")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return copy


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_is_executable_bash_without_places_of_one_machine(script: Path) -> None:
    assert os.access(script, os.X_OK)
    text = script.read_text()
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "://" not in text
    assert "/home/" not in text
    assert "/root/" not in text
    subprocess.run(["bash", "-n", script], check=True)


def test_what_runs_in_ci_is_the_test_script() -> None:
    commands = [line for line in SCRIPTS[-1].read_text().splitlines() if line and not line.startswith("#")]
    assert len(commands) == 1
    assert commands[0].endswith('/../script/test"')


@pytest.mark.system
class TestSystemPackages:
    def test_without_the_right_to_install_the_packages_are_named(self, bare: Copy) -> None:
        bare.command("ldconfig")
        bare.command("apt-get", "echo must not be called >&2; exit 1")
        bare.command("id", "echo 1000")
        bare.command("sudo", "exit 1")
        done = bare.run("setup", "test")
        assert done.returncode == 66
        assert done.stderr.startswith(
            "These packages are missing: libportaudio2 pulseaudio pulseaudio-utils sox strace systemd"
        )
        assert "sudo apt-get install libportaudio2" in done.stderr
        assert "must not" not in done.stderr

    def test_another_distribution_is_told_what_it_needs(self, bare: Copy) -> None:
        (bare.bin / "flite").unlink()
        done = bare.run("setup", "run")
        assert done.returncode == 66
        assert done.stderr == "These packages are missing: flite; install them and start this again.\n"

    @pytest.mark.parametrize("root", [True, False])
    def test_only_what_is_missing_is_installed(self, bare: Copy, root: bool) -> None:
        (bare.bin / "flite").unlink()
        bare.command("id", "echo 0" if root else "echo 1000")
        bare.command("sudo", '[ "$1" = -n ] && shift && exec "$@"')
        log = bare.root / "apt.log"
        bare.command("apt-get", f'echo "$DEBIAN_FRONTEND $*" >> "{log}"; exit 100')
        done = bare.run("setup", "run")
        assert done.returncode == 66
        assert done.stderr.splitlines()[-1].startswith("The packages flite could not be installed")
        update, install = log.read_text().splitlines()
        assert update.startswith("noninteractive ")
        assert update.endswith(" update")
        assert install.endswith(" install --yes --no-install-recommends flite")

    def test_a_python_without_venv_asks_for_debians_package(self, bare: Copy) -> None:
        bare.command(
            "python3",
            """case "$2" in *ensurepip*) exit 1 ;; *venv*) echo python3.11-venv ;; esac""",
        )
        done = bare.run("setup", "run")
        assert (
            done.stderr == "These packages are missing: python3.11-venv; install them and start this again.\n"
        )

    def test_too_old_a_python_counts_as_none(self, bare: Copy) -> None:
        bare.command("python3", "exit 1")
        done = bare.run("setup", "run")
        assert done.stderr.startswith("These packages are missing: python3 python3-venv;")


@pytest.mark.system
class TestSetUp:
    def test_a_second_start_does_nothing(self, prepared: Copy) -> None:
        done = prepared.run("setup", "run")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_a_changed_lock_is_installed(self, prepared: Copy) -> None:
        with (prepared.root / "requirements.txt").open("a") as lock:
            lock.write("# changed\n")
        assert "Installing the Python packages" in prepared.run("setup", "run").stderr
        assert prepared.run("setup", "run").stderr == ""

    def test_a_lock_that_cannot_be_installed_is_tried_again_next_time(self, prepared: Copy) -> None:
        lock = prepared.root / "requirements.txt"
        good = lock.read_text()
        lock.write_text("click==8.5.1\n")  # has no hash
        for _ in range(2):
            done = prepared.run("setup", "run")
            assert done.returncode == 66
            assert "The Python packages could not be installed" in done.stderr.splitlines()[-1]
        lock.write_text(good)
        assert prepared.run("setup", "run").returncode == 0

    @pytest.mark.slow
    def test_a_broken_or_moved_environment_is_made_anew(self, prepared: Copy) -> None:
        (prepared.root / ".venv" / "bin" / "python").unlink()
        assert "Making the virtual environment" in prepared.run("setup", "run").stderr
        moved = prepared.root.rename(prepared.root.with_name("moved"))
        old, prepared.root = prepared.root, moved
        try:
            assert "Making the virtual environment" in prepared.run("setup", "run").stderr
            assert "assistant" in prepared.run("run", "--pack", "x").stdout
        finally:
            prepared.root = moved.rename(old)
            assert prepared.run("setup", "run").returncode == 0

    def test_a_missing_model_is_fetched_by_the_assistant(self, prepared: Copy) -> None:
        (prepared.root / "models" / "tiny-1").rmdir()
        done = prepared.run("setup", "run")
        assert done.returncode == 0
        assert done.stderr == "Fetching the speech model ...\nassistant voice-assistant models fetch\n"
        assert prepared.run("setup", "run").stderr == ""

    def test_a_fetch_that_fails_ends_the_set_up_with_its_code(self, prepared: Copy) -> None:
        (prepared.root / "models" / "tiny-1").rmdir()
        assert prepared.run("setup", "run", ASSISTANT_EXIT="74").returncode == 74
        assert prepared.run("setup", "run").returncode == 0


@pytest.mark.system
class TestRun:
    def test_arguments_and_exit_codes_pass_through(self, prepared: Copy) -> None:
        done = prepared.run("run", "--pack", "a b", ASSISTANT_EXIT="65")
        assert done.stdout == "assistant voice-assistant run --pack a b\n"
        assert done.returncode == 65

    def test_with_a_sound_card_the_assistant_starts(self, prepared: Copy) -> None:
        prepared.devices(["microphone"])
        done = prepared.run("run", ASSISTANT_EXIT="69")
        prepared.devices([])
        assert done.stdout == "assistant voice-assistant run\n"
        assert done.returncode == 69

    def test_without_one_the_rehearsal_is_performed(self, prepared: Copy) -> None:
        done = prepared.run("run")
        said, where = done.stdout.splitlines()
        assert said.startswith("assistant voice-assistant rehearse ")
        assert said.endswith(f"demonstration.yaml --out {prepared.root}/recordings")
        assert where == f"The recording of this conversation is {prepared.root}/recordings/conversation.wav."
        assert done.stderr.startswith("No sound card was found")
        assert done.returncode == 0

    def test_a_rehearsal_that_fails_is_not_hidden(self, prepared: Copy) -> None:
        done = prepared.run("run", ASSISTANT_EXIT="66")
        assert done.returncode == 66
        assert "recording" not in done.stdout.splitlines()[-1].split("--out")[0]


IN_FILES = "pytest ran --numprocesses 2 --dist loadfile --no-loadscope-reorder"


@pytest.fixture
def checked(prepared: Copy) -> Copy:
    """One whose tools only tell that they ran; ruff finds something, and `pytest` fails if it is told so."""
    for name in ("pulseaudio", "pactl", "sox", "strace", "systemd-analyze"):
        prepared.command(name)
    if not list(Path("/usr/lib").glob("*/alsa-lib/libasound_module_pcm_pulse.so")):
        pytest.skip("needs the package libasound2-plugins")
    assert prepared.run("setup", "test").returncode == 0
    for name in ("ruff", "mypy", "lint-imports", "codespell", "pytest"):
        tool = prepared.root / ".venv" / "bin" / name
        failing = 'case "$*" in $FAILS) exit 1 ;; esac\n' if name == "pytest" else f"[ {name} != ruff ]\n"
        tool.write_text(f'#!/bin/sh\necho "{name} ran $*"\n{failing}')
        tool.chmod(0o755)
    return prepared


@pytest.mark.system
def test_every_check_runs_even_if_one_fails_and_pytest_has_the_last_word(checked: Copy) -> None:
    done = checked.run("test", "-k", "x", FAILS="none")
    assert [line for line in done.stdout.splitlines() if " ran" in line] == [
        "ruff ran format --check",
        "ruff ran check",
        "mypy ran ",
        "lint-imports ran ",
        "codespell ran ",
        f"{IN_FILES} -k x",
    ]
    assert "Failed: ruff check" in done.stdout
    assert done.stdout.splitlines()[-1] == f"{IN_FILES} -k x"
    assert done.returncode == 1


@pytest.mark.system
@pytest.mark.parametrize(
    ("fails", "code"), [("none", 0), ("*--ignore*", 1), ("*without_words.py tests/live", 1)]
)
def test_live_tests_run_beside_the_others_and_count_like_them(checked: Copy, fails: str, code: int) -> None:
    (checked.root / ".venv" / "bin" / "ruff").write_text("#!/bin/sh\n")
    done = checked.run("test", FAILS=fails)
    *_, others, heading, live = done.stdout.splitlines()
    assert others.startswith(f"{IN_FILES} --ignore tests/live ")
    assert heading == "== pytest tests/live"
    assert live.startswith(f"{IN_FILES} tests/live/")
    assert done.returncode == code
