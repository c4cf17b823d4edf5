"""Reading sections without a conversation: aloud, into a file with its captions, or into a talking book.

Every section is read from its title to the pause after its last sentence, as whole frames, so that sections
that are put one behind the other need nothing between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from math import ceil
from pathlib import Path

from voice_assistant.audio.frames import FRAME_SECONDS, Frame
from voice_assistant.audio.room import Room
from voice_assistant.audio.wav import WavWriter
from voice_assistant.commands import Sentence, Utterance
from voice_assistant.content.pack import Pack, Section
from voice_assistant.dialogue.reading import section_sentences
from voice_assistant.errors import UsageError
from voice_assistant.events import SentenceHeard, SentenceStarted, Spoken
from voice_assistant.publishing.book import Block, Book, Chapter, Kind, clips
from voice_assistant.publishing.epub import EpubWriter
from voice_assistant.publishing.mp3 import as_mp3
from voice_assistant.publishing.timing import Cue, Timing
from voice_assistant.publishing.webvtt import webvtt
from voice_assistant.publishing.whole_files import WholeFiles
from voice_assistant.speaking.queue import SpeechQueue

_KINDS: dict[str | None, Kind] = {"entry": "list", "heading": "heading", None: "paragraph"}


class ReadAloud:
    """Reads whole sections, one after the other."""

    def __init__(self, queue: SpeechQueue) -> None:
        self._queue = queue
        self._utterances = count(1)

    def aloud(self, room: Room, sections: Iterable[Section]) -> None:
        """Play the sound in a room; what its microphone hears is not listened to."""
        room.open()
        try:
            for section in sections:
                for frame in self._frames(section, Timing()):
                    if room.exchange(frame) is None:
                        return
        finally:
            room.close()

    def announce(self, room: Room, prompt: str, lines: Iterable[str]) -> None:
        """Say a few sentences in a room."""
        self._queue.say(Utterance(next(self._utterances), prompt, tuple(Sentence(line) for line in lines)))
        room.open()
        try:
            while self._queue.busy and room.exchange(self._queue.frame()) is not None:
                pass
        finally:
            room.close()

    def into(self, path: Path, sections: Iterable[Section]) -> None:
        """Write the sound into a WAV file, 16 kHz mono, and beside it its captions and its chapters.

        For article.wav these are article.vtt, a cue for each sentence, and article.chapters.vtt, a cue for
        each section. All are there in the end, or none. Raises `OutputError` if that is not possible.
        """
        captions, chapters = path.with_suffix(".vtt"), path.with_suffix(".chapters.vtt")
        if path in (captions, chapters):
            raise UsageError(f"The sound cannot be called {path.name}, like its captions: name a WAV file.")
        timing = Timing()
        sections_read: list[Cue] = []
        with WholeFiles() as files:
            with WavWriter(files.beside(path), channels=1) as writer:
                for section in sections:
                    start = timing.now
                    for frame in self._frames(section, timing):
                        writer.write(frame)
                    sections_read.append(Cue(start, timing.now, section.shown, section.id))
            files.write(captions, webvtt(timing.cues))
            files.write(chapters, webvtt(sections_read))

    def book(self, path: Path, pack: Pack) -> None:
        """Write the whole article as an EPUB 3 talking book. Raises `OutputError` if that is not possible."""
        article = pack.article
        about = Book(pack.id, article.shown, article.language, article.source, article.reviewed)
        with WholeFiles() as files, EpubWriter(files.beside(path), about) as writer:
            for section in article.sections:
                timing = Timing()
                sound = as_mp3(self._frames(section, timing))
                read = clips(timing.cues, timing.now)
                writer.add(Chapter(section.id, read, section_blocks(section), sound))

    def _frames(self, section: Section, timing: Timing) -> Iterator[Frame]:
        """The section's sound; its sentences are timed as their frames are taken."""
        sentences = section_sentences(section)
        written = (section.shown, *(sentence.shown for sentence in section.sentences))
        self._queue.say(Utterance(next(self._utterances), f"section:{section.id}", sentences))
        while self._queue.busy:
            frame = self._queue.frame()
            for fact in self._queue.facts():
                match fact:
                    case SentenceStarted(_, index):
                        timing.begun(written[index], f"{section.id}-{index + 1}")
                    case Spoken():
                        timing.over()
                    case SentenceHeard():
                        pass
            timing.played(frame)
            yield frame
        for _ in range(ceil(sentences[-1].pause / FRAME_SECONDS)):
            frame = self._queue.frame()
            timing.played(frame)
            yield frame


def section_blocks(section: Section) -> tuple[Block, ...]:
    """The section as it is laid out, by the numbers of its sentences as they are read: 0 is the title."""
    index = count(1)
    blocks = []
    for paragraph in section.paragraphs:
        items: list[list[int]] = []
        for sentence in paragraph:
            if not items or sentence.begins == "entry":
                items.append([])
            items[-1].append(next(index))
        blocks.append(Block(tuple(map(tuple, items)), _KINDS[paragraph[0].begins]))
    return tuple(blocks)
