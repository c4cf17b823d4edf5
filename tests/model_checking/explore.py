"""A breadth-first search of everything that can happen in a conversation about a small pack.

1. A node is a state with a memory, reduced to what can matter for what comes next; one memory stands for all
   that are reduced alike. Volume, rate and the numbers of utterances cannot matter.
2. From each node everything is tried that can happen there: each open intent and name, guesses, words that
   were not understood, silence, switches. What is said upon it is then heard to its end.
3. Each such edge keeps what was said and written down, so that a property is a walk over all edges, and the
   shortest way to whatever breaks it can be told.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from voice_assistant.commands import CheckSound, Command, Note, Say, Utterance
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.content.pack import Pack, Words
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory, Scan
from voice_assistant.dialogue.scene import Manner
from voice_assistant.dialogue.switches import options
from voice_assistant.events import (
    VARIANTS,
    Entry,
    Event,
    Heard,
    Meaning,
    Named,
    NoInput,
    Pressed,
    SentenceHeard,
    SentenceStarted,
    Sound,
    SoundChecked,
    Sounded,
    Spoken,
    Started,
)
from voice_assistant.proof.conversing import accepted, unsaid

FOLDER = Path(__file__).parent / "pack"
MOST_NODES = 20_000
"""More than there are; a search that runs away is stopped there, and fails its test."""
OF_THE_ARTICLE = (
    "article",
    "section",
    "sections",
    "where",
    "next",
    "previous",
    "next_sentence",
    "previous_sentence",
    "next_paragraph",
    "previous_paragraph",
    "next_one",
    "start_article",
    "remaining",
    "define",
    "spell",
    "short_version",
    "short_article",
    "find",
    "find_again",
    "bookmark",
    "bookmarks",
    "forget",
    "forget_all",
)
"""But for "start_again": that one leaves a pause in a question for the article."""
OF_THE_QUESTIONS = ("questions", "why", "summary", "change")
OF_READING = ("choosing", "finding", "reading", "paused")
SAME_AS_LOUDER = ("quieter", "slower", "faster", "more_time", "longer_pauses", "shorter_pauses")
SAME_BY_VOICE = ("repeat", "help", "hear_me", "define", "spell", "where", "remaining", "short_version")
"""Intents of which it does not matter here how they were chosen; a switch is offered them, as another test finds."""

Key = tuple[object, ...]


@cache
def the_words() -> Words:
    return load_words()


@cache
def the_pack() -> Pack:
    return load_pack(FOLDER, the_words(), date(2026, 12, 1))


@dataclass(frozen=True)
class Node:
    """A place in the conversation where it is silent. `way` tells how to get there, shortest first found."""

    state: str
    memory: Memory
    way: tuple[str, ...]


@dataclass(frozen=True)
class Edge:
    """Something that happened at a node, and all that came of it."""

    node: Node
    label: str
    event: Event
    said: tuple[Utterance, ...]
    entries: tuple[Entry, ...]
    state: str
    """Where it led, once everything was said."""
    memory: Memory
    before: tuple[str, Memory]
    """State and memory when nothing of what is to be said was heard yet."""
    error: str = ""

    @property
    def way(self) -> str:
        return " → ".join((*self.node.way, self.label))


@dataclass
class Graph:
    nodes: dict[Key, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    after: dict[Key, list[Edge]] = field(default_factory=dict)
    complete: bool = True


def explore(
    without: tuple[str, ...] = (),
    manner: Manner | None = None,
    *,
    switch: bool = False,
    sounds: bool = False,
    mentions: bool = False,
) -> Graph:
    """Everything that can be reached from the start, though certain intents are never said.

    `switch`: nobody speaks, and everything is chosen with one switch. `sounds`: the same with sounds of a voice.
    `mentions`: other questions than the open one are spoken to as well.
    """
    dialogue = Dialogue(the_pack(), the_words(), manner or Manner(), Memory(switching=switch or sounds))
    graph = Graph()
    start = Node("asleep", dialogue.memory, ())
    graph.nodes[reduced(start.state, start.memory)] = start
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        edges = graph.after.setdefault(reduced(node.state, node.memory), [])
        if switch or sounds:
            happens = pressed(dialogue, node, without, by_sound=sounds)
        else:
            happens = spoken(node, without, mentions=mentions)
        for label, event in happens:
            edge = take(dialogue, node, label, event)
            edges.append(edge)
            graph.edges.append(edge)
            key = reduced(edge.state, edge.memory)
            if key not in graph.nodes and not edge.error:
                if len(graph.nodes) >= MOST_NODES:
                    graph.complete = False
                    continue
                graph.nodes[key] = Node(edge.state, edge.memory, (*node.way, label))
                waiting.append(graph.nodes[key])
    return graph


def take(dialogue: Dialogue, node: Node, label: str, event: Event | PressedAt) -> Edge:
    """Let it happen, and hear everything that is said to its end."""
    memory = node.memory
    if isinstance(event, PressedAt):
        memory = replace(memory, scan=replace(event.scan, heard=event.option))
        event = Pressed("select")
    dialogue.restore(node.state, memory)
    commands: list[Command] = []
    error, before = "", (node.state, memory)
    try:
        commands += dialogue.handle(event)
        if CheckSound() in commands:
            commands += dialogue.handle(SoundChecked(Sound(None, None, 0.0, None)))
        before = (dialogue.state, dialogue.memory)
        commands += heard_out(dialogue, commands)
    except Exception as raised:  # noqa: BLE001 - whatever it is, the way to it is to be told
        error = repr(raised)
    said = tuple(each.utterance for each in commands if isinstance(each, Say))
    entries = tuple(each.entry for each in commands if isinstance(each, Note))
    return Edge(node, label, event, said, entries, dialogue.state, dialogue.memory, before, error)


def heard_out(dialogue: Dialogue, commands: list[Command]) -> list[Command]:
    """What comes of it that all this is said, sentence by sentence, and everything that follows from it."""
    line = unsaid(commands)
    all_following: list[Command] = []
    while line:
        utterance = line.pop(0)
        following: list[Command] = []
        for index in range(len(utterance.sentences)):
            following += dialogue.handle(SentenceStarted(utterance.id, index))
            following += dialogue.handle(SentenceHeard(utterance.id, index))
        following += dialogue.handle(Spoken(utterance.id, "completed", len(utterance.sentences) - 1))
        line += unsaid(following)
        all_following += following
    return all_following


def spoken(
    node: Node, without: tuple[str, ...], *, mentions: bool
) -> Iterator[tuple[str, Event | PressedAt]]:
    """Everything that somebody who speaks can do at a node, each with how it is told."""
    if node.state == "asleep":
        yield "(wakes it)", Started()
        yield "emergency", accepted(Meaning("emergency"))
        return
    listening = node.memory.listening
    intents = [each for each in listening.intents if each not in SAME_AS_LOUDER] if listening else []
    said = {intent: Meaning(intent) for intent in intents}
    said |= {variant: meaning for variant, meaning in VARIANTS.items() if meaning.intent in intents}
    if "section" in intents:
        said["section care"] = Meaning("section", Named("care"))
    if "find" in intents:
        said["find rest"] = Meaning("find", Named("rest"))
        said["bookmarks 1"] = Meaning("bookmarks", Named("1"))
        said["forget 1"] = Meaning("forget", Named("1"))
    if "change" in intents:
        said["change weakness"] = Meaning("change", Named("weakness"))
    if node.state == "asking" and mentions:
        said["mentions weakness"] = Meaning(mentions=("weakness",))
        said["no, mentions weakness"] = Meaning("no", mentions=("weakness",))
        said["not_sure, mentions breathing"] = Meaning("not_sure", mentions=("breathing",))
    for label, meaning in said.items():
        if label.split()[0] not in without:
            yield label, accepted(meaning)
    if node.state in ("asking", "confirming"):
        yield "(unclearly) no", Heard("", Meaning("no"), 0.5, "confirming")
    if not node.memory.attempt:
        yield "(unclearly) emergency", Heard("", Meaning("emergency"), 0.5, "confirming")
    yield "(mumbles)", Heard("", None, 0.2, "rejected")
    yield "(silence)", NoInput()
    if mentions:
        return  # what else can be missed has nothing to do with them
    yield "(says too much)", Heard("", Meaning("no"), 0.2, "rejected", "too_long")
    if not node.memory.left_alone:
        yield "(talks to somebody else)", Heard("", Meaning("no"), 0.2, "rejected", "talk")
        yield "(noise)", Heard("", Meaning("no"), 0.2, "rejected", "noise")
    yield "(noise all the time)", NoInput(noisy=True)


def pressed(
    dialogue: Dialogue, node: Node, without: tuple[str, ...], *, by_sound: bool
) -> Iterator[tuple[str, Event | PressedAt]]:
    """Everything that somebody with one switch, or with sounds, can do: at an option, too late, or not at all.

    The options of a group are taken from where the group is offered; opening it changes nothing else.
    """
    if node.state == "asleep":
        yield "(wakes it)", Started()
        return
    for label, event in offered(dialogue, node):
        meaning = event.scan.options[event.option].meaning
        intent = meaning.intent if meaning is not None else None
        if intent not in (*SAME_AS_LOUDER, *SAME_BY_VOICE, *without) and meaning not in VARIANTS.values():
            yield label, event
    yield "(silence)", NoInput()
    if by_sound:
        for count in (1, 2, 3):
            yield f"(sounds: {count})", Sounded(count)
        yield "(a long sound)", Sounded(long=True)
    else:
        yield "(presses emergency)", Pressed("emergency")


def offered(dialogue: Dialogue, node: Node) -> Iterator[tuple[str, PressedAt]]:
    """Every option that is read out at a node, and those of every group among them."""
    scan = node.memory.scan
    if scan is None:
        return
    dialogue.restore(node.state, node.memory)
    scene = dialogue._scene
    for number, option in enumerate(scan.options):
        if option.opens is None:
            yield f"(presses at {option.label})", PressedAt(scan, number)
            continue
        group = options(scene, option.opens)
        for within, each in enumerate(group[:-1]):  # the last one leads back
            inside = Scan(scan.utterance, group, group=option.opens)
            yield f"(presses at {option.label}: {each.label})", PressedAt(inside, within)


@dataclass(frozen=True)
class PressedAt:
    """The switch "select", just when this option is being read out."""

    scan: Scan
    option: int


def reduced(state: str, memory: Memory) -> Key:
    """What can matter for what comes next."""
    pending, counts = memory.pending, (memory.misses, memory.silences, memory.rewordings)
    return (
        state,
        (memory.question, memory.wording) if memory.question and state != "paused" else memory.question,
        (pending.kind, pending.meaning) if pending else None,
        memory.reading is not None if pending and pending.kind == "forget" else None,
        tuple((each.state, each.pending.kind if each.pending else None) for each in memory.came_from),
        memory.misses
        if state == "paused"
        else counts
        if memory.question
        else (memory.attempt, memory.silences),
        tuple((question, urgency(answer.value)) for question, answer in memory.answers),
        (memory.outcome, memory.called_out, bool(memory.offers)),
        memory.mentioned,
        memory.from_advice and state in ("reading", "paused"),
        min(memory.unanswered, 1) if state != "paused" else 0,
        min(memory.reminders, 3) if state == "paused" and (memory.outcome or not memory.answers) else 0,
        memory.place is not None and memory.place.section if state in OF_READING else None,
        (bool(memory.bookmarks), memory.at_bookmarks) if state in OF_READING else None,
        memory.consent,
        memory.switching,
        memory.scan is None,
        memory.called,
    )


def urgency(value: object) -> bool:
    """Answers that count alike: no, and everything else."""
    return value != "no"
