"""A microphone that is off, or is none, is found out by its sound; a quiet one, a gated one and an echo are not."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, RATE, SILENCE, Frame, Samples
from voice_assistant.audio.liveness import Liveness


def frames(sound: Samples) -> list[Frame]:
    return [sound[at : at + FRAME] for at in range(0, len(sound) - FRAME + 1, FRAME)]


def noise(seconds: float, level: float = 12.0) -> Samples:
    drawn = np.random.default_rng(3).normal(0, level, round(seconds * RATE))
    soft: Samples = np.where(drawn == 0, 1, np.rint(drawn)).astype(np.int16)
    return soft


def speech(seconds: float, seed: int = 1) -> Samples:
    """Syllables of harmonics with hiss in them, each with another pitch."""
    draw, pieces = np.random.default_rng(seed), []
    for _ in range(round(seconds / 0.2)):
        pitch, time = draw.uniform(90, 250), np.arange(RATE // 5) / RATE
        voice = sum(draw.uniform(0, 1) * np.sin(2 * np.pi * pitch * each * time) for each in range(1, 20))
        pieces.append((voice + draw.normal(0, 0.5, len(time))) * np.hanning(len(time)))
    sound = np.concatenate(pieces)
    loud: Samples = np.rint(sound / np.abs(sound).max() * 12_000).astype(np.int16)
    return loud


def later(sound: Samples, seconds: float) -> Samples:
    return np.concatenate((np.zeros(round(seconds * RATE), np.int16), sound))[: len(sound)]


class Listened:
    """A microphone that gave one sound while another was played."""

    def __init__(self) -> None:
        self.liveness = Liveness()
        self.now = 0.0
        self.changes: list[tuple[float, str | None]] = []
        self.let_through: list[Frame] = []

    def hear(self, heard: Samples, played: Samples | None = None) -> Listened:
        said: Iterable[Frame] = frames(played) if played is not None else [SILENCE] * (len(heard) // FRAME)
        for each, playing in zip(frames(heard), said, strict=True):
            before = self.liveness.lost
            self.let_through.append(self.liveness.hear(each, playing))
            self.now += FRAME_SECONDS
            if self.liveness.lost != before:
                self.changes.append((round(self.now, 2), self.liveness.lost))
        return self

    @property
    def became(self) -> list[str | None]:
        return [lost for _, lost in self.changes]


def zeros(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), dtype=np.int16)


def test_a_microphone_that_is_switched_off_is_noticed_in_two_seconds() -> None:
    listened = Listened().hear(noise(3.0)).hear(zeros(3.0))
    ((at, lost),) = listened.changes
    assert lost == "silent"
    assert at == pytest.approx(4.5, abs=0.05)


def test_it_is_back_half_a_second_after_it_was_switched_on() -> None:
    listened = Listened().hear(noise(3.0)).hear(zeros(3.0)).hear(noise(1.0))
    at, lost = listened.changes[1]
    assert lost is None
    assert at == pytest.approx(6.5, abs=0.05)


def test_of_a_microphone_that_never_gave_a_sound_it_is_said_later() -> None:
    assert Listened().hear(zeros(4.9)).changes == []
    assert Listened().hear(zeros(5.1)).became == ["silent"]


def test_a_headset_that_gives_zeros_between_words_is_doubted_only_once() -> None:
    listened = Listened()
    for _ in range(8):
        listened.hear(speech(2.0)).hear(zeros(7.0))
    assert listened.became == ["silent", None]


def test_a_busy_computer_that_loses_sound_does_not_make_a_headset_of_a_microphone() -> None:
    listened = Listened()
    for _ in range(8):
        listened.hear(noise(0.6)).hear(zeros(0.1))
    assert listened.hear(zeros(2.0)).became == ["silent"]


def test_a_loose_plug_is_no_headset_and_is_noticed_each_time() -> None:
    listened = Listened().hear(noise(3.0))
    for _ in range(3):
        listened.hear(zeros(2.0)).hear(noise(4.0))
    assert listened.became == ["silent", None] * 3


def test_what_is_said_first_after_a_wrong_suspicion_is_heard() -> None:
    listened = Listened().hear(zeros(6.0))
    said = speech(1.0)
    listened.hear(said)
    assert np.array_equal(np.concatenate(listened.let_through[-50:]), said)


@pytest.mark.parametrize("shift", [0.06, 0.1, 0.25])
def test_the_speaker_in_place_of_the_microphone_is_noticed_within_a_second_of_speech(shift: float) -> None:
    said = speech(6.0)
    copied = later(said, shift)
    copied[: 3 * RATE] = noise(3.0)
    listened = Listened().hear(copied, said)
    (at, lost), *rest = listened.changes
    assert lost == "wrong"
    assert at < 4.0
    assert rest == []


def test_none_of_it_is_let_through_for_long_enough_to_be_a_word() -> None:
    said = speech(6.0)
    copied = later(said, 0.1)
    copied[: 3 * RATE] = noise(3.0)
    listened = Listened().hear(copied, said)
    through = [bool(np.abs(each).max() > 1_000) for each in listened.let_through[150:]]
    assert sum(through) * FRAME_SECONDS < 0.65
    assert not any(through[50:])


def test_a_copy_with_holes_in_it_is_not_let_through_after_a_silence() -> None:
    """A busy computer leaves out pieces, so that it is not the same any more."""
    said = speech(6.0)
    copied = later(said, 0.1)
    for at in range(0, len(copied), RATE // 4):
        copied[at : at + 1_500] = 0
        copied[at + 1_500 :] = later(copied[at + 1_500 :], 0.01)
    listened = Listened().hear(noise(3.0)).hear(zeros(0.5))
    listened.hear(copied, said)
    assert not np.concatenate(listened.let_through[-300:]).any()


def test_opening_the_card_anew_again_and_again_hides_no_fault() -> None:
    listened = Listened().hear(noise(3.0))
    for _ in range(5):
        listened.hear(zeros(0.4))
        listened.liveness.begin()
    assert listened.became == ["silent"]


def test_a_copy_that_is_shifted_by_half_a_sample_is_one() -> None:
    """As it is where the sound card has another rate."""
    said = speech(4.0)
    half = np.convolve(said.astype(float), np.sinc(np.arange(-40, 41) - 0.5), mode="same")
    copied = later(np.rint(half).clip(-32_768, 32_767).astype(np.int16), 0.08)
    assert Listened().hear(copied, said).became == ["wrong"]


@pytest.mark.parametrize("gain", [0.25, 0.5, 1.0])
def test_an_echo_in_a_room_is_no_copy(gain: float) -> None:
    said = speech(10.0)
    draw = np.random.default_rng(5)
    room = draw.normal(0, 0.12, 4_000) * np.exp(-np.arange(4_000) / 1_000)
    room[0] = 1.0
    echo = np.convolve(later(said, 0.06).astype(float), room)[: len(said)]
    echo *= gain * np.sqrt((said.astype(float) ** 2).sum() / (echo**2).sum())
    heard = (echo + noise(10.0)).clip(-32_768, 32_767).astype(np.int16)
    assert Listened().hear(heard, said).became == []


def test_a_person_who_speaks_over_the_assistant_is_no_copy() -> None:
    assert Listened().hear(speech(6.0, seed=2), speech(6.0)).became == []


def test_the_right_microphone_is_back_in_the_next_pause_or_while_it_goes_on_to_speak() -> None:
    said = speech(4.0)
    listened = Listened().hear(later(said, 0.1), said)
    assert listened.became == ["wrong"]
    listened.hear(zeros(1.0)).hear(noise(1.1))
    assert listened.became == ["wrong", None]
    again = Listened().hear(later(said, 0.1), said).hear(speech(4.0, seed=9), said)
    assert again.became == ["wrong", None]


def test_in_the_pauses_of_the_speaker_nothing_is_back() -> None:
    said = speech(4.0)
    listened = Listened().hear(later(said, 0.1), said).hear(zeros(3.0)).hear(later(said, 0.1), said)
    assert listened.became == ["wrong"]
    assert not np.concatenate(listened.let_through[-200:]).any()


def test_zeros_while_it_speaks_count_as_well() -> None:
    listened = Listened().hear(noise(3.0)).hear(zeros(3.0), speech(3.0))
    assert listened.became == ["silent"]
