"""The second opinion: what sounds alike, what it changes about a decision, and when it listens at all."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from fakes.recognizer import NOISE, FakeRecognizer, speech
from fakes.words import WORDS, pack
from voice_assistant.audio.frames import SILENCE
from voice_assistant.commands import Listen
from voice_assistant.dialogue.attention import CALLS, WAKING
from voice_assistant.events import Decision, Meaning
from voice_assistant.listening.judging import Evidence, judge
from voice_assistant.listening.recognizer import Hypothesis, Word
from voice_assistant.listening.second_opinion import SecondOpinion
from voice_assistant.listening.sound_alike import sound_key, sounds_alike
from voice_assistant.listening.vocabulary import Vocabulary

GENERAL = ("yes", "no", "not_sure", "stop", "help", "emergency")
VOCABULARY = Vocabulary(WORDS, pack())
BREATHING = VOCABULARY.grammar(Listen(GENERAL, question="breathing"))
NO_QUESTION = VOCABULARY.grammar(Listen(GENERAL))


@pytest.mark.parametrize("word", ["now", "know", "nah"])
def test_what_is_written_for_a_no_sounds_like_it(word: str) -> None:
    assert sound_key(word) == sound_key("no")


@pytest.mark.parametrize(
    ("said", "heard"),
    [("bye", "five"), ("why", "wow"), ("back", "bed"), ("help", "happy"), ("stop", "dog"), ("yes", "learn")],
)
def test_other_words_do_not_sound_like_a_command(said: str, heard: str) -> None:
    assert not sounds_alike(sound_key(said), sound_key(heard))
    assert sounds_alike(sound_key(said), sound_key(said))


def test_of_several_words_most_sounds_must_be_the_same() -> None:
    assert sounds_alike(sound_key("about three weeks"), sound_key("a bad three week"))
    assert not sounds_alike(sound_key("about three weeks"), sound_key("the weather"))
    assert not sounds_alike(sound_key("bye bye"), sound_key("five"))


def test_a_key_is_found_for_any_text() -> None:
    for text in ("", "[unk]", "'", "911", "é", "a.b", "o'clock"):
        assert isinstance(sound_key(text), str)


def decided(
    said: str, *second: str, grammar: object = NO_QUESTION, step: float = 0.5
) -> tuple[str | None, Decision] | None:
    """What comes of it, with the second opinion's hypotheses so far behind each other."""
    assert grammar in (NO_QUESTION, BREATHING)
    words = tuple(Word(word, at * 0.4, at * 0.4 + 0.3, 0.9) for at, word in enumerate(said.split()))
    hypotheses = tuple(Hypothesis(text, 100 - at * step) for at, text in enumerate(second))
    heard = judge(
        Evidence(words, voiced=0.5, attempt=0, second=hypotheses),
        BREATHING if grammar is BREATHING else NO_QUESTION,
    )
    return None if heard is None else (heard.meaning.intent if heard.meaning else None, heard.decision)


@pytest.mark.parametrize(
    ("said", "second", "intent", "decision"),
    [
        ("yes", ["yes"], "yes", "accepted"),
        ("no", ["now"], "no", "accepted"),
        ("no", ["i know", "you know", "no"], "no", "accepted"),
        ("yes", ["yeah"], "yes", "accepted"),  # another way to say the same
        ("stop", ["stuff"], "stop", "accepted"),
        ("help", ["happy"], "help", "confirming"),
        ("stop", ["the shop is closed"], "stop", "rejected"),
        ("emergency", ["she said it was urgent"], "emergency", "confirming"),
        ("know", ["i don't know", "no"], "not_sure", "confirming"),
        ("know", ["no", "i don't know"], "not_sure", "confirming"),
        ("yes", ["no"], "no", "confirming"),
        ("[unk]", ["yeah"], "yes", "confirming"),
        ("[unk]", ["years"], None, "rejected"),
        ("no", ["", "the"], "no", "confirming"),
        ("", ["yeah"], "yes", "confirming"),  # only the second one heard it
    ],
)
def test_what_the_second_opinion_makes_of_it(
    said: str, second: list[str], intent: str | None, decision: Decision
) -> None:
    assert decided(said, *second) == (intent, decision)


def test_of_several_words_the_end_alone_is_not_enough_where_more_was_said() -> None:
    talk = "somebody came along on the road in the snow"
    assert decided("i don't know", talk, "i don't snow") == ("not_sure", "rejected")
    assert decided("i don't know", talk, "i don't know") == ("not_sure", "accepted")
    assert decided("i don't know", "i want no", "i don't snow") == ("not_sure", "accepted")


@pytest.mark.parametrize(
    ("guess", "second", "decision"),
    [
        ("no", ["not", "now"], "confirming"),
        ("no", ["not", "nine"], "rejected"),
        ("yes", ["nine"], "rejected"),
        ("", ["now"], "rejected"),
    ],
)
def test_a_guess_that_the_second_opinion_backs_is_asked_at_once(
    guess: str, second: list[str], decision: Decision
) -> None:
    hypotheses = tuple(Hypothesis(text, -at) for at, text in enumerate(second))
    heard = judge(Evidence((Word("[unk]", 0, 0.4, 1),), 0.5, 0, guess, hypotheses), NO_QUESTION)
    assert heard is not None
    assert heard.decision == decision


@pytest.mark.parametrize(("second", "backed"), [("in an emergency they call", True), ("the weather", False)])
def test_an_emergency_in_talk_tells_whether_the_second_opinion_heard_it(second: str, backed: bool) -> None:
    words = tuple(Word(text, at, at + 0.4, 1) for at, text in enumerate(("emergency", "[unk]", "stop")))
    heard = judge(Evidence(words, 2.0, 0, second=(Hypothesis(second, 0),)), NO_QUESTION)
    assert heard is not None
    assert (heard.meaning, heard.decision) == (Meaning("emergency"), "confirming")
    assert heard.backed == backed


def test_nothing_that_anybody_heard_is_nothing() -> None:
    assert decided("", "the weather") is None
    assert decided("", "") is None


def test_talk_says_that_it_is() -> None:
    second = (Hypothesis("the shop is closed", 0),)
    heard = judge(Evidence((Word("stop", 0, 0.4, 1),), 0.5, 0, second=second), NO_QUESTION)
    assert heard is not None
    assert heard.miss == "talk"


def test_noise_out_of_which_a_word_stands_by_chance_is_nothing() -> None:
    assert decided("help", "") is None
    assert decided("[unk]", "") is None


def test_a_faint_answer_in_which_nobody_else_hears_a_word_is_asked_back() -> None:
    assert decided("no", "") == ("no", "confirming")


def test_without_a_second_opinion_the_first_one_holds() -> None:
    heard = judge(Evidence((Word("yes", 0, 0.3, 1),), voiced=0.5, attempt=0), NO_QUESTION)
    assert heard is not None
    assert (heard.meaning, heard.decision) == (Meaning("yes"), "accepted")


@pytest.mark.parametrize(("behind", "decision"), [(0.3, "accepted"), (1.3, "confirming")])
def test_a_call_that_is_to_wake_it_must_be_hardly_anything_else(behind: float, decision: Decision) -> None:
    asleep = Vocabulary(WORDS, pack()).grammar(Listen(WAKING, careful=CALLS))
    second = (Hypothesis("happy", 100), Hypothesis("help", 100 - behind))
    heard = judge(Evidence((Word("help", 0, 0.3, 1),), voiced=0.5, attempt=0, second=second), asleep)
    assert heard is not None
    assert heard.decision == decision


def test_a_no_to_a_warning_sign_must_be_next_to_the_best() -> None:
    protocol = pack().protocol
    assert protocol is not None
    asked = protocol.questions[0].model_copy(update={"red_flag": True})
    flagged = pack().model_copy(
        update={"protocol": protocol.model_copy(update={"questions": (asked, *protocol.questions[1:])})}
    )
    careful = Vocabulary(WORDS, flagged).grammar(Listen(GENERAL, question=asked.id))
    second = (Hypothesis("well", 100), Hypothesis("no", 98))
    for said, open_, decision in (
        ("no", careful, "confirming"),
        ("no", NO_QUESTION, "accepted"),
        ("yes", careful, "confirming"),
    ):
        heard = judge(Evidence((Word(said, 0, 0.3, 1),), voiced=0.5, attempt=0, second=second), open_)
        assert heard is not None
        assert heard.decision == decision


class Counting(FakeRecognizer):
    """Notes how much sound it is given in each portion."""

    def __init__(self) -> None:
        self.portions: list[int] = []
        super().__init__()

    def accept(self, sound: np.ndarray[tuple[int], np.dtype[np.int16]]) -> bool:
        self.portions.append(len(sound) // len(SILENCE))
        return super().accept(sound)


def test_it_catches_up_in_portions_and_has_everything_at_the_end() -> None:
    recognizer = Counting()
    opinion = SecondOpinion(recognizer)
    frames = speech("0.1 bananas 0.1")
    opinion.begin(frames[:20])
    for frame in frames[20:]:
        opinion.hear(frame, pause=False)
    assert max(recognizer.portions) <= 4
    found = opinion.end()
    assert found is not None
    assert [each.text for each in found] == ["bananas"]
    assert sum(recognizer.portions) == len(frames)
    assert recognizer.starts[-1] is None


def test_a_pause_is_heard_shortened_and_only_if_something_follows() -> None:
    recognizer = Counting()
    opinion = SecondOpinion(recognizer)
    opinion.begin(speech("about"))
    for _ in range(200):
        opinion.hear(SILENCE, pause=True)
    assert sum(recognizer.portions) == len(speech("about"))
    for frame in speech("bananas"):
        opinion.hear(frame, pause=False)
    found = opinion.end()
    assert found is not None
    assert found[0].text == "about bananas"
    assert sum(recognizer.portions) == len(speech("about bananas")) + 15


def test_it_does_nothing_until_it_is_told_to_and_after_it_is_dropped() -> None:
    recognizer = Counting()
    opinion = SecondOpinion(recognizer)
    opinion.hear(NOISE, pause=False)
    assert (opinion.end(), opinion.text(), recognizer.portions) == (None, "", [])
    opinion.begin([NOISE])
    opinion.drop()
    opinion.hear(NOISE, pause=False)
    assert (opinion.end(), recognizer.portions) == (None, [])


def test_hypotheses_are_better_first() -> None:
    recognizer = FakeRecognizer()
    recognizer.start(None, hypotheses=5)
    recognizer.accept(np.concatenate(speech("0.1 yes 0.2")))
    found = recognizer.finish().hypotheses
    assert found
    assert all(before.score >= after.score for before, after in pairwise(found))


def test_forgotten_it_begins_with_a_recognizer_like_new() -> None:
    recognizer = FakeRecognizer()
    opinion = SecondOpinion(recognizer)
    opinion.begin(speech("hello"))
    opinion.forget()
    assert not opinion.active
    assert recognizer.starts[-1] == ()
