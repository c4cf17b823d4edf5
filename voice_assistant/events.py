"""Facts: what happened. They go into the dialogue, and into the journal of a session.

A fact never says what should be done about it; that is the dialogue's part, and its wishes are in
`commands`. All facts are frozen, so a conversation can be replayed and searched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Decision = Literal["accepted", "confirming", "rejected"]
"""How sure the listening part is: take it, ask "did you say ...?", or count it as not understood."""

Miss = Literal["unknown", "talk", "noise", "too_long"]
"""Why something was not understood: words without a meaning here, talk to somebody else, a loud room, too much."""

Deafness = Literal["missing", "silent", "recognizer"]
"""Why nobody can be heard: no microphone, or a wrong one; nothing but zeros from it; the recognizer fails."""

How = Literal["completed", "interrupted"]
Role = Literal["select", "next", "emergency"]
EndReason = Literal["completed", "goodbye", "silence", "emergency", "max_seconds"]

INTENTS: tuple[str, ...] = (
    "yes",
    "no",
    "not_sure",
    "skip",
    "repeat",
    "help",
    "stop",
    "go_on",
    "next",
    "previous",
    "back",
    "menu",
    "questions",
    "article",
    "section",
    "where",
    "sections",
    "short_version",
    "define",
    "spell",
    "find",
    "bookmark",
    "bookmarks",
    "forget",
    "start_again",
    "remaining",
    "longer_pauses",
    "shorter_pauses",
    "slower",
    "faster",
    "louder",
    "quieter",
    "more_time",
    "why",
    "summary",
    "change",
    "private",
    "practice",
    "for_doctor",
    "keep",
    "hear_me",
    "goodbye",
    "emergency",
)
"""Every intent there is; phrases for them stand in prompts/assistant/<language>/phrases.yaml."""


@dataclass(frozen=True, slots=True)
class Days:
    """A length of time with bounds, in days; `high` None means that it has no upper bound."""

    low: float
    high: float | None

    def as_json(self) -> object:
        return {"days": [self.low, self.high]}


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number, or a range of them ("five or six"); both ends belong to it."""

    least: int
    most: int

    def as_json(self) -> object:
        return {"number": [self.least, self.most]}


@dataclass(frozen=True, slots=True)
class Choices:
    """The options that a person named at a "which of these" question, in the question's order; may be empty."""

    ids: tuple[str, ...]

    def as_json(self) -> object:
        return {"choices": list(self.ids)}


@dataclass(frozen=True, slots=True)
class Named:
    """What a person named: the id of a section or of a question, a word of the article, a bookmark's number."""

    id: str

    def as_json(self) -> object:
        return self.id


Value = Days | Number | Choices | Named


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was said: an intent, a value, or both ("section" with the section's name).

    An answer in the open question's own words ("three weeks", "stress and coffee") has no intent.
    """

    intent: str | None = None
    value: Value | None = None
    mentions: tuple[str, ...] = ()
    """Ids of questions that were spoken to besides, or alone, though another one is open ("my hand is weak")."""


VARIANTS: dict[str, Meaning] = {
    "next_sentence": Meaning("next", Named("sentence")),
    "previous_sentence": Meaning("previous", Named("sentence")),
    "next_paragraph": Meaning("next", Named("paragraph")),
    "previous_paragraph": Meaning("previous", Named("paragraph")),
    "next_one": Meaning("next", Named("one")),
    "find_again": Meaning("find", Named("")),
    "start_article": Meaning("start_again", Named("article")),
    "short_article": Meaning("short_version", Named("article")),
    "forget_all": Meaning("forget", Named("all")),
    "refuse": Meaning("skip", Named("refused")),
    "simpler": Meaning("repeat", Named("simpler")),
    "other_questions": Meaning("questions", Named("rest")),
}
"""Keys of phrases.yaml beside the intents: phrases that mean an intent together with a value."""

BEGINNINGS: dict[str, str] = {
    "define_word": "define",
    "spell_word": "spell",
    "go_to_bookmark": "bookmarks",
    "forget_number": "forget",
}
"""Keys of phrases.yaml for what a name follows: "spell" atrophy. Alone they mean the intent. An intent without
such a key begins with any of its own phrases; but then none of those is understood before the time for a name."""

ENDINGS: dict[str, str] = {"define_end": "define"}
"""Keys of phrases.yaml for what may follow a name that was said with an intent: "what does" atrophy "mean"."""


# --- facts that the dialogue handles ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Started:
    """Somebody is there: the process began, or an assistant that was asleep was woken."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The process began, and nobody is there yet: it sleeps until somebody wakes it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody said something, and it ended."""

    text: str
    """What was recognized, for the transcript only; "" if no word of it is known."""
    meaning: Meaning | None
    """What it means; of a rejected one the best guess, if there is any."""
    confidence: float
    """0 to 1. Never used to decide about urgency (I6)."""
    decision: Decision
    miss: Miss | None = None
    """Of a rejected one why it is, as far as that can be told."""
    freely: tuple[str, ...] = field(default=(), compare=False)
    """What the same sound may have been if any words were to be expected."""
    backed: bool = field(default=True, compare=False)
    """Of an emergency in doubt: whether there is one among these, too."""


@dataclass(frozen=True, slots=True)
class NoInput:
    """The time in which an answer was awaited passed without a word."""

    noisy: bool = False
    """Whether the room was so loud that a word could have been missed."""


@dataclass(frozen=True, slots=True)
class Sound:
    """How the microphone sounds, as it was measured lately. Levels in dB relative to full scale."""

    speech_db: float | None
    """The person's voice, while they spoke; None: nobody has spoken yet."""
    noise_db: float | None
    """The room, while nobody spoke; None: there was no such moment, or nothing but zeros comes."""
    clipped: float
    """The part of the speech's frames that reached the end of the scale, 0 to 1."""
    echo_db: float | None
    """The assistant's own voice in the microphone, relative to what went to the speaker; None: none was heard."""


@dataclass(frozen=True, slots=True)
class SoundChecked:
    """The microphone was looked at, as `CheckSound` asks."""

    sound: Sound


@dataclass(frozen=True, slots=True)
class SummaryKept:
    """What `KeepSummary` asks for was done, or could not be done."""

    kept: bool


@dataclass(frozen=True, slots=True)
class Pressed:
    """A switch or key was pressed, by its role."""

    role: Role


@dataclass(frozen=True, slots=True)
class Sounded:
    """Somebody made a sound of their voice that is no word: a hum, an "aah"."""

    count: int = 1
    """How many, one right after the other, where they are counted; else 1."""
    long: bool = False
    """Whether it lasts so long that it calls out an emergency."""


@dataclass(frozen=True, slots=True)
class SentenceStarted:
    """The first sample of a sentence left for the speaker."""

    utterance: int
    sentence: int


@dataclass(frozen=True, slots=True)
class SentenceHeard:
    """So much of a sentence has left that somebody can mean it by what they say or press now."""

    utterance: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance is over. `sentence` is the index of the last one begun, -1 if none was."""

    utterance: int
    how: How
    sentence: int


@dataclass(frozen=True, slots=True)
class VoiceChanged:
    """The chosen voice has failed, and another one goes on in its place."""


@dataclass(frozen=True, slots=True)
class HearingLost:
    """Nobody can be heard any more, whatever they say."""

    cause: Deafness


@dataclass(frozen=True, slots=True)
class HearingBack:
    """People can be heard again; or they could not be for a moment, and that is over already."""

    understood: bool = False
    """Whether somebody speaks already: then they need not be told, nor be talked over."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The process ended in the middle of a conversation, and another one takes that up where it was."""


SpeechFact = SentenceStarted | SentenceHeard | Spoken
"""What becomes of speech. Each sentence is started once, and heard once unless it is cut off before that."""

Event = (
    Opened
    | Started
    | Heard
    | NoInput
    | Pressed
    | SoundChecked
    | SummaryKept
    | SpeechFact
    | Sounded
    | VoiceChanged
    | HearingLost
    | HearingBack
    | Resumed
)


# --- facts for the journal only --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StateChanged:
    from_: str
    to: str


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    question: str
    attempt: int


@dataclass(frozen=True, slots=True)
class AnswerTaken:
    question: str
    value: object
    """As JSON: "yes", "no", "not_sure", "skipped", "refused", {"days": [low, high]}, {"number": [least, most]} or
    {"choices": [...]}."""
    confirmed: bool
    """Whether the person was asked "did you say ...?" and said yes."""


@dataclass(frozen=True, slots=True)
class MentionCounted:
    """Somebody leaves before they were asked about what they mentioned: it counts as "not sure", never as no."""

    question: str


@dataclass(frozen=True, slots=True)
class AnswersForgotten:
    """The questions begin anew: no answer from before counts any more."""


@dataclass(frozen=True, slots=True)
class RecordAgreed:
    """The person agreed to a record of this session."""


@dataclass(frozen=True, slots=True)
class OutcomeGiven:
    outcome: str
    urgency: int
    reasons: tuple[str, ...]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionRead:
    section: str
    sentence: int


@dataclass(frozen=True, slots=True)
class MissCounted:
    """A miss of one of the two kinds, which are counted apart."""

    kind: Literal["no_input", "no_match"]
    count: int


@dataclass(frozen=True, slots=True)
class TroubleMet:
    part: str
    code: str


@dataclass(frozen=True, slots=True)
class Ended:
    reason: EndReason


Entry = (
    StateChanged
    | QuestionAsked
    | AnswerTaken
    | AnswersForgotten
    | MentionCounted
    | RecordAgreed
    | OutcomeGiven
    | SectionRead
    | MissCounted
    | TroubleMet
    | Ended
)
