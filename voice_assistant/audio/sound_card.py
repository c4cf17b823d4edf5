"""The room with a real microphone and a real speaker.

Theory of operation. One stream plays and hears on one clock. Its thread only moves frames through a `Line`;
everything else happens in `exchange`, in the session's thread, which waits there for the next frame heard.

Sound systems fail without a word: no error arrives, the frames just stop, slow down, or turn to zeros. So
faults are found by looking at the frames, and mended by ending PortAudio and starting it again, which takes
about 0.1 s:

- no frame for 0.5 s, or 0.5 s fewer frames than the time that passed: reopened, tried again for up to
  `patience` seconds, because a card that was unplugged may be plugged in again;
- a speaker but no microphone: the speaker alone keeps the time, the microphone is silence (the switch still
  works), and in pauses the room looks whether the microphone has come back;
- a microphone that is off, or in whose place the system put another source (`liveness`): the room goes on, gives
  silence in place of its own voice, and looks in pauses whether the right one is there again.

A sound system that is frozen hangs every call, so all calls have a limit. If it does not come to within that,
there is nothing to be done but to end the process and let the service manager start it again: `DeviceError`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from voice_assistant.audio.frames import FRAME_SECONDS, SILENCE, Frame
from voice_assistant.audio.line import Line
from voice_assistant.audio.liveness import SILENT_AT_FIRST, Liveness
from voice_assistant.audio.portaudio import Card, Device, PortAudioCard, quiet_errors
from voice_assistant.audio.within import within
from voice_assistant.errors import DeviceError
from voice_assistant.events import TroubleMet


@dataclass(frozen=True, slots=True)
class Limits:
    """When something is a fault. Seconds."""

    stalled: float = 0.5
    """Without any frame."""
    behind: float = 0.5
    """Fewer frames than time passed, within `window`."""
    window: float = 10.0
    """Sound cards' clocks are never quite right, so the two are only compared over this long."""
    zeros: float = SILENT_AT_FIRST
    """Of exact silence from a microphone that is not known yet."""
    hung: float = 3.0
    """For one call into the sound system."""
    frozen: float = 12.0
    """For such a call while a lost card is to be got back: what is frozen may come to."""
    again: float = 0.5
    """Between two attempts to get a lost card back."""
    look: float = 1.5
    """Between two looks for a lost microphone, at least."""
    seldom: float = 10.0
    """Between two looks once it has been away for a minute."""
    pause: float = 0.12
    """Of silence played before such a look, which interrupts the sound for a moment."""
    quiet: float = 10.0
    """In which the same trouble is not reported again."""


A_WHILE = 60.0
"""Seconds after which a microphone is not looked for as often as at first."""


class SoundCardRoom:
    """A `Room` on the system's sound card, 16 kHz mono both ways."""

    def __init__(
        self,
        input_device: Device = None,
        output_device: Device = None,
        latency: float = 0.055,
        *,
        patience: float = 30.0,
        limits: Limits | None = None,
        card: Card | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`latency`: seconds, each way. `patience`: seconds in which a lost card may come back."""
        self._card = card or PortAudioCard(input_device, output_device, latency)
        self._patience = patience
        self._limits = limits or Limits()
        self._clock = clock
        self._sleep = sleep
        self._line: Line | None = None
        self._troubles: list[TroubleMet] = []
        self._reported: dict[TroubleMet, float] = {}
        self._listened = False
        self._deaf = False
        self._hung = False
        self._lost = False
        self._last_frame = 0.0
        self._window: tuple[float, int] | None = None
        self._liveness = Liveness(self._limits.zeros)
        self._unheard = ""
        """Why nobody can be heard, as it was told last; "" while they can."""
        self._unheard_since = 0.0
        self._pause = 0
        self._looked = 0.0

    def open(self) -> None:
        """Start the card. Raises `DeviceError` at once if there is no speaker, or nothing answers."""
        self._listened = self._hung = self._lost = False
        self._liveness, self._unheard = Liveness(self._limits.zeros), ""
        self._last_frame = self._clock()
        self._connect(self._limits.hung)

    def exchange(self, speaker: Frame) -> Frame | None:
        """Play a frame and wait for the next one heard, through whatever the card does meanwhile."""
        if self._line is None:
            return None
        if not self._listened:
            self._line.forget_heard()
            self._listened = True
        self._line.say(speaker)
        self._pause = 0 if speaker.any() else self._pause + 1
        if self._deaf or self._liveness.lost == "wrong":
            self._look_for_microphone()
        if self._behind():
            self._recover("behind")
        while (heard := self._line.hear(self._limits.stalled)) is None:
            self._recover("stalled")
        self._last_frame = self._clock()
        heard = SILENCE if self._deaf else self._liveness.hear(heard, speaker)
        self._watch()
        return heard

    def close(self) -> None:
        """Silence the speaker at once and give the devices back. Safe to call twice; never hangs."""
        if self._line is None:
            return
        self._line = None
        if not self._hung:
            try:
                self._limited(self._card.shut, self._limits.hung)
            except DeviceError:
                # Nobody is listening any more, and the card will not be asked again.
                self._note("sound card", "hung")

    def troubles(self) -> tuple[TroubleMet, ...]:
        """What went wrong since the last call."""
        met, self._troubles = tuple(self._troubles), []
        return met

    def _connect(self, limit: float) -> None:
        """Open both directions, or else the speaker alone. `limit`: seconds for each call."""
        line = Line()
        if self._line is not None:
            line.take_over(self._line)
            self._line = line
        deaf = False
        try:
            self._limited(lambda: self._card.open_duplex(line), limit)
        except DeviceError:
            if self._hung:
                raise
            self._limited(lambda: self._card.open_speaker(line), limit)
            deaf = True
        if deaf:
            self._liveness.lost = None
        self._liveness.begin()
        self._line, self._deaf, self._window = line, deaf, None
        self._looked = self._clock()

    def _recover(self, code: str) -> None:
        """Get the card going again. Raises `DeviceError` once no frame came for longer than `patience`."""
        if not self._lost:
            self._note("sound card", code)
            self._lost = True
        while True:
            if self._clock() - self._last_frame > self._patience:
                raise DeviceError(
                    f"The sound card stopped and did not come back within {self._patience:g} seconds; "
                    "connect it again and start anew."
                )
            try:
                self._limited(self._card.shut, self._limits.frozen)
                self._connect(self._limits.frozen)
            except DeviceError:
                if self._hung:
                    raise
                self._sleep(self._limits.again)
            else:
                return

    def _look_for_microphone(self) -> None:
        if self._pause * FRAME_SECONDS < self._limits.pause:
            return
        away = self._clock() - self._unheard_since
        if self._clock() - self._looked < (self._limits.look if away < A_WHILE else self._limits.seldom):
            return
        try:
            self._limited(self._card.shut, self._limits.frozen)
            self._connect(self._limits.frozen)
        except DeviceError:
            if self._hung:
                raise
            self._recover("stalled")

    def _behind(self) -> bool:
        """Whether clearly fewer frames came than time passed.

        Those that the card brought are counted, not those that were fetched: a late session is no fault.
        """
        if self._line is None or not self._line.turns:
            return False
        now, turns = self._clock(), self._line.turns
        since, turns_then = self._window or (now, turns)
        if self._window is None or now - since > self._limits.window:
            self._window = (now, turns)
        return (now - since) - (turns - turns_then) * FRAME_SECONDS > self._limits.behind

    def _watch(self) -> None:
        """Note what the frames themselves tell."""
        if self._lost:
            self._lost = False
            self._troubles.append(TroubleMet("sound card", "recovered"))
        unheard = "missing" if self._deaf else self._liveness.lost or ""
        if unheard != self._unheard:
            if not self._unheard:
                self._unheard_since = self._clock()
            self._unheard = unheard
            self._troubles.append(TroubleMet("microphone", unheard or "back"))
        line = self._line
        if line is not None and line.unheard:
            line.unheard = 0
            self._note("microphone", "overrun")
        if line is not None and line.unsaid:
            line.unsaid = 0
            self._note("speaker", "overrun")

    def _limited(self, work: Callable[[], None], limit: float) -> None:
        try:
            with quiet_errors():
                within(limit, work)
        except TimeoutError as error:
            self._hung = True
            self._card.abandon()
            raise DeviceError(
                "The sound system does not answer any more; restart it or the computer."
            ) from error

    def _note(self, part: str, code: str) -> None:
        trouble, now = TroubleMet(part, code), self._clock()
        if now - self._reported.get(trouble, float("-inf")) >= self._limits.quiet:
            self._reported[trouble] = now
            self._troubles.append(trouble)
