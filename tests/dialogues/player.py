"""Plays a conversation without sound: what is said is "spoken" sentence by sentence, as the real queue does.

It keeps to the promises of the speech queue: utterances come in order, "stop" drops all but safety utterances
and tells what was interrupted at once, and each sentence is a fact for the dialogue when it begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from voice_assistant.commands import CheckSound, Command, KeepSummary, Listen, Say, StopSpeaking, Utterance
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.events import (
    Event,
    SentenceHeard,
    SentenceStarted,
    Sound,
    SoundChecked,
    Spoken,
    SummaryKept,
)

WELL = Sound(speech_db=-25.0, noise_db=-60.0, clipped=0.0, echo_db=-20.0)


@dataclass
class _Speech:
    utterance: Utterance
    begun: int = -1


@dataclass
class Player:
    """A dialogue and the speech that is under way. `tell` gets each command, and each sentence that begins."""

    dialogue: Dialogue
    tell: Callable[[Command | SentenceStarted], None]
    listen: Listen = field(default_factory=lambda: Listen(()))
    line: list[_Speech] = field(default_factory=list)
    sound: Sound = WELL
    """How the microphone sounds, should somebody ask."""
    room: bool = True
    """Whether there is room for a summary on the disk."""

    def handle(self, event: Event) -> None:
        for command in self.dialogue.handle(event):
            self.tell(command)
            match command:
                case Say(utterance):
                    self.line.append(_Speech(utterance))
                case StopSpeaking():
                    self._stop()
                case Listen():
                    self.listen = command
                case CheckSound():
                    self.handle(SoundChecked(self.sound))
                case KeepSummary():
                    self.handle(SummaryKept(self.room))
                case _:
                    pass

    def _stop(self) -> None:
        cut = [speech for speech in self.line if not speech.utterance.safety]
        self.line = [speech for speech in self.line if speech.utterance.safety]
        for speech in cut:
            self.handle(Spoken(speech.utterance.id, "interrupted", speech.begun))

    def play(self) -> Iterator[str]:
        """Say all that is to be said; stops before each sentence is heard, for whoever interrupts it."""
        while self.line:
            speech = self.line[0]
            sentences = speech.utterance.sentences
            if speech.begun + 1 < len(sentences):
                speech.begun += 1
                started = SentenceStarted(speech.utterance.id, speech.begun)
                self.tell(started)
                self.handle(started)
                self.handle(SentenceHeard(speech.utterance.id, speech.begun))
                yield sentences[speech.begun].text
            else:
                self.line.pop(0)
                self.handle(Spoken(speech.utterance.id, "completed", speech.begun))
