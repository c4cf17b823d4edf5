"""Takes the assistant's own voice out of what the microphone hears.

The way from the speaker to the microphone is taken for a linear filter, and that filter is estimated while the
assistant speaks: a partitioned-block Kalman filter in the frequency domain (Enzner and Vary, "Frequency-domain
adaptive Kalman filter for acoustic echo control in hands-free telephones", Signal Processing 86, 2006).

1. Each frame of the speaker is kept as a spectrum, for as long as its echo may last: one partition for each
   20 ms. The sum of these spectra times the estimated filter is the echo that is expected now.
2. What the microphone heard beyond it is either somebody's voice, or the estimate's fault. For each partition
   and frequency the filter knows how uncertain it still is; what is more than its uncertainty explains is taken
   for a voice. So it learns fast at the beginning, and hardly learns, and so takes nothing away from the voice,
   while somebody speaks over the assistant.
3. Each frame is learnt from twice, which halves the time until the echo is gone.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, Frame

_Spectra: TypeAlias = npt.NDArray[np.complex64]
_Powers: TypeAlias = npt.NDArray[np.float32]
_Sound: TypeAlias = npt.NDArray[np.float32]
"""Full scale is 1."""

FULL_SCALE = np.float32(32_768)
BINS = FRAME + 1
PASSES = 2
"""How often each frame is learnt from; a third time would begin to take the person's voice for echo."""
UNCERTAIN = np.float32(0.03)
"""The filter's uncertainty at first: the power that a partition may well have at a frequency."""
DRIFT = np.float32(0.002)
"""The part of its power by which the way to the microphone may change within a frame."""
MOVED = np.float32(1.0)
"""How much of that change may turn up in any other partition: somebody moved, or the sound comes later now."""
REMEMBERED = np.float32(0.8)
"""How much of the estimate of the person's voice is kept from frame to frame."""
VOICE_LEAST, VOICE_NOW = np.float32(0.1), np.float32(0.4)
"""The part of what is left over that is taken for a voice at the least: in the long run, and in this frame."""
NO_VOICE = np.float32(1e-6)
"""The power, at each frequency, of what no microphone can hear; so that nothing is divided by zero."""
BEST = 0.03
"""15 dB: the part of the echo that a good estimate still misses: loudspeakers are not quite linear."""
PERSON = 4.0
"""How many times the power of the missed echo somebody's voice has."""
FAINTEST = 1e-5
"""The least power of a voice near the microphone: 50 dB below full scale."""
FAINTEST_ALONE = 1.6e-6
"""The same where no echo has to be told from it: 58 dB below full scale."""
HALF = np.float32(0.5)
"""The part of a spectrum's power that one frame has in a window of two."""


class EchoCanceller:
    """Hears the speaker's frames and takes what comes back of them out of the microphone's.

    Both must run on one clock. The echo is taken away as far as it comes within `tail`. While the speaker
    has been silent for longer than that, the microphone's frames pass untouched and nothing is computed; what
    was learnt is kept. From a muted microphone nothing is learnt either.
    """

    def __init__(self, tail: float = 0.5) -> None:
        """`tail` in seconds."""
        partitions = math.ceil(tail / FRAME_SECONDS)
        self._quiet_after = partitions + 1
        self._quiet = self._quiet_after
        self._window: _Sound = np.zeros(2 * FRAME, dtype=np.float32)
        self._played: _Spectra = np.zeros((partitions, BINS), dtype=np.complex64)
        self._played_power: _Powers = np.zeros((partitions, BINS), dtype=np.float32)
        self._filter: _Spectra = np.zeros((partitions, BINS), dtype=np.complex64)
        self._uncertainty: _Powers = np.full((partitions, BINS), UNCERTAIN, dtype=np.float32)
        self._voice: _Powers = np.zeros(BINS, dtype=np.float32)
        self._person = False

    @property
    def person(self) -> bool:
        """Whether what was left of the last frame is far more than the echo's rest: somebody, or a noise.

        False while the speaker is silent, and there is nothing to tell apart.
        """
        return self._person

    def process(self, microphone: Frame, speaker: Frame) -> Frame:
        """What the microphone heard without the echo; both frames are of the same 20 ms."""
        self._quiet = 0 if speaker.any() else min(self._quiet + 1, self._quiet_after)
        if self._quiet >= self._quiet_after:
            self._person = False
            # All that the canceller remembers is silence, so it misses nothing now.
            return microphone
        self._note(speaker)
        if not microphone.any():
            self._person = False
            # Not even the room's own noise: it is muted, and tells nothing about the way of the sound.
            return microphone
        heard = microphone.astype(np.float32) / FULL_SCALE
        left = self._without_echo(heard)
        for _ in range(PASSES):
            self._learn(left)
            left = self._without_echo(heard)
        self._person = self._is_person(heard, left)
        cleaned: Frame = np.rint(np.clip(left * FULL_SCALE, -FULL_SCALE, FULL_SCALE - 1)).astype(np.int16)
        return cleaned

    def _note(self, speaker: Frame) -> None:
        """What is played now."""
        self._window = np.concatenate((self._window[FRAME:], speaker.astype(np.float32) / FULL_SCALE))
        self._played[1:] = self._played[:-1]
        self._played_power[1:] = self._played_power[:-1]
        self._played[0] = np.fft.rfft(self._window)
        self._played_power[0] = np.square(np.abs(self._played[0]))

    def _without_echo(self, heard: _Sound) -> _Sound:
        echo = np.fft.irfft((self._played * self._filter).sum(axis=0))[FRAME:]
        return np.asarray(heard - echo, dtype=np.float32)

    def _is_person(self, heard: _Sound, left: _Sound) -> bool:
        """Whether there is more in a frame than the echo that the filter may have missed."""
        taken = heard - left
        missed = float(np.vdot(self._uncertainty, self._played_power)) / (2 * BINS * FRAME)
        rest = max(missed, BEST * float(taken @ taken) / FRAME)
        return float(left @ left) / FRAME > max(PERSON * rest, FAINTEST)

    def _learn(self, left: _Sound) -> None:
        """Mend the filter by what it has left over, as far as that is likely to be its own fault."""
        error = np.fft.rfft(np.concatenate((np.zeros(FRAME, dtype=np.float32), left)))
        power = np.square(np.abs(error))
        explained = HALF * (self._uncertainty * self._played_power).sum(axis=0)
        voice = np.maximum(power - explained, VOICE_LEAST * power)
        self._voice = REMEMBERED * self._voice + (1 - REMEMBERED) * voice
        noise = np.maximum(self._voice, VOICE_NOW * power) + NO_VOICE
        gain = self._uncertainty / (explained + noise)
        correction = np.fft.irfft(np.conj(self._played) * gain * error, axis=1)
        correction[:, FRAME:] = 0  # a partition is as long as a frame
        self._filter += np.fft.rfft(correction, axis=1)
        strength = np.square(np.abs(self._filter))
        self._uncertainty *= (1 - DRIFT) * (1 - HALF * gain * self._played_power)
        self._uncertainty += DRIFT * (strength + MOVED * strength.mean(axis=0))


class NoEcho:
    """In place of the canceller with headphones: nothing of what the speaker plays gets into the microphone."""

    person = False
    """Whether there was any sound worth the name in the last frame: somebody, or a noise."""

    def process(self, microphone: Frame, speaker: Frame) -> Frame:
        heard = microphone.astype(np.float32) / FULL_SCALE
        self.person = float(heard @ heard) / FRAME > FAINTEST_ALONE
        return microphone
