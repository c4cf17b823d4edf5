"""Somebody who lets the assistant talk, and says "stop" over its voice at random moments.

1. The interrupter follows the session's journal. While the assistant speaks, a random span of its speech is let
   pass; then the next recording of "stop" begins, whatever is being said at that moment.
2. Whatever is heard from the beginning of a recording until shortly after it counts as that recording. Whatever
   else is taken for a command while the assistant speaks is a false one: nobody said anything.
3. Where the assistant waits for something, the interrupter leads it on by a synthetic voice, in its silence: to
   the help, the questions, and one section of the article after the other, and to "go on" after each "stop".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from voice_assistant.audio.frames import FRAME_SECONDS, RATE, SILENCE, Frame, Samples
from voice_assistant.audio.level import speech_bounds
from voice_assistant.audio.truth import CallerSpoke
from voice_assistant.events import Role
from voice_assistant.journal import Record
from voice_assistant.rehearsal.caller import Playing

SPANS = (2.0, 14.0)
"""Seconds of the assistant's speech before each "stop", from and to."""
AFTER = 2.0
"""Seconds after the end of a recording in which what is heard may still be it."""
BEFORE_ANSWER = 0.4
"""Seconds between "I listen" and what leads on."""
NOT_INTERRUPTED = ("asleep", "leaving", "paused")
"""States in which the assistant says too little, or is told to stop already."""


@dataclass(slots=True)
class Interruption:
    """One "stop"."""

    state: str
    """In which state of the dialogue it was said."""
    heard: bool = False
    """Whether it was understood, or asked about."""
    silence_after: float | None = None
    """Seconds from the beginning of the word to silence; None: it was not heard, or nothing had to be cut."""


class Interrupter:
    """The microphone, the switches (none are pressed), and a reader of the journal."""

    held = False

    def __init__(
        self,
        recordings: Sequence[Samples],
        sections: Sequence[str],
        speak: Callable[[str], Samples],
        random: Random,
    ) -> None:
        """`recordings` of "stop", in the order in which they are played; `sections` as somebody asks for them."""
        self._recordings = deque(recordings)
        self._speak, self._random = speak, random
        self._answers = {
            "choosing": deque(("help", "questions", "article", "article")),
            "asking": deque(("help", "no", "no", "menu")),
            "finding": deque(sections),
            "reading": deque(("next", "next", "menu")),
            "paused": deque(("go on", "go on", "menu")),
        }
        self.interruptions: list[Interruption] = []
        self.false_commands = 0
        """What was taken for a command, or asked about, although nobody spoke."""
        self.own_speech = 0.0
        """Seconds that the assistant spoke while nobody else did."""
        self._now = 0
        self.begin()

    @property
    def done(self) -> bool:
        """Whether all recordings were played, and what came of the last one is known."""
        return not self._recordings and not self._occupied()

    def begin(self) -> None:
        """A session begins: nothing of the one before goes on."""
        self._now = 0
        self._state = "asleep"
        self._speaking = False
        self._answer_at: int | None = None
        self._playing: Playing | None = None
        self._spoke: CallerSpoke | None = None
        self._open: Interruption | None = None
        self._doubted = False
        """Whether "stop" was heard, but not for sure; it counts once the assistant asks about it."""
        self._asked_rightly = False
        """Whether the assistant asks back about something that was said."""
        self._until = 0
        self._span = self._next_span()

    # --- what the session sees -------------------------------------------------------------------

    def frame(self) -> Frame | None:
        """The microphone; None once all is done."""
        if self.done:
            return None
        self._decide()
        now, self._now = self._now, self._now + 1
        playing = self._playing
        if playing is None:
            return SILENCE
        if playing.over(now + 1):
            self._playing = None
        return playing.frame(now)

    def poll(self) -> tuple[Role, ...]:
        return ()

    def spoke(self) -> CallerSpoke | None:
        """When the last word truly began and ended, so far."""
        return self._spoke

    def write(self, record: Record) -> None:
        """The journal: the interrupter follows it."""
        match record.event:
            case "state":
                self._state = str(record.fields["to"])
                if self._open is not None and self._doubted and self._state == "confirming":
                    self._open.heard = True
            case "speaking":
                self._speaking = True
                self._answer_at = None
            case "spoken":
                self._speaking = False
            case "listening":
                self._answer_at = max(self._now, self._until) + round(BEFORE_ANSWER / FRAME_SECONDS)
            case "heard" if record.fields["decision"] != "rejected":
                self._heard(record.fields["intent"], sure=record.fields["decision"] == "accepted")
            case "barge_in" if self._open is not None and record.fields["intent"] == "stop":
                after = record.fields["silence_after"]
                self._open.silence_after = after if isinstance(after, float) else None
            case _:
                pass

    # --- what it does ----------------------------------------------------------------------------

    def _occupied(self) -> bool:
        """Whether something is being said, or was said just now."""
        return self._now < self._until

    def _heard(self, intent: object, *, sure: bool) -> None:
        self._asked_rightly = self._occupied()
        if not self._occupied():
            self.false_commands += self._speaking
        elif self._open is not None and intent == "stop":
            self._open.heard |= sure
            self._doubted = not sure

    def _decide(self) -> None:
        if self._occupied():
            return
        self._open = None
        if self._speaking:
            self.own_speech += FRAME_SECONDS
            if self._state not in NOT_INTERRUPTED:
                self._span -= 1
                if self._span <= 0 and self._recordings:
                    self._interrupt()
        elif self._answer_at is not None and self._now >= self._answer_at:
            self._answer_at = None
            self._say(self._speak(self._next_answer()))

    def _interrupt(self) -> None:
        self._span = self._next_span()
        self._open, self._doubted = Interruption(self._state), False
        self.interruptions.append(self._open)
        self._say(self._recordings.popleft())

    def _say(self, sound: Samples) -> None:
        begins, ends = (edge / RATE for edge in speech_bounds(sound) or (0, len(sound)))
        at = self._now * FRAME_SECONDS
        self._playing = Playing(self._now, sound)
        self._spoke = CallerSpoke(at + begins, at + ends)
        self._until = self._now + round((len(sound) / RATE + AFTER) / FRAME_SECONDS)

    def _next_answer(self) -> str:
        """What leads on from here; each state has its round of answers."""
        if self._state == "confirming":
            return "yes" if self._asked_rightly else "no"
        answers = self._answers.get(self._state)
        if answers is None:
            return "menu"
        answers.rotate(-1)
        return answers[-1]

    def _next_span(self) -> int:
        return round(self._random.uniform(*SPANS) / FRAME_SECONDS)
