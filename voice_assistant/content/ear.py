"""What a listener cannot make sense of, or must never hear: found in any text that is spoken."""

from __future__ import annotations

import re

from voice_assistant.content.sentences import split_sentences

LONGEST_SENTENCE = 20
"""Words. In a question or an advice; longer ones are not held in mind."""
LONGEST_QUESTION = 12
"""Words of a question as it is put first."""

_UNFIT = (
    (re.compile(r"(https?://|www\.)\S*|\b\w+\.(com|org|net|gov|edu)\b"), "an address of a web page"),
    (re.compile(r"[*#/&_<>|~^=+@\\{}\[\]`•→]"), "the sign '{}'"),
    (re.compile(r"\d\s*[-–]\s*\d"), "the range '{}'"),
)
_MEDICINE = re.compile(
    r"(?P<before>[^,;:]*?)\b(?:stop|quit|skip|discontinue|come off|leave off|give up)(?:ping|ting)?\b"
    r"[^.!?]{0,60}?\b(?:medicines?|medications?|tablets?|pills?|drugs?|prescriptions?)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:never|not|without)\s+(?:\w+\s+)?$|n't\s+(?:\w+\s+)?$", re.IGNORECASE)


def unfit(text: str) -> tuple[tuple[int, str], ...]:
    """Everything in a text that cannot be heard, each with its offset and a sentence about it."""
    found = []
    for pattern, name in _UNFIT:
        for match in pattern.finditer(text):
            what = name.format(match.group())
            found.append((match.start(), f"{what[0].upper()}{what[1:]} cannot be heard; write it in words."))
    return tuple(sorted(found))


def says_to_stop_a_medicine(text: str) -> bool:
    """Whether a sentence tells somebody to stop a medicine, rather than never to do so."""
    for _, sentence in split_sentences(text):
        for match in _MEDICINE.finditer(sentence):
            if not _NEGATED.search(match["before"]):
                return True
    return False


def long_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text that have too many words."""
    sentences = (sentence for _, sentence in split_sentences(text))
    return tuple(sentence for sentence in sentences if words(sentence) > LONGEST_SENTENCE)


def words(text: str) -> int:
    return len(text.split())


def asks_last(text: str) -> bool:
    """Whether a text asks exactly one thing, in its last sentence."""
    return [sentence.endswith("?") for _, sentence in split_sentences(text)].count(
        True
    ) == 1 and text.endswith("?")
