"""A service that cannot start says why, again and again, but ever more seldom: it is started again each second.

Somebody who looks after the device must hear it, and those who sit beside it all night need not. The number of starts
that failed is kept in a file of the service, since each of them is a process of its own.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from voice_assistant.kiosk.health_file import count_start
from voice_assistant.paths import service_state

FILE = "failed-starts"


def failed(environ: Mapping[str, str] = os.environ) -> bool:
    """It could not start; whether to say so now: the first time, and the second, the fourth, the eighth, and so on.

    Where it is no service, somebody started it, and wants to hear it.
    """
    file = _file(environ)
    if file is None:
        return True
    count = count_start(file)
    return count & (count - 1) == 0


def started(environ: Mapping[str, str] = os.environ) -> None:
    """It could: the next time that it cannot is said at once."""
    file = _file(environ)
    if file is not None:
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _file(environ: Mapping[str, str]) -> Path | None:
    folder = service_state(environ)
    return folder / FILE if folder else None
