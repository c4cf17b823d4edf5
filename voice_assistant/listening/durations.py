"""Lengths of time as people say them, from words to bounds in days and back.

How a length is read, from the outside in:

1. What only leads in or trails off is left away: "it has been about ... now".
2. A limit opens one of the bounds: "more than ...", "... at most".
3. What remains is a fixed way to say it ("since yesterday", "ages"), or a length ("two weeks", "half a year",
   "a month and a half"), a sum ("a year and two months") or a range of lengths ("three weeks to a month").

"For years" and "four years" sound nearly alike. Each is a length of its own, and is read back in words that tell
them apart: "more than two years", "about four years"; so whoever meant the other one notices.

"About" and "almost" widen nothing: the read-back lets the person say that it is wrong. "A couple" is two,
"a few" three to five, "several" three to seven. Where somebody names no upper bound there is none, so that a
rule that asks "longer than two weeks?" has to reckon with it.
"""

from __future__ import annotations

from voice_assistant.events import Days
from voice_assistant.listening.numbers import read_number
from voice_assistant.listening.text import normalise

UNITS: dict[str, float] = {
    "year": 365, "month": 30, "fortnight": 14, "week": 7, "day": 1, "hour": 1 / 24, "minute": 1 / 1440,
}  # fmt: skip
"""In days. A month counts 30 and a year 365 of them."""

_LEADS = """
i have had it for|i've had it for|i have had this for|i've had this for|i have had them for
it has been going on for|it has been|it's been|it has lasted|it started|it began|they started|they began
it lasts|i have had it since|i've had it since|the last|the past|i would say|i'd say|i think|i guess
i believe|close to|something like|more or less|for|since|about|around|roughly|approximately|maybe|perhaps
probably|like|almost|nearly|just|only|well|um|uh|erm|it's|the|already|now
"""
_TAILS = """
ago|now|already|or so|or thereabouts|give or take|i think|i guess|i believe|maybe|perhaps|probably
roughly|approximately|long|more or less|in all|and counting|so far|please
"""
_ABOVE = """
more than|longer than|over|at least|not less than|no less than|a little more than|a bit more than
a little over|a bit over|a good|a little longer than|well over|much more than|above
"""
_BELOW = """
less than|fewer than|under|not even|up to|at most|not more than|no more than|shorter than|not longer than
no longer than|a little less than|a bit less than|a little under|a bit under|below|within
"""
_ABOVE_AFTER = "or more|or longer|at least|and more|and a bit|plus"
_BELOW_AFTER = "or less|at most|at the most|or fewer|tops"

_FIXED: dict[str, tuple[float, float | None]] = {
    "no time at all|no time": (0, 0),
    "today|this morning|this afternoon|this evening|tonight|last night|earlier today|this very moment": (
        0,
        1,
    ),
    "all day|the whole day|noon|lunch|breakfast": (0, 1),
    "seconds|a few seconds|some seconds": (0, 1 / 1440),
    "started|it just started|it started just now|it has just started|it's just started|just now": (0, 1),
    "yesterday|yesterday morning|yesterday afternoon|yesterday evening": (1, 1),
    "day before yesterday": (2, 2),
    "weekend|last weekend": (1, 8),
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday": (1, 7),
    "last monday|last tuesday|last wednesday|last thursday|last friday|last saturday|last sunday": (1, 13),
    "the other day": (1, 13),
    "this week|earlier this week": (0, 7),
    "this month|earlier this month": (0, 30),
    "this year|earlier this year": (0, 365),
    # which year that was is not asked: in doubt it may be long ago
    "since january|since february|since march|since april|since may|since june|since july": (1, 365),
    "since august|since september|since october|since november|since december": (1, 365),
    "since spring|since the spring|since summer|since the summer|since autumn|since the fall": (1, 365),
    "since winter|since the winter|since christmas|since easter|since new year": (1, 365),
    "a quarter of a year": (90, 90),
    "three quarters of a year": (270, 270),
    "a decade": (3650, 3650),
    "decades": (7300, None),
    "last week": (7, 13),
    "last month": (14, 60),
    "last year": (30, 730),
    "not long|not very long|not that long|not so long|not for long|a short time|a very short time": (0, 14),
    "a short while|a little while|recently|quite recently|very recently": (0, 14),
    "a long time|long time|a very long time|long|very long|so long|a long while|a while|quite a while": (
        14,
        None,
    ),
    "a good while|some time|quite some time|ages": (14, None),
    "forever|ever|always|all my life|my whole life": (365, None),
    "as long as i can remember|as long as i remember|i can remember": (365, None),
    "i was a child|i was little|i was born|childhood|my childhood|birth": (365, None),
}

# "for days" stops where people would begin to speak of weeks; longer units have no such end
_PLURAL_ALONE: dict[str, tuple[float, float | None]] = {"minutes": (0, 1), "hours": (0, 1), "days": (2, 13)}

_SOME: dict[str, tuple[float, float | None]] = {
    "couple of": (2, 2), "couple": (2, 2), "few": (3, 5), "some": (3, 5), "several": (3, 7),
    "many": (5, None), "a lot of": (5, None), "lots of": (5, None),
}  # fmt: skip

Span = tuple[float, float | None]


def _phrases(listed: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a list as words, longest first, so that "a little over" is tried before "a"."""
    parts = [tuple(part.split()) for part in listed.replace("\n", "|").split("|") if part.strip()]
    return tuple(sorted(parts, key=len, reverse=True))


_LEAD_WORDS, _TAIL_WORDS = _phrases(_LEADS), _phrases(_TAILS)
_LIMITS_BEFORE = [(words, True) for words in _phrases(_ABOVE)] + [
    (words, False) for words in _phrases(_BELOW)
]
_LIMITS_AFTER = [(w, True) for w in _phrases(_ABOVE_AFTER)] + [(w, False) for w in _phrases(_BELOW_AFTER)]
_FIXED_WORDS = {words: span for listed, span in _FIXED.items() for words in _phrases(listed)}
_SOME_WORDS = [(words, span) for name, span in _SOME.items() for words in _phrases(name)]
_PLURALS = {f"{unit}s": unit for unit in UNITS}
DURATION_WORDS = frozenset(
    word
    for listed in (_LEADS, _TAILS, _ABOVE, _BELOW, _ABOVE_AFTER, _BELOW_AFTER, *_FIXED, *_SOME)
    for phrase in _phrases(listed)
    for word in phrase
) | {*UNITS, *_PLURALS, "a", "an", "half", "and", "or", "to", "between", "from", "of", "two"}
"""All words of which lengths of time are made, but for the numbers."""


def parse_duration(text: str) -> Days | None:
    """What length of time the text says; None if it says none, or something else besides."""
    span = _whole(tuple(normalise(text).split()))
    if span is None:
        return None
    low, high = span
    return Days(round(low, 6), None if high is None else round(high, 6))


def _whole(words: tuple[str, ...]) -> Span | None:
    if not words:
        return None
    if words in _FIXED_WORDS:
        return _FIXED_WORDS[words]
    if words[0] in ("over", "during", "in", "within") and words[1:3] in (("the", "last"), ("the", "past")):
        words = words[1:]  # not "over two weeks"
    span = _length(words)
    if span is not None:
        return span
    for limit, above in _LIMITS_BEFORE:
        if words[: len(limit)] == limit:
            inner = _whole(words[len(limit) :])
            if inner is not None:
                return _limited(inner, above)
    for limit, above in _LIMITS_AFTER:
        if words[-len(limit) :] == limit:
            inner = _whole(words[: -len(limit)])
            if inner is not None:
                return _limited(inner, above)
    for lead in _LEAD_WORDS:
        if words[: len(lead)] == lead:
            rest = words[len(lead) :]
            # "The weeks" is no length of time, but a badly heard "three weeks".
            return None if lead == ("the",) and rest[:1] and rest[0] in _PLURALS else _whole(rest)
    for tail in _TAIL_WORDS:
        if words[-len(tail) :] == tail:
            return _whole(words[: -len(tail)])
    return None


def _limited(span: Span, above: bool) -> Span | None:
    low, high = span
    if above:
        return low, None
    return None if high is None else (0, high)


def _length(words: tuple[str, ...]) -> Span | None:
    """A length, a sum or a range of lengths, made of all the words."""
    if words[0] in ("between", "from") and len(words) > 1:
        words = words[1:]
    whole = _single_or_sum(words)
    if whole is not None:
        return whole
    for place in range(1, len(words) - 1):
        if words[place] not in ("or", "to", "maybe", "and"):
            continue
        first, second = _single_or_sum(words[:place]), _single_or_sum(words[place + 1 :])
        if first and second and (second[1] is None or second[1] > first[0]):
            return first[0], second[1]
    return None


def _single_or_sum(words: tuple[str, ...]) -> Span | None:
    """ "a year and two months", "two years three months", or a length in one unit."""
    single = _single(words)
    if single is not None:
        return single
    for place in range(1, len(words)):
        first, second = _single(words[:place]), _single(words[place + (words[place] == "and") :])
        if first and second and second[0] < first[0] and words[-2] not in (*_PLURALS, *UNITS, "and"):
            return first[0] + second[0], _sum(first[1], second[1])
    return None


def _sum(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else first + second


def _single(words: tuple[str, ...]) -> Span | None:
    """A length in one unit: "a week", "two or three weeks", "half a year", "a month and a half", "weeks"."""
    match words:
        case (plural,) if plural in _PLURALS:
            return _PLURAL_ALONE.get(plural, (2 * UNITS[_PLURALS[plural]], None))
        case ("half", "a" | "an", unit) | ("a", "half", unit) if unit in UNITS:
            return _times((0.5, 0.5), unit)
        case (unit, "and", "a", "half") if unit in UNITS:
            return _times((1.5, 1.5), unit)
        case (unit,) if unit in UNITS:  # the "a" is easily missed
            return _times((1, 1), unit)
        case ("a" | "an" | "one", unit, "or" | "maybe", "two") if unit in UNITS:
            return _times((1, 2), unit)
    half = words[-3:] == ("and", "a", "half")
    if half:
        words = words[:-3]
    if not words:
        return None
    unit = _PLURALS.get(words[-1], words[-1])
    if unit not in UNITS:
        return None
    amount = _amount(words[:-1])
    if half and amount is not None:
        amount = (amount[0] + 0.5, None if amount[1] is None else amount[1] + 0.5)
    return None if amount is None else _times(amount, unit)


def _amount(words: tuple[str, ...]) -> Span | None:
    """How many: "a", "a few", "two and a half", "two or three"."""
    if words in (("a",), ("an",)):
        return 1, 1
    rest = words[1:] if words[:1] in (("a",), ("the",)) else words
    for some, span in _SOME_WORDS:
        if some in (rest, words):
            return span
    first = read_number(words)
    if first is None:
        return None
    number, length = first
    rest = words[length:]
    if rest == ("and", "a", "half"):
        return number + 0.5, number + 0.5
    if not rest:
        return number, number
    if rest[0] in ("or", "to", "maybe", "and"):
        rest = rest[1:]
    second = read_number(rest)
    if second is None or second[1] != len(rest) or second[0] <= number:
        return None
    return number, second[0]


def _times(amount: Span, unit: str) -> Span:
    low, high = amount
    return low * UNITS[unit], None if high is None else high * UNITS[unit]
