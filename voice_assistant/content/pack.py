"""What a pack is, once it is loaded: an article, a protocol, and what hard words mean and sound like.

The models are the schema of the files as well: each field's name is the key in the YAML file. The protocol's
stand in `protocol`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from voice_assistant.content.cases import Cases
from voice_assistant.content.model import Id, Lines, Model, Phrase, Spoken
from voice_assistant.content.protocol import Protocol

# --- the article -----------------------------------------------------------------------------------


class ArticleSentence(Model):
    text: str
    """As it is said."""
    line: int
    """Its line in article.md, from 1."""
    written: str = ""
    """As it stands in the article, for the eye; "" where that is how it is said."""
    begins: Literal["entry", "heading"] | None = None
    """Whether it begins an entry of a list, or is a heading within its section."""

    @property
    def shown(self) -> str:
        return self.written or self.text


class Section(Model):
    id: Id
    title: str
    names: tuple[Phrase, ...]
    """Ways to name it by voice; the first is the one that is offered."""
    paragraphs: tuple[tuple[ArticleSentence, ...], ...]
    summary: tuple[Spoken, ...] = ()
    """What it says in short, in its author's words; empty where nobody has written that."""
    written: str = ""
    """The title as it stands in the article; "" where that is how it is said."""

    @property
    def shown(self) -> str:
        return self.written or self.title

    @property
    def sentences(self) -> tuple[ArticleSentence, ...]:
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)


class Article(Model):
    """The sections in reading order; the first is the introduction."""

    title: str
    language: str
    source: str
    reviewed: date
    sections: tuple[Section, ...]
    summary: tuple[Spoken, ...] = ()
    """As a section's, of the whole article."""
    written: str = ""
    """The title as it stands in the article; "" where that is how it is said."""

    @property
    def shown(self) -> str:
        return self.written or self.title

    def section(self, section_id: str) -> Section:
        return next(section for section in self.sections if section.id == section_id)


class Term(Model):
    """A word of the article that not everybody knows."""

    words: tuple[Phrase, ...] = Field(min_length=1)
    """What it sounds like when somebody says it, in words that the recognizer knows."""
    means: Lines
    """What it means, in a sentence or two that need no other hard word."""


class Pack(Model):
    id: str
    folder: Path
    article: Article
    protocol: Protocol | None
    """None: there is none yet, or it may not be used for advice (I8): then only the article is offered."""
    protocol_trouble: str | None = None
    """Why the protocol is not used, in one sentence for whoever looks after the device."""
    cases: Cases | None = None
    """What a clinician expects of the protocol; None where nobody has written that down."""
    pronunciation: tuple[tuple[str, str], ...] = ()
    """(as written, as the voice must read it), the pack's own before the assistant's."""
    lexicon: dict[str, Term] = Field(default_factory=dict)
    """What hard words mean, by how the article writes them."""


# --- the assistant's own words ---------------------------------------------------------------------


class Wording(Model):
    """A prompt in three lengths."""

    first: Lines
    """As it is said at first."""
    shorter: Lines
    """As it is said when it comes again."""
    help: Lines
    """As it is said to whoever needs help."""
    safety: bool = False
    """Whether it must be heard to its end."""


class Words(Model):
    """The assistant's own words in one language: prompts by id, and phrases by intent."""

    language: str
    prompts: dict[str, Wording]
    phrases: dict[str, tuple[Phrase, ...]]
    pronunciation: tuple[tuple[str, str], ...] = ()
