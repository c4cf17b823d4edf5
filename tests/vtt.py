"""A strict reader of WebVTT: whatever the W3C's syntax for captions does not allow fails."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

TIME = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d\.\d{3})")
TIMING = re.compile(rf"({TIME.pattern}) --> ({TIME.pattern})")
TEXT = re.compile(r"(?:[^&<>\r\n]|&(?:amp|lt|gt);)+")


@dataclass(frozen=True)
class ReadCue:
    id: str
    start: float
    end: float
    text: str


def seconds(clock: str) -> float:
    match = TIME.fullmatch(clock)
    assert match, clock
    return round(int(match[1]) * 3_600 + int(match[2]) * 60 + float(match[3]), 3)


def read_vtt(file: Path) -> list[ReadCue]:
    return parse_vtt(file.read_bytes().decode("utf-8"))


def parse_vtt(content: str) -> list[ReadCue]:
    assert content.endswith("\n")
    assert not re.search("[\r\0]", content)
    head, *blocks = content[:-1].split("\n\n")
    assert head.rstrip("\n") == "WEBVTT"
    cues = [_cue(block.strip("\n").split("\n")) for block in blocks if block.strip("\n")]
    starts = [cue.start for cue in cues]
    assert starts == sorted(starts), "a cue starts before the one above it"
    ids = [cue.id for cue in cues if cue.id]
    assert len(ids) == len(set(ids)), "two cues have one id"
    return cues


def _cue(lines: list[str]) -> ReadCue:
    cue_id = "" if "-->" in lines[0] else lines.pop(0)
    timing, text = lines
    match = TIMING.fullmatch(timing)
    assert match, timing
    assert TEXT.fullmatch(text), text
    cue = ReadCue(cue_id, seconds(match[1]), seconds(match[5]), html.unescape(text))
    assert cue.start < cue.end, cue
    return cue
