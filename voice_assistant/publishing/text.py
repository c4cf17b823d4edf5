"""Times and texts as published files may hold them."""

from __future__ import annotations

import re
from html import escape

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Characters that XML may not hold, or that no document should."""


def as_clock(seconds: float) -> str:
    """Hours, minutes, seconds and milliseconds, as WebVTT and SMIL both have it: 00:01:02.340."""
    minutes, milliseconds = divmod(round(seconds * 1_000), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{milliseconds // 1_000:02d}.{milliseconds % 1_000:03d}"


def one_line(text: str) -> str:
    """The text without line breaks, runs of white space, and characters that are none for a reader."""
    return " ".join(_FORBIDDEN.sub("", text).split())


def as_xml(text: str) -> str:
    """The text as the content or an attribute of an XML element."""
    return escape(one_line(text))
