"""Sounds of a voice as a switch: which are found, how they are counted, and what is none."""

from __future__ import annotations

import numpy as np
import pytest

from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, RATE, SILENCE, Samples
from voice_assistant.bench.sounds import measure
from voice_assistant.commands import Listen, Patience
from voice_assistant.events import Sounded
from voice_assistant.listening.sound_switch import VoiceSounds
from voice_assistant.rehearsal.made_sounds import Hum, cough, hum, knock

COUNTING = Listen((), counting=True)


def pause(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), dtype=np.int16)


def heard(
    *pieces: Samples,
    listen: Listen = COUNTING,
    speaker: Samples | None = None,
    person: bool = False,
    shortest: float = 0.3,
    long: float = 3.0,
) -> list[tuple[float, Sounded]]:
    """What is told, and when: seconds from the start. `speaker` is played from the start on."""
    noise = np.random.default_rng(1).normal(0, 8, sum(map(len, pieces)) + 4 * RATE)
    sound = np.concatenate((pause(1.0), *pieces, pause(3.0)))
    sound = np.clip(sound + noise[: len(sound)], -32_768, 32_767).astype(np.int16)
    sounds = VoiceSounds(shortest, long)
    sounds.listen(listen)
    told = []
    for at in range(0, len(sound) - FRAME, FRAME):
        played = speaker[at : at + FRAME] if speaker is not None and len(speaker) >= at + FRAME else SILENCE
        fact = sounds.hear(sound[at : at + FRAME], played, person=person)
        if fact is not None:
            told.append((at / RATE, fact))
    return told


def facts(*pieces: Samples, listen: Listen = COUNTING) -> list[Sounded]:
    return [fact for _, fact in heard(*pieces, listen=listen)]


def test_one_sound_and_two_sounds_are_counted() -> None:
    assert facts(hum(Hum(0.6))) == [Sounded(1)]
    assert facts(hum(Hum(0.6)), pause(0.45), hum(Hum(0.6), 1)) == [Sounded(2)]
    assert facts(hum(Hum(0.6)), pause(0.45), hum(Hum(0.6), 1), pause(0.45), hum(Hum(0.6), 2)) == [Sounded(3)]


def test_where_they_are_not_counted_each_counts_as_soon_as_it_is_over() -> None:
    (told,) = heard(hum(Hum(0.6)), listen=Listen(()))
    assert told[0] == pytest.approx(1.6 + 0.2, abs=0.08)
    assert facts(hum(Hum(0.6)), pause(0.6), hum(Hum(0.6)), listen=Listen(())) == [Sounded(1), Sounded(1)]


@pytest.mark.parametrize(("patience", "count"), [("normal", 1), ("slow", 2), ("very slow", 2)])
def test_a_second_sound_is_waited_for_by_patience(patience: Patience, count: int) -> None:
    made = (hum(Hum(0.6)), pause(1.4), hum(Hum(0.6), 1))
    assert facts(*made, listen=Listen((), counting=True, patience=patience))[0] == Sounded(count)


def test_a_long_sound_is_told_while_it_lasts_and_once() -> None:
    (told,) = heard(hum(Hum(5.0)))
    assert told[1] == Sounded(long=True)
    assert told[0] == pytest.approx(1.0 + 3.0, abs=0.15)
    assert [fact for _, fact in heard(hum(Hum(5.0)), long=0.0)] == [Sounded(1)]


def test_what_is_shorter_than_is_set_does_not_count() -> None:
    assert heard(hum(Hum(0.7)), shortest=1.0) == []
    assert heard(hum(Hum(0.12))) == []


@pytest.mark.parametrize(
    "made",
    [
        Hum(0.6, pitch=90),
        Hum(0.6, pitch=300),
        Hum(0.8, vowel="aah", breath=0.5),
        Hum(0.8, vowel="uuh", tremor=0.2),
        Hum(0.5, dbfs=-40),
        Hum(1.5, vowel="eeh", drift=2.0),
    ],
)
def test_voices_of_all_kinds_are_found(made: Hum) -> None:
    assert facts(hum(made)) == [Sounded(1)]


def test_coughs_knocks_and_doors_are_none() -> None:
    made = [piece for seed in range(12) for piece in (cough(seed), pause(0.7), knock(seed), pause(0.7))]
    assert facts(*made) == []


def test_its_own_voice_alone_is_never_one() -> None:
    """Whatever the speaker plays comes back as it is; only what is more than that can be a person."""
    own = np.concatenate((pause(1.0), hum(Hum(2.0)), pause(0.6), hum(Hum(0.6)), pause(1.0)))
    assert heard(own[RATE:], speaker=own) == []
    assert heard(own[RATE:], speaker=own, person=True) != []


def test_it_is_known_while_a_sound_is_being_made() -> None:
    sounds = VoiceSounds()
    made = np.concatenate((pause(1.0), hum(Hum(1.0)), pause(3.0)))
    active = []
    for at in range(0, len(made) - FRAME, FRAME):
        sounds.hear(made[at : at + FRAME], SILENCE, person=False)
        active.append(sounds.active)
    assert not any(active[: round(1.1 / FRAME_SECONDS)])
    assert all(active[round(1.4 / FRAME_SECONDS) : round(1.95 / FRAME_SECONDS)])
    assert not any(active[round(2.4 / FRAME_SECONDS) :])
    assert not sounds.busy


def test_a_sample_of_the_measurement() -> None:
    measured = measure(None, lambda line: None, hums=5, seed=1)
    print(*measured.lines(), sep="\n")
    assert sum(each.found for each in measured.hums) >= 14
    assert measured.minutes > 2
    assert measured.false == 0
