"""A voice in a process of its own: asks it for sentences, and replaces it when it dies or hangs.

How a sentence is made:

1. `request` notes the sentence as owed and passes it to the process (`child`, `worker`).
2. The child's reading thread trims and resamples each piece that comes and puts it into one queue. Everything
   else happens in the caller's thread, whenever the caller asks for something: there is nothing to lock.
3. If the process ended, or has been silent for too long with a sentence owed, it is replaced and all owed
   sentences are asked for again. Of one that had begun, what was already given is not given twice. The
   oldest one is the suspect: after a few failures it is given up.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import assert_never

import numpy as np

from voice_assistant.audio.frames import Samples
from voice_assistant.errors import VoiceError
from voice_assistant.events import TroubleMet
from voice_assistant.speaking.child import Arrival, Gone, Made, Ready, VoiceChild
from voice_assistant.speaking.engines import ESPEAK, Engine
from voice_assistant.speaking.synthesizer import Piece

START_WITHIN = 15.0
"""Seconds in which a new process must be ready, also on a slow computer with a cold disk."""


@dataclass(slots=True)
class _Request:
    """A sentence that is wanted, and what there is of it."""

    text: str
    rate: float
    failures: int = 0
    made: Samples = field(default_factory=lambda: np.zeros(0, dtype=np.int16))
    given: int = 0
    """Samples of it that were given."""
    arrived: int = 0
    """Samples that have come from the process of now; another one may have made more of it before."""
    end: VoiceError | bool = False
    """True once it is whole, or why it never will be."""

    def add(self, samples: Samples) -> None:
        new = samples[max(0, len(self.made) - self.arrived) :]
        self.arrived += len(samples)
        if len(new):
            self.made = np.concatenate((self.made, new))


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
        answer_within: float = 1.5,
        attempts: int = 3,
    ) -> None:
        """`voice`: None for the engine's own choice. `answer_within`: seconds after which a process that does
        not answer is taken to hang, twice as many for each failure at the same sentence: it may be the computer
        that is slow. `attempts`: how often a sentence is tried before it is given up."""
        self._engine = engine
        self._voice = voice or engine.voice
        self._attempts = attempts
        self._answer_within = answer_within
        self._arrivals: SimpleQueue[tuple[VoiceChild, Arrival]] = SimpleQueue()
        self._requests: dict[int, _Request] = {}
        """All that are wanted and were not wholly given, in order."""
        self._troubles: list[TroubleMet] = []
        self._last = 0
        self._unusable = ""
        self._silences = 0
        """Sentences in a row that came out without any sound."""
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
        if not self._owed:
            self._since = time.monotonic()
        request = _Request(text, self._engine.rate(self._voice, words_per_minute))
        self._requests[self._last] = request
        if any(sign.isalnum() for sign in text):
            self._ask(self._last, request)
        else:
            request.end = True  # signs only: nothing to be said
        return self._last

    def piece(self, request: int, wait: float) -> Piece | None:
        wanted = self._await(request, wait, whole=False)
        new = wanted.made[wanted.given :]
        wanted.given += len(new)
        if wanted.end:
            self._requests.pop(request, None)
        return Piece(new, last=bool(wanted.end)) if wanted.end or len(new) else None

    def result(self, request: int, wait: float) -> Samples | None:
        wanted = self._await(request, wait, whole=True)
        if not wanted.end:
            return None
        del self._requests[request]
        return wanted.made

    def _await(self, number: int, wait: float, *, whole: bool) -> _Request:
        """A request once it has something new, or is whole, or so many seconds are over. Raises if it failed."""
        until = time.monotonic() + wait
        self._take_arrivals()
        request = self._requests.get(number)
        if request is None:
            raise LookupError(f"request {number} was forgotten, or its result was already given")
        while not request.end and (whole or len(request.made) == request.given):
            self._mend()
            now = time.monotonic()
            if request.end or now >= until:
                break
            self._take_arrivals(wait=min(until, self._patience_ends) - now)
        if isinstance(request.end, VoiceError):
            del self._requests[number]
            raise request.end
        return request

    def troubles(self) -> tuple[TroubleMet, ...]:
        self._take_arrivals()
        self._mend()
        troubles, self._troubles = tuple(self._troubles), []
        return troubles

    def forget(self, keep: Collection[int] = ()) -> None:
        if self._owed.keys() - set(keep):
            self._child.keep(self._owed.keys() & set(keep))
            self._since = time.monotonic()
        self._requests = {number: each for number, each in self._requests.items() if number in keep}

    def forget_sentences(self) -> None:
        """None is kept once it was given."""

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
            case Made():
                self._take_made(arrival)
            case Gone():
                self._gone = True
            case _:
                assert_never(arrival)

    def _take_made(self, made: Made) -> None:
        request = self._requests.get(made.request)
        if request is None or request.end:
            return  # forgotten, or given up
        if not isinstance(made.sound, str):
            request.add(made.sound)
            silent = made.last and not len(request.made)
            if silent and self._silent(made.request, request):
                return
            self._silences = 0 if len(request.made) else self._silences
            request.end = made.last
            return
        self._troubles.append(TroubleMet("voice", "failed"))
        if not self._give_up(request, made.sound):
            self._ask(made.request, request)

    def _silent(self, number: int, request: _Request) -> bool:
        """A sentence came out without any sound: try it again; True if that is done, or it is given up.

        One sentence for which a voice has no sound may be left out; but not a second one in a row.
        """
        self._troubles.append(TroubleMet("voice", "silent"))
        if request.failures + 1 < self._attempts or self._silences:
            if not self._give_up(request, "it made no sound"):
                self._ask(number, request)
            return True
        self._silences += 1
        return False

    # --- supervision --------------------------------------------------------------------------------

    @property
    def _patience_ends(self) -> float:
        failures = next((each.failures for each in self._owed.values()), 0)
        return self._since + (self._answer_within * 2**failures if self._ready else START_WITHIN)

    def _start(self) -> None:
        self._ready = self._gone = False
        self._since = time.monotonic()
        self._child = VoiceChild(
            self._engine.name, lambda child, arrival: self._arrivals.put((child, arrival))
        )

    @property
    def _owed(self) -> dict[int, _Request]:
        """The requests that the process has still to answer, in order."""
        return {number: each for number, each in self._requests.items() if not each.end}

    def _ask(self, number: int, request: _Request) -> None:
        request.arrived = 0
        self._child.ask(number, request.text, request.rate, self._voice)

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
        if suspect := next(iter(self._owed.values()), None):
            self._give_up(suspect, f"the voice's process {code}")
        self._start()
        for number, request in self._owed.items():
            self._ask(number, request)

    def _give_up(self, request: _Request, reason: str) -> bool:
        """Count a failure of a sentence; True if it was the last one that it may have."""
        request.failures += 1
        if request.failures < self._attempts:
            return False
        request.end = VoiceError(
            f'The voice "{self._voice}" failed {self._attempts} times at one sentence ({reason}): run '
            "`voice-assistant doctor` to see what it needs."
        )
        return True

    def _fail_all(self, reason: str) -> None:
        for request in self._owed.values():
            request.end = VoiceError(f"The voice cannot be loaded ({reason}): {self._engine.needs}.")
