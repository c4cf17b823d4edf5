"""Random walks through an article, judged by what left the speaker.

1. A walk gives commands at random moments, as decisions of a listening part that never errs, now and then with
   the sign of an interruption that turns out to be none. The session, the dialogue, the speech queue and the
   voice are the real ones.
2. The speaker's tape is taken apart (`tape`): which sentences were heard, from where to where.
3. What must be heard is worked out from the commands alone, by a model of a reader's finger on the page.
   Every sentence must come whole, once, and in its order; only a command may cut one off or go back.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, field
from typing import cast

import numpy as np

from voice_assistant.app import App
from voice_assistant.audio import earcons
from voice_assistant.audio.frames import FRAME_SECONDS, RATE, SILENCE, Frame, Samples
from voice_assistant.bench.tape import Piece, Template, pieces
from voice_assistant.commands import Listen, Sentence, Utterance
from voice_assistant.content.pack import Pack, Words
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.reading import section_sentences
from voice_assistant.dialogue.scene import Manner
from voice_assistant.events import VARIANTS, Heard, Meaning, Named, Role
from voice_assistant.journal import NoJournal
from voice_assistant.listening.listener import Listener, Understood
from voice_assistant.session import Parts, Session
from voice_assistant.speaking.loudness import level, limit
from voice_assistant.speaking.pronunciation import Pronunciation
from voice_assistant.speaking.queue import REWIND, SpeechQueue
from voice_assistant.speaking.synthesizer import Piece as SoundPiece
from voice_assistant.speaking.synthesizer import Synthesizer

SECONDS = 90.0
"""How long a walk takes."""
SIGN = 0.4
"""Seconds from the first sign of an interruption to its decision."""
SHORTEST, LONGEST = 0.1, 9.0
"""Seconds between two commands."""
READING = (
    "stop",
    "repeat",
    "next",
    "previous",
    "next_sentence",
    "previous_sentence",
    "help",
    "where",
    "slower",
    "faster",
    "false alarm",
)
"""What is wished while it reads. A false alarm is a sign of an interruption that comes to nothing."""
SLACK = RATE // 10
"""Samples by which a sentence may go on further back than where it was cut off, to begin at a word."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A command of the walk; `at` is the first sample after it."""

    at: int
    name: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Walked:
    """All walks. `faults` name the walk, the second, and what was wrong."""

    walks: int
    seconds: float
    sentences: int
    wishes: int
    faults: tuple[str, ...]

    def as_json(self) -> object:
        return asdict(self)

    def lines(self) -> list[str]:
        counted = (
            f"{self.walks} random walks, {self.seconds / 60:.0f} minutes of sound, {self.sentences} sentences "
            f"begun, {self.wishes} commands: {len(self.faults)} faults"
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
        self._planned: tuple[str, str] = ("section", pack.article.sections[0].id)
        self.state: Callable[[], str] = lambda: "asleep"
        self.wishes: list[Wish] = []

    def listen(self, listen: Listen) -> None: ...

    def reset(self) -> None: ...

    @property
    def speaking(self) -> bool:
        return self._frame >= self._next - round(SIGN / FRAME_SECONDS)

    @property
    def hearing(self) -> Meaning | None:
        return Meaning("stop") if self.speaking else None

    def hear(self, _frame: Frame) -> tuple[Understood, ...]:
        self._frame += 1
        if self._frame < self._next:
            return ()
        name, section = self._plan()
        at = self._frame * len(SILENCE)
        self.wishes.append(Wish(at, name, section))
        self._next = self._frame + round(self._draw.uniform(SHORTEST, LONGEST) / FRAME_SECONDS)
        if name == "false alarm":
            return ()
        meaning = VARIANTS.get(name) or Meaning(name, Named(section) if section else None)
        heard = Heard(name, meaning, 1.0, "accepted")
        return (Understood(heard, at / RATE - SIGN, at / RATE),)

    def _plan(self) -> tuple[str, str]:
        match self.state():
            case "reading":
                return self._draw.choice(READING), ""
            case "paused":
                return "go_on", ""
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
            made = self._voice.result(self._voice.request(*wish), 30.0)
            self.made[wish] = made if made is not None else SILENCE[:0]
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
    sentences = wishes = 0
    for count, seed in enumerate(seeds, start=1):
        taped, walker, spoken = _walked(app.words, pack, remembering, seed)
        heard = pieces(taped, _templates(remembering, Pronunciation(pack.pronunciation), spoken))
        finger = Finger(pack)
        faults += [f"walk {seed}: {fault}" for fault in finger.judge(heard, walker.wishes)]
        sentences += finger.begun
        wishes += len(walker.wishes)
        if count % 10 == 0:
            tell(f"{count} walks, {len(faults)} faults")
    return Walked(len(seeds), SECONDS * len(seeds), sentences, wishes, tuple(faults))


def _walked(words: Words, pack: Pack, voice: _Remembering, seed: int) -> tuple[Samples, Walker, set[str]]:
    """The tape, who walked, and the texts of all sentences that were to be said."""
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
    return np.concatenate(tape.frames), walker, queue.texts


class _Listed(SpeechQueue):
    """Knows every sentence that it was told to say."""

    def __init__(self, *args: object, **settings: float) -> None:
        super().__init__(*args, **settings)  # type: ignore[arg-type]
        self.texts: set[str] = set()

    def say(self, utterance: Utterance) -> None:
        self.texts |= {sentence.text for sentence in utterance.sentences}
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


@dataclass(slots=True)
class Finger:
    """A reader's finger: what has to be heard next in the article, by the commands alone."""

    pack: Pack
    begun: int = 0
    _section: int = 0
    _sentence: int = 0
    """Of the section, the sentence begun last, or that was just gone to."""
    _expected: int | None = None
    """The sentence that has to come next; None: nothing is to be read."""
    _perhaps_again: bool = False
    """Whether the sentence begun last may begin anew: at another rate it does, at the slowest it goes on."""
    _texts: list[list[str]] = field(default_factory=list)

    def judge(self, heard: Sequence[Piece], wishes: Sequence[Wish]) -> list[str]:
        """Everything on the tape that should not be there, or is missing."""
        self._texts = [
            [sentence.text for sentence in _with_title(self.pack, number)]
            for number in range(len(self.pack.article.sections))
        ]
        article = {text for section in self._texts for text in section}
        faults: list[str] = []
        waiting = list(wishes)
        last: Piece | None = None
        for piece in heard:
            cut = False
            while waiting and waiting[0].at <= piece.at:
                wish = waiting.pop(0)
                cut = cut or wish.name != "false alarm"
                self._obey(wish)
            if not piece.name and not piece.length:
                faults.append(f"{piece.seconds:.2f} s: sound that nothing explains")
            goes_on = last is not None and _goes_on(last, piece) and (piece.begin > 0 or not cut)
            if last is not None and last.end < last.length and not cut and not goes_on:
                faults.append(f"{last.seconds:.2f} s: cut off, though nobody wished it: {last.name}")
            if goes_on:
                last = Piece(piece.name, piece.at, 0, piece.end, piece.length)
                continue
            last = piece if piece.name else None
            if piece.name in article and (fault := self._read(piece)):
                faults.append(f"{piece.seconds:.2f} s: {fault}")
        return faults

    def _obey(self, wish: Wish) -> None:
        match wish.name:
            case "section":
                ids = [section.id for section in self.pack.article.sections]
                self._go(ids.index(wish.section), 1)
            case "stop":
                self._expected = None
            case "go_on" | "repeat" | "help" | "where":
                self._expected = self._sentence
            case "slower" | "faster" if self._expected is not None:
                self._perhaps_again = True
            case "next_sentence":
                if self._sentence + 1 < len(self._texts[self._section]):
                    self._go(self._section, self._sentence + 1)
                else:
                    self._expected = None
            case "previous_sentence":
                self._go(self._section, max(1, self._sentence - 1))
            case "next" if self._section + 1 < len(self._texts):
                self._go(self._section + 1, 1)
            case "next":
                self._expected = None
            case "previous":
                self._go(max(0, self._section - 1), 1)

    def _go(self, section: int, sentence: int) -> None:
        self._section, self._sentence, self._expected = section, sentence, sentence

    def _read(self, piece: Piece) -> str:
        """Follow a sentence that began; what is wrong about it, or ""."""
        self.begun += 1
        texts = self._texts[self._section]
        if piece.begin:
            return f"its beginning is missing: {piece.name}"
        if self._expected is None:
            return f"read, though nothing was to be read: {piece.name}"
        titled = self._sentence == 1 and piece.name == texts[0]
        if self._perhaps_again and (titled or piece.name == texts[self._sentence]):
            self._expected = self._sentence
        self._perhaps_again = False
        if self._expected == 1 and piece.name == texts[0]:
            return ""
        wanted = texts[self._expected]
        self._sentence = self._expected
        following = self._sentence + 1
        self._expected = following if following < len(texts) else None
        return "" if piece.name == wanted else f"{piece.name!r} in place of {wanted!r}"


def _with_title(pack: Pack, number: int) -> tuple[Sentence, ...]:
    """The title at 0, the sentences from 1 on."""
    return section_sentences(pack.article.sections[number])


def _goes_on(last: Piece, piece: Piece) -> bool:
    """Whether this is the rest of the sentence that was held, from a moment before the hold."""
    if piece.name != last.name:
        return False
    if piece.length != last.length:  # at another rate: as far as it was before
        return abs(piece.begin / piece.length - last.end / last.length) < 0.25
    return last.end - REWIND - SLACK <= piece.begin <= last.end
