"""Finding a word in an article, also in another form of it: "muscle" finds "muscles".

Two forms of a word have the same stem. The rules for that are those of English that a listener would miss:
endings like -s, -ed and -ing, and what they do to the letters before them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from voice_assistant.content.pack import Article, Section

MOST_WORDS = 400
"""Words of an article that can be looked for by voice: with more, all listening becomes slower and less sure."""
SHORTEST = 3
"""Letters of a word that is worth looking for."""
_COMMON = (
    "a about above after again against all almost alone along already also although always am among an and "
    "another any anyone anything are around as ask at away back be became because become becomes been before "
    "began begin begins behind being below between both but by call called came can cannot certain come comes "
    "could did do does doing done down during each either else enough ever every everything far few first "
    "for from further gave get gets give given go goes going gone good got great had has have having he her "
    "here hers him himself his how however i if in instead into is it its itself just keep kept kind know known "
    "last later least less let like little long longer look looks made make makes making many may maybe me "
    "might mine more most mostly much must my myself near need needs neither never next no nobody none nor not "
    "nothing now of off often old on once one only or other others our ours out over own part people per "
    "perhaps put quite rather really right said same say says see seen seem seems several shall she should "
    "show shows since so some somebody someone something sometimes soon still such take taken takes tell "
    "tells than that the their theirs them then there these they thing things think this those though three "
    "through till to together too took toward two under until up upon us use used using usually very want "
    "wants was way ways we well went were what when where whether which while who whole whom whose why will "
    "with within without would yes yet you your yours"
)
COMMON = frozenset(_COMMON.split())
"""Words that stand in any text; nobody looks for them."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_VOWEL = re.compile(r"[aeiouy]")


def stem(word: str) -> str:
    """What all forms of a word have in common."""
    word = word.lower().replace("’", "'").removesuffix("'s").rstrip("'")
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s"):
        rest = word.removesuffix(ending)
        if (
            rest == word
            or len(rest) < SHORTEST
            or not _VOWEL.search(rest)
            or word.endswith(("ss", "us", "is"))
        ):
            continue
        if ending in ("ing", "ed") and rest[-1] == rest[-2] and rest[-1] not in "lsz":
            rest = rest[:-1]
        word = rest
        break
    return word.removesuffix("e") if len(word) > SHORTEST else word


def words_in(text: str) -> Iterator[str]:
    """The words of a text in small letters."""
    for found in _WORD.finditer(text):
        yield found[0].lower().replace("’", "'")


def content_words(article: Article) -> tuple[str, ...]:
    """What one may look for: each word but the common ones, the most frequent first, at most `MOST_WORDS`."""
    counted = Counter(
        word.removesuffix("'s")
        for section in article.sections
        for sentence in section.sentences
        for word in words_in(sentence.text)
    )
    worth = (word for word, _ in counted.most_common() if len(word) >= SHORTEST and word not in COMMON)
    return tuple(word for word, _ in zip(worth, range(MOST_WORDS), strict=False))


def places_of(article: Article, words: str) -> tuple[tuple[Section, int], ...]:
    """Every sentence that has these words one after the other, in any form: its section, and its number from 0."""
    wanted = [stem(word) for word in words_in(words)]
    if not wanted:
        return ()
    likely = re.compile(rf"\b{re.escape(wanted[0].removesuffix('y'))}", re.IGNORECASE)  # stems cost much more
    return tuple(
        (section, number)
        for section in article.sections
        for number, sentence in enumerate(section.sentences)
        if likely.search(sentence.text) and has_words(sentence.text, wanted)
    )


def has_words(text: str, stems: list[str]) -> bool:
    """Whether words with these stems stand in the text one after the other."""
    there = [stem(word) for word in words_in(text)]
    return any(there[at : at + len(stems)] == stems for at in range(len(there) - len(stems) + 1))
