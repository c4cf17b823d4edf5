"""A card that fails is noticed by its frames, mended if it can be, and given up in bounded time if not."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, SILENCE, Frame
from voice_assistant.audio.line import HEARD_FRAMES, SAID_FRAMES, SILENT_BYTES, Line
from voice_assistant.audio.portaudio import quiet_errors
from voice_assistant.audio.sound_card import Limits, SoundCardRoom
from voice_assistant.audio.within import within
from voice_assistant.errors import DeviceError
from voice_assistant.events import TroubleMet

STALLED = TroubleMet("sound card", "stalled")
BEHIND = TroubleMet("sound card", "behind")
RECOVERED = TroubleMet("sound card", "recovered")
SILENT = TroubleMet("microphone", "silent")
MISSING = TroubleMet("microphone", "missing")
BACK = TroubleMet("microphone", "back")

QUICK = Limits(stalled=0.0, hung=5.0)


def full(value: int) -> Frame:
    return np.full(FRAME, value, dtype=np.int16)


class FakeCard:
    """A card whose turns are made by the test, in the test's thread."""

    def __init__(self) -> None:
        self.line: Line | None = None
        self.microphone = True
        self.speaker = True
        self.first: Frame | None = None
        """What is heard as soon as both directions are open."""
        self.openings: list[str] = []
        self.hangs: Callable[[], None] | None = None
        self.abandoned = False

    def open_duplex(self, line: Line) -> None:
        self._open("duplex", line, self.microphone and self.speaker)
        if self.first is not None:
            self.turn(self.first)

    def open_speaker(self, line: Line) -> None:
        self._open("speaker", line, self.speaker)

    def shut(self) -> None:
        if self.hangs:
            self.hangs()
        self.line = None

    def abandon(self) -> None:
        self.abandoned = True

    def turn(self, heard: Frame = SILENCE) -> Frame:
        assert self.line is not None
        return np.frombuffer(self.line.turn(heard.tobytes()), dtype=np.int16)

    def _open(self, kind: str, line: Line, works: bool) -> None:
        self.openings.append(kind)
        if not works:
            raise DeviceError("No usable sound card was found; connect one.")
        self.line = line


class World:
    """A room on a fake card, with a clock that moves when the test or the room's waiting moves it."""

    def __init__(self, limits: Limits = QUICK, patience: float = 30.0) -> None:
        self.now = 1_000.0
        self.card = FakeCard()
        self.on_sleep: Callable[[], None] = lambda: None
        self.room = SoundCardRoom(
            patience=patience, limits=limits, card=self.card, clock=lambda: self.now, sleep=self._sleep
        )

    def begin(self) -> None:
        self.room.open()
        # The first exchange would forget what was heard before it, and here nothing comes while it waits.
        self.room._listened = True
        self.frame()

    def frame(self, heard: Frame = SILENCE, speaker: Frame = SILENCE) -> Frame | None:
        """One frame of time in which all is well."""
        self.now += FRAME_SECONDS
        self.card.turn(heard)
        return self.room.exchange(speaker)

    def _sleep(self, seconds: float) -> None:
        self.now += seconds
        self.on_sleep()


@pytest.fixture
def world() -> World:
    return World()


def test_frames_flow_both_ways_in_order(world: World) -> None:
    world.begin()
    for number in range(1, 6):
        heard = world.frame(full(number), speaker=full(10 * number))
        assert heard is not None
        assert heard.tolist() == [number] * FRAME
        assert heard.dtype == np.int16
    assert world.card.turn()[0] == 50
    assert world.room.troubles() == ()


def test_late_session_finds_every_frame(world: World) -> None:
    world.begin()
    for number in range(100):
        world.card.turn(full(number))
    found = []
    for _ in range(100):
        frame = world.room.exchange(SILENCE)
        assert frame is not None
        found.append(int(frame[0]))
    assert found == list(range(100))


def test_what_was_heard_before_anybody_listened_is_forgotten(world: World) -> None:
    world.room.open()
    world.card.turn(full(1))
    world.card.turn(full(2))
    line = world.card.line
    assert line is not None
    say = line.say

    def say_and_turn(frame: Frame) -> None:
        say(frame)
        line.turn(full(3).tobytes())

    line.say = say_and_turn  # type: ignore[method-assign]
    heard = world.room.exchange(SILENCE)
    assert heard is not None
    assert heard[0] == 3


def test_stalled_card_is_opened_again_and_goes_on(world: World) -> None:
    world.begin()
    world.card.first = full(9)
    heard = world.room.exchange(full(5))
    assert heard is not None
    assert heard[0] == 9
    assert world.room.troubles() == (STALLED, RECOVERED)
    assert world.room.troubles() == ()


def test_speech_that_waited_is_played_after_the_card_came_back() -> None:
    old, new = Line(), Line()
    old.say(full(1))
    old.say(full(2))
    new.take_over(old)
    assert [new.turn(SILENT_BYTES)[:2], new.turn(SILENT_BYTES)[:2]] == [b"\1\0", b"\2\0"]


def test_card_that_is_plugged_in_again_is_found() -> None:
    world = World()
    world.begin()
    world.card.speaker = False

    def plug_in() -> None:
        if world.now > 1_010.0 and not world.card.speaker:
            world.card.speaker = True
            world.card.first = full(4)

    world.on_sleep = plug_in
    heard = world.room.exchange(SILENCE)
    assert heard is not None
    assert heard[0] == 4
    assert world.room.troubles() == (STALLED, RECOVERED)


@pytest.mark.parametrize("opens_without_frames", [True, False])
def test_card_that_stays_away_is_given_up_in_bounded_time(
    opens_without_frames: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(patience=8.0)
    world.begin()
    world.card.speaker = opens_without_frames
    hear = Line.hear

    def wait(line: Line, seconds: float) -> Frame | None:
        world.now += 0.5
        return hear(line, 0.0)

    monkeypatch.setattr(Line, "hear", wait)
    with pytest.raises(DeviceError, match="did not come back within 8"):
        world.room.exchange(SILENCE)
    assert 8.0 < world.now - 1_000.0 < 12.0
    assert world.room.troubles() == (STALLED,)
    world.room.close()


def test_frames_that_come_too_slowly_are_a_fault(world: World) -> None:
    world.begin()
    for _ in range(60):
        world.now += 0.01
        world.frame()
    assert world.room.troubles() == (BEHIND, RECOVERED)
    assert world.card.openings == ["duplex", "duplex"]


def test_clock_of_the_card_may_be_a_little_wrong(world: World) -> None:
    """A hundred times worse than cards are, for ten minutes."""
    world.begin()
    for _ in range(30_000):
        world.now += FRAME_SECONDS * 0.01
        world.frame(full(1))
    assert world.room.troubles() == ()


def test_late_session_is_no_fault_of_the_card(world: World) -> None:
    world.begin()
    for _ in range(200):
        world.now += FRAME_SECONDS
        world.card.turn(full(1))
    for _ in range(200):
        world.room.exchange(SILENCE)
    assert world.room.troubles() == ()


def test_five_seconds_of_exact_zeros_are_reported_once(world: World) -> None:
    world.begin()
    for _ in range(248):
        world.frame()
    assert world.room.troubles() == ()
    for _ in range(500):
        world.frame()
    assert world.room.troubles() == (SILENT,)
    assert world.frame(full(1)) is not None


def test_quiet_room_is_not_a_silent_microphone(world: World) -> None:
    world.begin()
    for number in range(1_000):
        world.frame(full(1) if number % 100 == 0 else SILENCE)
    assert world.room.troubles() == ()


def test_without_a_microphone_the_speaker_keeps_time(world: World) -> None:
    world.card.microphone = False
    world.begin()
    assert world.room.troubles() == (MISSING,)
    for _ in range(400):
        heard = world.frame()
        assert heard is not None
        assert not heard.any()
    assert SILENT not in world.room.troubles()


def test_microphone_that_is_plugged_in_later_is_found_in_a_pause(world: World) -> None:
    world.card.microphone = False
    world.begin()
    for _ in range(400):
        world.frame(speaker=full(1))
    assert world.card.openings == ["duplex", "speaker"]
    world.card.microphone = True
    world.card.first = full(6)
    for _ in range(25):
        world.frame(speaker=SILENCE)
    assert world.card.openings == ["duplex", "speaker", "duplex"]
    assert world.room.troubles() == (MISSING, BACK)


def test_no_speaker_at_start_is_said_at_once(world: World) -> None:
    world.card.speaker = False
    with pytest.raises(DeviceError, match="No usable sound card"):
        world.room.open()
    assert world.now == 1_000.0
    assert world.room.exchange(SILENCE) is None
    world.room.close()


@pytest.fixture
def frozen() -> Iterator[World]:
    world = World(limits=replace(QUICK, hung=0.01, frozen=0.01))
    let_go = threading.Event()
    world.card.hangs = lambda: (let_go.wait(60.0), None)[1]
    yield world
    let_go.set()


def test_frozen_sound_system_is_given_up(frozen: World) -> None:
    frozen.begin()
    with pytest.raises(DeviceError, match="does not answer any more"):
        frozen.room.exchange(SILENCE)
    assert frozen.card.abandoned
    frozen.room.close()


def test_closing_does_not_wait_for_a_frozen_sound_system(frozen: World) -> None:
    frozen.begin()
    frozen.room.close()
    assert frozen.card.abandoned
    assert frozen.room.troubles() == (TroubleMet("sound card", "hung"),)


def test_closing_twice_and_exchanging_afterwards(world: World) -> None:
    world.room.close()
    world.begin()
    world.room.close()
    world.room.close()
    assert world.card.line is None
    assert world.room.exchange(SILENCE) is None


def test_ten_seconds_wait_for_a_late_session_and_the_oldest_goes_first() -> None:
    world = World()
    world.begin()
    for number in range(HEARD_FRAMES + 3):
        world.card.turn(full(number))
    heard = world.room.exchange(SILENCE)
    assert heard is not None
    assert heard[0] == 3
    assert world.room.troubles() == (TroubleMet("microphone", "overrun"),)


def test_pauses_make_up_for_a_late_session() -> None:
    line = Line()
    for number in (1, 2, 3):
        line.say(full(number))
    line.say(SILENCE)
    assert [line.turn(SILENT_BYTES)[0] for _ in range(3)] == [1, 2, 3]
    line.say(SILENCE)
    line.say(full(4))
    assert [line.turn(SILENT_BYTES)[0] for _ in range(3)] == [0, 4, 0]


def test_no_more_than_200_ms_wait_to_be_played() -> None:
    line = Line()
    for number in range(1, SAID_FRAMES + 3):
        line.say(full(number))
    assert line.unsaid == 2
    assert line.turn(SILENT_BYTES)[0] == 3


def test_what_was_handed_over_may_be_changed_afterwards() -> None:
    line = Line()
    frame = full(1)
    line.say(frame)
    frame[:] = 2
    assert line.turn(SILENT_BYTES)[0] == 1


def test_work_with_a_limit_gives_its_result_or_its_trouble() -> None:
    def broken() -> int:
        raise ValueError("broken")

    assert within(60.0, lambda: 7) == 7
    with pytest.raises(ValueError, match="broken"):
        within(60.0, broken)


def test_messages_of_sound_libraries_do_not_reach_people(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet_errors():
        os.write(2, b"ALSA lib something.c:1")
    os.write(2, b"a sentence")
    assert capfd.readouterr().err == "a sentence"
