"""The walk through a Questionnaire's items: which become questions, and what is left behind."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from voice_assistant.content.protocol import When
from voice_assistant.exchange import vocabulary as names
from voice_assistant.exchange.drafts import Note
from voice_assistant.exchange.enabled import Known, both, read_enabling
from voice_assistant.exchange.foreign_items import foreign_question
from voice_assistant.exchange.own_items import applies_when, is_ours, own_question
from voice_assistant.exchange.reading import codings, extension_of, objects, text_of
from voice_assistant.exchange.value_sets import ValueSets
from voice_assistant.exchange.vocabulary import Json, Object

READ = frozenset(
    {
        *("id", "linkId", "text", "type", "item", "extension", "enableWhen", "enableBehavior", "repeats"),
        *("readOnly", "answerOption", "answerValueSet"),
    }
)
"""Elements of an item that are taken over, or say nothing that a question could."""
ENABLING = ("enableWhen", "enableBehavior")


@dataclass(slots=True)
class Walk:
    """Takes the items in turn; what came of them stands in it afterwards."""

    resource: Object
    introduction: list[str] = field(default_factory=list)
    questions: list[Object] = field(default_factory=list)
    """As they stand in protocol.yaml."""
    notes: list[Note] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
    """By the ids that the file has for them."""
    ids: set[str] = field(default_factory=set)

    def items(self, found: Json, place: str, gate: When | None) -> None:
        """`gate`: when the group applies that these items stand in."""
        for number, item in objects(found):
            self._item(item, f"{place}[{number}]", gate)

    def _item(self, item: Object, place: str, gate: When | None) -> None:
        link, kind = item.get("linkId"), item.get("type")
        if link in (names.ADVICE, names.OUTCOME) or (isinstance(link, str) and self._is_part(link)):
            return
        match kind:
            case "display":
                self._display(item, place, gate)
            case "group":
                self._unread(item, place, set())
                if text_of(item, "text"):
                    self._note(place, f"the heading “{text_of(item, 'text')}” is not said")
                if item.get("repeats") is True:
                    self._note(f"{place}.repeats", "its questions are asked once only")
                self.items(item.get("item"), f"{place}.item", self._applies(item, place, gate))
            case _:
                self._question(item, place, gate)

    def _question(self, item: Object, place: str, gate: When | None) -> None:
        ours = is_ours(item)
        draft = own_question(item) if ours else foreign_question(item, self.ids, ValueSets(self.resource))
        self.notes += [replace(note, place=_below(place, note.place)) for note in draft.notes]
        self._unread(item, place, draft.read)
        if draft.question is not None:
            applies = self._applies(item, place, gate)
            if applies is not None:
                draft.question["applies_when"] = applies.model_dump(
                    mode="json", by_alias=True, exclude_defaults=True
                )
            self.questions.append(draft.question)
            self.ids.add(draft.known.id)
            if isinstance(link := item.get("linkId"), str):
                self.known[link] = draft.known
        self.items(item.get("item"), f"{place}.item", gate)

    def _applies(self, item: Object, place: str, gate: When | None) -> When | None:
        read = read_enabling(item, self.known)
        for number, reason in read.lost:
            self._note(f"{place}.enableWhen[{number}]", f"{reason}, so this is always asked")
        own = applies_when(item, read.when, self.known)
        if extension_of(item, names.APPLIES_WHEN) and own == read.when is not None:
            self._note(
                f"{place}.extension",
                "what it says of when this applies is not what enableWhen says; that was taken",
            )
        if own is None and extension_of(item, names.ENABLE_EXPRESSION):
            self._note(
                f"{place}.extension", "an expression in FHIRPath is not understood, so this is always asked"
            )
        try:
            return both(gate, own)
        except ValueError:
            self._note(
                f"{place}.enableWhen", "together with its group's conditions this is too much, so it is asked"
            )
            return None

    def _display(self, item: Object, place: str, gate: When | None) -> None:
        text = text_of(item, "text")
        link = text_of(item, "linkId")
        if link.startswith(f"{names.INTRODUCTION}."):
            self.introduction.append(str(item.get("text")))
            self._unread(item, place, set())
        elif _control(item) in ("help", "lower", "upper"):
            return  # read with the question that it stands below
        elif (
            text and not self.questions and gate is None and not item.get("enableWhen") and not _control(item)
        ):
            self.introduction.append(text)
            self._unread(item, place, set())
        elif text:
            self._note(place, f"a text beside the questions is not said: “{text}”")

    def _is_part(self, link: str) -> bool:
        """Whether an item belongs to a question of ours above it, and was read with that."""
        question, dot, end = link.rpartition(".")
        return (
            bool(dot)
            and question in self.known
            and f".{end}" in (names.HELP, names.UP_TO, names.LOW, names.HIGH)
        )

    def _unread(self, item: Object, place: str, read: Collection[str]) -> None:
        known = {names.ENABLE_EXPRESSION, names.APPLIES_WHEN}
        self.notes += unread(item, place, READ, {*read, *known})

    def _note(self, place: str, sentence: str) -> None:
        self.notes.append(Note(place, sentence))


def unread(
    found: Object, place: str, elements: Collection[str], extensions: Collection[str]
) -> Iterator[Note]:
    """What stands in an element that nobody looked at."""
    for key in found:
        if key not in elements:
            yield Note(_below(place, key), f"{_WHY.get(key, 'this element has no counterpart here')}")
    for number, each in objects(found.get("extension")):
        url = each.get("url")
        if url not in extensions:
            yield Note(
                _below(place, f"extension[{number}]"), f"the extension {url or 'without a name'} is not known"
            )


_WHY: Mapping[str, str] = {
    "required": "every question can be skipped here, which then counts as not sure",
    "prefix": "numbers before a question are not said",
    "code": "codes of questions are not kept",
    "definition": "definitions are not kept",
    "initial": "no answer is filled in beforehand",
    "modifierExtension": "it may change what everything here means, and is not known",
    "copyright": "mind whom this belongs to; it is not kept",
}


def _below(place: str, name: str) -> str:
    return f"{place}.{name}".strip(".")


def _control(item: Object) -> str:
    found = extension_of(item, names.CONTROL)
    codes = codings(found.get("valueCodeableConcept")) if found else []
    return next((text_of(each, "code") for each in codes), "")
