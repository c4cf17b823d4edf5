"""A typed conversation: for authors who try a pack out, and for people who cannot hear.

The same dialogue and the same vocabulary as by voice, without sound: everything said is printed, and counts
as heard to its end. An empty line is silence; ":select", ":next" and ":emergency" are the switches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import get_args

from voice_assistant.commands import CheckSound, End, KeepSummary, Listen, Say
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.events import (
    EndReason,
    Event,
    Heard,
    NoInput,
    Pressed,
    Role,
    SentenceHeard,
    SentenceStarted,
    Sound,
    SoundChecked,
    Spoken,
    Started,
    SummaryKept,
)
from voice_assistant.listening.number_phrases import spell_out
from voice_assistant.listening.vocabulary import Vocabulary
from voice_assistant.summaries import NoSummaries, Summaries

TYPED = Sound(speech_db=-25.0, noise_db=-60.0, clipped=0.0, echo_db=None)
"""What is typed always arrives as clearly as a good voice in a quiet room."""
SWITCHES: dict[str, Role] = {f":{role}": role for role in get_args(Role)}


class Talk:
    """One typed conversation."""

    def __init__(
        self,
        dialogue: Dialogue,
        vocabulary: Vocabulary,
        show: Callable[[str], None],
        summaries: Summaries | None = None,
    ) -> None:
        self._dialogue = dialogue
        self._vocabulary = vocabulary
        self._show = show
        self._summaries = summaries or NoSummaries()
        self._listen = Listen(())
        self._ended: EndReason | None = None

    def run(self, lines: Iterator[str]) -> EndReason:
        """Talk until the session or the lines end; then it takes leave by itself."""
        self._handle(Started())
        for line in lines:
            self._handle(self._typed(line.strip()))
            if self._ended is not None:
                return self._ended
        self._handle(
            Heard(
                "goodbye",
                self._vocabulary.grammar(Listen(("goodbye",))).understand("goodbye"),
                1.0,
                "accepted",
            )
        )
        return self._ended or "goodbye"

    def _typed(self, line: str) -> Event:
        if not line:
            return NoInput()
        if line in SWITCHES:
            return Pressed(SWITCHES[line])
        grammar = self._vocabulary.grammar(self._listen)
        meaning = grammar.understand(line) or grammar.understand(spell_out(line))
        if meaning is not None:
            return Heard(line, meaning, 1.0, "accepted")
        guess = grammar.best_guess(line)
        return Heard(line, guess, 0.5, "rejected" if guess is None else "confirming")

    def _handle(self, event: Event) -> None:
        """Everything said is heard to its end at once, which is a fact for the dialogue in turn."""
        waiting: list[Event] = [event]
        while waiting:
            for command in self._dialogue.handle(waiting.pop(0)):
                match command:
                    case Say(utterance):
                        for number, sentence in enumerate(utterance.sentences):
                            self._show(sentence.text)
                            waiting.append(SentenceStarted(utterance.id, number))
                            waiting.append(SentenceHeard(utterance.id, number))
                        waiting.append(Spoken(utterance.id, "completed", len(utterance.sentences) - 1))
                    case KeepSummary(text):
                        waiting.append(SummaryKept(self._summaries.keep(text)))
                    case CheckSound():
                        waiting.append(SoundChecked(TYPED))
                    case Listen():
                        self._listen = command
                    case End(reason):
                        self._ended = reason
                    case _:
                        pass
