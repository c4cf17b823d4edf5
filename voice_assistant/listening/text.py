"""One way to write what was said, so that speech, typed answers and phrases can be compared."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"(?<!\d)\.|\.(?!\d)|[^a-z0-9.'\[\]]+")


def normalise(text: str) -> str:
    """Small letters, words parted by single spaces, no signs but the apostrophe and a decimal point."""
    return " ".join(_SIGNS.sub(" ", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).split())
