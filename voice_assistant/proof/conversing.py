"""A search of everything that can happen in a conversation around a pack's questions, with the real dialogue.

1. A node is a state with a memory, reduced to what can matter for what comes next. At each everything happens
   that touches the questions: each class of answers, doubts, silence, words that are not understood, help,
   pauses, leaving, calling out an emergency, and changing each answer to each other class.
2. Everything that is said upon it is heard to its end, and each such edge is held against the invariants.
3. Whoever has changed an answer goes on by answering, leaving and calling out only: how a question is put again
   does not depend on whether it is a second time. Reading the article and switches are left to the tests, which
   search these with a small pack.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from voice_assistant.commands import CheckSound, Command, Note, Say, StopSpeaking, Utterance
from voice_assistant.content.pack import Pack, Words
from voice_assistant.content.protocol import Outcome
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import UNKNOWN, Answer, Memory
from voice_assistant.dialogue.scene import Manner, sentences_of
from voice_assistant.events import (
    AnswerTaken,
    Entry,
    Event,
    Heard,
    Meaning,
    Named,
    NoInput,
    OutcomeGiven,
    SentenceHeard,
    Sound,
    SoundChecked,
    Spoken,
    Started,
)
from voice_assistant.proof.replies import Reply
from voice_assistant.proof.view import View

MOST_NODES = 12_000
"""Some three times as many as eleven questions have: a search of more would keep its author waiting."""
ANYWHERE = ("questions", "help", "stop", "go_on", "back", "goodbye", "emergency", "yes", "no")
AFTER_A_CHANGE = ("yes", "no", "goodbye", "emergency")
UNSPOKEN = ("welcoming", "reading", "helping", "leaving")
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is silent in a conversation. `way`: what happened until then, the shortest first found."""

    state: str
    memory: Memory
    way: tuple[str, ...]
    changed: bool = False
    """Whether an answer was taken back already."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened at a place, and all that came of it."""

    at: Place
    label: str
    event: Event
    said: tuple[Utterance, ...]
    entries: tuple[Entry, ...]
    state: str
    memory: Memory
    error: str = ""


@dataclass(frozen=True, slots=True)
class Conversed:
    """What was found."""

    places: int
    edges: int
    broken: tuple[str, ...]
    """Each a sentence with the shortest way that shows it; one for each invariant."""
    complete: bool


class _Search:
    def __init__(self, pack: Pack, words: Words) -> None:
        if pack.protocol is None:
            raise LookupError("there is nothing to ask in this pack")
        self.protocol = pack.protocol
        self.words = words
        self.view = View(pack.protocol)
        self.replies = {each.id: _told_apart(self.view.replies(each.id)) for each in pack.protocol.questions}
        self.dialogue = Dialogue(pack, words, Manner(), Memory())
        self.emergency = triage.emergency(pack.protocol)
        self.texts = {each.id: _texts(each) for each in pack.protocol.outcomes}
        self.broken: dict[str, tuple[str, ...]] = {}

    def run(self) -> Conversed:
        start = Place("asleep", self.dialogue.memory, ())
        seen = {self.key(start)}
        waiting = deque([start])
        edges = 0
        while waiting and len(seen) < MOST_NODES:
            place = waiting.popleft()
            for label, event in self.events(place):
                edges += 1
                edge = self.take(place, label, event)
                self.judge(edge)
                if edge.error:
                    continue
                changed = place.changed or label.startswith(("change", "back"))
                reached = Place(
                    edge.state, edge.memory, (*place.way, label), changed and edge.state != "asleep"
                )
                key = self.key(reached)
                if key not in seen:
                    seen.add(key)
                    waiting.append(reached)
        told = [f"{name} It happens so: {' → '.join(way)}." for name, way in self.broken.items()]
        return Conversed(len(seen), edges, tuple(told), not waiting)

    # --- what happens ----------------------------------------------------------------------------

    def events(self, place: Place) -> Iterator[tuple[str, Event]]:
        memory = place.memory
        if place.state == "asleep":
            yield "(wakes it)", Started()
            return
        open_ = memory.listening.intents if memory.listening else ()
        once = memory.attempt == 0 and not memory.wording
        for intent in AFTER_A_CHANGE if place.changed else ANYWHERE:
            if intent in ("back", "help") and not once:
                continue
            if intent in open_ and not (place.state == "asking" and intent in ("yes", "no")):
                yield intent, accepted(Meaning(intent))
        if place.state == "asking" and memory.question is not None:
            replies = self.replies[memory.question]
            for reply in replies[:-2] if place.changed else replies:
                yield f"{memory.question} {reply.words}", accepted(_meaning(reply))
            if not place.changed:
                yield "(unclearly) no", Heard("", Meaning("no"), 0.5, "confirming")
        if place.changed:
            return
        yield "(silence)", NoInput()
        if place.state in ("asking", "confirming"):
            yield "(mumbles)", Heard("", None, 0.2, "rejected")
        if "change" in open_ and once and place.state in ("confirming", "advising"):
            for question, _ in memory.answers:
                yield f"change {question}", accepted(Meaning("change", Named(question)))

    def take(self, place: Place, label: str, event: Event) -> Happened:
        self.dialogue.restore(place.state, place.memory)
        commands: list[Command] = []
        error = ""
        try:
            commands += self.dialogue.handle(event)
            if CheckSound() in commands:
                commands += self.dialogue.handle(SoundChecked(Sound(None, None, 0.0, None)))
            commands += self.heard_out(commands)
        except Exception as raised:  # noqa: BLE001 - whatever it is, the way to it is to be told
            error = repr(raised)
        said = tuple(each.utterance for each in commands if isinstance(each, Say))
        entries = tuple(each.entry for each in commands if isinstance(each, Note))
        return Happened(place, label, event, said, entries, self.dialogue.state, self.dialogue.memory, error)

    def heard_out(self, commands: list[Command]) -> list[Command]:
        """What follows when all of this is said; of each utterance the last sentence stands for all."""
        line, all_following = unsaid(commands), list[Command]()
        while line:
            utterance = line.pop(0)
            last = len(utterance.sentences) - 1
            following = [
                *self.dialogue.handle(SentenceHeard(utterance.id, last)),
                *self.dialogue.handle(Spoken(utterance.id, "completed", last)),
            ]
            line += unsaid(following)
            all_following += following
        return all_following

    def key(self, place: Place) -> Key:
        """What can matter for what comes next."""
        memory = place.memory
        pending = memory.pending
        counts = (memory.misses, memory.silences, memory.rewordings) if memory.question else memory.attempt
        answers = tuple(
            (each, self.view.held(each, answer), _sort(answer)) for each, answer in memory.answers
        )
        paused = place.state == "paused"
        return (
            place.state,
            place.changed,
            (memory.question, memory.wording) if not paused else memory.question,
            (pending.kind, pending.meaning) if pending else None,
            tuple((each.state, each.pending.kind if each.pending else None) for each in memory.came_from),
            memory.misses if paused else counts,
            answers,
            (memory.outcome, memory.called_out, bool(memory.offers)),
            min(memory.unanswered, 1) if not paused else 0,
            min(memory.reminders, 3) if paused and (memory.outcome or not memory.answers) else 0,
            memory.from_advice,
            memory.thorough,
        )

    # --- what must hold --------------------------------------------------------------------------

    def judge(self, edge: Happened) -> None:
        for sentence in self.wrong(edge):
            way = (*edge.at.way, edge.label)
            known = self.broken.get(sentence)
            if known is None or len(way) < len(known):
                self.broken[sentence] = way

    def wrong(self, edge: Happened) -> Iterator[str]:
        """The invariants that this edge breaks."""
        if edge.error:
            yield f"The dialogue fails with {edge.error}."
            return
        heard = edge.event if isinstance(edge.event, Heard) else None
        meaning = heard.meaning if heard and heard.decision == "accepted" else None
        if meaning == Meaning("emergency") and edge.at.state != "asleep":
            yield from self.wrong_emergency(edge)
        pending = edge.at.memory.pending
        for entry in edge.entries:
            if isinstance(entry, AnswerTaken):
                doubted = pending is not None and pending.meaning == Meaning("no")
                said_no = meaning is not None and (
                    meaning.intent == "no" or (meaning.intent == "yes" and doubted)
                )
                if entry.value == "no" and not said_no:
                    yield f"'no' is written down for '{entry.question}', though nobody has said no (I1)."
                flag = entry.question in self.view.floors
                if flag and entry.value in UNKNOWN and edge.at.memory.wording == 0:
                    yield f"'{entry.question}' counts as unknown before it was put in simpler words (I2)."
            elif isinstance(entry, OutcomeGiven):
                yield from self.wrong_advice(edge, entry, called=meaning == Meaning("emergency"))
        if edge.state == "asleep" and edge.at.state != "asleep":
            yield from self.wrong_end(edge)
        if edge.at.state == "asleep" and "safety" not in [each.prompt for each in edge.said]:
            yield "It does not say at the start that it is no doctor and cannot call anyone (I9)."

    def wrong_emergency(self, edge: Happened) -> Iterator[str]:
        wanted = self.emergency.id if self.emergency else "emergency"
        if edge.state != "advising" or not edge.said or edge.said[0].prompt != wanted:
            yield f"An emergency that is called out in the state '{edge.at.state}' is not answered at once (I4)."

    def wrong_advice(self, edge: Happened, given: OutcomeGiven, *, called: bool) -> Iterator[str]:
        """Advice is what the answers demand, as they are now, in the pack's own words."""
        answers = self.answers_at(edge)
        demanded = triage.verdict(self.protocol, answers).outcome
        right = demanded.id == given.outcome or (
            called and self.emergency and given.outcome == self.emergency.id
        )
        if not right:
            yield f"'{given.outcome}' is advised, where the answers demand '{demanded.id}'."
        said = {sentence.text for each in edge.said for sentence in each.sentences}
        leaving = (
            edge.state == "asleep"
        )  # then what to do is said, and the safety sentence in place of the rest
        if not said >= set(self.texts[given.outcome][leaving]):
            yield f"The advice '{given.outcome}' is not said in the pack's own words (I7)."

    def answers_at(self, edge: Happened) -> dict[str, Answer]:
        """The answers when advice was given: the end of a conversation forgets them."""
        if edge.state != "asleep":
            return dict(edge.memory.answers)
        return dict(edge.at.memory.answers)

    def wrong_end(self, edge: Happened) -> Iterator[str]:
        if not edge.said or edge.said[-1].prompt != "safety_last":
            yield "It goes without the safety sentence (I5)."
        found = triage.verdict(self.protocol, dict(edge.at.memory.answers))
        told = {entry.outcome for entry in edge.entries if isinstance(entry, OutcomeGiven)}
        told |= {edge.at.memory.outcome} if edge.at.memory.outcome else set()
        if found.reasons and not any(
            self.protocol.outcome(each).urgency >= found.outcome.urgency for each in told
        ):
            yield f"Somebody goes without having heard the advice '{found.outcome.id}' (I5)."


def converse(pack: Pack, words: Words) -> Conversed:
    """Search all conversations around the questions of a pack that has some."""
    return _Search(pack, words).run()


def _told_apart(replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Also what rules do not tell apart, but the dialogue may: skipped, and refused."""
    unknown = next(each for each in replies if each.kind == "unknown")
    ways = [Reply(Answer("skipped"), "skipped"), Reply(Answer("refused"), "refused")]
    known = [each for each in replies if each.kind != "unknown"]
    return (*known, Reply(Answer("not_sure"), unknown.words), *ways)


def _meaning(reply: Reply) -> Meaning:
    value = reply.answer.value
    match value:
        case "skipped":
            return Meaning("skip")
        case "refused":
            return Meaning("skip", Named("refused"))
        case str():
            return Meaning(value)
        case _:
            return Meaning(value=value)


def _sort(answer: Answer) -> str:
    if answer.value in UNKNOWN:
        return "unknown"
    return answer.value if isinstance(answer.value, str) else "value"


def accepted(meaning: Meaning) -> Heard:
    """What is heard if somebody is understood at once."""
    return Heard("", meaning, 1.0, "accepted")


def _texts(outcome: Outcome) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences that must be said as advice: all of it, and what to do alone."""
    what = tuple(sentence for text in outcome.say for sentence in sentences_of(text))
    return (*what, *(sentence for text in outcome.watch for sentence in sentences_of(text))), what


def unsaid(commands: list[Command]) -> list[Utterance]:
    """What is still to be said after these commands, one after the other."""
    line: list[Utterance] = []
    for command in commands:
        match command:
            case Say(utterance):
                line.append(utterance)
            case StopSpeaking():
                line = [each for each in line if each.safety]
            case _:
                pass
    return line
