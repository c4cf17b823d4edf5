"""A voice with a second one behind it: whoever listens hears every sentence, if not in the voice they chose.

The second voice takes over with the first sentence that the first voice fails at, and stays: a voice that
changes from sentence to sentence would only confuse. What was already asked for is asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from voice_assistant.audio.frames import Samples
from voice_assistant.errors import VoiceError
from voice_assistant.events import TroubleMet
from voice_assistant.speaking.engines import ENGINES, ESPEAK
from voice_assistant.speaking.process_voice import ProcessSynthesizer
from voice_assistant.speaking.remembering import RememberingSynthesizer
from voice_assistant.speaking.synthesizer import Piece, Synthesizer

T = TypeVar("T")

FELL_BACK = TroubleMet("voice", "fell_back")
"""The trouble that says that the second voice has taken over."""


class FallbackSynthesizer:
    """A `Synthesizer` that speaks with `first` until that fails for good, then with what `second` makes."""

    def __init__(self, first: Synthesizer, second: Callable[[], Synthesizer]) -> None:
        self._voice = first
        self._second: Callable[[], Synthesizer] | None = second
        self._asked: dict[int, tuple[str, int]] = {}
        """What was asked for and not yet given, in order: the text, and its words a minute."""
        self._numbers: dict[int, int] = {}
        """The request's number with the voice of now, by the number given out."""
        self._last = 0
        self._troubles: list[TroubleMet] = []

    def request(self, text: str, words_per_minute: int) -> int:
        self._last += 1
        self._asked[self._last] = text, words_per_minute
        self._numbers[self._last] = self._voice.request(text, words_per_minute)
        return self._last

    def piece(self, request: int, wait: float) -> Piece | None:
        """Of a sentence that the first voice fails in the middle of, the second one says the whole."""
        made = self._attempt(request, lambda voice, number: voice.piece(number, wait))
        if made is not None and made.last:
            self._given(request)
        return made

    def result(self, request: int, wait: float) -> Samples | None:
        made = self._attempt(request, lambda voice, number: voice.result(number, wait))
        if made is not None:
            self._given(request)
        return made

    def troubles(self) -> tuple[TroubleMet, ...]:
        troubles, self._troubles = (*self._troubles, *self._voice.troubles()), []
        return tuple(troubles)

    def forget(self, keep: Collection[int] = ()) -> None:
        for request in self._numbers.keys() - set(keep):
            self._given(request)
        self._voice.forget(self._numbers.values())

    def forget_sentences(self) -> None:
        self._voice.forget_sentences()

    def close(self) -> None:
        self._voice.close()

    def _attempt(self, request: int, ask: Callable[[Synthesizer, int], T]) -> T:
        if request not in self._numbers:
            raise LookupError(f"request {request} was forgotten, or its result was already given")
        try:
            return ask(self._voice, self._numbers[request])
        except VoiceError:
            if self._second is None:
                raise
            self._fall_back(self._second)
            return ask(self._voice, self._numbers[request])

    def _given(self, request: int) -> None:
        del self._asked[request], self._numbers[request]

    def _fall_back(self, second: Callable[[], Synthesizer]) -> None:
        self._second = None
        self._troubles += (*self._voice.troubles(), FELL_BACK)
        self._voice.close()
        self._voice = second()
        self._numbers = {number: self._voice.request(*wish) for number, wish in self._asked.items()}


def open_voice(engine: str, voice: str | None) -> Synthesizer:
    """The voice of these names; behind any but the default one stands the default one."""
    if engine == ESPEAK.name and voice in (None, ESPEAK.voice):
        return _default()
    # It gets one more try and no long wait: the default voice can say the sentence at once.
    chosen = ProcessSynthesizer(ENGINES[engine], voice, answer_within=2.0, attempts=2)
    return FallbackSynthesizer(RememberingSynthesizer(chosen), _default)


def _default() -> Synthesizer:
    return RememberingSynthesizer(ProcessSynthesizer())
