"""Ways to say a whole number where one is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

from voice_assistant.events import Meaning, Number
from voice_assistant.listening.numbers import say_number

_BEFORE = ("about", "maybe")
_OFTEN_UNSURE = 20
"""Up to this, two neighbours are often named together: "five or six"."""
_FIGURES = re.compile(r"\b\d{1,3}\b")


def number_phrases(low: int, high: int, units: Iterable[str] = ()) -> dict[str, Meaning]:
    """Every way to say a number from `low` to `high`, alone or with one of the units behind it."""
    endings = ("", *(f" {unit}" for unit in units))
    phrases: dict[str, Meaning] = {}
    for number, end in product(range(low, high + 1), endings):
        exact = Meaning(value=Number(number, number))
        for before in ("", *(f"{word} " for word in _BEFORE)):
            phrases[f"{before}{say_number(number)}{end}"] = exact
        if number < min(high, _OFTEN_UNSURE):
            either = Meaning(value=Number(number, number + 1))
            for joint in ("or", "to"):
                phrases[f"{say_number(number)} {joint} {say_number(number + 1)}{end}"] = either
    return phrases


def spell_out(typed: str) -> str:
    """Typed figures as they would be said: "3 cups" is "three cups"."""
    return _FIGURES.sub(lambda figures: say_number(int(figures.group())), typed)
