"""What holds on every path through a conversation about two questions, found by trying everything everywhere.

A failing test tells the shortest way to what breaks it, as what happened one after the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from voice_assistant.commands import Listen, Note, Say
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.repair import TRIES
from voice_assistant.dialogue.scene import Manner
from voice_assistant.events import (
    AnswerTaken,
    Entry,
    Event,
    Heard,
    HearingBack,
    HearingLost,
    Meaning,
    MissCounted,
    NoInput,
    OutcomeGiven,
    Resumed,
    StateChanged,
)
from voice_assistant.proof.conversing import accepted

from .explore import (
    Edge,
    Graph,
    Node,
    explore,
    heard_out,
    reduced,
    the_pack,
    the_words,
)

QUIET = ("asleep", "leaving")
EMERGENCY = accepted(Meaning("emergency"))


@pytest.fixture(scope="module")
def graphs(questions: Graph, article: Graph, switch: Graph, mentions: Graph) -> tuple[Graph, ...]:
    return questions, article, switch, mentions


def none_of(graphs: Iterable[Graph], wrong: Callable[[Edge], object]) -> None:
    """Fails with the shortest way to an edge that is wrong."""
    found = [edge for graph in graphs for edge in graph.edges if not edge.error and wrong(edge)]
    if found:
        edge = min(found, key=lambda each: len(each.node.way))
        said = " | ".join(sentence.text for each in edge.said for sentence in each.sentences)
        pytest.fail(f"{len(found)} ways, such as:\n{edge.way}\nin {edge.state}: {said or 'nothing is said'}")


def texts(edge: Edge) -> list[str]:
    return [sentence.text for utterance in edge.said for sentence in utterance.sentences]


def is_heard(edge: Edge, *decisions: str) -> bool:
    return isinstance(edge.event, Heard) and edge.event.decision in decisions


def means(edge: Edge, *intents: str) -> bool:
    event = edge.event
    return isinstance(event, Heard) and event.meaning is not None and event.meaning.intent in intents


def test_the_searches_are_complete_and_reach_every_state(graphs: tuple[Graph, ...]) -> None:
    assert all(graph.complete for graph in graphs)
    reached = {node.state for graph in graphs for node in graph.nodes.values()}
    passed = {
        entry.to
        for graph in graphs
        for edge in graph.edges
        for entry in edge.entries
        if isinstance(entry, StateChanged)
    }
    assert reached == {
        "asleep",
        "choosing",
        "asking",
        "confirming",
        "changing",
        "advising",
        "finding",
        "paused",
    }
    assert passed | reached >= {"welcoming", "reading", "helping", "leaving"}


def test_nothing_ever_breaks(graphs: tuple[Graph, ...]) -> None:
    broken = [edge for graph in graphs for edge in graph.edges if edge.error]
    ways = [f"{edge.error}: {edge.way}" for edge in sorted(broken, key=lambda each: len(each.node.way))[:3]]
    assert not broken, "\n".join(ways)


def test_whatever_is_understood_leads_somewhere(graphs: tuple[Graph, ...]) -> None:
    """Nothing that is listened for is answered with "that does not work here", but for "next" beyond reading."""
    not_here = the_words().prompts["not_here"].first[0]
    beyond = ("next", "previous")
    none_of(
        graphs,
        lambda edge: (
            is_heard(edge, "accepted")
            and not_here in texts(edge)
            and not (edge.node.state == "paused" and means(edge, *beyond))
        ),
    )


def test_emergency_is_advised_at_once_from_everywhere(graphs: tuple[Graph, ...]) -> None:
    """I4. Wherever something is still being said, in the middle of it as well as before its first word."""
    dialogue = Dialogue(the_pack(), the_words(), Manner())
    for state, memory, way in places_in(graphs):
        dialogue.restore(state, memory)
        said = [each.utterance for each in dialogue.handle(EMERGENCY) if isinstance(each, Say)]
        assert dialogue.state == "advising", way
        assert said[0].prompt == "emergency", way
        assert said[0].sentences[0].text == "Call the emergency number now.", way


def places_in(graphs: Iterable[Graph]) -> list[tuple[str, Memory, str]]:
    """Every place that is told apart, silent and with something still to be said, and the way there."""
    places: dict[object, tuple[str, Memory, str]] = {}
    for graph in graphs:
        for edge in graph.edges:
            for state, memory in ((edge.node.state, edge.node.memory), edge.before):
                places.setdefault((reduced(state, memory), bool(memory.saying)), (state, memory, edge.way))
    return list(places.values())


def let_happen(dialogue: Dialogue, *events: Event) -> list[Entry]:
    """Let these happen one after the other, what is said upon each heard to its end; returns what is noted."""
    entries: list[Entry] = []
    for event in events:
        commands = list(dialogue.handle(event))
        commands += heard_out(dialogue, commands)
        entries += [each.entry for each in commands if isinstance(each, Note)]
    return entries


def test_a_process_that_is_killed_anywhere_goes_on_there(graphs: tuple[Graph, ...]) -> None:
    """Nothing is noted, the same is open, it can be listened to, and something is said of it."""
    dialogue = Dialogue(the_pack(), the_words(), Manner())
    for state, memory, way in places_in(graphs):
        dialogue.restore(state, memory)
        commands = dialogue.handle(Resumed())
        said = [each.utterance for each in commands if isinstance(each, Say)]
        assert any(isinstance(each, Listen) for each in commands), way
        assert not any(isinstance(each, Note) and isinstance(each.entry, AnswerTaken) for each in commands), (
            way
        )
        assert dialogue.memory.answers == memory.answers, way
        if state == "asleep":
            assert (dialogue.state, said) == (state, []), way
            continue
        assert said, way
        assert dialogue.state == (memory.came_from[-1].state if state == "helping" else state), way
        assert dialogue.memory.question == memory.question, way
        assert state != "leaving" or said[-1].prompt == "safety_last", way
        assert state != "welcoming" or "safety" in [each.prompt for each in said], way


def test_what_happens_while_nobody_can_be_heard_counts_for_nothing(graphs: tuple[Graph, ...]) -> None:
    """The same is open, with the same misses, however long it was; but an emergency that was called out is one."""
    dialogue = Dialogue(the_pack(), the_words(), Manner())
    for state, memory, way in places_in(graphs):
        if state in ("welcoming", "reading", "helping", "leaving") or memory.saying:
            continue  # these go on by themselves, whether anybody can be heard or not
        if memory.switching or (memory.pending and memory.pending.meaning == Meaning("emergency")):
            continue
        dialogue.restore(state, memory)
        deaf = [HearingLost("missing"), NoInput(), NoInput(noisy=True), NoInput(), NoInput(), HearingBack()]
        noted = let_happen(dialogue, *(deaf if state != "asleep" else (deaf[0], deaf[-1])))
        now = dialogue.memory
        assert not any(isinstance(each, (AnswerTaken, MissCounted, StateChanged)) for each in noted), way
        assert (dialogue.state, now.question, now.pending) == (state, memory.question, memory.pending), way
        assert (now.attempt, now.answers, now.deaf) == (memory.attempt, memory.answers, None), way


def test_nobody_is_left_without_the_safety_sentence(graphs: tuple[Graph, ...]) -> None:
    """I5. It cannot be cut off either, but the second time, when an emergency came in between."""
    safety = the_words().prompts["safety_last"].first[0].split(". ")[-1]
    none_of(
        graphs,
        lambda edge: (
            edge.state == "asleep"
            and edge.node.state != "asleep"
            and (not edge.said or edge.said[-1].sentences[-1].text != safety)
        ),
    )
    none_of(
        graphs,
        lambda edge: edge.node.state == "asleep" and not any(utterance.safety for utterance in edge.said),
    )


def test_nobody_is_left_in_silence(graphs: tuple[Graph, ...]) -> None:
    """Silence, and whatever is understood, is answered; the one exception is "stop" in a pause."""
    none_of(
        graphs, lambda edge: isinstance(edge.event, NoInput) and edge.node.state != "asleep" and not edge.said
    )
    none_of(
        graphs,
        lambda edge: (
            is_heard(edge, "accepted")
            and not edge.said
            and not (edge.state == "paused" and means(edge, "stop"))
        ),
    )
    none_of(
        graphs,
        lambda edge: (
            is_heard(edge, "rejected") and not edge.said and edge.node.state not in ("paused", *QUIET)
        ),
    )


def test_every_wait_ends_and_something_can_be_said_in_it(graphs: tuple[Graph, ...]) -> None:
    def wrong(edge: Edge) -> bool:
        listening = edge.memory.listening
        if listening is None:
            return True
        endless = listening.no_input_after is None and edge.state != "asleep"
        always = {"help", "repeat", "stop", "back", "menu", "goodbye", "emergency"}
        return endless or (edge.state != "asleep" and not always <= set(listening.intents))

    none_of(graphs, wrong)


def test_only_a_no_is_a_no(graphs: tuple[Graph, ...]) -> None:
    """I1: silence, misunderstanding, skipping and not being sure never write down "no"."""

    def wrong(edge: Edge) -> bool:
        taken = [entry for entry in edge.entries if isinstance(entry, AnswerTaken) and entry.value == "no"]
        pending = edge.node.memory.pending
        confirmed = means(edge, "yes") and pending is not None and pending.meaning == Meaning("no")
        said = means(edge, "no") and is_heard(edge, "accepted")
        chosen = edge.label == "(presses at no)"
        return bool(taken) and not (confirmed or said or chosen)

    none_of(graphs, wrong)


def test_a_mention_is_never_an_answer(mentions: Graph) -> None:
    """Of what was mentioned nothing is written down; it stays until its own question has an answer."""

    def wrong(edge: Edge) -> bool:
        event = edge.event
        if not (isinstance(event, Heard) and event.meaning and event.meaning.mentions):
            return False
        taken = {entry.question for entry in edge.entries if isinstance(entry, AnswerTaken)}
        known = [id_ for id_, answer in edge.node.memory.answers if answer.value == "yes"]
        open_ = edge.node.memory.question
        kept = {*edge.memory.mentioned, *known, *([open_] if open_ else [])}
        return bool(taken - {open_}) or not kept >= set(event.meaning.mentions)

    none_of([mentions], wrong)
    none_of(
        [mentions],
        lambda edge: (
            set(edge.node.memory.mentioned)
            - set(edge.memory.mentioned)
            - {entry.question for entry in edge.entries if isinstance(entry, AnswerTaken)}
            and not means(edge, "questions")
            and edge.state != "asleep"
        ),
    )


def test_what_is_not_known_is_asked_in_simpler_words_first(graphs: tuple[Graph, ...]) -> None:
    """I2: before a red flag counts as unknown it was put in at least two wordings."""
    none_of(
        graphs,
        lambda edge: (
            any(isinstance(e, AnswerTaken) and e.value in ("not_sure", "skipped") for e in edge.entries)
            and edge.node.memory.wording == 0
        ),
    )


def test_help_goes_back_to_where_it_came_from(graphs: tuple[Graph, ...]) -> None:
    def wrong(edge: Edge) -> bool:
        before, after = edge.node.memory, edge.memory
        return (
            means(edge, "help")
            and edge.node.state != "asleep"
            and (
                (edge.state, after.question, after.pending, after.came_from)
                != (edge.node.state, before.question, before.pending, before.came_from)
            )
        )

    none_of(graphs, wrong)


def test_what_it_goes_back_to_is_never_far(graphs: tuple[Graph, ...]) -> None:
    none_of(graphs, lambda edge: len(edge.memory.came_from) > 2)


def test_the_outcome_is_never_lower_than_the_answers_demand(graphs: tuple[Graph, ...]) -> None:
    protocol = the_pack().protocol
    assert protocol is not None

    def wrong(edge: Edge) -> bool:
        answers = dict(edge.node.memory.answers)
        for entry in edge.entries:
            match entry:
                case AnswerTaken(question, _, _):
                    answers[question] = dict(edge.memory.answers)[question]
                case OutcomeGiven(_, urgency, _, _):
                    if urgency < triage.verdict(protocol, answers).outcome.urgency:
                        return True
                case _:
                    pass
        return False

    none_of(graphs, wrong)


def test_nobody_leaves_without_what_the_answers_demand(graphs: tuple[Graph, ...]) -> None:
    """I3, I5: whoever goes after a warning sign has heard what it means, sooner or on the way out."""
    protocol = the_pack().protocol
    assert protocol is not None

    def wrong(edge: Edge) -> bool:
        found = triage.verdict(protocol, dict(edge.node.memory.answers))
        if edge.state != "asleep" or edge.node.state == "asleep" or not found.reasons:
            return False
        told = {entry.outcome for entry in edge.entries if isinstance(entry, OutcomeGiven)}
        heard = {*told, edge.node.memory.outcome or "self_care"}
        return max(protocol.outcome(each).urgency for each in heard) < found.outcome.urgency

    none_of(graphs, wrong)


def test_advice_that_can_wait_comes_after_a_summary(graphs: tuple[Graph, ...]) -> None:
    """C28."""

    def wrong(edge: Edge) -> bool:
        pending = edge.node.memory.pending
        summarised = pending is not None and (pending.kind == "summary" or pending.meaning is not None)
        gone = edge.state == "asleep"
        return any(isinstance(e, OutcomeGiven) and e.urgency < 2 for e in edge.entries) and not (
            summarised or gone
        )

    none_of(graphs, wrong)


def test_there_is_never_a_fourth_time(graphs: tuple[Graph, ...]) -> None:
    none_of(
        graphs,
        lambda edge: any(isinstance(each, MissCounted) and each.count > TRIES for each in edge.entries),
    )
    none_of(graphs, lambda edge: edge.state == "asking" and edge.memory.attempt >= TRIES)


def test_a_repair_never_says_the_same_sentence_twice(questions: Graph) -> None:
    """From each question on, through every mixture of silence, mumbling, guesses and denials."""
    starts = [node for node in questions.nodes.values() if node.state == "asking" and not node.memory.attempt]
    assert starts
    for start in starts:
        ways = [(start, first_words(start), ())]  # type: list[tuple[Node, Counter[str], tuple[str, ...]]]
        while ways:
            node, said, way = ways.pop()
            for edge in questions.after.get(reduced(node.state, node.memory), []):
                if not missed(edge):
                    continue
                now = said + Counter(texts(edge))
                twice = [text for text, count in now.items() if count > 1]
                assert not twice, f"{' → '.join((*start.way, *way, edge.label))}: {twice}"
                same = edge.memory.question == start.memory.question and edge.state in (
                    "asking",
                    "confirming",
                )
                if same:
                    ways.append((Node(edge.state, edge.memory, ()), now, (*way, edge.label)))


def missed(edge: Edge) -> bool:
    """Silence, what was not understood, and a no to "did you say ...?", but for guesses at an emergency.

    Talk and noise are not followed: that they are answered only once does not show in what is told apart here.
    """
    if isinstance(edge.event, Heard) and edge.event.miss in ("talk", "noise"):
        return False
    pending = edge.node.memory.pending
    if Meaning("emergency") in (pending.meaning if pending else None, getattr(edge.event, "meaning", None)):
        return False
    denied = (
        pending is not None and pending.kind == "said" and means(edge, "no") and is_heard(edge, "accepted")
    )
    return denied or isinstance(edge.event, NoInput) or is_heard(edge, "rejected", "confirming")


def first_words(node: Node) -> Counter[str]:
    last = node.memory.last
    return Counter(sentence.text for sentence in last.sentences[-1:]) if last else Counter()


def test_no_session_ends_by_itself_without_a_warning(questions: Graph, article: Graph) -> None:
    """C16: what was said last before it leaves because of silence is that it will rest soon."""
    rests = 0
    for graph in (questions, article):
        warned = {
            (edge.state, edge.memory)
            for edge in graph.edges
            if any("rest soon" in text for text in texts(edge))
        }
        for edge in graph.edges:
            leaves = any(isinstance(each, StateChanged) and each.to == "leaving" for each in edge.entries)
            if isinstance(edge.event, NoInput) and leaves:
                rests += 1
                assert (edge.node.state, edge.node.memory) in warned, edge.way
    assert rests > 50


def test_a_shared_room_hears_nothing_of_health_before_a_yes() -> None:
    """C7: without a yes no question is ever put, by whatever way."""
    graph = explore(without=("yes",), manner=Manner(shared_room=True))
    assert graph.complete
    protocol = the_pack().protocol
    assert protocol is not None
    asked = {question.ask.first for question in protocol.questions}
    none_of([graph], lambda edge: edge.state == "asking" or asked & set(texts(edge)))


def test_with_one_switch_everything_can_be_reached(switch: Graph) -> None:
    """C1: the questions, each outcome, the article and the end, without a word."""
    outcomes = {e.outcome for edge in switch.edges for e in edge.entries if isinstance(e, OutcomeGiven)}
    assert outcomes == {"self_care", "doctor", "emergency"}
    assert any(edge.label == "(presses at care)" for edge in switch.edges)
    assert any(edge.label == "(presses at goodbye)" and edge.state == "asleep" for edge in switch.edges)
    for node in switch.nodes.values():
        scan = node.memory.scan
        assert node.state == "asleep" or (scan is not None and len(scan.options) > 1), node.way
