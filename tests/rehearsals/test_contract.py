"""The contract of rehearsals: what a script may say, and what the journal holds."""

from __future__ import annotations

import json
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rehearsals.conftest import Rehearse
from voice_assistant.audio.frames import RATE
from voice_assistant.audio.wav import WavWriter, read_wav
from voice_assistant.errors import ContentError, MissingError, OutputError
from voice_assistant.events import INTENTS
from voice_assistant.rehearsal.voice import speak

pytestmark = [pytest.mark.model, pytest.mark.voice, pytest.mark.slow]

ARTICLE: dict[str, Any] = {"turns": [{"say": "article"}, {"say": "next"}, {"say": "stop", "during": 4.0}]}
FIELDS = {
    "state": {"from", "to"},
    "speaking": {"utterance", "prompt", "text"},
    "spoken": {"utterance", "how", "sentence"},
    "listening": {"intents"},
    "speech_started": set(),
    "speech_ended": set(),
    "heard": {"text", "intent", "value", "confidence", "decision", "endpoint_delay", "compute"},
    "no_input": {"count"},
    "no_match": {"count"},
    "barge_in": {"intent", "silence_after"},
    "pressed": {"role"},
    "question": {"question", "attempt"},
    "answer": {"question", "value", "confirmed"},
    "outcome": {"outcome", "urgency", "reasons", "sections"},
    "section": {"section", "sentence"},
    "trouble": {"part", "code"},
    "ended": {"reason"},
}


def without_compute(path: Path) -> list[dict[str, Any]]:
    events = [json.loads(line) for line in path.read_text().splitlines()]
    return [{name: value for name, value in event.items() if name != "compute"} for event in events]


def test_stop_while_reading_is_quick_and_keeps_the_place(rehearse: Rehearse) -> None:
    played = rehearse({"turns": [*ARTICLE["turns"], {"say": "go on"}]}, max_seconds=60)
    (barge_in, *_) = played.of("barge_in")
    assert barge_in["intent"] == "stop"
    assert 0 < barge_in["silence_after"] < 1.2
    stopped_at = [each for each in played.of("section") if each["t"] < barge_in["t"]][-1]
    resumed_at = next(each for each in played.of("section") if each["t"] > barge_in["t"])
    assert (resumed_at["section"], resumed_at["sentence"]) == (stopped_at["section"], stopped_at["sentence"])


def test_every_entry_has_its_fields_and_time_goes_on(rehearse: Rehearse) -> None:
    played = rehearse(
        ARTICLE | {"turns": [*ARTICLE["turns"], {"press": "select"}, {"say": "goodbye"}]}, max_seconds=90
    )
    assert {each["event"] for each in played.events} >= {"state", "heard", "barge_in", "pressed", "ended"}
    for event in played.events:
        assert set(event) - {"t", "event"} == FIELDS[event["event"]], event
    times = [event["t"] for event in played.events]
    assert times == sorted(times)
    for heard in played.of("heard"):
        assert heard["intent"] is None or heard["intent"] in INTENTS
        assert heard["compute"] > 0


def test_the_recording_has_the_caller_left_and_the_assistant_right(rehearse: Rehearse) -> None:
    played = rehearse(ARTICLE, max_seconds=30)
    with wave.open(str(played.folder / "conversation.wav")) as recording:
        assert (recording.getnchannels(), recording.getframerate()) == (2, RATE)
        sound = np.frombuffer(recording.readframes(recording.getnframes()), dtype=np.int16).reshape(-1, 2)
    assert len(sound) == 30 * RATE
    first = played.of("speaking")[0]["t"]
    right = np.abs(sound[round(first * RATE) : round((first + 2) * RATE), 1].astype(float)).mean()
    left = np.abs(sound[round(first * RATE) : round((first + 2) * RATE), 0].astype(float)).mean()
    assert right > 300
    assert left == 0
    assert (played.folder / "transcript.txt").read_text().splitlines() == played.lines


def test_the_same_script_gives_the_same_bytes_whatever_ran_before(rehearse: Rehearse) -> None:
    first = rehearse(ARTICLE, "first", max_seconds=40)
    rehearse({"turns": [{"say": "help"}]}, "between", max_seconds=40)
    second = rehearse(ARTICLE, "second", max_seconds=40)
    name = "conversation.wav"
    assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes()
    assert without_compute(first.folder / "events.jsonl") == without_compute(second.folder / "events.jsonl")


def test_a_recording_of_any_rate_is_played(rehearse: Rehearse, tmp_path: Path) -> None:
    said = speak("article")
    with wave.open(str(tmp_path / "caller.wav"), "wb") as slow:
        slow.setnchannels(1)
        slow.setsampwidth(2)
        slow.setframerate(8_000)
        slow.writeframes(said[::2].tobytes())
    played = rehearse({"turns": [{"play": "caller.wav", "after": 1.0}]}, max_seconds=40)
    assert played.of("heard")[0]["intent"] == "article"


def test_noise_and_echo_are_in_the_microphone(rehearse: Rehearse, tmp_path: Path) -> None:
    noise = np.random.default_rng(5).normal(0, 2_000, 2 * RATE).astype(np.int16)
    with WavWriter(tmp_path / "noise.wav") as writer:
        writer.write(noise)
    script: dict[str, Any] = {
        "noise": {"play": "noise.wav", "snr_db": 20},
        "echo": {"delay": 0.12, "gain_db": -6},
        "turns": [{"say": "article"}, {"say": "yes"}],
    }
    played = rehearse(script, max_seconds=60)
    assert not [each for each in played.of("heard") if each["t"] < 24 and each["decision"] == "accepted"]
    assert "finding" in [each["to"] for each in played.of("state")]


def test_settings_of_a_script_hold(rehearse: Rehearse) -> None:
    played = rehearse(
        {"settings": {"privacy.shared_room": True}, "turns": [{"say": "questions"}]}, max_seconds=40
    )
    assert ("choosing", "confirming") in [(each["from"], each["to"]) for each in played.of("state")]


def test_a_whole_session_by_switch(rehearse: Rehearse) -> None:
    answers: dict[str, Any] = {name: {"say": "no"} for name in ("breathing", "sudden", "weakness", "wasting")}
    answers["walking"] = {"say": "yes"}
    played = rehearse(
        {"input": "switch", "turns": [{"say": "questions"}, {"say": "goodbye"}], "answers": answers},
        max_seconds=400,
    )
    assert played.of("pressed")
    assert not played.of("heard")
    values = {each["question"]: each["value"] for each in played.of("answer")[:5]}
    assert values == dict.fromkeys(("breathing", "sudden", "weakness", "wasting"), "no") | {"walking": "yes"}


@pytest.mark.parametrize(
    ("script", "error", "about"),
    [
        ({"turns": [{"play": "nowhere.wav"}]}, MissingError, "nowhere.wav"),
        ({"turns": [{"say": "yes"}], "pack": "no-such-pack"}, MissingError, "no-such-pack"),
    ],
)
def test_what_is_missing_is_named_before_anything_plays(
    rehearse: Rehearse, script: dict[str, Any], error: type[Exception], about: str
) -> None:
    with pytest.raises(error, match=about):
        rehearse(script)


def test_a_recording_that_is_none_is_refused(rehearse: Rehearse, tmp_path: Path) -> None:
    (tmp_path / "broken.wav").write_bytes(b"this is no sound")
    with pytest.raises(ContentError, match=r"broken\.wav"):
        rehearse({"turns": [{"play": "broken.wav"}]})


def test_a_full_disk_ends_in_one_sentence(app: Any, tmp_path: Path) -> None:
    script = tmp_path / "script.yaml"
    script.write_text('{"turns": [{"say": "help"}]}', encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "events.jsonl").symlink_to("/dev/full")
    with pytest.raises(OutputError, match=r"events\.jsonl"):
        app.rehearse(script, tmp_path / "out", 60.0, lambda line: None)
    assert read_wav(tmp_path / "out" / "conversation.wav").size
