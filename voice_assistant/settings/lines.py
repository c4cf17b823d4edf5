"""In which line of a settings file a setting stands: the TOML reader of the standard library does not tell.

A file is read from its top, one line more each time. What has been read so far either is TOML or ends within a
value of several lines. So a setting begins in the line after the last such piece that is TOML without it.
This takes the square of a file's length, which settings files do not have.
"""

from __future__ import annotations

import tomllib
from typing import Any


def line_of(text: str, names: tuple[str, ...]) -> int | None:
    """The line, from 1, in which a setting begins, or else the nearest part around it; None if none is there.

    `text` must be TOML; `names` lead to the setting: ("listening", "patience").
    """
    lines = text.splitlines(keepends=True)
    depth, begins = 0, None
    whole = 0
    for count in range(1, len(lines) + 1):
        try:
            values = tomllib.loads("".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            continue
        found = _depth(values, names)
        if found > depth:
            depth, begins = found, whole + 1
        whole = count
    return begins


def _depth(values: Any, names: tuple[str, ...]) -> int:
    """How many of the names are there, one within the other."""
    for depth, name in enumerate(names):
        if not isinstance(values, dict) or name not in values:
            return depth
        values = values[name]
    return len(names)
