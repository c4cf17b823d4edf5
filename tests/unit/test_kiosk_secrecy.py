"""What a person has left behind goes back to the system."""

from __future__ import annotations

import ctypes

import pytest

from voice_assistant.bench.memory import resident_mb
from voice_assistant.kiosk.secrecy import give_memory_back


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
