"""Calls into a sound system that may never come back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def within(seconds: float, work: Callable[[], T]) -> T:
    """The result of `work`, or what it raised; `TimeoutError` if it takes longer than so many seconds.

    Work that hangs goes on hanging in a thread that does not keep the process alive.
    """
    results: list[T] = []
    troubles: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - it is raised again where it belongs
            troubles.append(error)

    thread = threading.Thread(target=run, name="sound-system", daemon=True)
    thread.start()
    thread.join(seconds)
    if troubles:
        raise troubles[0]
    if not results:
        raise TimeoutError
    return results[0]
