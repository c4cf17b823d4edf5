"""Takes the assistant's own voice out of what the microphone hears. The only importer of pyaec.

The canceller is Speex's. The package's Python wrapper copies each frame through lists of Python numbers, so
its shared library is called directly. Its extra noise suppression stays off: it made no measurable difference
to what is recognized, delays the sound by a frame, and would colour the voice of somebody who speaks softly.
"""

from __future__ import annotations

import ctypes
import importlib.util
import math
from pathlib import Path

import numpy as np

from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, RATE, Frame
from voice_assistant.errors import MissingError


class EchoCanceller:
    """Hears the speaker's frames and takes what comes back of them out of the microphone's.

    Both must run on one clock, and the echo must come at least 0.1 s sooner than `tail`. While the speaker
    has been silent for longer than the tail, the microphone's frames pass untouched and nothing is computed.
    While it works, it also takes away what is below about 250 Hz, as a telephone does.
    """

    def __init__(self, tail: float = 0.4) -> None:
        """`tail` in seconds. Raises `MissingError` if the library cannot be loaded."""
        self._quiet_after = math.ceil(tail / FRAME_SECONDS) + 1
        self._quiet = self._quiet_after
        self._library = _load()
        self._state: int | None = self._library.AecNew(FRAME, round(tail * RATE), RATE, False)
        if not self._state:
            raise MissingError("The echo canceller could not be started; there is too little memory.")

    def process(self, microphone: Frame, speaker: Frame) -> Frame:
        """What the microphone heard without the echo; both frames are of the same 20 ms."""
        if self._state is None:
            raise RuntimeError("the echo canceller was closed")
        self._quiet = 0 if speaker.any() else min(self._quiet + 1, self._quiet_after)
        if self._quiet >= self._quiet_after:
            # The canceller has heard nothing but silence for its whole memory, so it misses nothing now.
            return microphone
        near, far = np.ascontiguousarray(microphone), np.ascontiguousarray(speaker)
        cleaned = np.empty(FRAME, dtype=np.int16)
        self._library.AecCancelEcho(
            self._state, near.ctypes.data, far.ctypes.data, cleaned.ctypes.data, FRAME
        )
        return cleaned

    def close(self) -> None:
        """Give the memory back. Safe to call twice."""
        state, self._state = self._state, None
        if state is not None:
            self._library.AecDestroy(state)


def _load() -> ctypes.CDLL:
    """The package's shared library, under the name that it has on this system."""
    package = importlib.util.find_spec("pyaec")
    folder = Path(package.origin).parent if package and package.origin else Path()
    for name in ("libaec.so", "libaec.dylib", "aec.dll"):
        if (folder / name).is_file():
            try:
                return _declared(ctypes.CDLL(str(folder / name)))
            except OSError as error:
                raise MissingError(
                    f"The echo canceller {folder / name} could not be loaded; install pyaec again."
                ) from error
    raise MissingError("The echo canceller's library was not found; install the package pyaec.")


def _declared(library: ctypes.CDLL) -> ctypes.CDLL:
    handle, samples = ctypes.c_void_p, ctypes.c_void_p
    library.AecNew.argtypes = [ctypes.c_size_t, ctypes.c_int32, ctypes.c_int32, ctypes.c_bool]
    library.AecNew.restype = handle
    library.AecCancelEcho.argtypes = [handle, samples, samples, samples, ctypes.c_size_t]
    library.AecCancelEcho.restype = None
    library.AecDestroy.argtypes = [handle]
    library.AecDestroy.restype = None
    return library
