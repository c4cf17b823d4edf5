"""What is understood at one moment: which words to expect, what they mean, and whether more may follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Literal

from voice_assistant.events import Choices, Meaning
from voice_assistant.listening.durations import DURATION_WORDS, UNITS, parse_duration
from voice_assistant.listening.numbers import NUMBER_WORDS
from voice_assistant.listening.sound_alike import sound_key, sounds_alike
from voice_assistant.listening.text import normalise

UNKNOWN = "[unk]"
"""How a recognizer writes a word that no phrase holds."""

Completeness = Literal["complete", "extensible", "prefix", "unknown"]
"""Whether to wait for more: no; something longer with another meaning begins so; it is only the beginning of
something; or there is no telling."""

_LONGEST_FREE = 16
"""Words of a duration or of choices that are looked for among others."""
_BUTS = ("but", "and", "also")
"""Words between an answer and what is mentioned beside it, or before a mention."""
_MOST_MENTIONS = 2
_ANSWERS = ("yes", "no", "not_sure", "skip")
_JOINTS = ("and", "or", "also", "plus", "both", "too", "sometimes")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of what was said; `meaning` None: these words mean nothing by themselves."""

    text: str
    meaning: Meaning | None


class Grammar:
    """The phrases that are open, as one table, and beside it what cannot be listed.

    That is lengths of time, choices, and an answer with something mentioned beside it ("no, but my hand is weak").
    """

    def __init__(
        self,
        table: Mapping[str, Meaning],
        *,
        phrases: Sequence[str],
        answers: Sequence[str],
        durations: bool = False,
        options: Mapping[str, str] | None = None,
        careful: Iterable[Meaning] = (),
    ) -> None:
        """`options`: ways to name an option → its id, in the question's order."""
        mentioned = dict.fromkeys(id_ for meaning in table.values() for id_ in meaning.mentions)
        beside = [ids for most in range(_MOST_MENTIONS + 1) for ids in permutations(mentioned, most)]
        self.careful = frozenset(replace(meaning, mentions=ids) for meaning in careful for ids in beside)
        """Meanings with which much is at stake: they are believed only when they are surest."""
        self.phrases = tuple(phrases)
        """For the recognizer."""
        self.answers = tuple(answers)
        """Those of them that answer what was asked: the best guess is taken from these."""
        self._table = dict(table)
        self._mentions = {phrase: each.mentions for phrase, each in table.items() if each.mentions}
        self._durations = durations
        self._options = dict(options or {})
        self._option_ids = tuple(dict.fromkeys(self._options.values()))
        self._longest = max((len(p.split()) for p in (*self._table, *self._options)), default=1)
        starts: dict[str, set[Meaning | str]] = {}
        longer: list[tuple[str, Meaning | str]] = [*self._table.items(), *self._options.items()]
        for phrase, meaning in longer:
            words = phrase.split()
            for end in range(1, len(words)):
                starts.setdefault(" ".join(words[:end]), set()).add(meaning)
        self._starts = starts
        self._sounds: dict[Meaning, set[str]] = {}
        for phrase, known in self._table.items():
            self._sounds.setdefault(known, set()).add(sound_key(phrase))

    def understand(self, text: str) -> Meaning | None:
        """What the whole text means; None if a word of it is not understood, or it means several things."""
        text = normalise(text)
        exact = self._exact(text)
        if exact is not None or not text:
            return exact
        meanings = {segment.meaning for segment in self.segments(text)}
        return meanings.pop() if len(meanings) == 1 else None  # "yes yes"

    def complete(self, text: str) -> Completeness:
        """Whether more has to be waited for after this text."""
        text = normalise(text)
        meaning = self.understand(text)
        if meaning is None:
            return "prefix" if self._is_beginning(text) else "unknown"
        longer = self._starts.get(text, set()) - {meaning}
        if longer or self._more_choices(meaning) or (self._durations and _may_grow(text.split())):
            return "extensible"
        return "complete"

    def best_guess(self, text: str) -> Meaning | None:
        """The last thing in the text that means something, or all options that it names; None: nothing does."""
        meanings = [segment.meaning for segment in self.segments(text) if segment.meaning is not None]
        if not meanings:
            return None
        named = {id_ for each in meanings if isinstance(each.value, Choices) for id_ in each.value.ids}
        if named and isinstance(meanings[-1].value, Choices):
            return Meaning(value=Choices(tuple(each for each in self._option_ids if each in named)))
        return meanings[-1]

    def sounds_like(self, text: str, said: str, meaning: Meaning) -> bool:
        """Whether the text may be what was said, or another way to say what that means."""
        key = sound_key(text)
        return bool(key) and (key in self._sounds.get(meaning, ()) or sounds_alike(sound_key(said), key))

    def segments(self, text: str) -> tuple[Segment, ...]:
        """The text cut into the longest pieces that mean something, from left to right."""
        words = normalise(text).split()
        found: list[Segment] = []
        place = 0
        while place < len(words):
            free = self._durations or self._options or self._mentions
            reach = min(len(words), place + (max(self._longest, _LONGEST_FREE) if free else self._longest))
            for end in range(reach, place, -1):
                piece = " ".join(words[place:end])
                meaning = self._exact(piece)
                if meaning is not None:
                    break
            else:
                end, piece, meaning = place + 1, words[place], None
            found.append(Segment(piece, meaning))
            place = end
        return tuple(found)

    def _exact(self, text: str) -> Meaning | None:
        plain = self._plain(text)
        if plain is None and any(mention in text for mention in self._mentions):
            return self._with_mentions(text.split())
        return plain

    def _plain(self, text: str) -> Meaning | None:
        if text in self._table:
            return self._table[text]
        chosen = self._chosen(text.split()) if self._options else None
        if chosen is not None:
            return Meaning(value=chosen)
        duration = parse_duration(text) if self._durations else None
        return None if duration is None else Meaning(value=duration)

    def _chosen(self, words: list[str]) -> Choices | None:
        """The options that are named one after the other, with or without "and" between them."""
        ids: set[str] = set()
        place = 0
        while place < len(words):
            for end in range(min(len(words), place + self._longest), place, -1):
                option = self._options.get(" ".join(words[place:end]))
                if option is not None:
                    ids.add(option)
                    place = end
                    break
            else:
                if words[place] not in _JOINTS or (place == len(words) - 1 and words[place] != "too"):
                    return None
                place += 1
        return Choices(tuple(option for option in self._option_ids if option in ids)) if ids else None

    def _with_mentions(self, words: list[str]) -> Meaning | None:
        """At most one answer, and what is mentioned before or after it."""
        answer: Meaning | None = None
        ids: list[str] = []
        place = 0
        while place < len(words):
            if words[place] in _BUTS and place < len(words) - 1:
                place += 1
                continue
            for end in range(len(words), place, -1):
                piece = " ".join(words[place:end])
                if piece in self._mentions:
                    ids += self._mentions[piece]
                    break
                if answer is None and (answer := self._answer(piece)) is not None:
                    break
            else:
                return None
            place = end
        ids = list(dict.fromkeys(ids))
        if not 0 < len(ids) <= _MOST_MENTIONS:
            return None
        return replace(answer or Meaning(), mentions=tuple(ids))

    def _answer(self, text: str) -> Meaning | None:
        """What the text answers to the open question, if it is nothing but an answer."""
        meaning = self._plain(text)
        if meaning is None or meaning.mentions:
            return None
        answers = meaning.intent in _ANSWERS or (meaning.intent is None and meaning.value is not None)
        return meaning if answers else None

    def _begins_mention(self, words: list[str]) -> bool:
        """Whether it is an answer, or nothing, and the beginning of a mention or a word that leads to one."""
        for place in range(len(words) + 1):
            if place and self._answer(" ".join(words[:place])) is None:
                continue
            rest = words[place + 1 :] if words[place : place + 1] and words[place] in _BUTS else words[place:]
            if len(rest) < len(words) and (not rest or self._mention_starts(" ".join(rest))):
                return True
        return False

    def _mention_starts(self, text: str) -> bool:
        return any(isinstance(each, Meaning) and each.mentions for each in self._starts.get(text, ()))

    def _more_choices(self, meaning: Meaning) -> bool:
        named = meaning.value
        return isinstance(named, Choices) and 0 < len(named.ids) < len(self._option_ids)

    def _is_beginning(self, text: str) -> bool:
        if text in self._starts:
            return True
        words = text.split()
        if self._mentions and words and self._begins_mention(words):
            return True
        if (
            self._durations
            and words
            and all(word in DURATION_WORDS or word in NUMBER_WORDS for word in words)
        ):
            return True
        if not self._options or not words:
            return False
        for place in range(1, len(words) + 1):
            rest = " ".join(words[place:])
            head = words[: place - 1] if words[place - 1] in _JOINTS else words[:place]
            if (not rest or rest in self._starts) and self._chosen(head):
                return True
        return False


def _may_grow(words: list[str]) -> bool:
    """Whether a length of time often goes on from here, like "a month" to "a month and a half"."""
    if not words or parse_duration(" ".join(words)) is None:
        return False
    if words[-1] in ("year", "years"):
        return words[-3:-1] != ["half", "a"]
    return words[-1] in UNITS and words[-2:-1] in (["a"], ["an"], ["one"]) and words[-3:-2] != ["half"]
