"""What troubles with hearing mean for whoever talks: that they cannot be heard, or could not be for a moment.

Whatever was being said when hearing went is forgotten: half of an answer is none. When it comes back in the middle of
somebody's words, those come first; if they were understood, nothing need be said about it any more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.events import Deafness, Event, HearingBack, HearingLost, TroubleMet

LOSSES: dict[TroubleMet, Deafness] = {
    TroubleMet("microphone", "missing"): "missing",
    TroubleMet("microphone", "wrong"): "missing",
    TroubleMet("microphone", "silent"): "silent",
    TroubleMet("recognizer", "broken"): "recognizer",
}
BACK = (TroubleMet("microphone", "back"), TroubleMet("recognizer", "back"))
GAPS = (
    TroubleMet("sound card", "recovered"),
    TroubleMet("microphone", "overrun"),
    TroubleMet("recognizer", "failed"),
)
"""After these some of what was said is lost, though it can be heard again already."""
SELDOM = 10.0
"""Seconds of sound in which a gap is not told of again."""


class Listening(Protocol):
    """What is asked of the listening part."""

    @property
    def speaking(self) -> bool:
        """Whether somebody is speaking now."""

    def reset(self) -> None:
        """Forget what was being said."""


class HearingFaults:
    """Tells the dialogue of them, at the right moment. For each frame: `met` any number of times, then `turn`."""

    def __init__(self, listener: Listening, tell: Callable[[Event], None]) -> None:
        self._listener = listener
        self._tell = tell
        self._lost: dict[str, Deafness] = {}
        """What cannot be done without at present, by its part."""
        self._back = self._understood = False
        """Whether it is still to be told that hearing is back; whether somebody was understood since."""
        self._since_gap = SELDOM

    def met(self, trouble: TroubleMet) -> None:
        """Something went wrong, or was mended."""
        if trouble in LOSSES:
            self._listener.reset()
            self._lost[trouble.part] = LOSSES[trouble]
            self._back = False
            self._tell(HearingLost(LOSSES[trouble]))
        elif trouble in BACK and trouble.part in self._lost:
            del self._lost[trouble.part]
            self._be_back()
        elif trouble in GAPS:
            self._listener.reset()
            if self._since_gap >= SELDOM:
                self._since_gap = 0.0
                self._be_back()

    def understood(self) -> None:
        """Somebody was understood."""
        self._understood = True

    def turn(self) -> None:
        """A frame has passed."""
        self._since_gap += FRAME_SECONDS
        if self._back and not self._listener.speaking:
            self._back = False
            self._tell(HearingBack(self._understood))

    def _be_back(self) -> None:
        if not self._lost and not self._back:
            self._back, self._understood = True, False
