"""The echo is found as late and as loud as it was made, whatever else is to be heard, and none where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from fakes.sounds import late, noise, speech_like
from voice_assistant.audio.echo_path import find_echo
from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.audio.level import mix, scale

PLAYED = speech_like(6.0)
OTHER = speech_like(6.0, pitch=190.0, seed=5)


@pytest.mark.parametrize("delay", [0.02, 0.08, 0.2, 0.3123, 0.5])
@pytest.mark.parametrize("gain_db", [-3.0, -6.0, -12.0, -30.0])
def test_echo_is_as_late_and_as_loud_as_it_was_made(delay: float, gain_db: float) -> None:
    found = find_echo(PLAYED, mix(late(scale(PLAYED, gain_db), delay), noise(6.0, -70.0)))
    assert found is not None
    assert found.delay == pytest.approx(delay, abs=0.002)
    assert found.gain_db == pytest.approx(gain_db, abs=1.0)


@pytest.mark.parametrize("gain_db", [-6.0, -12.0])
def test_noise_and_somebody_who_speaks_are_no_part_of_it(gain_db: float) -> None:
    echo = late(scale(PLAYED, gain_db), 0.12)
    for other in (noise(6.0, -35.0), scale(OTHER, -6.0)):
        found = find_echo(PLAYED, mix(echo, other))
        assert found is not None
        assert found.delay == pytest.approx(0.12, abs=0.002)
        assert found.gain_db == pytest.approx(gain_db, abs=1.5)


def test_all_of_a_rooms_early_echoes_count() -> None:
    microphone = mix(late(scale(PLAYED, -9.0), 0.100), late(scale(PLAYED, -9.0), 0.111))
    found = find_echo(PLAYED, microphone)
    assert found is not None
    assert found.gain_db == pytest.approx(-6.0, abs=1.5)


def test_computer_that_loses_some_sound_does_not_make_the_echo_softer() -> None:
    jumps = (late(scale(PLAYED, -6.0), delay) for delay in (0.1, 0.13, 0.16))
    third = len(PLAYED) // 3
    pieces = (jump[number * third : (number + 1) * third] for number, jump in enumerate(jumps))
    found = find_echo(PLAYED, mix(np.concatenate(list(pieces)), noise(6.0, -70.0)))
    assert found is not None
    assert found.gain_db == pytest.approx(-6.0, abs=1.0)


@pytest.mark.parametrize(
    ("speaker", "microphone"),
    [
        (PLAYED, noise(6.0, -30.0)),
        (PLAYED, OTHER),
        (PLAYED, mix(OTHER, noise(6.0, -40.0))),
        (PLAYED, np.zeros_like(PLAYED)),
        (np.zeros_like(PLAYED), OTHER),
        (PLAYED[: RATE // 2], PLAYED[: RATE // 2]),
    ],
    ids=["noise", "somebody", "both", "dead microphone", "silent speaker", "too short"],
)
def test_no_echo_is_made_up(speaker: Samples, microphone: Samples) -> None:
    assert find_echo(speaker, microphone) is None


def test_echo_too_late_for_any_room_is_none() -> None:
    assert find_echo(PLAYED, late(PLAYED, 1.0)) is None
