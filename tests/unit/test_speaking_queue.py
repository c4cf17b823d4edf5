"""What the speech queue plays, frame by frame, with a fake voice and no clock."""

from __future__ import annotations

from time import perf_counter

import numpy as np
import numpy.typing as npt
import pytest

from fakes.voice import FakeVoice, tone
from voice_assistant.audio.frames import FRAME, RATE, SILENCE, Frame
from voice_assistant.audio.level import rms_dbfs
from voice_assistant.commands import Sentence, Utterance
from voice_assistant.errors import VoiceError
from voice_assistant.events import SentenceHeard, SentenceStarted, SpeechFact, Spoken
from voice_assistant.speaking.lines import FADE, HEARD, LONGEST_REWIND, REWIND
from voice_assistant.speaking.pronunciation import Pronunciation
from voice_assistant.speaking.queue import SpeechQueue
from voice_assistant.speaking.synthesizer import Piece

PLAIN = Pronunciation([])


def queue_of(voice: FakeVoice, **settings: float) -> SpeechQueue:
    return SpeechQueue(voice, PLAIN, wait=settings.get("wait", 10.0))


def utterance(number: int, *texts: str, pause: float = 0.25, safety: bool = False) -> Utterance:
    return Utterance(number, "test", tuple(Sentence(text, pause) for text in texts), safety)


def play(queue: SpeechQueue, frames: int) -> npt.NDArray[np.int16]:
    return np.concatenate([queue.frame() for _ in range(frames)])


def play_out(queue: SpeechQueue, limit: int = 2_000) -> npt.NDArray[np.int16]:
    frames: list[Frame] = []
    while queue.busy:
        assert len(frames) < limit, "it never ends"
        frames.append(queue.frame())
    return np.concatenate(frames)


def frames_of(seconds: float) -> int:
    return round(seconds * RATE / FRAME)


class TestInOrder:
    def test_nothing_to_say_is_silence(self) -> None:
        queue = queue_of(FakeVoice())
        assert not queue.busy
        assert queue.frame() is SILENCE
        assert queue.facts() == ()
        assert queue.first_sample_wall is None

    def test_sentences_and_their_pauses_stand_where_they_belong(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one two", "three", pause=0.5))
        played = play_out(queue)
        first, second = tone("one two", 155), tone("three", 155)
        at = len(first) + RATE // 2
        assert np.array_equal(played[: len(first)], first)
        assert not played[len(first) : at].any()
        assert np.array_equal(played[at : at + len(second)], second)
        assert not played[at + len(second) :].any()

    def test_the_pause_also_stands_between_utterances_and_before_a_chime(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one", pause=0.3))
        queue.chime(tone("ding", 600))
        played = play_out(queue)
        first = len(tone("one", 155))
        assert not played[first : first + round(0.3 * RATE)].any()
        assert played[first + round(0.3 * RATE) :][: len(tone("ding", 600))].any()

    def test_facts_tell_the_frame_in_which_things_happened(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(7, "one", "two", pause=0.1))
        assert queue.facts() == ()
        queue.frame()
        assert queue.facts() == (SentenceStarted(7, 0),)
        assert queue.speaking == utterance(7, "one", "two", pause=0.1)
        told: list[SpeechFact] = []
        while queue.busy:
            queue.frame()
            told += queue.facts()
        assert told == [
            *(SentenceHeard(7, 0), SentenceStarted(7, 1)),
            *(SentenceHeard(7, 1), Spoken(7, "completed", 1)),
        ]
        assert queue.speaking is None
        assert queue.spoken_samples == 2 * len(tone("one", 155)) + round(0.1 * RATE)

    def test_an_utterance_without_sentences_is_over_at_once(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(Utterance(1, "empty", ()))
        assert not queue.busy
        assert queue.facts() == (Spoken(1, "completed", -1),)

    def test_a_sentence_of_signs_only_makes_no_sound_but_is_told(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "...", pause=0))
        queue.frame()
        assert queue.facts() == (SentenceStarted(1, 0), SentenceHeard(1, 0), Spoken(1, "completed", 0))

    def test_a_sentence_counts_as_heard_once_enough_of_it_was(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one two three four five"))
        play(queue, HEARD // FRAME - 1)
        assert queue.facts() == (SentenceStarted(1, 0),)
        queue.frame()
        assert queue.facts() == (SentenceHeard(1, 0),)

    def test_the_same_requests_give_the_same_frames(self) -> None:
        played = []
        for late in (0, 3):
            queue = queue_of(FakeVoice(late=late))
            queue.say(utterance(1, "one two three", "four"))
            played.append(play_out(queue))
        assert np.array_equal(played[0], played[1])

    def test_the_voice_gets_the_respelled_text(self) -> None:
        voice = FakeVoice()
        queue = SpeechQueue(voice, Pronunciation([("ALS", "A.L.S.")]), words_per_minute=140)
        queue.say(utterance(1, "It is ALS."))
        assert voice.asked == [("It is A.L.S.", 140)]

    def test_it_is_known_when_the_reply_was_ready(self) -> None:
        queue = queue_of(FakeVoice())
        before = perf_counter()
        queue.say(utterance(1, "one"))
        queue.frame()
        ready = queue.first_sample_wall
        assert ready is not None
        assert before <= ready <= perf_counter()

    def test_a_reply_is_ready_while_the_chime_before_it_still_sounds(self) -> None:
        queue = queue_of(FakeVoice())
        queue.chime(tone("ding", 60))
        queue.say(utterance(1, "one"))
        queue.frame()
        made = perf_counter()
        play_out(queue)
        ready = queue.first_sample_wall
        assert ready is not None
        assert ready <= made


class TestAhead:
    def test_two_are_made_at_once_then_one_ahead(self) -> None:
        voice = FakeVoice()
        queue = queue_of(voice)
        queue.say(utterance(1, "one", "two", "three", "four"))
        assert [text for text, _ in voice.asked] == ["one", "two"]
        queue.frame()
        assert [text for text, _ in voice.asked] == ["one", "two"]
        play(queue, frames_of(60 / 155 + 0.25))
        assert [text for text, _ in voice.asked] == ["one", "two", "three"]

    def test_the_next_utterance_is_made_ahead_too(self) -> None:
        voice = FakeVoice()
        queue = queue_of(voice)
        queue.say(utterance(1, "one"))
        queue.say(utterance(2, "two"))
        assert [text for text, _ in voice.asked] == ["one", "two"]

    def test_a_late_sentence_is_silence_and_then_sound(self) -> None:
        queue = queue_of(FakeVoice(late=3), wait=0)
        queue.say(utterance(1, "one"))
        assert not play(queue, 3).any()
        assert queue.busy
        assert queue.facts() == ()
        assert queue.frame().any()

    def test_a_voice_that_died_is_waited_for(self) -> None:
        voice = FakeVoice(late=2)
        queue = queue_of(voice, wait=0)
        queue.say(utterance(1, "one"))
        queue.frame()
        voice.die()
        assert np.array_equal(play_out(queue)[2 * FRAME :][: len(tone("one", 155))], tone("one", 155))

    def test_a_sentence_that_cannot_be_said_is_never_left_out(self) -> None:
        voice = FakeVoice()
        voice.break_on("two")
        queue = queue_of(voice)
        queue.say(utterance(1, "one", "two", "three"))
        with pytest.raises(VoiceError, match="doctor"):
            play_out(queue)
        assert queue.facts() == (SentenceStarted(1, 0),)

    def test_a_new_rate_counts_for_the_next_sentence_even_if_that_was_made(self) -> None:
        voice = FakeVoice()
        queue = queue_of(voice)
        queue.say(utterance(1, "one", "two", "three", pause=0))
        queue.frame()
        queue.set_rate(120)
        assert voice.asked[2:] == [("one", 120), ("two", 120)]
        queue.set_rate(120)
        assert len(voice.asked) == 4
        played = play_out(queue)[FADE:]
        expected = np.concatenate([tone(word, 120) for word in ("one", "two", "three")])
        assert np.array_equal(played[: len(expected)], expected)


class TestInPieces:
    """A sentence may begin before its end is made."""

    TEXTS = ("one two three four", "five", "six seven eight nine ten eleven twelve", "and")

    @pytest.mark.parametrize("size", [1, 160, 320, 1_000, 4_000])
    def test_the_pieces_a_sentence_comes_in_make_no_difference(self, size: int) -> None:
        played, told = [], []
        for voice in (FakeVoice(), FakeVoice(pieces=size)):
            queue = queue_of(voice, wait=1.0)
            queue.say(utterance(1, *self.TEXTS))
            queue.say(utterance(2, "last"))
            frames, facts = [], []
            while queue.busy:
                frames.append(queue.frame())
                facts.append(queue.facts())
            played.append(np.concatenate(frames))
            told.append(facts)
        assert np.array_equal(played[0], played[1])
        assert told[0] == told[1]

    def test_it_begins_with_its_first_second(self) -> None:
        class Slow(FakeVoice):
            """Makes so many pieces of a fifth of a second, and no more."""

            left = 5

            def piece(self, request: int, wait: float) -> Piece | None:
                self.left -= 1
                return super().piece(request, wait) if self.left >= 0 else None

        voice = Slow(pieces=RATE // 5)
        queue = queue_of(voice, wait=0)
        queue.say(utterance(1, "one two three four five"))
        played = play(queue, 60)
        assert np.array_equal(played[:RATE], tone("one two three four five", 155)[:RATE])
        assert not played[RATE:].any()
        assert queue.busy
        voice.left = 100
        rest = tone("one two three four five", 155)[RATE:]
        assert np.array_equal(play_out(queue)[: len(rest)], rest)

    def test_a_safety_sentence_in_the_making_outlives_a_stop_and_a_new_rate(self) -> None:
        text = "one two three four five six"
        queue = queue_of(FakeVoice(pieces=RATE // 5), wait=1.0)
        queue.say(utterance(1, text, safety=True))
        queue.say(utterance(2, "never said"))
        begun = play(queue, 2)
        queue.stop()
        queue.set_rate(200)
        played = np.concatenate((begun, play_out(queue)))
        assert np.array_equal(played[: len(tone(text, 155))], tone(text, 155))
        assert not played[len(tone(text, 155)) :].any()


class TestRate:
    """A new rate counts at once, in the middle of a sentence too."""

    LONG = "one two three four five six"

    @staticmethod
    def place(played: npt.NDArray[np.int16], sound: npt.NDArray[np.int16]) -> int:
        """Where in a sound it goes on: its last samples are compared, as a tone is alike everywhere."""
        rest = len(np.trim_zeros(played, "b"))
        assert np.array_equal(played[:rest][-800:], np.trim_zeros(sound, "b")[-800:])
        return len(np.trim_zeros(sound, "b")) - rest

    @pytest.mark.parametrize("rate", [95, 120, 180, 250])
    def test_the_sentence_that_sounds_goes_on_at_the_new_rate(self, rate: int) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, self.LONG, pause=0))
        play(queue, 75)
        queue.set_rate(rate)
        new = tone(self.LONG, rate)
        there = round(75 * FRAME / len(tone(self.LONG, 155)) * len(new))
        back = there - self.place(play_out(queue)[FADE:], new)
        assert REWIND <= back <= LONGEST_REWIND
        assert queue.facts() == (SentenceStarted(1, 0), SentenceHeard(1, 0), Spoken(1, "completed", 0))

    @pytest.mark.parametrize("pieces", [0, 500])
    def test_it_is_waited_for_without_a_sound_and_none_is_left_out(self, pieces: int) -> None:
        queue = queue_of(FakeVoice(late=3, pieces=pieces), wait=0)
        queue.say(utterance(1, self.LONG, "seven", pause=0))
        while not queue.frame().any():
            pass
        play(queue, 60)
        queue.set_rate(120)
        assert queue.busy
        assert not play(queue, 3)[FADE:].any()
        play_out(queue)
        assert queue.facts()[-1] == Spoken(1, "completed", 1)

    def test_while_it_is_held_it_is_the_release_that_goes_on(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, self.LONG, pause=0))
        play(queue, 75)
        queue.hold()
        queue.frame()
        queue.set_rate(120)
        assert not play(queue, 20).any()
        queue.release()
        new = tone(self.LONG, 120)
        there = round(75 * FRAME / len(tone(self.LONG, 155)) * len(new))
        assert REWIND <= there - self.place(play_out(queue), new) <= LONGEST_REWIND

    def test_twice_in_a_moment_it_is_still_the_same_place(self) -> None:
        queue = queue_of(FakeVoice(late=2), wait=0)
        queue.say(utterance(1, self.LONG, pause=0))
        play(queue, 77)
        queue.set_rate(120)
        queue.frame()
        queue.set_rate(250)
        new = tone(self.LONG, 250)
        there = round(75 * FRAME / len(tone(self.LONG, 155)) * len(new))
        played = play_out(queue)
        back = there - self.place(played[np.flatnonzero(played)[0] :], new)
        assert REWIND <= back <= LONGEST_REWIND

    def test_a_safety_utterance_goes_on_as_it_is(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, self.LONG, pause=0, safety=True))
        begun = play(queue, 30)
        queue.set_rate(120)
        expected = tone(self.LONG, 155)
        assert np.array_equal(np.concatenate((begun, play_out(queue)))[: len(expected)], expected)


class TestStop:
    def test_the_sound_fades_within_10_ms_and_the_next_frame_is_silent(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one", "two"))
        play(queue, 5)
        queue.stop()
        fade, after = queue.frame(), queue.frame()
        assert np.abs(fade[:40]).max() > np.abs(fade[100:160]).max() > 0
        assert not fade[160:].any()
        assert not after.any()
        assert not queue.busy

    def test_it_tells_how_far_the_utterance_came(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one", "two", "three"))
        queue.say(utterance(2, "four", "five"))
        play(queue, frames_of(60 / 155 + 0.3))
        queue.facts()
        queue.stop()
        assert queue.facts() == (Spoken(1, "interrupted", 1), Spoken(2, "interrupted", -1))
        assert queue.speaking is None

    def test_between_two_sentences_it_tells_the_first(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one", "two", pause=1.0))
        play(queue, frames_of(60 / 155 + 0.3))
        queue.facts()
        queue.stop()
        assert queue.facts() == (Spoken(1, "interrupted", 0),)
        assert queue.frame() is SILENCE

    def test_before_the_first_sound_nothing_was_begun(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one"))
        queue.stop()
        assert queue.facts() == (Spoken(1, "interrupted", -1),)
        assert queue.frame() is SILENCE

    def test_what_is_said_next_comes_without_the_old_pause(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one", pause=5.0))
        play(queue, frames_of(60 / 155 + 0.1))
        queue.stop()
        queue.say(utterance(2, "two"))
        assert queue.frame().any()

    def test_a_safety_utterance_plays_to_the_end(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one", "two", pause=0.1, safety=True))
        queue.say(utterance(2, "three"))
        begun = play(queue, 3)
        queue.stop()
        assert queue.facts() == (SentenceStarted(1, 0), Spoken(2, "interrupted", -1))
        expected = np.concatenate((tone("one", 155), np.zeros(RATE // 10, dtype=np.int16), tone("two", 155)))
        assert np.array_equal(np.concatenate((begun, play_out(queue)))[: len(expected)], expected)
        assert queue.facts() == (
            *(SentenceHeard(1, 0), SentenceStarted(1, 1)),
            *(SentenceHeard(1, 1), Spoken(1, "completed", 1)),
        )

    def test_a_safety_utterance_that_waits_is_said_right_after_the_fade(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one", "two"))
        queue.say(utterance(2, "safe", safety=True))
        play(queue, 3)
        queue.stop()
        played = play_out(queue)
        assert np.array_equal(played[160 : 160 + len(tone("safe", 155))], tone("safe", 155))
        assert Spoken(2, "completed", 0) in queue.facts()

    def test_a_chime_that_waits_is_dropped(self) -> None:
        queue = queue_of(FakeVoice())
        queue.chime(tone("ding", 600))
        queue.stop()
        assert not queue.busy
        assert queue.facts() == ()


class TestLoudness:
    @staticmethod
    def loudness(gain_db: float) -> float:
        queue = queue_of(FakeVoice())
        queue.set_gain(gain_db)
        queue.say(utterance(1, "one two three", pause=0))
        return rms_dbfs(play_out(queue)[:RATE])

    @pytest.mark.parametrize("gain_db", [-12.0, -6.0, 0.0, 6.0])
    def test_a_gain_is_what_it_says(self, gain_db: float) -> None:
        assert self.loudness(gain_db) == pytest.approx(-21.0 + gain_db, abs=0.3)

    def test_the_range_is_wide_and_bounded(self) -> None:
        assert self.loudness(18) - self.loudness(0) >= 12
        assert self.loudness(18) - self.loudness(-12) >= 18
        assert self.loudness(60) == self.loudness(18)
        assert self.loudness(-60) == self.loudness(-12)

    def test_the_loudest_is_not_clipped(self) -> None:
        queue = queue_of(FakeVoice())
        queue.set_gain(18)
        queue.say(utterance(1, "one two three", pause=0))
        assert np.abs(play_out(queue).astype(np.int32)).max() <= 0.981 * 32_768

    def test_a_change_counts_at_once_and_does_not_click(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one two three four", pause=0))
        play(queue, 3)
        queue.set_gain(12)
        gliding, after = queue.frame(), queue.frame()
        assert rms_dbfs(after) == pytest.approx(-9, abs=1)
        assert rms_dbfs(gliding[:32]) < rms_dbfs(gliding[-32:]) - 6

    def test_sentences_of_any_level_come_out_alike(self) -> None:
        class Whisper(FakeVoice):
            def result(self, request: int, wait: float) -> npt.NDArray[np.int16] | None:
                sound = super().result(request, wait)
                return None if sound is None else (sound / 4).astype(np.int16)

        queue = queue_of(Whisper())
        queue.say(utterance(1, "one two three", pause=0))
        assert rms_dbfs(play_out(queue)[:RATE]) == pytest.approx(-21, abs=0.3)


class TestHold:
    LONG = "one two three four five six"

    def test_it_is_silent_and_forgets_nothing(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, self.LONG))
        whole = play(queue, 40)
        queue.facts()
        assert queue.hold()
        held = play(queue, 30)
        assert not held[160:].any()
        assert queue.held
        assert queue.busy
        assert queue.facts() == ()
        queue.release()
        again = play(queue, 10)
        assert any(
            np.array_equal(again, whole[-back:][: len(again)]) for back in range(REWIND, LONGEST_REWIND + 1)
        )
        play_out(queue)
        assert queue.facts() == (Spoken(1, "completed", 0),)

    def test_it_goes_on_in_a_pause_before_the_place(self) -> None:
        class Pausing(FakeVoice):
            def result(self, request: int, wait: float) -> npt.NDArray[np.int16] | None:
                made = super().result(request, wait)
                if made is not None:
                    made[6_400:6_720] = 0
                return made

        queue = queue_of(Pausing())
        queue.say(utterance(1, self.LONG))
        played = play(queue, 40)  # 0.8 s; 0.4 s of it lie before the pause
        queue.hold()
        queue.frame()
        queue.release()
        again = play(queue, 10)
        assert not again[:160].any()
        assert np.array_equal(again[:3_000], played[6_560:9_560])

    def test_another_one_before_it_was_back_at_the_place_goes_no_further_back(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, self.LONG))
        play(queue, 50)
        queue.hold()
        queue.frame()
        queue.release()
        first = play(queue, 5)
        queue.hold()
        queue.frame()
        queue.release()
        assert np.array_equal(play(queue, 5), first)

    def test_a_sentence_that_had_hardly_begun_is_taken_back_whole(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, self.LONG))
        queue.frame()
        queue.hold()
        play(queue, 10)
        queue.release()
        expected = tone(self.LONG, 155)
        assert np.array_equal(play_out(queue)[: len(expected)], expected)
        assert queue.facts() == (SentenceStarted(1, 0), SentenceHeard(1, 0), Spoken(1, "completed", 0))

    def test_what_waits_does_not_begin(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one", "two", pause=0.5))
        play(queue, frames_of(60 / 155 + 0.2))
        queue.say(utterance(2, "three"))
        queue.facts()
        assert queue.hold()
        assert not play(queue, 100).any()
        assert queue.facts() == ()
        queue.release()
        play_out(queue)
        assert [fact for fact in queue.facts() if isinstance(fact, Spoken)] == [
            Spoken(1, "completed", 1),
            Spoken(2, "completed", 0),
        ]

    def test_between_two_utterances_the_next_one_does_not_begin(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one", pause=0.5))
        queue.say(utterance(2, "two"))
        play(queue, frames_of(60 / 155 + 0.2))
        assert queue.speaking is None
        assert queue.hold()
        assert not play(queue, 100).any()

    def test_a_safety_utterance_plays_on_but_nothing_begins_after_it(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one", "two", pause=0.1, safety=True))
        queue.say(utterance(2, "three"))
        begun = play(queue, 3)
        assert queue.hold()
        played = np.concatenate((begun, play(queue, 100)))
        safe = np.concatenate((tone("one", 155), np.zeros(RATE // 10, dtype=np.int16), tone("two", 155)))
        assert np.array_equal(played[: len(safe)], safe)
        assert not played[len(safe) :].any()
        queue.release()
        assert play(queue, frames_of(0.2)).any()

    def test_there_is_nothing_to_hold_where_only_a_safety_utterance_is_left(self) -> None:
        queue = queue_of(FakeVoice())
        assert not queue.hold()
        queue.say(utterance(1, "one two three four", safety=True))
        queue.frame()
        assert not queue.hold()
        assert queue.frame().any()
        assert not queue.held

    def test_stopping_leaves_nothing_and_holds_nothing_any_more(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one two three four"))
        queue.frame()
        queue.hold()
        queue.frame()
        queue.stop()
        assert not queue.held
        assert not queue.frame().any()
        assert not queue.busy
        queue.say(utterance(2, "five six"))
        assert queue.frame().any()

    def test_stopping_lets_go_also_while_a_safety_utterance_sounds(self) -> None:
        queue = queue_of(FakeVoice())
        queue.say(utterance(1, "one", safety=True))
        queue.say(utterance(2, "two"))
        queue.frame()
        queue.hold()
        queue.stop()
        queue.say(utterance(3, "three", pause=0))
        play_out(queue)
        assert queue.facts()[-1] == Spoken(3, "completed", 0)
