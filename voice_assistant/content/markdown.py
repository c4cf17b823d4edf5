"""Reading article.md: Markdown with a head into sections of sentences. The only door to markdown-it-py.

How a file becomes sections:

1. The lines between the first two "---" are the head, in YAML.
2. What stands before the first heading is the introduction; each "## Heading" begins a section.
   "## Heading {#its_id}" gives the section's id; without it the id is made of the heading's words.
3. Every paragraph is cut into sentences. All entries of a list together are one paragraph.
4. Emphasis is dropped, links are read as their text, pictures as their description. What cannot be read
   aloud (tables, blocks of code) is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import Field

from voice_assistant.content.findings import Finding, FindingsError, read_text
from voice_assistant.content.pack import Article, ArticleSentence, Model, Phrase, Section
from voice_assistant.content.sentences import split_sentences
from voice_assistant.content.shape import shaped
from voice_assistant.content.yaml_file import YamlFile, parse_yaml

INTRODUCTION = "introduction"

_EXPLICIT_ID = re.compile(r"\s*\{#(?P<id>[^}]*)\}\s*$")
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TABLE_OR_CODE = {
    "table_open": "A table cannot be read aloud; write it as sentences.",
    "fence": "Code cannot be read aloud; write what it says as sentences.",
    "code_block": "Lines that begin with four spaces count as code; take the spaces away.",
}


class Head(Model):
    title: str
    language: str
    source: str
    reviewed: date
    names: dict[str, tuple[Phrase, ...]] = Field(default_factory=dict)


@dataclass(slots=True)
class Part:
    """A section as it grows."""

    line: int
    """Of its heading."""
    title: str
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
    lines = read_text(file).split("\n")
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
        title=head.title,
        language=head.language,
        source=head.source,
        reviewed=head.reviewed,
        sections=sections,
    )
    return ArticleFile(article, yaml, tuple(lines), names_at)


def slug(title: str) -> str:
    """An id made of a heading's words; "" if it holds no letters."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower().replace("'", "")).lstrip("_0123456789")[:40].rstrip("_")


def _unknown_names(yaml: YamlFile, head: Head, parts: list[Part]) -> list[Finding]:
    known = {part.id for part in parts} | {part.title for part in parts}
    sentence = "No section has the id or the heading '{}'; correct it or take it out."
    return [yaml.key(("names", key), sentence.format(key)) for key in head.names if key not in known]


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
    return Section(id=part.id, title=part.title, names=names, paragraphs=tuple(part.paragraphs))


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
    """Walks the tokens of the Markdown once, from top to bottom."""

    file: Path
    title: str
    findings: list[Finding]
    grown: list[Part] = field(default_factory=list)
    paragraph: list[ArticleSentence] = field(default_factory=list)

    def parts(self, text: str) -> list[Part]:
        self.grown.append(Part(1, self.title, INTRODUCTION))
        skip_to: str | None = None
        heading: Token | None = None
        in_list = 0
        for token in MarkdownIt("commonmark", {"html": False}).enable("table").parse(text):
            if skip_to:
                skip_to = None if token.type == skip_to else skip_to
                continue
            match token.type:
                case "table_open" | "fence" | "code_block":
                    self._find(token, _TABLE_OR_CODE[token.type])
                    skip_to = "table_close" if token.type == "table_open" else None
                case "heading_open":
                    heading = token
                case "heading_close":
                    heading = None
                case "inline" if heading:
                    self._begin(heading, token)
                case "inline":
                    self._add(token, in_list > 0)
                case "list_item_open":
                    in_list += 1
                case "list_item_close":
                    in_list -= 1
                case _:
                    pass
            if token.level == 0 and token.nesting <= 0 and self.paragraph:
                self.grown[-1].paragraphs.append(tuple(self.paragraph))
                self.paragraph = []
        self._refuse_empty()
        return self.grown

    def _find(self, token: Token, sentence: str, column: int = 1) -> None:
        self.findings.append(Finding(self.file, token.map[0] + 1 if token.map else 1, column, sentence))

    def _begin(self, heading: Token, inline: Token) -> None:
        if heading.tag != "h2":
            sentence = "Only headings with two signs (## Heading) begin a section; the title is in the head."
            self._find(heading, sentence)
            return
        text, _ = self._text(inline)
        explicit = _EXPLICIT_ID.search(text)
        title = _EXPLICIT_ID.sub("", text).strip()
        section_id = explicit["id"] if explicit else slug(title)
        trouble = None
        if not title:
            trouble = "This heading is empty; write what the section is about."
        elif not _ID.fullmatch(section_id):
            remedy = "use small letters, digits and underscores, as {#an_id}"
            trouble = f"'{section_id}' cannot be an id; {remedy}."
        elif any(part.id == section_id for part in self.grown):
            trouble = (
                f"The id '{section_id}' is taken by another section; give this one its own, as {{#an_id}}."
            )
        if trouble:
            self._find(heading, trouble)
            section_id = f"section_{len(self.grown)}"
        self.grown.append(Part(heading.map[0] + 1 if heading.map else 1, title, section_id))

    def _add(self, inline: Token, in_list: bool) -> None:
        text, line_starts = self._text(inline)
        if in_list and text.rstrip() and text.rstrip()[-1] not in ".!?:;":
            text = text.rstrip() + "."
        first = inline.map[0] + 1 if inline.map else 1
        for offset, sentence in split_sentences(text):
            line = first + sum(start <= offset for start in line_starts)
            self.paragraph.append(ArticleSentence(text=sentence, line=line))

    def _text(self, inline: Token) -> tuple[str, list[int]]:
        """What is read of a line or paragraph, and the offsets at which a line of the file begins."""
        text = ""
        line_starts = []
        for child in inline.children or []:
            match child.type:
                case "text" | "code_inline" | "text_special":
                    text += child.content
                case "softbreak" | "hardbreak":
                    text += " "
                    line_starts.append(len(text))
                case "image":
                    description = "".join(part.content for part in child.children or []).strip(" .")
                    if not description:
                        self._find(inline, "This picture has no description; write one between the brackets.")
                    text += f"Picture: {description}."
                case _:
                    pass
        return text, line_starts

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
            self.findings.append(Finding(self.file, line, 1, sentence))
