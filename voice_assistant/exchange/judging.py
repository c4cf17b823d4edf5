"""What is wrong with a QuestionnaireResponse, as a FHIR R4 resource and as an answer to its Questionnaire.

1. `elements`: the form of the resource itself.
2. `_Judge` walks the items of the Questionnaire and of the response side by side: are they the ones that belong
   there, in their order, as often as they may, with answers of the right kind, out of the answers that there are?
3. Items that are not enabled must not be answered, and required ones must (unless the response is in progress).

Sets of answers on a server, and conditions in FHIRPath that are not ours, cannot be looked at here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from voice_assistant.exchange import vocabulary as names
from voice_assistant.exchange.elements import VALUES, Problem, shape_problems
from voice_assistant.exchange.enabled import Known
from voice_assistant.exchange.enabled_now import Answers, enabled, satisfied, value_of
from voice_assistant.exchange.own_items import applies_when, is_ours, own_question
from voice_assistant.exchange.quantities import asks_for_time, time_unit
from voice_assistant.exchange.reading import extension_of, objects
from voice_assistant.exchange.value_sets import ValueSets
from voice_assistant.exchange.vocabulary import Json, Object

__all__ = ["Problem", "problems"]

TYPES: Mapping[str, tuple[str, ...]] = {
    "choice": ("Coding",),
    "open-choice": ("Coding", "string"),
    "text": ("string",),
    "url": ("uri",),
    "attachment": ("Attachment",),
    "reference": ("Reference",),
    "quantity": ("Quantity",),
}
"""The types of answers to an item, where they are not called like its type."""
OPTIONAL_IN = ("in-progress", "entered-in-error")
"""Statuses of a response in which required answers may still be missing."""


def problems(questionnaire: Object, response: Object) -> tuple[Problem, ...]:
    """Everything that is wrong with the response; the Questionnaire is taken to be right."""
    found = list(shape_problems(response))
    if response.get("resourceType") != "QuestionnaireResponse":
        found.append(Problem("resourceType", "this is no QuestionnaireResponse"))
    address, version = questionnaire.get("url"), questionnaire.get("version")
    if response.get("questionnaire") not in (address, f"{address}|{version}"):
        found.append(Problem("questionnaire", f"this response is not to {address}"))
    judge = _Judge(questionnaire, response)
    judge.level(questionnaire.get("item"), response, "", (), True)
    return tuple(dict.fromkeys([*found, *judge.found]))


@dataclass(slots=True)
class _Judge:
    questionnaire: Object
    response: Object
    found: list[Problem] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
    """Our own questions, for our own conditions."""
    sets: ValueSets = field(init=False)
    links: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.sets = ValueSets(self.questionnaire)
        self.links = set(_links(self.questionnaire.get("item")))
        for _, item in objects(self.questionnaire.get("item")):
            if is_ours(item):
                draft = own_question(item)
                self.known[draft.known.id] = draft.known

    def level(
        self, wanted: Json, holder: Object, place: str, around: tuple[Object, ...], parents_enabled: bool
    ) -> None:
        """The items below one thing of the response, against those that belong there.

        `around`: what the thing stands in, the outermost first.
        """
        definitions = [item for _, item in objects(wanted)]
        order = {item.get("linkId"): number for number, item in enumerate(definitions)}
        around = (*around, holder)
        given: dict[Json, list[tuple[str, Object]]] = {}
        last = -1
        for number, item in objects(holder.get("item")):
            at = f"{place}.item[{number}]".strip(".")
            link = item.get("linkId")
            if not isinstance(link, str) or link not in order:
                if isinstance(link, str):
                    where = "stands elsewhere in" if link in self.links else "is not in"
                    self._find(f"{at}.linkId", f"'{link}' {where} the Questionnaire")
                continue
            if order[link] < last:
                self._find(at, "this is out of the Questionnaire's order")
            last = max(last, order[link])
            given.setdefault(link, []).append((at, item))
        for definition in definitions:
            answered = given.get(definition.get("linkId"), [])
            on = parents_enabled and self._enabled(definition, around)
            self._item(definition, answered, place, around, on)

    def _item(
        self,
        definition: Object,
        given: Sequence[tuple[str, Object]],
        place: str,
        around: tuple[Object, ...],
        on: bool,
    ) -> None:
        link, kind = definition.get("linkId"), definition.get("type")
        filled = [each for each in given if "answer" in each[1] or "item" in each[1]]
        missing = definition.get("required") is True and kind != "display" and not filled
        if on and missing and self.response.get("status") not in OPTIONAL_IN:
            self._find(place, f"'{link}' must be answered")
        if len(given) > 1 and (kind != "group" or definition.get("repeats") is not True):
            self._find(given[1][0], f"'{link}' may stand here once only")
        for at, item in given:
            text, named = item.get("text"), definition.get("text")
            if text is not None and named is not None and text != named:
                self._find(f"{at}.text", "these are not the words of the Questionnaire")
            if not on and ("answer" in item or "item" in item):
                self._find(at, f"'{link}' is not enabled by the other answers, but is answered")
            if kind in ("group", "display"):
                if "answer" in item:
                    self._find(f"{at}.answer", f"a {kind} has no answers")
                if kind == "display" and "item" in item:
                    self._find(f"{at}.item", "nothing stands below a text that is only shown")
                self.level(definition.get("item"), item, at, around, on)
            else:
                if "item" in item:
                    self._find(f"{at}.item", "what belongs to a question stands below its answers")
                self._question(definition, item, at, around, on)

    def _question(
        self, definition: Object, item: Object, place: str, around: tuple[Object, ...], on: bool
    ) -> None:
        answers = [(f"{place}.answer[{number}]", each) for number, each in objects(item.get("answer"))]
        if len(answers) > 1 and definition.get("repeats") is not True:
            self._find(f"{place}.answer", "only one answer may be given")
        options = self._options(definition)
        keys = []
        for at, answer in answers:
            found = value_of(answer)
            if found is None:
                if not any(name.startswith("_value") for name in answer):
                    self._find(at, "there is no value in this answer")
            elif self._has_type(definition, at, found):
                self.found += _limits(definition, at, found)
                keys.append(_key(found))
                if options is not None:
                    self._is_option(definition, options, at, found)
            if any(name.startswith("_value") for name in answer):
                self._companion_has_type(definition, at, answer)
            self.level(definition.get("item"), answer, at, (*around, item), on)
        for key, count in Counter(keys).items():
            if count > 1 and key is not None:
                self._find(f"{place}.answer", "the same answer is given twice")
        alone = _exclusive(definition)
        if len(keys) > 1 and any(key in alone for key in keys):
            self._find(f"{place}.answer", "an answer that excludes all others is not alone")

    def _has_type(self, definition: Object, place: str, found: tuple[str, Json]) -> bool:
        kind, value = found
        wanted = _types(definition)
        name = f"value{kind}"
        if VALUES.get(name) not in wanted:
            self._find(f"{place}.{name}", f"this question takes {' or '.join(wanted)}")
            return False
        if isinstance(value, dict) and kind == "Quantity":
            if "value" not in value and not value.get("extension"):
                self._find(f"{place}.{name}", "there is no number in this quantity")
            elif "value" in value and self._asks_for_time(definition) and not time_unit(value):
                self._find(f"{place}.{name}", "a length of time needs a unit of time, such as d for days")
        return True

    def _asks_for_time(self, definition: Object) -> bool:
        link = definition.get("linkId")
        own = self.known.get(link.removesuffix(names.UP_TO)) if isinstance(link, str) else None
        return own.kind == "duration" if own else asks_for_time(definition)

    def _companion_has_type(self, definition: Object, place: str, answer: Object) -> None:
        for name in answer:
            if name.startswith("_value") and VALUES.get(name[1:]) not in _types(definition):
                self._find(f"{place}.{name}", f"this question takes {' or '.join(_types(definition))}")

    def _options(self, definition: Object) -> dict[tuple[str, str], str] | None:
        """The display of every answer that there is; None: any will do, or they cannot be looked up."""
        if definition.get("type") == "open-choice":
            return None
        listed: list[Json] | None = None
        if isinstance(definition.get("answerOption"), list):
            options = definition["answerOption"]
            listed = (
                [option for option in options if isinstance(option, dict)]
                if isinstance(options, list)
                else []
            )
        elif "answerValueSet" in definition:
            codings = self.sets.codings(definition["answerValueSet"])
            listed = None if codings is None else [{"valueCoding": each} for each in codings]
        if listed is None:
            return None
        found: dict[tuple[str, str], str] = {}
        for option in listed:
            value = value_of(option) if isinstance(option, dict) else None
            key = _key(value) if value else None
            if key is not None and value is not None:
                shown = value[1].get("display") if isinstance(value[1], dict) else None
                found[key] = shown if isinstance(shown, str) else ""
        return found

    def _is_option(
        self, definition: Object, options: Mapping[tuple[str, str], str], place: str, found: tuple[str, Json]
    ) -> None:
        key = _key(found)
        if key is None or key not in options:
            self._find(place, f"this is none of the answers to '{definition.get('linkId')}'")
            return
        shown = found[1].get("display") if isinstance(found[1], dict) else None
        if shown and options[key] and shown != options[key]:
            self._find(place, "the code and the words beside it do not belong together")

    def _enabled(self, definition: Object, around: tuple[Object, ...]) -> bool:
        answers = _nearest(around)
        own = applies_when(definition, None, self.known)
        return enabled(definition, answers) if own is None else satisfied(own, self.known, answers)

    def _find(self, place: str, sentence: str) -> None:
        self.found.append(Problem(place, sentence))


def _links(items: Json) -> Iterator[str]:
    for _, item in objects(items):
        if isinstance(link := item.get("linkId"), str):
            yield link
        yield from _links(item.get("item"))


def _types(definition: Object) -> tuple[str, ...]:
    kind = definition.get("type")
    if kind == "choice":
        named = [value_of(each) for _, each in objects(definition.get("answerOption"))]
        types = {VALUES.get(f"value{value[0]}", "") for value in named if value}
        return tuple(sorted(types)) or ("Coding",)
    return TYPES.get(str(kind), (str(kind),))


def _key(found: tuple[str, Json]) -> tuple[str, str] | None:
    """What makes two answers the same one."""
    match found:
        case "Coding", dict(coding):
            return str(coding.get("system", "")), str(coding.get("code", ""))
        case _, str() | int() | float():
            return "", str(found[1])
        case _:
            return None


def _limits(definition: Object, place: str, found: tuple[str, Json]) -> Iterator[Problem]:
    kind, value = found
    if kind in ("Integer", "Decimal") and isinstance(value, int | float):
        low, high = (_limit(definition, url) for url in (names.MIN_VALUE, names.MAX_VALUE))
        if (low is not None and value < low) or (high is not None and value > high):
            yield Problem(place, f"this is beyond the limits of '{definition.get('linkId')}'")
    longest = definition.get("maxLength")
    if isinstance(value, str) and isinstance(longest, int) and len(value) > longest:
        yield Problem(place, f"this is longer than {longest} signs")


def _limit(definition: Object, url: str) -> float | None:
    limit = value_of(extension_of(definition, url) or {})
    return float(limit[1]) if limit and isinstance(limit[1], int | float) else None


def _exclusive(definition: Object) -> set[tuple[str, str]]:
    options = [each for _, each in objects(definition.get("answerOption"))]
    alone = [
        each for each in options if (extension_of(each, names.EXCLUSIVE) or {}).get("valueBoolean") is True
    ]
    return {key for each in alone if (value := value_of(each)) and (key := _key(value))}


def _nearest(around: tuple[Object, ...]) -> Answers:
    """Looks for a question in the innermost thing first, then in what that stands in."""

    def answers(link: str) -> Sequence[Object]:
        for holder in reversed(around):
            found = list(_answers_in(holder, link))
            if found:
                return found
        return ()

    return answers


def _answers_in(holder: Object, link: str) -> Iterator[Object]:
    for _, item in objects(holder.get("item")):
        given = [each for _, each in objects(item.get("answer"))]
        if item.get("linkId") == link:
            yield from given
        yield from _answers_in(item, link)
        for answer in given:
            yield from _answers_in(answer, link)
