"""FHIR resources out of JSON files that others wrote: whatever is wrong with one is told in one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from voice_assistant.content.findings import LARGEST_ARTICLE, FindingsError, read_text
from voice_assistant.errors import ContentError, MissingError
from voice_assistant.exchange.vocabulary import Json, Object

DEEPEST = 100
"""Levels of nesting. A form of twenty groups within groups has sixty."""


def looks_like_json(file: Path) -> bool:
    """Whether a file is to be read as JSON, whatever it is called."""
    try:
        with file.open("rb") as stream:
            start = stream.read(200)
    except OSError:
        return False
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def read_resource(file: Path, kind: str) -> Object:
    """Raises `MissingError` if there is no such file, and `ContentError` if it is no resource of that kind."""
    if not file.exists():
        raise MissingError(f"There is no file {file}: correct its name.")
    try:
        text = read_text(file, LARGEST_ARTICLE)
    except FindingsError as error:
        raise ContentError(str(error)) from error
    try:
        resource: Json = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        at = f"{file}:{error.lineno}:{error.colno}"
        raise ContentError(
            f"{at}: This is not JSON ({error.msg}); look for a missing comma or quote."
        ) from error
    except RecursionError as error:
        raise ContentError(f"{file}: This is nested too deeply; name another file.") from error
    except ValueError as error:
        raise ContentError(f"{file}: This is not JSON that can be used ({error}); mend it.") from error
    if not isinstance(resource, dict):
        raise ContentError(f"{file}: This is no FHIR resource; name a file that holds a {kind}.")
    found = resource.get("resourceType")
    if found != kind:
        what = f"a {found}" if isinstance(found, str) and found else "something without a resourceType"
        raise ContentError(f"{file}: This is {what}, not a {kind}; name another file.")
    _refuse_unusable(resource, file)
    return resource


def _unique(pairs: list[tuple[str, Json]]) -> Object:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise ValueError(f"'{twice[:40]}' stands twice in one object")
    return found


def _no_number(name: str) -> Json:
    raise ValueError(f"{name} is no number")


def _refuse_unusable(resource: Object, file: Path) -> None:
    """Looks at everything once, without recursion."""
    waiting: list[tuple[Json, int]] = [(resource, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
            raise ContentError(f"{file}: This is nested too deeply; name another file.")
        match value:
            case dict():
                waiting += [(each, depth + 1) for each in (*value, *value.values())]
            case list():
                waiting += [(each, depth + 1) for each in value]
            case str() if any("\ud800" <= sign <= "\udfff" for sign in value):
                raise ContentError(f"{file}: A text in it holds half a sign (\\ud800 and the like); mend it.")


# --- looking into one --------------------------------------------------------------------------------------


def objects(value: Json) -> Iterator[tuple[int, Object]]:
    """The objects of a list, with their numbers; nothing of anything else."""
    for number, each in enumerate(value if isinstance(value, list) else []):
        if isinstance(each, dict):
            yield number, each


def text_of(found: Object, key: str) -> str:
    """A text without the spaces around it; "" if there is none."""
    value = found.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def extension_of(found: Object, url: str) -> Object | None:
    """The first extension of that name."""
    return next((each for _, each in objects(found.get("extension")) if each.get("url") == url), None)


def codings(found: Json) -> list[Object]:
    """The codings of a CodeableConcept."""
    return [each for _, each in objects(found.get("coding"))] if isinstance(found, dict) else []
