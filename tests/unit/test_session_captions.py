"""A session shows every sentence while it is heard, and only then."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from fakes.recognizer import FakeRecognizer, LoudVoice, speech
from fakes.voice import FakeVoice
from voice_assistant.audio.frames import FRAME, RATE, SILENCE, Frame, Samples
from voice_assistant.audio.recorded_room import RecordedRoom
from voice_assistant.captions import CaptionFile
from voice_assistant.commands import Command, End, Say, Sentence, Utterance
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.scene import Manner
from voice_assistant.events import Event, Started
from voice_assistant.inputs.switches import NoSwitches
from voice_assistant.journal import InOrder, MemoryJournal
from voice_assistant.listening.listener import Listener
from voice_assistant.listening.vocabulary import Vocabulary
from voice_assistant.session import Session
from voice_assistant.session_parts import Parts
from voice_assistant.speaking.pronunciation import Pronunciation
from voice_assistant.speaking.queue import SpeechQueue
from vtt import ReadCue, read_vtt

WORDS = load_words()
PACK = load_pack("als-facial-twitching", WORDS, date(2026, 12, 1))


class Unchanged:
    person = False

    def process(self, microphone: Frame, speaker: Frame) -> Frame:
        return microphone


class Held:
    """A session whose caller says each line at its second of sound, and what was recorded of it."""

    def __init__(
        self, folder: Path, *lines: tuple[float, str], dialogue: Dialogue | None = None, seconds: float = 60
    ) -> None:
        self.journal = MemoryJournal()
        captions = CaptionFile(folder / "captions.vtt")
        dialogue = dialogue or Dialogue(PACK, WORDS, Manner(), Memory())
        parts = Parts(
            room=RecordedRoom(iter(self._caller(lines)).__next__, recording=folder / "conversation.wav"),
            dialogue=dialogue,
            listener=Listener(FakeRecognizer, Vocabulary(WORDS, PACK), LoudVoice()),
            queue=SpeechQueue(FakeVoice(), Pronunciation(()), wait=1.0),
            canceller=Unchanged(),
            switches=NoSwitches(),
            journal=InOrder(self.journal),
            captions=captions,
        )
        Session(parts).run(seconds)
        captions.close()
        self.cues = read_vtt(folder / "captions.vtt")
        with wave.open(str(folder / "conversation.wav")) as sound:
            both = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2").reshape(-1, 2)
        self.speaker: Samples = both[:, 1]

    @staticmethod
    def _caller(lines: tuple[tuple[float, str], ...]) -> Iterator[Frame]:
        number = 0
        for after, line in lines:
            while number * FRAME < after * RATE:
                number += 1
                yield SILENCE
            for frame in speech(f"{line} 0.2"):
                number += 1
                yield frame
        while True:
            yield SILENCE

    def texts(self) -> list[str]:
        return [cue.text for cue in self.cues]

    def sound(self, cue: ReadCue) -> Samples:
        return self.speaker[round(cue.start * RATE) : round(cue.end * RATE)]


def test_every_sentence_of_every_prompt_is_there_and_in_step(tmp_path: Path) -> None:
    held = Held(tmp_path)
    said = " ".join(str(each["text"]) for each in held.journal.of("speaking"))
    assert len(held.cues) > 10
    assert said.startswith(" ".join(held.texts()))
    first = held.journal.of("speaking")[0]
    assert held.cues[0].start == first["t"]
    for cue in held.cues:
        assert held.sound(cue)[:FRAME].any()
        assert held.sound(cue)[-FRAME:].any()
    for before, after in pairwise(held.cues):
        assert before.end <= after.start


def test_a_sentence_that_is_cut_off_ends_there_and_the_rest_is_not_shown(tmp_path: Path) -> None:
    whole = Held(tmp_path)
    number = next(n for n, text in enumerate(whole.texts()) if '"questions"' in text)
    cut = whole.cues[number]
    held = Held(tmp_path, (cut.start + 0.2, "stop"))
    (spoken,) = [each for each in held.journal.of("spoken") if each["how"] == "interrupted"]
    assert held.cues[:number] == whole.cues[:number]
    assert (held.cues[number].start, held.cues[number].text) == (cut.start, cut.text)
    assert held.cues[number].end < cut.end
    assert held.cues[number].end <= float(str(spoken["t"])) + 0.02
    assert whole.cues[number + 1].text not in held.texts()[number:]


def test_what_is_said_at_the_very_end_is_said_and_shown(tmp_path: Path) -> None:
    class Farewell(Dialogue):
        """Says its last words and ends with the same breath."""

        def handle(self, event: Event) -> tuple[Command, ...]:
            if not isinstance(event, Started):
                return ()
            sentences = (Sentence("Goodbye then."), Sentence("Sleep well."))
            return (Say(Utterance(1, "farewell", sentences)), End("goodbye"))

    held = Held(tmp_path, dialogue=Farewell(PACK, WORDS, Manner(), Memory()))
    assert held.texts() == ["Goodbye then.", "Sleep well."]
    assert [each["prompt"] for each in held.journal.of("speaking")] == ["farewell"]
    assert held.cues[-1].end == pytest.approx(len(held.speaker) / RATE, abs=0.021)
