"""The seam to a speech recognizer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from voice_assistant.audio.frames import Samples


@dataclass(frozen=True, slots=True)
class Word:
    """One recognized word; `start` and `end` in seconds of sound since the recognizer was started."""

    text: str
    start: float
    end: float
    confidence: float


def text_of(words: Iterable[Word]) -> str:
    """The words as one text."""
    return " ".join(word.text for word in words)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One way to take a stretch of sound."""

    text: str
    """"" if it is taken for no word at all."""
    score: float
    """The logarithm of how well the sound and the language fit; to be compared only within the same sound."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was recognized in a stretch of sound. A word that no phrase holds is "[unk]"."""

    words: tuple[Word, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    """The best ones, best first, where they were asked for; their scores span all sound since the start."""

    @property
    def text(self) -> str:
        return text_of(self.words)


class Recognizer(Protocol):
    """Turns sound into words of a closed list of phrases, or of the whole language."""

    def start(self, phrases: Sequence[str] | None, *, unknown: bool = True, hypotheses: int = 0) -> None:
        """Forget all sound so far; from now on expect these phrases (None: any words).

        `unknown` also admits "[unk]", which stands for words that no phrase holds. With `hypotheses`, up to so
        many are given at the end, and words have no confidence of their own: it is 1.
        """

    def accept(self, sound: Samples) -> bool:
        """Take in more sound; True if the recognizer itself found that a stretch of speech ended."""

    def partial(self) -> str:
        """What the running stretch of speech seems to be so far; "" while there is none."""

    def finish(self) -> Recognition:
        """End the running stretch of speech and give what was said in it; sound goes on after it."""

    def knows(self, word: str) -> bool:
        """Whether the recognizer can ever hear this word."""
