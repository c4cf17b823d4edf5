"""The check of the microphone in made-up rooms: what it finds, and what it tells people to do about it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from fakes.sounds import frames, late, noise, speech_like
from voice_assistant.audio.frames import FRAME_SECONDS, RATE, SILENCE, Frame, Samples
from voice_assistant.audio.level import mix, rms_dbfs, scale
from voice_assistant.audio.recorded_room import Echo, RecordedRoom
from voice_assistant.listening.voice_activity import WebrtcVoiceActivity
from voice_assistant.mic_check import Finding, MicCheck, Recording, findings, lasts, measure, record

ASKING = speech_like(4.0, pitch=170.0, seed=4)
PERSON = speech_like(1.5)


def at(sound: Samples, dbfs: float) -> Samples:
    return scale(sound, dbfs - rms_dbfs(sound))


def checked(
    *,
    person: Samples | None = None,
    room_dbfs: float | None = -65.0,
    echo: Echo | None = None,
    asking: Samples = ASKING,
) -> MicCheck:
    """What is found where this person answers, in a room so loud."""
    start = round((lasts(asking) - 4.0) / FRAME_SECONDS)  # two seconds after it was asked
    said = frames(person) if person is not None else []
    caller: Iterator[Frame] = iter([SILENCE] * start + said + [SILENCE] * 1_000)
    loud = noise(5.0, room_dbfs) if room_dbfs is not None else None
    room = RecordedRoom(lambda: next(caller), noise=loud, echo=echo)
    room.open()
    return measure(record(room, asking), WebrtcVoiceActivity())


def told(check: MicCheck, *, canceller: bool = True) -> dict[str, Finding]:
    return {finding.part: finding for finding in findings(check, canceller=canceller)}


def test_all_is_well_where_it_is() -> None:
    check = checked(person=at(PERSON, -26.0), echo=Echo(0.1, -12.0))
    found = told(check)
    assert list(found) == ["microphone", "noise", "clipping", "echo"]
    assert all(each.well for each in found.values()), found
    assert check.sound.speech_db == pytest.approx(-26.0, abs=3.0)
    assert check.sound.noise_db == pytest.approx(-65.0, abs=0.5)
    assert "after 100 ms at -12 dB" in found["echo"].sentence


def test_check_takes_as_long_as_it_says() -> None:
    left = iter([SILENCE] * 10_000)
    room = RecordedRoom(lambda: next(left))
    room.open()
    recording = record(room, ASKING)
    exchanged = 10_000 - len(list(left))
    assert exchanged * FRAME_SECONDS == pytest.approx(lasts(ASKING), abs=0.03)
    assert len(recording.speaker) == len(recording.microphone)
    assert lasts(ASKING) < 14.0


def test_dead_microphone_is_told_from_a_silent_room() -> None:
    assert checked(room_dbfs=None).dead
    assert not checked(room_dbfs=-85.0).dead
    assert not checked(room_dbfs=None, person=PERSON).dead


@pytest.mark.parametrize("room_dbfs", [None, -65.0, -30.0])
def test_nobody_is_heard_where_nobody_speaks(room_dbfs: float | None) -> None:
    check = checked(room_dbfs=room_dbfs, echo=Echo(0.25, -6.0))
    assert check.sound.speech_db is None
    found = told(check)
    assert not found["microphone"].well
    assert "nobody was heard" in found["microphone"].sentence
    assert "clipping" not in found


def test_knock_is_nobody() -> None:
    knock = np.concatenate((noise(0.08, -15.0), np.zeros(RATE, dtype=np.int16)))
    assert checked(person=knock).sound.speech_db is None


def test_soft_voice_is_told_to_come_nearer() -> None:
    found = told(checked(person=at(PERSON, -52.0), room_dbfs=-80.0))
    assert not found["microphone"].well
    assert "nearer" in found["microphone"].sentence
    assert found["noise"].well


def test_loud_room_is_told_from_a_soft_voice() -> None:
    found = told(checked(person=at(PERSON, -22.0), room_dbfs=-33.0))
    assert found["microphone"].well
    assert not found["noise"].well
    assert "The room is loud, at -33 dBFS" in found["noise"].sentence


def test_clipped_voice_is_told_to_turn_the_level_down() -> None:
    found = told(checked(person=scale(PERSON, 30.0)))
    assert not found["clipping"].well
    assert "turn the microphone's level down" in found["clipping"].sentence
    assert told(checked(person=PERSON))["clipping"].well


@pytest.mark.parametrize(
    ("echo", "canceller", "says"),
    [
        (Echo(0.1, -6.0), True, None),
        (None, True, None),
        (Echo(0.1, 0.0), True, "move the speaker away"),
        (Echo(0.45, -6.0), True, "cable"),
        (Echo(0.45, -40.0), True, None),
        (Echo(0.1, -12.0), False, "audio.echo_canceller"),
        (Echo(0.1, -40.0), False, None),
    ],
)
def test_echo_that_cannot_be_cancelled_has_its_remedy(
    echo: Echo | None, canceller: bool, says: str | None
) -> None:
    found = told(checked(echo=echo, room_dbfs=-75.0), canceller=canceller)["echo"]
    assert found.well is (says is None)
    if says is not None:
        assert says in found.sentence


def test_without_a_voice_nothing_is_said_about_the_echo() -> None:
    found = told(checked(asking=SILENCE[:0], person=at(PERSON, -26.0)))
    assert list(found) == ["microphone", "noise", "clipping"]
    assert found["microphone"].well


def test_what_still_echoes_of_the_question_is_not_taken_for_an_answer() -> None:
    silent = np.zeros(6 * RATE, dtype=np.int16)
    speaker = np.concatenate((np.zeros(2 * RATE, dtype=np.int16), ASKING, silent))
    microphone = mix(late(speaker, 0.5), noise(12.0, -70.0))
    recording = Recording(speaker, microphone, answer_from=6 * RATE + round(0.6 * RATE))
    assert measure(recording, WebrtcVoiceActivity()).sound.speech_db is None


def test_every_sentence_says_what_to_do() -> None:
    checks = [
        checked(person=at(PERSON, -52.0), echo=Echo(0.1, 0.0), room_dbfs=-80.0),
        checked(person=scale(PERSON, 30.0), room_dbfs=-20.0),
        checked(),
    ]
    for finding in (each for check in checks for each in findings(check, canceller=True) if not each.well):
        assert finding.sentence.endswith(".")
        assert any(word in finding.sentence for word in ("move", "turn", "switch", "use")), finding
