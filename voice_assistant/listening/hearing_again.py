"""A further hearing of sound that was heard before, where the first one made no sense of it.

1. Without its pauses: parted from its neighbours, the "three" of "about ... three ... weeks" becomes "be".
2. As one of the answers to what was asked: the best guess.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voice_assistant.audio.frames import FRAME_SECONDS, Frame, Samples
from voice_assistant.listening.grammar import UNKNOWN, Grammar
from voice_assistant.listening.judging import MOST_UNKNOWN
from voice_assistant.listening.recognizer import Recognizer, Word, text_of

_PAUSE = round(0.3 / FRAME_SECONDS)
"""Frames without voice; a shorter pause is part of a word, or of fluent speech."""
_LEFT = round(0.06 / FRAME_SECONDS)
"""Frames that are left of a pause at each of its ends, where a soft sound may belong to the word."""


class HearingAgain:
    """Of one utterance after the other."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer

    def joined(
        self, words: Sequence[Word], grammar: Grammar, frames: Sequence[Frame], voice: Sequence[bool]
    ) -> tuple[Word, ...]:
        """What makes sense as a whole in this sound without its pauses, if the words found so far make none.

        No words at all if nothing does. Their times are those of the shortened sound.
        """
        unknown = sum(word.text == UNKNOWN for word in words)
        if unknown > MOST_UNKNOWN or (not unknown and grammar.understand(text_of(words)) is not None):
            return ()
        left = without_pauses(frames, voice)
        if len(left) == len(frames):
            return ()
        for phrases in (grammar.phrases, grammar.answers):
            self._recognizer.start(phrases)
            self._recognizer.accept(np.concatenate(left))
            found = self._recognizer.finish().words
            if grammar.understand(text_of(found)) is not None:
                return found
        return ()

    def guess(self, grammar: Grammar, sound: Samples, *, fragment: bool) -> str:
        """What the sound is, if it must be one of the answers.

        `fragment`: what was heard is a piece of a longer answer ("not" for "no"); then, if need be, it must be
        one of the answers of one word.
        """
        text = self._one_of(grammar.answers, sound)
        if fragment and grammar.best_guess(text) is None:
            text = self._one_of([answer for answer in grammar.answers if " " not in answer], sound)
        return text

    def forget(self) -> None:
        """Keep nothing of what was heard so far."""
        self._recognizer.start(())

    def _one_of(self, phrases: Sequence[str], sound: Samples) -> str:
        self._recognizer.start(phrases, unknown=False)
        self._recognizer.accept(sound)
        return self._recognizer.finish().text


def without_pauses(frames: Sequence[Frame], voice: Sequence[bool]) -> list[Frame]:
    """The frames with the pauses between voices cut short; what is before and after them stays."""
    left: list[Frame] = []
    pause: list[Frame] = []
    begun = False
    for frame, voiced in zip(frames, voice, strict=True):
        if voiced:
            left += [*pause[:_LEFT], *pause[-_LEFT:]] if begun and len(pause) > _PAUSE else pause
            left.append(frame)
            pause, begun = [], True
        else:
            pause.append(frame)
    return left + pause
