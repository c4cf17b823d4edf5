"""The listening part with the real recognizer, on synthetic voices and, where there are some, on recordings."""

from __future__ import annotations

import csv
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from voice_assistant.audio.frames import FRAME, RATE, Samples
from voice_assistant.audio.wav import read_wav
from voice_assistant.commands import Listen
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.content.pack import Pack, Words
from voice_assistant.errors import MissingError
from voice_assistant.events import Choices
from voice_assistant.listening.durations import parse_duration
from voice_assistant.listening.listener import Listener, Understood
from voice_assistant.listening.vocabulary import Vocabulary
from voice_assistant.listening.voice_activity import WebrtcVoiceActivity
from voice_assistant.listening.vosk_recognizer import VoskModel
from voice_assistant.rehearsal.voice import speak

pytestmark = pytest.mark.model

MODEL = Path(__file__).parents[2] / "models" / "vosk-model-small-en-us-0.15"
RECORDINGS = os.environ.get("VOICE_ASSISTANT_RECORDINGS")
"""A folder with folders "commands" and "other_words" of recordings, each with a manifest.tsv."""
INTENTS = (
    *(
        "yes",
        "no",
        "not_sure",
        "skip",
        "repeat",
        "help",
        "stop",
        "back",
        "menu",
        "goodbye",
        "emergency",
        "why",
    ),
    *("change", "summary", "more_time", "slower", "faster", "louder", "quieter"),
)
VOICES = ("slt", "rms", "kal16", "awb")
DURATIONS = (
    *("about three weeks", "a month and a half", "since a couple of days", "ten days", "half a year"),
    *("two or three weeks", "more than a month", "less than two weeks", "it just started", "since yesterday"),
    *(
        "since this morning",
        "a few days",
        "several weeks",
        "over a year",
        "almost two weeks",
        "two weeks ago",
    ),
    *("since last week", "a long time", "a week or two", "two and a half weeks", "twenty one days"),
    *("two to three weeks", "at least two weeks", "since tuesday"),
)


@pytest.fixture(scope="module")
def model() -> VoskModel:
    return VoskModel(MODEL)


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words()


@pytest.fixture(scope="module")
def pack(words: Words) -> Pack:
    loaded = load_pack("als-facial-twitching", words, date(2026, 12, 1))
    assert loaded.protocol is not None
    return loaded


class Room:
    """Somebody speaks into it, with silence around."""

    def __init__(self, model: VoskModel, words: Words, pack: Pack) -> None:
        self.listener = Listener(model.recognizer, Vocabulary(words, pack), WebrtcVoiceActivity())

    def asks(self, question: str) -> None:
        self.listener.listen(Listen(INTENTS, question=question))

    def hears(self, sound: Samples, after: float = 2.6) -> list[Understood]:
        self.listener.reset()
        padded = np.concatenate([_silence(0.4), sound, _silence(after)])
        return [
            fact
            for start in range(0, len(padded) - FRAME + 1, FRAME)
            for fact in self.listener.hear(padded[start : start + FRAME])
            if isinstance(fact, Understood)
        ]


@pytest.fixture
def room(model: VoskModel, words: Words, pack: Pack) -> Room:
    return Room(model, words, pack)


def _silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), dtype=np.int16)


@pytest.mark.parametrize("voice", VOICES)
def test_short_answers_are_taken(room: Room, voice: str) -> None:
    room.asks("weakness")
    for text, intent in {
        "yes": "yes",
        "no": "no",
        "stop": "stop",
        "not sure": "not_sure",
        "repeat": "repeat",
    }.items():
        (heard,) = (each.heard for each in room.hears(speak(text, voice)))
        assert (heard.meaning and heard.meaning.intent, heard.decision) == (intent, "accepted"), text


@pytest.mark.slow
def test_lengths_of_time_are_understood(room: Room) -> None:
    room.asks("duration")
    missed = []
    for voice in VOICES[:2]:
        for text in DURATIONS:
            values = [
                each.heard.meaning and each.heard.meaning.value for each in room.hears(speak(text, voice))
            ]
            if values != [parse_duration(text)]:
                missed.append((voice, text, values))
    assert len(missed) <= 0.05 * 2 * len(DURATIONS), missed


def test_several_options_in_one_breath_are_understood(room: Room) -> None:
    room.asks("triggers")
    (heard,) = (each.heard for each in room.hears(speak("stress and coffee")))
    assert heard.meaning is not None
    assert heard.meaning.value == Choices(("stress", "caffeine"))
    assert heard.decision == "accepted"


def test_an_answer_with_long_pauses_is_not_cut(room: Room) -> None:
    room.asks("duration")
    sound = np.concatenate(
        [speak("about"), _silence(0.9), speak("three"), _silence(0.9), speak("weeks"), _silence(0.1)]
    )
    (heard,) = (each.heard for each in room.hears(sound))
    assert heard.meaning is not None
    assert heard.meaning.value == parse_duration("three weeks")


def test_an_answer_is_decided_soon_after_it_ends(room: Room) -> None:
    room.asks("weakness")
    room.listener.reset()
    sound = np.concatenate([_silence(0.4), speak("yes"), _silence(1)])
    level = np.abs(sound.astype(np.int32)).reshape(-1, 10).max(axis=1)
    end = (np.nonzero(level > level.max() / 20)[0][-1] + 1) * 10 / RATE
    for start in range(0, len(sound) - FRAME + 1, FRAME):
        if any(isinstance(fact, Understood) for fact in room.listener.hear(sound[start : start + FRAME])):
            assert 0.1 < (start + FRAME) / RATE - end < 0.5
            return
    pytest.fail("nothing was understood")


def test_the_same_sound_is_heard_the_same_whatever_came_before(room: Room, model: VoskModel) -> None:
    room.asks("duration")
    first = [each.heard for each in room.hears(speak("about three weeks"))]
    room.hears(speak("something else altogether", "rms"))
    again = [each.heard for each in room.hears(speak("about three weeks"))]
    assert first == again
    assert len(first) == 1


def test_talk_to_somebody_else_is_not_taken_for_a_command(room: Room) -> None:
    room.asks("weakness")
    heard = room.hears(speak("the weather in the mountains was wonderful yesterday", "rms"))
    assert not [each for each in heard if each.heard.decision == "accepted"]


def test_noise_alone_is_nothing(room: Room) -> None:
    room.asks("weakness")
    noise = np.random.default_rng(3)
    for loudness in (30, 3000):
        sound = noise.normal(0, loudness, 8 * RATE).astype(np.int16)
        assert room.hears(sound) == []


@pytest.mark.parametrize(("said", "command"), [("five", "goodbye"), ("happy", "help"), ("left", "stop")])
def test_a_word_that_is_like_a_command_is_none(room: Room, said: str, command: str) -> None:
    room.asks("weakness")
    for voice in VOICES:
        for each in room.hears(speak(said, voice)):
            assert each.heard.decision != "accepted", (voice, command, each.heard)


def test_no_folder_is_one_sentence_and_no_download(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in (tmp_path / "nothing", Path("vosk-model-small-en-us-0.15")):
        with pytest.raises(MissingError, match=r"^There is no speech model in .*models fetch$"):
            VoskModel(folder)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Path]:
    """A model's folder, made of links, in which single files can be replaced."""
    for file in MODEL.rglob("*"):
        if file.is_file():
            link = tmp_path / "copy" / file.relative_to(MODEL)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(file)
    yield tmp_path / "copy"
    shutil.rmtree(tmp_path / "copy")


@pytest.mark.parametrize(
    "name",
    [
        "am/final.mdl",
        "graph/HCLr.fst",
        "graph/Gr.fst",
        "ivector/final.ie",
        "conf/model.conf",
        "conf/mfcc.conf",
    ],
)
@pytest.mark.parametrize("kept", [None, 0, 1000])
def test_a_broken_model_is_one_sentence(
    copied: Path, name: str, kept: int | None, capfd: pytest.CaptureFixture[str]
) -> None:
    content = (MODEL / name).read_bytes()
    (copied / name).unlink()
    if kept is not None:
        (copied / name).write_bytes(content[:kept] if kept < len(content) else b"--no-such-option=1\n")
    with pytest.raises(MissingError, match=r"^The speech model in .* is broken .*models fetch$"):
        VoskModel(copied)
    assert capfd.readouterr().err == ""


@pytest.mark.slow
@pytest.mark.skipif(RECORDINGS is None, reason="VOICE_ASSISTANT_RECORDINGS names no folder")
def test_recorded_people_are_understood(room: Room) -> None:
    assert RECORDINGS is not None
    room.asks("weakness")
    counted: Counter[str] = Counter()
    commands = _recordings(Path(RECORDINGS) / "commands")[::3]
    for file, transcript in commands:
        accepted = [
            each.heard for each in room.hears(read_wav(file), 1.5) if each.heard.decision != "rejected"
        ]
        right = [heard.meaning is not None and heard.meaning.intent == transcript for heard in accepted]
        counted["right" if right and all(right) else "wrong" if right else "missed"] += 1
    assert counted["wrong"] == 0
    assert counted["right"] >= 0.95 * len(commands)
    others = _recordings(Path(RECORDINGS) / "other_words")[::3]
    taken = sum(
        any(each.heard.decision == "accepted" for each in room.hears(read_wav(file), 1.5))
        for file, _ in others
    )
    assert taken <= 0.015 * len(others)


def _recordings(folder: Path) -> list[tuple[Path, str]]:
    with (folder / "manifest.tsv").open() as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t"))
    return [(folder / row["file"], row["transcript"]) for row in rows]
