"""From frames of sound to what was said, with a recognizer that hears made-up sound."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from fakes.recognizer import FakeRecognizer, LoudVoice, speech
from fakes.words import WORDS, pack
from voice_assistant.audio.frames import FRAME_SECONDS, RATE, SILENCE, Frame
from voice_assistant.commands import Listen, Patience
from voice_assistant.events import Choices, Days, Decision, Meaning, Named
from voice_assistant.listening.hearing_again import HearingAgain
from voice_assistant.listening.listener import Listener, ListeningFact, SpeechEnded, SpeechStarted, Understood
from voice_assistant.listening.recognizer import Word
from voice_assistant.listening.vocabulary import Vocabulary
from voice_assistant.listening.voice_activity import WebrtcVoiceActivity

GENERAL = ("yes", "no", "not_sure", "stop", "help", "emergency")
BREATHING = Listen(GENERAL, question="breathing")
DURATION = Listen(GENERAL, question="duration")
TRIGGERS = Listen(GENERAL, question="triggers")


class Caller:
    """A listener, its recognizers, and everything it told with the time at which it told it."""

    def __init__(self, listen: Listen = BREATHING) -> None:
        self.recognizers: list[FakeRecognizer] = []
        self.listener = Listener(self._make, Vocabulary(WORDS, pack()), LoudVoice())
        self.listener.listen(listen)
        self.now = 0.0
        self.told: list[tuple[float, ListeningFact]] = []

    def _make(self) -> FakeRecognizer:
        self.recognizers.append(FakeRecognizer())
        return self.recognizers[-1]

    def hears(self, frames: Iterable[Frame] | str) -> list[Understood]:
        before = len(self.told)
        for frame in speech(frames) if isinstance(frames, str) else frames:
            self.now += FRAME_SECONDS
            self.told += [(self.now, fact) for fact in self.listener.hear(frame)]
        return [fact for _, fact in self.told[before:] if isinstance(fact, Understood)]


def decided(understood: list[Understood]) -> list[tuple[str, Meaning | None, Decision]]:
    return [(each.heard.text, each.heard.meaning, each.heard.decision) for each in understood]


def test_a_word_is_heard_as_soon_as_it_is_over() -> None:
    caller = Caller()
    (understood,) = caller.hears("0.4 yes 1.0")
    assert decided([understood]) == [("yes", Meaning("yes"), "accepted")]
    assert [type(fact) for _, fact in caller.told] == [SpeechStarted, SpeechEnded, Understood]
    assert (understood.speech_start, understood.speech_end) == (0.4, 0.7)
    told_at = caller.told[-1][0]
    assert 0.1 < told_at - understood.speech_end < 0.3
    assert not caller.listener.speaking


def test_somebody_speaks_from_the_first_word_to_the_decision() -> None:
    caller = Caller()
    caller.hears("0.4")
    assert not caller.listener.speaking
    caller.hears("about 0.8")
    assert caller.listener.speaking
    caller.hears("2.0")
    assert not caller.listener.speaking


@pytest.mark.parametrize(
    ("listen", "script", "text", "meaning"),
    [
        (DURATION, "0.4 about 1.2 three 1.5 weeks 3.0", "about three weeks", Meaning(value=Days(21, 21))),
        (DURATION, "0.4 a month 1.0 and a half 3.0", "a month and a half", Meaning(value=Days(45, 45))),
        (
            TRIGGERS,
            "0.4 stress 1.8 and coffee 3.0",
            "stress and coffee",
            Meaning(value=Choices(("stress", "caffeine"))),
        ),
    ],
)
def test_pieces_with_long_pauses_between_them_are_one_answer(
    listen: Listen, script: str, text: str, meaning: Meaning
) -> None:
    assert decided(Caller(listen).hears(script)) == [(text, meaning, "accepted")]


@pytest.mark.parametrize(("patience", "waits"), [("normal", 0.2), ("slow", 1.0), ("very slow", 2.0)])
def test_patience_waits_before_it_takes_an_answer(patience: Patience, waits: float) -> None:
    caller = Caller(Listen(GENERAL, question="breathing", patience=patience))
    (understood,) = caller.hears("0.4 yes 4.0")
    assert caller.told[-1][0] - understood.speech_end == pytest.approx(waits, abs=0.15)


def test_with_patience_two_pauses_do_not_part_an_answer() -> None:
    caller = Caller(Listen(GENERAL, question="breathing", patience="very slow"))
    assert decided(caller.hears("0.4 no 1.5 thanks 4.0")) == [("no thanks", Meaning("no"), "accepted")]


def test_a_foreign_word_is_not_understood_and_guessed_among_the_answers() -> None:
    caller = Caller()
    assert decided(caller.hears("0.4 yess 3.0")) == [("", Meaning("yes"), "confirming")]
    assert caller.recognizers[1].starts[-1] == caller.listener._grammar.answers
    again = Caller(Listen(GENERAL, question="breathing", attempt=1))
    assert decided(again.hears("0.4 yess 3.0")) == [("", Meaning("yes"), "confirming")]


def test_a_fragment_of_an_answer_is_guessed_as_a_whole_word() -> None:
    caller = Caller()
    assert decided(caller.hears("0.4 not 3.0")) == [("not", Meaning("no"), "rejected")]
    assert all(" " not in phrase for phrase in caller.recognizers[1].starts[-1] or ())


def test_a_cough_is_nothing() -> None:
    caller = Caller()
    assert caller.hears([*speech("0.4"), *speech("cough", word_frames=10), *speech("3.0")]) == []
    assert not caller.listener.speaking


def test_noise_without_words_is_nobody() -> None:
    caller = Caller()
    caller.hears("0.4" + " noise" * 300)
    assert caller.told == []
    assert not caller.listener.speaking


def test_in_steady_noise_a_word_is_still_heard() -> None:
    class Deaf:
        def hears(self, frame: Frame) -> bool:
            return True

    caller = Caller()
    caller.listener = Listener(caller._make, Vocabulary(WORDS, pack()), Deaf())
    caller.listener.listen(BREATHING)
    assert decided(caller.hears("0.4 yes 2.0")) == [("yes", Meaning("yes"), "accepted")]


def test_contradictory_answers_are_refused() -> None:
    assert decided(Caller().hears("0.4 no yes 3.0")) == [("no yes", None, "rejected")]


def test_a_new_listen_waits_until_the_running_answer_is_over() -> None:
    caller = Caller(DURATION)
    caller.hears("0.4 about three")
    caller.listener.listen(BREATHING)
    assert decided(caller.hears("weeks 1.0")) == [
        ("about three weeks", Meaning(value=Days(21, 21)), "accepted")
    ]
    assert decided(caller.hears("0.4 yes 1.0")) == [("yes", Meaning("yes"), "accepted")]
    assert caller.hears("0.4 weeks 3.0")[0].heard.decision == "rejected"


def test_of_two_waiting_listens_the_later_holds() -> None:
    caller = Caller(DURATION)
    caller.hears("0.4 about three")
    caller.listener.listen(BREATHING)
    caller.listener.listen(TRIGGERS)
    caller.hears("weeks 1.0")
    assert caller.hears("0.4 stress 3.0")[0].heard.decision == "accepted"


def test_a_new_listen_does_not_lose_a_word_that_is_just_beginning() -> None:
    caller = Caller(DURATION)
    word = speech("stress")
    caller.hears([*speech("0.4"), *word[:4]])
    caller.listener.listen(TRIGGERS)
    assert decided(caller.hears([*word[4:], *speech("3.0")])) == [
        ("stress", Meaning(value=Choices(("stress",))), "accepted")
    ]


def test_a_new_listen_does_not_hear_the_last_answer_again() -> None:
    caller = Caller()
    word = speech("0.4 yes 0.2")
    for frame in word:
        if caller.hears([frame]):
            caller.listener.listen(TRIGGERS)
    assert len([fact for _, fact in caller.told if isinstance(fact, Understood)]) == 1
    assert caller.hears("3.0") == []


def test_the_same_phrases_with_more_patience_hold_at_once() -> None:
    caller = Caller()
    caller.hears("0.4 yes")
    caller.listener.listen(Listen(GENERAL, question="breathing", patience="very slow"))
    assert caller.hears("1.8") == []
    assert decided(caller.hears("0.5")) == [("yes", Meaning("yes"), "accepted")]


def test_the_longest_turn_ends_with_what_was_heard() -> None:
    caller = Caller()
    (told,) = caller.hears("0.4" + " yes" * 220)
    assert (told.heard.meaning, told.heard.decision) == (Meaning("yes"), "accepted")
    assert len(told.heard.text.split()) == pytest.approx(60 / 0.3, abs=2)
    assert told.speech_end - told.speech_start == pytest.approx(60, abs=0.5)


def test_of_a_turn_that_was_too_long_it_is_told_that_it_was() -> None:
    caller = Caller()
    (told,) = caller.hears("0.4" + " zz" * 201)
    assert (told.heard.decision, told.heard.miss) == ("rejected", "too_long")
    (told,) = caller.hears("4.0 zz 4.0")[-1:]
    assert (told.heard.decision, told.heard.miss) != ("rejected", "too_long")


def test_with_most_patience_no_turn_is_too_long_and_little_of_endless_talk_is_kept() -> None:
    caller = Caller(Listen(GENERAL, question="breathing", patience="very slow"))
    assert caller.hears("0.4" + " zz" * 800) == []
    assert len(caller.listener._pieces) <= 250
    assert len(caller.hears("7.0")) == 1


def test_an_emergency_in_endless_talk_does_not_wait_for_its_end() -> None:
    caller = Caller(Listen(GENERAL, question="breathing", patience="very slow"))
    told = caller.hears("0.4" + " zz" * 20 + " emergency 0.6" + " zz" * 20)
    assert decided(told)[0][1:] == (Meaning("emergency"), "confirming")


NEXT = Listen(("next", "section", "help"), names="sections")


def answer_after(caller: Caller, script: str) -> float:
    """Seconds from the end of what was said to its being decided."""
    (understood,) = caller.hears(script + " 8.0")
    told = next(at for at, fact in caller.told if fact is understood)
    return told - understood.speech_end


@pytest.mark.parametrize(("patience", "waits"), [("normal", 0.8), ("slow", 2.0), ("very slow", 3.5)])
def test_next_waits_less_than_an_answer_that_may_go_on(patience: Patience, waits: float) -> None:
    caller = Caller(Listen(("next",), patience=patience))
    caller.listener._grammar._starts["next"] = {Meaning("next", Named("sentence"))}
    assert answer_after(caller, "0.4 next") == pytest.approx(waits, abs=0.1)


def test_an_answer_that_may_go_on_is_waited_for() -> None:
    assert answer_after(Caller(TRIGGERS), "0.4 stress") == pytest.approx(2.0, abs=0.1)


def test_the_waits_grow_with_the_speakers_pauses_until_the_speaker_is_forgotten() -> None:
    caller = Caller(DURATION)
    quick = answer_after(caller, "0.4 three weeks")
    for _ in range(2):
        assert len(caller.hears("0.4 about 1.6 three 1.6 weeks 4.0")) == 1
    assert answer_after(caller, "0.4 three weeks") == pytest.approx(1.0, abs=0.1)
    assert answer_after(caller, "0.4 about") == pytest.approx(2.4, abs=0.15)
    caller.listener.forget_speaker()
    assert answer_after(caller, "0.4 three weeks") == pytest.approx(quick, abs=0.05)
    assert answer_after(caller, "0.4 about") == pytest.approx(2.0, abs=0.15)


def kept(frames: list[Frame], caller: Caller) -> int:
    """How many of these frames, but for silence, the listener still holds."""
    return sum(any(frame is each for each in caller.listener._recent) for frame in frames if frame.any())


def test_the_sound_of_somebody_who_has_gone_is_forgotten_as_soon_as_it_is_quiet() -> None:
    caller = Caller()
    frames = speech("0.4 yes 0.4 no 0.4")
    caller.hears(frames)
    assert kept(frames, caller) > 20
    starts = len(caller.recognizers[1].starts)
    caller.listener.forget_speaker()
    assert len(caller.recognizers[1].starts) == starts + 1
    caller.hears("0.6")
    assert not kept(frames, caller)
    assert decided(caller.hears("0.4 yes 1.0")) == [("yes", Meaning("yes"), "accepted")]


@pytest.mark.parametrize("said", ["yes", "0.02 yes", "0.4 yes"])
def test_a_word_that_somebody_says_meanwhile_is_not_lost(said: str) -> None:
    caller = Caller()
    caller.hears("0.4 no 1.0")
    frames = speech(f"{said} 1.0")
    words = caller.hears(frames[:4])
    caller.listener.forget_speaker()
    words += caller.hears(frames[4:])
    assert decided(words) == [("yes", Meaning("yes"), "accepted")]


def test_somebody_who_was_cut_off_is_waited_for_the_next_time() -> None:
    caller = Caller(DURATION)
    assert len(caller.hears("0.4 about 2.2 three weeks 4.0")) == 2
    assert decided(caller.hears("0.4 about 2.2 three weeks 4.0")) == [
        ("about three weeks", Meaning(value=Days(21, 21)), "accepted")
    ]


def test_fluent_speech_is_answered_as_fast_as_ever() -> None:
    caller = Caller(DURATION)
    first = answer_after(caller, "0.4 yes")
    for _ in range(10):
        caller.hears("0.4 about three weeks 3.0 yes 3.0")
    assert answer_after(caller, "0.4 yes") == pytest.approx(first, abs=0.05)


def test_reset_forgets_what_is_being_said() -> None:
    caller = Caller(DURATION)
    caller.hears("0.4 about three")
    caller.listener.listen(BREATHING)
    caller.listener.reset()
    assert not caller.listener.speaking
    assert decided(caller.hears("0.2 yes 1.0")) == [("yes", Meaning("yes"), "accepted")]


def test_long_silence_keeps_little_and_starts_the_recognizer_afresh() -> None:
    caller = Caller()
    starts = len(caller.recognizers[0].starts)
    caller.hears([SILENCE] * round(120 / FRAME_SECONDS))
    assert len(caller.recognizers[0].starts) - starts == 4
    assert len(caller.listener._recent) * FRAME_SECONDS == pytest.approx(15)
    assert len(caller.listener._recent_voice) == len(caller.listener._recent)
    assert caller.recognizers[0].heard < 1.03 * 120 / FRAME_SECONDS
    assert decided(caller.hears("yes 1.0")) == [("yes", Meaning("yes"), "accepted")]


def test_a_long_answer_keeps_no_more_sound_than_the_last_seconds() -> None:
    caller = Caller(Listen(GENERAL, question="breathing", patience="slow"))
    caller.hears("0.4" + " zz" * 100)
    assert len(caller.listener._recent) * FRAME_SECONDS == pytest.approx(15)
    assert caller.hears("4.0")[0].heard.decision == "rejected"


def test_the_voice_detector_ends_soon_after_the_voice_in_a_room_with_faint_noise() -> None:
    detector = WebrtcVoiceActivity()
    times = np.arange(RATE) / RATE
    buzz = sum(np.sin(2 * np.pi * 120 * k * times) / k for k in range(1, 20))
    noise = np.random.default_rng(1).normal(0, 20, 3 * RATE)
    sound = noise.copy()
    sound[RATE : 2 * RATE] += 4000 * np.asarray(buzz)
    frames = sound.astype(np.int16).reshape(-1, SILENCE.size)
    voiced = [at for at, frame in enumerate(frames) if detector.hears(frame)]
    assert len([at for at in voiced if 50 <= at < 100]) > 40
    assert max(voiced) < 100 + 5


def test_the_second_opinion_hears_speech_and_no_silence_or_lasting_noise() -> None:
    caller = Caller()
    second = caller.recognizers[2]
    caller.hears([SILENCE] * 500)
    assert second.heard == 0
    caller.hears("0.4 yes 3.0")
    assert 15 <= second.heard < 60
    caller = Caller()
    caller.hears("noise " * 300)
    assert caller.recognizers[2].heard * FRAME_SECONDS < 3


def test_the_second_opinion_does_not_follow_talk() -> None:
    caller = Caller()
    caller.hears("0.4" + " zz" * 100)
    assert caller.recognizers[2].heard * FRAME_SECONDS < 2.5


def test_a_word_that_only_the_second_opinion_knows_is_decided_soon() -> None:
    caller = Caller()
    caller.recognizers[0].start = lambda phrases, **_: FakeRecognizer.start(  # type: ignore[method-assign]
        caller.recognizers[0], ("no",), unknown=True
    )
    caller.listener.reset()
    assert decided(caller.hears("0.4 yes 1.0")) == [("", Meaning("yes"), "confirming")]


def test_a_word_that_was_first_taken_back_keeps_its_sound_for_the_second_opinion() -> None:
    caller = Caller()
    first = caller.recognizers[0]
    shown = iter(["not"] * 5 + [""] * 10 + ["yes"] * 200)
    plain = first.partial
    first.partial = lambda: next(shown) if plain() else ""  # type: ignore[method-assign]
    assert decided(caller.hears(speech("0.4") + speech("yes", word_frames=40) + speech("1.0"))) == [
        ("yes", Meaning("yes"), "accepted")
    ]
    assert caller.recognizers[2].starts.count(None) == 1
    assert [type(fact) for _, fact in caller.told].count(SpeechStarted) == 2


@pytest.mark.parametrize(
    ("listen", "words", "decision"),
    [(BREATHING, "no", "confirming"), (BREATHING, "stop", "confirming"), (DURATION, "two weeks", "accepted")],
)
def test_what_only_a_second_hearing_made_sense_of_is_asked_about_or_read_back(
    monkeypatch: pytest.MonkeyPatch, listen: Listen, words: str, decision: Decision
) -> None:
    found = tuple(Word(word, number, number + 0.5, 1.0) for number, word in enumerate(words.split()))
    monkeypatch.setattr(HearingAgain, "joined", lambda *_: found)
    monkeypatch.setattr("voice_assistant.listening.second_opinion.SecondOpinion.end", lambda _: None)
    assert [each.heard.decision for each in Caller(listen).hears("0.4 banana 0.7 pancakes 4.0")] == [decision]


def test_a_noise_just_before_a_word_does_not_take_its_beginning_away() -> None:
    """Asking for the end of a stretch makes the recognizer forget; where there was no word, it hears it again."""
    caller = Caller()
    caller.hears("0.4 noise 0.12")
    starts, heard = len(caller.recognizers[0].starts), caller.recognizers[0].heard
    caller.hears("0.04")
    assert len(caller.recognizers[0].starts) == starts + 1
    assert caller.recognizers[0].heard - heard > 0.4 / FRAME_SECONDS
    assert [each.heard.text for each in caller.hears("stop 1.0")] == ["stop"]
