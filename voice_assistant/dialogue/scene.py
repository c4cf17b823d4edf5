"""One conversation while it handles one event: the memory that is replaced, and the wishes gathered so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from voice_assistant.commands import Command, Note, Say, Sentence, StopSpeaking, Utterance
from voice_assistant.content.pack import Pack, Words
from voice_assistant.content.protocol import Protocol, Question
from voice_assistant.content.sentences import split_sentences
from voice_assistant.dialogue.memory import Answer, Memory, Return, changed
from voice_assistant.events import Days, Entry, Meaning, Named, Sound

OPTION_PAUSE = {"normal": 0.6, "slow": 1.0, "very slow": 1.5}
"""Seconds between listed options, by patience."""
SENTENCE_PAUSE = 0.25
PARAGRAPH_PAUSE = 0.6


Sounds = Literal["one is yes", "two are yes", "scan"]
"""At a yes-or-no question one sound is yes and two are no, or the other way round; or any takes what is read out."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How this device's dialogue is set."""

    shared_room: bool = False
    """Others may hear: health is talked about only after a warning and consent (C7)."""
    keep_place: bool = True
    """Whether the place in the article outlives the session."""
    wakes: bool = False
    """Whether it can be woken again after it has gone to rest."""
    keeps_summaries: bool = False
    """Whether a summary for a doctor may be written down, if the person wants that."""
    records: bool = False
    """Whether the owner wants a record of each session whose person agrees."""
    rest_after: int | None = None
    """Reminders after which a pause in mid-questions ends the session; None: never (C16)."""
    scan_pause: float = 1.8
    """Seconds after each option that is read out for a switch."""
    scan_steps: bool = False
    """Options are read one at a time, the following one when "next" is pressed."""
    announce: bool = False
    """The first press only says what would be chosen; a second one takes it."""
    long_press: float = 0.0
    """Seconds for which a switch is held, or a sound made, to call out an emergency; 0: that is not possible."""
    sounds: Sounds | None = None
    """What sounds mean, for somebody who uses no words; None: sounds are no switch here."""
    say_days: Callable[[Days], str] = repr
    """A length of time in words: "about three weeks"."""


class Scene:
    """What actions work on. `state` belongs to the state machine, everything else to the actions."""

    state: str

    def __init__(
        self, pack: Pack, words: Words, manner: Manner, memory: Memory, practice: Pack | None = None
    ) -> None:
        self._pack = pack
        self.practice_pack = practice
        self.words = words
        self.manner = manner
        self.memory = memory
        self.commands: list[Command] = []
        self.lead: tuple[Sentence, ...] = ()
        self.meaning: Meaning | None = None
        """What was just said, while it is handled."""
        self.heard_as: tuple[Sentence, ...] = ()
        """How what was just understood is told, on its own, before anything comes of it."""
        self.sound: Sound | None = None
        """How the microphone sounds, while that is told."""
        self.kept = False
        """Whether a summary could be written down, while that is told."""
        self.nth: int | None = None
        """Which wording to take while this event is handled, if not the one for this attempt."""

    # --- what is known ---------------------------------------------------------------------------

    @property
    def pack(self) -> Pack:
        """What is talked about now."""
        return self.practice_pack if self.memory.practising and self.practice_pack is not None else self._pack

    @property
    def protocol(self) -> Protocol:
        if self.pack.protocol is None:
            raise LookupError("this pack has no protocol that may be used")
        return self.pack.protocol

    @property
    def answers(self) -> dict[str, Answer]:
        return dict(self.memory.answers)

    @property
    def question(self) -> Question | None:
        """The open question."""
        if self.memory.question is None or self.pack.protocol is None:
            return None
        return self.pack.protocol.question(self.memory.question)

    @property
    def named(self) -> str | None:
        """The id of the section or question that was just named."""
        value = self.meaning.value if self.meaning else None
        return value.id if isinstance(value, Named) else None

    @property
    def attempt(self) -> int:
        """Picks the wording of what is put again."""
        return self.memory.attempt if self.nth is None else self.nth

    @property
    def option_pause(self) -> float:
        return OPTION_PAUSE[self.memory.patience]

    @property
    def said(self) -> list[Utterance]:
        """What was wished to be said while this event is handled."""
        return [each.utterance for each in self.commands if isinstance(each, Say)]

    # --- what is wished --------------------------------------------------------------------------

    def update(self, **changes: Any) -> None:
        self.memory = changed(self.memory, changes)

    def note(self, entry: Entry) -> None:
        self.commands.append(Note(entry))

    def hush(self) -> None:
        """Fall silent, if anything is being said."""
        if self.memory.saying:
            self.commands.append(StopSpeaking())
            self.update(saying=(), scan=None)

    def before(self, sentences: Iterable[Sentence]) -> None:
        """Say these sentences at the head of what is said next."""
        self.lead += tuple(sentences)

    def say(
        self, prompt: str, *parts: Iterable[Sentence], safety: bool = False, keep: bool = True
    ) -> Utterance:
        """Say these sentences in one go; `keep` makes them what "repeat" says again."""
        sentences = self.lead + tuple(sentence for part in parts for sentence in part)
        self.lead = ()
        number = self.memory.utterances + 1
        utterance = Utterance(number, prompt, sentences, safety and prompt not in self.memory.safety_said)
        self.commands.append(Say(utterance))
        self.update(utterances=number, saying=(*self.memory.saying, utterance))
        if keep:
            self.update(last=utterance)
        if safety:
            self.update(safety_said=self.memory.safety_said | {prompt})
        return utterance

    # --- where it came from ------------------------------------------------------------------------

    def come_from(self, state: str) -> None:
        """Remember to go back to this state, and to what was to be confirmed in it."""
        self.update(came_from=(*self.memory.came_from, Return(state, self.memory.pending)))

    def go_back(self) -> None:
        """Take up again what was to be confirmed where it came from."""
        *before, back = self.memory.came_from
        self.update(came_from=tuple(before), pending=back.pending)

    # --- words -----------------------------------------------------------------------------------

    def prompt(self, prompt: str, attempt: int = 0, **fills: str) -> tuple[Sentence, ...]:
        """A prompt of the assistant, in the wording for this attempt, with its gaps filled in."""
        wording = self.words.prompts[prompt]
        lines = (wording.first, wording.shorter, wording.help)[min(attempt, 2)]
        return self.lines(line.format(**fills) for line in lines)

    def lines(self, lines: Iterable[str]) -> tuple[Sentence, ...]:
        """Lines that each hold one thought, with the pause between options after each."""
        sentences: list[Sentence] = []
        for line in lines:
            *inner, end = sentences_of(line)
            sentences += [Sentence(text, SENTENCE_PAUSE) for text in inner]
            sentences.append(Sentence(end, self.option_pause))
        return tuple(sentences)

    def plain(self, texts: Iterable[str]) -> tuple[Sentence, ...]:
        """Running text, with only a breath between sentences."""
        return tuple(Sentence(sentence) for text in texts for sentence in sentences_of(text))

    def ask_wording(self, question: Question, wording: int) -> tuple[Sentence, ...]:
        ask = question.ask
        return self.plain([(ask.first, ask.shorter, ask.help)[min(wording, 2)]])

    def label(self, intent: str) -> str:
        """How the assistant itself names an intent: the first way to say it."""
        return self.words.phrases[intent][0]


@lru_cache(maxsize=1024)
def sentences_of(text: str) -> tuple[str, ...]:
    """A text's sentences; splitting costs enough to be heard in a reply that is put together of many."""
    return tuple(sentence for _, sentence in split_sentences(text))
