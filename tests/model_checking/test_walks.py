"""Long random conversations about the shipped pack: anything is said or pressed, at any word of the assistant's.

Each walk comes from its number alone, so that one that fails is the same again. A failure tells the whole
conversation; its last lines are what broke.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from dialogues.golden import the_pack, the_words
from dialogues.player import Player
from voice_assistant.commands import Command, End, Note, Say
from voice_assistant.content.protocol import Protocol
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.repair import TRIES
from voice_assistant.dialogue.scene import Manner
from voice_assistant.events import (
    INTENTS,
    VARIANTS,
    AnswerTaken,
    Choices,
    Days,
    Event,
    Heard,
    HearingBack,
    HearingLost,
    Meaning,
    Miss,
    Named,
    NoInput,
    OutcomeGiven,
    Pressed,
    Resumed,
    SentenceStarted,
    Started,
    VoiceChanged,
)
from voice_assistant.listening.duration_readback import say_duration

WALKS, STEPS = 60, 300
SETTINGS = (
    (Manner(), Memory()),
    (Manner(wakes=True, rest_after=2), Memory(patience="very slow")),
    (Manner(shared_room=True, keep_place=False), Memory()),
    (Manner(), Memory(switching=True, rate=180, gain_db=6.0)),
)
SECTIONS = tuple(section.id for section in the_pack().article.sections)
VALUES = (
    *(Meaning(value=Days(low, high)) for low, high in ((0, 0), (3, 3), (21, 21), (90, None))),
    *(Meaning(value=Choices(ids)) for ids in ((), ("stress",), ("sleep", "medicine"))),
    *(Meaning("section", Named(section)) for section in SECTIONS),
    *(Meaning("change", Named(question)) for question in ("breathing", "walking", "duration", "triggers")),
    *VARIANTS.values(),
    *(Meaning("find", Named(word)) for word in ("muscle", "twitching", "unicorn")),
    *(Meaning(intent, Named(number)) for intent in ("bookmarks", "forget") for number in ("1", "2")),
    *(Meaning(intent, Named("atrophy")) for intent in ("define", "spell")),
)
LOST = (HearingLost("missing"), HearingLost("silent"), HearingLost("recognizer"))
MISSES: tuple[Miss | None, ...] = (None, "unknown", "unknown", "talk", "noise", "too_long")
MENTIONS = (
    Meaning(mentions=("weakness",)),
    Meaning(mentions=("breathing", "stiff")),
    Meaning("no", mentions=("walking",)),
    Meaning("no", mentions=("breathing", "places")),
    Meaning("not_sure", mentions=("sudden",)),
    Meaning(value=Days(3, 3), mentions=("speaking",)),
)


class Walk:
    """One conversation, and what must be true after each step of it."""

    def __init__(self, number: int) -> None:
        self.random = Random(number)  # noqa: S311 - a walk must be the same each time
        manner, memory = SETTINGS[number % len(SETTINGS)]
        self.shared = manner.shared_room
        self.dialogue = Dialogue(the_pack(), the_words(), replace(manner, say_days=say_duration), memory)
        self.fresh = self.dialogue.memory
        self.player = Player(self.dialogue, self.tell)
        self.told: list[str] = []
        self.said = 0
        self.taken: list[AnswerTaken] = []
        self.safe = False
        """Whether the safety sentence has begun since this conversation did."""

    @property
    def story(self) -> str:
        return "\n".join(self.told[-60:])

    def tell(self, happened: Command | SentenceStarted) -> None:
        match happened:
            case SentenceStarted(utterance, sentence):
                said = next(each.utterance for each in self.player.line if each.utterance.id == utterance)
                self.told.append(f"    {said.sentences[sentence].text}")
                self.safe |= said.prompt == "safety_last"
            case Say(utterance):
                self.said += 1
                assert utterance.sentences, f"Nothing is said in {utterance.prompt}.\n{self.story}"
            case Note(AnswerTaken() as taken):
                self.taken.append(taken)
            case Note(OutcomeGiven(outcome, urgency, _, _)):
                answers = dict(self.dialogue.memory.answers)
                demanded = triage.verdict(self.protocol, answers).outcome
                assert urgency >= demanded.urgency, f"{outcome} is too little.\n{self.story}"
            case End():
                assert self.safe, f"It ended without the safety sentence.\n{self.story}"
            case _:
                pass

    @property
    def protocol(self) -> Protocol:
        protocol = the_pack().protocol
        assert protocol is not None
        return protocol

    def step(self) -> None:
        """Hear some of what is being said; then something happens."""
        patient = self.random.random() < 0.6
        for _ in self.player.play():
            if not patient and self.random.random() < 0.4:
                break
        if self.dialogue.state == "asleep":
            forgotten = replace(self.fresh, utterances=0, listening=None)
            memory = replace(self.dialogue.memory, utterances=0, listening=None, deaf=None)
            if not self.shared:
                memory = replace(memory, place=None, bookmarks=())
            assert memory == forgotten, f"Something personal was kept.\n{self.story}"
            self.safe = False
        state, event = self.dialogue.state, self.event()
        self.told.append(f"{state}: {event}")
        self.said, self.taken = 0, []
        self.player.handle(event)
        memory = self.dialogue.memory
        assert len(memory.came_from) <= 3, self.story
        assert self.dialogue.state != "asking" or memory.attempt < TRIES, self.story
        if isinstance(event, NoInput) and state != "asleep":
            assert self.said, f"Silence is not answered.\n{self.story}"
        if any(taken.value == "no" for taken in self.taken):
            accepted = isinstance(event, Pressed) or (
                isinstance(event, Heard) and event.decision == "accepted"
            )
            assert accepted, f"A no was written down that nobody said.\n{self.story}"
        if event == Heard("", Meaning("emergency"), 1.0, "accepted"):
            assert self.dialogue.state == "advising", self.story
            assert memory.outcome == "emergency", self.story
        if self.shared and self.dialogue.state == "asking":
            assert memory.consent, f"Health was talked about without consent.\n{self.story}"

    def event(self) -> Event:
        draw = self.random.random()
        if self.dialogue.state == "asleep":
            return Started() if draw < 0.9 else self.heard(Meaning("emergency"), "accepted")
        if draw < 0.13 and not self.player.line:
            return NoInput(noisy=draw < 0.03)
        if 0.13 <= draw < 0.14:
            return VoiceChanged()
        if 0.14 <= draw < 0.17 and not self.dialogue.memory.deaf:
            return self.random.choice(LOST)
        if 0.17 <= draw < 0.18:
            return HearingBack(understood=self.random.random() < 0.3)
        if 0.18 <= draw < 0.185:
            self.player.line.clear()
            return Resumed()
        if draw < 0.23:
            return Pressed(self.random.choice((*("select",) * 12, "next", "next", "emergency")))
        if draw < 0.28:
            miss = self.random.choice(MISSES)
            return Heard("", None, 0.2, "rejected", miss)
        meaning = self.meaning()
        return self.heard(meaning, "confirming" if draw < 0.36 else "accepted")

    def meaning(self) -> Meaning:
        """Mostly what is listened for; now and then what is not, since a dialogue must bear anything."""
        likely = {
            "choosing": (Meaning("questions"),),
            "asking": (
                *(Meaning("no"),) * 12,
                Meaning("yes"),
                Meaning("not_sure"),
                *VALUES[:7],
                *MENTIONS[:4],
            ),
            "confirming": (Meaning("yes"), Meaning("yes"), Meaning("no")),
            "paused": (Meaning("go_on"),),
        }.get(self.dialogue.state, ())
        if likely and self.random.random() < 0.7:
            return self.random.choice(likely)
        if self.random.random() < 0.1:
            return self.random.choice((*VALUES, *MENTIONS))
        intents = self.player.listen.intents if self.random.random() < 0.95 else INTENTS
        return Meaning(self.random.choice(intents))

    def heard(self, meaning: Meaning, decision: str) -> Heard:
        return Heard("", meaning, 1.0, "accepted" if decision == "accepted" else "confirming")


@pytest.mark.parametrize("number", range(WALKS))
def test_nothing_that_happens_breaks_a_promise(number: int) -> None:
    walk = Walk(number)
    try:
        for _ in range(STEPS):
            walk.step()
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise AssertionError(f"{error!r}\n{walk.story}") from error
