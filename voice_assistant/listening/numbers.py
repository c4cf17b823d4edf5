"""Spoken whole numbers, and how to say them; the only door to text2num."""

from __future__ import annotations

from collections.abc import Sequence

from text_to_num import text2num

_BELOW_TEN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TO_FIFTEEN = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen")
_TO_NINETEEN = ("sixteen", "seventeen", "eighteen", "nineteen")
SMALL = (*_BELOW_TEN, *_TO_FIFTEEN, *_TO_NINETEEN)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS = frozenset((*SMALL, *TENS, "hundred", "thousand"))
_LONGEST = 12
"""Words: more than any number up to 999,999 has."""


def read_number(words: Sequence[str]) -> tuple[float, int] | None:
    """The number that the words begin with, and of how many words it is; None if they begin with none."""
    if not words:
        return None
    if _is_figure(words[0]):
        return float(words[0]), 1
    spoken = list(words[:_LONGEST])
    if spoken[0] == "a" and spoken[1:2] in (["hundred"], ["thousand"]):
        spoken[0] = "one"
    length = 0
    while length < len(spoken) and (spoken[length] in NUMBER_WORDS or (length and spoken[length] == "and")):
        length += 1
    for end in range(length, 0, -1):
        if spoken[end - 1] == "and":
            continue
        try:
            return float(text2num(" ".join(spoken[:end]), "en")), end
        except ValueError:  # "two three" are two numbers
            continue
    return None


def say_number(number: int) -> str:
    """The number in words, from 0 to 999,999."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens - 2] + (f" {SMALL[ones]}" if ones else "")
    size, name = (100, "hundred") if number < 1000 else (1000, "thousand")
    count, rest = divmod(number, size)
    return f"{say_number(count)} {name}" + (f" {say_number(rest)}" if rest else "")


def _is_figure(word: str) -> bool:
    return word.replace(".", "", 1).isdecimal()
