"""Names for the sections of an imported article: ways to ask for them by voice, made of their headings."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from voice_assistant.content.phrases import Knows

MOST = 4
"""Names of one section."""
LONGEST = 8
"""Words of a name. Nobody says more of a heading."""

_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_EMPTY = re.compile(
    "a|about|after|am|an|and|are|as|at|be|before|but|by|can|cause|causes|common|could|did|do|does|every|for|from|get|"
    "have|help|how|i|if|in|into|is|it|its|know|look|make|many|may|me|more|most|much|must|my|need|no|not|of|off|on|one|"
    "or|other|others|our|overview|part|section|should|some|than|that|the|their|them|these|they|this|to|understanding|"
    "use|using|was|ways|we|what|when|where|which|who|why|will|with|without|would|yes|you|your"
)
"""Words that do not say what a section is about."""
_VAGUE = re.compile(
    "first|second|third|fourth|fifth|three|seven|eight|heading|chapter|things|other|later|early|often"
)
"""Words that do not name a section by themselves."""
_OPENING = re.compile(
    "(?:what|how|when|why|where|who|which|is|are|do|does|did|can|could|should|will|would|to|i|you|the|a|an|it|my|your|"
    "other|common|understanding|and|of|in|about|for|with)$"
)


def section_names(titles: Sequence[str], taken: set[str], knows: Knows | None) -> list[tuple[str, ...]]:
    """Names for each heading, at least one; the first is the best one to offer.

    None of them is in `taken`, stands twice, or has a word that the recognizer does not know.
    """
    headings = [_spoken_words(title) for title in titles]
    words = [[word for word in each if knows is None or knows(word)] for each in headings]
    everywhere = Counter(word for each in words for word in set(each))
    used = set(taken)
    names = []
    for number, (heading, each) in enumerate(zip(headings, words, strict=True), start=2):
        own: list[str] = []
        for name in _candidates(each, everywhere, whole=heading == each):
            if name not in used and len(own) < MOST:
                own.append(name)
                used.add(name)
        if not own:
            own.append(_otherwise(" ".join(_stripped(each) or each), number, taken, used))
            used.add(own[0])
        names.append(tuple(own))
    return names


def number_words(number: int) -> str:
    """A number below a hundred in words."""
    if number < 20:
        return _NUMBERS.split()[number]
    ten = _TENS.split()[number // 10 - 2]
    return f"{ten} {_NUMBERS.split()[number % 10]}" if number % 10 else ten


def _spoken_words(title: str) -> list[str]:
    unnumbered = re.sub(
        r"^\s*\d+(?:\.\d+)*[.):]\s+|^\s*\d+(?:\.\d+)+\s+", "", title.lower().replace("’", "'")
    )
    unnumbered = "".join(
        sign for sign in unicodedata.normalize("NFKD", unnumbered) if not unicodedata.combining(sign)
    )
    text = re.sub(r"\b\d{1,2}\b", lambda found: number_words(int(found[0])), unnumbered)
    words = [word.strip("'") for word in re.findall(r"[a-z']+", re.sub(r"[^\W\d_a-z]+", "", text))]
    return [word for word in words if word]


def _candidates(words: list[str], everywhere: Counter[str], whole: bool) -> Iterator[str]:
    """Names made of a heading's words, all of them first if they are few, and its last word if no other has it.

    `whole`: whether these are all its words, none of them unknown.
    """
    stripped = _stripped(words)
    telling = [word for word in stripped if not _EMPTY.fullmatch(word)]
    longer = " ".join(words) if whole and (len(words) > 2 or telling) else ""
    shorter = " ".join(stripped) if len(stripped) > 1 or len(words) < 3 else ""
    for name in (longer, shorter) if len(words) < 6 else (shorter, longer):
        if name and len(name.split()) <= LONGEST:
            yield name
    if len(stripped) > 2 and all(word in telling for word in stripped[-2:]):
        yield " ".join(stripped[-2:])
    for word in telling[-1:]:
        if len(word) > 3 and not _VAGUE.fullmatch(word) and everywhere[word] == 1:
            yield word


def _stripped(words: list[str]) -> list[str]:
    """Without the words that questions begin with, and small words at the end."""
    start, end = 0, len(words)
    while start < end and _OPENING.match(words[start]):
        start += 1
    while end > start and _EMPTY.fullmatch(words[end - 1]):
        end -= 1
    return words[start:end]


def _otherwise(name: str, number: int, taken: set[str], used: set[str]) -> str:
    """A name for a section that has no words of its own, or is called like a command or another section.

    `number`: which part of the article it is.
    """
    if name in taken and f"{name} section" not in used:
        return f"{name} section"
    for again in ("second", "third", "fourth", "fifth"):
        if name and name not in taken and len(name.split()) < LONGEST and f"{again} {name}" not in used:
            return f"{again} {name}"
    while True:
        name = f"part {_count(number)}"
        if name not in used:
            return name
        number += 1


def _count(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return number_words(rest)
    return f"{_count(hundreds)} hundred" + (f" {number_words(rest)}" if rest else "")
