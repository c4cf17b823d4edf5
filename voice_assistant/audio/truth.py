"""What a rehearsal knows about its caller's sound, so that delays can be measured truly."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CallerSpoke:
    """When a scripted caller's last word began and ended; seconds of sound."""

    start: float
    end: float
