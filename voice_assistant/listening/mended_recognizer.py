"""A recognizer that is replaced when it fails, so that a fault in it costs a word and not the conversation.

1. If the recognizer raises, or gives what no recognizer can (a word that was never said to it, times that are none), it
   is thrown away, a new one begins with the same phrases, and of what was said nothing was understood.
2. If that happens `MOST` times within `WITHIN`, a new one is of no use: it is broken. For a while nothing is asked of
   it, and nothing is heard; then it is tried again. Once one has worked for `WORKS`, it is back.

Whatever ends the whole process, as errors deep in Vosk do, cannot be mended here; the service manager does that.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.events import TroubleMet
from voice_assistant.listening.grammar import UNKNOWN
from voice_assistant.listening.recognizer import Recognition, Recognizer

FAILED = TroubleMet("recognizer", "failed")
BROKEN = TroubleMet("recognizer", "broken")
BACK = TroubleMet("recognizer", "back")

MOST, WITHIN = 3, 30.0
"""Failures, within so many seconds of sound, after which it is broken."""
REST = 20.0
"""Seconds of sound in which nothing is asked of what is broken."""
WORKS = 1.0
"""Seconds of sound that a new one must take in, to be taken to work."""
T = TypeVar("T")


class Faults:
    """What went wrong with all recognizers of a session, for the journal and for the person."""

    def __init__(self) -> None:
        self._troubles: list[TroubleMet] = []
        self._broken = 0

    def failed(self) -> None:
        self._troubles.append(FAILED)

    def broke(self) -> None:
        """One is broken; the first of them is told."""
        self._broken += 1
        if self._broken == 1:
            self._troubles.append(BROKEN)

    def works(self) -> None:
        """One that was broken works again; the last of them is told."""
        self._broken -= 1
        if self._broken == 0:
            self._troubles.append(BACK)

    def troubles(self) -> tuple[TroubleMet, ...]:
        """What went wrong, and was mended, since the last call."""
        troubles, self._troubles = tuple(self._troubles), []
        return troubles


class MendedRecognizer:
    """A `Recognizer` that hands everything on to one that may fail."""

    def __init__(self, make: Callable[[], Recognizer], faults: Faults) -> None:
        self._make = make
        self._faults = faults
        self._recognizer = make()
        self._started: tuple[Sequence[str] | None, bool, int] = ((), True, 0)
        self._vocabulary: frozenset[str] | None = frozenset()
        self._now = 0.0
        """Seconds of sound."""
        self._failures: deque[float] = deque(maxlen=MOST)
        self._resting_until: float | None = None
        self._tried_at: float | None = None

    def start(self, phrases: Sequence[str] | None, *, unknown: bool = True, hypotheses: int = 0) -> None:
        self._started = phrases, unknown, hypotheses
        words = None if phrases is None else {word for phrase in phrases for word in phrase.split()}
        self._vocabulary = None if words is None else frozenset((*words, UNKNOWN))
        self._attempt(lambda: self._recognizer.start(phrases, unknown=unknown, hypotheses=hypotheses), None)

    def accept(self, sound: Samples) -> bool:
        self._now += len(sound) / RATE
        if self._resting_until is not None and self._now >= self._resting_until:
            self._resting_until, self._tried_at = None, self._now
            self._attempt(self._begin, None)
        ended = self._attempt(lambda: self._recognizer.accept(sound), False)
        if self._tried_at is not None and self._now - self._tried_at >= WORKS:
            self._tried_at = None
            self._failures.clear()
            self._faults.works()
        return ended

    def partial(self) -> str:
        return self._attempt(lambda: self._checked_text(self._recognizer.partial()), "")

    def finish(self) -> Recognition:
        return self._attempt(lambda: self._checked(self._recognizer.finish()), Recognition())

    def knows(self, word: str) -> bool:
        return self._recognizer.knows(word)

    # --- how it is done ------------------------------------------------------------------------------

    def _attempt(self, work: Callable[[], T], nothing: T) -> T:
        if self._resting_until is not None:
            return nothing
        try:
            return work()
        except Exception:  # noqa: BLE001 - whatever it is, another recognizer may be without it
            self._replace()
            return nothing

    def _replace(self) -> None:
        self._failures.append(self._now)
        if self._tried_at is not None:  # the one after a rest is no better
            self._tried_at, self._resting_until = None, self._now + REST
            return
        self._faults.failed()
        if len(self._failures) == MOST and self._now - self._failures[0] <= WITHIN:
            self._resting_until = self._now + REST
            self._faults.broke()
            return
        self._attempt(self._begin, None)

    def _begin(self) -> None:
        phrases, unknown, hypotheses = self._started
        self._recognizer = self._make()
        self._recognizer.start(phrases, unknown=unknown, hypotheses=hypotheses)

    def _checked(self, found: Recognition) -> Recognition:
        """What was recognized, if that can be. Raises `ValueError` if not."""
        self._checked_text(found.text)
        for word in found.words:
            numbers = (word.start, word.end, word.confidence)
            if not all(map(math.isfinite, numbers)) or word.end < word.start:
                raise ValueError("a word without a time")
        if any(not math.isfinite(each.score) for each in found.hypotheses):
            raise ValueError("a score that is none")
        return found

    def _checked_text(self, text: str) -> str:
        if self._vocabulary is not None and not self._vocabulary.issuperset(text.split()):
            raise ValueError("a word that was not to be expected")
        return text


class NoRecognizer:
    """In place of a recognizer where there is no model for one: it never hears anything."""

    def __init__(self, faults: Faults) -> None:
        faults.broke()

    def start(self, phrases: Sequence[str] | None, *, unknown: bool = True, hypotheses: int = 0) -> None:
        """It makes no difference."""

    def accept(self, sound: Samples) -> bool:
        return False

    def partial(self) -> str:
        return ""

    def finish(self) -> Recognition:
        return Recognition()

    def knows(self, word: str) -> bool:
        return True  # with a model it may


class Model(Protocol):
    """What recognizers are made of."""

    def recognizer(self) -> Recognizer: ...


def recognizers(model: Model | None, faults: Faults) -> Callable[[], Recognizer]:
    """Makes recognizers that are mended. Without a model they hear nothing, which is told as a fault."""
    if model is None:
        return lambda: NoRecognizer(faults)
    return lambda: MendedRecognizer(model.recognizer, faults)
