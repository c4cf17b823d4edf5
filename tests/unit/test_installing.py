"""What `doctor` tells an installer about settings, switches and the service."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_assistant.errors import DeviceError
from voice_assistant.inputs.devices import Devices
from voice_assistant.installing import service, settings_file, switches
from voice_assistant.kiosk.service import install, remove
from voice_assistant.settings import Settings, override


def with_device(device: object) -> Settings:
    return override(Settings.model_validate({}), {"input.device": device})


def test_the_settings_file_is_named_or_how_to_make_one(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    assert "settings --init" in settings_file(file)
    file.touch()
    assert f"{file} is right" in settings_file(file)


def test_a_switch_that_can_be_read_is_found_by_path_name_and_pattern(tmp_path: Path) -> None:
    (tmp_path / "sys" / "event3" / "device").mkdir(parents=True)
    (tmp_path / "sys" / "event3" / "device" / "name").write_text("AbleNet Blue2\n", encoding="utf-8")
    device = tmp_path / "dev" / "event3"
    device.parent.mkdir()
    there = Devices(tmp_path / "dev", tmp_path / "sys")
    for wanted in ("blue2", "any", str(device), f"{device.parent}/event*"):
        device.touch()
        assert "can be read" in switches(with_device(wanted), there)
        device.unlink()
        with pytest.raises(DeviceError):
            switches(with_device(wanted), there)
    with pytest.raises(DeviceError, match="no input device Buddy"):
        switches(with_device("Buddy"), there)
    assert "input.device" in switches(with_device(None), there)


def test_the_service_is_found_and_what_comes_next(tmp_path: Path) -> None:
    assert "service install" in service(tmp_path)
    list(install(tmp_path, Path("/opt/voice-assistant/.venv/bin/voice-assistant")))
    assert "voice-assistant status" in service(tmp_path)
    (tmp_path / "etc/systemd/system/multi-user.target.wants/voice-assistant.service").unlink()
    assert "systemctl enable" in service(tmp_path)
    list(remove(tmp_path))
    assert "service install" in service(tmp_path)
