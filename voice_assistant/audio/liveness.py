"""Whether what comes from a microphone can be somebody's voice at all.

A sound system says nothing when a microphone is unplugged or switched off: it puts another source in its place,
mostly what the speaker plays, or gives zeros. Both can be heard:

- Zeros. A microphone that has hummed or hissed until now, be it ever so softly, does not fall silent: if exact zeros
  come for `SILENT`, it is off. Of one that gives zeros between words, as some headsets do, or of which nothing is
  known yet, that is only said after `SILENT_AT_FIRST`; and each time that was wrong, four times as late.
- The speaker itself. A copy of what is played, as loud as that, is no echo: a room and a loudspeaker bend every
  sound. As soon as there is a sign of it nothing is let through, before a word can be made of it.

Lost hearing is back when something comes that is neither: anything but zeros while nothing is played, or another
sound than the one that is played. Until then nothing is let through that was played at the time, so that the
assistant never listens to itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, SILENCE, Frame

Lost = Literal["silent", "wrong"]
"""Nothing but zeros come; or what the speaker plays does."""

SILENT, SILENT_AT_FIRST = 1.5, 5.0
"""Seconds of exact zeros."""
KNOWN_NOISE = 2.0
"""Seconds of soft noise without a pause after which it is known that this microphone is never silent."""
SOFT = 327
"""Samples of a room without voices are not above this: 40 decibels below full scale."""
DROPOUT = 0.1
"""Seconds of zeros that a busy computer puts into any sound."""
A_PAUSE = 0.2
"""Seconds of zeros that only a microphone has that gives zeros between words."""
DOUBT = 10.0
"""Seconds since hearing came back in which such a pause, before any lasting noise, tells that it had never gone."""
STEADY = 60.0
"""Seconds of sound without any pause after which all doubts are forgotten."""
ALIVE = 0.5
"""Seconds of anything but zeros, with nothing played, after which a lost microphone is back."""
ECHOING = 0.5
"""Seconds after the speaker's last sound in which that may still come back."""

WINDOW = 0.4
"""Seconds of sound that are compared with what is played."""
LATEST = 0.4
"""Seconds after which a copy of what is played comes back, at most."""
EVERY = 0.1
"""Seconds between two comparisons."""
ALIKE, UNLIKE = 0.98, 0.8
"""How like what is played a copy is at least, and another sound at most; 1 is the same."""
SAME_DELAY = 16
"""Samples by which the delay of a copy may change from one comparison to the next."""
SURE = 4
"""Comparisons in a row with the same result. Four take 0.3 s longer than the first."""
LOUDEST_LOSS = 0.7
"""A copy is not softer than this part of what was played: 3 decibels."""
PLAYED = 100.0
"""What is played has to be louder than this to be compared: 50 decibels below full scale."""

_WINDOW, _LATEST = round(WINDOW / FRAME_SECONDS), round(LATEST / FRAME_SECONDS)
_FFT = 1 << (((_WINDOW + _LATEST) * FRAME).bit_length())

Sound = npt.NDArray[np.float64]

_NEAR = 12
_PARTS = np.linspace(-0.5, 0.5, 7)[:, None] - np.arange(-_NEAR, _NEAR + 1)[None, :]
_SHIFTS: Sound = np.sinc(_PARTS) * np.cos(np.pi * _PARTS / (2 * _NEAR + 2)) ** 2
"""For each part of a sample, the weights of the samples around it."""


class Liveness:
    """Takes in every frame, and lets through what may be listened to."""

    def __init__(self, at_first: float = SILENT_AT_FIRST) -> None:
        """`at_first`: seconds of zeros after which an unknown microphone is taken to be off."""
        self.lost: Lost | None = None
        self._at_first = at_first
        self._doubt = 1
        """How many times later than at first zeros are taken for a fault."""
        self._played: deque[Frame] = deque(maxlen=_WINDOW + _LATEST)
        self._heard: deque[Frame] = deque(maxlen=_WINDOW)
        self._back_since = round(DOUBT / FRAME_SECONDS)
        """Frames since hearing came back."""
        self._zeros = self._alive = self._soft = self._steady = 0
        self._noise = False
        """Whether this microphone is known to be never silent."""
        self._hushed = False
        """Whether it was, nevertheless, while nothing was played: it may be the speaker."""
        self._silent = 0
        """Frames since the speaker's last sound."""
        self.begin()

    def begin(self) -> None:
        """The sound card was opened anew: what is heard does not fit to what was played before."""
        self._results: deque[int | None] = deque(maxlen=SURE)
        """Of the latest comparisons: the copy's delay in samples; -1: another sound; None: it cannot be said."""
        self._until = 0
        self._played.clear()
        self._heard.clear()

    def hear(self, heard: Frame, played: Frame) -> Frame:
        """Take in 20 ms of the microphone and of what is played; returns what may be listened to."""
        self._silent = 0 if played.any() else self._silent + 1
        quiet = self._silent * FRAME_SECONDS >= ECHOING
        self._played.append(played)
        self._heard.append(heard)
        self._back_since += 1
        self._count(heard, quiet=quiet)
        if quiet and self._noise:
            self._hushed = self._zeros * FRAME_SECONDS > DROPOUT
        self._compare(quiet=quiet)
        if self.lost and self._is_back():
            self.lost, self._back_since, self._zeros, self._noise, self._soft = None, 0, 0, False, 0
            self._results.clear()
        else:
            self._lose()
        suspicious = bool(self._results) and self._results[-1] not in (None, -1)
        return SILENCE if suspicious or ((self.lost or self._hushed) and not quiet) else heard

    def _count(self, heard: Frame, *, quiet: bool) -> None:
        if not heard.any():
            self._zeros += 1
            self._alive = 0
            if self._zeros * FRAME_SECONDS > DROPOUT:
                self._soft = self._steady = 0
            soon = self._back_since * FRAME_SECONDS < DOUBT and not self._noise
            if self._zeros * FRAME_SECONDS > A_PAUSE and soon:
                self._back_since = round(DOUBT / FRAME_SECONDS)
                self._doubt *= 4
            return
        self._zeros = 0
        self._steady += 1
        self._alive = self._alive + 1 if quiet else 0
        self._soft = self._soft + 1 if int(np.abs(heard.astype(np.int32)).max()) <= SOFT else 0
        self._noise = self._noise or self._soft * FRAME_SECONDS >= KNOWN_NOISE
        if self._steady * FRAME_SECONDS >= STEADY:
            self._doubt = 1

    def _lose(self) -> None:
        limit = (SILENT if self._noise else self._at_first) * self._doubt
        if self.lost is None and self._zeros * FRAME_SECONDS >= limit:
            self.lost = "silent"
        elif self._all(lambda result: result is not None and result >= 0):
            delays = [result for result in self._results if result is not None]
            if max(delays) - min(delays) <= SAME_DELAY:
                self.lost = "wrong"

    def _is_back(self) -> bool:
        return self._alive * FRAME_SECONDS >= ALIVE or self._all(lambda result: result == -1)

    def _all(self, holds: Callable[[int | None], bool]) -> bool:
        return len(self._results) == SURE and all(map(holds, self._results))

    # --- the copy --------------------------------------------------------------------------------

    def _compare(self, *, quiet: bool) -> None:
        if quiet or len(self._played) < _WINDOW + _LATEST:
            self._results.clear()
            return
        self._until -= 1
        if self._until <= 0:
            self._until = round(EVERY / FRAME_SECONDS)
            self._results.append(self._result())

    def _result(self) -> int | None:
        heard, played = _rises(self._heard), _rises(self._played)
        power = float((heard * heard).sum())
        loudness = float(np.sqrt(power / len(heard)))
        energies = np.concatenate(([0.0], np.cumsum(played * played)))
        if not power or float(np.sqrt(energies[-1] / len(played))) < PLAYED / 4:
            return None
        energies = energies[len(heard) :] - energies[: len(energies) - len(heard)]
        most = float(np.sqrt(energies.max() / len(heard)))
        if loudness < most * LOUDEST_LOSS / 2:
            return -1  # an echo, or a voice softer than the assistant's: no need to compare
        spectrum = np.fft.rfft(played, _FFT) * np.conj(np.fft.rfft(heard, _FFT))
        found = np.fft.irfft(spectrum, _FFT)[: len(energies)]
        alike = found / np.sqrt(np.maximum(energies * power, 1.0))
        at = int(np.argmax(alike))
        likeness = _between_samples(alike, at)
        if likeness >= ALIKE and loudness >= LOUDEST_LOSS * float(np.sqrt(energies[at] / len(heard))):
            return len(energies) - 1 - at
        return -1 if likeness <= UNLIKE else None


def _between_samples(values: Sound, at: int) -> float:
    """The highest value around a sample: a sound system may shift a copy by a part of one."""
    around = values[max(at - _NEAR, 0) : at + _NEAR + 1]
    return float((_SHIFTS @ around).max() if len(around) == 2 * _NEAR + 1 else values[at])


def _rises(frames: deque[Frame]) -> Sound:
    """The sound with its low tones taken down: those alone are alike in any room."""
    return np.diff(np.concatenate(frames).astype(np.float64))
