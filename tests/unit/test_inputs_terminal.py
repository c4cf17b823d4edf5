"""A terminal's keys as switches, on a pseudo-terminal."""

from __future__ import annotations

import os
import pty
import termios
from collections.abc import Iterator

import pytest

from voice_assistant.errors import DeviceError
from voice_assistant.events import Role, TroubleMet
from voice_assistant.inputs.presses import Timing
from voice_assistant.inputs.terminal import TerminalSwitches, keys_in


class Terminal:
    def __init__(self) -> None:
        self.keyboard, self.screen = pty.openpty()
        self.before = termios.tcgetattr(self.screen)
        self.switches = TerminalSwitches(Timing(), self.screen)

    def type(self, keys: bytes) -> None:
        os.write(self.keyboard, keys)

    def polled(self, seconds: float = 0.06) -> list[Role]:
        return [role for _ in range(round(seconds / 0.02)) for role in self.switches.poll()]


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    terminal.switches.close()
    for end in (terminal.keyboard, terminal.screen):
        os.close(end)


def test_keys_count_at_once_by_their_roles(terminal: Terminal) -> None:
    for keys, role in ((b"\n", "select"), (b"\t", "next"), (b"\x1b", "emergency")):
        terminal.type(keys)
        assert terminal.polled() == [role]


def test_a_key_that_is_held_is_one_press_and_after_three_seconds_an_emergency(terminal: Terminal) -> None:
    terminal.type(b" ")
    pressed = terminal.polled(0.5)
    for _ in range(24):  # the terminal repeats it ten times a second
        terminal.type(b" ")
        pressed += terminal.polled(0.1)
    assert pressed == ["select"]
    terminal.type(b" ")
    pressed += terminal.polled(0.1)
    terminal.type(b" ")
    assert pressed + terminal.polled(0.1) == ["select", "emergency"]
    assert terminal.polled(1.0) == []
    terminal.type(b" ")
    assert terminal.polled() == ["select"]


def test_an_arrow_that_comes_in_two_pieces_is_no_emergency(terminal: Terminal) -> None:
    terminal.type(b"\x1b")
    pressed = list(terminal.switches.poll())
    terminal.type(b"[C")
    assert pressed + terminal.polled() == ["next"]


def test_unknown_keys_mean_nothing() -> None:
    assert keys_in(b"x\x1b[A\x1b[1;5D\x1bq\xc3\xa9\x1b[15~") == []
    assert keys_in(b"\x1b[C\x1bOP \x1b[[A") == ["next", "emergency", "select", "emergency"]


def test_the_terminal_is_given_back_as_it_was(terminal: Terminal) -> None:
    now = termios.tcgetattr(terminal.screen)
    assert not now[3] & (termios.ECHO | termios.ICANON)
    assert now[3] & termios.ISIG, "Ctrl-C still ends it"
    terminal.switches.close()
    terminal.switches.close()
    assert termios.tcgetattr(terminal.screen) == terminal.before
    assert os.get_blocking(terminal.screen)


def test_a_terminal_that_is_closed_is_told_once() -> None:
    keyboard, screen = pty.openpty()
    switches = TerminalSwitches(Timing(), screen)
    os.close(keyboard)
    pressed = [role for _ in range(3) for role in switches.poll()]
    assert pressed == []
    assert switches.troubles() == (TroubleMet("switch", "gone"),)
    os.close(screen)


def test_what_is_no_terminal_is_refused() -> None:
    end, other = os.pipe()
    with pytest.raises(DeviceError, match="terminal"):
        TerminalSwitches(Timing(), end)
    os.close(end)
    os.close(other)
