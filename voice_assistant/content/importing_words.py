"""The words of an imported article one by one: which are lost, which are said otherwise, which are capitals."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from voice_assistant.content.blocks import Block, Inline, Table
from voice_assistant.content.hints import SMALL_WORDS
from voice_assistant.content.importing_pack import WrittenPart, plain
from voice_assistant.content.importing_signs import all_capitals
from voice_assistant.content.importing_source import Line, Note
from voice_assistant.content.phrases import Knows
from voice_assistant.content.speakable import losses, other_scripts, speakable
from voice_assistant.errors import ContentError

SAMPLE = 2_000
"""Words that are looked at to tell an article's language."""

_CAPITALS = re.compile(r"(?<![\w.'’-])([A-Z]{2,6})(s?)(?![\w'’]|\.[A-Za-z])")
_ENGLISH = re.compile(
    "the|of|and|to|is|that|it|for|with|are|or|be|as|this|from|you|your|have|not|by|they|can|which"
)
"""Words that no English text goes without for long."""
_SHOUTED = frozenset(
    {
        *(
            "ALL",
            "ANY",
            "CAN",
            "DAY",
            "END",
            "HER",
            "HIS",
            "HOW",
            "MAY",
            "NEW",
            "NOW",
            "ONE",
            "OUR",
            "OUT",
            "SHE",
            "THE",
        ),
        *("TIP", "TOO", "TWO", "USE", "WAS", "WHY", "YES", "YOU", "CAT", "PET"),
    }
)
"""Words of three letters that are more likely said as words."""
_ROMAN = re.compile(r"I{1,3}|IV|VI{0,3}|IX|XI{0,3}")
_VOWEL = re.compile(r"[AEIOUY]")


def refuse_other_languages(file: Path, blocks: Iterable[Block], knows: Knows | None) -> None:
    """Raise `ContentError` for an article that is not in English."""
    text = " ".join(inline.text for block in blocks for inline in _inlines(block))
    share, script = other_scripts(text[: SAMPLE * 10])
    if share > 0.5:
        raise ContentError(
            f"{file} is written in {script} letters, and the voice reads English: translate it first."
        )
    sample = re.findall(r"\b[a-z]+\b", text[: SAMPLE * 10])[:SAMPLE]
    english = sum(bool(_ENGLISH.fullmatch(word)) for word in sample)
    strange = knows is None or sum(map(knows, sample)) < 0.8 * len(sample)
    if len(sample) > 30 and english < 0.05 * len(sample) and strange:
        raise ContentError(
            f"{file} does not seem to be English, which is what the voice reads: translate it first."
        )


def not_said(line: int, text: str) -> Iterator[Note]:
    """Notes about what the voice does not say in full."""
    for _, written, said in losses(text):
        yield Note(line, f"only “{said}” is said in place of “{written}”")


def lost_words(lines: Iterable[Line], written: str, notes: Iterable[Note]) -> list[Note]:
    """A note for each line with words that are neither in the pack nor in another note."""
    kept = Counter(_words(written))
    kept.update(word for note in notes for word in _words(note.left_out))
    lost = []
    for line in lines:
        missing = []
        for word in _words(re.sub(r"</?[A-Za-z][^<>]*>?", " ", line.text)):
            kept[word] -= 1
            if kept[word] < 0:
                missing.append(word)
        if missing:
            lost.append(Note(line.number, "left out", " ".join(missing)))
    return lost


def _words(text: str) -> list[str]:
    bare = re.sub(r"[*`_\\]", "", html.unescape(text)).casefold()
    return re.findall(r"[^\W⁰¹²³⁴-⁹]+|[⁰¹²³⁴-⁹]+", bare)


def sentence_case(title: Inline, line: int, body: str, knows: Knows | None, notes: list[Note]) -> Inline:
    """A heading all in capitals, which would be spelled out, in small letters but for its short forms."""
    if not all_capitals(title.text) or (
        len(title.text.split()) == 1 and _short_form(title.text, body, knows)
    ):
        return title
    words = [word if _short_form(word, body, knows) else word.lower() for word in title.text.split()]
    text = " ".join(words)
    text = text[:1].upper() + text[1:]
    if text != title.text:
        notes.append(Note(line, f"the heading is all in capitals and was written as “{text}”"))
    return plain(text)


def _short_form(word: str, body: str, knows: Knows | None) -> bool:
    bare = word.strip(".,;:!?()'\"“”’")
    if not bare.isupper() or bare in SMALL_WORDS:
        return False
    if _ROMAN.fullmatch(bare):
        return True
    if re.search(rf"\b{re.escape(bare.lower())}\b", body):
        return False
    if re.search(rf"\b{re.escape(bare)}\b", body):
        return True
    return len(bare) <= 5 and (not _VOWEL.search(bare) or (knows is not None and not knows(bare.lower())))


def spelled_out(
    parts: Sequence[WrittenPart], own: Sequence[tuple[str, str]], knows: Knows | None, notes: list[Note]
) -> Mapping[str, str]:
    """How to say short forms in capitals that are spelled, as far as one can guess; (written, read).

    `own`: what the assistant knows to say.
    """
    known = {written for written, _ in own}
    inlines = [(part.title, 0) for part in parts]
    inlines += [(inline, block.line) for part in parts for block in part.blocks for inline in _inlines(block)]
    small = set(re.findall(r"\b[a-z]+\b", " ".join(inline.text for inline, _ in inlines)))
    spelled: dict[str, str] = {}
    for inline, line in inlines:
        if inline.text.isupper() and len(inline.text.split()) > 1:
            continue  # somebody shouts
        for found in _CAPITALS.finditer(speakable(inline.text)):
            bare, plural = found[1], found[2]
            written = bare + plural
            if written in known or written in spelled or bare in SMALL_WORDS or _ROMAN.fullmatch(bare):
                continue
            if (
                bare.lower() in small
                or bare in _SHOUTED
                or (_VOWEL.search(bare) and len(bare) > 3 and (knows is None or knows(bare.lower())))
            ):
                continue
            spelled[written] = ".".join(bare) + "." + plural
            notes.append(
                Note(line or 1, f"“{written}” will be said letter by letter, as pronunciation.yaml tells")
            )
    return spelled


def _inlines(block: Block) -> list[Inline]:
    match block:
        case Table():
            return [cell for row in (block.head, *block.rows) for cell in row.cells]
        case _:
            inline = getattr(block, "inline", None)
            return [inline] if isinstance(inline, Inline) else []
