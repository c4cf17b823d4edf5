"""What the dialogue remembers. Together with the state's name it is the whole truth about a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Literal

from voice_assistant.commands import Listen, Patience, Utterance
from voice_assistant.events import Choices, Days, Deafness, Meaning, Number

Group = Literal["speaking", "moving", "place", "more"]
"""Options for a switch: how it speaks; moving about in the article; about this place in it; and all else."""
Flat = Literal["yes", "no", "not_sure", "skipped", "refused"]
AnswerValue = Flat | Days | Number | Choices
UNKNOWN: tuple[Flat, ...] = ("not_sure", "skipped", "refused")
"""Answers that tell nothing; all of them count as "not sure", and never as "no" (I1)."""


@dataclass(frozen=True, slots=True)
class Answer:
    value: AnswerValue
    confirmed: bool = False

    def as_json(self) -> object:
        return self.value if isinstance(self.value, str) else self.value.as_json()


@dataclass(frozen=True, slots=True)
class Pending:
    """What a yes or no in the state "confirming" is about.

    "said": whether `meaning` is what was said. "summary": whether all answers are right. "consent":
    whether health may be talked about aloud in a shared room. "forget": whether to forget the bookmark
    that `meaning` names. "keep": whether to write a summary down. "record": whether to keep a record.
    """

    kind: Literal["said", "summary", "consent", "forget", "keep", "record"]
    meaning: Meaning | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """Where a help, a pause or a "did you say ...?" goes back to, and what was to be confirmed there."""

    state: str
    pending: Pending | None = None


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A sentence of an utterance; utterances are said in the order of their numbers."""

    utterance: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of the article; `sentence` counts from 0 within the section."""

    section: str
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place that a person asked to remember, under a number, from 1, which it keeps."""

    number: int
    place: Place


@dataclass(frozen=True, slots=True)
class Advice:
    """The advice given last, for "repeat", and how much of it was heard, for going on after an interruption."""

    whole: Utterance
    voiced: Mark
    """The utterance that says it now, and the sentence of `whole` with which that begins."""
    begun: int = 0
    """The sentence of `whole` that was heard last; as many as there are once all of it was said."""

    @property
    def unheard(self) -> bool:
        return self.begun < len(self.whole.sentences)


@dataclass(frozen=True, slots=True)
class SwitchOption:
    """One thing to choose with a switch; without a meaning it leads to other options."""

    meaning: Meaning | None
    label: str
    opens: Group | None = None
    """The group of options that it leads to; None: back to those that are in none, from their beginning."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The options that are read out one by one for a switch; `heard` is the last one begun, -1 for none."""

    utterance: int
    options: tuple[SwitchOption, ...]
    heard: int = -1
    group: Group | None = None
    """Which options these are; None: those that are in no group."""
    lead: int = 0
    """Sentences of the utterance before the one that ends the first option."""
    announced: bool = False
    """Whether it was said of the first one that a second press takes it."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What was going on with a pack when another one was turned to for practice; see `Memory`."""

    answers: tuple[tuple[str, Answer], ...]
    mentioned: tuple[str, ...]
    thorough: bool
    outcome: str | None
    called_out: bool
    offers: tuple[str, ...]
    place: Place | None
    bookmarks: tuple[Bookmark, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """Everything but the state's name. Replaced, never changed."""

    answers: tuple[tuple[str, Answer], ...] = ()
    question: str | None = None
    """The question that is open, or that a pause interrupted."""
    wording: int = 0
    """Which of its three wordings the open question was put in last."""
    fresh: Mark | None = None
    """Where the open question, or an offer, begins, until it has begun: before that nobody can answer it."""
    practising: bool = False
    """Whether it is the practice's pack that is talked about."""
    aside: Aside | None = None
    """What was going on before the practice."""
    newcomer: bool = False
    """Whether this device has never been talked to before."""
    called: tuple[str, ...] = ()
    """What may have been a call to wake it, a moment ago: its words, then what else they may have been. Once more the
    same does wake it."""
    thorough: bool = False
    """Whether questions are asked on that cannot change the advice, for the doctor's sake."""
    mentioned: tuple[str, ...] = ()
    """Questions that were hinted at while another one was open, and that are still to be asked about."""
    read_back: str | None = None
    """The question whose answer is read back before the open one is put."""
    pending: Pending | None = None
    came_from: tuple[Return, ...] = ()
    """What helping, a pause, or "did you say ...?" go back to, the nearest last."""

    misses: int = 0
    """Times in a row that something was not understood."""
    silences: int = 0
    """Times in a row that nothing was said. Counted apart from misses."""
    left_alone: bool = False
    """Whether talk to somebody else, or a noise, was answered already while the same thing is open."""
    asides: int = 0
    """Times that talk to somebody else was answered."""
    rewordings: int = 0
    """Times that the open question was asked again because the person was not sure, or skipped it."""
    helps: int = 0
    """Times in a row that help was asked for."""
    given_up: int = 0
    """Questions that were noted as "not sure" because no answer was understood."""
    unanswered: int = 0
    """Questions in a row that were left open by silence."""
    reminders: int = 0
    """Times in a row that somebody was reminded, in a long silence, of what they can say."""

    place: Place | None = None
    """The sentence of the article that was heard last."""
    bookmarks: tuple[Bookmark, ...] = ()
    """By their numbers, ascending."""
    reading: Place | None = None
    """Where the utterance that is being read begins."""
    reading_lead: int = 0
    """Sentences at the start of that utterance that are not the article's (its title)."""
    long_pause: bool = False
    """Whether the pause that it is in has gone on for long."""
    explained: str = ""
    """The hard word that was explained while the voice was at this place; "" for none."""
    sought: str = ""
    """The word of the article that is being looked for; "" for none."""
    at_bookmarks: bool = False
    """Whether it is a bookmark, not a section, that is to be chosen."""
    offers: tuple[str, ...] = ()
    """Sections that the advice rests on and that were not read yet."""
    from_advice: bool = False
    """Whether the section that is being read was offered with the advice."""
    outcome: str | None = None
    called_out: bool = False
    """Whether the outcome is an emergency that somebody called out, while the answers do not say so."""
    advice: Advice | None = None

    consent: bool = False
    recording: bool | None = None
    """Whether the person agreed to a record of the session; None: they were not asked."""
    safety_said: frozenset[str] = frozenset()
    """Prompts with a safety sentence that already played to the end once."""
    menus: int = 0
    """Times that the menu was come to."""
    checks: int = 0
    """Times that it was said how the microphone sounds."""
    patience: Patience = "normal"
    rate: int = 155
    gain_db: float = 0.0
    sentence_pause: float = 0.25
    """Seconds between two sentences that are read."""
    voice_told: bool = False
    """Whether it was said that the usual voice does not work."""
    deaf: Deafness | None = None
    """Why nobody can be heard at present; None while they can."""
    deaf_told: int = 0
    """Times that it was said that nobody can be heard."""
    told_deaf: bool = False
    """Whether the person knows that they cannot be heard at present."""
    restarts: int = 0
    """Times that another process took up this conversation."""
    switching: bool = False
    switched: int = 0
    """Times that it was said how a switch works."""
    scan: Scan | None = None
    picked: tuple[str, ...] = ()
    """Options already chosen with a switch at a question that takes several."""

    utterances: int = 0
    last: Utterance | None = None
    """What was said last, for "repeat"."""
    saying: tuple[Utterance, ...] = ()
    """What is being said, or waits to be; empty while it is silent."""
    listening: Listen | None = None
    ending: Literal["goodbye", "silence", "completed", "emergency"] = "goodbye"

    @property
    def voicing(self) -> int:
        """The utterance that is being said or waits as the last one; 0 while silent."""
        return self.saying[-1].id if self.saying else 0

    @property
    def attempt(self) -> int:
        """How often what is open was put before, whatever the reason."""
        return self.misses + self.silences + self.rewordings

    def answer(self, question: str) -> Answer | None:
        return dict(self.answers).get(question)

    def answered(self, question: str, answer: Answer) -> tuple[tuple[str, Answer], ...]:
        """The answers with this one in its place; a question keeps the place of its first answer."""
        answers = dict(self.answers)
        answers[question] = answer
        return tuple(answers.items())


_NAMES = tuple(each.name for each in fields(Memory))
_PLACES = {name: place for place, name in enumerate(_NAMES)}
_VALUES = attrgetter(*_NAMES)


def changed(memory: Memory, changes: Mapping[str, Any]) -> Memory:
    """As `dataclasses.replace`, which takes most of the time when all conversations are searched."""
    values = list(_VALUES(memory))
    for name, value in changes.items():
        values[_PLACES[name]] = value
    return Memory(*values)
