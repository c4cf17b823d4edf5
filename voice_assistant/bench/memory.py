"""How much memory a process and its children hold."""

from __future__ import annotations

import os
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")


def resident_mb() -> float:
    """Resident memory of this process and its children. Megabytes."""
    mine = os.getpid()
    pages = sum(_pages(process) for process in (mine, *children(mine)))
    return pages * PAGE / 1_000_000


def children(process: int) -> tuple[int, ...]:
    """The processes that a process has started, in all its threads."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").iterdir():
        try:
            found += [int(child) for child in (task / "children").read_text().split()]
        except FileNotFoundError:
            continue  # a thread that ended while we looked
    return tuple(found)


def _pages(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except FileNotFoundError:
        return 0
