"""What to make of something that was said: take it, ask back, or say that it was not understood.

Pure: all that may count is in the `Evidence`, so a second opinion can be added there and weighed here. The
recognizer's confidence is not weighed: what it takes wrongly for a command, it takes with full confidence.

1. All of it is understood and says one thing: accepted, unless a word of it is too short to have been said
   (a length of time is read back anyway, and its "a" is that short).
2. It says both yes and no: rejected, and without a guess. Safety must not rest on which came last.
3. Part of it is understood: "Did you say ...?" with the last thing said, or with the emergency, if that was
   among it. With many unknown words around it somebody is talking to somebody else: rejected.
4. Nothing in it is understood: rejected, with the guess what it would be if it had to be one of the answers;
   from the second attempt on the guess is put to the person. If no word of it is known and it was not even as
   long as a word, it was nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from voice_assistant.events import Decision, Heard, Meaning
from voice_assistant.listening.grammar import UNKNOWN, Grammar
from voice_assistant.listening.recognizer import Word

SHORTEST_WORD = 0.05
"""Seconds; nobody says a word in less, but "two" can look like an "I do" with an "I" of 0.03."""
SHORTEST_SPEECH = 0.3
"""Seconds of voice; less of it without a known word was a cough or a noise."""
MOST_UNKNOWN = 2
"""More unknown words than that beside a known one are talk that is not meant for the assistant."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One utterance, as far as it can be known."""

    words: tuple[Word, ...]
    voiced: float
    """Seconds of voice in it."""
    attempt: int
    """How often the last thing said was not understood already."""
    guess: str = ""
    """What the same sound is taken for when it must be one of the answers; "" if nobody has tried."""

    @property
    def known(self) -> str:
        """The words that are known."""
        return " ".join(word.text for word in self.words if word.text != UNKNOWN)

    @property
    def unknown(self) -> int:
        """How many of the words are not."""
        return sum(word.text == UNKNOWN for word in self.words)


def needs_guess(evidence: Evidence, grammar: Grammar) -> bool:
    """Whether it is worth while to find the `guess`: there was speech, but nothing in it means anything."""
    return _is_speech(evidence) and not _meanings(evidence, grammar)


def judge(evidence: Evidence, grammar: Grammar) -> Heard | None:
    """What was heard; None if that was not speech."""
    if not _is_speech(evidence):
        return None
    said = _meanings(evidence, grammar)
    if not said:
        guess = grammar.best_guess(evidence.guess)
        return _heard(evidence, guess, "confirming" if guess and evidence.attempt > 0 else "rejected")
    meaning = grammar.understand(evidence.known)
    if meaning is not None and not evidence.unknown:
        hasty = any(word.end - word.start < SHORTEST_WORD for word in evidence.words)
        return _heard(evidence, meaning, "confirming" if hasty and meaning.intent else "accepted")
    if {Meaning("yes"), Meaning("no")} <= said:
        return _heard(evidence, None, "rejected")
    emergency = Meaning("emergency")
    if emergency in said:
        return _heard(evidence, emergency, "confirming")
    sure = evidence.unknown <= MOST_UNKNOWN
    return _heard(evidence, grammar.best_guess(evidence.known), "confirming" if sure else "rejected")


def _is_speech(evidence: Evidence) -> bool:
    return bool(evidence.known) or (evidence.unknown > 0 and evidence.voiced >= SHORTEST_SPEECH)


def _meanings(evidence: Evidence, grammar: Grammar) -> set[Meaning]:
    segments = grammar.segments(evidence.known)
    return {segment.meaning for segment in segments if segment.meaning is not None}


def _heard(evidence: Evidence, meaning: Meaning | None, decision: Decision) -> Heard:
    confidences = [word.confidence for word in evidence.words]
    confidence = round(sum(confidences) / len(confidences), 3) if confidences else 0.0
    return Heard(evidence.known, meaning, confidence, decision)
