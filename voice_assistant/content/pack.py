"""What a pack is, once it is loaded: an article, and a protocol of questions, rules and outcomes.

The models are the schema of the files as well: each field's name is the key in the YAML file. How the
parts belong together:

1. The protocol's questions are asked from top to bottom. Every answer is a value, "not_sure" or "skipped".
2. A rule gives an outcome when one of its conditions holds. "skipped" counts as "not_sure" in every rule.
3. Of all outcomes that the rules give, the one with the highest urgency is advised; where no rule gives
   one, the outcome with the lowest urgency is.
4. A rule that says `at_once` is not waited with: its outcome is advised as soon as it is given.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Spoken = Annotated[str, Field(min_length=1, max_length=400)]
Phrase = Annotated[str, Field(pattern=r"^[a-z']+( [a-z']+)*$", max_length=80)]
"""One way to say something, in small letters without signs, as a recognizer writes it."""

Mention = Annotated[str, Field(pattern=r"^[a-z']+( [a-z']+)+$", max_length=80)]
"""A phrase of two words or more; single words are too easily heard in talk that is not meant."""


def _lines(written: object) -> object:
    return [written] if isinstance(written, str) else written


Lines = Annotated[tuple[Spoken, ...], BeforeValidator(_lines), Field(min_length=1)]
"""Lines that each hold one thought; a single one may be written without a dash."""


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


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


# --- the protocol ----------------------------------------------------------------------------------


class Asking(Model):
    """The same question three times, differently: at first, shorter after a miss, and with the choices."""

    first: Spoken
    shorter: Spoken
    help: Spoken


class Source(Model):
    """What a question or an outcome rests on: a section of the article, or a reference beyond it."""

    section: Id | None = None
    reference: str | None = None


class Option(Model):
    id: Id
    label: Spoken
    """As it is read back: "stress"."""
    words: tuple[Phrase, ...] = Field(min_length=1)
    advice: Spoken | None = None
    """What helps against it, for an outcome that takes its advice from this question."""


class DurationChoice(Model):
    """A length of time to choose with a switch, where numbers cannot be spoken."""

    label: Spoken
    days: tuple[float, float | None]


class YesNoWords(Model):
    """This question's own ways to say yes and no, beside the general ones ("i am choking")."""

    yes: tuple[Phrase, ...] = ()
    no: tuple[Phrase, ...] = ()


class QuestionBase(Model):
    id: Id
    ask: Asking
    about: Spoken
    """What it asks about, in two or three words, for summaries: "weak muscles"."""
    names: tuple[Phrase, ...] = Field(min_length=1)
    """Ways to name the question when its answer is to be changed."""
    why: Spoken
    red_flag: bool = False
    source: Source


class YesNoQuestion(QuestionBase):
    kind: Literal["yes_no"]
    words: YesNoWords = YesNoWords()
    mentions: tuple[Mention, ...] = ()
    """Ways to hint at a yes while another question is open ("my hand is weak"); then this one is asked for sure."""
    said_yes: Spoken
    """The answer yes, read back in few words: "Your muscles are getting weaker."."""
    said_no: Spoken


class DurationQuestion(QuestionBase):
    kind: Literal["duration"]
    choices: tuple[DurationChoice, ...] = Field(min_length=1)
    none: tuple[Phrase, ...] = ()
    """Ways to say that there is nothing whose length could be told; counts as no time at all."""


class SeveralQuestion(QuestionBase):
    kind: Literal["several"]
    options: tuple[Option, ...] = Field(min_length=1)
    none: tuple[Phrase, ...] = Field(min_length=1)
    """Ways to say that none of the options is true."""


Question = Annotated[YesNoQuestion | DurationQuestion | SeveralQuestion, Field(discriminator="kind")]


class MoreThan(Model):
    """Holds when the duration may be longer than this: when its upper bound is above it."""

    more_than_days: float = Field(ge=0)


Flat = Literal["yes", "no", "not_sure"]


class Condition(Model):
    question: Id
    is_: tuple[Flat | MoreThan | Id, ...] = Field(alias="is", min_length=1)
    """Holds when the answer is one of these: "yes", "no", "not_sure", an option's id, or a duration."""


class Rule(Model):
    outcome: Id
    at_once: bool = False
    any: tuple[Condition, ...] = Field(min_length=1)


class Outcome(Model):
    id: Id
    urgency: int
    say: tuple[Spoken, ...] = Field(min_length=1)
    """What to do and how soon, word for word."""
    comfort: tuple[Spoken, ...] = ()
    tips_from: Id | None = None
    """A question whose chosen options' advice is said, in the question's order."""
    no_tips: tuple[Spoken, ...] = ()
    """Said in its place when none was chosen."""
    watch: tuple[Spoken, ...] = Field(min_length=1)
    """What would change the advice; every outcome ends with it."""
    sections: tuple[Id, ...] = Field(min_length=1)
    source: Source


class Protocol(Model):
    version: str
    author: str
    reviewer: str
    reviewed: date
    review_by: date
    """Past this day the protocol is not used for advice any more (I8)."""
    language: str
    introduction: tuple[Spoken, ...]
    """Said before the first question."""
    questions: tuple[Question, ...] = Field(min_length=1)
    rules: tuple[Rule, ...]
    outcomes: tuple[Outcome, ...] = Field(min_length=1)

    def question(self, question_id: str) -> Question:
        return next(question for question in self.questions if question.id == question_id)

    def outcome(self, outcome_id: str) -> Outcome:
        return next(outcome for outcome in self.outcomes if outcome.id == outcome_id)


class Pack(Model):
    id: str
    folder: Path
    article: Article
    protocol: Protocol | None
    """None: there is none yet, or it may not be used for advice (I8): then only the article is offered."""
    protocol_trouble: str | None = None
    """Why the protocol is not used, in one sentence for whoever looks after the device."""
    pronunciation: tuple[tuple[str, str], ...] = ()
    """(as written, as the voice must read it), the pack's own before the assistant's."""
    lexicon: dict[str, Term] = Field(default_factory=dict)
    """What hard words mean, by how the article writes them."""


# --- the assistant's own words ---------------------------------------------------------------------


class Wording(Model):
    """A prompt in three lengths."""

    first: Lines
    shorter: Lines
    help: Lines
    safety: bool = False


class Words(Model):
    """The assistant's own words in one language: prompts by id, and phrases by intent."""

    language: str
    prompts: dict[str, Wording]
    phrases: dict[str, tuple[Phrase, ...]]
    pronunciation: tuple[tuple[str, str], ...] = ()
