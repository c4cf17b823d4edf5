"""What a person has left behind goes back to the system."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from voice_assistant.bench.memory import resident_mb
from voice_assistant.kiosk.secrecy import give_memory_back

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


@pytest.mark.parametrize(("before", "told"), [("", {"locked", "not allowed"}), (NOBODY, {"not allowed"})])
def test_where_it_is_allowed_nothing_is_swapped_and_memory_still_goes_back(
    before: str, told: set[str]
) -> None:
    """Root may, and what has no limit to it; anybody else is left as they are."""
    run = subprocess.run(
        [sys.executable, "-c", before + ALLOWED], capture_output=True, text=True, check=False
    )
    assert run.stdout.strip() in told, run.stderr
