"""A whole triage and a whole article with the running assistant, without a word: by one switch, and by sounds.

The caller hears the captions and does what somebody would who hears the voice: press, or hum, at the right one.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from service import Service
from small_pack import small_pack
from virtual_card import VirtualCard
from voice_assistant.audio.frames import RATE
from voice_assistant.audio.wav import WavWriter
from voice_assistant.inputs.input_events import RECORD
from voice_assistant.rehearsal.made_sounds import Hum, hum

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(400)]

QUICK = {"VOICE_ASSISTANT_SPEAKING__RATE": "300", "VOICE_ASSISTANT_INPUT__SCAN_PAUSE": "0.8"}
REACTION = 0.5
"""Seconds from hearing a choice begin to doing something about it."""
KEY, SPACE = 1, 57
"""As the kernel numbers them."""
THE_REST = ("menu", "article", "introduction", "care")
"""What is chosen after the advice: the one part of the article, then the other one."""
ARTICLE = ("Twitching is common.", "Mostly it is harmless.", "Rest a little.", "Then wait.")


class Caller:
    """Follows what is said, from one choice to the next."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._from = 0
        """How much of what was said is over."""

    def hears(self, sentence: str) -> Callable[[], bool]:
        """Whether this was said since the last choice; then all before it is over."""

        def heard() -> bool:
            lines = self.service.captions.read_text().split("\n") if self.service.captions.exists() else []
            for number, line in enumerate(lines[self._from :], start=self._from):
                if line.partition(" ")[2] == sentence:
                    self._from = number + 1
                    return True
            return False

        return heard

    def at(self, sentence: str) -> None:
        self.service.until(self.hears(sentence), f"'{sentence}'")
        time.sleep(REACTION)


def entries(service: Service, event: str) -> list[dict[str, object]]:
    lines = (json.loads(line) for line in service.log.read_text().splitlines() if line[:1] == "{")
    return [line for line in lines if line["event"] == event]


def check(service: Service) -> None:
    """That it was all right; before it is told goodbye, as it forgets everything then.

    In place of a microphone that is not there it may be given its own voice for a while.
    """
    held = service.held()
    assert held is not None
    assert {question: answer.value for question, answer in held.memory.answers} == {
        "breathing": "no",
        "weakness": "yes",
    }
    assert held.memory.outcome == "doctor"
    said = service.said()
    for sentence in ("Please ask a doctor this week.", *ARTICLE):
        assert said.count(sentence) == 1, said
    assert {each["decision"] for each in entries(service, "heard")} <= {"rejected"}


def settings(folder: Path, mode: str, **more: str) -> dict[str, str]:
    pack = {"VOICE_ASSISTANT_PACK": str(small_pack(folder)), "VOICE_ASSISTANT_INPUT__MODE": mode}
    return {**QUICK, **pack, **more}


def test_by_one_switch_without_a_microphone(card: VirtualCard, tmp_path: Path) -> None:
    switch = tmp_path / "event9"
    os.mkfifo(switch)
    card.unplug_microphone()
    service = Service(
        card, tmp_path, **settings(tmp_path, "switch", VOICE_ASSISTANT_INPUT__DEVICE=str(switch))
    )
    try:
        caller = Caller(service)
        with switch.open("wb", buffering=0) as pressed:

            def press(choice: str) -> None:
                caller.at(f"{choice}.")
                now = time.monotonic()
                for down, at in ((1, now), (0, now + 0.1)):
                    pressed.write(RECORD.pack(int(at), int(at % 1 * 1e6), KEY, SPACE, down))

            for choice in ("questions", "no", "yes", "yes", *THE_REST):
                press(choice)
            caller.at("Hear them again.")
            check(service)
            press("goodbye")
            assert service.process.wait(30) == 0
        assert len(entries(service, "pressed")) == 9
    finally:
        service.close()


def test_by_sounds_alone(card: VirtualCard, tmp_path: Path) -> None:
    service = Service(card, tmp_path, **settings(tmp_path, "sound"))
    try:
        caller = Caller(service)

        def makes(sounds: int) -> None:
            pause = np.zeros(round(0.5 * RATE), dtype=np.int16)
            with WavWriter(tmp_path / f"{sounds}.wav") as writer:
                for number in range(sounds):
                    writer.write(hum(Hum(0.6, dbfs=-20.0), number))
                    writer.write(pause)
            card.play(tmp_path / f"{sounds}.wav")

        caller.at("questions.")
        makes(1)
        for sounds in (2, 1, 1, 1):  # no; that is right; yes; all of that is right
            caller.at("Two, no.")
            service.until(service.listens, "listening")
            makes(sounds)
        for choice in THE_REST:
            caller.at(f"{choice}.")
            makes(1)
        caller.at("Hear them again.")
        check(service)
        caller.at("goodbye.")
        makes(1)
        assert service.process.wait(30) == 0
    finally:
        service.close()
