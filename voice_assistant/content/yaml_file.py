"""Reading YAML 1.2 as plain data that remembers where everything stands. The only door to ruamel.yaml.

The tree is built from the parser's events rather than by a loader: so every key and value keeps its place,
nesting is no recursion, and "yes", "no", "on" and "off" stay the words that they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from voice_assistant.content.findings import Finding, FindingsError, place_of, read_text

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | int | float | bool | None"
Path_: TypeAlias = tuple[str | int, ...]
"""The way to a value from the top of the file: keys, and indexes of lists."""

DEEPEST = 40
"""Levels of nesting. Nothing sensible comes near, and whoever walks the tree must not run out of stack."""

_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A file's content, and for every value the places of its key and of itself."""

    file: Path
    tree: Tree
    keys: Mapping[Path_, tuple[int, int]]
    """Line and column of the key that leads to a value; for a list's entry those of the entry."""
    values: Mapping[Path_, tuple[int, int]]

    def key(self, path: Path_, sentence: str) -> Finding:
        """A finding at a key, or at the nearest thing above it that is there."""
        return Finding(self.file, *_nearest(self.keys, path), sentence)

    def value(self, path: Path_, sentence: str) -> Finding:
        """A finding at a value, or at the nearest thing above it that is there."""
        return Finding(self.file, *_nearest(self.values, path), sentence)


def read_yaml(file: Path) -> YamlFile:
    """Raises `FindingsError` with everything that keeps the file from being plain YAML 1.2."""
    return parse_yaml(read_text(file), file)


def parse_yaml(text: str, file: Path) -> YamlFile:
    """As `read_yaml`, of a text that stands in that file."""
    builder = _Builder(file)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except MarkedYAMLError as error:
        builder.findings.append(_syntax(file, error))
    except YAMLError as error:
        line, column = place_of(text, getattr(error, "position", 0))
        builder.findings.append(
            Finding(file, line, column, "A sign here cannot stand in a text; take it out.")
        )
    except RecursionError:
        builder.findings.append(Finding(file, 1, 1, "This is nested too deeply; make it simpler."))
    if builder.findings:
        raise FindingsError(builder.findings)
    return YamlFile(file, builder.tree, builder.keys, builder.values)


def _nearest(places: Mapping[Path_, tuple[int, int]], path: Path_) -> tuple[int, int]:
    while path and path not in places:
        path = path[:-1]
    return places.get(path, (1, 1))


def _syntax(file: Path, error: MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    problem = " ".join((error.problem or error.context or "something is out of place").split())
    sentence = f"This is not YAML ({problem}); look for a missing quote, colon, bracket or space nearby."
    return Finding(file, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, sentence)


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet."""

    path: Path_
    node: dict[str, Tree] | list[Tree]
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Takes the parser's events in turn and grows the tree."""

    file: Path
    tree: Tree = None
    keys: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    values: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def take(self, event: Event) -> None:
        at = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, NodeEvent):
            self._refuse_references(event, at)
        match event:
            case DocumentStartEvent():
                self.documents += 1
                if self.documents == 2:
                    self._find(at, "A second document begins here; keep everything in one.")
            case MappingEndEvent() | SequenceEndEvent():
                self.stack.pop()
            case MappingStartEvent():
                self._open({}, at)
            case SequenceStartEvent():
                self._open([], at)
            case ScalarEvent() if self._awaits_key():
                self._take_key(event.value, at)
            case ScalarEvent():
                self._put(self._scalar(event, at), at)
            case AliasEvent() if self._awaits_key():
                self._take_key("*", at)
            case AliasEvent():
                self._put(None, at)
            case _:
                pass

    def _find(self, at: tuple[int, int], sentence: str) -> None:
        self.findings.append(Finding(self.file, *at, sentence))

    def _refuse_references(self, event: NodeEvent, at: tuple[int, int]) -> None:
        if isinstance(event, AliasEvent):
            self._find(
                at, f"*{event.anchor} refers to another place, which is not allowed; write the text out."
            )
            return
        if event.anchor:
            self._find(at, f"The anchor &{event.anchor} is not allowed; take it out.")
        if tag := getattr(event, "tag", None):
            self._find(at, f"The tag {tag} is not allowed; take it out.")

    def _awaits_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].node, dict) and self.stack[-1].key is None

    def _take_key(self, key: str, at: tuple[int, int]) -> None:
        top = self.stack[-1]
        path = (*top.path, key)
        if path in self.keys:
            first = self.keys[path][0]
            self._find(at, f"The key '{key}' stands here twice (first in line {first}); take one out.")
            key = f"{key} in line {at[0]}"
        self.keys[(*top.path, key)] = at
        top.key = key

    def _open(self, node: dict[str, Tree] | list[Tree], at: tuple[int, int]) -> None:
        if self._awaits_key():
            self._find(at, "A key must be one word or text; take the brackets away.")
            raise FindingsError(self.findings)
        self.stack.append(_Open(self._put(node, at), node))
        if len(self.stack) > DEEPEST:
            raise RecursionError

    def _put(self, value: Tree, at: tuple[int, int]) -> Path_:
        """Hang a value where it belongs and give its path."""
        if not self.stack:
            self.tree = value
            self.keys[()] = self.values[()] = at
            return ()
        top = self.stack[-1]
        if isinstance(top.node, list):
            path: Path_ = (*top.path, len(top.node))
            top.node.append(value)
            self.keys[path] = at
        else:
            key = top.key or ""
            path = (*top.path, key)
            top.node[key] = value
            top.key = None
        self.values[path] = at
        return path

    def _scalar(self, event: ScalarEvent, at: tuple[int, int]) -> Tree:
        text: str = event.value
        if event.style:
            return text
        if text.lower() in _CONSTANTS and text in (text.lower(), text.capitalize(), text.upper()):
            return _CONSTANTS[text.lower()]
        if _WHOLE.fullmatch(text):
            return int(text)
        if _REAL.fullmatch(text):
            number = float(text)
            if math.isfinite(number):
                return number
            self._find(at, "This number is too large; write a smaller one.")
        return text
