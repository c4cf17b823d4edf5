"""Plain values (mappings, lists, texts, numbers) as FHIR extensions, and back, without any loss.

A mapping is an extension with one inner extension for each key, named by the key; a list one with an inner
extension called "item" for each entry. No mapping of a protocol has a key of that name.
"""

from __future__ import annotations

from voice_assistant.exchange.vocabulary import DAY, UCUM, Json, Object

ITEM = "item"
DAYS = "days"
"""The one key whose value has an open end: [fewest, most or null], in FHIR's own form for a range."""


def extension(url: str, value: Json) -> Object:
    """`value` must not be null, nor hold nulls, empty lists or mappings: FHIR has no place for them."""
    if url == DAYS and isinstance(value, list):
        return {"url": url, "valueRange": _range(value)}
    match value:
        case dict():
            return {"url": url, "extension": [extension(key, each) for key, each in value.items()]}
        case list():
            return {"url": url, "extension": [extension(ITEM, each) for each in value]}
        case bool():
            return {"url": url, "valueBoolean": value}
        case int():
            return {"url": url, "valueInteger": value}
        case float():
            return {"url": url, "valueDecimal": value}
        case str():
            return {"url": url, "valueString": value}
        case None:
            raise ValueError("null has no form in FHIR")


def plain(found: Json) -> Json:
    """The value of an extension that `extension` made. Raises `ValueError` for anything else."""
    if isinstance(found, dict) and "extension" in found:
        inner = found["extension"]
        if not isinstance(inner, list) or not inner or len(found) != 2:
            raise ValueError("an extension has a value or a list of inner extensions")
        urls = [each.get("url") if isinstance(each, dict) else None for each in inner]
        if all(url == ITEM for url in urls):
            return [plain(each) for each in inner]
        names = [url for url in urls if isinstance(url, str)]
        if len(set(names)) != len(inner):
            raise ValueError("inner extensions need different names")
        return {url: plain(each) for url, each in zip(names, inner, strict=True)}
    match found:
        case {"valueRange": dict(bounds)}:
            return [_bound(bounds.get("low")), _bound(bounds.get("high"))]
        case {"valueBoolean": bool(value)}:
            return value
        case {"valueInteger": int(value)}:
            return value
        case {"valueDecimal": int(value) | float(value)}:
            return float(value)
        case {"valueString": str(value)}:
            return value
        case _:
            raise ValueError("an extension must have a value, of a type that is used here")


def _range(days: list[Json]) -> Object:
    return {
        name: quantity(bound) for name, bound in zip(("low", "high"), days, strict=True) if bound is not None
    }


def quantity(days: Json) -> Object:
    """A number of days as FHIR has it."""
    return {"value": days, "unit": "days", "system": UCUM, "code": DAY}


def _bound(found: Json) -> Json:
    match found:
        case None:
            return None
        case {"value": int(value) | float(value)}:
            return float(value)
        case _:
            raise ValueError("a range has bounds in days")
