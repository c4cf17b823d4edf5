"""What a service manager hears, on its own datagram socket: ready, alive while sound moves, stopping."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.journal import Record
from voice_assistant.kiosk.notify import NoManager, ServiceManager, manager, watchdog_limit
from voice_assistant.kiosk.watchdog import Watchdog


class ServiceManagersEnd:
    """The socket on which a service manager listens."""

    def __init__(self, address: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind("\0" + address[1:] if address.startswith("@") else address)
        self.socket.setblocking(False)

    def heard(self) -> list[str]:
        """All messages since the last call."""
        messages = []
        while True:
            try:
                messages.append(self.socket.recv(4096).decode())
            except BlockingIOError:
                return messages


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:  # a socket's path must be short
        yield Path(folder)


@pytest.fixture
def end(folder: Path) -> Iterator[ServiceManagersEnd]:
    end = ServiceManagersEnd(f"{folder}/notify")
    with end.socket:
        yield end


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told(folder: Path, end: ServiceManagersEnd) -> Iterator[ServiceManager]:
    told = ServiceManager(f"{folder}/notify")
    yield told
    told.close()


@pytest.fixture
def watchdog(told: ServiceManager, clock: Clock) -> Watchdog:
    return Watchdog(told, 10.0, clock)


def play(watchdog: Watchdog, clock: Clock, seconds: float, speed: float = 1.0) -> None:
    """Let sound move for so long, at a part of the right speed."""
    for _ in range(round(seconds * speed / FRAME_SECONDS)):
        clock.now += FRAME_SECONDS / speed
        watchdog.moved()


def test_it_is_ready_with_the_first_sound_that_moves(
    watchdog: Watchdog, end: ServiceManagersEnd, clock: Clock
) -> None:
    watchdog.write(Record(0.0, "trouble", {"part": "microphone", "code": "missing"}))
    assert end.heard() == []
    watchdog.moved()
    assert end.heard() == ["READY=1\nSTATUS=Asleep.\nWATCHDOG=1"]
    play(watchdog, clock, 1.0)
    assert end.heard() == []


def test_it_is_told_well_within_the_limit_while_sound_moves(
    watchdog: Watchdog, end: ServiceManagersEnd, clock: Clock
) -> None:
    watchdog.moved()
    end.heard()
    for _ in range(12):
        play(watchdog, clock, 5.0)
        assert set(end.heard()) == {"WATCHDOG=1"}


def test_a_frozen_loop_stops_the_pings_and_a_thawed_one_begins_again(
    watchdog: Watchdog, end: ServiceManagersEnd, clock: Clock
) -> None:
    watchdog.moved()
    play(watchdog, clock, 60.0)
    end.heard()
    clock.now += 30.0  # nothing is called meanwhile
    assert end.heard() == []
    watchdog.moved()  # the first frame after that is no proof yet
    assert end.heard() == []
    play(watchdog, clock, 5.0)
    assert "WATCHDOG=1" in end.heard()


@pytest.mark.parametrize(("speed", "pings"), [(0.9, True), (0.3, False), (0.02, False)])
def test_a_starved_loop_stops_the_pings(
    watchdog: Watchdog, end: ServiceManagersEnd, clock: Clock, speed: float, pings: bool
) -> None:
    watchdog.moved()
    end.heard()
    play(watchdog, clock, 60.0, speed)
    assert bool(end.heard()) is pings


def test_the_status_tells_no_content(watchdog: Watchdog, end: ServiceManagersEnd) -> None:
    watchdog.moved()
    end.heard()
    for event, fields in (
        ("state", {"from": "asleep", "to": "welcoming"}),
        ("heard", {"text": "my arm is weak", "intent": "yes"}),
        ("answer", {"question": "weakness", "value": "yes"}),
        ("state", {"from": "asking", "to": "advising"}),
        ("trouble", {"part": "microphone", "code": "missing"}),
        ("state", {"from": "leaving", "to": "asleep"}),
    ):
        watchdog.write(Record(1.0, event, dict(fields)))
    assert end.heard() == [
        "STATUS=Somebody is here.",
        "STATUS=Somebody is here. The microphone: missing.",
        "STATUS=Asleep.",
    ]
    watchdog.stop()
    assert end.heard() == ["STOPPING=1\nSTATUS=Stopping."]


def test_a_manager_that_is_gone_or_full_hinders_nothing(
    told: ServiceManager, end: ServiceManagersEnd
) -> None:
    for _ in range(10_000):  # more than a socket keeps, and nobody reads
        told.tell("WATCHDOG=1")
    assert end.heard()
    end.socket.close()
    told.tell("WATCHDOG=1")


def test_open_files_are_handed_over(told: ServiceManager, end: ServiceManagersEnd) -> None:
    file = os.memfd_create("kept")
    os.write(file, b"a conversation")
    told.tell("FDSTORE=1\nFDNAME=kept", [file])
    os.close(file)
    message, (received,), _, _ = socket.recv_fds(end.socket, 4096, 1)
    assert message == b"FDSTORE=1\nFDNAME=kept"
    assert os.pread(received, 100, 0) == b"a conversation"
    os.close(received)


def test_abstract_addresses() -> None:
    address = f"@voice-assistant-test-{os.getpid()}"
    end = ServiceManagersEnd(address)
    with end.socket:
        told = manager({"NOTIFY_SOCKET": address})
        told.tell("READY=1")
        told.close()
        assert end.heard() == ["READY=1"]


def test_what_the_environment_says() -> None:
    assert isinstance(manager({}), NoManager)
    assert isinstance(manager({"NOTIFY_SOCKET": "vsock:2:1234"}), NoManager)
    assert watchdog_limit({"WATCHDOG_USEC": "10000000"}) == 10.0
    assert watchdog_limit({"WATCHDOG_USEC": "10000000", "WATCHDOG_PID": "4"}, 4) == 10.0
    assert watchdog_limit({"WATCHDOG_USEC": "10000000", "WATCHDOG_PID": "4"}, 5) is None
    assert watchdog_limit({"WATCHDOG_USEC": "soon"}) is None
    assert watchdog_limit({}) is None
