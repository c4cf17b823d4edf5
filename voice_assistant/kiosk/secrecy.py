"""Nothing of this process's memory may ever reach a disk or another program.

1. There is no core dump, and nobody looks in.
2. What a person has left behind is not only forgotten: the memory that it was in goes back to the system.
"""

from __future__ import annotations

import ctypes
import os
import resource

PR_SET_DUMPABLE = 4


def keep_memory_secret() -> None:
    """Switch off core dumps, also of programs started from here, and being looked into by other programs.

    Raises `OSError` if the system refuses; then nothing private should begin.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def give_memory_back() -> None:
    """Hand what is free of this process's memory to the system, which empties it before anybody gets it again.

    Takes some milliseconds. With a C library that cannot do it (all but the GNU one) nothing happens.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
