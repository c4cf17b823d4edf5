"""The answers of a session as a FHIR R4 QuestionnaireResponse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, assert_never

from voice_assistant.content.pack import Pack
from voice_assistant.content.protocol import DurationQuestion, Outcome, Protocol, Question
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import Answer
from voice_assistant.events import Choices, Days, Number
from voice_assistant.exchange import vocabulary as names
from voice_assistant.exchange.questionnaire import Form, coding, form, outcome_coding
from voice_assistant.exchange.structured import quantity
from voice_assistant.exchange.vocabulary import Json, Object

Status = Literal["in-progress", "completed", "stopped"]


def response(
    pack: Pack,
    protocol: Protocol,
    answers: Mapping[str, Answer],
    *,
    outcome: str | None,
    status: Status,
    authored: datetime | None,
) -> Object:
    """`outcome`: the id of the advice that was given, if any; `authored`: when, with its time zone.

    Only answers that count are in it: not those to questions that do not apply (any more).
    """
    own = form(pack.id, protocol)
    counting = triage.valid(protocol, answers)
    items: list[Json] = [
        _item(own, each, counting[each.id]) for each in protocol.questions if each.id in counting
    ]
    if outcome is not None:
        items.append(_advice(own, protocol.outcome(outcome)))
    nameable = protocol.version and not set(protocol.version) & set(
        " \t\n|"
    )  # an address has no spaces in it
    version = f"|{protocol.version}" if nameable else ""
    return {
        "resourceType": "QuestionnaireResponse",
        "language": protocol.language,
        "questionnaire": f"{own.canonical}{version}",
        "status": status,
        **({"authored": authored.isoformat(timespec="seconds")} if authored else {}),
        **({"item": items} if items else {}),
    }


def _item(own: Form, question: Question, answer: Answer) -> Json:
    return {"linkId": question.id, "text": question.ask.first, "answer": _answers(own, question, answer)}


def _answers(own: Form, question: Question, answer: Answer) -> list[Json]:
    match answer.value:
        case str(flat) if question.kind in ("number", "scale"):
            return [{"_valueInteger": _absent(flat)}]
        case str(flat) if isinstance(question, DurationQuestion):
            return [{"valueQuantity": _absent(flat)}]
        case str(flat):
            return [{"valueCoding": coding(own, question, flat)}]
        case Choices(ids):
            return [{"valueCoding": coding(own, question, each)} for each in ids or (names.NONE,)]
        case Number(least, most):
            return [
                {"valueInteger": least, **_up_to(question, {"valueInteger": most} if most > least else None)}
            ]
        case Days(low, None):
            return [{"valueQuantity": {**quantity(low), "comparator": ">="}}]
        case Days(low, high):
            longest: Json = {"valueQuantity": quantity(high)} if high is not None and high > low else None
            return [{"valueQuantity": quantity(low), **_up_to(question, longest)}]
        case _:
            assert_never(answer.value)


def _up_to(question: Question, most: Json) -> Object:
    return {"item": [{"linkId": question.id + names.UP_TO, "answer": [most]}]} if most else {}


def _absent(flat: str) -> Object:
    """In place of a value: why there is none."""
    return {"extension": [{"url": names.DATA_ABSENT, "valueCode": names.FLAT_CODES[flat][1]}]}


def _advice(own: Form, outcome: Outcome) -> Json:
    given: Json = {
        "linkId": names.OUTCOME,
        "text": "Advice",
        "answer": [{"valueCoding": outcome_coding(own, outcome)}],
    }
    return {"linkId": names.ADVICE, "text": "What the answers lead to", "item": [given]}
