"""A scripted caller: listens to what the assistant does, and speaks, presses, or stays silent.

1. The caller follows the session's journal: it knows when the assistant speaks and when it listens.
2. When the assistant listens, the caller does the next thing: the answer to the open question, a yes or no to
   "did you say ...?", what it does in this state, or else the next turn of the script.
3. A turn with `during` does not wait: it starts so long after the assistant's next speech has begun. So does what
   the caller does in a state, after the first speech in that state.
4. What the caller does is sound in the microphone's frames, or presses of a switch. After everything was done
   the caller stays silent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, RATE, SILENCE, Frame, Samples
from voice_assistant.audio.level import speech_bounds
from voice_assistant.audio.truth import CallerSpoke
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Scan, SwitchOption
from voice_assistant.events import Role
from voice_assistant.journal import Record
from voice_assistant.rehearsal.caller_part import CallerPart
from voice_assistant.rehearsal.script import Act, Script

BETWEEN_PRESSES = 0.8
"""Seconds between presses that follow each other."""
THAT_IS_ALL = "that is all"
"""The option that ends a choice of several."""
REACTION = 0.6
"""Seconds from hearing the wanted option to the press."""
A_SOUND = 0.6
"""Seconds of a sound that takes the place of a press."""
UNTIL_TAKEN = 0.6
"""Seconds after it in which it is found out that there was one."""
AFTER_QUIET = round(0.4 / FRAME_SECONDS)
"""Frames between the assistant's last word and the answer."""
LONG = 3.0
"""Seconds from which on the transcript calls a sound long."""
NO_REACTION = 8.0
"""Seconds after which the caller goes on although the assistant did not react to the last thing done."""


@dataclass(frozen=True, slots=True)
class Playing:
    """A sound of the caller: `start` is the frame at which it begins."""

    start: int
    sound: Samples

    def frame(self, now: int) -> Frame:
        at = (now - self.start) * FRAME
        piece = self.sound[max(at, 0) : max(at + FRAME, 0)]
        if len(piece) == FRAME:
            return piece
        return np.concatenate((piece, np.zeros(FRAME - len(piece), dtype=np.int16)))

    def over(self, now: int) -> bool:
        return (now - self.start) * FRAME >= len(self.sound)


class Caller:
    """Plays one script to one session. It is the room's microphone, its switches, and a reader of its journal."""

    held = False
    """Switches are pressed for no time at all."""

    def __init__(
        self,
        script: Script,
        dialogue: Dialogue,
        sounds: Callable[[Act], Samples],
        names: Mapping[str, str],
        tell: Callable[[float, str], None],
    ) -> None:
        """`sounds` gives the sound of an act, `names` how a question is named when its answer is to be changed,
        and `tell` takes what the transcript says of the caller.
        """
        self._script = script
        self._dialogue = dialogue
        self._sounds = sounds
        self._tell = tell
        self._part = CallerPart(script, dialogue, names)
        self._turns = deque(script.turns)
        self._now = 0
        self._listening = False
        self._options = False
        """Whether options are being read out, or were."""
        self._done_at = 0
        self._reacted = True
        self._playing: Playing | None = None
        self._presses: deque[tuple[int, Role]] = deque()
        self._spoke: CallerSpoke | None = None
        self._choosing: str | None = None
        """What is to be chosen by switch."""
        self._tried: set[str] = set()
        """Groups of options that were looked into for it."""

    # --- what the session sees -------------------------------------------------------------------

    def frame(self) -> Frame:
        """The microphone: the caller's next frame."""
        self._decide()
        now, self._now = self._now, self._now + 1
        if self._playing is None or now < self._playing.start:
            return SILENCE
        frame = self._playing.frame(now)
        if self._playing.over(now + 1):
            self._playing = None
            self._done_at = now + 1
        return frame

    def poll(self) -> tuple[Role, ...]:
        """The switches: what was pressed by now."""
        pressed = []
        while self._presses and self._presses[0][0] <= self._now:
            pressed.append(self._presses.popleft()[1])
            self._tell(self._seconds(), f"presses {pressed[-1]}")
            self._done_at = self._now
        return tuple(pressed)

    def spoke(self) -> CallerSpoke | None:
        """When the last word truly began and ended, so far."""
        return self._spoke if self._spoke is not None and self._spoke.start <= self._seconds() else None

    def write(self, record: Record) -> None:
        """The journal: the caller follows it."""
        match record.event:
            case "listening":
                self._listening = self._options = True
                self._reacted = True
            case "speaking":
                self._listening = False
                self._options = record.fields["prompt"] == "options"
                self._reacted = True
                turn = self._turns[0] if self._turns else None
                if not self._idle():
                    pass
                elif turn is not None and turn.during is not None:
                    self._begin(self._turns.popleft(), turn.during)
                elif (early := self._part.early()) is not None:
                    self._begin(early, early.during or 0.0)
            case _:
                pass

    # --- what the caller does --------------------------------------------------------------------

    def _seconds(self) -> float:
        return self._now * FRAME_SECONDS

    def _idle(self) -> bool:
        return self._playing is None and not self._presses and self._now >= self._done_at

    def _decide(self) -> None:
        if self._choosing is not None:
            self._choose()
            return
        by_switch = self._script.input != "voice" and self._options
        if not self._idle() or not (self._listening or by_switch):
            return
        if not self._reacted and (self._now - self._done_at) * FRAME_SECONDS < NO_REACTION:
            return
        act = self._part.next()
        if act is None and self._turns and self._turns[0].during is None:
            act = self._turns.popleft()
        if act is not None:
            self._begin(act, act.after)

    def _begin(self, act: Act, after: float) -> None:
        start = self._now + round(after / FRAME_SECONDS)
        at = start * FRAME_SECONDS
        self._reacted = False
        if act.silence is not None:
            self._tell(at, f"(silent for {act.silence:g} s)")
            self._done_at = self._now + round(act.silence / FRAME_SECONDS)
            self._reacted = True
        elif act.press is not None:
            gap = round(BETWEEN_PRESSES / FRAME_SECONDS)
            self._presses.extend((start + number * gap, role) for number, role in enumerate(act.press))
        elif self._script.input != "voice" and act.say is not None:
            self._choosing = act.say.lower()
        else:
            self._play(act, start)

    def _play(self, act: Act, start: int) -> None:
        sound = self._sounds(act)
        at = start * FRAME_SECONDS
        self._playing = Playing(start, sound)
        bounds = speech_bounds(sound) or (0, len(sound))
        self._spoke = CallerSpoke(at + bounds[0] / RATE, at + bounds[1] / RATE)
        if act.hum is not None:
            self._tell(at, " ".join(["(hums)" if seconds < LONG else "(hums long)" for seconds in act.hum]))
        else:
            self._tell(at, act.say if act.say is not None else f"[{act.play}]")

    def _choose(self) -> None:
        """By switch: press "next" until the wanted option, or a group that may have it, was read out, then "select"."""
        if self._presses or self._playing is not None or self._now < self._done_at:
            return
        if self._script.input == "sound" and self._answers_by_number():
            return
        scan = self._dialogue.memory.scan
        labels = [option.label.lower() for option in scan.options] if scan is not None else []
        if labels and self._choosing not in labels and THAT_IS_ALL in labels:
            self._choosing = THAT_IS_ALL  # it was chosen before: several may be, one after the other
        target = self._target(scan)
        if scan is not None and scan.heard >= 0 and scan.options[scan.heard] == target:
            self._take(self._now + round(REACTION / FRAME_SECONDS))
            if labels[scan.heard] == self._choosing:
                self._choosing = None
                self._tried.clear()
            elif target.opens is not None:
                self._tried.add(target.opens)
        elif self._listening and self._script.input == "sound":
            self._take(self._now)  # what was read last leads back to the first
        elif self._listening:
            self._presses.append((self._now, "next"))
            self._done_at = self._now + round(BETWEEN_PRESSES / FRAME_SECONDS)

    def _take(self, at: int) -> None:
        """The switch, or a sound in its place."""
        if self._script.input == "sound":
            self._play(Act(hum=(A_SOUND,)), at)
            self._listening = self._reacted = False
            self._done_at = at + round((A_SOUND + UNTIL_TAKEN) / FRAME_SECONDS)
        else:
            self._presses.append((at, "select"))
            self._done_at = at + 1

    def _answers_by_number(self) -> bool:
        """Where sounds are counted, answer so once it listens. False if it does not count them now."""
        listen = self._dialogue.memory.listening
        if listen is None or not listen.counting or self._choosing not in ("yes", "no"):
            return False
        if self._listening:
            one = "no" if self._script.settings.get("input.sounds") == "two are yes" else "yes"
            self._play(Act(hum=(A_SOUND,) * (1 if self._choosing == one else 2)), self._now + AFTER_QUIET)
            self._listening = self._reacted = False
            self._choosing = None
        return True

    def _target(self, scan: Scan | None) -> SwitchOption | None:
        """The wanted option; else a group that was not looked into yet; in a group that has it not, the way back."""
        if scan is None:
            return None
        named = [option for option in scan.options if option.label.lower() == self._choosing]
        groups = [option for option in scan.options if option.opens and option.opens not in self._tried]
        back = scan.options[-1:] if scan.group is not None else ()
        return next(iter((*named, *groups, *back)), None)
