"""The transcript of a rehearsal: who said what, and when, to be read like a play."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from voice_assistant.errors import OutputError
from voice_assistant.journal import Record


class Transcript:
    """Writes lines as they come, into a file and to whoever else wants them."""

    def __init__(self, path: Path | None, show: Callable[[str], None]) -> None:
        self._path = path
        self._show = show
        try:
            self._file = path.open("w", encoding="utf-8") if path is not None else None
        except OSError as error:
            raise OutputError(
                f"{path} cannot be written ({error.strerror}): choose another folder, or make room on the disk."
            ) from error

    def caller(self, t: float, text: str) -> None:
        """The caller does something."""
        self._line(t, "caller", text)

    def write(self, record: Record) -> None:
        """The journal's records that belong into a transcript."""
        fields = record.fields
        match record.event:
            case "speaking":
                self._line(record.t, "assistant", str(fields["text"]))
            case "spoken" if fields["how"] == "interrupted":
                self._line(
                    record.t, "", f"(the assistant stops, in sentence {int(str(fields['sentence'])) + 1})"
                )
            case "heard" if fields["decision"] == "accepted":
                self._line(record.t, "", f"(understood: {fields['text']})")
            case "heard" if not fields["text"]:
                self._line(record.t, "", "(nothing understood)")
            case "heard":
                self._line(record.t, "", f"(not sure what was said: {fields['text']})")
            case "outcome":
                self._line(record.t, "", f"(advice: {fields['outcome']})")
            case "ended":
                self._line(record.t, "", f"(the session ends: {fields['reason']})")

    def close(self) -> None:
        if self._file is not None:
            try:
                self._file.close()
            except OSError as error:
                raise OutputError(f"{self._path} cannot be written ({error.strerror}).") from error

    def __enter__(self) -> Transcript:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _line(self, t: float, who: str, text: str) -> None:
        minutes, seconds = divmod(t, 60)
        line = f"{int(minutes):3d}:{seconds:04.1f}  {who:<9}  {text}".rstrip()
        self._show(line)
        if self._file is not None:
            try:
                self._file.write(line + "\n")
                self._file.flush()
            except OSError as error:
                raise OutputError(
                    f"{self._path} cannot be written ({error.strerror}): make room on the disk."
                ) from error
