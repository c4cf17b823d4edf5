"""The assistant's own voice is taken out of the microphone; the person's stays."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from fakes.sounds import late, speech_like
from voice_assistant.audio.echo import EchoCanceller
from voice_assistant.audio.frames import FRAME, RATE, SILENCE, Samples
from voice_assistant.audio.level import mix, rms_dbfs, scale


@pytest.fixture
def canceller() -> Iterator[EchoCanceller]:
    canceller = EchoCanceller()
    yield canceller
    canceller.close()


def echo_of(sound: Samples, delay: float) -> Samples:
    """At -6 dB, as long as the sound itself."""
    return scale(late(sound, delay), -6.0)


def cleaned(canceller: EchoCanceller, microphone: Samples, speaker: Samples) -> Samples:
    steps = range(0, len(speaker), FRAME)
    return np.concatenate(
        [canceller.process(microphone[at : at + FRAME], speaker[at : at + FRAME]) for at in steps]
    )


@pytest.mark.parametrize("delay", [0.08, 0.12, 0.2, 0.3])
def test_echo_is_gone_after_three_seconds(canceller: EchoCanceller, delay: float) -> None:
    speaker = speech_like(8.0)
    noise = np.random.default_rng(2).integers(-10, 10, len(speaker)).astype(np.int16)
    microphone = mix(echo_of(speaker, delay), noise)
    after = slice(3 * RATE, None)
    left = cleaned(canceller, microphone, speaker)
    attenuation = rms_dbfs(microphone[after]) - rms_dbfs(left[after])
    print(f"echo after {delay * 1000:.0f} ms: {attenuation:.1f} dB less")
    assert attenuation >= 15.0


def test_person_speaking_over_the_assistant_survives(canceller: EchoCanceller) -> None:
    speaker = speech_like(8.0)
    said = slice(5 * RATE, 6 * RATE)
    person = np.zeros_like(speaker)
    person[said] = speech_like(1.0, pitch=310.0, seed=9)
    left = cleaned(canceller, mix(echo_of(speaker, 0.12), person), speaker)
    assert rms_dbfs(left[said]) > rms_dbfs(person[said]) - 4.0
    before = slice(4 * RATE, 5 * RATE)
    assert rms_dbfs(left[said]) > rms_dbfs(left[before]) + 15.0


def test_microphone_is_untouched_while_the_speaker_is_silent(canceller: EchoCanceller) -> None:
    for frame in np.split(speech_like(0.4), 20):
        assert canceller.process(frame, SILENCE) is frame


def test_microphone_is_untouched_again_once_the_echo_has_died_away(canceller: EchoCanceller) -> None:
    person = np.split(speech_like(1.0), 50)
    canceller.process(person[0], person[1])
    changed = [frame for frame in person if canceller.process(frame, SILENCE) is not frame]
    assert len(changed) == 20  # 0.4 s, the tail
    assert canceller.process(person[0], SILENCE) is person[0]


def test_result_is_the_same_every_time() -> None:
    speaker = speech_like(2.0)
    microphone = echo_of(speaker, 0.1)
    runs = []
    for _ in range(2):
        canceller = EchoCanceller()
        runs.append(cleaned(canceller, microphone, speaker))
        canceller.close()
    assert np.array_equal(runs[0], runs[1])


def test_closing_twice_is_safe() -> None:
    canceller = EchoCanceller()
    canceller.close()
    canceller.close()
    with pytest.raises(RuntimeError, match="closed"):
        canceller.process(SILENCE, SILENCE)
