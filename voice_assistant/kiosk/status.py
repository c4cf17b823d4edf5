"""How the device is, read from the health's file, in sentences for whoever looks after it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voice_assistant.errors import MissingError
from voice_assistant.kiosk.health import read

OLD = 60.0
"""Seconds after which a file that is written every 10 s of sound tells that sound does not move any more."""
ENOUGH = 20
"""Things said, from which on a share of them means something."""
HARD = 0.35
"""The part of what was said that was not understood, from which on somebody should look at the microphone."""
WHAT_TO_DO = {
    "microphone": "plug it in, unmute it, and run `voice-assistant doctor`",
    "speaker": "plug it in and run `voice-assistant doctor`",
    "sound card": "connect it again; if that does not help, start the device again",
    "voice": "run `voice-assistant doctor`",
    "switch": "plug it in, and look at `input.device` in the settings",
    "shelf": "make room on the disk",
    "health": "make room on the disk, or set `health.file` to another folder",
    "captions": "make room on the disk, or read what is in the pipe",
}
_PART = re.compile(r'part_well\{part="(?P<part>[^"]+)"\}')
_CODE = re.compile(r'troubles_total\{part="(?P<part>[^"]+)",code="(?P<code>[^"]+)"\}')


@dataclass(frozen=True, slots=True)
class Status:
    sentences: tuple[str, ...]
    well: bool
    """Whether it runs, and every part of it works."""


def status(file: Path, now: float) -> Status:
    """What the file says, at this time in seconds since 1970. Raises `MissingError` if it cannot be read."""
    try:
        samples = read(file.read_text(encoding="utf-8"))
        written, started = samples["written_time_seconds"], samples["start_time_seconds"]
    except OSError as error:
        raise MissingError(
            f"There is no health file {file} ({error.strerror}): start the service, or set `health.file`."
        ) from error
    except (ValueError, KeyError) as error:
        raise MissingError(
            f"{file} is no health file: set `health.file` to the one that is written."
        ) from error
    sentences, runs = [_running(samples, now, written, started)], now - written <= OLD
    sentences += _counts(samples)
    broken = [
        found["part"] for name, value in samples.items() if (found := _PART.fullmatch(name)) and not value
    ]
    sentences += [_broken(part, samples) for part in broken]
    if runs and not broken:
        sentences.append("All parts work.")
    return Status(tuple(sentences), runs and not broken)


def _running(samples: Mapping[str, float], now: float, written: float, started: float) -> str:
    if now - written > OLD:
        return (
            f"It does not run, or hangs: it said nothing for {_long(now - written)}. "
            "Look at `systemctl status voice-assistant`."
        )
    doing = "somebody is there" if samples.get("awake") else "it is asleep"
    return f"It has been running for {_long(now - started)}; {doing}."


def _counts(samples: Mapping[str, float]) -> list[str]:
    starts, sessions = int(samples.get("starts_total", 1)), int(samples.get("sessions_total", 0))
    sentences = [
        f"It was started {_times(starts)}, and since the last time had {_count(sessions, 'conversation')}."
    ]
    said = sum(value for name, value in samples.items() if name.startswith("heard_total"))
    missed = samples.get('heard_total{decision="rejected"}', 0.0)
    if said:
        share = missed / said
        sentence = (
            f"Of {_count(int(said), 'thing')} that were said {missed:g} ({share:.0%}) were not understood"
        )
        hard = said >= ENOUGH and share > HARD
        sentences.append(
            f"{sentence}{': run `voice-assistant doctor` about the microphone' if hard else ''}."
        )
    decided = samples.get("decision_delay_seconds_count", 0.0)
    if decided:
        mean = samples.get("decision_delay_seconds_sum", 0.0) / decided
        sentences.append(f"After the end of a word it takes {mean:.1f} s on the average to take it.")
    return sentences


def _broken(part: str, samples: Mapping[str, float]) -> str:
    codes = [found["code"] for name in samples if (found := _CODE.fullmatch(name)) and found["part"] == part]
    do = WHAT_TO_DO.get(part, "look at the log, `journalctl -u voice-assistant`")
    return f"Trouble with the {part} ({', '.join(code.replace('_', ' ') for code in codes)}): {do}."


def _long(seconds: float) -> str:
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}s"
    return f"{max(0, seconds):.0f} seconds"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _count(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
