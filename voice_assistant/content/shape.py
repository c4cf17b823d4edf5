"""The first of two checks: do the keys and the kinds of values fit the schema?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from voice_assistant.content.findings import Finding, FindingsError
from voice_assistant.content.yaml_file import Path_, Tree, YamlFile

ModelT = TypeVar("ModelT", bound=BaseModel)

KINDS = "yes_no, one_of, several, number, duration or scale"
_PATTERNS = {
    "^[a-zA-Z][a-zA-Z0-9+.-]*:": "must be a whole address: https:// or urn: and so on, without spaces",
    "^[a-z']+( [a-z']+)+": "must be two words or more: small letters and single spaces, without digits or signs",
    "^[a-z']": "must be what one says: small letters and single spaces, without digits or signs",
    "^[a-z][": "must be a short name: a small letter first, then small letters, digits or underscores",
}


def shaped(yaml: YamlFile, model: type[ModelT]) -> ModelT:
    """The file's content as the model; raises `FindingsError` with everything that does not fit."""
    if not isinstance(yaml.tree, dict):
        raise FindingsError(
            [yaml.key((), "The file must begin with a key and a colon; see the shipped pack.")]
        )
    try:
        return model.model_validate(yaml.tree)
    except ValidationError as error:
        found: dict[Path_, Finding] = {}
        for detail in error.errors(include_url=False):
            path = _path_in(yaml.tree, detail["loc"])
            if "is" in path:  # a union: one finding for the entry, not one for each thing it could have been
                path = path[: path.index("is") + 2]
            if detail["type"] == "too_short" and not _empty(yaml.tree, path):
                continue  # its entries were refused, and each of them is a finding
            found.setdefault(path, _finding(yaml, path, detail))
        raise FindingsError(found.values()) from None


def _path_in(tree: Tree, loc: tuple[int | str, ...]) -> Path_:
    """pydantic's way to a value, without the names of union members that it puts in between.

    A last step that is not in the file stays: it is the key that is missing.
    """
    path: list[int | str] = []
    node = tree
    for number, step in enumerate(loc):
        match node, step:
            case dict(), str() if step in node:
                node = node[step]
            case list(), int() if step < len(node):
                node = node[step]
            case dict(), _ if number == len(loc) - 1:
                pass
            case _:
                continue
        path.append(step)
    return tuple(path)


def _empty(tree: Tree, path: Path_) -> bool:
    for step in path:
        match tree, step:
            case dict(), str():
                tree = tree.get(step)
            case list(), int():
                tree = tree[step]
    return not tree


def _finding(yaml: YamlFile, path: Path_, detail: ErrorDetails) -> Finding:
    name = _name(path)
    if "is" in path[:-1] and path.index("is") == len(path) - 2:
        remedy = (
            "must be yes, no, not_sure, an option's id, or a comparison such as more_than_days with a number"
        )
        return yaml.value(path, f"An entry of 'is' {remedy}.")
    match detail["type"]:
        case "missing":
            return yaml.value(path[:-1], f"The key '{path[-1]}' is missing here; add it.")
        case "extra_forbidden":
            return yaml.key(path, f"The key '{path[-1]}' is not known here; correct it or take it out.")
        case "union_tag_not_found":
            return yaml.value(path, f"{name} has no 'kind'; give it {KINDS}.")
        case "union_tag_invalid":
            return yaml.value((*path, "kind"), f"The kind must be {KINDS}.")
        case "too_short":
            return yaml.key(path, f"{name} is empty; give it at least one entry.")
        case "string_pattern_mismatch":
            pattern = str(detail.get("ctx", {}).get("pattern", ""))
            wanted = next(text for start, text in _PATTERNS.items() if pattern.startswith(start))
            return yaml.value(path, f"{name} {wanted}.")
        case kind:
            return yaml.value(path, f"{name} {_wanted(kind, detail.get('ctx', {}), detail['msg'])}.")


def _name(path: Path_) -> str:
    """What to call the value in a sentence: its key, or that it is an entry of its list."""
    keys = [step for step in path if isinstance(step, str)]
    if not keys:
        return "The file"
    return f"'{keys[-1]}'" if isinstance(path[-1], str) else f"An entry of '{keys[-1]}'"


def _wanted(kind: str, context: Mapping[str, object], message: str) -> str:
    match kind:
        case "string_type":
            return "must be text; put it between quotes"
        case "string_too_short":
            return "is empty; write what belongs there"
        case "string_too_long":
            return f"is longer than {context['max_length']} characters; make it shorter"
        case "tuple_type" | "list_type":
            return "must be a list: one line with a dash for each entry"
        case "model_type" | "model_attributes_type" | "dict_type":
            return "must hold keys with values below it"
        case "int_type" | "int_parsing" | "int_from_float" | "float_type" | "float_parsing":
            return "must be a number"
        case "bool_type" | "bool_parsing":
            return "must be true or false"
        case "greater_than_equal":
            return f"must be {context['ge']} or more"
        case _ if kind.startswith("date"):
            return f"must be a day, written like {date(2026, 3, 31).isoformat()}"
        case _ if kind.startswith("tuple") or kind == "too_long":
            return "has the wrong number of entries; see the shipped pack"
        case _:
            return f"does not fit ({message}); see the shipped pack"
