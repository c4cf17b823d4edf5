"""What is said of another question than the open one: alone, or beside an answer."""

from __future__ import annotations

import pytest

from dialogues.golden import the_pack, the_vocabulary, the_words
from voice_assistant.commands import Listen
from voice_assistant.content.protocol import YesNoQuestion
from voice_assistant.dialogue.attention import wanted
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.scene import Manner, Scene
from voice_assistant.events import Choices, Days, Meaning
from voice_assistant.listening.grammar import Completeness, Grammar


def listening(state: str, question: str | None = None) -> Listen:
    scene = Scene(the_pack(), the_words(), Manner(), Memory(question=question))
    scene.state = state
    return wanted(scene)


def asked(question: str) -> Grammar:
    return the_vocabulary().grammar(listening("asking", question))


BREATHING, DURATION, TRIGGERS = asked("breathing"), asked("duration"), asked("triggers")
WEAK = ("weakness",)
THREE_WEEKS, STRESS = Days(21, 21), Choices(("stress",))


@pytest.mark.parametrize(
    ("grammar", "text", "meaning"),
    [
        (BREATHING, "my hand is weak", Meaning(mentions=WEAK)),
        (BREATHING, "but my hand is weak", Meaning(mentions=WEAK)),
        (BREATHING, "No, but my hand is weak.", Meaning("no", mentions=WEAK)),
        (BREATHING, "no and my hand is weak", Meaning("no", mentions=WEAK)),
        (BREATHING, "no my hand is weak", Meaning("no", mentions=WEAK)),
        (BREATHING, "my hand is weak but no", Meaning("no", mentions=WEAK)),
        (BREATHING, "i'm not sure but i keep falling", Meaning("not_sure", mentions=("walking",))),
        (
            BREATHING,
            "no but my hand is weak and i keep falling",
            Meaning("no", mentions=("weakness", "walking")),
        ),
        (BREATHING, "my hand is weak and my arm is weak", Meaning(mentions=WEAK)),
        (DURATION, "three weeks and my hand is weak", Meaning(None, THREE_WEEKS, WEAK)),
        (TRIGGERS, "stress but my hand is weak", Meaning(None, STRESS, WEAK)),
        (BREATHING, "i have trouble breathing", Meaning("yes")),
        (asked("walking"), "i have trouble breathing", Meaning(mentions=("breathing",))),
        (BREATHING, "no but stop", None),
        (BREATHING, "yes but no", None),
        (BREATHING, "stop but my hand is weak", None),
        (BREATHING, "no but", None),
        (BREATHING, "my hand", None),
        (BREATHING, "weak", None),
    ],
)
def test_an_answer_and_a_mention_are_both_understood(
    grammar: Grammar, text: str, meaning: Meaning | None
) -> None:
    assert grammar.understand(text) == meaning


@pytest.mark.parametrize(
    ("text", "completeness"),
    [
        ("no", "complete"),
        ("yes", "complete"),
        ("no but", "prefix"),
        ("no but my", "prefix"),
        ("no my hand", "prefix"),
        ("but", "prefix"),
        ("my hand is", "prefix"),
        ("my hand is weak", "complete"),
        ("no but my hand is weak", "complete"),
        ("no but [unk]", "unknown"),
    ],
)
def test_a_plain_answer_never_waits_for_a_mention(text: str, completeness: Completeness) -> None:
    assert BREATHING.complete(text) == completeness


def test_a_no_with_a_mention_is_held_to_as_much_as_a_plain_one() -> None:
    assert {Meaning("no"), Meaning("no", mentions=WEAK), Meaning("no", mentions=("walking", "weakness"))} <= (
        BREATHING.careful
    )
    assert not asked("places").careful


def test_among_unknown_words_the_mention_stays_with_its_answer() -> None:
    assert BREATHING.best_guess("[unk] no but my hand is weak") == Meaning("no", mentions=WEAK)


def test_no_guess_is_sought_among_mentions() -> None:
    assert "my hand is weak" in BREATHING.phrases
    assert "my hand is weak" not in BREATHING.answers


@pytest.mark.parametrize("state", ["choosing", "reading", "confirming", "advising"])
def test_where_no_question_is_open_nothing_is_mentioned(state: str) -> None:
    assert the_vocabulary().grammar(listening(state)).understand("my hand is weak") is None


@pytest.mark.parametrize("question", [each.id for each in the_pack().protocol.questions])  # type: ignore[union-attr]
def test_each_mention_is_understood_at_every_other_question(question: str) -> None:
    protocol = the_pack().protocol
    assert protocol is not None
    for other in protocol.questions:
        for phrase in other.mentions if isinstance(other, YesNoQuestion) else ():
            meant = asked(question).understand(phrase)
            own = other.id == question
            assert meant == Meaning(mentions=(other.id,)) or (own and meant == Meaning("yes")), phrase


def test_each_question_with_a_yes_or_no_has_mentions_enough() -> None:
    protocol = the_pack().protocol
    assert protocol is not None
    for question in protocol.questions:
        if isinstance(question, YesNoQuestion):
            assert len(question.mentions) >= 4, question.id


def test_the_recognizer_gets_the_words_between_them() -> None:
    pairs = {
        pair for phrase in BREATHING.phrases for pair in zip(phrase.split(), phrase.split()[1:], strict=False)
    }
    assert {("no", "but"), ("but", "my"), ("yes", "and"), ("and", "i"), ("sure", "but")} <= pairs
