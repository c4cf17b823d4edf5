"""When somebody has finished speaking. Counts frames of sound and nothing else.

1. How long to wait goes by what was said so far: a complete answer may be taken at once, one that may go on
   or is not understood yet has to be waited for. How long that is, is the person's `patience`.
2. Silence is what the voice activity calls so, or what follows a stretch of speech that the recognizer itself
   found to be over, as long as no new word comes. The latter holds in steady noise too, which the voice
   activity takes for voice.
3. A turn that reaches the longest there is, is over with what was heard; it is never dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.commands import Patience
from voice_assistant.listening.grammar import Completeness


@dataclass(frozen=True, slots=True)
class Waits:
    """All in seconds."""

    complete: float
    """Silence after an answer to which nothing can be added."""
    incomplete: float
    """Silence after anything else."""
    turn: float | None
    """The longest turn; None: there is no limit."""


WAITS: dict[Patience, Waits] = {
    "normal": Waits(complete=0.12, incomplete=2.0, turn=60),
    "slow": Waits(complete=1.0, incomplete=3.5, turn=120),
    "very slow": Waits(complete=2.0, incomplete=6.0, turn=None),
}
STABLE = 0.3
"""Seconds for which the recognizer must not have changed its mind before a short silence counts."""
SETTLED = 0.16
"""Seconds of silence after which it does not matter any more for how long: the word itself is over."""
RECOGNIZERS_OWN = 0.5
"""Seconds of silence that have passed when the recognizer itself ends a stretch of speech."""


class Endpointer:
    """Follows one utterance, from its first word on."""

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
        """May be changed at any time."""
        self.restart()

    def restart(self) -> None:
        """The next frame belongs to a new utterance."""
        self._text = ""
        self._turn = self._unchanged = self._without_voice = 0
        self._since_ended: int | None = None

    def is_over(self, *, voice: bool, text: str, ended: bool, completeness: Completeness) -> bool:
        """Count one more frame. `text`: all that was said so far; `ended`: the recognizer's own finding."""
        self._turn += 1
        self._without_voice = 0 if voice else self._without_voice + 1
        if text != self._text:
            self._text, self._unchanged, self._since_ended = text, 0, None
        else:
            self._unchanged += 1
        if ended:
            self._since_ended = 0
        elif self._since_ended is not None:
            self._since_ended += 1

        waits = WAITS[self.patience]
        if waits.turn is not None and self._turn * FRAME_SECONDS >= waits.turn:
            return True
        quiet = _seconds(self._without_voice)
        stable = _seconds(self._unchanged) >= STABLE or quiet >= SETTLED
        if self._since_ended is not None:
            quiet = max(quiet, RECOGNIZERS_OWN + _seconds(self._since_ended))
            stable = True
        if completeness == "complete":
            return stable and quiet >= waits.complete
        return quiet >= waits.incomplete


def _seconds(frames: int) -> float:
    return round(frames * FRAME_SECONDS, 3)
