"""Builds the parts that the settings name and wires them: the only file that names concrete adapters."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Protocol

from voice_assistant import __version__, models, paths
from voice_assistant.app_parts import (
    NOTHING_KEPT,
    manner_of,
    memory_of,
    record_of,
    shelf_of,
    summaries_of,
    switches_of,
)
from voice_assistant.audio.echo import EchoCanceller, NoEcho
from voice_assistant.audio.frames import Frame
from voice_assistant.audio.recorded_room import Echo, RecordedRoom
from voice_assistant.audio.room import Room
from voice_assistant.audio.sound_card import SoundCardRoom
from voice_assistant.audio.truth import CallerSpoke
from voice_assistant.captions import CaptionFile, CaptionStream, NoCaptions
from voice_assistant.content.loading import load_pack, load_words, words_folder
from voice_assistant.content.pack import Pack, Words
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.faults import NO_RECOGNIZER
from voice_assistant.errors import DeviceError, MissingError, Stopped, UsageError
from voice_assistant.events import EndReason, Role, TroubleMet
from voice_assistant.journal import FileJournal, InOrder, Journal, Journals, Record
from voice_assistant.kiosk import failed_starts
from voice_assistant.kiosk.notify import manager
from voice_assistant.kiosk.resuming import keeper_at
from voice_assistant.kiosk.secrecy import give_memory_back
from voice_assistant.kiosk.supervision import Supervision
from voice_assistant.kiosk.waking import ByPhrase, BySound
from voice_assistant.listening.listener import Listener
from voice_assistant.listening.mended_recognizer import Faults, recognizers
from voice_assistant.listening.sound_switch import NoSounds, VoiceSounds
from voice_assistant.listening.vocabulary import Vocabulary
from voice_assistant.listening.voice_activity import WebrtcVoiceActivity
from voice_assistant.listening.vosk_recognizer import VoskModel
from voice_assistant.proof.guarding import guarded
from voice_assistant.publishing.whole_files import make_folder
from voice_assistant.reading_aloud import ReadAloud
from voice_assistant.rehearsal.caller import Caller
from voice_assistant.rehearsal.script import Script, load_script
from voice_assistant.rehearsal.sounds import CallerSounds, noise_sound
from voice_assistant.rehearsal.transcript import Transcript
from voice_assistant.session import Session
from voice_assistant.session_parts import Parts, Switches
from voice_assistant.session_record import Verified, verify
from voice_assistant.settings import Settings, override
from voice_assistant.shelf import Kept, first_start
from voice_assistant.speaking.fallback import open_voice
from voice_assistant.speaking.pronunciation import Pronunciation
from voice_assistant.speaking.queue import SpeechQueue
from voice_assistant.speaking.synthesizer import Synthesizer
from voice_assistant.talk import Talk

PRACTICE = "getting-to-know-your-assistant"
"""The pack with which somebody learns how to talk to it."""
REHEARSAL_WAIT = 20.0
"""Wall seconds in which a sentence has to be ready in a rehearsal, where time stands still meanwhile."""


class Person(Protocol):
    """Somebody in a room of recordings: a microphone, switches, and a reader of the journal."""

    @property
    def held(self) -> bool:
        """Whether they are pressing a switch."""

    def frame(self) -> Frame | None:
        """What the microphone hears of them next; None once they have left."""

    def poll(self) -> tuple[Role, ...]:
        """The switches that they pressed since the last poll."""

    def spoke(self) -> CallerSpoke | None:
        """When their last word truly began and ended."""

    def write(self, record: Record) -> None:
        """The journal, as it is written."""


class App:
    """One process of the assistant. What is costly is made once, when it is first needed."""

    def __init__(self, settings: Settings, today: date) -> None:
        self._settings = settings
        self._today = today
        self._closing = ExitStack()
        self._practice_pack: Pack | None = None
        self._voices: dict[tuple[str, str | None], Synthesizer] = {}

    def __enter__(self) -> App:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    # --- content and costly parts ----------------------------------------------------------------

    @cached_property
    def words(self) -> Words:
        return load_words(self._settings.language)

    @cached_property
    def model(self) -> VoskModel:
        """The recognizer's model. Raises `MissingError` if it was not fetched or is broken."""
        return VoskModel(models.find(self._settings.listening.model))

    @property
    def voice(self) -> Synthesizer:
        """The voice that the settings name."""
        return self._voice(self._settings)

    def _voice(self, settings: Settings) -> Synthesizer:
        """The voice of these settings; each one is made once."""
        named = settings.speaking.engine, settings.speaking.voice
        if named not in self._voices:
            self._voices[named] = voice = open_voice(*named)
            self._closing.callback(voice.close)
        return self._voices[named]

    def pack(self, name: str | Path | None = None) -> Pack:
        return guarded(load_pack(name or self._settings.pack, self.words, self._today))

    # --- what it does ----------------------------------------------------------------------------

    def run(self, pack: Pack, journal: Journal, captions: str | None = None) -> EndReason:
        """Talk on the sound card until told to stop.

        `captions`: a file or a named pipe, or "-" for stdout, that gets every sentence as it is heard.
        """
        settings = self._settings
        stream = CaptionStream(captions) if captions else NoCaptions()
        room = SoundCardRoom(
            settings.audio.input_device, settings.audio.output_device, settings.audio.latency
        )
        _ = self.voice  # starts its process, which gets ready while the model loads
        deaf = self._may_be_deaf(pack, room)
        switches = switches_of(settings)
        service = manager()
        supervision = Supervision(settings, service)
        troubles = (
            room.troubles,
            self.voice.troubles,
            stream.troubles,
            switches.troubles,
            supervision.troubles,
        )
        record = record_of(settings, pack)
        in_order = InOrder(Journals(journal, supervision, record))
        shelf, kept = shelf_of(settings, pack)
        parts = self._parts(
            settings,
            pack,
            room,
            switches,
            in_order,
            wait=0.0,
            troubles=(*troubles, shelf.troubles, record.troubles),
            dialogue=self._dialogue(settings, pack, kept, newcomer=first_start(paths.user_state())),
            deaf=deaf,
        )
        parts.captions = stream
        parts.summaries = summaries_of(settings)
        parts.shelf = shelf
        parts.keeper = keeper = keeper_at(
            service, __version__, settings.model_dump_json(), pack.folder, words_folder(settings.language)
        )
        resumed = keeper.take_up()
        if resumed is not None:
            parts.dialogue.restore(*resumed)
        parts.moved = supervision.moved
        gc.freeze()  # what is loaded now stays: the collector need not look at it between frames
        try:
            return Session(parts, again=settings.kiosk.enabled, resumed=resumed is not None).run()
        except (KeyboardInterrupt, Stopped):
            keeper.forget()  # it is meant to end; whatever else ends it, the next process goes on
            raise
        finally:
            switches.close()
            in_order.close()
            supervision.close()
            record.close()
            stream.close()
            shelf.close()
            _close(parts)

    def rehearse(
        self, path: Path, out: Path | None, max_seconds: float, show: Callable[[str], None]
    ) -> EndReason:
        """Play a script to the assistant, in virtual time; `out` receives the recording and the journals."""
        script = load_script(path)
        settings = override(self._settings, {"input.mode": script.input, **script.settings})
        pack = self.pack(self._script_pack(script, path, settings))
        sounds = CallerSounds(script, path.parent)
        noise = noise_sound(script, path.parent, sounds)
        echo = Echo(script.echo.delay, script.echo.gain_db) if script.echo else None
        with ExitStack() as stack:
            if out is not None:
                make_folder(out)
            transcript = stack.enter_context(Transcript(out / "transcript.txt" if out else None, show))
            journals: list[Journal] = [transcript]
            if out is not None:
                file = FileJournal(out / "events.jsonl")
                in_order = InOrder(file)
                stack.callback(file.close)
                stack.callback(in_order.close)
                journals.append(in_order)
            record = record_of(settings, pack)
            stack.callback(record.close)
            journals.append(record)
            dialogue = self._dialogue(settings, pack)
            caller = Caller(script, dialogue, sounds.of, _question_names(pack), transcript.caller)
            recording = out / "conversation.wav" if out else None
            room = RecordedRoom(caller.frame, recording=recording, noise=noise, echo=echo)
            parts = self._parts(
                settings,
                pack,
                room,
                caller,
                Journals(*journals, caller),
                wait=REHEARSAL_WAIT,
                troubles=(self._voice(settings).troubles, record.troubles),
                dialogue=dialogue,
            )
            parts.caller = caller.spoke
            parts.summaries = summaries_of(settings)
            if out is not None:
                captions = CaptionFile(out / "captions.vtt")
                stack.callback(captions.close)
                parts.captions = captions
            try:
                return Session(parts, again=settings.kiosk.enabled).run(max_seconds)
            finally:
                _close(parts)

    def meet(
        self, person: Person, changes: Mapping[str, object], echo: Echo, max_seconds: float
    ) -> EndReason:
        """Talk with somebody who follows the journal, in virtual time, with these settings changed."""
        return self.receive(lambda dialogue: person, changes, echo, max_seconds)

    def receive(
        self,
        who_comes: Callable[[Dialogue], Person],
        changes: Mapping[str, object],
        echo: Echo | None,
        max_seconds: float,
    ) -> EndReason:
        """The same with somebody who also knows what the dialogue is about, or many of them at a kiosk."""
        settings = override(self._settings, changes)
        pack = self.pack()
        dialogue = self._dialogue(settings, pack)
        person = who_comes(dialogue)
        room = RecordedRoom(person.frame, echo=echo)
        troubles = (self._voice(settings).troubles,)
        parts = self._parts(
            settings, pack, room, person, person, wait=REHEARSAL_WAIT, troubles=troubles, dialogue=dialogue
        )
        parts.caller = person.spoke
        try:
            return Session(parts, again=settings.kiosk.enabled).run(max_seconds)
        finally:
            _close(parts)

    def talk(self, pack: Pack, lines: Iterator[str], show: Callable[[str], None]) -> EndReason:
        """A typed conversation."""
        dialogue, vocabulary = (
            self._dialogue(self._settings, pack),
            Vocabulary(self.words, pack, self._practice(pack)),
        )
        return Talk(dialogue, vocabulary, show, summaries_of(self._settings)).run(lines)

    def read(self, pack: Pack, section: str | None, out: Path | None) -> None:
        """Read a section, or the whole article, aloud, or into a WAV file with captions and chapters beside it."""
        chosen = [
            each for each in pack.article.sections if section in (None, each.id, each.title, *each.names)
        ]
        if not chosen:
            ids = ", ".join(each.id for each in pack.article.sections)
            raise UsageError(f"The pack {pack.id} has no section '{section}'; its sections are: {ids}.")
        audio = self._settings.audio
        if out is not None:
            self._reader(pack, wait=REHEARSAL_WAIT).into(out, chosen)
        else:
            room = SoundCardRoom(audio.input_device, audio.output_device, audio.latency)
            self._reader(pack, wait=0.0).aloud(room, chosen)

    def publish(self, pack: Pack, book: Path) -> None:
        """Write the whole article as an EPUB 3 talking book."""
        self._reader(pack, wait=REHEARSAL_WAIT).book(book, pack)

    # --- parts -----------------------------------------------------------------------------------

    def _practice(self, pack: Pack) -> Pack | None:
        """The pack to get to know the assistant with, unless it is the one that is talked about anyway."""
        folder = paths.prompts(paths.root()) / PRACTICE
        if pack.id == PRACTICE or pack.article.language != self.words.language or not folder.is_dir():
            return None
        if self._practice_pack is None:
            self._practice_pack = self.pack(PRACTICE)
        return self._practice_pack

    def _script_pack(self, script: Script, path: Path, settings: Settings) -> str | Path:
        """The pack of a script: a name under prompts/, or a folder beside the script."""
        if script.pack is None:
            return settings.pack
        beside = path.parent / script.pack
        return beside if beside.is_dir() else script.pack

    def verify(self, path: Path) -> Verified:
        """Look for changes in a session's record; see `session_record.verify`."""
        return verify(path, self.pack)

    def _dialogue(
        self, settings: Settings, pack: Pack, kept: Kept = NOTHING_KEPT, *, newcomer: bool = False
    ) -> Dialogue:
        manner, memory = manner_of(settings), memory_of(settings, kept, newcomer=newcomer)
        return Dialogue(pack, self.words, manner, memory, self._practice(pack))

    def _reader(self, pack: Pack, wait: float) -> ReadAloud:
        return ReadAloud(self._queue(self._settings, pack, wait))

    def _queue(self, settings: Settings, pack: Pack, wait: float) -> SpeechQueue:
        voice = self._voice(settings)
        voice.forget()
        queue = SpeechQueue(
            voice, Pronunciation(pack.pronunciation), wait=wait, words_per_minute=settings.speaking.rate
        )
        queue.set_gain(settings.speaking.volume)
        return queue

    def _parts(
        self,
        settings: Settings,
        pack: Pack,
        room: Room,
        switches: Switches,
        journal: Journal,
        *,
        wait: float,
        troubles: tuple[Callable[[], Iterable[TroubleMet]], ...],
        dialogue: Dialogue | None = None,
        deaf: bool = False,
    ) -> Parts:
        faults = Faults()
        keys = settings.input
        return Parts(
            room=room,
            dialogue=dialogue or self._dialogue(settings, pack),
            listener=Listener(
                recognizers(None if deaf else self.model, faults),
                Vocabulary(self.words, pack, self._practice(pack)),
                WebrtcVoiceActivity(),
            ),
            queue=self._queue(settings, pack, wait),
            waking=BySound() if settings.kiosk.wake == "sound" else ByPhrase(),
            canceller=EchoCanceller() if settings.audio.echo_canceller else NoEcho(),
            switches=switches,
            sounds=VoiceSounds(keys.hold, keys.long_press) if keys.mode == "sound" else NoSounds(),
            journal=journal,
            troubles=(*troubles, faults.troubles),
            gone=lambda: self._forget_person(settings),
        )

    def _forget_person(self, settings: Settings) -> None:
        """What outlives a conversation in the costly parts, and the memory that it was in."""
        self._voice(settings).forget_sentences()
        give_memory_back()

    def _may_be_deaf(self, pack: Pack, room: Room) -> bool:
        """Whether there is no model, but a switch, or sounds in place of one, to go on with.

        Without these it says so, a service ever more seldom, and raises `MissingError`.
        """
        keys = self._settings.input
        try:
            _ = self.model
        except MissingError:
            if keys.devices or keys.mode == "sound":
                return True
            if failed_starts.failed():
                wording = self.words.prompts[NO_RECOGNIZER].first
                with suppress(DeviceError):
                    self._reader(pack, wait=0.0).announce(room, NO_RECOGNIZER, wording)
            raise
        failed_starts.started()
        return False


def _question_names(pack: Pack) -> dict[str, str]:
    questions = pack.protocol.questions if pack.protocol else ()
    return {question.id: question.names[0] for question in questions}


def _close(parts: Parts) -> None:
    parts.room.close()
