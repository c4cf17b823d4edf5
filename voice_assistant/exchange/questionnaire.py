"""A pack's protocol as a FHIR R4 Questionnaire.

What FHIR has a word for stands there: the questions with their first wording and kind of answer, when they
apply, the version, the dates, who wrote it. Everything else stands in our own extensions, so that the protocol
can be read back whole. The outcome stands at the end as an item that is computed from the answers, by rules in
FHIRPath, with the words of each advice below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from pydantic import BaseModel

from voice_assistant.content.pack import Pack
from voice_assistant.content.protocol import (
    DurationQuestion,
    NumberQuestion,
    OneOfQuestion,
    Outcome,
    Protocol,
    Question,
    ScaleQuestion,
    SeveralQuestion,
    YesNoQuestion,
)
from voice_assistant.exchange import vocabulary as names
from voice_assistant.exchange.computed import outcome_expression
from voice_assistant.exchange.conditions import Questions, enabling, expression_extension
from voice_assistant.exchange.enabled import Known, read_enabling
from voice_assistant.exchange.structured import extension
from voice_assistant.exchange.vocabulary import Json, Object

NATIVE = {"id", "ask", "about", "applies_when", "options", "low", "high", "unit", "low_means", "high_means"}
"""Keys of a question that have a place of their own in FHIR, but for one of the three wordings."""
HEAD = {
    *("version", "author", "reviewed", "review_by", "language", "canonical"),
    *("introduction", "questions"),
}
"""As `NATIVE`, of the protocol itself."""


@dataclass(frozen=True, slots=True)
class Form:
    """What the items of one Questionnaire have in common."""

    protocol: Protocol
    canonical: str

    def system(self, question: str) -> str:
        """The code system of a question's options: its ids mean something only there."""
        mark = ":" if self.canonical.startswith("urn:") else "#"
        return f"{self.canonical}{mark}{question.removeprefix('-')}"


def form(pack_id: str, protocol: Protocol) -> Form:
    return Form(protocol, protocol.canonical or names.own_urn("pack", pack_id))


def known(question: Question, system: str) -> Known:
    """The question as enableWhen may refer to it."""
    options = (
        [each.id for each in question.options]
        if isinstance(question, OneOfQuestion | SeveralQuestion)
        else []
    )
    flat = ["yes", "no"] if isinstance(question, YesNoQuestion) else options
    codes = {(system, each): each for each in options}
    for answer, (of, code, _) in names.FLAT_CODES.items():
        codes[of, code] = "not_sure" if answer in names.UNKNOWN else answer
    return Known(question.id, question.kind, (*flat, "not_sure"), codes, system)


def questionnaire(pack: Pack, protocol: Protocol) -> Object:
    """`protocol` is the pack's own. The same pack gives the same Questionnaire, to the byte."""
    own = form(pack.id, protocol)
    article = pack.article
    named = {each.id: each for each in article.sections}
    wanted = {name: named[name].shown for name in sections(protocol) if name in named}
    whole: Object = {key: value for key, value in _dump(protocol).items() if key not in HEAD}
    whole["article"] = {
        "source": article.source,
        **({"sections": [{"id": name, "title": title} for name, title in wanted.items()]} if wanted else {}),
    }
    introduction: list[Json] = [
        {"linkId": f"{names.INTRODUCTION}.{number}", "text": text, "type": "display"}
        for number, text in enumerate(protocol.introduction, start=1)
    ]
    above: dict[str, Known] = {}
    questions: list[Json] = []
    for question in protocol.questions:
        questions.append(_item(own, question, above))
        above[question.id] = known(question, own.system(question.id))
    return {
        "resourceType": "Questionnaire",
        "language": protocol.language,
        "extension": [extension(names.PROTOCOL, whole)],
        "url": own.canonical,
        **({"version": protocol.version} if protocol.version else {}),
        "name": names.computer_name(article.shown),
        "title": article.shown,
        # Whether it is ready for use is for whoever takes it over to say.
        "status": "draft",
        "subjectType": ["Patient"],
        "date": protocol.reviewed.isoformat(),
        **({"publisher": protocol.author} if protocol.author else {}),
        "description": f"Questions to be spoken, and the advice that they lead to. Reviewed by: {protocol.reviewer}",
        "lastReviewDate": protocol.reviewed.isoformat(),
        "effectivePeriod": {"start": protocol.reviewed.isoformat(), "end": protocol.review_by.isoformat()},
        "item": [*introduction, *questions, _advice(own, above)],
    }


def sections(protocol: Protocol) -> tuple[str, ...]:
    """The sections of the article that the protocol names, in the order in which it does."""
    found = [each.source.section for each in (*protocol.questions, *protocol.outcomes)]
    found += [section for outcome in protocol.outcomes for section in outcome.sections]
    return tuple(dict.fromkeys(section for section in found if section))


def _dump(model: BaseModel) -> Object:
    """As it stands in a file, without what is empty: FHIR has no place for that."""
    dumped: Object = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {key: value for key, value in dumped.items() if value not in ({}, [], "")}


# --- answers ------------------------------------------------------------------------------------------------


def coding(form: Form, question: Question, answer: str) -> Object:
    """An answer to a question that takes a code: a flat one, an option's id, or that none of them is true."""
    if answer in names.FLAT_CODES:
        system, code, display = names.FLAT_CODES[answer]
        return {"system": system, "code": code, "display": display}
    label = answer
    if isinstance(question, OneOfQuestion | SeveralQuestion):
        label = next((each.label for each in question.options if each.id == answer), "None of these")
    return {"system": form.system(question.id), "code": answer, "display": label}


def outcome_coding(form: Form, outcome: Outcome) -> Object:
    return {
        "system": form.system(names.OUTCOME),
        "code": outcome.id,
        "display": outcome.say[0],
    }


# --- items --------------------------------------------------------------------------------------------------


def _item(own: Form, question: Question, above: Questions) -> Object:
    extensions: list[Json] = [
        extension(names.QUESTION, _rest(question)),
        {"url": names.SHORT_TEXT, "valueString": question.about},
    ]
    shown: Object = {}
    if question.applies_when:
        shown = enabling(question.applies_when, above)
        more = shown.pop("extension", [])
        extensions += more if isinstance(more, list) else []
        if read_enabling(shown, above).when != question.applies_when:
            extensions.append(extension(names.APPLIES_WHEN, _dump(question.applies_when)))
    kind, more_extensions, inner = _kind(own, question)
    return {
        "extension": [*extensions, *more_extensions],
        "linkId": question.id,
        "text": question.ask.first,
        **shown,
        **kind,
        "item": [_display(question.id + names.HELP, question.ask.help, "help"), *inner],
    }


def _rest(question: Question) -> Object:
    """What FHIR has no place for."""
    dumped = _dump(question)
    return {
        "shorter": question.ask.shorter,
        **{key: value for key, value in dumped.items() if key not in NATIVE},
    }


def _kind(own: Form, question: Question) -> tuple[Object, list[Json], list[Json]]:
    """The type and what belongs to it; extensions; and items below it."""
    match question:
        case YesNoQuestion():
            return {"type": "choice", "answerOption": _yes_no(own, question)}, [], []
        case OneOfQuestion():
            return {"type": "choice", "answerOption": _options(own, question)}, [], []
        case SeveralQuestion():
            return {"type": "choice", "repeats": True, "answerOption": _options(own, question)}, [], []
        case NumberQuestion(low=low, high=high, unit=unit):
            bounds = _bounds(low, high)
            counted: Json = {"url": names.UNIT, "valueCoding": {"display": unit}}
            up_to = {**_up_to(question), "type": "integer", "extension": bounds}
            return {"type": "integer"}, [*bounds, counted], [up_to]
        case ScaleQuestion(low=low, high=high):
            bounds = _bounds(low, high)
            slider: list[Json] = [_control("slider"), {"url": names.STEP, "valueInteger": 1}]
            up_to = {**_up_to(question), "type": "integer", "extension": bounds}
            ends: list[Json] = [
                _display(question.id + names.LOW, question.low_means, "lower"),
                _display(question.id + names.HIGH, question.high_means, "upper"),
            ]
            return {"type": "integer"}, [*bounds, *slider], [*ends, up_to]
        case DurationQuestion():
            return {"type": "quantity"}, [], [{**_up_to(question), "type": "quantity"}]
        case _:
            assert_never(question)


def _up_to(question: Question) -> Object:
    return {"linkId": question.id + names.UP_TO, "text": "If it is not certain: at most?"}


def _bounds(low: int, high: int) -> list[Json]:
    return [{"url": names.MIN_VALUE, "valueInteger": low}, {"url": names.MAX_VALUE, "valueInteger": high}]


def _yes_no(own: Form, question: YesNoQuestion) -> list[Json]:
    """Written out, as no set that HL7 has can also tell who would not say from who does not know."""
    return [{"valueCoding": coding(own, question, answer)} for answer in names.FLAT_CODES]


def _options(own: Form, question: OneOfQuestion | SeveralQuestion) -> list[Json]:
    options: list[Json] = []
    for option in question.options:
        rest = {key: value for key, value in _dump(option).items() if key not in ("id", "label")}
        options.append(
            {"extension": [extension(names.OPTION, rest)], "valueCoding": coding(own, question, option.id)}
        )
    alone = ([names.NONE] if isinstance(question, SeveralQuestion) else []) + list(names.UNKNOWN)
    exclusive: list[Json] = (
        [{"url": names.EXCLUSIVE, "valueBoolean": True}] if isinstance(question, SeveralQuestion) else []
    )
    for answer in alone:
        more: Object = {"extension": exclusive} if exclusive else {}
        options.append({**more, "valueCoding": coding(own, question, answer)})
    return options


def _display(link: str, text: str, control: str) -> Json:
    return {"extension": [_control(control)], "linkId": link, "text": text, "type": "display"}


def _control(code: str) -> Json:
    return {
        "url": names.CONTROL,
        "valueCodeableConcept": {"coding": [{"system": names.ITEM_CONTROL, "code": code}]},
    }


# --- the outcome ----------------------------------------------------------------------------------------------


def _advice(own: Form, questions: Questions) -> Object:
    protocol = own.protocol
    computed = outcome_expression(protocol, questions)
    item = f"%questionnaire.repeat(item).where(linkId = '{names.OUTCOME}')"
    of_its_code = f"{item}.answerOption.value.where(code = %outcome)"
    outcomes: list[Json] = [
        {
            "extension": [{"url": names.ORDINAL, "valueDecimal": outcome.urgency}],
            "valueCoding": outcome_coding(own, outcome),
        }
        for outcome in protocol.outcomes
    ]
    result: Object = {
        "extension": [
            expression_extension(names.VARIABLE, computed, "outcome"),
            expression_extension(names.CALCULATED, of_its_code),
        ],
        "linkId": names.OUTCOME,
        "text": "Advice",
        "type": "choice",
        "readOnly": True,
        "answerOption": outcomes,
    }
    return {
        "linkId": names.ADVICE,
        "text": "What the answers lead to",
        "type": "group",
        "item": [result, *(_words(own, each) for each in protocol.outcomes)],
    }


def _words(own: Form, outcome: Outcome) -> Json:
    chosen = outcome_coding(own, outcome)
    return {
        "linkId": f"{names.OUTCOME}.{outcome.id}",
        "text": " ".join((*outcome.say, *outcome.comfort, *outcome.watch)),
        "type": "display",
        "enableWhen": [
            {
                "question": names.OUTCOME,
                "operator": "=",
                "answerCoding": {"system": chosen["system"], "code": outcome.id},
            }
        ],
    }
