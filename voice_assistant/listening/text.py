"""One way to write what was said, so that speech, typed answers and phrases can be compared."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"(?<!\d)\.|\.(?!\d)|[^a-z0-9.'\[\]]+")

_KNOW = re.compile(r"(?<!not )(?<!n't )\bknow\b")
"""A "no": "i don't know" brings the word into every grammar, and the recognizer cannot tell the two apart."""

_STAMMER = re.compile(r"\b(a|an|the|and|or|about|for|since)( \1)+\b")
"""A small word that was drawn out, or said twice: "half a a year"."""


def normalise(text: str) -> str:
    """Small letters, words parted by single spaces, no signs but the apostrophe and a decimal point."""
    words = " ".join(_SIGNS.sub(" ", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).split())
    return _KNOW.sub("no", _STAMMER.sub(r"\1", words))
