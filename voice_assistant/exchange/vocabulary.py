"""The names that FHIR R4 and we use in an exchanged form: code systems, extensions, ids of items.

Our own extensions and codes are named by URNs that are ours alone; docs/fhir.md describes what is in them.
Ids of items that stand for no question of the protocol begin with a dash or hold a dot, which no question's id
does: so they can never be mistaken for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias
from urllib.parse import quote

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Object: TypeAlias = "dict[str, Json]"

# --- code systems ------------------------------------------------------------------------------------

YES_NO = "http://terminology.hl7.org/CodeSystem/v2-0136"
ABSENT_REASON = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
UCUM = "http://unitsofmeasure.org"
ITEM_CONTROL = "http://hl7.org/fhir/questionnaire-item-control"
DAY = "d"

FLAT_CODES: Mapping[str, tuple[str, str, str]] = {
    "yes": (YES_NO, "Y", "Yes"),
    "no": (YES_NO, "N", "No"),
    "not_sure": (ABSENT_REASON, "asked-unknown", "Asked But Unknown"),
    "refused": (ABSENT_REASON, "asked-declined", "Asked But Declined"),
    "skipped": (ABSENT_REASON, "unknown", "Unknown"),
}
"""Answers that every protocol shares: (system, code, display), the displays as HL7 has them."""
UNKNOWN = ("not_sure", "refused", "skipped")
"""Those that tell nothing, and count as not sure in every rule."""

# --- extensions ---------------------------------------------------------------------------------------

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
DATA_ABSENT = CORE + "data-absent-reason"
MIN_VALUE, MAX_VALUE = CORE + "minValue", CORE + "maxValue"
UNIT, UNIT_OPTION = CORE + "questionnaire-unit", CORE + "questionnaire-unitOption"
CONTROL = CORE + "questionnaire-itemControl"
STEP = CORE + "questionnaire-sliderStepValue"
EXCLUSIVE = CORE + "questionnaire-optionExclusive"
ORDINAL = CORE + "ordinalValue"
VARIABLE = CORE + "variable"
HIDDEN = CORE + "questionnaire-hidden"
SHORT_TEXT = SDC + "shortText"
ENABLE_EXPRESSION = SDC + "enableWhenExpression"
CALCULATED = SDC + "calculatedExpression"
FHIRPATH = "text/fhirpath"

_OURS = "urn:x-voice-assistant:"
PROTOCOL, QUESTION, OPTION, APPLIES_WHEN = (
    f"{_OURS}{name}" for name in ("protocol", "question", "option", "applies-when")
)

# --- items ----------------------------------------------------------------------------------------------

INTRODUCTION, ADVICE, OUTCOME = "-introduction", "-advice", "-outcome"
HELP, UP_TO, LOW, HIGH = ".help", ".to", ".low", ".high"
"""Ends of the ids of what belongs to one question."""
NONE = "none"
"""The option of a question with several answers that none of the others is true."""


def own_urn(*names: str) -> str:
    """A name for something of ours that stays the same for ever: ("pack", its id), say."""
    return _OURS + ":".join(quote(name, safe="") for name in names)


def computer_name(title: str) -> str:
    """A title as a name for programs: a capital first, then letters, digits and underscores."""
    words = re.findall(r"[A-Za-z0-9]+", title)
    name = "".join(word[0].upper() + word[1:] for word in words)[:200]
    return name if name[:1].isalpha() else f"Questionnaire{name}"
