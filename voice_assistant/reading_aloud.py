"""Reading sections without a conversation: aloud, or into a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from voice_assistant.audio.frames import Frame
from voice_assistant.audio.room import Room
from voice_assistant.audio.wav import WavWriter
from voice_assistant.commands import Utterance
from voice_assistant.content.pack import Section
from voice_assistant.dialogue.reading import section_sentences
from voice_assistant.speaking.queue import SpeechQueue


class ReadAloud:
    """Reads whole sections, one after the other."""

    def __init__(self, queue: SpeechQueue) -> None:
        self._queue = queue

    def into(self, path: Path, sections: Iterable[Section]) -> None:
        """Write the sound into a WAV file, 16 kHz mono. Raises `OutputError` if that is not possible."""
        with WavWriter(path, channels=1) as writer:
            for frame in self._frames(sections):
                writer.write(frame)

    def aloud(self, room: Room, sections: Iterable[Section]) -> None:
        """Play the sound in a room; what its microphone hears is not listened to."""
        room.open()
        try:
            for frame in self._frames(sections):
                if room.exchange(frame) is None:
                    return
        finally:
            room.close()

    def _frames(self, sections: Iterable[Section]) -> Iterator[Frame]:
        for number, section in enumerate(sections, start=1):
            self._queue.say(Utterance(number, f"section:{section.id}", section_sentences(section)))
            while self._queue.busy:
                yield self._queue.frame()
                self._queue.facts()
