"""Words that the voice is likely to say wrong: not wrong in themselves, but somebody should listen to them.

A word that has a line in pronunciation.yaml is taken to have been listened to, also where it is read as it
is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from voice_assistant.content.findings import Finding
from voice_assistant.content.markdown import ArticleFile
from voice_assistant.content.pack import ArticleSentence
from voice_assistant.content.phrases import Knows

SMALL_WORDS = frozenset(
    {
        *(
            "AM",
            "AN",
            "AND",
            "ARE",
            "AS",
            "AT",
            "BE",
            "BUT",
            "BY",
            "DO",
            "FOR",
            "GO",
            "HE",
            "IF",
            "IN",
            "IS",
            "IT",
        ),
        *("ME", "MY", "NO", "NOT", "OF", "OK", "ON", "OR", "PM", "SO", "TO", "UP", "WE"),
    }
)
"""Short words that are words also when somebody shouts them."""
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CAPITALS = re.compile(r"[A-Z]{2,}s?")
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th|s)?")
_AFTER_NUMBER = re.compile(r"\d[.,]?\d*\s?$")
_UNIT = re.compile(r"[A-Za-zµμ]{1,4}")
_FAMILIAR = frozenset(["a", "i", "am", "pm", "o", "x"])
_SIGN = re.compile(r"[^\w\s.,;:?!'’‘\"“”()…–—-]")
_LISTEN = "listen to it, and write how it must be read into pronunciation.yaml."


def word_hints(
    article: ArticleFile, pairs: Sequence[tuple[str, str]], knows: Knows | None
) -> Iterator[Finding]:
    """A hint for each such word, where it stands first. `pairs`: (as written, as read)."""
    heard = {written.casefold() for written, _ in pairs}
    seen: set[str] = set()
    for sentence in _sentences(article):
        for word, trouble in _strange(sentence.text, heard, knows):
            if word.casefold() not in seen:
                seen.add(word.casefold())
                line, column = _place(article.lines, sentence.line, word)
                yield Finding(article.yaml.file, line, column, f"Hint: '{word}' {trouble}; {_LISTEN}")


def _sentences(article: ArticleFile) -> Iterator[ArticleSentence]:
    for section in article.article.sections:
        yield ArticleSentence(text=section.title, line=section.sentences[0].line)
        yield from section.sentences


def _strange(text: str, heard: set[str], knows: Knows | None) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(text):
        word = found[0].replace("’", "'")
        stem = word.removesuffix("'s").removesuffix("'")
        if (
            heard & {word.casefold(), stem.casefold()}
            or word.casefold() in _FAMILIAR
            or _NUMBER.fullmatch(word)
        ):
            continue
        if _UNIT.fullmatch(word) and _AFTER_NUMBER.search(text[: found.start()]) and not _known(word, knows):
            yield word, "looks like a unit"
        elif word in SMALL_WORDS or (word.isupper() and len(word) > 3 and _known(word, knows)):
            continue
        elif _CAPITALS.fullmatch(word):
            yield word, "is in capitals and may be read as a word or letter by letter"
        elif any(sign.isdigit() for sign in word):
            yield word, "has letters and digits"
        elif knows is not None and not _known(word, knows) and not _known(stem, knows):
            yield word, "is not a common word"
    for found in _SIGN.finditer(text):
        yield found[0], "is a sign that the voice may name or leave out"


def _known(word: str, knows: Knows | None) -> bool:
    return knows is not None and knows(word.lower())


def _place(lines: Sequence[str], line: int, word: str) -> tuple[int, int]:
    """Where a word stands from this line on; the line's beginning, if it is only said and not written."""
    for number in range(line, min(line + 40, len(lines)) + 1):
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lines[number - 1].replace("’", "'"))
        if found:
            return number, found.start() + 1
    return line, 1
