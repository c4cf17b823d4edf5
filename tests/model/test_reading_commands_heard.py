"""What one can say while the article is read is understood by the real recognizer, from a synthetic caller's voice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from voice_assistant.audio.frames import FRAME, RATE, Samples
from voice_assistant.commands import Listen
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.dialogue.attention import NAMED_IN
from voice_assistant.dialogue.table import intents_in
from voice_assistant.events import VARIANTS, Heard, Meaning, Named
from voice_assistant.listening.listener import Listener, Understood
from voice_assistant.listening.vocabulary import Vocabulary
from voice_assistant.listening.voice_activity import WebrtcVoiceActivity
from voice_assistant.listening.vosk_recognizer import VoskModel
from voice_assistant.rehearsal.voice import speak

pytestmark = [pytest.mark.model, pytest.mark.voice, pytest.mark.slow]

MODEL = Path(__file__).parents[2] / "models" / "vosk-model-small-en-us-0.15"
VOICES = ("slt", "rms")
COMMANDS = (
    *("next_sentence", "previous_sentence", "next_paragraph", "previous_paragraph", "next_one"),
    *("start_again", "start_article", "where", "remaining", "short_version", "short_article"),
    *("define", "spell", "find_again", "bookmark", "bookmarks", "forget", "forget_all"),
    *("longer_pauses", "shorter_pauses"),
)
EVERYWHERE = (
    *("next", "previous", "repeat", "sections", "stop", "help", "menu"),
    *("slower", "faster", "louder", "quieter"),
)
"""Commands of one word, mostly, which other tests hear from recorded people too."""
WITH_WORDS = {
    "the part about swallowing": Meaning("section", Named("other_symptoms")),
    "read about facial twitching": Meaning("section", Named("als_and_twitching")),
    "find swallowing": Meaning("find", Named("swallowing")),
    "find muscles": Meaning("find", Named("muscles")),
    "bookmark one": Meaning("bookmarks", Named("1")),
    "go to bookmark two": Meaning("bookmarks", Named("2")),
    "forget bookmark two": Meaning("forget", Named("2")),
    "what is spasticity": Meaning("define", Named("spasticity")),
    "what does dysarthria mean": Meaning("define", Named("dysarthria")),
    "what are fasciculations": Meaning("define", Named("fasciculations")),
    "spell atrophy": Meaning("spell", Named("atrophy")),
}
"""Also words that the recognizer does not have: the lexicon says what they sound like."""
ENOUGH = 0.95
"""The part that must be taken at once; what is left over is asked about ("did you say ...?")."""


@pytest.mark.parametrize("state", ["reading", "paused", "finding"])
def test_each_command_is_understood(state: str) -> None:
    words = load_words()
    pack = load_pack("als-facial-twitching", words, date(2026, 12, 1))
    listener = Listener(VoskModel(MODEL).recognizer, Vocabulary(words, pack), WebrtcVoiceActivity())
    listener.listen(Listen(intents_in(state), names=NAMED_IN.get(state)))
    wanted = {
        phrase: VARIANTS.get(command, Meaning(command))
        for command in COMMANDS
        for phrase in words.phrases[command][:2]
    } | WITH_WORDS
    wanted |= {words.phrases[command][0]: Meaning(command) for command in EVERYWHERE}
    wanted |= {"go on": Meaning("go_on")} if "go_on" in intents_in(state) else {}
    missed = []
    for number, (phrase, meaning) in enumerate(wanted.items()):
        heard = hears(listener, speak(phrase, VOICES[number % 2]))
        taken = [each.meaning for each in heard if each.decision == "accepted"]
        assert taken in ([], [meaning]), f"'{phrase}' is taken for {taken}"
        if not taken:
            missed.append((phrase, heard))
    assert len(missed) <= (1 - ENOUGH) * len(wanted), missed


def hears(listener: Listener, sound: Samples) -> list[Heard]:
    listener.reset()
    silence = np.zeros(2 * RATE, dtype=np.int16)
    padded = np.concatenate([silence[: RATE // 3], sound, silence])
    return [
        fact.heard
        for start in range(0, len(padded) - FRAME + 1, FRAME)
        for fact in listener.hear(padded[start : start + FRAME])
        if isinstance(fact, Understood)
    ]
