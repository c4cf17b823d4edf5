"""Answers in words."""

from __future__ import annotations

import pytest

from dialogues.golden import the_pack, the_words
from voice_assistant.dialogue.memory import Answer, AnswerValue, Memory
from voice_assistant.dialogue.scene import Manner, Scene
from voice_assistant.dialogue.wording import listed, option_labels, read_back, said, sentence_case, summary
from voice_assistant.events import VARIANTS, Choices, Days, Meaning, Named
from voice_assistant.listening.duration_readback import say_duration


def scene(question: str | None = None, **answers: AnswerValue) -> Scene:
    given = tuple((name, Answer(value)) for name, value in answers.items())
    return Scene(
        the_pack(), the_words(), Manner(say_days=say_duration), Memory(question=question, answers=given)
    )


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b, and c")],
)
def test_a_list_is_said_as_people_say_it(items: list[str], text: str) -> None:
    assert listed(items) == text


def test_a_choice_is_listed_with_or() -> None:
    assert listed(["a", "b"], "or") == "a or b"
    assert listed(["a", "b", "c"], "or") == "a, b, or c"


@pytest.mark.parametrize(
    ("text", "said_so"), [("", ""), ("a", "A"), ("ALS, then", "ALS, then"), ("two", "Two")]
)
def test_only_the_first_letter_is_made_large(text: str, said_so: str) -> None:
    assert sentence_case(text) == said_so


def test_options_come_in_the_order_of_the_question() -> None:
    triggers = scene("triggers").question
    assert triggers is not None
    assert option_labels(triggers, Choices(("medicine", "stress"))) == "stress and a medicine"
    assert option_labels(triggers, Choices(())) == "none of them"


@pytest.mark.parametrize(
    ("question", "value", "text"),
    [
        ("walking", "yes", "Walking is difficult."),
        ("walking", "no", "Walking is not difficult."),
        ("walking", "not_sure", "I note that you are not sure."),
        ("walking", "skipped", "We leave that one out."),
        ("duration", Days(21, 21), "About three weeks."),
        ("triggers", Choices(("stress",)), "Stress."),
        ("triggers", Choices(()), "None of them."),
    ],
)
def test_an_answer_is_read_back_in_few_words(question: str, value: AnswerValue, text: str) -> None:
    asked = scene(question)
    assert asked.question is not None
    assert read_back(asked, asked.question, Answer(value)) == text


@pytest.mark.parametrize(
    ("meaning", "text"),
    [
        (Meaning("yes"), "yes"),
        (Meaning("go_on"), "go on"),
        (Meaning("section", Named("benign_twitching")), "harmless twitching"),
        (Meaning("change", Named("duration")), "how long"),
        (Meaning(value=Days(21, 21)), "about three weeks"),
        (Meaning(value=Choices(("stress", "sleep"))), "stress and too little sleep"),
        (VARIANTS["next_sentence"], "next sentence"),
        (VARIANTS["previous_sentence"], "previous sentence"),
    ],
)
def test_what_was_perhaps_said_is_named_as_one_would_say_it(meaning: Meaning, text: str) -> None:
    assert said(scene("triggers"), meaning) == text


def test_the_summary_says_what_is_grave_first() -> None:
    texts = summary(
        scene(breathing="no", weakness="yes", wasting="not_sure", walking="skipped", duration=Days(3, 3))
    )
    assert texts == [
        "You said yes to: growing weakness.",
        "You were not sure about: thinner muscles.",
        "We left out: difficulty walking.",
        "You said no to: trouble breathing.",
        "How long it has lasted: about three days.",
    ]
