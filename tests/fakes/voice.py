"""A voice without a synthesizer: one tone per sentence, as long as its words, and in trouble when told to be."""

from __future__ import annotations

import zlib
from collections.abc import Collection

import numpy as np

from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.errors import VoiceError
from voice_assistant.events import TroubleMet
from voice_assistant.speaking.synthesizer import Piece

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

    def __init__(self, *, late: int = 0, pieces: int = 0) -> None:
        """`late`: how often `result` without waiting says "not yet" before it gives a sentence.
        `pieces`: samples that `piece` gives at a time; 0: all at once."""
        self.late = late
        self.pieces = pieces
        self.asked: list[tuple[str, int]] = []
        """(text, words a minute) of every request, in order."""
        self.closed = False
        self._broken: set[str] = set()
        self._owed: dict[int, tuple[str, int]] = {}
        self._left: dict[int, Samples] = {}
        """What was not given yet of sentences that are given in pieces."""
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

    def piece(self, request: int, wait: float) -> Piece | None:
        if request not in self._left:
            sound = self.result(request, wait)
            if sound is None:
                return None
            self._left[request] = sound
        size = self.pieces or max(1, len(self._left[request]))
        samples, self._left[request] = self._left[request][:size], self._left[request][size:]
        last = not len(self._left[request])
        if last:
            del self._left[request]
        return Piece(samples, last)

    def troubles(self) -> tuple[TroubleMet, ...]:
        troubles, self._troubles = tuple(self._troubles), []
        return troubles

    def forget_sentences(self) -> None:
        """It keeps none."""

    def forget(self, keep: Collection[int] = ()) -> None:
        self._owed = {number: wish for number, wish in self._owed.items() if number in keep}
        self._left = {number: sound for number, sound in self._left.items() if number in keep}

    def close(self) -> None:
        self.closed = True
