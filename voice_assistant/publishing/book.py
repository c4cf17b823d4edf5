"""A talking book before it is a file: its chapters with their sound and the time of every sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from voice_assistant.publishing.timing import Cue

Kind = Literal["paragraph", "list", "heading"]
LEAD = 0.1
"""Seconds before a sentence's first sample at which its clip begins, so that no player clips its first word."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list, or a heading within the chapter."""

    items: tuple[tuple[int, ...], ...]
    """The chapter's sentences in it, by their index: one item for each entry of a list, or just one."""
    kind: Kind = "paragraph"


@dataclass(frozen=True, slots=True)
class Clip:
    """A sentence and the piece of the sound that is played for it. Seconds from the chapter's beginning."""

    id: str
    text: str
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the article. Its first sentence is its heading."""

    id: str
    clips: tuple[Clip, ...]
    blocks: tuple[Block, ...]
    sound: bytes
    """As MP3."""

    @property
    def title(self) -> str:
        return self.clips[0].text

    @property
    def seconds(self) -> float:
        return self.clips[-1].end


@dataclass(frozen=True, slots=True)
class Book:
    """What a book says about itself, beside its chapters."""

    id: str
    """The pack's."""
    title: str
    language: str
    source: str
    reviewed: date


def clips(cues: Sequence[Cue], seconds: float) -> tuple[Clip, ...]:
    """One clip after the other without a gap, so that a player that plays them all plays the whole sound.

    A clip ends in the silence after its sentence: a little before the next one, and never within a sentence.
    """
    begins = [max(cue.start - LEAD, (cue.start + before.end) / 2) for before, cue in pairwise(cues)]
    return tuple(
        Clip(cue.id, cue.text, begin, end)
        for cue, begin, end in zip(cues, (0.0, *begins), (*begins, seconds), strict=True)
    )
