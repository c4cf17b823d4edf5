"""Finding a place in an article again, after a restart, and also after the article was changed.

A place is kept with the words of its sentence. They are looked for in this order: where they were, elsewhere in
the same section, in the whole article. Where no sentence has just these words, the one that shares most of them
is taken, if it is more than half; otherwise the beginning of the section, as long as there is one of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from voice_assistant.content.pack import Article, Section
from voice_assistant.dialogue.memory import Place

ALIKE = 0.5
"""The part of all words of two sentences that they must more than share to be one sentence, changed."""
_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that can be found again by its words."""

    section: str
    sentence: int
    words: str


def anchor(article: Article, place: Place) -> Anchor:
    """What to keep of a place."""
    return Anchor(
        place.section, place.sentence, article.section(place.section).sentences[place.sentence].text
    )


def find(article: Article, kept: Anchor) -> Place | None:
    """Where that is now; None if nothing of it is left."""
    sections = {section.id: section for section in article.sections}
    home = sections.get(kept.section)
    if home is not None:
        there = home.sentences[kept.sentence : kept.sentence + 1]
        if there and there[0].text == kept.words:
            return Place(kept.section, kept.sentence)
    others = [section for section in article.sections if section is not home]
    near = [home] if home is not None else []
    for sections_searched in (near, others):
        same = _same(sections_searched, kept.words)
        if same is not None:
            return same
    for sections_searched in (near, others):
        alike = _most_alike(sections_searched, kept.words)
        if alike is not None:
            return alike
    return Place(home.id) if home is not None else None


def _same(sections: Iterable[Section], words: str) -> Place | None:
    for section in sections:
        for index, sentence in enumerate(section.sentences):
            if sentence.text == words:
                return Place(section.id, index)
    return None


def _most_alike(sections: Iterable[Section], words: str) -> Place | None:
    """The sentence with the highest Jaccard index of words, if that is above `ALIKE`."""
    wanted = _words(words)
    best, found = ALIKE, None
    for section in sections:
        for index, sentence in enumerate(section.sentences):
            there = _words(sentence.text)
            shared = len(wanted & there) / max(1, len(wanted | there))
            if shared > best:
                best, found = shared, Place(section.id, index)
    return found


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))
