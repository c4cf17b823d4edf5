"""How long somebody usually pauses within an answer, so that the waiting can adapt to them.

1. Of each answer of several words the longest pause between two words counts, as the recognizer found the words:
   noise in a pause does not hide it. Whoever speaks fluently gives 0.
2. Where somebody goes on right after the end was decided, and only both parts together are a phrase, they were
   cut off. That pause is a sure one, and counts twice, for being cut off is worse than waiting.
3. The usual pause is the second longest of the last few: one hesitation slows nobody down, two do.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import pairwise

from voice_assistant.listening.grammar import Grammar
from voice_assistant.listening.recognizer import Word, text_of

FLUENT = 0.4
"""Seconds; shorter pauses are in everybody's speech."""
WENT_ON = 1.5
"""Seconds after a decision; whoever begins to speak later says something new."""
REMEMBERED = 8
"""Answers."""


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance, as it was decided about. Seconds of sound since the listener began."""

    words: tuple[Word, ...]
    grammar: Grammar
    began: float
    ended: float
    decided: float


class Pace:
    """Of one person."""

    def __init__(self) -> None:
        self._pauses: deque[float] = deque(maxlen=REMEMBERED)
        self._last: Said | None = None

    @property
    def pause(self) -> float:
        """Their usual pause within an answer, in seconds; 0 if they make none, or are not known yet."""
        return sorted(self._pauses)[-2] if len(self._pauses) > 1 else 0.0

    def learn(self, said: Said, *, rejected: bool) -> None:
        """They said this. What was `rejected` may be somebody else's talk, and counts only as the rest of a phrase."""
        before, self._last = self._last, said
        if before is not None and _goes_on(before, said):
            self._pauses += [said.began - before.ended] * 2
        if not rejected and len(said.words) > 1:
            longest = max(after.start - word.end for word, after in pairwise(said.words))
            self._pauses.append(longest if longest >= FLUENT else 0.0)

    def forget(self) -> None:
        """Somebody else may speak next."""
        self._pauses.clear()
        self._last = None


def _goes_on(before: Said, said: Said) -> bool:
    if said.began - before.decided > WENT_ON or not (before.words and said.words):
        return False
    whole = before.grammar.segments(text_of((*before.words, *said.words)))
    return len(whole) == 1 and whole[0].meaning is not None
