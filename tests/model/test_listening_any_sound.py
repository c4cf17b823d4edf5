"""Whatever sound comes, listening raises nothing, keeps little, and comes to an end; nor is a word lost."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, RATE, Samples
from voice_assistant.audio.resample import to_int16
from voice_assistant.commands import Listen, Patience
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.dialogue.table import intents_in
from voice_assistant.events import Meaning
from voice_assistant.listening.listener import Listener, Understood
from voice_assistant.listening.vocabulary import Vocabulary
from voice_assistant.listening.voice_activity import WebrtcVoiceActivity
from voice_assistant.listening.vosk_recognizer import VoskModel
from voice_assistant.rehearsal.voice import speak

pytestmark = pytest.mark.model

MODEL = Path(__file__).parents[2] / "models" / "vosk-model-small-en-us-0.15"
EXAMPLES = int(os.environ.get("VOICE_ASSISTANT_EXAMPLES", "6"))
"""How many sequences of sounds are tried; more for a long run."""
ASKING = ("yes", "no", "not_sure", "skip", *intents_in("asking"))
SAID = ("yes", "about three weeks", "stop", "the weather is fine today")


@pytest.fixture(scope="module")
def listener() -> Listener:
    words = load_words()
    pack = load_pack("als-facial-twitching", words, date(2026, 12, 1))
    return Listener(VoskModel(MODEL).recognizer, Vocabulary(words, pack), WebrtcVoiceActivity())


def made(kind: str, level: float, seconds: float, seed: int) -> Samples:
    """A sound of one kind; `level` from 0 to 4 times full scale, so that it may be clipped."""
    draw = np.random.default_rng(seed)
    count = round(seconds * RATE)
    times = np.arange(count) / RATE
    wave: np.ndarray
    match kind:
        case "noise":
            wave = draw.normal(0, 0.3, count)
        case "tone":
            wave = np.sin(2 * np.pi * draw.uniform(50, 4000) * times)
        case "clicks":
            wave = (draw.random(count) < 0.0005).astype(np.float64)
        case "chopped":
            word = speak(SAID[seed % len(SAID)]).astype(np.float64) / 32_768
            wave = np.resize(word[draw.integers(0, len(word) // 2) :], count)
            wave = wave * np.repeat(draw.random(count // 800 + 1) < 0.7, 800)[:count]
        case _:
            wave = np.zeros(count)
    return to_int16(wave * level * 32_767)


SOUNDS = st.lists(
    st.builds(
        made,
        st.sampled_from(("noise", "tone", "clicks", "chopped", "silence")),
        st.sampled_from((0.0, 0.001, 0.03, 0.3, 1.0, 4.0)),
        st.floats(0.02, 3.0),
        st.integers(0, 1000),
    ),
    min_size=1,
    max_size=5,
)


def play(listener: Listener, sound: Samples) -> list[Understood]:
    told: list[Understood] = []
    for start in range(0, len(sound) - FRAME + 1, FRAME):
        frames = listener._frames
        told += [fact for fact in listener.hear(sound[start : start + FRAME]) if isinstance(fact, Understood)]
        assert listener._frames == frames + 1
    return told


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < 50,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(sounds=SOUNDS, patience=st.sampled_from(("normal", "slow", "very slow")))
def test_no_sound_makes_listening_raise_or_grow_or_go_on(
    listener: Listener, sounds: list[Samples], patience: Patience
) -> None:
    listener.listen(Listen(ASKING, question="duration", patience=patience))
    told = play(listener, np.concatenate([*sounds, np.zeros(10 * RATE, dtype=np.int16)]))
    assert not listener.speaking
    assert all(each.speech_start <= each.speech_end for each in told)
    assert len(listener._recent) == len(listener._recent_voice) <= 15 / FRAME_SECONDS
    assert listener._pieces == []
    assert not listener._opinion.active
    assert len(listener._opinion._waiting) + len(listener._opinion._pause) <= 15 / FRAME_SECONDS
    assert len(listener._weighed[1]) <= 101
    assert listener._frames - listener._started_at <= 51 / FRAME_SECONDS


@pytest.mark.slow
def test_a_word_is_not_lost_wherever_in_it_the_grammar_changes(listener: Listener) -> None:
    lost = []
    before = Listen(tuple(intents_in("advising")), patience="normal")
    for voice, text, intent in (("slt", "no", "no"), ("rms", "yes", "yes"), ("slt", "stop", "stop")):
        word = speak(text, voice)
        for change in np.arange(-0.2, len(word) / RATE + 0.1, 0.1):
            listener.reset()
            listener.listen(before)
            at = round((0.6 + change) * RATE / FRAME) * FRAME
            sound = np.concatenate(
                [np.zeros(round(0.6 * RATE), np.int16), word, np.zeros(3 * RATE, np.int16)]
            )
            told = play(listener, sound[:at])
            listener.listen(Listen(ASKING, question="weakness"))
            told += play(listener, sound[at:])
            heard = [each.heard.meaning for each in told if each.heard.decision != "rejected"]
            if heard != [Meaning(intent)]:
                lost.append((text, voice, round(float(change), 1), heard))
    assert not lost
