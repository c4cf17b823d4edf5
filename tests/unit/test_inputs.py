"""Switches through a pipe that stands in for an input device."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from voice_assistant.errors import DeviceError
from voice_assistant.events import Role, TroubleMet
from voice_assistant.inputs.switches import RECORD, DeviceSwitches

ROLES: dict[int, Role] = {28: "select", 15: "next", 1: "emergency"}
PRESS, HOLD, RELEASE = 1, 2, 0


def record(seconds: float, code: int, value: int, kind: int = 1) -> bytes:
    return RECORD.pack(int(seconds), round(seconds % 1 * 1e6), kind, code, value)


def read(folder: Path, *records: bytes) -> tuple[tuple[Role, ...], tuple[TroubleMet, ...]]:
    """What comes of these records, once the device is gone."""
    device = folder / "event0"
    os.mkfifo(device)
    keeper = os.open(device, os.O_RDWR)
    switches = DeviceSwitches(device, ROLES, 0.3)
    os.write(keeper, b"".join(records))
    os.close(keeper)
    switches.join(10.0)
    return switches.poll(), switches.troubles()


def test_each_press_counts_once_by_its_role(tmp_path: Path) -> None:
    pressed, _ = read(
        tmp_path,
        record(1.0, 28, PRESS),
        record(1.1, 28, RELEASE),
        record(2.0, 15, PRESS),
        record(3.0, 1, PRESS),
    )
    assert pressed == ("select", "next", "emergency")


def test_a_key_that_is_held_does_not_repeat(tmp_path: Path) -> None:
    held = [record(1.0 + number / 10, 28, HOLD) for number in range(1, 30)]
    pressed, _ = read(tmp_path, record(1.0, 28, PRESS), *held)
    assert pressed == ("select",)


def test_a_tremor_is_one_press(tmp_path: Path) -> None:
    tremor = [record(at, 28, PRESS) for at in (1.0, 1.2, 1.45, 1.7)]
    pressed, _ = read(tmp_path, *tremor, record(2.1, 28, PRESS))
    assert pressed == ("select", "select")


def test_other_keys_and_other_events_mean_nothing(tmp_path: Path) -> None:
    pressed, _ = read(tmp_path, record(1.0, 99, PRESS), record(1.0, 28, PRESS, kind=4))
    assert pressed == ()


def test_an_unplugged_device_is_told(tmp_path: Path) -> None:
    _, troubles = read(tmp_path, record(1.0, 28, PRESS)[:7])
    assert troubles == (TroubleMet("switch", "gone"),)


def test_a_device_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="event7"):
        DeviceSwitches(tmp_path / "event7", ROLES, 0.3)
