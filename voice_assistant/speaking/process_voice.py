"""A voice in a process of its own: asks it for sentences, and replaces it when it dies or hangs.

How a sentence is made:

1. `request` notes the sentence as owed and passes it to the process (`child`, `worker`).
2. The child's reading thread trims and resamples each answer and puts it into one queue. Everything else
   happens in the caller's thread, whenever the caller asks for something: there is nothing to lock.
3. If the process ended, or has been silent for too long with a sentence owed, it is replaced and all owed
   sentences are asked for again. The oldest one is the suspect: after a few failures it is given up.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import assert_never

import numpy as np

from voice_assistant.audio.frames import Samples
from voice_assistant.errors import VoiceError
from voice_assistant.events import TroubleMet
from voice_assistant.speaking.child import Arrival, Gone, Made, Ready, VoiceChild
from voice_assistant.speaking.engines import ESPEAK, Engine

START_WITHIN = 15.0
"""Seconds in which a new process must be ready, also on a slow computer with a cold disk."""


@dataclass(slots=True)
class _Owed:
    text: str
    rate: float
    failures: int = 0


class ProcessSynthesizer:
    """A `Synthesizer` on any engine. The same text at the same rate always gives the same samples.

    The constructor starts the process and returns at once. Used from one thread, and closed by whoever
    made it.
    """

    def __init__(
        self,
        engine: Engine = ESPEAK,
        voice: str | None = None,
        *,
        answer_within: float = 5.0,
        attempts: int = 3,
    ) -> None:
        """`voice`: None for the engine's own choice. `answer_within`: seconds after which a process that does
        not answer is taken to hang. `attempts`: how often a sentence is tried before it is given up."""
        self._engine = engine
        self._voice = voice or engine.voice
        self._attempts = attempts
        self._answer_within = answer_within
        self._arrivals: SimpleQueue[tuple[VoiceChild, Arrival]] = SimpleQueue()
        self._owed: dict[int, _Owed] = {}
        self._made: dict[int, Samples | VoiceError] = {}
        self._troubles: list[TroubleMet] = []
        self._last = 0
        self._unusable = ""
        self._closed = False
        self._child: VoiceChild
        self._ready: bool
        self._gone: bool
        self._since: float
        self._start()

    @property
    def process_id(self) -> int:
        """Of the voice's process, for whoever watches over its memory."""
        return self._child.pid

    def request(self, text: str, words_per_minute: int) -> int:
        self._take_arrivals()
        self._last += 1
        if any(sign.isalnum() for sign in text):
            if not self._owed:
                self._since = time.monotonic()
            owed = self._owed[self._last] = _Owed(text, self._engine.rate(self._voice, words_per_minute))
            self._ask(self._last, owed)
        else:
            self._made[self._last] = np.zeros(0, dtype=np.int16)  # signs only: nothing to be said
        return self._last

    def result(self, request: int, wait: float) -> Samples | None:
        until = time.monotonic() + wait
        self._take_arrivals()
        while request not in self._made:
            if request not in self._owed:
                raise LookupError(f"request {request} was forgotten, or its result was already given")
            self._mend()
            now = time.monotonic()
            if request not in self._made:
                if now >= until:
                    return None
                self._take_arrivals(wait=min(until, self._patience_ends) - now)
        made = self._made.pop(request)
        if isinstance(made, VoiceError):
            raise made
        return made

    def troubles(self) -> tuple[TroubleMet, ...]:
        self._take_arrivals()
        self._mend()
        troubles, self._troubles = tuple(self._troubles), []
        return troubles

    def forget(self) -> None:
        self._owed.clear()
        self._made.clear()

    def close(self) -> None:
        self._closed = True
        self.forget()
        self._child.kill()

    # --- what comes from the process ----------------------------------------------------------------

    def _take_arrivals(self, wait: float = 0.0) -> None:
        """Take in what has arrived; if nothing has, the first thing that does within `wait` seconds."""
        try:
            if wait > 0:
                self._take(*self._arrivals.get(timeout=wait))
            while True:
                self._take(*self._arrivals.get_nowait())
        except Empty:
            return

    def _take(self, child: VoiceChild, arrival: Arrival) -> None:
        if child is not self._child:
            return  # an answer that a replaced process still gave
        self._since = time.monotonic()
        match arrival:
            case Ready(trouble=trouble):
                self._ready = not trouble
                self._unusable = trouble
            case Made(request=request, sound=sound):
                self._take_made(request, sound)
            case Gone():
                self._gone = True
            case _:
                assert_never(arrival)

    def _take_made(self, request: int, sound: Samples | str) -> None:
        owed = self._owed.get(request)
        if owed is None:
            return  # forgotten
        if not isinstance(sound, str):
            del self._owed[request]
            self._made[request] = sound
            return
        self._troubles.append(TroubleMet("voice", "failed"))
        if not self._give_up(request, owed, sound):
            self._ask(request, owed)

    # --- supervision --------------------------------------------------------------------------------

    @property
    def _patience_ends(self) -> float:
        return self._since + (self._answer_within if self._ready else START_WITHIN)

    def _start(self) -> None:
        self._ready = self._gone = False
        self._since = time.monotonic()
        self._child = VoiceChild(
            self._engine.name, lambda child, arrival: self._arrivals.put((child, arrival))
        )

    def _ask(self, number: int, owed: _Owed) -> None:
        self._child.ask(number, owed.text, owed.rate, self._voice)

    def _mend(self) -> None:
        """Replace the process if it is dead, or hangs with a sentence owed."""
        if self._closed or not (self._ready or self._owed):
            return  # nothing is wanted of a process that never worked
        if self._gone and self._unusable:
            self._fail_all(self._unusable)
        elif self._gone:
            self._replace("died")
        elif self._owed and time.monotonic() >= self._patience_ends:
            self._replace("hung")

    def _replace(self, code: str) -> None:
        self._troubles.append(TroubleMet("voice", code))
        self._child.kill()
        if self._owed:
            suspect = next(iter(self._owed))
            self._give_up(suspect, self._owed[suspect], f"the voice's process {code}")
        self._start()
        for number, owed in self._owed.items():
            self._ask(number, owed)

    def _give_up(self, request: int, owed: _Owed, reason: str) -> bool:
        """Count a failure of a sentence; True if it was the last one that it may have."""
        owed.failures += 1
        if owed.failures < self._attempts:
            return False
        del self._owed[request]
        self._made[request] = VoiceError(
            f'The voice "{self._voice}" failed {self._attempts} times at one sentence ({reason}): run '
            "`voice-assistant doctor` to see what it needs."
        )
        return True

    def _fail_all(self, reason: str) -> None:
        for number in self._owed:
            self._made[number] = VoiceError(f"The voice cannot be loaded ({reason}): {self._engine.needs}.")
        self._owed.clear()
