"""Every sentence of a conversation as text when it is heard: as a stream of lines, or as a file of captions.

The stream is for whoever cannot hear: another screen, a braille display, a terminal. It must never disturb the
voice, so nothing here waits:

1. A line is handed over only as far as its reader takes it at once. What is left is tried again with each frame.
2. A reader that is too slow loses the oldest lines, whole ones only; one that goes away is missed by nobody.
3. A named pipe is opened when somebody reads it, at the next sentence; what was said before is not told again.
4. A disk that is full is such a reader: it is reported once, and goes on in the same line once there is room.
"""

from __future__ import annotations

import errno
import os
import select
from collections import deque
from pathlib import Path

from voice_assistant.audio.frames import Frame
from voice_assistant.errors import OutputError
from voice_assistant.events import TroubleMet
from voice_assistant.publishing.text import as_clock, one_line
from voice_assistant.publishing.timing import Timing
from voice_assistant.publishing.webvtt import webvtt
from voice_assistant.publishing.whole_files import WholeFiles

STDOUT = "-"
MOST_WAITING = 100
"""Lines that are kept for a reader who is slow."""
AT_ONCE = 4_096
"""Bytes that a pipe takes whole or not at all, once it can be written to."""

_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NONBLOCK


class NoCaptions:
    """Where nobody reads along."""

    def begun(self, text: str) -> None:
        """Show it to nobody."""

    def over(self) -> None:
        """Show it to nobody."""

    def played(self, frame: Frame) -> None:
        """Show it to nobody."""

    def close(self) -> None:
        """There is nothing to close."""

    def troubles(self) -> tuple[TroubleMet, ...]:
        return ()


class CaptionStream:
    """A line for each sentence as it begins, `00:01:02.340 The sentence.`, into stdout, a file or a named pipe."""

    def __init__(self, where: str) -> None:
        """`where`: a file's name, or "-" for stdout. Raises `OutputError` if it cannot be written to."""
        self._where = where
        self._timing = Timing()
        self._lines: deque[bytes] = deque(maxlen=MOST_WAITING)
        self._rest = b""
        """What is left of the line that is being written."""
        self._troubles: list[TroubleMet] = []
        self._failing = False
        self._is_pipe = where != STDOUT and Path(where).is_fifo()
        self._file: int | None = None
        if self._is_pipe:
            return
        try:
            self._file = os.dup(1) if where == STDOUT else os.open(where, _WRITE, 0o666)
        except OSError as error:
            raise OutputError(
                f"The captions cannot be written into {where} ({error.strerror}): "
                "name another file with --captions."
            ) from error

    def begun(self, text: str) -> None:
        """A sentence begins in the frame that leaves next."""
        self._lines.append(f"{as_clock(self._timing.now)} {one_line(text)}\n".encode())
        if self._file is None and self._is_pipe:
            self._open_pipe()
        if self._file is None:
            self._lines.clear()
        self._hand_over()

    def over(self) -> None:
        """A line says only when its sentence begins."""

    def played(self, frame: Frame) -> None:
        """A frame leaves: time goes on."""
        self._timing.played(frame)
        self._hand_over()

    def troubles(self) -> tuple[TroubleMet, ...]:
        """What went wrong since the last call, for the journal."""
        troubles, self._troubles = tuple(self._troubles), []
        return troubles

    def close(self) -> None:
        """Hand over what is taken at once, and end. Safe to call twice."""
        self._hand_over()
        self._leave()

    # --- how it is done ------------------------------------------------------------------------------

    def _open_pipe(self) -> None:
        try:
            self._file = os.open(self._where, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:  # which means that nobody reads it yet
                self._failed(error)

    def _hand_over(self) -> None:
        while self._file is not None and (self._rest or self._lines):
            self._rest = self._rest or self._lines.popleft()
            try:
                if not _takes_more(self._file):
                    return
                written = os.write(self._file, self._rest[:AT_ONCE])
            except BlockingIOError:
                return
            except BrokenPipeError:
                self._leave()
            except OSError as error:
                self._failed(error)
                return
            else:
                self._rest = self._rest[written:]
                if self._failing:
                    self._failing = False
                    self._troubles.append(TroubleMet("captions", "back"))

    def _leave(self) -> None:
        file, self._file = self._file, None
        self._lines.clear()
        self._rest = b""
        if file is not None:
            os.close(file)

    def _failed(self, error: OSError) -> None:
        if not self._failing:
            self._failing = True
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            self._troubles.append(TroubleMet("captions", "disk_full" if full else "failed"))


class CaptionFile:
    """The captions of a recording of the conversation, as WebVTT, written when it is over."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._timing = Timing()

    def begun(self, text: str) -> None:
        """A sentence begins in the frame that leaves next."""
        self._timing.begun(text)

    def over(self) -> None:
        """It ends in that frame, at the latest."""
        self._timing.over()

    def played(self, frame: Frame) -> None:
        """A frame leaves."""
        self._timing.played(frame)

    def close(self) -> None:
        """Write the file. Raises `OutputError` if that is not possible."""
        self._timing.close()
        with WholeFiles() as files:
            files.write(self._path, webvtt(self._timing.cues))


def _takes_more(file: int) -> bool:
    """Whether writing would not wait; also if it would fail, which writing tells."""
    poll = select.poll()
    poll.register(file, select.POLLOUT)
    return bool(poll.poll(0))
