"""Cutting a text into sentences. The only door to syntok, which knows "Dr.", "e.g." and "2.5 mg".

A sentence is also what the voice is given at once, what is repeated, and what a place in the article is. So
one that is too long for that is cut further, where one would draw breath.
"""

from __future__ import annotations

import re

from syntok import segmenter

LONGEST_SPOKEN = 60
"""Words said in one go. Printed sentences rarely come near; the voice fails at some two thousand."""
LONGEST_WRITTEN = 600
"""Characters of such a piece, for text without spaces."""

_BREATHS = (
    re.compile(r"[;:]\s+|\s[–—]\s|—"),
    re.compile(r",\s+"),
    re.compile(r"\s+(?=(?:and|but|or|nor|so|because|although|though|while|which|who|that|when|where|if)\b)"),
    re.compile(r"\s+"),
)
"""Where a long sentence may be cut, the best places first."""


def split_sentences(text: str) -> tuple[tuple[int, str], ...]:
    """The sentences of a text in order, each with the offset of its first character.

    Nothing but white space is lost between them.
    """
    starts = [
        sentence[0].offset for paragraph in segmenter.analyze(text) for sentence in paragraph if sentence
    ]
    if not text.strip():
        return ()
    starts = [len(text) - len(text.lstrip()), *starts[1:]]
    ends = [*starts[1:], len(text)]
    return tuple((start, text[start:end].strip()) for start, end in zip(starts, ends, strict=True))


def split_spoken(text: str) -> tuple[tuple[int, str], ...]:
    """As `split_sentences`, with each sentence cut into pieces that can be said in one go."""
    return tuple(
        (start + offset, piece)
        for start, sentence in split_sentences(text)
        for offset, piece in spoken_pieces(sentence)
    )


def spoken_pieces(sentence: str) -> list[tuple[int, str]]:
    """One sentence, cut into pieces that can be said in one go, each with its offset."""
    pieces = []
    start = 0
    while (
        len(rest := sentence[start:]) > LONGEST_WRITTEN
        or len(rest.split(None, LONGEST_SPOKEN)) > LONGEST_SPOKEN
    ):
        end = start + _breath(rest)
        pieces.append((start, sentence[start:end].strip()))
        start = end + len(sentence[end:]) - len(sentence[end:].lstrip())
    pieces.append((start, rest.strip()))
    return [(start, piece) for start, piece in pieces if piece]


def _breath(text: str) -> int:
    """Where a text that is too long is cut: as far on as it may be, but not in the first third of that."""
    words = list(re.finditer(r"\S+", text[: LONGEST_WRITTEN + 1]))[:LONGEST_SPOKEN]
    limit = min(words[-1].end(), LONGEST_WRITTEN)
    for breath in _BREATHS:
        ends = [found.end() for found in breath.finditer(text, 0, limit) if found.end() > limit // 3]
        if ends:
            return ends[-1]
    return limit
