"""The assistant's own voice is taken out of the microphone; the person's stays."""

from __future__ import annotations

import numpy as np
import pytest

from fakes.sounds import late, speech_like
from voice_assistant.audio.echo import EchoCanceller
from voice_assistant.audio.frames import FRAME, RATE, SILENCE, Samples
from voice_assistant.audio.level import mix, rms_dbfs, scale


@pytest.fixture
def canceller() -> EchoCanceller:
    return EchoCanceller()


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
    person = np.split(speech_like(1.0) | 1, 50)  # no microphone is exactly silent
    canceller.process(person[0], person[1])
    changed = [frame for frame in person if canceller.process(frame, SILENCE) is not frame]
    assert len(changed) == 25  # 0.5 s, the tail
    assert canceller.process(person[0], SILENCE) is person[0]


def test_result_is_the_same_every_time() -> None:
    speaker = speech_like(2.0)
    microphone = echo_of(speaker, 0.1)
    runs = [cleaned(EchoCanceller(), microphone, speaker) for _ in range(2)]
    assert np.array_equal(runs[0], runs[1])


@pytest.mark.parametrize("delay", [0.08, 0.3])
def test_most_of_the_echo_is_gone_within_a_second(canceller: EchoCanceller, delay: float) -> None:
    speaker = speech_like(2.0)
    microphone = echo_of(speaker, delay)
    left = cleaned(canceller, microphone, speaker)
    second = slice(RATE // 2, 3 * RATE // 2)
    assert rms_dbfs(microphone[second]) - rms_dbfs(left[second]) >= 12.0


def test_echo_that_comes_later_of_a_sudden_is_learnt_anew(canceller: EchoCanceller) -> None:
    speaker = speech_like(12.0)
    microphone = echo_of(speaker, 0.1)
    microphone[4 * RATE :] = echo_of(speaker, 0.16)[4 * RATE :]
    left = cleaned(canceller, microphone, speaker)
    after = slice(8 * RATE, None)
    assert rms_dbfs(microphone[after]) - rms_dbfs(left[after]) >= 12.0


def test_what_was_learnt_is_kept_over_a_silence(canceller: EchoCanceller) -> None:
    speaker = speech_like(5.0)
    speaker[3 * RATE : 4 * RATE] = 0
    microphone = echo_of(speaker, 0.1)
    left = cleaned(canceller, microphone, speaker)
    again = slice(4 * RATE, None)
    assert rms_dbfs(microphone[again]) - rms_dbfs(left[again]) >= 20.0


def test_sounds_at_the_end_of_the_scale_do_no_harm(canceller: EchoCanceller) -> None:
    loud = np.where(np.random.default_rng(3).random(RATE) < 0.5, -32_768, 32_767).astype(np.int16)
    cleaned(canceller, loud, loud)
    cleaned(canceller, loud, np.roll(loud, 17))
    speaker = speech_like(6.0)
    microphone = echo_of(speaker, 0.1)
    left = cleaned(canceller, microphone, speaker)
    after = slice(4 * RATE, None)
    assert rms_dbfs(microphone[after]) - rms_dbfs(left[after]) >= 12.0


def test_echo_is_never_taken_for_a_person_but_a_person_is(canceller: EchoCanceller) -> None:
    speaker = speech_like(8.0)
    said = slice(5 * RATE, 6 * RATE)
    person = np.zeros_like(speaker)
    person[said] = speech_like(1.0, pitch=310.0, seed=9)
    microphone = mix(echo_of(speaker, 0.12), person)
    noticed = np.zeros(len(speaker) // FRAME, dtype=bool)
    for at in range(len(noticed)):
        frame = slice(at * FRAME, (at + 1) * FRAME)
        canceller.process(microphone[frame], speaker[frame])
        noticed[at] = canceller.person
    spoken = slice(said.start // FRAME, said.stop // FRAME)
    assert noticed[: spoken.start].mean() <= 0.02
    assert noticed[spoken.stop :].mean() <= 0.02
    assert noticed[spoken].mean() >= 0.5  # half of it is between its syllables


def test_what_was_learnt_is_kept_while_the_microphone_is_muted(canceller: EchoCanceller) -> None:
    speaker = speech_like(12.0)
    noise = np.random.default_rng(2).integers(-10, 10, len(speaker)).astype(np.int16)
    microphone = mix(echo_of(speaker, 0.12), noise)
    microphone[4 * RATE : 8 * RATE] = 0
    left = cleaned(canceller, microphone, speaker)
    muted, back = slice(4 * RATE, 8 * RATE), slice(8 * RATE + RATE // 10, 8 * RATE + RATE)
    assert not left[muted].any()
    assert rms_dbfs(microphone[back]) - rms_dbfs(left[back]) >= 15.0
