"""Breaks a response to questions in every way that we could think of, one at a time."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

Path = tuple[str | int, ...]
Object = dict[str, Any]
Break = Callable[[Object], object]

OTHER_VALUES: Object = {
    "valueBoolean": True,
    "valueDecimal": 1.5,
    "valueInteger": 3,
    "valueDate": "2026-01-02",
    "valueDateTime": "2026-01-02T03:04:05Z",
    "valueTime": "03:04:05",
    "valueString": "something",
    "valueUri": "urn:a:b",
    "valueCoding": {"system": "urn:a:b", "code": "c"},
    "valueQuantity": {"value": 3, "unit": "days", "system": "http://unitsofmeasure.org", "code": "d"},
    "valueReference": {"reference": "Patient/1"},
    "valueAttachment": {"title": "a file"},
}
INTEGERS: tuple[Any, ...] = ("3", 3.5, -1, 10_000, 2**31, None, True, [3], {}, "")


def broken(response: Object) -> Iterator[tuple[str, Object]]:
    """(what was done, the response after it)."""
    for name, break_ in _breaks(response):
        changed = copy.deepcopy(response)
        break_(changed)
        yield name, changed


def _breaks(response: Object) -> Iterator[tuple[str, Break]]:
    yield from WHOLE.items()
    for key, breaks in BREAKS.items():
        for path in _paths(response, key):
            for name, break_ in breaks.items():
                yield f"{name} at {path}", partial(_at, path=path, break_=break_)
    for key in ("item", "answer"):
        for path in _paths(response, key):
            for name, among in AMONG.items():
                yield f"{key} {name} at {path}", partial(_among, path=path, break_=among)


def _paths(found: Any, name: str, path: Path = ()) -> Iterator[Path]:
    """The ways to all values below a key of this name, or to the entries of their lists."""
    if isinstance(found, dict):
        for key, value in found.items():
            if key == name and isinstance(value, list):
                yield from ((*path, key, number) for number in range(len(value)))
            elif key == name:
                yield (*path, key)
            yield from _paths(value, name, (*path, key))
    elif isinstance(found, list):
        for number, each in enumerate(found):
            yield from _paths(each, name, (*path, number))


def _follow(response: Any, path: Path) -> Any:
    for step in path:
        response = response[step]
    return response


def _at(response: Object, path: Path, break_: Break) -> None:
    found = _follow(response, path)
    break_(found if isinstance(found, dict) else _follow(response, path[:-1]))


def _among(response: Object, path: Path, break_: Callable[[list[Any], int], object]) -> None:
    break_(_follow(response, path[:-1]), int(path[-1]))


# --- changes -----------------------------------------------------------------------------------------------


def put(key: str, value: Any) -> Break:
    return lambda found: found.update({key: copy.deepcopy(value)})


def drop(key: str) -> Break:
    return lambda found: found.pop(key, None)


def _append(response: Object, item: Object) -> None:
    response.setdefault("item", []).append(item)


def _drop_values(answer: Object) -> None:
    for key in [key for key in answer if "value" in key]:
        del answer[key]


def _only_extension(answer: Object) -> None:
    _drop_values(answer)
    answer["extension"] = [{"url": "urn:a:b", "valueString": "a"}]


def _answer_by(answer: Object, key: str) -> None:
    """Another kind of answer in its place."""
    _drop_values(answer)
    answer[key] = copy.deepcopy(OTHER_VALUES[key])


def _below_the_one_before(among: list[Any], number: int) -> None:
    if number > 0:
        among[number - 1].setdefault("item", []).append(among.pop(number))


WHOLE: dict[str, Break] = {
    "an unknown status": put("status", "finished"),
    "no status": drop("status"),
    "another questionnaire": put("questionnaire", "urn:a:b"),
    "authored is a word": put("authored", "yesterday"),
    "authored on a day that there is not": put("authored", "2026-02-30"),
    "authored without a zone": put("authored", "2026-02-03T10:00:00"),
    "an empty language": put("language", " "),
    "an unknown element": put("answers", "yes"),
    "no items in the list": put("item", []),
    "items in no list": put("item", {"linkId": "a"}),
    "an unknown item": partial(_append, item={"linkId": "unknown", "answer": [{"valueString": "a"}]}),
    "an empty item": partial(_append, item={}),
    "a subject that is a text": put("subject", "Patient/1"),
    "identifiers in a list": put("identifier", []),
    "a narrative without text": put("text", {"status": "generated"}),
    "an extension without a value": put("extension", [{"url": "urn:a:b"}]),
    "an id with spaces": put("id", "not an id"),
    "an unknown element in meta": put("meta", {"tags": []}),
    "another kind of resource": put("resourceType", "Questionnaire"),
}
AMONG: dict[str, Callable[[list[Any], int], object]] = {
    "twice": lambda among, number: among.insert(number, copy.deepcopy(among[number])),
    "away": lambda among, number: among.pop(number),
    "moved to the front": lambda among, number: among.insert(0, among.pop(number)),
    "below the one before": _below_the_one_before,
}
BREAKS: dict[str, dict[str, Break]] = {
    "item": {
        "no linkId": drop("linkId"),
        "another linkId": put("linkId", "unknown"),
        "linkId is a number": put("linkId", 5),
        "other words": put("text", "Something else?"),
        "empty words": put("text", ""),
        "an unknown element in an item": put("value", "yes"),
        "no answers in the list": put("answer", []),
        "an answer in no list": put("answer", {"valueString": "a"}),
        "an empty answer": put("answer", [{}]),
        "an answer of null": put("answer", [None]),
        "an unknown item below an item": put("item", [{"linkId": "unknown"}]),
        "a definition with spaces": put("definition", "a b"),
    },
    "answer": {
        "an unknown element in an answer": put("answer", "yes"),
        "no value": _drop_values,
        "only an extension": _only_extension,
        "an unknown item below an answer": put("item", [{"linkId": "unknown"}]),
        "an unknown answer below an answer": put(
            "item", [{"linkId": "unknown", "answer": [{"valueInteger": 1}]}]
        ),
        "an extension without a name": put("extension", [{"valueString": "a"}]),
        "an extension of an answer without a value": put("extension", [{"url": "urn:a:b"}]),
        "a second value": put("valueTime", "03:04:05"),
        **{f"answered by {key}": partial(_answer_by, key=key) for key in OTHER_VALUES},
    },
    "valueCoding": {
        "another code": put("code", "another"),
        "no code": drop("code"),
        "another system": put("system", "urn:a:b"),
        "no system": drop("system"),
        "a system with spaces": put("system", "a b"),
        "another display": put("display", "Perhaps"),
        "an empty display": put("display", ""),
        "an unknown element in a coding": put("value", "a"),
        "a code that is a number": put("code", 1),
        "userSelected is a text": put("userSelected", "yes"),
    },
    "valueQuantity": {
        "a text for a number": put("value", "many"),
        "a number in quotes": put("value", "3"),
        "an unknown comparator": put("comparator", "~"),
        "an unknown element in a quantity": put("amount", 3),
        "a unit that is a number": put("unit", 3),
        "a unit's code without a system": drop("system"),
        "a unit that there is not": put("code", "moons"),
        "an unknown reason for no value": put(
            "extension",
            [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "forgot"}],
        ),
    },
    "valueInteger": {f"the number {value!r}": put("valueInteger", value) for value in INTEGERS},
    "valueBoolean": {
        "a truth in quotes": put("valueBoolean", "true"),
        "a truth as a number": put("valueBoolean", 1),
    },
    "valueString": {
        "an empty text": put("valueString", ""),
        "a long text": put("valueString", "x" * 50),
        "a text that is a number": put("valueString", 5),
    },
    "valueDate": {
        "a day that there is not": put("valueDate", "2026-02-30"),
        "a day as people write it": put("valueDate", "1.2.2026"),
        "a day with a time": put("valueDate", "2026-02-03T10:00:00Z"),
    },
}
