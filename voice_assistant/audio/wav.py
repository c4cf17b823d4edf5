"""Reading recordings of any kind of WAV, and writing our own.

The standard library's reader refuses the extensible header that many programs write for 24-bit sound, and
takes a file that was cut short for a short one. Both matter here, so the chunks are read by hand.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.audio.resample import resample_exact, to_int16
from voice_assistant.errors import ContentError, MissingError, OutputError

PCM, EXTENSIBLE = 1, 0xFFFE
RATES = range(4_000, 384_001)
"""Hertz. Nothing else is sound that somebody recorded, and a rate of 1 would fill the memory."""
STREAMED = 0x7FFF_0000
"""Programs that write into a pipe cannot know the length; they claim this much or more."""
HEADER = 44
"""Bytes before the first sample of the files written here."""
FULL = 0xFFFF_FFFF - HEADER
"""Bytes of sound that a WAV can hold: 18 hours of two channels."""


def read_wav(path: Path) -> Samples:
    """The recording in a file, whatever its rate, bits and channels, as 16 kHz mono.

    Raises `MissingError` if there is no such file, `ContentError` if it is not a whole WAV of integer samples
    with sound in it, `OutputError` if it may not be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise MissingError(f"The recording {path} was not found; check its name and folder.") from error
    except IsADirectoryError as error:
        raise ContentError(f"The recording {path} is a folder; name a WAV file in it.") from error
    except OSError as error:
        raise OutputError(f"The recording {path} could not be read ({error.strerror}).") from error
    try:
        shape, sound = _parse(content)
    except ValueError as error:
        raise ContentError(f"The recording {path} {error}; save or record it again as a WAV file.") from error
    return to_int16(resample_exact(_mono(shape, sound), shape.rate))


@dataclass(frozen=True, slots=True)
class _Shape:
    channels: int
    rate: int
    """Hertz."""
    width: int
    """Bytes of one sample."""


def _parse(content: bytes) -> tuple[_Shape, bytes]:
    """The shape of the samples and the samples. A `ValueError` goes on after "The recording X"."""
    if len(content) < 12 or content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise ValueError("is not a WAV file")
    shape: _Shape | None = None
    for name, size, body in _chunks(content):
        if name == b"fmt ":
            shape = _shape(body)
        elif name == b"data":
            if shape is None:
                raise ValueError("is a broken WAV file (the samples come before their format)")
            whole = len(body) // (shape.width * shape.channels) * shape.width * shape.channels
            if whole == 0:
                raise ValueError("has no sound in it")
            if len(body) < size < STREAMED or (size < STREAMED and whole < len(body)):
                raise ValueError("was cut short")
            return shape, body[:whole]
    raise ValueError("is a broken WAV file (it has no samples)")


def _chunks(content: bytes) -> Iterator[tuple[bytes, int, bytes]]:
    """Name, claimed size and actual content of each part of the file."""
    at = 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        yield name, size, content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _shape(body: bytes) -> _Shape:
    if len(body) < 16:
        raise ValueError("is a broken WAV file (its header is cut short)")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", body)
    if kind == EXTENSIBLE and len(body) >= 26:
        kind = struct.unpack_from("<H", body, 24)[0]
    if kind != PCM or bits not in (8, 16, 24, 32):
        raise ValueError(f"holds a kind of sound that is not understood here (format {kind}, {bits} bits)")
    if not channels or rate not in RATES:
        raise ValueError(f"is a broken WAV file ({channels} channels at {rate} hertz)")
    return _Shape(channels, rate, bits // 8)


def _mono(shape: _Shape, sound: bytes) -> npt.NDArray[np.float64]:
    """The mean of the channels, in 16-bit units."""
    values: npt.NDArray[np.float64]
    if shape.width == 1:
        values = (np.frombuffer(sound, dtype=np.uint8).astype(np.float64) - 128) * 256
    elif shape.width == 3:
        # Each sample becomes the upper three bytes of a 32-bit one.
        wide = np.zeros((len(sound) // 3, 4), dtype=np.uint8)
        wide[:, 1:] = np.frombuffer(sound, dtype=np.uint8).reshape(-1, 3)
        values = wide.reshape(-1).view("<i4") / 65_536.0
    elif shape.width == 4:
        values = np.frombuffer(sound, dtype="<i4") / 65_536.0
    else:
        values = np.frombuffer(sound, dtype="<i2").astype(np.float64)
    return np.asarray(values.reshape(-1, shape.channels).mean(axis=1), dtype=np.float64)


class WavWriter:
    """Writes a 16 kHz, 16-bit WAV as the sound comes; use it in a `with`.

    Whatever ends the writing, the file is a valid WAV of all that was written, or it is not there at all if
    that is nothing. Raises `OutputError` if the disk is full or the place is not ours to write.
    """

    def __init__(self, path: Path, channels: int = 1) -> None:
        self._path = path
        self._channels = channels
        self._written = 0
        try:
            # Unbuffered, so that a full disk shows at the write that it concerns.
            self._file = path.open("wb", buffering=0)
        except OSError as error:
            raise self._trouble(error) from error
        try:
            self._put(self._header())
        except OutputError:
            self.close()
            raise

    def write(self, samples: npt.NDArray[np.int16]) -> None:
        """Append samples of shape (n,) for one channel, (n, channels) for more."""
        if samples.size % self._channels or (samples.ndim == 2 and samples.shape[1] != self._channels):
            raise ValueError(f"samples of shape {samples.shape} for {self._channels} channels")
        if self._written + samples.nbytes > FULL:
            raise OutputError(f"The recording {self._path} is full; a WAV file cannot hold more.")
        self._put(samples.astype("<i2", copy=False).tobytes())

    def close(self) -> None:
        """Complete the header, or remove the file if there is no sound in it. Safe to call twice."""
        if self._file.closed:
            return
        sound = max(0, self._written - HEADER)
        sound -= sound % (2 * self._channels)
        self._written = HEADER + sound
        try:
            with self._file:
                if sound:
                    # A write that failed half-way may have left part of a sample.
                    self._file.truncate(self._written)
                    self._file.seek(0)
                    self._file.write(self._header())
            if not sound and self._path.is_file():
                self._path.unlink()
        except OSError as error:
            raise self._trouble(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _header(self) -> bytes:
        sound = max(0, self._written - HEADER)
        step = 2 * self._channels
        return struct.pack(
            "<4sI4s4sIHHIIHH4sI",
            b"RIFF", HEADER - 8 + sound, b"WAVE",
            b"fmt ", 16, PCM, self._channels, RATE, RATE * step, step, 16,
            b"data", sound,
        )  # fmt: skip

    def _put(self, content: bytes) -> None:
        rest = memoryview(content)
        try:
            while rest:
                count = self._file.write(rest)
                self._written += count
                rest = rest[count:]
        except OSError as error:
            raise self._trouble(error) from error

    def _trouble(self, error: OSError) -> OutputError:
        return OutputError(
            f"The recording {self._path} could not be written ({error.strerror}); "
            "make room or choose another folder."
        )
