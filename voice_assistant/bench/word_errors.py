"""How many of the words that were read out a free recognizer gives back.

The word error rate: the fewest words that must be put in, left out and exchanged to make one text of the other,
for each word of what was written (Levenshtein's distance over words; as in NIST's sclite). Words that sound the
same are the same, and so are two words and the one that they make: nobody can hear how they are written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from voice_assistant.listening.numbers import say_number

_FIGURES = re.compile(r"\d+")
_SPELLED = re.compile(r"\b[a-z](?: [a-z]){2,}\b")
"""Three letters in a row or more: a recognizer writes "a l s", an article "ALS"."""
_NO_WORD = re.compile(r"[^a-z' ]+")

SOUND_THE_SAME = (
    *(
        "its it's",
        "too to two",
        "four for",
        "weak week",
        "which witch",
        "write right",
        "buy by bye",
        "eight ate",
    ),
    *("their there", "your you're", "know no", "hear here", "one won", "eye i", "sea see"),
    *(
        "whole hole",
        "break brake",
        "new knew",
        "son sun",
        "week's weeks",
        "doctor's doctors",
        "patient's patients",
    ),
    *(
        "let's lets",
        "who's whose",
        "wait weight",
        "peace piece",
        "through threw",
        "would wood",
        "past passed",
    ),
)
"""Words that the voice says with the very same sounds, separated by spaces; the first stands for all.

"To" is one of them where it is not reduced, and "two" is never: which was said, a listener knows by the sense.
"""
_FIRST = {each: words.split()[0] for words in SOUND_THE_SAME for each in words.split()}


_Way: TypeAlias = tuple[int, tuple[int, int], tuple[str, str] | None]
"""To a cell: its cost, the cell before, and the difference that was met on the way from there."""


@dataclass(frozen=True, slots=True)
class WordErrors:
    """What was written, and what was heard otherwise."""

    words: int
    differences: tuple[tuple[str, str], ...] = ()
    """(written, heard), "" for a word that was left out, or put in."""

    def __add__(self, other: WordErrors) -> WordErrors:
        return WordErrors(self.words + other.words, self.differences + other.differences)

    @property
    def rate(self) -> float:
        return len(self.differences) / max(1, self.words)

    @property
    def exchanged(self) -> int:
        return sum(bool(written and heard) for written, heard in self.differences)

    @property
    def left_out(self) -> int:
        return sum(not heard for _, heard in self.differences)

    @property
    def put_in(self) -> int:
        return sum(not written for written, _ in self.differences)

    def most_frequent(self, count: int) -> list[str]:
        """The most frequent differences in words: "twitch" as "which" (5)."""
        return [
            f'"{written}" as "{heard}" ({times})'
            if written and heard
            else f'"{written}" not at all ({times})'
            if written
            else f'"{heard}" added ({times})'
            for (written, heard), times in Counter(self.differences).most_common(count)
        ]


def spoken_words(text: str) -> list[str]:
    """A text as a list of words that can be compared: figures in words, spelled short forms as one word, no signs."""
    small = text.lower().replace("’", "'").replace("%", " percent ")
    figures = _FIGURES.sub(lambda match: f" {say_number(int(match.group()))} ", small)
    plain = " ".join(_NO_WORD.sub(" ", figures).split())
    words = (word.strip("'") for word in _SPELLED.sub(_join, plain).split())
    return [_FIRST.get(word, word) for word in words if word]


def _join(letters: re.Match[str]) -> str:
    return letters.group().replace(" ", "")


def nearest(written: Iterable[Sequence[str]], heard: Sequence[str]) -> WordErrors:
    """What was heard against the nearest of the ways in which a sentence may be written."""
    return min((compare(each, heard) for each in written), key=lambda errors: errors.rate)


def compare(written: Sequence[str], heard: Sequence[str]) -> WordErrors:
    """Align what was heard with what was written, at the least cost."""
    best: dict[tuple[int, int], _Way] = {}
    for i in range(len(written) + 1):
        for j in range(len(heard) + 1):
            ways: list[_Way] = [] if i or j else [(0, (0, 0), None)]
            if i and j:
                pair = None if written[i - 1] == heard[j - 1] else (written[i - 1], heard[j - 1])
                ways.append((best[i - 1, j - 1][0] + (pair is not None), (i - 1, j - 1), pair))
            if i:
                ways.append((best[i - 1, j][0] + 1, (i - 1, j), (written[i - 1], "")))
            if j:
                ways.append((best[i, j - 1][0] + 1, (i, j - 1), ("", heard[j - 1])))
            if i > 1 and j and written[i - 2] + written[i - 1] == heard[j - 1]:
                ways.append((best[i - 2, j - 1][0], (i - 2, j - 1), None))
            if i and j > 1 and written[i - 1] == heard[j - 2] + heard[j - 1]:
                ways.append((best[i - 1, j - 2][0], (i - 1, j - 2), None))
            best[i, j] = min(ways, key=lambda way: way[0])
    differences = []
    at = len(written), len(heard)
    while at != (0, 0):
        _, at, difference = best[at]
        if difference is not None:
            differences.append(difference)
    return WordErrors(len(written), tuple(reversed(differences)))
