"""A recognizer that hears words in made-up sound: every frame of a word holds the number of that word, and its
last ones are soft, as in speech.

So the script is the sound itself, and stays true when a piece of it is heard a second time:

    speech("0.4 yes 1.0 about 0.7 three weeks 2.0")    # seconds of silence, and words of 0.3 s each
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import numpy as np

from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, SILENCE, Frame, Samples
from voice_assistant.listening.grammar import UNKNOWN
from voice_assistant.listening.recognizer import Hypothesis, Recognition, Word

WORD_FRAMES = 15
LAG = 5
"""Frames of a word that must have been heard before a partial result holds it."""
OWN_END, EMPTY_END = 25, 250
"""Frames of silence after which it ends a stretch with words, and one without, by itself."""
NOISE = np.full(FRAME, 7, dtype=np.int16)
"""Taken for voice by `LoudVoice`, and for nothing by the recognizer."""
_FIRST = 1000
_lexicon: list[str] = []


def speech(script: str, word_frames: int = WORD_FRAMES) -> list[Frame]:
    """The frames of a script: numbers with a point are seconds of silence, "noise" is noise, all else words."""
    frames: list[Frame] = []
    for part in script.split():
        if part.replace(".", "", 1).isdecimal():
            frames += [SILENCE] * round(float(part) / FRAME_SECONDS)
        elif part == "noise":
            frames += [NOISE] * word_frames
        else:
            frames += _word(part, word_frames)
    return frames


def _word(word: str, count: int) -> list[Frame]:
    if word not in _lexicon:
        _lexicon.append(word)
    loud = np.full(FRAME, _FIRST + _lexicon.index(word), dtype=np.int16)
    soft = np.append(loud[:1], SILENCE[1:])
    last = np.append(soft[:-1], _FIRST - 1).astype(np.int16)  # its last sample ends it
    fading = count // 5
    return [loud] * (count - fading - 1) + [soft] * fading + [last]


class LoudVoice:
    """A `VoiceActivity` to which everything that is not silent is voice."""

    def hears(self, frame: Frame) -> bool:
        return bool(frame.any())


class FakeRecognizer:
    """A `Recognizer`; what no phrase holds becomes "[unk]", or the phrase that is spelled most alike."""

    def __init__(self, unknown_to_model: Sequence[str] = ()) -> None:
        self._unknown_to_model = frozenset(unknown_to_model)
        self.starts: list[tuple[str, ...] | None] = []
        """The phrases of each start, for tests."""
        self.heard = 0
        """Frames taken in since it was made."""
        self.start(())

    def start(self, phrases: Sequence[str] | None, *, unknown: bool = True, hypotheses: int = 0) -> None:
        self.starts.append(None if phrases is None else tuple(phrases))
        self._words: set[str] | None = None
        if phrases is not None:
            known = [each for each in phrases if not self._unknown_to_model & set(each.split())]
            self._words = {word for phrase in known for word in phrase.split()}
        self._unknown = unknown
        self._said: list[str] | None = [] if hypotheses else None
        self._frame = 0
        self._begin()

    def accept(self, sound: Samples) -> bool:
        ended = False
        for start in range(0, len(sound), FRAME):
            ended = self._take(sound[start : start + FRAME]) or ended
        return ended

    def partial(self) -> str:
        shown = list(self._done)
        if self._running is not None and self._frame - self._running_from >= LAG:
            shown.append(self._as_word())
        return " ".join(word.text for word in shown if word.text)

    def finish(self) -> Recognition:
        self._end_word()
        words = tuple(word for word in (*self._ended, *self._done) if word.text)
        self._begin()
        if self._said is None:
            return Recognition(words)
        self._said += [word.text for word in words]
        return Recognition(words, (Hypothesis(" ".join(self._said), 0.0),))

    def knows(self, word: str) -> bool:
        return word not in self._unknown_to_model

    def _begin(self) -> None:
        self._ended: list[Word] = []
        self._done: list[Word] = []
        self._running: str | None = None
        self._running_from = self._frame
        self._silent = 0

    def _take(self, frame: Frame) -> bool:
        self.heard += 1
        code = int(frame[0]) - _FIRST
        word = _lexicon[code] if code >= 0 else None
        if word != self._running:
            self._end_word()
            self._running, self._running_from = word, self._frame
        self._frame += 1
        if word is not None and int(frame[-1]) == _FIRST - 1:
            self._end_word()
        self._silent = 0 if word is not None else self._silent + 1
        if self._silent == (OWN_END if self._done else EMPTY_END):
            self._ended, self._done, self._silent = [*self._ended, *self._done], [], 0
            return True
        return False

    def _as_word(self) -> Word:
        word = self._running or ""
        if self._words is not None and word not in self._words:
            alike = get_close_matches(word, sorted(self._words), n=1, cutoff=0.0)
            word = UNKNOWN if self._unknown else next(iter(alike), "")
        return Word(word, self._running_from * FRAME_SECONDS, self._frame * FRAME_SECONDS, 1.0)

    def _end_word(self) -> None:
        if self._running is not None:
            self._done.append(self._as_word())
        self._running = None
