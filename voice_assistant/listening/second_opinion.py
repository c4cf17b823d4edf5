"""A second opinion: the same sound, taken for any words of the language.

A closed list of phrases makes the best of everything: "five" becomes "bye". Whoever expects the whole
language writes "five", and only then is it known that nobody said goodbye.

1. It begins with the voice, or with the first word of the other recognizer, and hears the half second before
   as well. It starts afresh each time, so that the same sound gets the same opinion.
2. It keeps step with the frames, so that next to nothing is left to do once the word is over. What it must catch
   up with at the beginning it takes in portions, for decoding costs up to a fifth of the sound's own time.
3. When nobody says anything, it does nothing: a long pause is kept back, and heard, shortened, only if the voice
   goes on after it.
4. Its recognizer unfolds more and more of the language while it listens, up to a hundred megabytes, which it keeps
   for one person: for the next one it begins like new.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import numpy as np

from voice_assistant.audio.frames import FRAME_SECONDS, Frame
from voice_assistant.listening.recognizer import Hypothesis, Recognizer

_HYPOTHESES = 10
_PORTION = 4
"""Frames taken in at each frame, until none are waiting."""
_PAUSE = round(0.3 / FRAME_SECONDS)
"""Frames of a longer pause that are heard, if the voice goes on after it: too few to end a stretch of speech."""


class SecondOpinion:
    """On one utterance after the other."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._waiting: deque[Frame] = deque()
        self._pause: deque[Frame] = deque(maxlen=_PAUSE)
        self._ended = ""
        self.active = False
        """Whether it is listening."""

    def begin(self, before: Iterable[Frame]) -> None:
        """Listen from now on, and to these frames first."""
        self._recognizer.start(None, hypotheses=_HYPOTHESES)
        self._waiting = deque(before)
        self._pause.clear()
        self._ended = ""
        self.active = True

    def hear(self, frame: Frame, *, pause: bool) -> None:
        """Take in one frame more, of somebody's voice or of a `pause` after it; nothing if it has not begun."""
        if not self.active:
            return
        if pause:
            self._pause.append(frame)
        else:
            self._waiting.extend((*self._pause, frame))
            self._pause.clear()
        self._take_in(_PORTION)

    def text(self) -> str:
        """The best opinion so far."""
        return f"{self._ended} {self._recognizer.partial()}".strip() if self.active else ""

    def end(self) -> tuple[Hypothesis, ...] | None:
        """What it may have been, best first; None if it has not listened."""
        if not self.active:
            return None
        self._take_in(len(self._waiting))
        self.active = False
        return self._recognizer.finish().hypotheses

    def drop(self) -> None:
        """It was nothing."""
        self.active = False
        self._waiting.clear()
        self._pause.clear()

    def forget(self) -> None:
        """Keep nothing of what was heard so far; the next time it listens, the recognizer is a new one."""
        self.drop()
        self._recognizer.start(())

    def _take_in(self, most: int) -> None:
        count = min(most, len(self._waiting))
        if not count:
            return
        sound = np.concatenate([self._waiting.popleft() for _ in range(count)])
        if self._recognizer.accept(sound):
            self._ended = f"{self._ended} {self._recognizer.finish().text}".strip()
