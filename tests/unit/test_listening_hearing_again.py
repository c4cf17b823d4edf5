"""Hearing the same sound once more, without its pauses."""

from __future__ import annotations

import pytest

from fakes.recognizer import FakeRecognizer, LoudVoice, speech
from fakes.words import WORDS, pack
from voice_assistant.audio.frames import Frame
from voice_assistant.commands import Listen
from voice_assistant.listening.hearing_again import HearingAgain, without_pauses
from voice_assistant.listening.recognizer import Word, text_of
from voice_assistant.listening.vocabulary import Vocabulary

GRAMMAR = Vocabulary(WORDS, pack()).grammar(Listen(("yes", "no"), question="duration"))


def voice_in(frames: list[Frame]) -> list[bool]:
    return [LoudVoice().hears(frame) for frame in frames]


def joined(found: str, script: str) -> str:
    words = [Word(word, 0.0, 0.1, 1.0) for word in found.split()]
    frames = speech(script)
    return text_of(HearingAgain(FakeRecognizer()).joined(words, GRAMMAR, frames, voice_in(frames)))


def test_only_long_pauses_between_voices_are_cut_short() -> None:
    frames = speech("0.5 about 1.4 three 0.2 weeks 0.9")
    left = without_pauses(frames, voice_in(frames))
    assert len(left) == len(frames) - 70 + 6  # 1.4 s become 0.06 s at either end
    silence = speech("2.0")
    assert len(without_pauses(silence, voice_in(silence))) == 100


@pytest.mark.parametrize("found", ["[unk] three weeks", "a three", "out [unk] weeks"])
def test_what_made_no_sense_in_pieces_is_heard_as_a_whole(found: str) -> None:
    assert joined(found, "0.4 about 1.0 three 1.0 weeks 0.4") == "about three weeks"


@pytest.mark.parametrize(
    ("found", "script"),
    [
        ("about three weeks", "0.4 about 1.0 three 1.0 weeks 0.4"),  # makes sense already
        ("[unk] [unk] [unk] weeks", "0.4 about 1.0 three 1.0 weeks 0.4"),  # talk
        ("three out", "0.4 about three weeks 0.4"),  # no pause
        ("three out", "0.4 zz 1.0 three 0.4"),  # nor does it make sense as a whole
    ],
)
def test_else_it_is_left_as_it_was(found: str, script: str) -> None:
    assert joined(found, script) == ""
