"""A voice that remembers the sentences it made last, so that "again" and "previous" need no making.

Also "next": the sentence after the one that sounds is always made ahead, and forgotten with all else when
somebody interrupts. What is remembered is a bounded amount of sound, however much is read.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.events import TroubleMet
from voice_assistant.speaking.synthesizer import Piece, Synthesizer

REMEMBERED = 120 * RATE
"""Samples: two minutes, which are less than 4 MB."""


@dataclass(slots=True)
class _Passing:
    """A sentence that is being made."""

    wish: tuple[str, int]
    number: int
    """With the voice behind."""
    pieces: list[Samples] = field(default_factory=list)


class RememberingSynthesizer:
    """A `Synthesizer` before another one, of which it keeps whole sentences by their text and rate."""

    def __init__(self, voice: Synthesizer, remembered: int = REMEMBERED) -> None:
        """`remembered`: samples that are kept at most."""
        self._voice = voice
        self._room = remembered
        self._kept: OrderedDict[tuple[str, int], Samples] = OrderedDict()
        """The one that was wanted last comes last."""
        self._passing: dict[int, _Passing] = {}
        self._known: dict[int, Samples] = {}
        """Requests for what is remembered, which were not given yet."""
        self._last = 0

    def request(self, text: str, words_per_minute: int) -> int:
        self._last += 1
        wish = text, words_per_minute
        if wish in self._kept:
            self._kept.move_to_end(wish)
            self._known[self._last] = self._kept[wish]
        else:
            self._passing[self._last] = _Passing(wish, self._voice.request(text, words_per_minute))
        return self._last

    def piece(self, request: int, wait: float) -> Piece | None:
        if request in self._known:
            return Piece(self._known.pop(request), last=True)
        passing = self._of(request)
        made = self._voice.piece(passing.number, wait)
        if made is not None:
            passing.pieces.append(made.samples)
            if made.last:
                self._remember(request)
        return made

    def result(self, request: int, wait: float) -> Samples | None:
        if request in self._known:
            return self._known.pop(request)
        passing = self._of(request)
        made = self._voice.result(passing.number, wait)
        if made is not None:
            passing.pieces = [made]
            self._remember(request)
        return made

    def troubles(self) -> tuple[TroubleMet, ...]:
        return self._voice.troubles()

    def forget(self, keep: Collection[int] = ()) -> None:
        """Forgets requests, not what is remembered."""
        self._known = {number: sound for number, sound in self._known.items() if number in keep}
        self._passing = {number: each for number, each in self._passing.items() if number in keep}
        self._voice.forget([each.number for each in self._passing.values()])

    def forget_sentences(self) -> None:
        """The next person begins without what was said to the one before."""
        self._kept.clear()

    def close(self) -> None:
        self._voice.close()

    def _of(self, request: int) -> _Passing:
        if request not in self._passing:
            raise LookupError(f"request {request} was forgotten, or its result was already given")
        return self._passing[request]

    def _remember(self, request: int) -> None:
        done = self._passing.pop(request)
        self._kept[done.wish] = np.concatenate(done.pieces)
        while sum(map(len, self._kept.values())) > self._room:
            self._kept.popitem(last=False)
