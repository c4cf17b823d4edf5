"""How many of the words that were read out a free recognizer gives back.

The word error rate: the fewest words that must be put in, left out and exchanged to make one text of the other,
for each word of what was written (Levenshtein's distance over words; as in NIST's sclite).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from voice_assistant.listening.numbers import say_number

_FIGURES = re.compile(r"\d+")
_SPELLED = re.compile(r"\b[a-z](?: [a-z]){2,}\b")
"""Three letters in a row or more: a recognizer writes "a l s", an article "ALS"."""
_NO_WORD = re.compile(r"[^a-z' ]+")


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Counts of words."""

    words: int
    exchanged: int
    left_out: int
    put_in: int

    @property
    def rate(self) -> float:
        return (self.exchanged + self.left_out + self.put_in) / max(1, self.words)


def spoken_words(text: str) -> list[str]:
    """A text as a list of words that can be compared: figures in words, spelled short forms as one word, no signs."""
    small = text.lower().replace("’", "'").replace("%", " percent ")
    figures = _FIGURES.sub(lambda match: f" {say_number(int(match.group()))} ", small)
    plain = " ".join(_NO_WORD.sub(" ", figures).split())
    return [word.strip("'") for word in _SPELLED.sub(_join, plain).split() if word.strip("'")]


def _join(letters: re.Match[str]) -> str:
    return letters.group().replace(" ", "")


def compare(written: Sequence[str], heard: Sequence[str]) -> WordErrors:
    """Align what was heard with what was written, at the least cost."""
    # Each cell: (cost, exchanged, left out, put in) of the best way to get here.
    row = [(n, 0, 0, n) for n in range(len(heard) + 1)]
    for done, word in enumerate(written, start=1):
        above, row = row, [(done, 0, done, 0)]
        for at, other in enumerate(heard, start=1):
            cost, exchanged, left_out, put_in = above[at - 1]
            differs = word != other
            best = (cost + differs, exchanged + differs, left_out, put_in)
            cost, exchanged, left_out, put_in = above[at]
            best = min(best, (cost + 1, exchanged, left_out + 1, put_in))
            cost, exchanged, left_out, put_in = row[at - 1]
            row.append(min(best, (cost + 1, exchanged, left_out, put_in + 1)))
    _, exchanged, left_out, put_in = row[-1]
    return WordErrors(len(written), exchanged, left_out, put_in)
