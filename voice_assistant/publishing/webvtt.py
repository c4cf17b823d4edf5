"""Captions and chapters as WebVTT, the format that browsers and players read beside a recording."""

from __future__ import annotations

from collections.abc import Iterable

from voice_assistant.publishing.text import as_clock, one_line
from voice_assistant.publishing.timing import Cue

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def webvtt(cues: Iterable[Cue]) -> str:
    """A whole file: each cue with its id, if it has one, its times, and its text on one line."""
    return "\n".join(("WEBVTT\n", *map(_block, cues)))


def _block(cue: Cue) -> str:
    head = f"{cue.id}\n" if cue.id else ""
    return f"{head}{as_clock(cue.start)} --> {as_clock(cue.end)}\n{one_line(cue.text).translate(_ESCAPES)}\n"
