"""The form of a QuestionnaireResponse in JSON: which elements there are, and how their values must look.

Only what a response to questions is made of is described; what is below an element of another type (a signature
in an extension, say) is taken as it is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from voice_assistant.exchange import vocabulary as names
from voice_assistant.exchange.vocabulary import Json, Object


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    place: str
    """In the file, as FHIR's tools write it: item[3].answer[0].valueCoding."""
    sentence: str

    def __str__(self) -> str:
        return f"{self.place or 'resource'}: {self.sentence}."


STATUSES = ("in-progress", "completed", "amended", "entered-in-error", "stopped")
ABSENT_CODES = (
    *("unknown", "asked-unknown", "temp-unknown", "not-asked", "asked-declined", "masked", "not-applicable"),
    *("unsupported", "as-text", "error", "not-a-number", "negative-infinity", "positive-infinity"),
    *("not-performed", "not-permitted"),
)

# --- simple values ---------------------------------------------------------------------------------------

_DAY = r"([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]){})?)?"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?"
_DATE = re.compile(_DAY.format(""))
_DATE_TIME = re.compile(_DAY.format(rf"(T{_CLOCK}(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00)))?"))
_TIME = re.compile(_CLOCK)
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_CODE = re.compile(r"\S+( \S+)*")
_URI = re.compile(r"\S+")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_OID = re.compile(r"[0-2](\.(0|[1-9][0-9]*))+")
_WHOLE = 2**31


def _is_day(value: str) -> bool:
    try:
        return len(value) < 10 or bool(date.fromisoformat(value[:10]))
    except ValueError:
        return False


def _is_uri(value: Json) -> bool:
    if not isinstance(value, str) or not _URI.fullmatch(value):
        return False
    if value.startswith("urn:uuid:"):
        return bool(_UUID.fullmatch(value[9:]))
    return not value.startswith("urn:oid:") or bool(_OID.fullmatch(value[8:]))


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_whole(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -_WHOLE <= value < _WHOLE


def _matches(pattern: re.Pattern[str]) -> Callable[[Json], bool]:
    return lambda value: isinstance(value, str) and bool(pattern.fullmatch(value))


SIMPLE: Mapping[str, Callable[[Json], bool]] = {
    "boolean": lambda value: isinstance(value, bool),
    "integer": _is_whole,
    "positiveInt": lambda value: _is_whole(value) and isinstance(value, int) and value > 0,
    "decimal": _is_number,
    "string": lambda value: isinstance(value, str) and bool(value.strip()),
    "markdown": lambda value: isinstance(value, str) and bool(value.strip()),
    "xhtml": lambda value: isinstance(value, str) and value.strip().startswith("<div"),
    "code": _matches(_CODE),
    "id": _matches(_ID),
    "uri": _is_uri,
    "url": _is_uri,
    "canonical": _is_uri,
    "base64Binary": _matches(re.compile(r"[0-9a-zA-Z+/=\s]+")),
    "date": lambda value: isinstance(value, str) and bool(_DATE.fullmatch(value)) and _is_day(value),
    "dateTime": lambda value: isinstance(value, str) and bool(_DATE_TIME.fullmatch(value)) and _is_day(value),
    "time": _matches(_TIME),
}

# --- elements --------------------------------------------------------------------------------------------


def _elements(*described: str) -> dict[str, str]:
    """Names with their types, from "name:type name:type"."""
    return dict(each.split(":") for line in described for each in line.split())


ANSWER_TYPES = (
    *("boolean", "decimal", "integer", "date", "dateTime", "time", "string", "uri"),
    *("Attachment", "Coding", "Quantity", "Reference"),
)
_EXTENSION_TYPES = (
    *ANSWER_TYPES,
    *("code", "id", "canonical", "url", "markdown", "base64Binary", "positiveInt"),
)
_OTHER_TYPES = (
    "Range",
    "Period",
    "Identifier",
    "CodeableConcept",
    "Expression",
    "Annotation",
    "Age",
    "Duration",
)


def _value(types: tuple[str, ...]) -> dict[str, str]:
    return {f"value{kind[0].upper()}{kind[1:]}": kind for kind in types}


VALUES = _value(ANSWER_TYPES)
"""Names of the elements that hold an answer, and their types."""
_ELEMENT = _elements("id:string extension:Extension*")
_BACKBONE = {**_ELEMENT, "modifierExtension": "Extension*"}
ELEMENTS: Mapping[str, Mapping[str, str]] = {
    "QuestionnaireResponse": _BACKBONE
    | _elements(
        "resourceType:code id:id meta:Meta implicitRules:uri language:code text:Narrative contained:any*",
        "identifier:Identifier basedOn:Reference* partOf:Reference* questionnaire:canonical status:code!",
        "subject:Reference encounter:Reference authored:dateTime author:Reference source:Reference item:Item*",
    ),
    "Item": _BACKBONE | _elements("linkId:string! definition:uri text:string answer:Answer* item:Item*"),
    "Answer": _BACKBONE | VALUES | {"item": "Item*"},
    "Extension": _ELEMENT
    | {"url": "uri!"}
    | _value(_EXTENSION_TYPES)
    | dict.fromkeys(_value(_OTHER_TYPES), "any"),
    "Coding": _ELEMENT | _elements("system:uri version:string code:code display:string userSelected:boolean"),
    "Quantity": _ELEMENT | _elements("value:decimal comparator:code unit:string system:uri code:code"),
    "Reference": _ELEMENT | _elements("reference:string type:uri identifier:Identifier display:string"),
    "Identifier": _ELEMENT
    | _elements("use:code type:any system:uri value:string period:any assigner:Reference"),
    "Attachment": _ELEMENT
    | _elements(
        "contentType:code language:code data:base64Binary url:url size:any hash:base64Binary title:string",
        "creation:dateTime",
    ),
    "Narrative": _ELEMENT | _elements("status:code! div:xhtml!"),
    "Meta": _ELEMENT
    | _elements("versionId:id lastUpdated:any source:uri profile:canonical* security:Coding* tag:Coding*"),
}
"""The type of each element. A star: a list; an exclamation mark: it must be there."""
_REQUIRED = {
    "status": STATUSES,
    "comparator": ("<", "<=", ">=", ">"),
}


def shape_problems(response: Json) -> Iterator[Problem]:
    """Whatever does not have FHIR's form."""
    yield from _object(response, "QuestionnaireResponse", "")


def _object(found: Json, kind: str, place: str) -> Iterator[Problem]:
    if not isinstance(found, dict):
        yield Problem(place, "this must be an object")
        return
    if not found:
        yield Problem(place, "an object must not be empty")
    elements = ELEMENTS[kind]
    for name, value in found.items():
        at = f"{place}.{name}".strip(".")
        of = elements.get(name.removeprefix("_"), "").rstrip("!")
        if not of or (name.startswith("_") and of.rstrip("*") not in SIMPLE):
            yield Problem(at, f"there is no element of this name in {kind}")
        elif name.startswith("_"):
            yield from _companion(value, of, at)
        elif of.endswith("*"):
            yield from _list(value, of[:-1], at)
        else:
            yield from _single(value, of, at, name)
    for name, of in elements.items():
        if of.endswith("!") and name not in found and f"_{name}" not in found:
            yield Problem(place, f"{name} is missing")
    yield from _together(found, kind, place)


def _list(value: Json, of: str, place: str) -> Iterator[Problem]:
    if not isinstance(value, list) or not value:
        yield Problem(place, "this must be a list with something in it")
        return
    for number, each in enumerate(value):
        yield from _single(each, of, f"{place}[{number}]", "")


def _single(value: Json, of: str, place: str, name: str) -> Iterator[Problem]:
    if of == "any":
        if value in (None, "", [], {}):
            yield Problem(place, "this is empty")
    elif of in SIMPLE:
        if not SIMPLE[of](value):
            yield Problem(place, f"this is no {of}")
        elif name in _REQUIRED and value not in _REQUIRED[name]:
            yield Problem(place, f"this must be one of {', '.join(_REQUIRED[name])}")
    else:
        yield from _object(value, of, place)


def _companion(value: Json, of: str, place: str) -> Iterator[Problem]:
    """What may stand beside a simple value, or in its place: an id and extensions."""
    if of.endswith("*") or not isinstance(value, dict) or not value or set(value) - set(_ELEMENT):
        yield Problem(place, "this must be an object with extensions")
        return
    yield from (_list(value["extension"], "Extension", f"{place}.extension") if "extension" in value else ())


def _together(found: Object, kind: str, place: str) -> Iterator[Problem]:
    """What must, or must not, stand together."""
    match kind:
        case "Answer" | "Extension":
            values = {name.removeprefix("_") for name in found if name.removeprefix("_").startswith("value")}
            if len(values) > 1:
                yield Problem(place, "there are two values, but only one may be here")
            if kind == "Extension" and bool(values) == ("extension" in found):
                yield Problem(place, "an extension has either a value or extensions")
            absent = kind == "Extension" and found.get("url") == names.DATA_ABSENT
            if absent and found.get("valueCode") not in ABSENT_CODES:
                yield Problem(place, "this is none of the reasons why there is no value")
        case "Item":
            if "answer" in found and "item" in found:
                yield Problem(place, "items may stand below the item or below its answers, not both")
        case "Quantity":
            if "code" in found and "system" not in found:
                yield Problem(place, "a code of a unit needs its system")
        case "Reference":
            if not found.keys() - {"id", "type"}:
                yield Problem(place, "a reference must refer to something")
        case _:
            pass
