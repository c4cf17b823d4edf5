"""What the meter tells of sounds whose levels are known."""

from __future__ import annotations

import numpy as np
import pytest

from fakes.sounds import frames, late, noise, speech_like
from voice_assistant.audio.frames import FRAME_SECONDS, RATE, Samples
from voice_assistant.audio.level import mix, rms_dbfs, scale
from voice_assistant.audio.sound_meter import KEPT, SoundMeter
from voice_assistant.events import Sound

LAG = 0.3
"""Seconds after a word's beginning at which the listener says that somebody speaks."""


def at(sound: Samples, dbfs: float) -> Samples:
    return scale(sound, dbfs - rms_dbfs(sound))


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), dtype=np.int16)


VOICE = noise(1.0, -24.0, seed=7)
"""A voice, as loud all the time."""


def measured(
    microphone: Samples,
    *,
    speaker: Samples | None = None,
    cleaned: Samples | None = None,
    spoken: tuple[float, float] | None = None,
    meter: SoundMeter | None = None,
) -> SoundMeter:
    """A meter that has heard this; `spoken`: from when to when somebody spoke, in seconds."""
    meter = meter or SoundMeter()
    speaker = silence(len(microphone) / RATE) if speaker is None else speaker
    cleaned = microphone if cleaned is None else cleaned
    for number, each in enumerate(zip(frames(microphone), frames(cleaned), frames(speaker), strict=True)):
        now = number * FRAME_SECONDS
        meter.hear(*each, speaking=spoken is not None and spoken[0] + LAG <= now < spoken[1] + LAG)
    return meter


def in_room(voice_dbfs: float, room_dbfs: float, *, seconds: float = 8.0) -> SoundMeter:
    """Somebody who has spoken for a second in a room so loud."""
    sound = noise(seconds, room_dbfs)
    said = slice(3 * RATE, 4 * RATE)
    sound[said] = mix(sound[said], scale(VOICE, voice_dbfs + 24.0))
    return measured(sound, spoken=(3.0, 4.0))


@pytest.mark.parametrize(("voice", "room"), [(-24.0, -60.0), (-40.0, -70.0), (-18.0, -40.0)])
def test_voice_and_room_are_told_apart(voice: float, room: float) -> None:
    sound = in_room(voice, room).sound()
    assert sound.speech_db == pytest.approx(voice, abs=1.0)
    assert sound.noise_db == pytest.approx(room, abs=0.5)
    assert (sound.clipped, sound.echo_db) == (0.0, None)


def test_nothing_heard_yet_is_nothing_told() -> None:
    assert SoundMeter().sound() == Sound(None, None, 0.0, None)
    assert not SoundMeter().noisy


def test_microphone_that_gives_only_zeros_has_no_noise() -> None:
    meter = measured(silence(8.0))
    assert meter.sound() == Sound(None, None, 0.0, None)
    assert not meter.noisy


def test_offset_of_a_cheap_card_is_no_noise() -> None:
    offset = np.asarray(noise(8.0, -65.0) + 900, dtype=np.int16)
    assert measured(offset).sound().noise_db == pytest.approx(-65.0, abs=0.5)
    still = np.full(8 * RATE, 900, dtype=np.int16)
    assert measured(still).sound().noise_db is None


def test_slammed_door_does_not_make_the_room_loud() -> None:
    room = noise(8.0, -60.0)
    room[RATE : RATE + RATE // 5] = noise(0.2, -12.0)
    assert measured(room).sound().noise_db == pytest.approx(-60.0, abs=0.5)


def test_pauses_between_words_are_no_part_of_the_voice() -> None:
    sound = noise(8.0, -65.0)
    for second in (2, 3, 4, 5):
        sound[second * RATE : second * RATE + RATE // 3] = VOICE[: RATE // 3]
    told = measured(sound, spoken=(2.0, 6.0)).sound()
    assert told.speech_db == pytest.approx(-24.0, abs=1.0)
    assert told.noise_db == pytest.approx(-65.0, abs=1.0)


def test_somebody_who_never_falls_silent_leaves_the_noise_to_their_pauses() -> None:
    sound = noise(4.0, -50.0)
    for step in range(8):
        sound[step * RATE // 2 : step * RATE // 2 + RATE // 3] = VOICE[: RATE // 3]
    told = measured(sound, spoken=(-LAG, 9.0)).sound()
    assert told.speech_db == pytest.approx(-24.0, abs=1.0)
    assert told.noise_db == pytest.approx(-50.0, abs=1.5)


@pytest.mark.parametrize(("gain_db", "clipped"), [(0.0, (0.0, 0.0)), (30.0, (0.9, 1.0))])
def test_clipping_is_counted_within_the_voice(gain_db: float, clipped: tuple[float, float]) -> None:
    sound = silence(8.0)
    sound[3 * RATE : 4 * RATE] = scale(VOICE, gain_db)
    told = measured(sound, spoken=(3.0, 4.0)).sound()
    assert clipped[0] <= told.clipped <= clipped[1]


def test_slammed_door_is_no_clipping_of_the_voice() -> None:
    sound = noise(8.0, -60.0)
    sound[RATE : RATE + 800] = 32_767
    sound[3 * RATE : 4 * RATE] = VOICE
    assert measured(sound, spoken=(3.0, 4.0)).sound().clipped == 0.0


@pytest.mark.parametrize("gain_db", [-6.0, -12.0])
def test_echo_is_told_and_is_neither_voice_nor_room(gain_db: float) -> None:
    speaker = np.concatenate((speech_like(5.0), silence(4.0)))
    microphone = mix(late(scale(speaker, gain_db), 0.2), noise(9.0, -60.0))
    told = measured(microphone, speaker=speaker).sound()
    assert told.echo_db == pytest.approx(gain_db, abs=1.0)
    assert told.noise_db == pytest.approx(-60.0, abs=0.5)
    assert told.speech_db is None


def test_voice_over_the_assistants_own_is_measured_without_the_echo() -> None:
    speaker = speech_like(6.0)
    person = silence(6.0)
    person[3 * RATE : 4 * RATE] = VOICE
    echo = late(scale(speaker, -3.0), 0.1)
    told = measured(mix(person, echo), cleaned=person, speaker=speaker, spoken=(3.0, 4.0)).sound()
    assert told.speech_db == pytest.approx(-24.0, abs=1.0)
    assert told.echo_db == pytest.approx(-3.0, abs=1.5)


def test_what_was_heard_in_silence_counts_more_than_what_was_heard_through_the_canceller() -> None:
    meter = in_room(-24.0, -60.0)
    left_over = scale(VOICE, -20.0)
    measured(left_over, speaker=speech_like(1.0), spoken=(0.0, 1.0), meter=meter)
    assert meter.sound().speech_db == pytest.approx(-24.0, abs=1.0)


def test_microphone_that_was_never_heard_without_the_assistant_is_not_taken_for_a_dead_one() -> None:
    speaker = speech_like(6.0)
    room = noise(6.0, -60.0)
    meter = measured(mix(room, late(speaker, 0.1)), cleaned=room, speaker=speaker)
    assert meter.sound().noise_db == pytest.approx(-60.0, abs=1.0)
    assert not meter.noisy


def test_long_reading_forgets_neither_voice_nor_room() -> None:
    meter = in_room(-24.0, -55.0)
    long = np.tile(speech_like(10.0), 3)
    measured(late(scale(long, -6.0), 0.1), speaker=long, meter=meter)
    told = meter.sound()
    assert told.speech_db == pytest.approx(-24.0, abs=1.0)
    assert told.noise_db == pytest.approx(-55.0, abs=1.0)


def test_latest_room_counts_and_nothing_grows() -> None:
    meter = in_room(-24.0, -30.0)
    measured(noise(KEPT * FRAME_SECONDS + 1.0, -60.0), meter=meter)
    assert meter.sound().noise_db == pytest.approx(-60.0, abs=0.5)
    kept = (meter._speech, meter._room, meter._behind, meter._played, meter._came_back, meter._pending)
    assert all(len(each) <= KEPT for each in kept)


# --- noisy -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("voice", "room", "noisy"),
    [
        (-24.0, -60.0, False),
        (-24.0, -40.0, False),
        (-24.0, -32.0, True),
        (-34.0, -42.0, True),
        (-14.0, -34.0, False),
        (-60.0, -62.0, False),
    ],
    ids=[
        "quiet room",
        "some noise",
        "loud room",
        "soft voice in some noise",
        "loud voice in a loud room",
        "it is the voice that is soft",
    ],
)
def test_noisy_is_a_room_in_which_this_voice_is_hardly_made_out(
    voice: float, room: float, noisy: bool
) -> None:
    assert in_room(voice, room).noisy is noisy


def test_before_anybody_has_spoken_only_a_loud_room_is_noisy() -> None:
    assert measured(noise(8.0, -30.0)).noisy
    assert not measured(noise(8.0, -45.0)).noisy


def test_assistants_own_voice_does_not_make_the_room_noisy() -> None:
    speaker = np.concatenate((speech_like(5.0), silence(4.0)))
    microphone = mix(late(speaker, 0.3), noise(9.0, -65.0))
    assert not measured(microphone, speaker=speaker).noisy
