"""What whoever talks is told of troubles with hearing, and when."""

from __future__ import annotations

import pytest

from voice_assistant.events import Event, HearingBack, HearingLost, TroubleMet
from voice_assistant.hearing_faults import SELDOM, HearingFaults

SILENT, BACK = TroubleMet("microphone", "silent"), TroubleMet("microphone", "back")
RECOVERED = TroubleMet("sound card", "recovered")


class FakeListener:
    speaking = False

    def __init__(self) -> None:
        self.resets = 0

    def reset(self) -> None:
        self.resets += 1


class World:
    def __init__(self) -> None:
        self.listener = FakeListener()
        self.told: list[Event] = []
        self.faults = HearingFaults(self.listener, self.told.append)

    def frames(self, *troubles: TroubleMet, seconds: float = 0.02) -> list[Event]:
        """What is told in so many seconds, at the beginning of which these troubles are met."""
        self.told.clear()
        for trouble in troubles:
            self.faults.met(trouble)
        for _ in range(round(seconds / 0.02)):
            self.faults.turn()
        return list(self.told)


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(
    ("part", "code", "cause"),
    [
        ("microphone", "missing", "missing"),
        ("microphone", "wrong", "missing"),
        ("microphone", "silent", "silent"),
        ("recognizer", "broken", "recognizer"),
    ],
)
def test_a_loss_and_its_end_are_told_and_what_was_being_said_is_forgotten(
    world: World, part: str, code: str, cause: str
) -> None:
    (lost,) = world.frames(TroubleMet(part, code))
    assert isinstance(lost, HearingLost)
    assert lost.cause == cause
    assert world.listener.resets == 1
    assert world.frames(TroubleMet(part, "back")) == [HearingBack()]


def test_nobody_who_speaks_already_is_talked_over(world: World) -> None:
    world.frames(SILENT)
    world.listener.speaking = True
    assert world.frames(BACK, seconds=2.0) == []
    world.listener.speaking = False
    assert world.frames() == [HearingBack()]


def test_somebody_who_was_understood_need_not_be_told(world: World) -> None:
    world.frames(SILENT)
    world.listener.speaking = True
    world.frames(BACK)
    world.faults.understood()
    world.listener.speaking = False
    assert world.frames() == [HearingBack(understood=True)]


def test_both_must_be_back(world: World) -> None:
    world.frames(SILENT)
    world.frames(TroubleMet("recognizer", "broken"))
    assert world.frames(BACK) == []
    assert world.frames(TroubleMet("recognizer", "back")) == [HearingBack()]


def test_a_gap_is_told_of_but_not_all_the_time(world: World) -> None:
    assert world.frames(RECOVERED) == [HearingBack()]
    assert world.frames(RECOVERED, seconds=SELDOM) == []
    assert world.listener.resets == 2
    assert world.frames(RECOVERED) == [HearingBack()]


def test_while_nobody_can_be_heard_anyway_a_gap_is_none(world: World) -> None:
    world.frames(SILENT)
    assert world.frames(RECOVERED) == []


def test_other_troubles_are_none_of_hearing(world: World) -> None:
    assert world.frames(TroubleMet("voice", "died"), BACK) == []
    assert world.listener.resets == 0
