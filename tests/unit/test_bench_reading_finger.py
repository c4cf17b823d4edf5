"""The finger that judges random walks finds what must not happen, and lets pass what may."""

from __future__ import annotations

import pytest

from dialogues.golden import the_pack
from voice_assistant.audio.frames import RATE
from voice_assistant.bench.reading_finger import FALSE_ALARM, Finger, Wish
from voice_assistant.bench.tape import Piece
from voice_assistant.dialogue.reading import section_sentences

SECTION = the_pack().article.sections[1]
TEXTS = [sentence.text for sentence in section_sentences(SECTION)]
LENGTH = 2 * RATE
"""Of each sentence, in samples."""


def piece(sentence: int, at: float, begin: float = 0.0, end: float = 2.0, length: float = 2.0) -> Piece:
    """A stretch of a sentence of the section, of which the title is 0. Seconds."""
    at_, begin_, end_, length_ = (round(each * RATE) for each in (at, begin, end, length))
    return Piece(TEXTS[sentence], at_, begin_, end_, length_)


def wish(name: str, at: float, sign: float | None = None, named: str = "") -> Wish:
    return Wish(round(at * RATE), name, named, round((at if sign is None else sign) * RATE))


BEGIN = wish("section", 1.0, named=SECTION.id)
READ = (piece(0, 1.0), piece(1, 3.5), piece(2, 6.0), piece(3, 8.5))
"""Four sentences without an interruption."""


def judged(pieces: tuple[Piece, ...], *wishes: Wish, end: float | None = None) -> list[str]:
    over = pieces[-1].seconds + 2 if end is None else end
    return Finger(the_pack()).judge(pieces, (BEGIN, *wishes), round(over * RATE))


ALARM = wish(FALSE_ALARM, 5.0, 4.6)  # 1.1 s of the first sentence were heard
GOOD = {
    "nothing happens": (READ, ()),
    "a false alarm": ((*READ[:1], piece(1, 3.5, end=1.1), piece(1, 5.0, begin=0.6)), (ALARM,)),
    "hardly begun, and taken back whole": (
        (*READ[:1], piece(1, 4.4, end=0.2), piece(1, 5.0)),
        (ALARM,),
    ),
    "hardly begun, and then again": (
        (*READ[:2], piece(2, 6.0, end=0.2), piece(0, 6.6), piece(1, 9.1)),
        (wish("repeat", 6.6, 6.2),),
    ),
    "hardly begun, and then next": (
        (*READ[:2], piece(2, 6.0, end=0.2), piece(2, 6.6)),
        (wish("next_sentence", 6.6, 6.2),),
    ),
    "heard, and then next": (
        (*READ[:2], piece(2, 6.0, end=0.5), piece(3, 6.9)),
        (wish("next_sentence", 6.9, 6.5),),
    ),
    "slower in the middle": (
        (*READ[:1], piece(1, 3.5, end=1.1), piece(1, 5.0, begin=0.7, end=2.4, length=2.4)),
        (wish("slower", 5.0, 4.6),),
    ),
    "a bookmark is gone to": (
        (*READ[:3], piece(2, 8.5), piece(3, 11.0, end=1.0), piece(2, 12.0)),
        (wish("bookmark", 8.4), wish("bookmarks", 12.0, named="1")),
    ),
    "stopped": ((*READ[:1], piece(1, 3.5, end=1.0)), (wish("stop", 4.5),)),
}
BAD = {
    "a sentence left out": ((*READ[:2], piece(3, 6.0)), (), "in place of"),
    "one said twice": ((*READ[:2], piece(1, 6.0)), (), "in place of"),
    "cut off": ((*READ[:1], piece(1, 3.5, end=1.0), piece(2, 6.0)), (), "cut off"),
    "its first word clipped": ((*READ[:2], piece(2, 6.0, begin=0.1)), (), "beginning is missing"),
    "no title": ((piece(1, 1.0),), (), "in place of"),
    "a false alarm, and it goes on too late": (
        (*READ[:1], piece(1, 3.5, end=1.1), piece(1, 5.0, begin=1.2)),
        (ALARM,),
        "cut off",
    ),
    "a false alarm, and it goes on too early": (
        (*READ[:1], piece(1, 3.5, end=1.5), piece(1, 5.5, begin=0.7)),
        (wish(FALSE_ALARM, 5.5, 5.0),),
        "cut off",
    ),
    "hardly begun, and next leaves it out": (
        (*READ[:2], piece(2, 6.0, end=0.2), piece(3, 6.6)),
        (wish("next_sentence", 6.6, 6.2),),
        "in place of",
    ),
    "slower, and words are left out": (
        (*READ[:1], piece(1, 3.5, end=1.1), piece(1, 5.0, begin=1.6, end=2.4, length=2.4)),
        (wish("slower", 5.0, 4.6),),
        "cut off",
    ),
    "it reads on after stop": (
        (*READ[:1], piece(1, 3.5, end=1.0), piece(1, 6.0)),
        (wish("stop", 4.5),),
        "nothing",
    ),
    "it falls silent": (READ[:2], (), "nothing is read for"),
    "a sound of its own": ((*READ[:2], Piece("", 6 * RATE, 0, 0, 0)), (), "nothing explains"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_may_happen_passes(name: str) -> None:
    pieces, wishes = GOOD[name]
    assert judged(pieces, *wishes) == []


@pytest.mark.parametrize("name", BAD)
def test_what_must_not_happen_is_found(name: str) -> None:
    pieces, wishes, fault = BAD[name]
    end = 12.0 if name == "it falls silent" else None
    assert any(fault in each for each in judged(pieces, *wishes, end=end))
