"""Reading article.md: Markdown with a head into sections of sentences.

How a file becomes sections:

1. The lines between the first two "---" are the head, in YAML.
2. What stands before the first heading is the introduction; each "## Heading" begins a section.
   "## Heading {#its_id}" gives the section's id; without it the id is made of the heading's words.
   Headings with more signs are read within their section.
3. Every paragraph is cut into sentences that can be said in one go (`sentences`), and each of them is made
   fit for the ear (`speakable`). All entries of a list together are one paragraph, and so is a quotation.
4. Emphasis is dropped, links are read as their text, pictures as their description, and tables row by row.
   What cannot be read aloud (blocks of code) is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Literal, TypeAlias, assert_never

from pydantic import Field

from voice_assistant.content.blocks import Block, Code, Heading, Inline, Table, Text, markdown_blocks
from voice_assistant.content.findings import LARGEST_ARTICLE, Finding, FindingsError, read_text
from voice_assistant.content.model import Lines, Model, Phrase
from voice_assistant.content.pack import Article, ArticleSentence, Section
from voice_assistant.content.sentences import split_spoken
from voice_assistant.content.shape import shaped
from voice_assistant.content.speakable import speakable
from voice_assistant.content.tables import table_sentences
from voice_assistant.content.yaml_file import YamlFile, parse_yaml

INTRODUCTION = "introduction"
Begins: TypeAlias = Literal["entry", "heading"] | None

_EXPLICIT_ID = re.compile(r"\s*\{#(?P<id>[^}]*)\}\s*$")
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FENCED = "Code cannot be read aloud; write what it says as sentences."
_INDENTED = "Lines that begin with four spaces count as code; take the spaces away."


class Head(Model):
    """What stands between the two lines of --- with which article.md begins."""

    title: str
    """As it is read aloud."""
    language: str
    """Its language, such as en."""
    source: str
    """Where its content is from."""
    reviewed: date
    """When somebody last compared it with that."""
    names: dict[str, tuple[Phrase, ...]] = Field(default_factory=dict)
    """Ways to ask for a section by voice, by its id or heading; the first one is the one that is offered."""
    summary: Lines | None = None
    """The whole article in short."""
    summaries: dict[str, Lines] = Field(default_factory=dict)
    """Sections in short, by id or heading."""


@dataclass(slots=True)
class Part:
    """A section as it grows."""

    line: int
    """Of its heading."""
    title: str
    """As it is written."""
    id: str
    paragraphs: list[tuple[ArticleSentence, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ArticleFile:
    article: Article
    yaml: YamlFile
    """The head."""
    lines: tuple[str, ...]
    names_at: Mapping[tuple[str, int], Finding]
    """Where a section's name stands: by the section's id and the name's index. The sentence is empty."""


def read_article(file: Path) -> ArticleFile:
    """Raises `FindingsError` with everything that keeps the article from being read aloud."""
    lines = read_text(file, LARGEST_ARTICLE).split("\n")
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        sentence = "The article must begin with a head between two lines of ---; see the shipped pack."
        raise FindingsError([Finding(file, 1, 1, sentence)])
    findings: list[Finding] = []
    head: Head | None = None
    yaml: YamlFile | None = None
    try:
        yaml = parse_yaml("\n" + "\n".join(lines[1:end]), file)
        head = shaped(yaml, Head)
    except FindingsError as error:
        findings.extend(error.findings)
    body = "\n" * (end + 1) + "\n".join(lines[end + 1 :])
    parts = _Body(file, head.title if head else "", findings).parts(body)
    if head is None or yaml is None:
        raise FindingsError(findings)
    findings.extend(_unknown_names(yaml, head, parts))
    names_at: dict[tuple[str, int], Finding] = {}
    sections = tuple(_section(part, head, yaml, names_at, findings) for part in parts)
    findings.extend(_same_names(sections, names_at))
    if findings:
        raise FindingsError(findings)
    article = Article(
        title=speakable(head.title),
        written=head.title,
        language=head.language,
        source=head.source,
        reviewed=head.reviewed,
        sections=sections,
        summary=head.summary or (),
    )
    return ArticleFile(article, yaml, tuple(lines), names_at)


def slug(title: str) -> str:
    """An id made of a heading's words; "" if it holds no letters."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower().replace("'", "")).lstrip("_0123456789")[:40].rstrip("_")


def _unknown_names(yaml: YamlFile, head: Head, parts: list[Part]) -> list[Finding]:
    known = {part.id for part in parts} | {part.title for part in parts}
    sentence = "No section has the id or the heading '{}'; correct it or take it out."
    return [
        yaml.key((where, key), sentence.format(key))
        for where, named in (("names", head.names), ("summaries", head.summaries))
        for key in named
        if key not in known
    ]


def _section(
    part: Part, head: Head, yaml: YamlFile, names_at: dict[tuple[str, int], Finding], findings: list[Finding]
) -> Section:
    """The finished section with its names, whose places go into `names_at`."""
    key = part.id if part.id in head.names else part.title
    names = head.names.get(key, ())
    for index in range(len(names)):
        names_at[part.id, index] = yaml.value(("names", key, index), "")
    if not names:
        heading = Finding(yaml.file, part.line, 1, "")
        names = tuple(filter(None, [" ".join(re.findall(r"[a-z']+", part.title.lower()))]))
        names_at[part.id, 0] = heading
        if not names:
            sentence = "This heading has no words to say; give it a name below 'names' in the head."
            findings.append(Finding(yaml.file, part.line, 1, sentence))
    return Section(
        id=part.id,
        title=speakable(part.title),
        names=names,
        paragraphs=tuple(part.paragraphs),
        written=part.title,
        summary=head.summaries.get(part.id) or head.summaries.get(part.title) or (),
    )


def _same_names(sections: tuple[Section, ...], names_at: Mapping[tuple[str, int], Finding]) -> list[Finding]:
    owners: dict[str, str] = {}
    findings = []
    for section in sections:
        for index, name in enumerate(section.names):
            if name in owners:
                at = names_at[section.id, index]
                sentence = f"'{name}' already names the section '{owners[name]}'; choose another name."
                findings.append(Finding(at.file, at.line, at.column, sentence))
            owners.setdefault(name, section.id)
    return findings


@dataclass(slots=True)
class _Body:
    """Walks the blocks of the Markdown once, from top to bottom."""

    file: Path
    title: str
    findings: list[Finding]
    grown: list[Part] = field(default_factory=list)
    ids: set[str] = field(default_factory=lambda: {INTRODUCTION})

    def parts(self, text: str) -> list[Part]:
        self.grown.append(Part(1, self.title, INTRODUCTION))
        for _, group in groupby(enumerate(markdown_blocks(text)), key=_belongs):
            blocks = [block for _, block in group]
            paragraph = tuple(sentence for block in blocks for sentence in self._sentences(block))
            if paragraph and isinstance(blocks[0], Text) and blocks[0].quoted:
                paragraph = _quotation(paragraph)
            if paragraph:
                self.grown[-1].paragraphs.append(paragraph)
        self._refuse_empty()
        return self.grown

    def _find(self, line: int, sentence: str) -> None:
        self.findings.append(Finding(self.file, line, 1, sentence))

    def _sentences(self, block: Block) -> Iterator[ArticleSentence]:
        match block:
            case Heading(level=1):
                sentence = "The title is in the head; begin a section with two signs (## Heading)."
                self._find(block.line, sentence)
            case Heading(level=2):
                self._begin(block)
            case Heading():
                yield from self._spoken(block.line, block.inline, ends=True, begins="heading")
            case Text():
                mark = block.marks[-1] if block.marks and block.first else "-"
                prefix = "" if mark == "-" else f"{mark.rstrip('.')}: "
                begins: Begins = "entry" if block.marks and block.first else None
                yield from self._spoken(
                    block.line, block.inline, ends=bool(block.marks), prefix=prefix, begins=begins
                )
            case Table():
                for row in (block.head, *block.rows):
                    for cell in row.cells:
                        self._refuse_bare_pictures(row.line, cell)
                yield from table_sentences(block)
            case Code():
                self._find(block.line, _FENCED if block.fenced else _INDENTED)
            case _:
                assert_never(block)

    def _begin(self, heading: Heading) -> None:
        text = heading.inline.text
        explicit = _EXPLICIT_ID.search(text)
        title = _EXPLICIT_ID.sub("", text).strip()
        section_id = explicit["id"] if explicit else slug(title)
        trouble = None
        if not title:
            trouble = "This heading is empty; write what the section is about."
        elif not _ID.fullmatch(section_id):
            remedy = "use small letters, digits and underscores, as {#an_id}"
            trouble = f"'{section_id}' cannot be an id; {remedy}."
        elif section_id in self.ids:
            trouble = (
                f"The id '{section_id}' is taken by another section; give this one its own, as {{#an_id}}."
            )
        if trouble:
            self._find(heading.line, trouble)
            section_id = f"section_{len(self.grown)}"
        self.ids.add(section_id)
        self.grown.append(Part(heading.line, title, section_id))

    def _spoken(
        self, line: int, inline: Inline, ends: bool, prefix: str = "", begins: Begins = None
    ) -> Iterator[ArticleSentence]:
        """The sentences of a paragraph; one that stands for itself gets an end (`ends`) if it has none."""
        self._refuse_bare_pictures(line, inline)
        text = inline.text.rstrip()
        if ends and text and text[-1] not in ".!?:;":
            text = text.rstrip(" ,") + "."
        for offset, piece in split_spoken(text):
            spoken = speakable(piece)
            if any(sign.isalnum() for sign in spoken):
                at = line + sum(start <= offset for start in inline.breaks)
                said, written = prefix + spoken, prefix + piece
                yield ArticleSentence(text=said, line=at, written=written, begins=begins)
                prefix, begins = "", None

    def _refuse_bare_pictures(self, line: int, inline: Inline) -> None:
        if inline.bare_pictures:
            self._find(line, "This picture has no description; write one between the brackets.")

    def _refuse_empty(self) -> None:
        for part in self.grown:
            if part.paragraphs:
                continue
            if part.id == INTRODUCTION and part is self.grown[0]:
                line = self.grown[1].line if len(self.grown) > 1 else 1
                sentence = "Nothing stands before the first heading; write an introduction there."
            else:
                line = part.line
                sentence = f"The section '{part.title}' has no text; write some or take it out."
            self._find(line, sentence)


def _belongs(numbered: tuple[int, Block]) -> tuple[int, int]:
    """What is the same for blocks of one paragraph."""
    number, block = numbered
    return (0, block.group) if isinstance(block, Text) else (1, number)


def _quotation(paragraph: tuple[ArticleSentence, ...]) -> tuple[ArticleSentence, ...]:
    """A quotation that the ear can tell from what stands around it."""
    first, last = paragraph[0], paragraph[-1]
    begun = first.model_copy(
        update={"text": f"Quotation: {first.text}", "written": f"Quotation: {first.shown}"}
    )
    if len(paragraph) == 1:
        return (begun,)
    return (begun, *paragraph[1:], ArticleSentence(text="End of the quotation.", line=last.line))
