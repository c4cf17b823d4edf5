"""JSON Schemas of the files that authors write, for their editors: made of the models that read these files.

An editor that knows the schema of a file offers its keys, explains them, and marks what does not fit while one types.
Whatever the schema lets pass has the right shape; whether it makes sense is told by `voice-assistant check`.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from voice_assistant.content.cases import Cases
from voice_assistant.content.loading import LexiconFile, PhrasesFile, PromptsFile, PronunciationFile
from voice_assistant.content.markdown import Head
from voice_assistant.content.protocol import Protocol
from voice_assistant.errors import UsageError

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DAY = r"^\d{4}-\d{2}-\d{2}$"
"""Editors need not look at formats."""

FILES: dict[str, tuple[type[BaseModel], str]] = {
    "protocol": (Protocol, "protocol.yaml of a pack: its questions, rules and advice"),
    "cases": (Cases, "cases.yaml of a pack: what its questions must lead to"),
    "article": (Head, "the head of a pack's article.md"),
    "lexicon": (LexiconFile, "lexicon.yaml of a pack: what hard words of the article mean"),
    "pronunciation": (PronunciationFile, "pronunciation.yaml: how the voice must read a word, by the word"),
    "prompts": (PromptsFile, "prompts.yaml of the assistant's own words"),
    "phrases": (PhrasesFile, "phrases.yaml of the assistant's own words: ways to say each intent"),
}
"""By the name of the kind of file: its model, and what it is."""


class _Schema(GenerateJsonSchema):
    """pydantic's schema without the titles that only repeat a key, and with days as they must be written."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def date_schema(self, schema: Any) -> dict[str, Any]:
        return {**super().date_schema(schema), "pattern": DAY}


def json_schema(kind: str) -> dict[str, Any]:
    """The schema of one kind of file, one of `FILES`. Raises `UsageError` if it is none of them."""
    if kind not in FILES:
        raise UsageError(f"There is no schema of '{kind}'; choose one of {', '.join(FILES)}.")
    model, what = FILES[kind]
    schema = model.model_json_schema(schema_generator=_Schema)
    return {
        "$schema": DIALECT,
        **_in_one_line(schema),
        "title": what,
    }


def _in_one_line(schema: Any) -> Any:
    """The schema with every description in one line."""
    if isinstance(schema, dict):
        return {
            key: " ".join(value.split())
            if key == "description" and isinstance(value, str)
            else _in_one_line(value)
            for key, value in schema.items()
        }
    return [_in_one_line(each) for each in schema] if isinstance(schema, list) else schema
