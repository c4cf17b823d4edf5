"""The manual's tables of keys, made of the models that read the files: each key's docstring is its explanation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voice_assistant.content.json_schema import json_schema

Parts = tuple[tuple[str, str, str], ...]
PARTS: Parts = (
    ("protocol.yaml", "protocol", ""),
    ("a question of any kind", "protocol", "QuestionBase"),
    ("`ask`", "protocol", "Asking"),
    ("`kind: yes_no`", "protocol", "YesNoQuestion"),
    ("its `words`", "protocol", "YesNoWords"),
    ("its `sets`", "protocol", "YesNoSets"),
    ("`kind: duration`", "protocol", "DurationQuestion"),
    ("its `choices`", "protocol", "DurationChoice"),
    ("`kind: several`", "protocol", "SeveralQuestion"),
    ("`kind: one_of`", "protocol", "OneOfQuestion"),
    ("their `options`", "protocol", "Option"),
    ("`kind: number`", "protocol", "NumberQuestion"),
    ("its `choices`", "protocol", "NumberChoice"),
    ("`kind: scale`", "protocol", "ScaleQuestion"),
    ("`applies_when`", "protocol", "When"),
    ("a rule", "protocol", "Rule"),
    ("a condition", "protocol", "Condition"),
    ("a comparison in `is`", "protocol", "MoreThan"),
    ("another", "protocol", "LessThan"),
    ("another", "protocol", "AtLeast"),
    ("another", "protocol", "AtMost"),
    ("an outcome", "protocol", "Outcome"),
    ("`source`", "protocol", "Source"),
    ("cases.yaml", "cases", ""),
    ("its `cases`", "cases", "Expected"),
    ("an answer: a length of time", "cases", "Lasting"),
    ("an answer: a range of numbers", "cases", "Counted"),
    ("lexicon.yaml, below each word", "lexicon", "Term"),
    ("the head of article.md", "article", ""),
)
"""(what it is, the kind of file, the model; "" for the whole file)."""
BASE = "QuestionBase"
ANY = "YesNoQuestion", "DurationQuestion"
"""What these have in common is what all questions have."""


def tables() -> str:
    """One table for each part, one below the other."""
    return "\n".join("\n".join(_table(*part)) for part in PARTS)


def _table(title: str, kind: str, model: str) -> Iterator[str]:
    schema = json_schema(kind)
    found = _model(schema, model)
    yield f"| {title} | |"
    yield "|---|---|"
    for key, value in found["properties"].items():
        if key == "kind":
            continue
        dot = " ·" if key in found.get("required", ()) else ""
        yield f"| `{key}`{dot} | {_explained(schema, value)} |"
    yield ""


def _model(schema: Any, model: str) -> Any:
    if not model:
        return schema
    first, second = (
        (schema["$defs"][name] for name in ANY) if "YesNoQuestion" in schema["$defs"] else ({}, {})
    )
    shared = {key for key in first.get("properties", ()) if key in second.get("properties", ())}
    if model == BASE:
        return {
            **first,
            "properties": {key: first["properties"][key] for key in first["properties"] if key in shared},
        }
    found = schema["$defs"][model]
    own = found["properties"]
    if model.endswith("Question"):
        own = {key: value for key, value in own.items() if key not in shared}
    return {**found, "properties": own}


def _explained(schema: Any, value: Any) -> str:
    text: str = value["description"]
    return text.replace("|", "/")
