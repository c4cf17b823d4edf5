"""Items that we wrote ourselves, read back as the questions that they were."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from voice_assistant.content.protocol import Question, When
from voice_assistant.exchange import vocabulary as names
from voice_assistant.exchange.conditions import enabling
from voice_assistant.exchange.drafts import Draft
from voice_assistant.exchange.enabled import Known
from voice_assistant.exchange.questionnaire import known
from voice_assistant.exchange.reading import extension_of, objects, text_of
from voice_assistant.exchange.structured import plain
from voice_assistant.exchange.vocabulary import Json, Object

_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)
_READ = frozenset(
    {
        names.QUESTION,
        names.SHORT_TEXT,
        names.MIN_VALUE,
        names.MAX_VALUE,
        names.UNIT,
        names.CONTROL,
        names.STEP,
    }
)


def is_ours(item: Object) -> bool:
    """Whether all of our question is there; one that somebody changed too much is read like any other."""
    return _read(item) is not None


def own_question(item: Object) -> Draft:
    """The question without when it applies. Only for items that `is_ours`."""
    read = _read(item)
    if read is None:
        raise ValueError("this item is not ours")
    tree, question = read
    return Draft(tree, known(question, _system(item)), (), _READ)


def applies_when(item: Object, native: When | None, above: Mapping[str, Known]) -> When | None:
    """When it applies: as our own extension says, unless somebody has changed FHIR's words for it since."""
    found = extension_of(item, names.APPLIES_WHEN)
    if found is None:
        return native
    try:
        own = When.model_validate(plain(found))
    except (ValueError, ValidationError):
        return native
    written = enabling(own, above)
    return (
        own if all(item.get(key) == written.get(key) for key in ("enableWhen", "enableBehavior")) else native
    )


def _read(item: Object) -> tuple[Object, Question] | None:
    found = extension_of(item, names.QUESTION)
    if found is None:
        return None
    try:
        rest = plain(found)
        if not isinstance(rest, dict):
            return None
        tree = _tree(item, dict(rest))
        return tree, _QUESTION.validate_python(tree)
    except (ValueError, ValidationError, KeyError):
        return None


def _tree(item: Object, rest: Object) -> Object:
    link = text_of(item, "linkId")
    below = {text_of(each, "linkId"): each.get("text") for _, each in objects(item.get("item"))}
    short = extension_of(item, names.SHORT_TEXT) or {}
    ask: Object = {
        "first": item.get("text"),
        "shorter": rest.pop("shorter"),
        "help": below[link + names.HELP],
    }
    tree: Object = {
        "id": link,
        "kind": rest.pop("kind"),
        "ask": ask,
        "about": short.get("valueString"),
        **rest,
    }
    match tree["kind"]:
        case "one_of" | "several":
            tree["options"] = list(_options(item))
        case "number" | "scale":
            tree["low"], tree["high"] = _bound(item, names.MIN_VALUE), _bound(item, names.MAX_VALUE)
    if tree["kind"] == "number":
        tree["unit"] = _unit(item)
    if tree["kind"] == "scale":
        tree["low_means"], tree["high_means"] = below[link + names.LOW], below[link + names.HIGH]
    return tree


def _options(item: Object) -> list[Json]:
    options: list[Json] = []
    for _, option in objects(item.get("answerOption")):
        found, coding = extension_of(option, names.OPTION), option.get("valueCoding")
        if found is None or not isinstance(coding, dict):
            continue
        rest = plain(found)
        more = rest if isinstance(rest, dict) else {}
        options.append({"id": coding.get("code"), "label": coding.get("display"), **more})
    return options


def _system(item: Object) -> str:
    for _, option in objects(item.get("answerOption")):
        coding = option.get("valueCoding")
        if extension_of(option, names.OPTION) and isinstance(coding, dict):
            return text_of(coding, "system")
    return ""


def _bound(item: Object, url: str) -> Json:
    return (extension_of(item, url) or {}).get("valueInteger")


def _unit(item: Object) -> Json:
    coding = (extension_of(item, names.UNIT) or {}).get("valueCoding")
    return coding.get("display") if isinstance(coding, dict) else None
