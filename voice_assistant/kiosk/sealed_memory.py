"""A few bytes that outlive the process without ever being in a file: memory that somebody else holds for it.

1. The memory is a memfd: a file without a name, on no disk. Its size is sealed, so that whoever gets it can rely on it.
2. It holds two slots. Each writing goes into the older one, with a number and a checksum over all of it. So a
   process that is killed in the middle of a writing leaves the writing before that.
3. To wipe it is to fill both slots with zeros.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
import zlib

SLOT = 1 << 18
"""Bytes."""
SIZE = 2 * SLOT
_MAGIC = b"VOICEAS1"
_HEAD = struct.Struct("<8sQII")
"""What it is, the number of the writing, the content's length, and the checksum of number and content."""
_SEALS = fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL


class SealedMemory:
    """Takes the latest content, and gives it to another process. Whoever made it closes it."""

    def __init__(self, descriptor: int) -> None:
        """`descriptor` of what `create` made, in this process or another; it is closed with this.

        Raises `OSError` or `ValueError` if it is something else.
        """
        if (
            os.fstat(descriptor).st_size != SIZE
            or fcntl.fcntl(descriptor, fcntl.F_GET_SEALS) & _SEALS != _SEALS
        ):
            raise ValueError("this is no sealed memory of this program")
        self.descriptor = descriptor
        self._mapped = mmap.mmap(
            descriptor, SIZE
        )  # as long as it is, what keeps memory from disks keeps this
        for page in range(0, SIZE, mmap.PAGESIZE):
            _ = self._mapped[page]  # no page is kept that nobody has touched
        self._number = max((number for number, _ in self._slots()), default=0)

    @classmethod
    def create(cls) -> SealedMemory:
        """Empty memory. Raises `OSError` if the system has none."""
        descriptor = os.memfd_create("conversation", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        os.ftruncate(descriptor, SIZE)
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, _SEALS)
        return cls(descriptor)

    def write(self, content: bytes) -> None:
        """Put this in place of what is there. Raises `ValueError` if it is too long."""
        if len(content) > SLOT - _HEAD.size:
            raise ValueError(f"{len(content)} bytes are too many")
        self._number += 1
        head = _HEAD.pack(_MAGIC, self._number, len(content), _checksum(self._number, content))
        os.pwrite(self.descriptor, head + content, self._number % 2 * SLOT)

    def read(self) -> bytes | None:
        """The latest content that is whole; None if there is none."""
        return max(self._slots(), default=(0, None))[1]

    def wipe(self) -> None:
        """Leave nothing of it, in no slot."""
        for slot in range(2):
            os.pwrite(self.descriptor, bytes(self._used(slot)), slot * SLOT)

    def close(self) -> None:
        self._mapped.close()
        os.close(self.descriptor)

    def _used(self, slot: int) -> int:
        """Bytes of a slot that may hold anything."""
        _, _, length, _ = _HEAD.unpack(os.pread(self.descriptor, _HEAD.size, slot * SLOT))
        return min(SLOT, _HEAD.size + int(length))

    def _slots(self) -> list[tuple[int, bytes]]:
        """(number, content) of the writings that are whole."""
        found: list[tuple[int, bytes]] = []
        for slot in range(2):
            magic, number, length, checksum = _HEAD.unpack(os.pread(self.descriptor, _HEAD.size, slot * SLOT))
            content = os.pread(self.descriptor, min(length, SLOT), slot * SLOT + _HEAD.size)
            if magic == _MAGIC and checksum == _checksum(number, content) and len(content) == length:
                found.append((number, content))
        return found


def _checksum(number: int, content: bytes) -> int:
    return zlib.crc32(content, zlib.crc32(number.to_bytes(8, "little")))
