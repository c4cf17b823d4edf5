"""Texts as they must be written for the voice to read them right: it understands nothing but spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARKS = str.maketrans(dict.fromkeys("*#_~^`|\\<>=[]{}•“”„«»", " "))
"""Signs that the voice would name ("asterisk"), or trip over; nobody says them."""
_RANGE = re.compile(r"(?<![\d.–-])(\d+(?:\.\d+)?)\s?[–-]\s?(\d+(?:\.\d+)?)(?![\d–-])")
"""2-5, which the voice would read as "two dash five"; not the parts of a date like 2026-01-31."""
_DASH = re.compile(r"\s+[-–—]+\s+|\s*—\s*")
"""A dash between words, which the voice would name; to the ear it is a pause."""


class Pronunciation:
    """Respells whole words by a list of pairs: as written, as the voice must read it.

    The longest written form wins, then the first pair of a kind. A written form with capitals is only meant
    when the text has it so ("ALS"); any other in every mixture of capitals ("Dysarthria").
    """

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._exact: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        for written, read in pairs:
            if written != written.lower():
                self._exact.setdefault(written, read)
            else:
                self._folded.setdefault(written, read)
        longest_first = sorted((*self._exact, *self._folded), key=len, reverse=True)
        self._words = re.compile("|".join(map(self._pattern, longest_first)) or r"(?!)")

    def respell(self, text: str) -> str:
        """The text for the voice: words respelled, ranges and dashes made speakable, mere marks taken out."""
        plain = text.replace("’", "'").translate(_MARKS)
        spoken = _DASH.sub(", ", _RANGE.sub(r"\1 to \2", plain))
        # A form that ends in a full stop of its own does not need the sentence's: "A.L.S.." is two ends.
        respelled = re.sub(r"(?<!\.)\.\.(?!\.)", ".", self._words.sub(self._read, spoken))
        return re.sub(r"\s+([,.;:?!])", r"\1", " ".join(respelled.split()))

    def _pattern(self, written: str) -> str:
        """Finds the form as a whole word; digits may stand before a unit without a space ("5mg")."""
        before = r"(?<![^\W\d_])" if written[0].isalpha() else r"(?<!\d)" if written[0].isdigit() else ""
        after = r"(?!\w)" if written[-1].isalnum() else ""
        body = re.escape(written)
        return before + (f"(?i:{body})" if written in self._folded else body) + after

    def _read(self, match: re.Match[str]) -> str:
        written = match.group()
        read = self._exact.get(written) or self._folded[written.lower()]
        before = match.string[match.start() - 1 : match.start()] if match.start() else ""
        after = match.string[match.end() : match.end() + 1]
        glued_before = before.isdigit() or (before.isalnum() and not written[0].isalnum())
        glued_after = after.isalnum() and not written[-1].isalnum()
        return f"{' ' if glued_before else ''}{read}{' ' if glued_after else ''}"
