"""Switches through pipes that stand in for input devices, in a folder that stands in for /dev/input."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice_assistant.events import Role, TroubleMet
from voice_assistant.inputs.devices import Devices
from voice_assistant.inputs.input_events import RECORD
from voice_assistant.inputs.presses import Timing
from voice_assistant.inputs.switches import LOOK_EVERY, DeviceSwitches

ROLES: dict[int, Role] = {28: "select", 15: "next", 1: "emergency"}
PRESS, HOLD, RELEASE = 1, 2, 0


def record(seconds: float, code: int, value: int, kind: int = 1) -> bytes:
    return RECORD.pack(int(seconds), round(seconds % 1 * 1e6), kind, code, value)


def press(at: float, code: int = 28, lasts: float = 0.05) -> bytes:
    return record(at, code, PRESS) + record(at + lasts, code, RELEASE)


class Machine:
    """Its input devices; each is plugged in, written to, and unplugged."""

    def __init__(self, folder: Path) -> None:
        self.nodes = folder / "dev"
        self.described = folder / "sys"
        self.nodes.mkdir()
        self.described.mkdir()
        self._writers: dict[str, int] = {}

    def plug(self, node: str, name: str = "") -> str:
        path = self.nodes / node
        os.mkfifo(path)
        self._writers[node] = os.open(path, os.O_RDWR)
        (self.described / node / "device").mkdir(parents=True)
        (self.described / node / "device" / "name").write_text(f"{name}\n")
        return str(path)

    def send(self, node: str, *records: bytes) -> None:
        os.write(self._writers[node], b"".join(records))

    def unplug(self, node: str) -> None:
        os.close(self._writers.pop(node))
        (self.nodes / node).unlink()
        (self.described / node / "device" / "name").unlink()
        (self.described / node / "device").rmdir()
        (self.described / node).rmdir()

    def switches(self, *wanted: str) -> DeviceSwitches:
        return DeviceSwitches(wanted, ROLES, Timing(), Devices(self.nodes, self.described))

    def close(self) -> None:
        for writer in self._writers.values():
            os.close(writer)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    machine.close()


def polled(switches: DeviceSwitches, frames: int = 3) -> list[Role]:
    return [role for _ in range(frames) for role in switches.poll()]


def test_each_press_counts_once_by_its_role(machine: Machine) -> None:
    switches = machine.switches(machine.plug("event0"))
    machine.send("event0", press(1.0), press(2.0, 15), press(3.0, 1))
    assert polled(switches) == ["select", "next", "emergency"]
    switches.close()


def test_a_key_that_is_held_does_not_repeat(machine: Machine) -> None:
    switches = machine.switches(machine.plug("event0"))
    held = [record(1.0 + number / 10, 28, HOLD) for number in range(1, 15)]
    machine.send("event0", record(1.0, 28, PRESS), *held)
    assert polled(switches) == []
    assert switches.held
    machine.send("event0", record(2.5, 28, RELEASE))
    assert polled(switches) == ["select"]
    switches.close()


def test_a_tremor_is_one_press(machine: Machine) -> None:
    switches = machine.switches(machine.plug("event0"))
    machine.send("event0", *(press(at) for at in (1.0, 1.2, 1.45, 1.7, 2.2)))
    assert polled(switches) == ["select", "select"]
    switches.close()


def test_other_keys_and_other_events_mean_nothing(machine: Machine) -> None:
    switches = machine.switches(machine.plug("event0"))
    machine.send("event0", press(1.0, 99), record(1.0, 28, PRESS, kind=4))
    assert polled(switches) == []
    switches.close()


def test_a_record_that_comes_in_two_pieces_is_one(machine: Machine) -> None:
    switches = machine.switches(machine.plug("event0"))
    both = press(1.0)
    machine.send("event0", both[:7])
    assert polled(switches) == []
    machine.send("event0", both[7:])
    assert polled(switches) == ["select"]
    switches.close()


def test_after_lost_records_nothing_is_taken_to_be_down(machine: Machine) -> None:
    switches = machine.switches(machine.plug("event0"))
    machine.send("event0", record(1.0, 28, PRESS))
    polled(switches)
    machine.send("event0", record(1.5, 3, 0, kind=0))
    assert polled(switches, 500) == []
    switches.close()


def test_several_devices_at_once(machine: Machine) -> None:
    one, other = machine.plug("event0"), machine.plug("event1")
    switches = machine.switches(one, other)
    machine.send("event1", press(1.0, 15))
    machine.send("event0", press(1.0))
    assert sorted(polled(switches)) == ["next", "select"]
    switches.close()


def test_a_device_that_is_unplugged_and_comes_back_is_told_and_used_again(machine: Machine) -> None:
    switches = machine.switches(machine.plug("event0"))
    machine.send("event0", press(1.0), record(2.0, 28, PRESS))
    assert polled(switches) == ["select"]
    machine.unplug("event0")
    assert polled(switches, 2 * LOOK_EVERY) == []
    assert not switches.held, "what was down on it is not any more"
    assert switches.troubles() == (TroubleMet("switch", "gone"),)
    machine.plug("event0")
    polled(switches, LOOK_EVERY)
    assert switches.troubles() == (TroubleMet("switch", "back"),)
    machine.send("event0", press(1.0))
    assert polled(switches) == ["select"]
    switches.close()


def test_a_device_known_by_its_name_may_come_later_and_under_another_number(machine: Machine) -> None:
    machine.plug("event0", "Power Button")
    switches = machine.switches("blue2 switch")
    assert switches.troubles() == (TroubleMet("switch", "missing"),)
    machine.plug("event7", "AbleNet Blue2 Switch")
    polled(switches, LOOK_EVERY)
    machine.send("event7", press(1.0))
    machine.send("event0", press(1.0))
    assert polled(switches) == ["select"]
    machine.unplug("event7")
    polled(switches, LOOK_EVERY)
    assert [each.code for each in switches.troubles()] == ["back", "gone"]
    machine.plug("event9", "AbleNet Blue2 Switch")
    polled(switches, LOOK_EVERY)
    assert switches.troubles() == (TroubleMet("switch", "back"),)
    machine.send("event9", press(2.0))
    assert polled(switches) == ["select"]
    switches.close()


def test_they_are_back_when_all_of_them_are(machine: Machine) -> None:
    switches = machine.switches(machine.plug("event0"), machine.plug("event1"))
    machine.send("event0", press(1.0))
    machine.send("event1", press(1.0))
    polled(switches)
    machine.unplug("event0")
    machine.unplug("event1")
    polled(switches, 2 * LOOK_EVERY)
    assert [each.code for each in switches.troubles()] == ["gone", "gone"]
    machine.plug("event0")
    polled(switches, LOOK_EVERY)
    assert switches.troubles() == ()
    machine.plug("event1")
    polled(switches, LOOK_EVERY)
    assert switches.troubles() == (TroubleMet("switch", "back"),)
    switches.close()


@pytest.mark.parametrize("wanted", ["any", "{nodes}/event*"])
def test_all_devices_also_those_that_come_later(machine: Machine, wanted: str) -> None:
    machine.plug("event0")
    switches = machine.switches(wanted.format(nodes=machine.nodes))
    machine.plug("event1")
    polled(switches, LOOK_EVERY)
    machine.send("event0", press(1.0))
    machine.send("event1", press(1.0, 15))
    assert polled(switches) == ["select", "next"]
    switches.close()


def test_what_is_no_device_is_refused_once(machine: Machine) -> None:
    (machine.nodes / "event0").write_bytes(press(1.0))
    switches = machine.switches("any")
    assert polled(switches, 3 * LOOK_EVERY) == []
    assert [each.code for each in switches.troubles()] == ["refused", "missing"]
    (machine.nodes / "event0").unlink()
    machine.plug("event0")
    polled(switches, LOOK_EVERY)
    assert [each.code for each in switches.troubles()] == ["back"]
    switches.close()


def test_a_device_that_is_named_by_its_path_may_come_later_too(machine: Machine) -> None:
    """A pedal that is not plugged in when the kiosk starts must not silence it for those who speak."""
    switches = machine.switches(str(machine.nodes / "event7"))
    assert polled(switches, LOOK_EVERY) == []
    assert switches.troubles() == (TroubleMet("switch", "missing"),)
    machine.plug("event7")
    polled(switches, LOOK_EVERY)
    assert switches.troubles() == (TroubleMet("switch", "back"),)
    machine.send("event7", press(1.0))
    assert polled(switches) == ["select"]
    switches.close()
