"""A length of time read back in few words, such that they say exactly the same bounds again."""

from __future__ import annotations

from voice_assistant.events import Days
from voice_assistant.listening.durations import UNITS
from voice_assistant.listening.numbers import say_number

_READ_BACK = {name: days for name, days in UNITS.items() if name != "fortnight"}
_TINY = 4e-6
"""Days are kept to six decimals, so a minute is not exactly 1/1440 of one."""
_MOST = {"week": 12, "day": 99, "hour": 72}
"""How many of a unit still sound natural where a larger unit does not fit."""


def say_duration(days: Days) -> str:
    """As in "about three weeks" or "two to three weeks"; `parse_duration` of it is `days` again."""
    low, high = days.low, days.high
    if high is None:
        return f"more than {_length(low)}"
    if high == 0:
        return "no time at all"
    if low == 0:
        return f"less than {_length(high)}"
    if low == high:
        return f"about {_length(low)}"
    unit = _shared_unit(low, high)
    if unit:
        first, last = (say_number(round(bound / _READ_BACK[unit])) for bound in (low, high))
        return f"{first} to {last} {unit}s"
    return f"{_length(low)} to {_length(high)}"


def _length(days: float) -> str:
    """A single length: "a month and a half", "three weeks", "a year and two months"."""
    if abs(days - 182.5) < _TINY:
        return "half a year"
    unit = _whole_unit(days)
    if unit in ("year", "month", "week"):
        return _counted(round(days / _READ_BACK[unit]), unit)
    for larger in _READ_BACK:
        count = days / _READ_BACK[larger]
        if count > 1 and abs(count % 1 - 0.5) * _READ_BACK[larger] < _TINY:
            whole = int(count)
            return (
                f"{_counted(1, larger)} and a half"
                if whole == 1
                else f"{say_number(whole)} and a half {larger}s"
            )
    if unit:
        return _counted(round(days / _READ_BACK[unit]), unit)
    for larger in _READ_BACK:
        count = int(days / _READ_BACK[larger] + _TINY)
        rest = days - count * _READ_BACK[larger]
        smaller = _whole_unit(rest) if count else None
        if smaller:
            return (
                f"{_counted(int(count), larger)} and {_counted(round(rest / _READ_BACK[smaller]), smaller)}"
            )
    return _counted(round(days * 1440), "minute")


def _whole_unit(days: float) -> str | None:
    """The largest unit that fits a whole number of times."""
    for unit, size in _READ_BACK.items():
        count = days / size
        if abs(count - round(count)) * size < _TINY and 1 <= round(count) <= _MOST.get(unit, 1000):
            return unit
    return None


def _shared_unit(low: float, high: float) -> str | None:
    """The unit in which both ends of a range are said: "seven to thirteen days"; None if there is none."""
    first, last = _whole_unit(low), _whole_unit(high)
    if first is None or last is None:
        return None
    size, count = _READ_BACK[last], low / _READ_BACK[last]
    fits = abs(count - round(count)) * size < _TINY and round(count) >= 1
    return last if _READ_BACK[first] >= size and fits else None


def _counted(number: int, unit: str) -> str:
    if number == 1:
        return f"an {unit}" if unit == "hour" else f"a {unit}"
    return f"{say_number(number)} {unit}s"
