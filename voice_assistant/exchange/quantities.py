"""FHIR's quantities of time, in days, and the items that ask for them."""

from __future__ import annotations

import math

from voice_assistant.exchange.reading import objects
from voice_assistant.exchange.vocabulary import UCUM, UNIT, UNIT_OPTION, Object

DAYS_IN = {"min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25}
"""By UCUM's code."""
_WORDS = {
    "minute": "min",
    "minutes": "min",
    "hour": "h",
    "hours": "h",
    "day": "d",
    "days": "d",
    "week": "wk",
    "weeks": "wk",
    "month": "mo",
    "months": "mo",
    "year": "a",
    "years": "a",
}


def days_in(quantity: Object) -> float | None:
    """None: it is no length of time."""
    value = quantity.get("value")
    unit = time_unit(quantity)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or not unit:
        return None
    return value * DAYS_IN[unit] if value >= 0 else None


def time_unit(unit: Object) -> str | None:
    """UCUM's code for the unit of time that a quantity or a coding of a unit names; None: it is another."""
    code, system = unit.get("code"), unit.get("system")
    if isinstance(code, str) and system in (UCUM, None) and (code in DAYS_IN or system == UCUM):
        return code if code in DAYS_IN else None
    for key in ("unit", "display"):
        word = unit.get(key)
        if isinstance(word, str) and word.strip().lower() in _WORDS:
            return _WORDS[word.strip().lower()]
    return None


def units(item: Object) -> list[Object]:
    """The units that an item offers, or has."""
    return [
        unit
        for _, each in objects(item.get("extension"))
        if each.get("url") in (UNIT, UNIT_OPTION) and isinstance(unit := each.get("valueCoding"), dict)
    ]


def asks_for_time(item: Object) -> bool:
    """Whether all units that an item of another system offers are units of time."""
    found = units(item)
    return bool(found) and all(time_unit(each) for each in found)
