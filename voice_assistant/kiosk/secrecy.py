"""Nothing of this process's memory may ever reach a disk or another program: no core dump, and nobody looks in."""

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
