"""How the device is, in counters and times without anything that anybody said: for an operator far away.

It reads the journal like everything else that follows a session, and counts. What it counts cannot tell what was said:
how many conversations there were and how many words were not understood, how long answers took, which part failed.
Outcomes are counted only if the owner wants that. The text is Prometheus' exposition format.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from voice_assistant import __version__
from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.journal import Record

PREFIX = "voice_assistant_"
WELL_AGAIN = ("back", "recovered")
"""Codes of troubles that say that a part works again."""
PASSING = {
    ("recognizer", "failed"),
    ("microphone", "overrun"),
    ("speaker", "overrun"),
    ("shelf", "unreadable"),
}
"""Troubles that were over when they were told of: what failed was replaced, or was late for once."""
DESCRIPTIONS: dict[str, tuple[str, str]] = {
    "info": ("gauge", "The program that runs."),
    "start_time_seconds": ("gauge", "When it was started, in seconds since 1970."),
    "written_time_seconds": ("gauge", "When this was written, in seconds since 1970."),
    "sound_seconds": ("gauge", "Sound that went in and out since it was started."),
    "starts_total": ("counter", "Times that it was started, as far as that is kept."),
    "awake": ("gauge", "Whether somebody is there."),
    "sessions_total": ("counter", "Conversations begun."),
    "heard_total": ("counter", "Things said, by what became of them."),
    "no_match_total": ("counter", "Times that something was not understood."),
    "no_input_total": ("counter", "Times that nothing was said."),
    "presses_total": ("counter", "Presses of switches and keys."),
    "interruptions_total": ("counter", "Times that somebody interrupted it."),
    "decision_delay_seconds": ("summary", "From the end of what was said to the decision about it."),
    "reply_delay_seconds": ("summary", "From that decision to the first sound of the reply."),
    "troubles_total": ("counter", "What went wrong, by part and code."),
    "part_well": ("gauge", "Whether a part that failed works again."),
    "outcomes_total": ("counter", "Advice that was given, if that is counted."),
}
COUNTED = {
    "no_match": "no_match_total",
    "no_input": "no_input_total",
    "pressed": "presses_total",
    "barge_in": "interruptions_total",
}
"""Events of which nothing but their number is kept."""
DELAYS = {"endpoint_delay": "decision_delay_seconds", "compute": "reply_delay_seconds"}


FELL_BACK = ("troubles_total", '{part="voice",code="fell_back"}')
"""Was counted if another voice speaks now than the one that was wanted."""


class Health:
    """Counts. Also a `Journal`."""

    def __init__(self, started: float, *, starts: int = 1, outcomes: bool = False) -> None:
        """`started`: seconds since 1970. `starts`: with this one. `outcomes`: whether those are counted."""
        self._started = started
        self._starts = starts
        self._outcomes = outcomes
        self._frames = 0
        self._awake = False
        self._counts: Counter[tuple[str, str]] = Counter()
        """By name and labels."""
        self._sums: Counter[str] = Counter()
        self._well: dict[str, bool] = {}
        self._tried: object = None
        """An utterance that began after the voice had failed."""

    def moved(self) -> None:
        """A frame of sound came and went."""
        self._frames += 1

    def write(self, record: Record) -> None:
        fields = record.fields
        match record.event:
            case "state":
                self._awake = fields["to"] != "asleep"
                self._counts["sessions_total", ""] += fields["from"] == "asleep"
            case "speaking" if not (self._well.get("voice", True) or self._counts[FELL_BACK]):
                self._tried = fields["utterance"]
            case "spoken" if fields["how"] == "completed" and fields["utterance"] == self._tried is not None:
                self._well["voice"] = True
            case "heard" if (
                self._awake or fields["decision"] != "rejected"
            ):  # otherwise it is talk in the room
                self._counts["heard_total", _labels(decision=fields["decision"])] += 1
                for field, name in DELAYS.items():
                    delay = fields.get(field)
                    if isinstance(delay, int | float) and fields["decision"] != "rejected":
                        self._counts[f"{name}_count", ""] += 1
                        self._sums[f"{name}_sum"] += delay  # type: ignore[assignment]
            case "trouble":
                part, code = str(fields["part"]), str(fields["code"])
                self._counts["troubles_total", _labels(part=part, code=code)] += 1
                if (part, code) in PASSING:
                    self._well.setdefault(part, True)
                else:
                    self._well[part] = code in WELL_AGAIN
                if part == "voice":
                    self._tried = None
            case "outcome" if self._outcomes:
                self._counts["outcomes_total", _labels(outcome=fields["outcome"])] += 1
            case event if event in COUNTED:
                self._counts[COUNTED[event], ""] += 1
            case _:
                pass

    def text(self, now: float) -> str:
        """All of it as it is `now`, in seconds since 1970."""
        samples: dict[tuple[str, str], float] = {
            ("info", _labels(version=__version__)): 1,
            ("start_time_seconds", ""): round(self._started, 3),
            ("written_time_seconds", ""): round(now, 3),
            ("sound_seconds", ""): round(self._frames * FRAME_SECONDS, 2),
            ("starts_total", ""): self._starts,
            ("awake", ""): int(self._awake),
        }
        samples |= dict.fromkeys(((name, "") for name in ("sessions_total", *COUNTED.values())), 0)
        samples |= dict(self._counts)
        samples |= {(name, ""): round(total, 4) for name, total in self._sums.items()}
        samples |= {("part_well", _labels(part=part)): int(well) for part, well in self._well.items()}
        lines = []
        for name, (kind, description) in DESCRIPTIONS.items():
            found = [
                f"{PREFIX}{each}{labels} {value:.10g}"
                if abs(value) < 1e9
                else f"{PREFIX}{each}{labels} {value:.3f}"
                for (each, labels), value in sorted(samples.items())
                if each in (name, f"{name}_sum", f"{name}_count")
            ]
            if found:
                lines += [f"# HELP {PREFIX}{name} {description}", f"# TYPE {PREFIX}{name} {kind}", *found]
        return "\n".join(lines) + "\n"


def read(text: str) -> Mapping[str, float]:
    """The samples of such a text by their names, with labels as they stand there. Raises `ValueError`."""
    samples: dict[str, float] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, value = line.rpartition(" ")
            samples[name.removeprefix(PREFIX)] = float(value)
    return samples


def _labels(**labels: object) -> str:
    named = ",".join(f'{name}="{_escaped(str(value))}"' for name, value in labels.items())
    return f"{{{named}}}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
