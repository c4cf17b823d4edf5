"""Nothing of this process's memory may ever reach a disk or another program.

1. There is no core dump, and nobody looks in.
2. None of it is swapped to a disk, where that may be forbidden: to a service, whose unit allows it, and to root.
3. What a person has left behind is not only forgotten: the memory that it was in goes back to the system.
"""

from __future__ import annotations

import ctypes
import os
import resource
from pathlib import Path

PR_SET_DUMPABLE = 4
MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT = 1, 2, 4


def keep_memory_secret() -> None:
    """Switch off core dumps, also of programs started from here, and being looked into by other programs.

    Raises `OSError` if the system refuses; then nothing private should begin.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def keep_memory_from_disks() -> bool:
    """Have all of this process's memory, now and later, stay where it is, and never be swapped; whether that is so.

    It is not tried with a limit to it: what is beyond the limit could not be had at all, and the process would end.
    """
    unlimited = resource.getrlimit(resource.RLIMIT_MEMLOCK)[1] == resource.RLIM_INFINITY
    if not unlimited and os.geteuid() != 0:
        return False
    if unlimited:
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return bool(ctypes.CDLL(None).mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0)


def give_memory_back() -> None:
    """Hand what is free of this process's memory to the system, which empties it before anybody gets it again.

    Takes some ten milliseconds. With a C library that cannot do it (all but the GNU one) nothing happens. What is
    kept from disks cannot be handed back, so for that moment it is not.
    """
    libc = ctypes.CDLL(None)
    trim = getattr(libc, "malloc_trim", None)
    if trim is None:
        return
    kept = locked_kb() > 0
    if kept:
        libc.munlockall()
    trim(0)
    if kept:
        keep_memory_from_disks()


def locked_kb() -> int:
    """How much of this process's memory is kept from disks, in units of 1,024 bytes."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmLck:")), 0)
