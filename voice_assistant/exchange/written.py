"""What an import writes: protocol.yaml, and an article that stands in for the one which is not there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from voice_assistant.content.importing_names import section_names
from voice_assistant.content.markdown import INTRODUCTION
from voice_assistant.content.pack import Words
from voice_assistant.content.phrases import Knows
from voice_assistant.exchange.vocabulary import Json, Object

_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_PLAIN_KEY = re.compile(r"[a-z][a-z_]*")
FIRST_NAMES = ("introduction", "the introduction", "the beginning")


# --- YAML --------------------------------------------------------------------------------------------------


def yaml_text(tree: Object, comments: Sequence[str]) -> str:
    """A mapping as YAML 1.2, every text between quotes."""
    return "\n".join([*(f"# {comment}" for comment in comments), *_mapping(tree, "")]) + "\n"


def _mapping(tree: Object, indent: str) -> Iterator[str]:
    for key, value in tree.items():
        yield from _entry(
            f"{indent}{key if _PLAIN_KEY.fullmatch(key) else _scalar(key)}:", value, indent + "  "
        )


def _entry(start: str, value: Json, indent: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        yield start
        yield from _mapping(value, indent)
    elif isinstance(value, list) and value and any(isinstance(each, dict) for each in value):
        yield start
        for each in value:
            lines = list(_mapping(each, indent + "  ")) if isinstance(each, dict) and each else [_flow(each)]
            yield f"{indent}- {lines[0].strip()}"
            yield from lines[1:]
    elif isinstance(value, list) and len(_flow(value)) > 90:
        yield start
        yield from (f"{indent}- {_flow(each)}" for each in value)
    else:
        yield f"{start} {_flow(value)}"


def _flow(value: Json) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{_scalar(key)}: {_flow(each)}" for key, each in value.items()) + "}"
        case list():
            return f"[{', '.join(map(_flow, value))}]"
        case _:
            return _scalar(value)


def _scalar(value: Json) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda sign: f"\\u{ord(sign.group()):04x}", written)


# --- the article -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StandIn:
    """An article that is not in a Questionnaire: what must be there for the protocol that refers to it."""

    title: str
    language: str
    source: str
    sections: Mapping[str, str]
    """Titles by id."""
    sentences: Mapping[str, Sequence[str]]
    """What the protocol quotes, by section."""


def article_text(article: StandIn, today: date, words: Words, knows: Knows | None) -> str:
    taken = {phrase for ways in words.phrases.values() for phrase in ways}
    sections = {name: title for name, title in article.sections.items() if name != INTRODUCTION}
    ways = section_names(list(sections.values()), taken | set(FIRST_NAMES), knows)
    first = [name for name in FIRST_NAMES if name not in taken]
    named = {INTRODUCTION: tuple(first), **dict(zip(sections, ways, strict=True))}
    lines = [
        "---",
        "# Only what the questions refer to: put the article itself in its place, under the same headings.",
        f"title: {_scalar(article.title)}",
        f"language: {_scalar(article.language)}",
        f"source: {_scalar(article.source)}",
        "# The day of the import: nobody has reviewed the article yet.",
        f"reviewed: {today.isoformat()}",
        "names:",
        *(f"  {name}: {_flow(list(ways))}" for name, ways in named.items()),
        "---",
        "This stands in for an article. It came without one, as questions only.",
        *_quoted(article, INTRODUCTION),
    ]
    for name, title in sections.items():
        quoted = _quoted(article, name)
        lines += [
            "",
            f"## {_heading(title)} {{#{name}}}",
            "",
            *(quoted or ["This part is still to be written."]),
        ]
    return "\n".join(lines) + "\n"


def _quoted(article: StandIn, section: str) -> list[str]:
    return [" ".join(sentence.split()) for sentence in article.sentences.get(section, ())]


def _heading(title: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#])", r"\\\1", " ".join(title.split()))
