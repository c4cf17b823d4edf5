"""Items of other systems as questions: of the kinds that can be spoken, and as far as the item tells.

Only what follows from the item is filled in: the question's first wording, how to say its options, how numbers can
be chosen with a switch. What an author must decide is left out, and `check` asks for it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from voice_assistant.content.markdown import slug
from voice_assistant.content.model import Phrase
from voice_assistant.exchange import vocabulary as names
from voice_assistant.exchange.drafts import Draft, Note
from voice_assistant.exchange.enabled import Known
from voice_assistant.exchange.quantities import asks_for_time, units
from voice_assistant.exchange.reading import codings, extension_of, objects, text_of
from voice_assistant.exchange.value_sets import ValueSets
from voice_assistant.exchange.vocabulary import Json, Object

LONGEST_SCALE, GREATEST = 10, 999
"""The greatest number of a scale, and of any number that is understood."""
RANGES = 5
"""Choices that a range of numbers is cut into, for a switch."""
RESERVED = {"yes", "no", "not_sure", "skipped", "refused", "none"}
_YES = {"y", "yes", "true", "la33-6"}
_NO = {"n", "no", "false", "la32-8"}
_UNSURE = {
    "unk",
    "asku",
    "asked-unknown",
    "asked-declined",
    "unknown",
    "la12688-0",
    "dont-know",
    "don't know",
}
_UNSURE_TEXTS = {"don't know", "do not know", "i don't know", "unknown", "not sure", "unsure", "not known"}
_NONE_TEXTS = {"none", "none of these", "none of them", "none of the above", "nothing"}
_SPOKEN_AT_MOST = 400


@dataclass(frozen=True, slots=True)
class _Option:
    id: str
    label: str
    keys: tuple[tuple[str, str], ...]
    """What enableWhen may name it by."""


def foreign_question(item: Object, taken: Collection[str], sets: ValueSets) -> Draft:
    """`taken`: ids that other questions have."""
    link, kind = text_of(item, "linkId"), text_of(item, "type")
    own_id = _id(link or text_of(item, "text"), taken, "question")
    notes: list[Note] = []
    if not text_of(item, "text"):
        return _lost(own_id, "text", "a question without words cannot be spoken")
    if len(text_of(item, "text")) > _SPOKEN_AT_MOST:
        return _lost(own_id, "text", f"a question of more than {_SPOKEN_AT_MOST} signs cannot be spoken")
    match kind:
        case "boolean":
            return _draft(item, own_id, "yes_no", {}, notes, {("", "true"): "yes", ("", "false"): "no"})
        case "choice" | "open-choice":
            if kind == "open-choice":
                notes.append(Note("type", "only the listed answers are understood, no other words"))
            return _choice(item, own_id, sets, notes)
        case "integer" | "decimal" | "quantity":
            return _quantity(item, own_id, kind, notes)
        case "":
            return _lost(own_id, "type", "a question needs a type")
        case _:
            return _lost(own_id, "type", f"a question of the type {kind} cannot be answered by voice here")


def _lost(own_id: str, place: str, reason: str) -> Draft:
    return Draft(None, Known(own_id, "", (), {}), (Note(place, reason),))


def _draft(
    item: Object,
    own_id: str,
    kind: str,
    more: Object,
    notes: Sequence[Note],
    codes: dict[tuple[str, str], str],
    answers: Sequence[str] = ("yes", "no"),
) -> Draft:
    text = text_of(item, "text")
    ask: Object = {"first": text}
    if help_text := _below(item, "help"):
        ask["help"] = help_text
    about = text_of(extension_of(item, names.SHORT_TEXT) or {}, "valueString") or text.rstrip("?:. ")
    tree: Object = {"id": own_id, "kind": kind, "ask": ask, "about": about[:1].lower() + about[1:]}
    if spoken := phrase(about):
        tree["names"] = [spoken]
    tree |= more
    tree["source"] = {"reference": f"The imported Questionnaire, item {text_of(item, 'linkId') or own_id}"}
    known = Known(own_id, kind, (*answers, "not_sure") if kind in ("yes_no", "one_of") else (), codes)
    return Draft(tree, known, tuple(notes), _read_extensions(kind))


def _read_extensions(kind: str) -> frozenset[str]:
    shared = {names.SHORT_TEXT, names.CONTROL}
    numbers = {names.MIN_VALUE, names.MAX_VALUE, names.UNIT, names.STEP, names.UNIT_OPTION}
    return frozenset(shared | (numbers if kind in ("number", "scale", "duration") else set()))


# --- choices -------------------------------------------------------------------------------------------------


def _choice(item: Object, own_id: str, sets: ValueSets, notes: list[Note]) -> Draft:
    several = item.get("repeats") is True
    if "answerValueSet" in item:
        found = sets.codings(item["answerValueSet"])
        if found is None:
            where = item["answerValueSet"]
            return _lost(
                own_id, "answerValueSet", f"the set of answers {where} is not in the file, nor a known one"
            )
        listed: list[Json] = [{"valueCoding": each} for each in found]
    else:
        options = item.get("answerOption")
        listed = options if isinstance(options, list) else []
    yes: set[tuple[str, str]] = set()
    no: set[tuple[str, str]] = set()
    codes: dict[tuple[str, str], str] = {}
    none: list[str] = []
    read: list[_Option] = []
    for number, each in enumerate(listed):
        place = f"answerOption[{number}]"
        option = _option(each, {known.id for known in read})
        if option is None:
            notes.append(Note(place, "an answer of this kind cannot be spoken"))
            continue
        if isinstance(each, dict):
            notes += [
                Note(f"{place}.extension[{at}]", f"the extension {found.get('url')} is not known")
                for at, found in objects(each.get("extension"))
                if found.get("url") not in (names.EXCLUSIVE, names.ORDINAL)
            ]
        meant = _meant(option)
        if meant == "not_sure":
            codes |= dict.fromkeys(option.keys, "not_sure")
        elif meant == "none" and several:
            none.append(option.label)
        else:
            yes |= set(option.keys) if meant == "yes" else set()
            no |= set(option.keys) if meant == "no" else set()
            read.append(option)
    if not several and len(read) == 2 and yes and no:
        return _draft(
            item,
            own_id,
            "yes_no",
            {},
            notes,
            {**codes, **dict.fromkeys(yes, "yes"), **dict.fromkeys(no, "no")},
        )
    if len(read) < (1 if several else 2):
        draft = _lost(own_id, "answerOption", "there are too few answers to choose from")
        return Draft(None, draft.known, (*notes, *draft.notes))
    codes |= {key: option.id for option in read for key in option.keys}
    more: Object = {"options": [_written(option) for option in read]}
    if several:
        spoken = [phrase(label) for label in none]
        more["none"] = [each for each in spoken if each] or ["none", "none of them"]
    kind = "several" if several else "one_of"
    return _draft(item, own_id, kind, more, notes, codes, [option.id for option in read])


def _option(found: Json, taken: Collection[str]) -> _Option | None:
    match found:
        case {"valueCoding": dict(coding)}:
            code, label = text_of(coding, "code"), text_of(coding, "display")
            label = label or code
            keys: tuple[tuple[str, str], ...] = ((text_of(coding, "system"), code), ("", label))
        case {"valueString": str(text)}:
            label = " ".join(text.split())
            code, keys = label, (("", label),)
        case _:
            return None
    if not label or len(label) > _SPOKEN_AT_MOST:
        return None
    readable = slug(label)[:30].rstrip("_") or slug(code)
    return _Option(_id(readable, taken, "option"), label, keys)


def _meant(option: _Option) -> str | None:
    marks = {code.lower() for _, code in option.keys}
    text = option.label.lower().rstrip(".")
    if any(system == names.ABSENT_REASON for system, _ in option.keys):
        return "not_sure"
    for answer, known in (("yes", _YES), ("no", _NO), ("not_sure", _UNSURE | _UNSURE_TEXTS)):
        if marks & known or text in known:
            return answer
    return "none" if text in _NONE_TEXTS else None


def _written(option: _Option) -> Json:
    spoken = phrase(option.label)
    return {"id": option.id, "label": option.label, **({"words": [spoken]} if spoken else {})}


# --- numbers and lengths of time ---------------------------------------------------------------------------


def _quantity(item: Object, own_id: str, kind: str, notes: list[Note]) -> Draft:
    if asks_for_time(item):
        return _draft(item, own_id, "duration", {}, notes, {})
    if kind != "integer":
        return _lost(own_id, "type", f"a {kind} that is no length of time cannot be answered by voice here")
    low, high = _bound(item, names.MIN_VALUE, 0), _bound(item, names.MAX_VALUE, GREATEST)
    if low is None or high is None or not 0 <= low < high <= GREATEST:
        return _lost(own_id, "extension", f"only whole numbers from 0 to {GREATEST} are understood")
    if extension_of(item, names.MAX_VALUE) is None:
        notes.append(Note("extension", f"there is no greatest number; {GREATEST} was taken"))
    if _is_slider(item) and high <= LONGEST_SCALE:
        ends = {f"{name}_means": _below(item, end) for name, end in (("low", "lower"), ("high", "upper"))}
        return _draft(
            item,
            own_id,
            "scale",
            {"low": low, "high": high, **{k: v for k, v in ends.items() if v}},
            notes,
            {},
        )
    unit = next((text_of(each, "display") or text_of(each, "code") for each in units(item)), "")
    more: Object = {
        "low": low,
        "high": high,
        **({"unit": unit} if unit else {}),
        "choices": _ranges(low, high),
    }
    return _draft(item, own_id, "number", more, notes, {})


def _bound(item: Object, url: str, default: int) -> int | None:
    found = extension_of(item, url)
    if found is None:
        return default
    value = found.get("valueInteger", found.get("valueDecimal"))
    return (
        int(value)
        if isinstance(value, int | float) and math.isfinite(value) and value == int(value)
        else None
    )


def _ranges(low: int, high: int) -> list[Json]:
    """The whole range in some equal parts."""
    step = max(1, -(-(high - low + 1) // RANGES))
    parts = [(least, min(least + step - 1, high)) for least in range(low, high + 1, step)]
    return [
        {"label": str(least) if least == most else f"{least} to {most}", "numbers": [least, most]}
        for least, most in parts
    ]


def _is_slider(item: Object) -> bool:
    return any(each.get("code") == "slider" for each in _controls(item))


def _below(item: Object, control: str) -> str:
    """The text below an item that has this part."""
    for _, each in objects(item.get("item")):
        if any(found.get("code") == control for found in _controls(each)):
            return text_of(each, "text")
    return ""


def _controls(item: Object) -> list[Object]:
    found = extension_of(item, names.CONTROL)
    return codings(found.get("valueCodeableConcept")) if found else []


# --- names -------------------------------------------------------------------------------------------------


def phrase(text: str) -> Phrase | None:
    """A text as one says it; None if it holds what cannot be a phrase, such as digits."""
    spoken = " ".join(re.sub(r"[,.;:?!()\"“”-]", " ", text.lower().replace("’", "'")).split())
    return spoken if re.fullmatch(r"[a-z']+( [a-z']+)*", spoken) and len(spoken) <= 80 else None


def _id(text: str, taken: Collection[str], otherwise: str) -> str:
    """A short name made of a text, that nothing else has."""
    base = slug(text) or slug(f"q {text}") or otherwise
    if base in RESERVED:
        base = f"{otherwise}_{base}"
    found, number = base[:36], 2
    while found in taken:
        found, number = f"{base[:34]}_{number}", number + 1
    return found
