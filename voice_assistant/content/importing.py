"""`import`: from an article as it was found, plain text or Markdown, to a pack that can be read aloud.

1. `importing_source`: bytes become lines; a head that another system wrote is taken off.
2. `importing_pages`, `importing_markup`: what pages left in it is taken out; HTML, footnotes and marks of
   references become plain Markdown lines.
3. `blocks`, `importing_plain`: the lines become paragraphs, lists, tables.
4. `importing_outline`: what belongs to the article, its title and its sections.
5. `importing_names`, `importing_words`: names for the sections; how to say short forms; what must be told.
6. `importing_pack`: the files, written all or none.

Nothing goes missing silently: at the end the words of the source are counted against those of the pack, and
each word that is not there is in a note with its line. The protocol is left to write.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from voice_assistant.content.blocks import (
    NO_DESCRIPTION,
    Block,
    Code,
    Heading,
    Inline,
    Table,
    Text,
    markdown_blocks,
    plain_blocks,
)
from voice_assistant.content.importing_markup import plain_markup
from voice_assistant.content.importing_names import section_names
from voice_assistant.content.importing_outline import Outline, Part, outlined
from voice_assistant.content.importing_pack import (
    WrittenPart,
    article_text,
    body_of,
    plain,
    pronunciation_text,
    target,
    write_files,
)
from voice_assistant.content.importing_pages import put_together, without_pages
from voice_assistant.content.importing_plain import laid_out, with_numbered
from voice_assistant.content.importing_signs import all_capitals
from voice_assistant.content.importing_source import Line, Note, Source, read_source
from voice_assistant.content.importing_words import (
    lost_words,
    not_said,
    refuse_other_languages,
    sentence_case,
    spelled_out,
)
from voice_assistant.content.loading import ARTICLE, PRONUNCIATION
from voice_assistant.content.markdown import INTRODUCTION, slug
from voice_assistant.content.pack import Words
from voice_assistant.content.phrases import Knows

MOST_NAMED = 12
"""Sections whose headings are read out where an article has no introduction."""

_MARKDOWN = re.compile(
    r"^ {0,3}(?:#{1,6}\s+\S|```|~{3,4}\w*\s*$|!\[|\|?\s*:?-{3,}:?\s*\|)|\]\(\S+\)|"
    r"\*\*\S[^*\n]*\*\*|^\[[^\]\n]+\]:\s+\S",
    re.MULTILINE,
)
"""What shows that a text is Markdown, whatever its file is called."""
_EMPHASIS = re.compile(r"\*\w|\b_\w|`|^>\s|\\[*_\[]", re.MULTILINE)
"""What means something besides, in a file that is called Markdown."""


@dataclass(frozen=True, slots=True)
class Imported:
    folder: Path
    title: str
    sections: tuple[str, ...]
    """The headings, without the introduction."""
    report: tuple[Note, ...]
    """What was not certain, and all that is not in the pack, by line."""


def import_article(
    file: Path, out: Path, words: Words, knows: Knows | None, today: date, name: str | None = None
) -> Imported:
    """Make a pack of an article: in the folder `out`, or in `out`/`name`.

    `words`: the assistant's own, whose phrases no section may be named with. `knows`: the recognizer's words;
    without it, names may come out that `check` refuses later.
    Raises an `AssistantError`, and leaves nothing behind, if the file is no article or the folder has files.
    """
    folder = target(out, name)
    source = read_source(file)
    notes = list(source.notes)
    blocks = _blocks(source, file, knows, notes)
    refuse_other_languages(file, blocks, knows)
    outline = outlined(blocks, source.title, notes)
    title, parts = _parts(outline, source, file, words, knows, notes)
    text = article_text(title, f"Imported from {file.name}", today, parts)
    files = {ARTICLE: text}
    if spelled := spelled_out(parts, words.pronunciation, knows, notes):
        files[PRONUNCIATION] = pronunciation_text(spelled)
    notes += lost_words(source.lines, f"{title}\n{body_of(text)}", notes)
    write_files(folder, files)
    sections = tuple(part.title.text for part in parts[1:])
    return Imported(folder, title, sections, tuple(sorted(set(notes))))


def _blocks(source: Source, file: Path, knows: Knows | None, notes: list[Note]) -> list[Block]:
    """The blocks of the source, with the lines that they have in the file."""
    paged = put_together(without_pages(source.after_head, notes), knows, notes)
    lines, has_html = plain_markup(paged, notes)
    written = [line.text for line in lines]
    text = "\n".join(written)
    named = file.suffix.lower() in (".md", ".markdown", ".mdown", ".mkd")
    if has_html or _MARKDOWN.search(text) or (named and _EMPHASIS.search(text)):
        blocks = list(markdown_blocks(text))
        if not any(isinstance(block, Heading) for block in blocks[1:]):
            blocks = with_numbered(blocks, written)
    else:
        blocks = laid_out(plain_blocks(text), written)
    return [readable for block in blocks for readable in _readable(_at(block, lines), notes)]


def _at(block: Block, lines: Sequence[Line]) -> Block:
    """A block of the text in these lines, with its line in the file."""
    line = lines[block.line - 1].number
    if isinstance(block, Table):
        rows = tuple(replace(row, line=lines[row.line - 1].number) for row in block.rows)
        return replace(block, line=line, rows=rows)
    return replace(block, line=line)


def _readable(block: Block, notes: list[Note]) -> list[Block]:
    """A block as it can be read aloud, and a note of what cannot be."""
    if isinstance(block, Code) and not block.fenced:
        lines = [line.strip() for line in block.text.split("\n") if line.strip()]
        return [Text(block.line, _joined(lines), group=-block.line)]
    if isinstance(block, Code):
        count = len(block.text.splitlines())
        notes.append(Note(block.line, "left out, as code cannot be read aloud", block.text))
        said = (
            f"Here {count} lines of code are left out." if count > 1 else "Here a line of code is left out."
        )
        return [Text(block.line, plain(said), group=-block.line)]
    cells = (
        [cell for row in (block.head, *block.rows) for cell in row.cells] if isinstance(block, Table) else []
    )
    inlines = cells if isinstance(block, Table) else [block.inline]
    for inline in inlines:
        if inline.bare_pictures:
            notes.append(
                Note(block.line, f"a picture has no description: write one in place of “{NO_DESCRIPTION}”")
            )
        notes.extend(not_said(block.line, inline.text))
    return [block]


def _joined(lines: Sequence[str]) -> Inline:
    markdown = "\n".join(plain(line).markdown for line in lines)
    return Inline(text=" ".join(lines), markdown=markdown)


# --- the parts of the pack ---------------------------------------------------------------------------


def _parts(
    outline: Outline, source: Source, file: Path, words: Words, knows: Knows | None, notes: list[Note]
) -> tuple[str, list[WrittenPart]]:
    """The title, and the introduction and sections with their ids and names."""
    body = " ".join(
        block.inline.text
        for part in outline.parts
        for block in part.blocks
        if isinstance(block, Text) and not all_capitals(block.inline.text)
    )
    titled = [part for part in outline.parts[1:] if part.title.text.strip()]
    orphans = [part for part in outline.parts[1:] if not part.title.text.strip()]
    titles = [sentence_case(_clean_title(part.title), part.line, body, knows, notes) for part in titled]
    title = sentence_case(_clean_title(outline.title), outline.line, body, knows, notes).text
    if not title:
        title = " ".join(re.findall(r"[^\W_]+", file.stem)).capitalize() or "An article"
        notes.append(Note(1, f"no title was found, so the file's name is taken: “{title}”"))
    introduction = [*outline.parts[0].blocks, *(block for part in orphans for block in part.blocks)]
    if not titled:
        notes.append(Note(1, "no headings were found, so the article is one section"))
    elif not introduction:
        introduction = [_contents([each.text for each in titles], titled[0].line)]
        notes.append(
            Note(titled[0].line, "nothing stands before this heading, so a sentence with the parts was added")
        )
    taken = {phrase for ways in words.phrases.values() for phrase in ways}
    first = tuple(name for name in ("introduction", "the introduction", "the beginning") if name not in taken)
    names = section_names([each.text for each in titles], taken | set(first), knows)
    parts = [WrittenPart(INTRODUCTION, plain(title), first, tuple(introduction))]
    ids = {INTRODUCTION}
    called: set[str] = set()
    for part, own, ways in zip(titled, titles, names, strict=True):
        section = _id(slug(own.text), ids)
        ids.add(section)
        if own.text.casefold() in called:
            notes.append(
                Note(part.line, f"a section before it is called “{own.text}” too: ask for “{ways[0]}”")
            )
        called.add(own.text.casefold())
        parts.append(WrittenPart(section, own, ways, tuple(_with_text(part, notes))))
    return title, parts


def _clean_title(title: Inline) -> Inline:
    """A heading without the colon at its end, and without an id that another system wrote."""
    stripped = re.sub(r"\s*\{[#.:][^}]*\}\s*$", "", title.text).strip()
    stripped = re.sub(r"\s*:+$", "", stripped)
    return title if stripped == title.text else plain(stripped)


def _contents(titles: Sequence[str], line: int) -> Text:
    count = f"This article has {len(titles)} part{'s' if len(titles) > 1 else ''}"
    named = ": " + "; ".join(title.rstrip(".") for title in titles) if len(titles) <= MOST_NAMED else ""
    return Text(line, plain(f"{count}{named}".rstrip("?!") + "."), group=-line)


def _id(name: str, taken: set[str]) -> str:
    name = name or "section"
    number = 2
    unique = name
    while unique in taken:
        unique = f"{name[:34]}_{number}"
        number += 1
    return unique


def _with_text(part: Part, notes: list[Note]) -> list[Block]:
    if part.blocks:
        return part.blocks
    notes.append(Note(part.line, "this section has no text, and says so"))
    return [Text(part.line, plain("This section has no text."), group=-part.line)]
