"""The sets of answers that a Questionnaire refers to, as far as they can be written out without a server."""

from __future__ import annotations

from dataclasses import dataclass

from voice_assistant.exchange import vocabulary as names
from voice_assistant.exchange.reading import objects, text_of
from voice_assistant.exchange.vocabulary import Json, Object

_EXPANDED = "http://terminology.hl7.org/CodeSystem/v2-0532"
_YES_NO: tuple[Json, ...] = tuple(
    {"system": system, "code": code, "display": display}
    for system, code, display in (names.FLAT_CODES["yes"], names.FLAT_CODES["no"])
)
_ASKED: Json = {"system": names.ABSENT_REASON, "code": "asked-unknown", "display": "Don't know"}
_WELL_KNOWN: dict[str, tuple[Json, ...]] = {
    "http://hl7.org/fhir/ValueSet/yesnodontknow": (*_YES_NO, _ASKED),
    "http://terminology.hl7.org/ValueSet/v2-0136": _YES_NO,
    "http://terminology.hl7.org/ValueSet/v2-0532": (
        {"system": _EXPANDED, "code": "Y", "display": "Yes"},
        {"system": _EXPANDED, "code": "N", "display": "No"},
        {"system": _EXPANDED, "code": "ASKU", "display": "asked but unknown"},
    ),
}


@dataclass(frozen=True, slots=True)
class ValueSets:
    resource: Object

    def codings(self, address: Json) -> list[Json] | None:
        """The codings of a set, as they would stand in answer options; None: it cannot be written out."""
        if not isinstance(address, str):
            return None
        if (known := _WELL_KNOWN.get(address.split("|")[0])) is not None:
            return list(known)
        for _, contained in objects(self.resource.get("contained")):
            own = f"#{contained.get('id')}" if contained.get("id") else None
            if contained.get("resourceType") == "ValueSet" and address in (own, contained.get("url")):
                return _expansion(contained) or _composed(contained)
        return None


def _expansion(found: Object) -> list[Json]:
    expansion = found.get("expansion")
    listed = expansion.get("contains") if isinstance(expansion, dict) else None
    return [_coding(each, text_of(each, "system")) for _, each in objects(listed) if text_of(each, "code")]


def _composed(found: Object) -> list[Json] | None:
    """The codes that are listed one by one; None if some are described instead."""
    compose = found.get("compose")
    if not isinstance(compose, dict) or compose.get("exclude"):
        return None
    codings: list[Json] = []
    for _, include in objects(compose.get("include")):
        concepts = [each for _, each in objects(include.get("concept"))]
        if not concepts or include.get("filter") or include.get("valueSet"):
            return None
        codings += [_coding(each, text_of(include, "system")) for each in concepts]
    return codings or None


def _coding(found: Object, system: str) -> Json:
    return {"system": system, "code": text_of(found, "code"), "display": text_of(found, "display")}
