"""The two queues between a sound card's thread and the session's."""

from __future__ import annotations

from collections import deque
from queue import Empty, SimpleQueue

import numpy as np

from voice_assistant.audio.frames import SILENCE, Frame

SILENT_BYTES = SILENCE.tobytes()
HEARD_FRAMES = 500
"""So much of what the microphone heard may wait for a late session: 10 s."""
CATCH_UP_FRAMES = 2
"""When more than this waits to be played, silent frames are left out until it is caught up again."""
SAID_FRAMES = 10
"""Never more than 200 ms: "stop" would take effect too late, and the echo come too late to be cancelled."""


class Line:
    """Carries frames both ways without ever making the card's thread wait.

    Each turn of the card brings one frame heard and takes one frame to play. If the session was late, the
    turns that it missed played silence; it then finds all frames that it has not heard yet, up to 10 s, and
    what it says meanwhile is played as much too late, up to 200 ms. Pauses make up for that.
    """

    def __init__(self) -> None:
        self._heard: SimpleQueue[bytes] = SimpleQueue()
        self._said: deque[bytes] = deque()
        self.turns = 0
        """Frames that the card has taken and brought so far."""
        self.unheard = 0
        """Frames heard that were dropped because nobody fetched them for 10 s."""
        self.unsaid = 0
        """Frames of sound that were dropped because too much was waiting to be played."""

    def turn(self, heard: bytes) -> bytes:
        """The card's side, from its own thread: one frame in, one out. Copies and returns."""
        self.turns += 1
        if self._heard.qsize() >= HEARD_FRAMES:
            try:
                self._heard.get_nowait()
                self.unheard += 1
            except Empty:
                pass  # the session was quicker
        self._heard.put(heard)
        try:
            return self._said.popleft()
        except IndexError:
            return SILENT_BYTES

    def say(self, frame: Frame) -> None:
        """Play it after what is waiting."""
        if len(self._said) > CATCH_UP_FRAMES and not frame.any():
            return
        if len(self._said) >= SAID_FRAMES:
            self._drop_said()
        self._said.append(frame.tobytes())

    def hear(self, wait: float) -> Frame | None:
        """The next frame heard; None if none comes within so many seconds."""
        try:
            return np.frombuffer(self._heard.get(timeout=wait), dtype=np.int16)
        except Empty:
            return None

    def forget_heard(self) -> None:
        """Nobody was there yet for what was heard until now."""
        while self.hear(0.0) is not None:
            pass

    def take_over(self, before: Line) -> None:
        """Go on with what another line, which no card turns any more, could not play or give away."""
        while (frame := before.hear(0.0)) is not None:
            self._heard.put(frame.tobytes())
        self._said.extend(before._said)
        before._said.clear()

    def _drop_said(self) -> None:
        try:
            self._said.popleft()
            self.unsaid += 1
        except IndexError:
            pass  # the card was quicker
