"""A voice whose process answers, but without any sound in it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from voice_assistant.errors import VoiceError
from voice_assistant.events import TroubleMet
from voice_assistant.speaking import process_voice
from voice_assistant.speaking.child import Arrival, Made, Ready
from voice_assistant.speaking.process_voice import ProcessSynthesizer

SILENT = TroubleMet("voice", "silent")


class Child:
    """A process that makes a click of each text, but for what it is silent at, so many times."""

    silent: dict[str, int]

    def __init__(self, engine: str, deliver: Callable[[Child, Arrival], None]) -> None:
        self.pid = 0
        self._deliver = deliver
        deliver(self, Ready(""))

    def ask(self, number: int, text: str, rate: float, voice: str) -> None:
        left = Child.silent.get(text, 0)
        Child.silent[text] = left - 1
        self._deliver(self, Made(number, np.full(0 if left > 0 else 100, 99, dtype=np.int16), last=True))

    def keep(self, numbers: set[int]) -> None:
        """It has answered everything."""

    def kill(self) -> None:
        """It is no process."""


@pytest.fixture
def voice(monkeypatch: pytest.MonkeyPatch) -> ProcessSynthesizer:
    monkeypatch.setattr(process_voice, "VoiceChild", Child)
    Child.silent = {}
    return ProcessSynthesizer(attempts=3)


def samples(voice: ProcessSynthesizer, text: str) -> int:
    sound = voice.result(voice.request(text, 155), 1.0)
    assert sound is not None
    return len(sound)


def test_a_silent_sentence_is_made_again(voice: ProcessSynthesizer) -> None:
    Child.silent = {"Yes.": 2}
    assert samples(voice, "Yes.") == 100
    assert voice.troubles() == (SILENT, SILENT)


def test_one_sentence_without_a_sound_may_be_left_out(voice: ProcessSynthesizer) -> None:
    Child.silent = {"Hm.": 9}
    assert samples(voice, "Hm.") == 0
    assert samples(voice, "Yes.") == 100
    assert samples(voice, "Hm.") == 0


def test_a_voice_that_is_silent_at_all_sentences_is_broken(voice: ProcessSynthesizer) -> None:
    Child.silent = {"Yes.": 9, "No.": 9}
    assert samples(voice, "Yes.") == 0
    with pytest.raises(VoiceError, match="it made no sound"):
        samples(voice, "No.")


def test_what_has_no_sound_anyway_is_no_fault(voice: ProcessSynthesizer) -> None:
    assert samples(voice, "...") == 0
    assert voice.troubles() == ()
