"""A reader's finger on the page: what has to be heard of an article, worked out from the commands alone.

Every sentence must come whole, once, and in its order; only a command may cut one off or go back. After a sign of
an interruption that came to nothing, and at another rate, a sentence goes on a moment before its place. One of
which less than `HEARD` was heard is not the one that "again", "next sentence" and a bookmark count from.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from voice_assistant.audio.frames import RATE
from voice_assistant.bench.tape import Piece
from voice_assistant.content.pack import Pack
from voice_assistant.dialogue.adjusting import RATES
from voice_assistant.dialogue.bookmarks import MOST
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.reading import section_sentences
from voice_assistant.speaking.lines import FADE, HEARD, LONGEST_REWIND

FALSE_ALARM = "false alarm"
"""A sign of an interruption that comes to nothing."""
LONGEST_SILENCE = RATE * 4
"""Samples between two sentences: more than the longest pause that one can wish for."""
UNEVEN = 0.1
"""The part by which a place in a sentence may be off at another rate, since a voice stretches its words unevenly."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A command of a walk. `at` is the first sample after it, and `sign` after the first sign of it."""

    at: int
    name: str
    named: str
    """The section, or the number of the bookmark."""
    sign: int


@dataclass(slots=True)
class Finger:
    """Follows one walk."""

    pack: Pack
    safety: frozenset[str] = frozenset()
    """Sentences that are said to their end, whatever is wished."""
    begun: int = 0
    """Sentences of the article that were begun."""
    _section: int = 0
    _sentence: int = 0
    """Of the section, the sentence heard last, or that was just gone to; its title is 0."""
    _expected: int | None = None
    """The sentence that has to come next; None: nothing is to be read."""
    _current: int = 0
    """The sentence that was begun last, of which perhaps not enough was heard yet."""
    _rate: int = RATES.index(Memory().rate)
    _marks: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The section and the sentence of each bookmark."""
    _texts: list[list[str]] = field(default_factory=list)

    def judge(self, heard: Sequence[Piece], wishes: Sequence[Wish], end: int) -> list[str]:
        """Everything on the tape that should not be there, or is missing. `end`: the tape's samples."""
        sections = self.pack.article.sections
        self._texts = [[sentence.text for sentence in section_sentences(section)] for section in sections]
        article = {text for section in self._texts for text in section}
        faults: list[str] = []
        waiting = deque(wishes)
        last: Piece | None = None
        since = 0
        for piece in (*heard, None):
            at = end if piece is None else piece.at
            cut = False
            while waiting and waiting[0].at <= at:
                since = max(since, waiting[0].at)
                cut |= self._obey(waiting.popleft())
            if self._expected is not None and at - since > LONGEST_SILENCE:
                faults.append(f"{since / RATE:.2f} s: nothing is read for {(at - since) / RATE:.1f} s")
            if piece is None:
                break
            if last is not None and last.end < last.length:
                last = last.taken_for(piece.name)
            if self._expected is not None:
                piece = piece.taken_for(self._texts[self._section][self._expected])
            if piece.name not in self.safety:
                piece = replace(piece, end=_left(piece, waiting))
            since = piece.at + piece.end - piece.begin
            if not piece.name and not piece.length:
                faults.append(f"{piece.seconds:.2f} s: sound that nothing explains")
            goes_on = last is not None and not cut and _goes_on(last, piece)
            if last is not None and last.end < last.length and not cut and not goes_on:
                faults.append(f"{last.seconds:.2f} s: cut off, though nobody wished it: {last.name}")
            if piece.name in article:
                if not goes_on and (fault := self._read(piece)):
                    faults.append(f"{piece.seconds:.2f} s: {fault}")
                if self._current and (piece.end == piece.length or piece.end >= HEARD):
                    self._sentence = self._current
            if goes_on and last is not None:
                piece = replace(
                    piece, begin=0, end=max(piece.end, last.end if _same_rate(last, piece) else 0)
                )
            last = piece if piece.name else None
        return faults

    def _read(self, piece: Piece) -> str:
        """Follow a sentence that begins; what is wrong about it, or ""."""
        self.begun += 1
        if self._expected is None:
            return f"read, though nothing was to be read: {piece.name}"
        wanted = self._texts[self._section][self._expected]
        self._current = self._expected
        following = self._current + 1
        self._expected = following if following < len(self._texts[self._section]) else None
        if piece.name != wanted:
            return f"{piece.name!r} in place of {wanted!r}"
        return f"its beginning is missing: {piece.name}" if piece.begin else ""

    # --- what is wished --------------------------------------------------------------------------------

    def _obey(self, wish: Wish) -> bool:
        """Where the finger goes; whether what is being said is cut off by that."""
        match wish.name:
            case "false alarm":
                return False
            case "slower" | "faster":
                rate = self._rate + (1 if wish.name == "faster" else -1)
                if 0 <= rate < len(RATES):
                    self._rate = rate
                    return False
                self._go(self._section, self._sentence)
            case "section":
                self._go([section.id for section in self.pack.article.sections].index(wish.named), 1)
            case "start_again":
                self._go(self._section, 1)
            case "stop":
                self._expected = None
            case "next_sentence" | "next_paragraph":
                self._go_to_next(self._starts(wish.name))
            case "previous_sentence" | "previous_paragraph":
                *_, here = (start for start in self._starts(wish.name) if start <= self._sentence)
                self._go(self._section, max((s for s in self._starts(wish.name) if s < here), default=1))
            case "next" if self._section + 1 == len(self._texts):
                self._expected = None
            case "next":
                self._go(self._section + 1, 1)
            case "previous":
                self._go(max(0, self._section - 1), 1)
            case "bookmarks":
                self._go(*self._marks.get(int(wish.named), (self._section, self._sentence)))
            case "bookmark":
                self._mark()
                self._go(self._section, self._sentence)
            case _:  # something is said, and then it is read on
                self._go(self._section, self._sentence)
        return True

    def _go(self, section: int, sentence: int) -> None:
        """A section that is read from its beginning begins with its title."""
        self._section, self._sentence = section, sentence
        self._expected = 0 if sentence == 1 else sentence

    def _go_to_next(self, starts: Sequence[int]) -> None:
        following = next((start for start in starts if start > self._sentence), None)
        if following is None:
            self._expected = None
        else:
            self._go(self._section, following)

    def _starts(self, wish: str) -> list[int]:
        """The sentences with which sentences, or paragraphs, begin."""
        paragraphs = self.pack.article.sections[self._section].paragraphs
        starts = [1, *(1 + count for count in accumulate(len(paragraph) for paragraph in paragraphs))]
        return starts[:-1] if wish.endswith("paragraph") else list(range(1, starts[-1]))

    def _mark(self) -> None:
        here = self._section, self._sentence
        free = next((number for number in range(1, MOST + 1) if number not in self._marks), None)
        if free is not None and here not in self._marks.values():
            self._marks[free] = here


def _left(piece: Piece, waiting: Sequence[Wish]) -> int:
    """How far a sentence came before it fell silent at the next sign, or command.

    On the tape it may seem to go on after that, through a pause within it.
    """
    silent = [wish.sign for wish in waiting if wish.sign >= piece.at][:1]
    return min([piece.end, *(piece.begin + sign - piece.at for sign in silent)])


def _same_rate(last: Piece, piece: Piece) -> bool:
    return last.length == piece.length


def _goes_on(last: Piece, piece: Piece) -> bool:
    """Whether this is the rest of the sentence that was held, or made at another rate, from a moment before."""
    if piece.name != last.name:
        return False
    if _same_rate(last, piece):
        return last.end - LONGEST_REWIND - FADE <= piece.begin <= last.end
    there = last.end * piece.length / last.length
    slack = UNEVEN * there + FADE
    return there - LONGEST_REWIND - slack <= piece.begin <= there + slack
