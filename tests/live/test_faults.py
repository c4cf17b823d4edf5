"""Faults of a device that talks: each is noticed, survived at the same question, and no wrong answer is noted.

One process on one virtual sound card meets them one after the other; `pytest -s` prints how long each took. The times
are asserted generously, since a busy computer must not make these tests fail.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service import Service
from virtual_card import VirtualCard
from voice_assistant.audio.liveness import KNOWN_NOISE

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(240)]
NOTICED, BACK = 20.0, 30.0
"""Seconds, ten times as many as are promised: other work on the computer must not make these tests fail."""
STARVED = 5.0
"""Seconds."""


@pytest.fixture(scope="module")
def card(shared_card: VirtualCard) -> VirtualCard:
    return shared_card


@pytest.fixture(scope="module")
def running(card: VirtualCard, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    # Nobody is hurried: what these tests do takes longer than a person may be silent otherwise.
    patient = {"VOICE_ASSISTANT_LISTENING__PATIENCE": "very slow"}
    service = Service(card, tmp_path_factory.mktemp("service"), **patient)
    try:
        service.ask()
        yield service
    finally:
        service.close()


@pytest.fixture
def service(running: Service) -> Service:
    """The service, which waits for the answer to a question."""
    running.until(running.listens, "listening")
    return running


def children(service: Service) -> list[int]:
    """Processes of the voice."""
    pid = service.process.pid
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def survive(
    service: Service,
    name: str,
    cause: Callable[[], object],
    noticed: Callable[[], object],
    end: Callable[[], object],
    back: Callable[[], object],
    lasts: float = 0.0,
) -> None:
    """Let a fault happen and end; the same question must be open, with the same answers."""
    before = service.held()
    assert before is not None
    assert before.state == "asking"
    cause()
    try:
        seen = (
            0.0 if noticed is nothing else service.until(noticed, f"{name}: being noticed", NOTICED + lasts)
        )
        time.sleep(max(0.0, lasts - seen))
    finally:
        end()
    mended = service.until(back, f"{name}: coming back", BACK)
    after = service.held()
    assert after is not None
    assert (after.state, after.memory.question) == (before.state, before.memory.question)
    assert after.memory.answers == before.memory.answers
    assert after.memory.attempt == before.memory.attempt
    noted = f"noticed after {seen:.1f} s" if seen else "nothing to be told meanwhile"
    print(f"{name:35} {noted:30} back {mended:.1f} s after its end")


def nothing() -> bool:
    """The sound stands still, or the process does: it can tell nobody before that is over."""
    return True


def more(service: Service, part: str, *codes: str) -> Callable[[], bool]:
    """Whether a part has been in these troubles once more."""
    before = service.troubles(part, *codes)
    return lambda: service.troubles(part, *codes) > before


def says_more(service: Service, what: str) -> Callable[[], bool]:
    before = service.said().count(what)
    return lambda: service.said().count(what) > before


@pytest.fixture
def muted(service: Service, card: VirtualCard) -> Iterator[Callable[[], None]]:
    """Gives it something to say: that the microphone is muted. Afterwards that is over."""
    yield card.mute_microphone
    again = more(service, "microphone", "back")
    card.mute_microphone(False)
    service.until(again, "hearing again")


def test_microphone_switched_off(service: Service, card: VirtualCard) -> None:
    survive(
        service, "microphone muted", card.mute_microphone, more(service, "microphone", "silent"),
        lambda: card.mute_microphone(False), says_more(service, "hear you again"),
    )  # fmt: skip
    assert "Nothing comes from the microphone." in service.said()


def test_microphone_unplugged_in_silence(service: Service, card: VirtualCard) -> None:
    """The sound system puts the speaker in its place: zeros, and then what the assistant says about it."""
    survive(
        service, "microphone unplugged", card.unplug_microphone, more(service, "microphone", "silent", "wrong"),
        card.plug_microphone, says_more(service, "ear you again"), lasts=6.0,
    )  # fmt: skip


def test_voice_frozen(service: Service, muted: Callable[[], None]) -> None:
    """It says this for the first time: what was said before lies ready."""
    hung, said = more(service, "voice", "hung"), says_more(service, "microphone")
    silent = more(service, "microphone", "silent")
    for child in children(service):
        os.kill(child, signal.SIGSTOP)
    muted()
    service.until(silent, "a reason to say something")
    survive(service, "voice frozen", lambda: None, hung, lambda: None, said)


def test_microphone_unplugged_while_it_speaks(service: Service, card: VirtualCard) -> None:
    silent, speaks = more(service, "microphone", "silent"), says_more(service, "ear you again")
    card.mute_microphone()  # so that there is something to say when it is over
    service.until(silent, "a muted microphone")
    card.mute_microphone(False)
    service.until(speaks, "being back")
    time.sleep(KNOWN_NOISE + 0.5)  # it gets to know the microphone again; the question lasts longer
    survive(
        service, "microphone unplugged, in speech", card.unplug_microphone,
        more(service, "microphone", "silent", "wrong"), card.plug_microphone, more(service, "microphone", "back"),
    )  # fmt: skip


def test_speaker_unplugged(service: Service, card: VirtualCard) -> None:
    """The sound system plays on elsewhere, and comes back to it by itself."""
    card.add_speaker("elsewhere")

    def elsewhere() -> bool:
        return card.plays_on("elsewhere")

    survive(
        service, "speaker unplugged", card.unplug_speaker, elsewhere, card.plug_speaker,
        lambda: card.plays_on("speaker"), lasts=1.0,
    )  # fmt: skip


def test_sound_server_killed_and_started_again(service: Service, card: VirtualCard) -> None:
    told = more(service, "sound card", "recovered")
    survive(service, "sound server killed", card.kill, nothing, card.start, told, lasts=2.0)


def test_sound_server_frozen(service: Service, card: VirtualCard) -> None:
    told = more(service, "sound card", "recovered")
    survive(service, "sound server frozen", card.freeze, nothing, card.thaw, told, lasts=4.0)


def test_voice_killed(service: Service, muted: Callable[[], None]) -> None:
    """What it says next is made by another one."""
    died, said = more(service, "voice", "died"), says_more(service, "microphone")

    def kill() -> None:
        for child in children(service):
            os.kill(child, signal.SIGKILL)

    survive(service, "voice killed", kill, died, muted, said)


def test_process_starved(service: Service) -> None:
    process = service.process

    def wake() -> None:
        process.send_signal(signal.SIGCONT)

    told = more(service, "sound card", "recovered")
    survive(
        service, "process starved", lambda: process.send_signal(signal.SIGSTOP), nothing, wake, told, STARVED
    )  # fmt: skip


def test_after_all_this_an_answer_is_taken(service: Service) -> None:
    before = service.held()
    assert before is not None
    assert before.memory.answers == ()
    for _ in range(4):
        service.converse(6.0, lambda: "no")
        held = service.held()
        assert held is not None
        if held.memory.answers:
            break
    assert held is not None
    assert {str(answer.value) for _, answer in held.memory.answers} == {"no"}


def test_told_to_stop_in_mid_sentence(running: Service) -> None:
    running.hear("repeat")
    running.until(says_more(running, "."), "a sentence")
    began = time.monotonic()
    running.process.terminate()
    assert running.process.wait(20) == 0
    took = time.monotonic() - began
    print(f"{'told to stop':35} ended after {took:.1f} s")
    assert took < BACK
    assert running.held() is None
