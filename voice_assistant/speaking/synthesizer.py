"""The seam to a voice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from voice_assistant.audio.frames import Samples
from voice_assistant.events import TroubleMet


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a sentence's sound, which may be nothing, and whether it is the last."""

    samples: Samples
    last: bool


class Synthesizer(Protocol):
    """Turns one sentence after the other into sound, without ever playing it.

    Requests are answered in the order in which they were made. An adapter mends itself: if its process
    dies or hangs, it is replaced and the sentences still owed are made again.

    A sentence's sound is taken with `piece`, as soon as any of it is there, or whole with `result`. It has hardly
    any silence before and after it. The same text at the same rate is always the same sound, whatever pieces
    it comes in.
    """

    def request(self, text: str, words_per_minute: int) -> int:
        """Ask for the sound of one sentence, as the voice should read it; returns the request's number."""

    def piece(self, request: int, wait: float) -> Piece | None:
        """What is ready of a request's sound and was not given yet, waiting at most so many seconds for any.

        None if there is nothing new. After the last piece the request is over (`LookupError`).
        Raises `VoiceError` if the voice cannot make this sentence even after it was replaced.
        """

    def result(self, request: int, wait: float) -> Samples | None:
        """All of a request's sound, waiting at most so many seconds; None if it is not ready yet.

        It is given once. Raises like `piece`.
        """

    def troubles(self) -> tuple[TroubleMet, ...]:
        """What went wrong and was mended since the last call, for the journal."""

    def forget(self, keep: Collection[int] = ()) -> None:
        """No request made so far is wanted any more, but for those."""

    def forget_sentences(self) -> None:
        """Nothing that was said so far is kept; requests are."""

    def close(self) -> None:
        """End the voice's process. Safe to call twice."""
