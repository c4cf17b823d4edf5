"""Numbers with their signs and units, written out as they are said: "2-5 mg/day" is "2 to 5 milligrams per day"."""

from __future__ import annotations

import re

_UNITS = {
    "mg": ("milligram", "milligrams"),
    "mcg": ("microgram", "micrograms"),
    "µg": ("microgram", "micrograms"),
    "μg": ("microgram", "micrograms"),
    "kg": ("kilogram", "kilograms"),
    "g": ("gram", "grams"),
    "ml": ("milliliter", "milliliters"),
    "mL": ("milliliter", "milliliters"),
    "dl": ("deciliter", "deciliters"),
    "dL": ("deciliter", "deciliters"),
    "cl": ("centiliter", "centiliters"),
    "l": ("liter", "liters"),
    "L": ("liter", "liters"),
    "mmHg": ("millimeter of mercury", "millimeters of mercury"),
    "mmol": ("millimole", "millimoles"),
    "mm": ("millimeter", "millimeters"),
    "cm": ("centimeter", "centimeters"),
    "km": ("kilometer", "kilometers"),
    "m": ("meter", "meters"),
    "kcal": ("kilocalorie", "kilocalories"),
    "kJ": ("kilojoule", "kilojoules"),
    "IU": ("international unit", "international units"),
    "kHz": ("kilohertz", "kilohertz"),
    "Hz": ("hertz", "hertz"),
    "hrs": ("hour", "hours"),
    "hr": ("hour", "hours"),
    "h": ("hour", "hours"),
    "mins": ("minute", "minutes"),
    "min": ("minute", "minutes"),
    "secs": ("second", "seconds"),
    "sec": ("second", "seconds"),
    "ms": ("millisecond", "milliseconds"),
    "s": ("second", "seconds"),
    "yrs": ("year", "years"),
    "yr": ("year", "years"),
    "wks": ("week", "weeks"),
    "lbs": ("pound", "pounds"),
    "lb": ("pound", "pounds"),
    "oz": ("ounce", "ounces"),
    "ft": ("foot", "feet"),
    "tsp": ("teaspoon", "teaspoons"),
    "tbsp": ("tablespoon", "tablespoons"),
    "mph": ("mile per hour", "miles per hour"),
    "bpm": ("beat per minute", "beats per minute"),
    "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"),
    "kW": ("kilowatt", "kilowatts"),
}
"""One of it, and several."""
_PER = {"d": "day", "wk": "week", "mo": "month", **{unit: names[0] for unit, names in _UNITS.items()}}
_WORTH = {"$": "dollars", "£": "pounds", "€": "euros", "¥": "yen"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_PARTS = {"2": "half", "3": "third", "4": "quarter"}

_N = r"\d+(?:[.,]\d+)*"
_PART = r"(?:one|two|three) (?:half|halves|thirds?|quarters?)"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_DATE = re.compile(r"(?<![\w-])([12]\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w-])")
_PHONE = re.compile(
    r"(?<![\w-])(?:\+?\d{1,3}[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[.-]\d{4}(?![\w-])|\b\d{3}-\d{4}\b"
)
_CHAIN = re.compile(r"\d+(?:[-–]\d+){2,}")
_MONEY = re.compile(
    rf"([$£€¥])\s?({_N})(?:\s?[-–]\s?[$£€¥]?({_N}))?(?:\s(thousand|million|billion|trillion)\b)?"
)
_RANGE = re.compile(r"(\d|%|°[CF]?)\s?[–—-]\s?(?=\d)")
_MINUS = re.compile(r"(?<![\w.,)%°–-])(?:[–-]|−\s?)(?=\d)")
_SLASHED_DATE = re.compile(r"(?<![\w/])(\d{1,2})/(\d{1,2})/(\d{2,4})(?![\w/])")
_FRACTION = re.compile(r"(?<![\w./])(?:(\d+)\s)?([1-9]\d{0,2})/([1-9]\d*)(?![\w/]|\.\d)")
_MEASURE = re.compile(
    rf"(?<![\w.])({_N}|{_PART})(\s?|-)({_UNIT})([²³])?((?:\s?/\s?[A-Za-zµμ²³]+)*)(?![\w'’])"
)
_DECADE = re.compile(r"(?<=['’])(\d0)s\b|\b((?:1[5-9]|20)\d0)s\b")
_AMOUNT_PER = re.compile(rf"(?<=[A-Za-zµμ])\s?/\s?(?={_N}\s?(?:{_UNIT})(?![\w'’]))")
_FROM_UNIT_TO = re.compile(r"(?<=\d [a-z])([a-z]+)\s?[–—]\s?(?=\d)")
_AS_TWO = re.compile(r"\b(24)/(7)\b|\b(\d0)/(\d0)\b(?!/)(?!\s?mmHg)")
_BARE_UNIT = re.compile(
    r"\((mg|mcg|µg|μg|kg|mL|ml|mm|cm|km|mmol|mmHg|kcal|IU|hrs|mins|lbs)((?:/[A-Za-z]+)*)\)"
)
_POWER = re.compile(r"(\d)\s?\^\s?([-−]?\d+)")
_SIGNS = (
    (re.compile(r"\s*°\s?C\b"), " degrees Celsius"),
    (re.compile(r"\s*°\s?F\b"), " degrees Fahrenheit"),
    (re.compile(r"(?<=\d)\s*°"), " degrees"),
    (re.compile(r"(?<=\d)\s?%"), " percent"),
    (re.compile(r"(?<=\d)\s?‰"), " per thousand"),
    (re.compile(r"±\s?|\+/-\s?"), " plus or minus "),
    (re.compile(r"(?<=\d)\s?[×x]\s?(?=\d)"), " by "),
    (re.compile(r"(?<=\d)\s?[×x]\s?/\s?(?=[a-z])"), " times per "),
    (re.compile(r"(?<=\d)\s?×(?=\s|$)"), " times"),
    (re.compile(r"(?<=\d)x(?=\s|$)"), " times"),
    (re.compile(r"(?<=\d)\s?\*\s?(?=\d)"), " times "),
    (re.compile(r"(?<=[\d)])\s?÷\s?"), " divided by "),
    (re.compile(r"(?:≤|<=)\s?"), " at most "),
    (re.compile(r"(?:≥|>=)\s?"), " at least "),
    (re.compile(r"<(?=[\s\d])\s?"), " less than "),
    (re.compile(r">(?=[\s\d])\s?"), " more than "),
    (re.compile(r"(?:≈|~)\s?(?=\d)"), " about "),
    (re.compile(r"\+(?=\d)"), " plus "),
    (re.compile(r"(?<=\d)\+(?!\w)"), " plus "),
    (re.compile(r"#(?=\d)"), " number "),
)


def quantities(text: str) -> str:
    """The text with dates, telephone numbers, money, ranges, fractions, measures and their signs in words."""
    if any(sign in text for sign in "½¼¾⅓⅔⅛⅜⅝⅞"):
        text = re.sub(r"(?:(\d)\s?)?([½¼¾⅓⅔⅛⅜⅝⅞])", _vulgar, text)
    text = _DATE.sub(lambda found: f"{_MONTHS[int(found[2]) - 1]} {int(found[3])}, {found[1]}", text)
    text = _PHONE.sub(_digits, text)
    text = _DECADE.sub(lambda found: f"{found[1] or found[2]}'s", text)
    text = _AMOUNT_PER.sub(" per ", text)
    text = _AS_TWO.sub(_pair, text)
    text = _CHAIN.sub(lambda found: re.sub(r"[-–]", ", ", found[0]), text)
    text = _MONEY.sub(_money, text)
    text = _SLASHED_DATE.sub(r"\1, \2, \3", text)
    text = _FRACTION.sub(_fraction, text)
    text = _RANGE.sub(r"\1 to ", text)
    text = _MINUS.sub("minus ", text)
    text = _POWER.sub(r"\1 to the power of \2", text).replace("power of -", "power of minus ")
    text = _FROM_UNIT_TO.sub(r"\1 to ", _MEASURE.sub(_measure, text))
    text = _BARE_UNIT.sub(lambda found: f"({_UNITS[found[1]][1]}{_per(found[2])})", text)
    for pattern, words in _SIGNS:
        text = pattern.sub(words, text)
    return text


def _pair(found: re.Match[str]) -> str:
    """ "24/7" and "50/50", which are no fractions; "80/40" is left for what it is."""
    if found[1]:
        return f"{found[1]} {found[2]}"
    return f"{found[3]} {found[4]}" if int(found[3]) + int(found[4]) == 100 else found[0]


def _vulgar(found: re.Match[str]) -> str:
    parts = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
    parts |= {"⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}
    return f"{found[1]} {parts[found[2]]}" if found[1] else parts[found[2]]


def _digits(found: re.Match[str]) -> str:
    """A telephone number, digit by digit, with a pause between its groups."""
    return ", ".join(" ".join(group) for group in re.findall(r"\d+", found[0]))


def _money(found: re.Match[str]) -> str:
    sign, first, last, scale = found.groups()
    amount = f"{first} to {last}" if last else first
    one = amount == "1" and not scale and sign != "¥"
    worth = _WORTH[sign].removesuffix("s") if one else _WORTH[sign]
    return " ".join(filter(None, (amount, scale, worth)))


def _fraction(found: re.Match[str]) -> str:
    whole, above, below = found.groups()
    name = _PARTS.get(below)
    if name is None or int(above) >= int(below):
        between = "out of" if below in ("10", "100") else "over"
        return " ".join(filter(None, (whole, above, between, below)))
    count = {"1": "one", "2": "two", "3": "three"}.get(above, above)
    part = f"{count} {name if above == '1' else ('halves' if name == 'half' else name + 's')}"
    return f"{whole} and {part}" if whole else part


def _measure(found: re.Match[str]) -> str:
    number, between, unit, power, per = found.groups()
    if between == "-" and unit in ("g", "l", "L", "m", "h", "s"):
        return found[0]  # "3-s" is no measure that anybody writes
    one, several = _UNITS[unit]
    is_part = number[0].isalpha() and not found.string[: found.start()].endswith("and ")
    name = one if number == "1" or between == "-" or is_part else several
    if power:
        name = f"{'square' if power == '²' else 'cubic'} {name}"
    return f"{number} {name}{_per(per)}"


def _per(written: str) -> str:
    """ "/kg/d" as it is said."""
    words = ""
    for each in re.findall(r"[A-Za-zµμ]+[²³]?", written):
        unit = each.rstrip("²³")
        power = {"²": "square ", "³": "cubic "}.get(each[len(unit) :], "")
        words += f" per {power}{_PER.get(unit, unit)}"
    return words
