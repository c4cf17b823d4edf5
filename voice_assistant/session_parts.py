"""What a session is made of: the seams between its loop and everything around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from voice_assistant.audio.frames import Frame
from voice_assistant.audio.room import Room
from voice_assistant.audio.sound_meter import SoundMeter
from voice_assistant.audio.truth import CallerSpoke
from voice_assistant.captions import NoCaptions
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory
from voice_assistant.events import (
    Role,
    TroubleMet,
)
from voice_assistant.journal import Journal
from voice_assistant.kiosk.resuming import NotResuming
from voice_assistant.kiosk.waking import ByPhrase, Waking
from voice_assistant.listening.listener import Listener
from voice_assistant.listening.sound_switch import NoSounds, SoundSwitch
from voice_assistant.shelf import NoShelf, Shelf
from voice_assistant.speaking.queue import SpeechQueue
from voice_assistant.summaries import NoSummaries, Summaries


class EchoCanceller(Protocol):
    """Takes the speaker's sound out of the microphone's."""

    @property
    def person(self) -> bool:
        """Whether there was more than the echo in the last frame."""

    def process(self, microphone: Frame, speaker: Frame) -> Frame: ...


class Switches(Protocol):
    """Where switches and keys are read from."""

    @property
    def held(self) -> bool:
        """Whether one is being pressed of which it is not known yet what that means."""

    def poll(self) -> tuple[Role, ...]:
        """The roles pressed since the last poll, in order; never waits."""


class Captions(Protocol):
    """Where every sentence is shown as text while it is heard. For each frame: `begun` and `over`, then `played`."""

    def begun(self, text: str) -> None: ...

    def over(self) -> None: ...

    def played(self, frame: Frame) -> None: ...


class Keeper(Protocol):
    """Where the conversation outlives a process that is killed."""

    def keep(self, state: str, memory: Memory) -> None:
        """This is to be gone on with from now on."""

    def moved(self) -> None:
        """A frame of sound came and went."""


@dataclass(slots=True)
class Parts:
    """What a session is made of. Whoever builds them closes them."""

    room: Room
    dialogue: Dialogue
    listener: Listener
    queue: SpeechQueue
    canceller: EchoCanceller
    switches: Switches
    journal: Journal
    troubles: tuple[Callable[[], Iterable[TroubleMet]], ...] = ()
    """Drains what went wrong, and was mended, in rooms and voices."""
    caller: Callable[[], CallerSpoke | None] = lambda: None
    """The truth about the caller's last word, where a rehearsal knows it."""
    meter: SoundMeter = field(default_factory=SoundMeter)
    captions: Captions = field(default_factory=NoCaptions)
    shelf: Shelf = field(default_factory=NoShelf)
    """Where the place in the article outlives the process."""
    keeper: Keeper = field(default_factory=NotResuming)
    summaries: Summaries = field(default_factory=NoSummaries)
    """Where a summary for a doctor is kept."""
    sounds: SoundSwitch = field(default_factory=NoSounds)
    """What finds sounds that take the place of a switch."""
    waking: Waking = field(default_factory=ByPhrase)
    """What wakes it beside a phrase and a switch."""
    moved: Callable[[], object] = lambda: None
    """Is called after each frame of sound that came and went."""
    gone: Callable[[], object] = lambda: None
    """Is called when a person has gone, and all that was known of them is forgotten."""
