"""Written text made fit for the ear: what signs and short forms mean is written out in words.

The order of the steps matters: addresses first, while they are whole; then numbers with their units, whose
signs mean something there; then short forms; and at the end every sign that is left. No word is lost but
what `losses` names, and the result can be read through once more without a change.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import groupby

from voice_assistant.content.quantities import quantities

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff]"
)
_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
_PATH = r"[^\s<>\"”]*[^\s<>\"”.,;:!?)\]]"
_WEB = re.compile(
    rf"(?:\b(?:https?|ftp)://(?:www\.)?|\bwww\.)(?P<host>[\w-]+(?:\.[\w-]+)*)(?P<rest>(?:[:/?#]{_PATH})?)/?"
    rf"|(?<![@\w.-])(?P<bare>(?:[\w-]+\.)+(?:com|org|net|gov|edu))\b(?P<path>(?:/{_PATH})?)/?"
)
_MAIL = re.compile(r"(?:mailto:)?\b([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)\b")
_SHORT = (
    (re.compile(r"\be\.\s?g\.,?"), "for example,"),
    (re.compile(r"\bi\.\s?e\.,?"), "that is,"),
    (re.compile(r"\betc\.(?=\s*$|\s+[A-Z])"), "and so on."),
    (re.compile(r"\betc\b\.?"), "and so on"),
    (re.compile(r"\bet al\.(?=\s*$)"), "and others."),
    (re.compile(r"\bet al\b\.?"), "and others"),
    (re.compile(r"\bvs\b\.?"), "versus"),
    (re.compile(r"\bapprox\.|\bca\.(?=\s?\d)"), "about"),
    (re.compile(r"\bincl\."), "including"),
    (re.compile(r"\bcf\."), "compare"),
    (re.compile(r"\ba\.?k\.?a\.?(?=\s)"), "also known as"),
    (re.compile(r"\bw/o\b"), "without"),
    (re.compile(r"\bw/(?=\s|\w)"), "with "),
    (re.compile(r"\bmax\.(?=\s?\d)"), "maximum"),
    (re.compile(r"\bmin\.(?=\s?\d)"), "minimum"),
    (re.compile(r"\b[Ff]igs?\.(?=\s?\d)"), "figure"),
    (re.compile(r"\b[Nn]o\.(?=\s?\d)"), "number"),
    (re.compile(r"\bpp\.(?=\s?\d)"), "pages"),
    (re.compile(r"\bp\.(?=\s?\d)"), "page"),
    (re.compile(r"\bvol\.(?=\s?\d)", re.IGNORECASE), "volume"),
    (re.compile(r"\b[Tt]el\.?(?=:|\s\d)"), "telephone"),
    (re.compile(r"\bDr\.?(?=\s+[A-Z])"), "Doctor"),
    (re.compile(r"\bMr\.?(?=\s+[A-Z])"), "Mister"),
    (re.compile(r"\bMrs\.?(?=\s+[A-Z])"), "Missus"),
    (re.compile(r"\bProf\.(?=\s+[A-Z])"), "Professor"),
    (re.compile(r"^Q:\s"), "Question: "),
    (re.compile(r"^A:\s"), "Answer: "),
)
_BRACKETS = (
    (re.compile(r"\[\^([^\]\s]+)\]"), r" (footnote \1) "),
    (re.compile(r"\[\s*(\d+(?:(?:\s*,\s*|\s+to\s+)\d+)*)\s*\]"), r" (reference \1) "),
    (re.compile(r"\[\s?\](?=\s)"), "To do: "),
    (re.compile(r"\[[xX]\](?=\s)"), "Done: "),
    (re.compile(r"\[([^\[\]]*)\]"), r"(\1)"),
)
_SLASH = (
    (re.compile(r"\band/or\b"), "and or"),
    (re.compile(r"(?<=[A-Z0-9])/(?=[A-Z0-9])"), " "),
    (re.compile(r"(?<=\w)\s?/\s?(?=\w)"), " or "),
)
_NAMED = {
    "&": "and", "+": "plus", "=": "equals", "@": "at", "%": "percent", "→": "to", "⇒": "to", "←": "from", "↑": "up",
    "↓": "down", "©": "copyright", "®": "registered", "™": "trademark", "§": "section", "°": "degrees", "µ": "micro",
    "×": "times", "÷": "divided by", "√": "square root of", "∞": "infinity", "≠": "is not", "≈": "about", "$": "dollar",
    "€": "euro", "£": "pound", "¥": "yen", "−": "minus", "¢": "cents", "‰": "per thousand",
}  # fmt: skip
_MERE_MARKS = frozenset("*#_~^`|\\{}[]•·●▪◦‣■□▶►▸◆◇○★☆†‡¶¦/<>´¨¸¬¤\ufffc\ufffd")
"""Signs that nobody says: they list, mark or decorate."""
_SCRIPTS = {"CJK": "Chinese", "HANGUL": "Korean", "HIRAGANA": "Japanese", "KATAKANA": "Japanese"}
"""What people call a script that Unicode calls otherwise."""
_SUPERSCRIPT, _SUBSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
_RAISED = re.compile(rf"(?<=([\w)\].,;:!?”\"]))([{_SUPERSCRIPT}]+)")


def speakable(text: str) -> str:
    """One sentence, heading or cell, as it is to be said."""
    text = unicodedata.normalize("NFC", text)
    text = _SPACES.sub(" ", visible(text))
    text = _MAIL.sub(lambda found: f"{_dotted(found[1])} at {_dotted(found[2])}", _WEB.sub(_address, text))
    if not text.isascii():
        text = _RAISED.sub(_raised, text).translate(str.maketrans(_SUBSCRIPT, "0123456789"))
        text = _foreign(text)
    text = quantities(text)
    for pattern, words in (*_SHORT, *_BRACKETS, *_SLASH):
        text = pattern.sub(words, text)
    text = "".join(map(_sign, text))
    text = re.sub(r"(?<=\d)\s*[-–]\s*(?=\d)", " to ", text)  # a range that only shows once signs are gone
    text = re.sub(r"\(\s*\)", " ", " ".join(text.split()))
    text = re.sub(r"\s+([,.;:?!)])", r"\1", re.sub(r"([(])\s+", r"\1", text))
    return re.sub(r",(?=[,.;:?!])|,{2,}(?=\s)", "", " ".join(text.split()))


def visible(text: str) -> str:
    """The text without signs that nobody sees: soft hyphens, joiners, marks of direction."""
    return _INVISIBLE.sub("", text)


def losses(text: str) -> tuple[tuple[int, str, str], ...]:
    """What `speakable` does not say in full: the offset, what is written, and what is said in its place."""
    lost = []
    for found in _WEB.finditer(text):
        if found["rest"] or found["path"]:
            lost.append((found.start(), found[0], _address(found)))
    if not text.isascii():
        lost += [(start, text[start:end], said) for start, end, said in _foreign_runs(text)]
    return tuple(sorted(lost))


def other_scripts(text: str) -> tuple[float, str]:
    """Which share of a text's letters the voice cannot read, and the script that most of these are in."""
    scripts = Counter(_script(sign) for sign in text if sign.isalpha())
    foreign = Counter({script: count for script, count in scripts.items() if script})
    most = foreign.most_common(1)[0][0] if foreign else ""
    return sum(foreign.values()) / max(1, sum(scripts.values())), _SCRIPTS.get(
        str(most), str(most).capitalize()
    )


def _dotted(name: str) -> str:
    return (
        name.replace(".", " dot ").replace("-", " dash ").replace("_", " underscore ").replace("+", " plus ")
    )


def _address(found: re.Match[str]) -> str:
    """The name of a web site; the way to one of its pages is nothing for the ear."""
    return _dotted(found["host"] or found["bare"])


def _raised(found: re.Match[str]) -> str:
    """A raised number: a power of a number or a unit, or else the mark of a footnote."""
    before, digits = found[1], found[2].translate(str.maketrans(_SUPERSCRIPT, "0123456789"))
    word = re.search(r"[^\W\d_]+$", found.string[: found.start()])
    if before.isdigit():
        return {"2": " squared", "3": " cubed"}.get(digits, f" to the power of {digits}")
    if word and len(word[0]) <= 2 and digits in ("2", "3"):
        return found[2]  # square centimeters, for `quantities`
    return f" (footnote {digits}) "


def _sign(sign: str) -> str:
    if sign.isalnum() or sign.isspace() or (sign.isascii() and sign in "-.,;:!?'\"()"):
        return sign
    if sign == "<":
        return sign  # what is left of it opens a tag of HTML, which `check` is to find
    if sign in _NAMED:
        return f" {_NAMED[sign]} "
    kind = unicodedata.category(sign)
    if sign in _MERE_MARKS or kind in ("Cc", "Cf", "Co", "Cn", "Cs"):
        return " "
    if kind.startswith("S"):
        return f" ({unicodedata.name(sign, 'a sign').lower()}) "
    return sign


# --- other scripts -----------------------------------------------------------------------------------


def _script(sign: str) -> str | None:
    """The name of a letter's script where that is not Latin."""
    if sign.isascii() or unicodedata.category(sign) not in ("Lu", "Ll", "Lo", "Lt", "Lm"):
        return None
    name = unicodedata.name(sign, "")
    first = name.split()[0].split("-")[0] if name else ""
    # "ª", "º" and the micro sign are no letters of another script.
    return None if first in ("", "LATIN", "FEMININE", "MASCULINE", "MICRO", "MODIFIER") else first


def _foreign_runs(text: str) -> list[tuple[int, int, str]]:
    """Stretches in another script: start, end, and what is said in their place."""
    letters = [(index, _script(sign)) for index, sign in enumerate(text)]
    runs: list[tuple[int, int, str]] = []
    for script, group in groupby((each for each in letters if each[1]), key=lambda each: each[1]):
        indexes = [index for index, _ in group]
        start = previous = indexes[0]
        for index in [*indexes[1:], -1]:
            gap = text[previous + 1 : index]
            marks = all(not each.isalpha() or unicodedata.category(each).startswith("M") for each in gap)
            if index >= 0 and len(gap) < 8 and marks:
                previous = index
                continue
            while previous + 1 < len(text) and unicodedata.category(text[previous + 1]).startswith("M"):
                previous += 1
            runs.append((start, previous + 1, _instead(text[start : previous + 1], str(script))))
            start = previous = index
    return [run for run in runs if not _greek_letter(text[run[0] : run[1]])]


def _instead(run: str, script: str) -> str:
    count = len(run.split())
    name = _SCRIPTS.get(script, script.capitalize())
    return f"({count} word{'s' if count > 1 else ''} in {name} letters)"


def _greek_letter(run: str) -> bool:
    return len(run) == 1 and unicodedata.name(run).startswith("GREEK")


def _foreign(text: str) -> str:
    for start, end, said in reversed(_foreign_runs(text)):
        text = f"{text[:start]} {said} {text[end:]}"
    return re.sub(r"[\u0370-\u03ff]", _greek, text)


def _greek(found: re.Match[str]) -> str:
    if found[0] == "μ":
        return found[0] if re.match(r"[a-zA-Z]", found.string[found.end() : found.end() + 1]) else "mu"
    return unicodedata.name(found[0], "").split()[-1].lower()
