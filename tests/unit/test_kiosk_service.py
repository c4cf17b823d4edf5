"""The service's unit: installed, shown, removed; and as hardened as it says, by systemd's own judgement."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from voice_assistant.cli import cli
from voice_assistant.errors import OutputError, UsageError
from voice_assistant.kiosk.service import SETTINGS, Place, command, install, remove, unit
from voice_assistant.settings import Settings, load

PROGRAM = Path("/opt/voice-assistant/.venv/bin/voice-assistant")
MOST_EXPOSED = 2.0
"""Of systemd's figure, 0 to 10."""


def service(text: str) -> configparser.SectionProxy:
    parsed = configparser.RawConfigParser(strict=False)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read_string(text)
    return parsed["Service"]


def test_installed_and_removed(tmp_path: Path) -> None:
    place = Place(tmp_path)
    told = list(install(tmp_path, PROGRAM))
    assert len(told) == 4
    assert place.unit.read_text(encoding="utf-8") == unit(PROGRAM)
    assert place.link.is_symlink()
    assert place.link.readlink() == Path("/etc/systemd/system/voice-assistant.service")
    assert load(place.settings, environment=False) == Settings()
    assert place.settings.stat().st_mode & 0o777 == 0o644
    place.settings.write_text("[speaking]\nrate = 120\n", encoding="utf-8")
    assert len(list(install(tmp_path, PROGRAM))) == 3
    list(remove(tmp_path))
    assert not place.unit.exists()
    assert not place.link.is_symlink()
    assert "rate = 120" in place.settings.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="nothing to remove"):
        list(remove(tmp_path))


def test_what_the_service_could_not_see_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="/opt/voice-assistant"):
        list(install(tmp_path, Path("/home/somebody/assistant/.venv/bin/voice-assistant")))
    no_folder = tmp_path / "file"
    no_folder.touch()
    with pytest.raises(OutputError, match="--root"):
        list(install(no_folder, PROGRAM))


def test_the_unit_starts_this_program_with_options_that_exist() -> None:
    shown = service(unit(PROGRAM))
    program, subcommand, *options = shlex.split(shown["ExecStart"])
    assert program == str(PROGRAM)
    assert options[-1] == "%E/voice-assistant/config.toml"
    assert Path("etc/voice-assistant/config.toml") == SETTINGS
    cli.commands[subcommand].make_context(subcommand, options)
    assert command().name == PROGRAM.name
    assert shlex.split(service(unit(Path("/opt/my assistant/.venv/bin/va")))["ExecStart"])[0].endswith("va")


def test_it_is_back_within_five_seconds_and_never_given_up() -> None:
    text = unit(PROGRAM)
    shown = service(text)
    assert shown["Type"] == "notify"
    assert shown["Restart"] == "always"
    assert 0 < float(shown["RestartSec"]) <= 3
    assert float(shown["WatchdogSec"]) <= 10
    assert "StartLimitIntervalSec=0" in text
    assert shown["LimitCORE"] == "0"
    assert shown["LimitMEMLOCK"] == "infinity"
    assert shown["FileDescriptorStoreMax"] == "1"


@pytest.mark.system
def test_systemd_calls_it_safe(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here; it is in Debian's package systemd")
    file = tmp_path / "voice-assistant.service"
    program = tmp_path / "opt" / "venv" / "bin" / "voice-assistant"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "README.md").touch()
    file.write_text(unit(program), encoding="utf-8")
    analyze = ["systemd-analyze", "--no-pager"]
    judged = subprocess.run(
        [*analyze, "security", "--offline=true", str(file)], capture_output=True, text=True, check=False
    )
    found = re.search(r"Overall exposure level for voice-assistant\.service: ([\d.]+)", judged.stdout)
    assert found is not None, judged.stdout + judged.stderr
    print(f"systemd-analyze security: {found[1]}")
    assert float(found[1]) <= MOST_EXPOSED, judged.stdout
    verified = subprocess.run(
        [*analyze, "verify", "--man=no", str(file)], capture_output=True, text=True, check=False
    )
    assert "voice-assistant" not in verified.stderr, verified.stderr
