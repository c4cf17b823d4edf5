"""Wishes: what the dialogue wants done. The session carries them out in the order in which they come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voice_assistant.events import EndReason, Entry

Patience = Literal["normal", "slow", "very slow"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to be said, as it is written; the speaking part respells it for the voice."""

    text: str
    pause: float = 0.25
    """Seconds of silence after it."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the assistant says in one go."""

    id: int
    """Counts up from 1 within a session."""
    prompt: str
    """Which prompt, question, outcome or section the words are from, for the journal."""
    sentences: tuple[Sentence, ...]
    safety: bool = False
    """Plays to the end even when it is told to stop (C5 lists it as the exception)."""


@dataclass(frozen=True, slots=True)
class Say:
    """Say it after whatever is being said now."""

    utterance: Utterance


@dataclass(frozen=True, slots=True)
class StopSpeaking:
    """Fall silent and drop what is waiting to be said, but for safety sentences."""


@dataclass(frozen=True, slots=True)
class Listen:
    """From now on understand this, also while speaking."""

    intents: tuple[str, ...]
    question: str | None = None
    """The open question, whose own words are then understood too."""
    practising: bool = False
    """Whether question and names are those of the practice's pack."""
    names: Literal["sections", "questions"] | None = None
    """Whether bare names of sections, or of questions, are understood ("swallowing")."""
    careful: tuple[str, ...] = ()
    """Intents with which much is at stake here, beside a red flag's "no": they need the surest hearing."""
    attempt: int = 0
    """How often the last thing said was not understood: later ones are listened to more loosely."""
    patience: Patience = "normal"
    counting: bool = False
    """Whether two sounds mean something else than one, so that a second one is waited for."""
    no_input_after: float | None = 10.0
    """Seconds of silence, after the assistant has spoken, that count as no input; None: for ever."""


@dataclass(frozen=True, slots=True)
class CheckSound:
    """Tell how the microphone sounds: `SoundChecked` comes at once."""


@dataclass(frozen=True, slots=True)
class KeepSummary:
    """Write this down for the person, one sentence a line: `SummaryKept` comes at once."""

    text: str


@dataclass(frozen=True, slots=True)
class SetVolume:
    """How loud the speech is, relative to the default. Decibels."""

    gain_db: float


@dataclass(frozen=True, slots=True)
class SetRate:
    """How fast the speech is, from the next sentence on. Words a minute."""

    words_per_minute: int


@dataclass(frozen=True, slots=True)
class Note:
    """Write this into the journal."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class End:
    """The session is over once everything that is waiting has been said."""

    reason: EndReason


Command = Say | StopSpeaking | Listen | CheckSound | KeepSummary | SetVolume | SetRate | Note | End
