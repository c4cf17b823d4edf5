"""What passes the gate: everybody in a room with pauses, only who is near where people talk all the time."""

from __future__ import annotations

import numpy as np
import pytest

from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, RATE, Samples
from voice_assistant.audio.level import rms_dbfs, scale
from voice_assistant.audio.noise_gate import NoiseGate

CROWD_DBFS, NEAR_DBFS = -36.0, -23.0


def sound(seconds: float, dbfs: float, seed: int = 1) -> Samples:
    noise = np.random.default_rng(seed).normal(0, 1000, round(seconds * RATE)).astype(np.int16)
    return scale(noise, dbfs - rms_dbfs(noise))


def syllables(seconds: float, dbfs: float) -> Samples:
    """One person who talks on: 160 ms of sound and 60 ms of next to none, again and again."""
    loud = sound(seconds, dbfs)
    at = np.arange(len(loud)) % round(0.22 * RATE)
    return np.where(at < round(0.16 * RATE), loud, loud // 50).astype(np.int16)


def passed(*parts: tuple[Samples, bool]) -> tuple[Samples, list[bool], Samples]:
    """What came through, which of its frames count as voice, and what went in."""
    gate = NoiseGate()
    through, voices, whole = [], [], []
    for samples, voice in parts:
        for at in range(0, len(samples) - FRAME + 1, FRAME):
            frame, heard = gate.hear(samples[at : at + FRAME], voice=voice)
            through.append(frame)
            voices.append(heard)
            whole.append(samples[at : at + FRAME])
    return np.concatenate(through), voices, np.concatenate(whole)


def frames(seconds: float) -> int:
    return round(seconds / FRAME_SECONDS)


def test_a_crowd_is_put_down_and_who_is_near_is_heard_and_comes_to_an_end() -> None:
    crowd, after = sound(6, CROWD_DBFS), sound(3, CROWD_DBFS, seed=2)
    through, voices, whole = passed((crowd, True), (sound(0.6, NEAR_DBFS), True), (after, True))
    assert np.array_equal(through[: 2 * RATE - FRAME], whole[: 2 * RATE - FRAME])  # the room is not known yet
    assert rms_dbfs(through[5 * RATE : 6 * RATE]) == pytest.approx(CROWD_DBFS - 40, abs=2)
    word = slice(round(6.04 * RATE), round(6.6 * RATE))
    assert np.array_equal(through[word], whole[word])
    assert not any(voices[frames(5) : frames(6)])
    assert all(voices[frames(6.04) : frames(6.6)])
    assert not any(voices[frames(6.8) :])
    assert rms_dbfs(through[7 * RATE :]) < CROWD_DBFS - 36


def test_one_person_who_talks_on_and_on_is_never_shut_out() -> None:
    through, voices, whole = passed((sound(2, -70), False), (syllables(20, NEAR_DBFS), True))
    assert np.array_equal(through, whole)
    assert all(voices[frames(2) :])


def test_a_loud_room_with_pauses_passes_untouched() -> None:
    parts = [(sound(0.5, CROWD_DBFS, seed), seed % 3 != 0) for seed in range(24)]
    through, voices, whole = passed(*parts)
    assert np.array_equal(through, whole)
    assert sum(voices) == sum(frames(0.5) for _, voice in parts if voice)


def test_a_click_opens_nothing() -> None:
    click = sound(FRAME_SECONDS, -10)
    through, voices, _ = passed((sound(6, CROWD_DBFS), True), (click, True), (sound(1, CROWD_DBFS), True))
    assert not any(voices[frames(5) :])
    assert rms_dbfs(through[6 * RATE : 6 * RATE + FRAME]) == pytest.approx(-50, abs=1)


def test_a_room_that_was_forgotten_is_judged_anew() -> None:
    gate = NoiseGate()
    crowd = sound(8, CROWD_DBFS)
    for at in range(0, len(crowd) - FRAME + 1, FRAME):
        frame, voice = gate.hear(crowd[at : at + FRAME], voice=True)
    assert not voice
    gate.reset()
    assert gate.hear(frame, voice=True) == (frame, True)
