"""A voice without a synthesizer: one tone per sentence, as long as its words, and in trouble when told to be."""

from __future__ import annotations

import zlib

import numpy as np

from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.errors import VoiceError
from voice_assistant.events import TroubleMet

TONE_DBFS = -21.0


def tone(text: str, words_per_minute: int) -> Samples:
    """The sound of a sentence: its pitch tells sentences apart, its length is that of its words."""
    seconds = 60 * len(text.split()) / words_per_minute
    pitch = 200 + zlib.crc32(text.encode()) % 1_800
    wave = np.sin(2 * np.pi * pitch * np.arange(round(seconds * RATE)) / RATE)
    sound: Samples = np.rint(wave * np.sqrt(2) * 32_768 * 10 ** (TONE_DBFS / 20)).astype(np.int16)
    return sound


class FakeVoice:
    """A `Synthesizer` in which time is the number of questions: a late sentence is ready after some of them."""

    def __init__(self, *, late: int = 0) -> None:
        """`late`: how often `result` without waiting says "not yet" before it gives a sentence."""
        self.late = late
        self.asked: list[tuple[str, int]] = []
        """(text, words a minute) of every request, in order."""
        self.closed = False
        self._broken: set[str] = set()
        self._owed: dict[int, tuple[str, int]] = {}
        self._polls: dict[int, int] = {}
        self._troubles: list[TroubleMet] = []
        self._last = 0

    def break_on(self, text: str) -> None:
        """From now on the voice cannot say this."""
        self._broken.add(text)

    def die(self) -> None:
        """The process dies and is replaced; what is owed takes its time again."""
        self._troubles.append(TroubleMet("voice", "died"))
        self._polls.clear()

    def hang(self) -> None:
        """The process hangs, which is noticed and mended."""
        self._troubles.append(TroubleMet("voice", "hung"))
        self._polls.clear()

    def request(self, text: str, words_per_minute: int) -> int:
        self._last += 1
        self.asked.append((text, words_per_minute))
        self._owed[self._last] = (text, words_per_minute)
        return self._last

    def result(self, request: int, wait: float) -> Samples | None:
        text, rate = self._owed[request]
        if text in self._broken:
            raise VoiceError("The fake voice failed 3 times at one sentence: run `voice-assistant doctor`.")
        polls = self._polls[request] = self._polls.get(request, 0) + 1
        if polls <= self.late and wait == 0:
            return None
        del self._owed[request]
        return tone(text, rate) if any(sign.isalnum() for sign in text) else np.zeros(0, dtype=np.int16)

    def troubles(self) -> tuple[TroubleMet, ...]:
        troubles, self._troubles = tuple(self._troubles), []
        return troubles

    def forget(self) -> None:
        self._owed.clear()

    def close(self) -> None:
        self.closed = True
