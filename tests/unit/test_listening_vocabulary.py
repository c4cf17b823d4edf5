"""Which phrases are open, what they mean, and whether more may follow."""

from __future__ import annotations

import pytest

from fakes.words import WORDS, pack
from voice_assistant.commands import Listen
from voice_assistant.events import Choices, Days, Meaning, Named
from voice_assistant.listening.grammar import Completeness, Grammar
from voice_assistant.listening.vocabulary import Vocabulary

VOCABULARY = Vocabulary(WORDS, pack())
GENERAL = ("yes", "no", "not_sure", "stop", "help", "emergency")
YES_NO = VOCABULARY.grammar(Listen(GENERAL, question="breathing"))
DURATION = VOCABULARY.grammar(Listen(GENERAL, question="duration"))
SEVERAL = VOCABULARY.grammar(Listen(GENERAL, question="triggers"))
READING = VOCABULARY.grammar(Listen(("next", "section", "change", "stop", "emergency"), names="sections"))


@pytest.mark.parametrize(
    ("grammar", "text", "meaning"),
    [
        (YES_NO, "yes", Meaning("yes")),
        (YES_NO, "Yes, please!", Meaning("yes")),
        (YES_NO, "yes yes", Meaning("yes")),
        (YES_NO, "it is hard", Meaning("yes")),
        (YES_NO, "it is easy", Meaning("no")),
        (YES_NO, "i don\N{RIGHT SINGLE QUOTATION MARK}t know", Meaning("not_sure")),
        (YES_NO, "i am choking", Meaning("emergency")),
        (YES_NO, "yes no", None),
        (YES_NO, "next", None),
        (YES_NO, "[unk] yes", None),
        (YES_NO, "two weeks", None),
        (YES_NO, "", None),
        (DURATION, "about two weeks", Meaning(value=Days(14, 14))),
        (DURATION, "it stopped", Meaning(value=Days(0, 0))),
        (DURATION, "not sure", Meaning("not_sure")),
        (DURATION, "two weeks stop", None),
        (SEVERAL, "stress", Meaning(value=Choices(("stress",)))),
        (SEVERAL, "coffee and stress", Meaning(value=Choices(("stress", "caffeine")))),
        (
            SEVERAL,
            "stress, coffee and long screens",
            Meaning(value=Choices(("stress", "caffeine", "screens"))),
        ),
        (SEVERAL, "stress too much coffee", Meaning(value=Choices(("stress", "caffeine")))),
        (SEVERAL, "none of them", Meaning(value=Choices(()))),
        (SEVERAL, "no", Meaning("no")),
        (SEVERAL, "stress and", None),
        (READING, "signs", Meaning("section", Named("signs"))),
        (READING, "the part about the first signs", Meaning("section", Named("signs"))),
        (READING, "read about", Meaning("section")),
        (READING, "next", Meaning("next")),
        (READING, "read about next", Meaning("section", Named("advice"))),
        (READING, "change how long", Meaning("change", Named("duration"))),
        (READING, "how long", None),
    ],
)
def test_what_is_said_means(grammar: Grammar, text: str, meaning: Meaning | None) -> None:
    assert grammar.understand(text) == meaning


@pytest.mark.parametrize(
    ("grammar", "text", "completeness"),
    [
        (YES_NO, "yes", "complete"),
        (YES_NO, "no", "complete"),
        (YES_NO, "not", "prefix"),
        (YES_NO, "i", "prefix"),
        (YES_NO, "[unk]", "unknown"),
        (YES_NO, "yes [unk]", "unknown"),
        (DURATION, "a month", "extensible"),
        (DURATION, "a month and a half", "complete"),
        (DURATION, "half a year", "complete"),
        (DURATION, "two years", "extensible"),
        (DURATION, "three weeks", "complete"),
        (DURATION, "about", "prefix"),
        (DURATION, "two or", "prefix"),
        (DURATION, "no", "complete"),
        (SEVERAL, "stress", "extensible"),
        (SEVERAL, "stress and", "prefix"),
        (SEVERAL, "stress and i am", "prefix"),
        (SEVERAL, "stress coffee screens", "complete"),
        (SEVERAL, "none of them", "complete"),
        (READING, "next", "complete"),
        (READING, "read about", "extensible"),
        (READING, "change my answer", "prefix"),
    ],
)
def test_it_is_known_whether_more_may_follow(grammar: Grammar, text: str, completeness: Completeness) -> None:
    assert grammar.complete(text) == completeness


def test_the_best_guess_is_the_last_thing_that_means_something() -> None:
    assert YES_NO.best_guess("[unk] yes") == Meaning("yes")
    assert YES_NO.best_guess("help [unk] stop please") == Meaning("stop")
    assert YES_NO.best_guess("[unk]") is None
    assert DURATION.best_guess("[unk] about two weeks [unk]") == Meaning(value=Days(14, 14))
    assert SEVERAL.best_guess("stress [unk] coffee") == Meaning(value=Choices(("stress", "caffeine")))


def test_the_recognizer_gets_every_word_that_can_be_understood() -> None:
    for grammar, said in (
        (YES_NO, "yes no it is hard i am choking"),
        (DURATION, "about three weeks and a half it stopped yes"),
        (SEVERAL, "stress and too much coffee none of them no"),
        (READING, "the part about the first signs advice change my answer about"),
    ):
        words = {word for phrase in grammar.phrases for word in phrase.split()}
        assert set(said.split()) <= words


def test_names_are_open_only_where_they_are_wanted() -> None:
    closed = VOCABULARY.grammar(Listen(("next", "section")))
    assert closed.understand("signs") is None
    assert closed.understand("read about signs") == Meaning("section", Named("signs"))
    changing = VOCABULARY.grammar(Listen(("change",), names="questions"))
    assert changing.understand("how long") == Meaning("change", Named("duration"))


def test_a_guess_is_sought_among_the_answers_to_the_question() -> None:
    assert {"yes", "no", "not sure", "it is hard"} <= set(YES_NO.answers)
    assert not {"stop", "help", "emergency"} & set(YES_NO.answers)
    assert set(READING.answers) == set(READING.phrases)


def test_a_pack_without_a_protocol_has_no_questions() -> None:
    bare = Vocabulary(WORDS, pack().model_copy(update={"protocol": None}))
    assert bare.grammar(Listen(("yes", "no"), question="breathing")).understand("yes") == Meaning("yes")


def test_grammars_are_made_once() -> None:
    again = VOCABULARY.grammar(Listen(GENERAL, question="breathing", attempt=2, patience="slow"))
    assert again is YES_NO
