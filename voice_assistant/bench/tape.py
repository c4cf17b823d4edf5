"""What really left the speaker, told from the samples alone: which sentence, from where to where in it.

The same sentence at the same rate is always the same samples, so that each can be found in a tape to the
sample. What neither a sentence nor an earcon nor the end of one that fades out explains is an error of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import FRAME, RATE, Samples
from voice_assistant.speaking.lines import FADE

BLIP = 2 * FRAME
"""Samples of a sound that was held in its first frame: nobody hears what it was."""
_ALIKE = RATE // 4
"""Samples by which a sound may fit a template longer than another, and yet be of the other: in a pause."""
_SURE = 48
"""Samples that must agree for a sound to be taken for a piece of another."""


@dataclass(frozen=True, slots=True)
class Template:
    """A sound that may leave the speaker. `name` is a sentence's text, or "" for an earcon."""

    name: str
    samples: Samples


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a template that was heard. Samples; `at` is its place on the tape."""

    name: str
    at: int
    begin: int
    end: int
    length: int
    """Of the whole template."""
    others: tuple[tuple[str, int], ...] = ()
    """Names and lengths of other templates that begin alike, so that it may be one of them."""

    @property
    def seconds(self) -> float:
        return self.at / RATE

    @property
    def whole(self) -> bool:
        return self.begin == 0 and self.end == self.length

    def taken_for(self, name: str) -> Piece:
        """The same stretch as one of another template, if it may be that."""
        length = dict(self.others).get(name)
        return self if length is None else replace(self, name=name, length=length, others=())


def pieces(tape: Samples, templates: Sequence[Template]) -> list[Piece]:
    """All that is on the tape, in order. A piece without a name and without a length is unexplained sound."""
    starts = _by_first_sound(templates)
    sounding: npt.NDArray[np.int64] = np.flatnonzero(tape)
    found: list[Piece] = []
    at = 0
    lost = -1
    """Where a sound begins that is nothing known: perhaps one that was cut off in its first frames."""
    while True:
        next_sound = np.searchsorted(sounding, at)
        if next_sound == len(sounding):
            return found
        at = int(sounding[next_sound])
        fading = bool(found) and not found[-1].whole and at < _end(found[-1]) + FADE
        piece = _begun(tape, at, starts)
        if piece is None and fading:
            at += 1  # what comes next may begin at any sample of this
            continue
        # What is quiet may look like the beginning of another sentence: the one that goes on longest is it.
        candidates = [each for each in (piece, _continued(tape, at, found, templates)) if each is not None]
        piece = max(candidates, key=lambda each: each.end - each.begin, default=None)
        if piece is None and (lost < 0 or at - lost > 2 * BLIP):
            lost = at
        if piece is None and at - lost < BLIP:
            at += 1  # what cut it off may begin at any sample of this
            continue
        if piece is None:
            at = lost
            end = _next_silence(sounding, at)
            if end - at > BLIP:
                found.append(Piece("", at, 0, 0, 0))
            at, lost = end, -1
            continue
        lost = -1
        found.append(piece)
        at = _end(piece)


def _next_silence(sounding: npt.NDArray[np.int64], at: int) -> int:
    """Where a sound ends that is followed by silence."""
    rest = sounding[np.searchsorted(sounding, at) :]
    gaps = np.flatnonzero(np.diff(rest) > FADE)
    return int(rest[gaps[0]] if len(gaps) else rest[-1]) + 1


def _end(piece: Piece) -> int:
    return piece.at + piece.end - piece.begin


def _by_first_sound(templates: Iterable[Template]) -> dict[bytes, list[tuple[Template, int]]]:
    """The templates, and the silence before their first sound, by what they begin with."""
    starts: dict[bytes, list[tuple[Template, int]]] = {}
    for template in templates:
        first = int(np.flatnonzero(template.samples)[0])
        key = template.samples[first : first + _SURE].tobytes()
        starts.setdefault(key, []).append((template, first))
    return starts


def _begun(tape: Samples, at: int, starts: dict[bytes, list[tuple[Template, int]]]) -> Piece | None:
    """The template that begins here; of several with the same beginning the one that goes on longest."""
    candidates = starts.get(tape[at : at + _SURE].tobytes(), [])
    heard = [
        Piece(
            each.name, at - first, 0, first + _agreement(tape[at:], each.samples[first:]), len(each.samples)
        )
        for each, first in candidates
    ]
    if not heard:
        return None
    best = max(heard, key=lambda piece: piece.end)
    alike = (each for each in heard if each.name != best.name and each.end >= best.end - _ALIKE)
    return replace(best, others=tuple((each.name, each.length) for each in alike))


def _continued(tape: Samples, at: int, found: Sequence[Piece], templates: Iterable[Template]) -> Piece | None:
    """The sentence heard last that goes on here somewhere in its middle, perhaps at another rate."""
    last = next((piece for piece in reversed(found) if piece.name), None)
    if last is None:
        return None
    names = {last.name, *dict(last.others)}
    wanted = tape[at : at + _SURE]
    longest: Piece | None = None
    for template in templates:
        if template.name not in names:
            continue
        windows = np.lib.stride_tricks.sliding_window_view(template.samples, _SURE)
        # Where the first sample agrees, which few do, all of them are compared.
        for begin in np.flatnonzero(windows[:, 0] == wanted[0]):
            if np.array_equal(windows[begin], wanted):
                end = int(begin) + _agreement(tape[at:], template.samples[begin:])
                if longest is None or end - begin > longest.end - longest.begin:
                    longest = Piece(template.name, at, int(begin), end, len(template.samples))
    if longest is None:
        return None
    sounds = np.count_nonzero(tape[at : _end(longest)])
    # Of a blip it only looks so, and the silence after it agrees with any pause.
    return longest if sounds >= BLIP or longest.end == longest.length else None


def _agreement(one: Samples, other: Samples) -> int:
    """How many samples two sounds share from their beginning on."""
    length = min(len(one), len(other))
    differ = np.flatnonzero(one[:length] != other[:length])
    return int(differ[0]) if len(differ) else length
