"""Random walks through an article, judged by what left the speaker.

1. A walk gives commands at random moments, as decisions of a listening part that never errs, now and then with
   the sign of an interruption that turns out to be none. The session, the dialogue, the speech queue and the
   voice are the real ones.
2. The speaker's tape is taken apart (`tape`): which sentences were heard, from where to where.
3. What must be heard is worked out from the commands alone (`reading_finger`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from typing import cast

import numpy as np

from voice_assistant.app import App
from voice_assistant.audio import earcons
from voice_assistant.audio.frames import FRAME, FRAME_SECONDS, SILENCE, Frame, Samples
from voice_assistant.bench.reading_finger import FALSE_ALARM, Finger, Wish
from voice_assistant.bench.tape import Template, pieces
from voice_assistant.commands import Listen, Utterance
from voice_assistant.content.pack import Pack, Words
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.scene import Manner
from voice_assistant.events import VARIANTS, Heard, Meaning, Named, Role
from voice_assistant.journal import NoJournal
from voice_assistant.listening.listener import Listener, Understood
from voice_assistant.session import Session
from voice_assistant.session_parts import Parts
from voice_assistant.speaking.loudness import level, limit
from voice_assistant.speaking.pronunciation import Pronunciation
from voice_assistant.speaking.queue import SpeechQueue
from voice_assistant.speaking.synthesizer import Piece as SoundPiece
from voice_assistant.speaking.synthesizer import Synthesizer

SECONDS = 90.0
"""How long a walk takes."""
SIGN = 0.4
"""Seconds from the first sign of an interruption to its decision."""
SHORTEST, LONGEST = 0.1, 9.0
"""Seconds between two commands."""
PRESSED = 0.25
"""The part of the commands that come without a sign, as by a switch."""
READING = (
    *("repeat", "next", "previous", "next_sentence", "previous_sentence", "next_paragraph"),
    *("previous_paragraph", "start_again", "help", "where", "remaining", "slower", "faster"),
    *("longer_pauses", "shorter_pauses", "bookmark", "bookmark", "bookmarks"),
    *("stop", "stop", FALSE_ALARM, FALSE_ALARM),
)
"""What is wished while it reads."""
PAUSED = ("go_on", "go_on", "go_on", "previous_sentence", "start_again")


@dataclass(frozen=True, slots=True)
class Walked:
    """All walks. `faults` name the walk, the second, and what was wrong."""

    walks: int
    faultless: int
    seconds: float
    sentences: int
    wishes: int
    faults: tuple[str, ...]

    def as_json(self) -> object:
        return asdict(self)

    def lines(self) -> list[str]:
        counted = (
            f"{self.faultless} of {self.walks} random walks without a fault: {self.seconds / 60:.0f} minutes of "
            f"sound, {self.sentences} sentences begun, {self.wishes} commands, {len(self.faults)} faults"
        )
        return [counted, *self.faults]


class _Tape:
    """A room in which nobody speaks, and which keeps what the speaker plays."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []

    def open(self) -> None: ...

    def exchange(self, speaker: Frame) -> Frame | None:
        self.frames.append(speaker)
        return SILENCE

    def close(self) -> None: ...


class _Untouched:
    person = False

    def process(self, microphone: Frame, speaker: Frame) -> Frame:
        return microphone


class _NoSwitches:
    held = False

    def poll(self) -> tuple[Role, ...]:
        return ()


class Walker:
    """In the listener's place: decides by the seed what was said, and when."""

    def __init__(self, seed: int, pack: Pack) -> None:
        self._draw = random.Random(seed)  # noqa: S311 - no secret
        self._pack = pack
        self._frame = 0
        self._next = round(1 / FRAME_SECONDS)
        self._sign_at = self._next
        """The frame from which on there is a sign of the next command."""
        self.state: Callable[[], str] = lambda: "asleep"
        self.wishes: list[Wish] = []

    def listen(self, listen: Listen) -> None: ...

    def reset(self) -> None: ...

    @property
    def speaking(self) -> bool:
        return self._frame >= self._sign_at

    @property
    def hearing(self) -> Meaning | None:
        return Meaning("stop") if self.speaking else None

    def hear(self, _frame: Frame) -> tuple[Understood, ...]:
        self._frame += 1
        if self._frame < self._next:
            return ()
        name, named = self._plan()
        at, sign = self._next, self._sign_at
        if name != FALSE_ALARM or sign < at:
            self.wishes.append(Wish(at * FRAME, name, named, sign * FRAME))
        self._next = at + round(self._draw.uniform(SHORTEST, LONGEST) / FRAME_SECONDS)
        pressed = self._draw.random() < PRESSED
        self._sign_at = self._next if pressed else max(at, self._next - round(SIGN / FRAME_SECONDS))
        if name == FALSE_ALARM:
            return ()
        meaning = VARIANTS.get(name) or Meaning(name, Named(named) if named else None)
        heard = Heard(name, meaning, 1.0, "accepted")
        return (Understood(heard, sign * FRAME_SECONDS, at * FRAME_SECONDS),)

    def _plan(self) -> tuple[str, str]:
        match self.state():
            case "reading":
                name = self._draw.choice(READING)
                return name, str(self._draw.randint(1, 3)) if name == "bookmarks" else ""
            case "paused":
                return self._draw.choice(PAUSED), ""
            case _:
                return "section", self._draw.choice(self._pack.article.sections).id


class _Remembering:
    """A voice that makes each sentence once for all walks, and knows what it has made."""

    def __init__(self, voice: Synthesizer) -> None:
        self._voice = voice
        self.made: dict[tuple[str, int], Samples] = {}
        self._owed: dict[int, tuple[str, int]] = {}
        self._last = 0

    def request(self, text: str, words_per_minute: int) -> int:
        self._last += 1
        self._owed[self._last] = text, words_per_minute
        return self._last

    def result(self, request: int, wait: float) -> Samples:
        wish = self._owed.pop(request)
        if wish not in self.made:
            asked = self._voice.request(*wish)
            while (made := self._voice.result(asked, 30.0)) is None:
                pass  # a busy computer; a voice that is broken raises
            self.made[wish] = made
        return self.made[wish]

    def piece(self, request: int, wait: float) -> SoundPiece:
        return SoundPiece(self.result(request, wait), last=True)

    def troubles(self) -> tuple[()]:
        return ()

    def forget(self, keep: Collection[int] = ()) -> None:
        self._owed = {number: wish for number, wish in self._owed.items() if number in keep}

    def close(self) -> None: ...


def walk(
    app: App, pack: Pack, voice: Synthesizer, seeds: Sequence[int], tell: Callable[[str], None]
) -> Walked:
    """Walk once for each seed."""
    remembering = _Remembering(voice)
    faults: list[str] = []
    sentences = wishes = faultless = 0
    for count, seed in enumerate(seeds, start=1):
        taped, walker, spoken = _walked(app.words, pack, remembering, seed)
        heard = pieces(taped, _templates(remembering, Pronunciation(pack.pronunciation), spoken.texts))
        finger = Finger(pack, frozenset(spoken.safety))
        found = finger.judge(heard, walker.wishes, len(taped))
        faults += [f"walk {seed}: {fault}" for fault in found]
        faultless += not found
        sentences += finger.begun
        wishes += len(walker.wishes)
        if count % 10 == 0:
            tell(f"{count} walks, {len(faults)} faults")
    return Walked(len(seeds), faultless, SECONDS * len(seeds), sentences, wishes, tuple(faults))


def _walked(words: Words, pack: Pack, voice: _Remembering, seed: int) -> tuple[Samples, Walker, _Listed]:
    """The tape, who walked, and the queue that knows all sentences that were to be said."""
    tape, walker = _Tape(), Walker(seed, pack)
    dialogue = Dialogue(pack, words, Manner(), Memory())
    walker.state = lambda: dialogue.state
    queue = _Listed(voice, Pronunciation(pack.pronunciation), wait=30.0)
    parts = Parts(
        room=tape,
        dialogue=dialogue,
        listener=cast(Listener, walker),
        queue=queue,
        canceller=_Untouched(),
        switches=_NoSwitches(),
        journal=NoJournal(),
    )
    Session(parts).run(SECONDS)
    return np.concatenate(tape.frames), walker, queue


class _Listed(SpeechQueue):
    """Knows every sentence that it was told to say, and those among them that play to their end."""

    def __init__(self, *args: object, **settings: float) -> None:
        super().__init__(*args, **settings)  # type: ignore[arg-type]
        self.texts: set[str] = set()
        self.safety: set[str] = set()

    def say(self, utterance: Utterance) -> None:
        texts = {sentence.text for sentence in utterance.sentences}
        self.texts |= texts
        if utterance.safety:
            self.safety |= texts
        super().say(utterance)


def _templates(voice: _Remembering, pronunciation: Pronunciation, texts: set[str]) -> list[Template]:
    """All sounds that may be on the tape, as they leave the queue at the default loudness."""
    sentences = [
        Template(text, limit(level(sound)))
        for text in texts
        for (said, _), sound in voice.made.items()
        if said == pronunciation.respell(text) and len(sound)
    ]
    return [*sentences, Template("", earcons.LISTENING), Template("", earcons.HEARD)]
