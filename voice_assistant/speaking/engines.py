"""The voices there are: what each is called, how fast it must be asked to speak, and what it needs.

An engine speaks in the voice's process (`worker`), which knows it by its name. Everything else about voices is
the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Engine:
    """One way to make speech."""

    name: str
    voice: str
    """The voice that it speaks with if no other is wished."""
    rate: Callable[[str, int], float]
    """What the engine must be asked for so that a voice speaks so many words a minute."""
    needs: str
    """What to do if it cannot be loaded, as the end of a sentence."""


def espeak_rate(_voice: str, words_per_minute: int) -> float:
    """The nominal words a minute that espeak-ng must be asked for to speak so many.

    espeak-ng paces syllables, so that its words a minute depend on how long the words are. Here a word is
    one of ordinary prose, six letters with the space after it. Measured on a story, an article and plain
    spoken sentences at 90 to 300 words a minute: right to 5 % on each, once silence around sentences is cut.
    """
    return max(80, round(0.978 * words_per_minute - 7.7))


_FLITE_RATES = {"rms": 160, "slt": 173, "awb": 166, "kal": 190, "kal16": 190}
"""Words a minute at which each of flite's own voices reads prose, measured; it stretches time evenly."""
_OTHER_FLITE_RATE = 170


def flite_stretch(voice: str, words_per_minute: int) -> float:
    """By how much flite must stretch its speech to speak so many words a minute, counted as for espeak-ng."""
    return round(_FLITE_RATES.get(voice, _OTHER_FLITE_RATE) / words_per_minute, 4)


ESPEAK = Engine(
    name="espeak-ng",
    voice="en-us",
    rate=espeak_rate,
    needs="install the package espeakng-loader, or the system's espeak-ng",
)
FLITE = Engine(name="flite", voice="rms", rate=flite_stretch, needs="install the system's package flite")
ENGINES = {engine.name: engine for engine in (ESPEAK, FLITE)}
