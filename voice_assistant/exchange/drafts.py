"""What comes of an item: a question as it stands in protocol.yaml, as far as the item tells it, and notes."""

from __future__ import annotations

from dataclasses import dataclass

from voice_assistant.exchange.enabled import Known
from voice_assistant.exchange.vocabulary import Object


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Something that was not taken over, or not as it stood."""

    place: str
    """In the file, as FHIR's tools write it: item[3].item[0].enableWhen[1]."""
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}."


@dataclass(frozen=True, slots=True)
class Draft:
    question: Object | None
    """None: it cannot be spoken, and a note says why."""
    known: Known
    """For the conditions of the questions below."""
    notes: tuple[Note, ...] = ()
    """Their places are below the item."""
    read: frozenset[str] = frozenset()
    """Extensions of the item that were looked at."""
