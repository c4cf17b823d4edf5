"""What counts as a press, on keys whose times are known."""

from __future__ import annotations

import pytest

from voice_assistant.events import Role
from voice_assistant.inputs.presses import Presses, Timing


class Keys:
    """One person's keys: what is done to them, and how much time passes."""

    def __init__(self, timing: Timing) -> None:
        self.presses = Presses(timing)
        self.pressed: list[Role] = []
        self.now = 100.0

    def wait(self, seconds: float) -> Keys:
        for _ in range(round(seconds / 0.02)):
            self.now += 0.02
            self.pressed += self.presses.frame()
        return self

    def hold(self, seconds: float, role: Role = "select") -> Keys:
        self.presses.down(role, role, self.now)
        self.wait(seconds)
        self.presses.up(role, self.now)
        self.pressed += self.presses.frame()
        return self


def test_a_press_counts_once_it_is_over() -> None:
    keys = Keys(Timing())
    keys.presses.down("k", "select", 1.0)
    assert keys.wait(0.2).pressed == []
    assert keys.presses.held
    keys.presses.up("k", 1.2)
    assert keys.wait(0.02).pressed == ["select"]
    assert not keys.presses.held


def test_without_a_long_press_it_counts_at_once() -> None:
    keys = Keys(Timing(long=0))
    keys.presses.down("k", "select", 1.0)
    assert keys.wait(0.02).pressed == ["select"]
    assert not keys.presses.held, "what has counted holds nothing back any more"


def test_a_long_press_is_an_emergency_while_it_is_still_held_and_nothing_else() -> None:
    keys = Keys(Timing(long=3.0))
    keys.presses.down("k", "next", keys.now)
    assert keys.wait(2.9).pressed == []
    assert keys.wait(0.2).pressed == ["emergency"]
    keys.presses.up("k", keys.now)
    assert keys.wait(1.0).pressed == ["emergency"]


def test_a_long_press_counts_also_where_frames_came_late() -> None:
    keys = Keys(Timing(long=3.0))
    keys.presses.down("k", "select", 1.0)
    keys.presses.up("k", 4.5)
    assert keys.wait(0.02).pressed == ["emergency"]


@pytest.mark.parametrize("long", [0.0, 3.0])
def test_what_is_held_too_shortly_does_not_count(long: float) -> None:
    keys = Keys(Timing(debounce=0.3, hold=0.5, long=long))
    assert keys.hold(0.3).wait(1.0).pressed == []
    assert keys.hold(0.7).pressed == ["select"]


def test_a_trembling_hand_that_holds_in_the_end_is_one_press() -> None:
    """What was too short to count is no press that the next touch could be the tremor of."""
    keys = Keys(Timing(debounce=0.3, hold=0.5))
    keys.hold(0.1).wait(0.1).hold(0.1).wait(0.1).hold(0.8)
    assert keys.pressed == ["select"]


def test_a_tremor_after_a_long_hold_is_the_same_press() -> None:
    keys = Keys(Timing(debounce=0.3))
    keys.hold(1.0).wait(0.1).hold(0.1).wait(0.2).hold(0.1)
    assert keys.pressed == ["select"]
    assert keys.wait(0.4).hold(0.1).pressed == ["select", "select"]


def test_an_emergency_key_is_answered_when_it_goes_down() -> None:
    keys = Keys(Timing())
    keys.presses.down("k", "emergency", keys.now)
    assert keys.wait(0.02).pressed == ["emergency"]


def test_two_keys_at_once_are_two_presses() -> None:
    keys = Keys(Timing())
    keys.presses.down("a", "select", 1.0)
    keys.presses.down("b", "next", 1.1)
    keys.presses.up("a", 1.2)
    keys.presses.up("b", 1.3)
    assert keys.wait(0.02).pressed == ["select", "next"]


def test_a_clock_that_is_set_back_makes_no_long_press() -> None:
    keys = Keys(Timing())
    keys.presses.down("k", "select", 1000.0)
    keys.wait(0.2)
    keys.presses.up("k", 5.0)
    assert keys.wait(0.02).pressed == ["select"]


def test_what_was_down_on_a_device_that_is_gone_is_forgotten() -> None:
    keys = Keys(Timing())
    keys.presses.down(("device", 28), "select", 1.0)
    keys.presses.forget("device")
    assert keys.wait(5.0).pressed == []
    assert not keys.presses.held
