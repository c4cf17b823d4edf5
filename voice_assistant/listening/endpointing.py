"""When somebody has finished speaking. Counts frames of sound and nothing else.

1. How long to wait goes by what was said so far: a complete answer may be taken at once, one that may go on
   or is not understood yet has to be waited for. In between is what may go on, but does no harm if it is taken
   too early: "next" may become "next sentence", and one step back mends it.
2. How long that is, is the person's `patience`; where they usually pause for longer, it is half as long again
   as such a pause, up to what the next patience gives everybody.
3. Silence is what the voice activity calls so, or what follows a stretch of speech that the recognizer itself
   found to be over, as long as no new word comes. The latter holds in steady noise too, which the voice
   activity takes for voice. Voice that comes anew may be a soft word of which the recognizer tells nothing;
   that is waited for as well, but not for ever, since noise comes and goes too.
4. A turn that reaches the longest there is, is over with what was heard; it is never dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.commands import Patience

Rest = Literal["complete", "harmless", "incomplete"]
"""Whether more may follow what was said so far: no; yes, but it does no harm to miss it; or it has to be awaited."""


@dataclass(frozen=True, slots=True)
class Waits:
    """All in seconds."""

    complete: float
    """Silence after an answer to which nothing can be added."""
    harmless: float
    """Silence after something that may go on, but is easily taken back."""
    incomplete: float
    """Silence after anything else."""
    turn: float | None
    """The longest turn; None: there is no limit."""

    def after(self, rest: Rest) -> float:
        """The silence that ends a turn."""
        match rest:
            case "complete":
                return self.complete
            case "harmless":
                return self.harmless
            case "incomplete":
                return self.incomplete


WAITS: dict[Patience, Waits] = {
    "normal": Waits(complete=0.12, harmless=0.8, incomplete=2.0, turn=60),
    "slow": Waits(complete=1.0, harmless=2.0, incomplete=3.5, turn=120),
    "very slow": Waits(complete=2.0, harmless=3.5, incomplete=6.0, turn=None),
}
_LONGEST: dict[Patience, Waits] = {
    "normal": WAITS["slow"],
    "slow": WAITS["very slow"],
    "very slow": Waits(complete=3.0, harmless=6.0, incomplete=9.0, turn=None),
}
"""What adapting to a person can come to."""
_MARGIN = 1.5
"""How much longer than somebody's usual pause is waited."""


def waits_for(patience: Patience, pause: float) -> Waits:
    """The waits of this patience for somebody who usually pauses for so many seconds within an answer."""
    least, most, wished = WAITS[patience], _LONGEST[patience], round(_MARGIN * pause, 3)
    return Waits(
        complete=max(least.complete, min(wished, most.complete)),
        harmless=max(least.harmless, min(wished, most.harmless)),
        incomplete=max(least.incomplete, min(wished, most.incomplete)),
        turn=least.turn,
    )


STABLE = 0.3
"""Seconds for which the recognizer must not have changed its mind before a short silence counts."""
SETTLED = 0.16
"""Seconds of silence after which it does not matter any more for how long: the word itself is over."""
RECOGNIZERS_OWN = 0.5
"""Seconds of silence that have passed when the recognizer itself ends a stretch of speech."""
_ANEW = 0.3
"""Seconds of silence after which voice is a new beginning."""
_WAITED_ANEW = 2
"""How often the wait begins anew for voice without a word."""


class Endpointer:
    """Follows one utterance, from its first word on."""

    def __init__(self) -> None:
        self.waits = WAITS["normal"]
        """May be changed at any time."""
        self.restart()

    @property
    def too_long(self) -> bool:
        """Whether the turn has reached the longest there is."""
        return self.waits.turn is not None and _seconds(self._turn) >= self.waits.turn

    def restart(self) -> None:
        """The next frame belongs to a new utterance."""
        self._text = ""
        self._turn = self._unchanged = self._without_voice = self._waited_anew = 0
        self._since_ended: int | None = None

    def is_over(self, *, voice: bool, text: str, ended: bool, rest: Rest) -> bool:
        """Count one more frame. `text`: all that was said so far; `ended`: the recognizer's own finding."""
        self._turn += 1
        begins = voice and _seconds(self._without_voice) >= _ANEW
        self._without_voice = 0 if voice else self._without_voice + 1
        if text != self._text:
            self._text, self._unchanged, self._since_ended, self._waited_anew = text, 0, None, 0
        else:
            self._unchanged += 1
        if ended:
            self._since_ended = 0
        elif self._since_ended is not None:
            self._since_ended += 1
            if begins and self._waited_anew < _WAITED_ANEW:
                self._since_ended = 0
                self._waited_anew += 1

        if self.too_long:
            return True
        quiet = _seconds(self._without_voice)
        stable = _seconds(self._unchanged) >= STABLE or quiet >= SETTLED
        if self._since_ended is not None:
            quiet = max(quiet, RECOGNIZERS_OWN + _seconds(self._since_ended))
            stable = True
        return quiet >= self.waits.after(rest) and (stable or rest != "complete")


def _seconds(frames: int) -> float:
    return round(frames * FRAME_SECONDS, 3)
