"""Memory that another process holds: the latest writing that is whole, whatever a kill has left."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_assistant.kiosk.sealed_memory import SIZE, SLOT, SealedMemory


@pytest.fixture
def memory() -> Iterator[SealedMemory]:
    memory = SealedMemory.create()
    yield memory
    memory.close()


def test_the_latest_writing_is_read_also_by_another_process(memory: SealedMemory) -> None:
    assert memory.read() is None
    for text in (b"first", b"second, and longer", b"3"):
        memory.write(text)
        other = SealedMemory(os.dup(memory.descriptor))
        assert other.read() == text
        other.close()


def test_another_process_writes_on(memory: SealedMemory) -> None:
    memory.write(b"one")
    memory.write(b"two")
    other = SealedMemory(os.dup(memory.descriptor))
    other.write(b"three")
    assert memory.read() == b"three"
    other.close()


def seen(memory: SealedMemory, at: int) -> bytes:
    return os.pread(memory.descriptor, 1_000, at)


@given(st.integers(0, 200), st.binary(min_size=1, max_size=100))
def test_a_writing_that_was_broken_off_leaves_the_one_before(cut: int, new: bytes) -> None:
    """At any byte of it."""
    memory, copy = SealedMemory.create(), SealedMemory.create()
    try:
        for each in (memory, copy):
            each.write(b"before that")
            each.write(b"old")
        memory.write(new)
        slot = next(at for at in (0, SLOT) if seen(memory, at) != seen(copy, at))
        half = seen(memory, slot)[:cut] + seen(copy, slot)[cut:]
        os.pwrite(copy.descriptor, half, slot)
        assert SealedMemory(os.dup(copy.descriptor)).read() in (b"old", new)
        assert cut > 0 or copy.read() == b"old"
    finally:
        memory.close()
        copy.close()


def test_wiped_memory_holds_nothing(memory: SealedMemory) -> None:
    memory.write(b"private " * 100)
    memory.write(b"private as well")
    memory.wipe()
    assert memory.read() is None
    assert not any(os.pread(memory.descriptor, SIZE, 0))


def test_it_cannot_shrink_under_whoever_reads_it(memory: SealedMemory) -> None:
    with pytest.raises(PermissionError):
        os.ftruncate(memory.descriptor, 0)


def test_too_much_is_refused(memory: SealedMemory) -> None:
    memory.write(b"enough")
    with pytest.raises(ValueError, match="too many"):
        memory.write(bytes(SLOT))
    assert memory.read() == b"enough"


def test_something_else_is_not_taken_for_it() -> None:
    unsealed = os.memfd_create("other")
    os.ftruncate(unsealed, SIZE)
    with pytest.raises(ValueError, match="no sealed memory"):
        SealedMemory(unsealed)
    os.close(unsealed)
    pipe = os.pipe()
    with pytest.raises((OSError, ValueError)):
        SealedMemory(pipe[0])
    os.close(pipe[0])
    os.close(pipe[1])
