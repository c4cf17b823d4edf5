"""The ways of listening that are compared: each takes in frames and tells what it takes somebody to have meant."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from voice_assistant.audio.frames import Frame
from voice_assistant.bench.sphinx import Sphinx
from voice_assistant.commands import Listen
from voice_assistant.content.pack import Pack, Words
from voice_assistant.dialogue.table import intents_in
from voice_assistant.events import Decision, Meaning
from voice_assistant.listening.grammar import UNKNOWN, Grammar
from voice_assistant.listening.listener import Listener, Understood
from voice_assistant.listening.vocabulary import Vocabulary
from voice_assistant.listening.voice_activity import WebrtcVoiceActivity
from voice_assistant.listening.vosk_recognizer import VoskModel, VoskRecognizer

NAMES = ("assistant", "vosk grammar", "vosk free", "pocketsphinx")
OPEN = Listen(tuple(dict.fromkeys(("yes", "no", "not_sure", "skip", *intents_in("asking")))))
"""What can be said while a question is open, but for the question's own words."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What all of them stand on."""

    words: Words
    pack: Pack
    model: Path

    def grammar(self) -> Grammar:
        return Vocabulary(self.words, self.pack).grammar(OPEN)


@dataclass(frozen=True, slots=True)
class Decided:
    meaning: Meaning | None
    decision: Decision


class System(Protocol):
    def restart(self) -> None:
        """Another clip begins."""

    def hear(self, frame: Frame) -> tuple[Decided, ...]:
        """Take in one frame; what is decided with it."""

    def finish(self) -> tuple[Decided, ...]:
        """The clip is over; what is decided then."""


def make(name: str, ground: Ground) -> System:
    """One of the systems by its name, in its first state."""
    match name:
        case "assistant":
            return Assistant(ground)
        case "vosk grammar":
            return Plain(ground, closed=True)
        case "vosk free":
            return Plain(ground, closed=False)
        case _:
            return PocketSphinx(ground)


class Assistant:
    """This assistant's listening part, as it is."""

    def __init__(self, ground: Ground) -> None:
        model = VoskModel(ground.model)
        vocabulary = Vocabulary(ground.words, ground.pack)
        self._listener = Listener(model.recognizer, vocabulary, WebrtcVoiceActivity())
        self._listener.listen(OPEN)

    def restart(self) -> None:
        self._listener.reset()

    def hear(self, frame: Frame) -> tuple[Decided, ...]:
        return tuple(
            Decided(fact.heard.meaning, fact.heard.decision)
            for fact in self._listener.hear(frame)
            if isinstance(fact, Understood)
        )

    def finish(self) -> tuple[Decided, ...]:
        return ()


class Plain:
    """Vosk with its own end of speech: accepted is what it hears if all of it means one thing."""

    def __init__(self, ground: Ground, *, closed: bool) -> None:
        self._recognizer = VoskRecognizer(VoskModel(ground.model))
        self._grammar = ground.grammar()
        self._phrases = self._grammar.phrases if closed else None

    def restart(self) -> None:
        self._recognizer.start(self._phrases)

    def hear(self, frame: Frame) -> tuple[Decided, ...]:
        return self.finish() if self._recognizer.accept(frame) else ()

    def finish(self) -> tuple[Decided, ...]:
        return _decided(self._recognizer.finish().text, self._grammar)


class PocketSphinx:
    def __init__(self, ground: Ground) -> None:
        self._grammar = ground.grammar()
        self._sphinx = Sphinx(self._grammar.phrases)

    def restart(self) -> None:
        self._sphinx.restart()

    def hear(self, frame: Frame) -> tuple[Decided, ...]:
        return _decided(self._sphinx.hear(frame), self._grammar)

    def finish(self) -> tuple[Decided, ...]:
        return _decided(self._sphinx.finish(), self._grammar)


def _decided(text: str, grammar: Grammar) -> tuple[Decided, ...]:
    if not text:
        return ()
    meaning = None if UNKNOWN in text else grammar.understand(text)
    return (Decided(meaning, "accepted" if meaning is not None else "rejected"),)
