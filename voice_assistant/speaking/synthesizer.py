"""The seam to a voice."""

from __future__ import annotations

from typing import Protocol

from voice_assistant.audio.frames import Samples
from voice_assistant.events import TroubleMet


class Synthesizer(Protocol):
    """Turns one sentence after the other into sound, without ever playing it.

    Requests are answered in the order in which they were made. An adapter mends itself: if its process
    dies or hangs, it is replaced and the sentences still owed are made again.
    """

    def request(self, text: str, words_per_minute: int) -> int:
        """Ask for the sound of one sentence, as the voice should read it; returns the request's number."""

    def result(self, request: int, wait: float) -> Samples | None:
        """The sound of a request, waiting at most so many seconds; None if it is not ready yet.

        It has hardly any silence before and after it, and it is given once.
        Raises `VoiceError` if the voice cannot make this sentence even after it was replaced.
        """

    def troubles(self) -> tuple[TroubleMet, ...]:
        """What went wrong and was mended since the last call, for the journal."""

    def forget(self) -> None:
        """No request made so far is wanted any more."""

    def close(self) -> None:
        """End the voice's process. Safe to call twice."""
