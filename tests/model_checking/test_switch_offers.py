"""By one switch everything can be reached that can be said: each intent of the table, in each state.

What is not offered has its reason in `offers.NOT_OFFERED`; what is offered leads somewhere, in some conversation.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from dialogues import golden
from voice_assistant.commands import Say
from voice_assistant.dialogue import offers
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Answer, Bookmark, Memory, Place, Return
from voice_assistant.dialogue.offers import BY_STATE, GROUPS, IN_GROUP, NOT_OFFERED, PAUSES, SPEAKING
from voice_assistant.dialogue.scene import Manner
from voice_assistant.dialogue.switches import options
from voice_assistant.dialogue.table import ANSWERS, SETTLED, intents_in
from voice_assistant.events import VARIANTS, AnswerTaken, Meaning, Pressed, Sounded

from .explore import (
    OF_THE_ARTICLE,
    Graph,
    Node,
    explore,
    offered,
    reduced,
    the_pack,
    the_words,
)

OWN = {"asking": ("yes", "no"), "finding": ("section",), "changing": ("change",)}
"""What is offered by its name: answers, sections, answers to change."""
SOUNDS = Manner(sounds="one is yes")
SEEN_ELSEWHERE = ("why", "stop", "summary", "change", "skip")
"""Choices that are taken by a sound just as by a switch."""
PLACES = (Place("introduction", 0), Place("als_and_twitching", 2))
"""In the shipped article; at the second one there is a hard word."""
MARKS = (Bookmark(1, PLACES[0]),)
ANSWERED = (("breathing", Answer("no")),)
CAME_FROM = ((), (Return("reading"),))
NOT_HERE = {"simpler", "other_questions", "keep", "practice", "private"}
"""What the shipped pack has no use for at these places; `test_golden` meets them."""


def names_in(state: str) -> set[str]:
    """Everything that the tables offer in a state, by the names that they use."""
    grouped = {name for (of, _), names in IN_GROUP.items() if of == state for name in names}
    direct = set(BY_STATE[state]) - set(GROUPS)
    speaking = set(SPEAKING) if "speaking" in BY_STATE[state] else set()
    return direct | grouped | speaking | (set(PAUSES) if state in ("finding", "paused") else set())


def intents_of(state: str) -> set[str]:
    named = {VARIANTS[name].intent or "" if name in VARIANTS else name for name in names_in(state)}
    return named | set(OWN.get(state, ()))


@pytest.mark.parametrize("state", SETTLED)
def test_everything_that_can_be_said_is_offered_or_has_its_reason(state: str) -> None:
    understood = set(intents_in(state)) | (set(ANSWERS) if state == "asking" else set())
    offered_here = intents_of("paused") if state == "reading" else intents_of(state)
    reasons = {
        intent for (of, intent) in NOT_OFFERED if of in (state, "paused" if state == "reading" else "")
    }
    assert understood - offered_here - reasons == set()


def test_no_reason_is_given_for_what_is_offered_or_not_understood() -> None:
    for state, intent in NOT_OFFERED:
        assert intent in intents_in(state), (state, intent)
        assert state == "reading" or intent not in intents_of(state), (state, intent)


def test_whatever_the_tables_offer_is_offered_somewhere() -> None:
    """To whoever presses a switch somewhere in the shipped article and its questions."""
    dialogue = Dialogue(golden.the_pack(), the_words(), Manner(), Memory())
    found: defaultdict[str, set[str]] = defaultdict(set)
    for place, marks, answers, outcome, at_bookmarks, came_from in product(
        (None, *PLACES), ((), MARKS), ((), ANSWERED), (None, "doctor", "emergency"), (False, True), CAME_FROM
    ):
        memory = Memory(
            place=place,
            bookmarks=marks,
            answers=answers,
            outcome=outcome,
            offers=("seeking_advice",),
            at_bookmarks=at_bookmarks,
            came_from=came_from,
        )
        for state in set(SETTLED) - {"reading"}:
            dialogue.restore(state, memory)
            scene = dialogue._scene
            direct = offers.in_state(scene)
            found[state] |= set(direct) - set(GROUPS)
            for group in (each for each in GROUPS if each in direct):
                found[state] |= set(offers.in_group(scene, group))
                assert options(scene, group)[-1].meaning is None, "the last one leads back"
    missing = {state: names_in(state) - found[state] - NOT_HERE for state in set(SETTLED) - {"reading"}}
    assert not any(missing.values()), missing


def test_one_press_leads_from_reading_to_everything() -> None:
    """A press pauses, and all that can be said while it is read is offered there, volume and rate too."""
    dialogue = Dialogue(the_pack(), the_words(), Manner(), Memory(switching=True))
    dialogue.restore("reading", Memory(switching=True, switched=1))
    commands = dialogue.handle(Pressed("select"))
    assert dialogue.state == "paused"
    said = [each.utterance for each in commands if isinstance(each, Say)]
    assert said[-1].prompt == "options"
    offers_now = {
        event.scan.options[event.option].label
        for _, event in offered(dialogue, Node(dialogue.state, dialogue.memory, ()))
    }
    assert {"louder", "quieter", "slower", "faster", "go on", "menu", "emergency"} <= offers_now


# --- sounds ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sounds() -> Graph:
    return explore(sounds=True, manner=SOUNDS, without=(*OF_THE_ARTICLE, *SEEN_ELSEWHERE))


def test_by_sounds_nothing_breaks_and_nobody_is_left_in_silence(sounds: Graph) -> None:
    assert sounds.complete
    assert not [edge.way for edge in sounds.edges if edge.error]
    assert not [edge.way for edge in sounds.edges if not edge.said and edge.node.state != "asleep"]


def test_by_sounds_a_no_to_a_red_flag_is_always_asked_about_first(sounds: Graph) -> None:
    """I1: one sound that is lost, or one too many, never puts a red flag aside."""
    protocol = the_pack().protocol
    assert protocol is not None
    red_flags = {question.id for question in protocol.questions if question.red_flag}
    taken = [
        (edge, entry)
        for edge in sounds.edges
        for entry in edge.entries
        if isinstance(entry, AnswerTaken) and entry.question in red_flags and entry.value == "no"
    ]
    assert taken
    for edge, entry in taken:
        pending = edge.node.memory.pending
        asked = entry.confirmed and pending is not None and pending.meaning == Meaning("no")
        assert asked or edge.label == "(presses at no)", edge.way


def test_by_sounds_no_question_is_put_a_fourth_time(sounds: Graph) -> None:
    assert not [edge.way for edge in sounds.edges if edge.state == "asking" and edge.memory.attempt >= 3]


def test_by_sounds_every_outcome_can_be_reached(sounds: Graph) -> None:
    given = {edge.memory.outcome for edge in sounds.edges}
    assert given >= {"self_care", "doctor", "emergency"}


def test_by_sounds_whatever_is_counted_is_said_again(sounds: Graph) -> None:
    told = ("One sound", "Two sounds")
    for edge in sounds.edges:
        entries = [e for e in edge.entries if isinstance(e, AnswerTaken) and e.value in ("yes", "no")]
        if edge.node.memory.scan is None and isinstance(edge.event, Sounded) and entries:
            texts = " ".join(sentence.text for each in edge.said for sentence in each.sentences)
            assert any(each in texts for each in told), edge.way


def test_a_long_sound_is_an_emergency_everywhere(sounds: Graph) -> None:
    """I4, also before the first word of what is being said."""
    dialogue = Dialogue(the_pack(), the_words(), SOUNDS, Memory(switching=True))
    places: dict[object, tuple[str, Memory, str]] = {}
    for edge in sounds.edges:
        for state, memory in ((edge.node.state, edge.node.memory), edge.before):
            places.setdefault((reduced(state, memory), bool(memory.saying)), (state, memory, edge.way))
    for state, memory, way in places.values():
        dialogue.restore(state, memory)
        dialogue.handle(Sounded(long=True))
        assert dialogue.state == "advising", way
        assert dialogue.memory.outcome == "emergency", way
