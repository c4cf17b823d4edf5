"""What a protocol is: questions, rules from answers to outcomes, and the outcomes' advice.

The models are the schema of protocol.yaml as well: each field's name is the key in the file. How the parts
belong together:

1. The questions are asked from top to bottom. One that has `applies_when` is asked only where that holds.
   Every answer is a value, or "not_sure", "skipped" or "refused"; the last two count as "not_sure" in every
   rule (I1).
2. A rule gives an outcome when enough of its `any` conditions hold, and every one of its `all` conditions.
   An answer that is not there fulfils no condition.
3. Of all outcomes that the rules give, the one with the highest urgency is advised; where no rule gives one,
   the outcome with the lowest urgency is.
4. As soon as no answer that is still open can change the outcome, or the tips that are said with it, no more
   is asked; what is left can be answered for the doctor.
5. A rule that says `at_once` is not even waited with for the summary: its outcome is advised as soon as it is
   given.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from voice_assistant.content.model import Id, Mention, Model, Phrase, Spoken

# --- questions -------------------------------------------------------------------------------------


class Asking(Model):
    """The same question three times, differently: at first, shorter after a miss, and with the choices."""

    first: Spoken
    """How it is asked; at most twelve words, and the question is the last sentence."""
    shorter: Spoken
    """How it is asked after a silence, or after an answer that was not understood."""
    help: Spoken
    """How it is asked with its choices named."""


class Source(Model):
    """What a question or an outcome rests on: a section of the article, or a reference beyond it."""

    section: Id | None = None
    """The section's id in article.md."""
    sentence: str | None = Field(None, min_length=1)
    """The sentence of that section, word for word as the article has it."""
    reference: str | None = Field(None, min_length=1)
    """What it rests on beyond the article, named so that a reviewer can find it."""


Adjustment = Literal["louder", "quieter", "slower", "faster", "more_time", "switch"]
"""One step in how the assistant speaks and listens; "switch": that the choices are read out."""


class Option(Model):
    """One of the answers that a question offers."""

    id: Id
    """The name by which rules speak of it."""
    label: Spoken
    """As it is read back: "stress"."""
    words: tuple[Phrase, ...] = Field(min_length=1)
    """Ways to say it."""
    sets: tuple[Adjustment, ...] = ()
    """What is changed at once in how the assistant speaks and listens, until the session ends."""
    advice: Spoken | None = None
    """What helps against it, for an outcome that takes its advice from this question."""


class DurationChoice(Model):
    """A length of time to choose with a switch, where numbers cannot be spoken."""

    label: Spoken
    """As it is offered."""
    days: tuple[float, float | None]
    """The fewest and the most days that it stands for; null: no limit."""


class NumberChoice(Model):
    """A range of numbers to choose with a switch; both ends belong to it."""

    label: Spoken
    """As it is offered."""
    numbers: tuple[int, int]
    """The least and the greatest number that it stands for."""


class YesNoWords(Model):
    """This question's own ways to say yes and no, beside the general ones ("i am choking")."""

    yes: tuple[Phrase, ...] = ()
    """Ways to say yes to this question."""
    no: tuple[Phrase, ...] = ()
    """Ways to say no to this question."""


class YesNoSets(Model):
    """What an answer changes at once in how the assistant speaks and listens, until the session ends."""

    yes: tuple[Adjustment, ...] = ()
    """What a yes changes."""
    no: tuple[Adjustment, ...] = ()
    """What a no changes."""


class MoreThan(Model):
    """Holds when the duration may be longer than this: when its upper bound is above it."""

    more_than_days: float = Field(ge=0)
    """Days."""


class LessThan(Model):
    """Holds when the duration may be shorter than this: when its lower bound is below it."""

    less_than_days: float = Field(gt=0)
    """Days."""


class AtLeast(Model):
    """Holds when the number may be this or more."""

    at_least: int
    """The number."""


class AtMost(Model):
    """Holds when the number may be this or less."""

    at_most: int
    """The number."""


Compared = MoreThan | LessThan | AtLeast | AtMost
Flat = Literal["yes", "no", "not_sure"]


class Condition(Model):
    """One question, and the answers to it that are meant."""

    question: Id
    """The question's id."""
    is_: tuple[Flat | Compared | Id, ...] = Field(alias="is", min_length=1)
    """Holds when the answer is one of these: "yes", "no", "not_sure", an option's id, a duration, or a number."""


class When(Model):
    """Holds when `at_least` of the conditions in `any` hold, and all of those in `all`."""

    any: tuple[Condition, ...] = ()
    """Conditions of which enough must hold: one, or as many as `at_least` says."""
    at_least: int = Field(1, ge=1)
    """How many of the conditions in `any` must hold."""
    all: tuple[Condition, ...] = ()
    """Conditions that must all hold."""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return (*self.any, *self.all)


class QuestionBase(Model):
    id: Id
    """The name by which rules speak of it."""
    ask: Asking
    """The question in three wordings that differ."""
    about: Spoken
    """What it asks about, in two or three words, for summaries: "weak muscles"."""
    names: tuple[Phrase, ...] = Field(min_length=1)
    """Ways to name the question when its answer is to be changed."""
    why: Spoken
    """Said when somebody asks why this is asked."""
    red_flag: bool | Id = False
    """Only an explicit, understood "no" puts a red flag aside: every other answer leads at least to the outcome
    named here; with `true`, to the protocol's `contact`."""
    applies_when: When | None = None
    """Asked only where this holds for the answers to questions above; without it always."""
    source: Source
    """Where it comes from."""


class YesNoQuestion(QuestionBase):
    """Whether something is so: yes, no, or not sure."""

    kind: Literal["yes_no"]
    words: YesNoWords = YesNoWords()
    """What people may answer, beside the assistant's general ways to say yes and no."""
    sets: YesNoSets = YesNoSets()
    """What an answer changes at once in how the assistant speaks and listens; not for questions about health."""
    mentions: tuple[Mention, ...] = ()
    """Ways to hint at a yes while another question is open ("my hand is weak"); then this one is asked for sure."""
    said_yes: Spoken
    """The answer yes, read back in few words: "Your muscles are getting weaker."."""
    said_no: Spoken
    """The answer no, read back in few words."""


class DurationQuestion(QuestionBase):
    """For how long: hours, days, weeks, months or years."""

    kind: Literal["duration"]
    choices: tuple[DurationChoice, ...] = Field(min_length=1)
    """Lengths of time that are read out to whoever uses a switch."""
    none: tuple[Phrase, ...] = ()
    """Ways to say that there is nothing whose length could be told; counts as no time at all."""


class SeveralQuestion(QuestionBase):
    """Which of these: any number of the options, or none."""

    kind: Literal["several"]
    options: tuple[Option, ...] = Field(min_length=1)
    """What can be named."""
    none: tuple[Phrase, ...] = Field(min_length=1)
    """Ways to say that none of the options is true."""


class OneOfQuestion(QuestionBase):
    """Which of these: exactly one of the options."""

    kind: Literal["one_of"]
    options: tuple[Option, ...] = Field(min_length=2)
    """What can be chosen."""


class NumberQuestion(QuestionBase):
    """How many: a whole number."""

    kind: Literal["number"]
    low: int = Field(0, ge=0, le=999)
    """The least number that can be meant."""
    high: int = Field(ge=1, le=999)
    """The greatest number that can be meant."""
    unit: Spoken
    """What is counted, as it is read back after the number: "cups a day"."""
    unit_words: tuple[Phrase, ...] = ()
    """What may be said after the number, beside nothing: "cups"."""
    choices: tuple[NumberChoice, ...] = Field(min_length=1)
    """Ranges that are read out to whoever uses a switch."""
    none: tuple[Phrase, ...] = ()
    """Ways to say zero in other words: "none at all"."""


class ScaleQuestion(QuestionBase):
    """How much, as a number between two ends that have a meaning."""

    kind: Literal["scale"]
    low: int = Field(0, ge=0, le=10)
    """The lowest number."""
    high: int = Field(10, ge=1, le=10)
    """The highest number."""
    low_means: Spoken
    """What the lowest number stands for: "no pain"."""
    high_means: Spoken
    """What the highest number stands for: "the worst pain"."""


Question = Annotated[
    YesNoQuestion | DurationQuestion | SeveralQuestion | OneOfQuestion | NumberQuestion | ScaleQuestion,
    Field(discriminator="kind"),
]

# --- rules and outcomes ----------------------------------------------------------------------------


class Rule(When):
    """From answers to an outcome; of all outcomes that are given, the most urgent one is advised."""

    outcome: Id
    """The outcome that it gives."""
    at_once: bool = False
    """Whether its advice is given without asking on, and without the summary before it."""


class Outcome(Model):
    """What somebody is advised to do, word for word."""

    id: Id
    """The name by which rules speak of it."""
    urgency: int
    """The higher, the more urgent; no two outcomes have the same."""
    emergency: bool = False
    """Whether this is what somebody is told who calls out an emergency; at most one outcome, the most urgent."""
    say: tuple[Spoken, ...] = Field(min_length=1)
    """What to do and how soon, word for word."""
    simply: tuple[Spoken, ...] = ()
    """The same in the simplest words, for whoever asks for that."""
    comfort: tuple[Spoken, ...] = ()
    """A kind word that is true."""
    tips_from: Id | None = None
    """A question whose chosen options' advice is said, in the question's order."""
    no_tips: tuple[Spoken, ...] = ()
    """Said in its place when none was chosen."""
    watch: tuple[Spoken, ...] = ()
    """What would change the advice; every outcome of a protocol about health ends with it."""
    sections: tuple[Id, ...] = Field(min_length=1)
    """The article's sections that it rests on; the first one is offered to be read."""
    source: Source
    """Where it comes from."""


class Protocol(Model):
    """The questions of a pack, the rules from answers to outcomes, and the outcomes' advice."""

    version: str
    """The protocol's version, between quotes; a new one whenever a word of it changes."""
    author: str
    """Who wrote it."""
    reviewer: str
    """Who compared it with its sources, and what they are; if no clinician has, that must be said here."""
    reviewed: date
    """When they did."""
    review_by: date
    """Past this day the protocol is not used for advice any more (I8)."""
    language: str
    """The article's language."""
    canonical: str | None = Field(None, pattern=r"^[a-zA-Z][a-zA-Z0-9+.-]*:\S+$")
    """The address by which other systems know it as a FHIR Questionnaire; without it one made from the pack's name."""
    contact: Id | None = None
    """The outcome that says "contact a doctor": the least that anything but a clear "no" to a red flag leads to."""
    ask_all: bool = False
    """Whether every question is asked, though no answer to it can change the outcome any more."""
    introduction: tuple[Spoken, ...]
    """Said before the first question."""
    questions: tuple[Question, ...] = Field(min_length=1)
    """Asked from top to bottom, the most urgent ones first."""
    rules: tuple[Rule, ...]
    """Which answers lead to which outcome."""
    outcomes: tuple[Outcome, ...] = Field(min_length=1)
    """All the advice that there is; where no rule gives any, the least urgent one is given."""

    def question(self, question_id: str) -> Question:
        return self._questions[question_id]

    def outcome(self, outcome_id: str) -> Outcome:
        return self._outcomes[outcome_id]

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {question.id: question for question in reversed(self.questions)}

    @cached_property
    def _outcomes(self) -> dict[str, Outcome]:
        return {outcome.id: outcome for outcome in reversed(self.outcomes)}

    @property
    def lowest(self) -> Outcome:
        """What is advised where no rule gives anything."""
        return min(self.outcomes, key=lambda outcome: outcome.urgency)

    @property
    def medical(self) -> bool:
        """Whether its advice is about somebody's health: then every outcome says what would change it."""
        return any(each.red_flag for each in self.questions) or any(each.emergency for each in self.outcomes)

    def floor(self, question: Question) -> Outcome | None:
        """The least that anything but a clear "no" to this question leads to; None: it is no red flag."""
        if not question.red_flag:
            return None
        named = self.contact if question.red_flag is True else question.red_flag
        return next((each for each in self.outcomes if each.id == named), None)
