"""Worked cases on a reviewer's page: what somebody answers, and what that must lead to."""

from __future__ import annotations

from collections.abc import Mapping

from voice_assistant.content.cases import Cases, Counted, Lasting, Written
from voice_assistant.content.protocol import OneOfQuestion, Protocol, Question, SeveralQuestion
from voice_assistant.publishing import report_words as words
from voice_assistant.publishing.report_advice import name
from voice_assistant.publishing.report_html import Html, element, pairs, said, table, text


def cases(protocol: Protocol, given: Cases) -> Html:
    """The usual answers, and each case by what is different from them."""
    asked = {question.id: question for question in protocol.questions}
    usual = pairs(
        (asked[each].about if each in asked else each, _answer(asked.get(each), answer))
        for each, answer in given.usually.items()
    )
    rows = (
        (_different(asked, answers), name(expected.outcome))
        for expected in given.cases
        for answers in expected.answers
    )
    return "".join(
        [
            element("p", text(words.CASES_TEXT)),
            element("h3", text(words.USUALLY)),
            usual,
            table(words.CASES, (words.CASE, words.CASE_ADVICE), rows),
        ]
    )


def _different(asked: Mapping[str, Question], answers: Mapping[str, Written]) -> Html:
    if not answers:
        return text(words.NOTHING)
    return element(
        "ul",
        *(
            element(
                "li",
                said(asked[each].about if each in asked else each),
                " ",
                _answer(asked.get(each), answer),
            )
            for each, answer in answers.items()
        ),
        class_="answers",
    )


def _answer(question: Question | None, answer: Written) -> Html:
    return element("strong", text(in_words(question, answer)))


def in_words(question: Question | None, answer: Written) -> str:
    """An answer as people read it; options by their labels."""
    labels = (
        {option.id: option.label for option in question.options}
        if isinstance(question, SeveralQuestion | OneOfQuestion)
        else {}
    )
    match answer:
        case Lasting(days=(low, None)):
            return f"{low:g} {words.AND_MORE}"
        case Lasting(days=(low, high)):
            return f"{low:g} {words.TO} {high:g} days"
        case Lasting(days=days):
            return f"{days:g} days"
        case Counted(numbers=(low, high)):
            return f"{low} {words.TO} {high}"
        case tuple():
            return ", ".join(labels.get(each, each) for each in answer) or words.NONE_OF_THEM
        case _:
            return labels.get(str(answer), str(answer).replace("_", " "))
