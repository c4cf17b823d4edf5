"""What a person has left behind goes back to the system."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from voice_assistant.bench.memory import resident_mb
from voice_assistant.kiosk.secrecy import give_memory_back

CAP_IPC_LOCK = 14
"""The right's number in Linux' capabilities."""
NOBODY = """
import os, resource
resource.setrlimit(resource.RLIMIT_MEMLOCK, (65_536, 65_536))
os.geteuid = lambda: 65_534
"""


def test_memory_that_is_free_goes_back_though_what_lies_between_is_in_use() -> None:
    pieces = [bytes(4_000) for _ in range(20_000)]
    kept = pieces[::500]
    pieces.clear()
    before = resident_mb()
    give_memory_back()
    assert before - resident_mb() > 40
    assert kept[-1] == bytes(4_000)


def test_a_c_library_that_cannot_do_it_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    give_memory_back()


ALLOWED = """
from voice_assistant.bench.memory import resident_mb
from voice_assistant.kiosk.sealed_memory import SIZE, SealedMemory
from voice_assistant.kiosk.secrecy import give_memory_back, keep_memory_from_disks, locked_kb

assert locked_kb() == 0
if keep_memory_from_disks():
    assert locked_kb() > 10_000
    pieces = [bytes(4_000) for _ in range(20_000)]
    kept = pieces[::500]
    pieces.clear()
    before = resident_mb()
    give_memory_back()
    assert before - resident_mb() > 40
    assert locked_kb() > 10_000
    held = SealedMemory.create()
    smaps = open("/proc/self/smaps").read()
    mapped = smaps[smaps.index("memfd:conversation") :]
    locked = next(line for line in mapped.splitlines() if line.startswith("Locked:"))
    assert int(locked.split()[1]) * 1024 == SIZE, locked
    print("locked")
else:
    assert locked_kb() == 0
    print("not allowed")
"""


def may_lock() -> bool:
    """Whether this process may lock as much memory as it likes, by its rights or by its limits."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    rights = next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:"))
    unlimited = resource.getrlimit(resource.RLIMIT_MEMLOCK)[1] == resource.RLIM_INFINITY
    return unlimited or (os.geteuid() == 0 and bool(int(rights, 16) >> CAP_IPC_LOCK & 1))


@pytest.mark.parametrize(
    ("before", "told"), [("", "locked" if may_lock() else "not allowed"), (NOBODY, "not allowed")]
)
def test_where_it_is_allowed_nothing_is_swapped_and_memory_still_goes_back(before: str, told: str) -> None:
    """Root may, and what has no limit to it; anybody else is left as they are."""
    run = subprocess.run(
        [sys.executable, "-c", before + ALLOWED], capture_output=True, text=True, check=False
    )
    assert run.stdout.strip() == told, run.stderr
