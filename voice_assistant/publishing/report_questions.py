"""The questions on a reviewer's page: each with its wordings, what is understood, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from voice_assistant.content.protocol import (
    DurationQuestion,
    NumberQuestion,
    OneOfQuestion,
    Option,
    Protocol,
    Question,
    ScaleQuestion,
    SeveralQuestion,
    Source,
    YesNoQuestion,
)
from voice_assistant.publishing import report_words as words
from voice_assistant.publishing.report_advice import judge, when_in_words
from voice_assistant.publishing.report_html import Html, element, lines, pairs, said, several, text

Rows = Iterator[tuple[str, Html]]


def questions(protocol: Protocol, source: Callable[[Source], Html]) -> Html:
    """All questions in their order. `source`: what a source says."""
    begins = element("h3", text(words.INTRODUCTION)) + lines(protocol.introduction)
    cards = (_card(protocol, number, each, source) for number, each in enumerate(protocol.questions, start=1))
    return "\n".join([begins if protocol.introduction else "", *cards])


def _card(protocol: Protocol, number: int, question: Question, source: Callable[[Source], Html]) -> Html:
    floor = protocol.floor(question)
    flag = ""
    if floor is not None:
        flag = element(
            "p",
            element("span", text(words.FLAG), class_="badge"),
            " ",
            element("span", text(words.FLAG_TEXT)),
            " ",
            element("a", text(floor.id.replace("_", " ")), href=f"#advice-{floor.id}"),
        )
    heading = element(
        "h3",
        element("span", text(f"{number}."), class_="number"),
        " ",
        said(question.ask.first),
        id=f"question-{question.id}",
    )
    return element(
        "article",
        heading,
        flag,
        pairs(_rows(protocol, question, source)),
        judge(),
        class_="flag" if question.red_flag else "question",
        aria_labelledby=f"question-{question.id}",
    )


def _rows(protocol: Protocol, question: Question, source: Callable[[Source], Html]) -> Rows:
    yield words.SHORTER, said(question.ask.shorter)
    yield words.HELP, said(question.ask.help)
    yield words.WHY, said(question.why)
    yield words.KIND, text(words.KINDS[question.kind])
    if question.applies_when is not None:
        yield words.APPLIES, when_in_words(protocol, question.applies_when)
    yield from _answers(question)
    yield words.ABOUT, said(question.about)
    yield words.NAMES, several(question.names)
    yield words.WHERE_FROM, source(question.source)


def _answers(question: Question) -> Rows:
    match question:
        case YesNoQuestion():
            yield words.YES_MEANS, several(question.words.yes) if question.words.yes else ""
            yield words.NO_MEANS, several(question.words.no) if question.words.no else ""
            yield words.SAID_YES, said(question.said_yes)
            yield words.SAID_NO, said(question.said_no)
            yield words.SETS_YES, several(map(plain, question.sets.yes)) if question.sets.yes else ""
            yield words.SETS_NO, several(map(plain, question.sets.no)) if question.sets.no else ""
            yield words.MENTIONS, several(question.mentions) if question.mentions else ""
        case DurationQuestion():
            yield (
                words.CHOICES,
                element("ul", *(_length(each.label, *each.days) for each in question.choices)),
            )
            yield words.NONE, several(question.none) if question.none else ""
        case SeveralQuestion():
            yield words.OPTIONS, _options(question.options)
            yield words.NONE, several(question.none)
        case OneOfQuestion():
            yield words.OPTIONS, _options(question.options)
        case NumberQuestion():
            yield words.BETWEEN, text(f"{question.low} {words.TO} {question.high}")
            yield words.UNIT, said(question.unit)
            yield words.UNIT_WORDS, several(question.unit_words) if question.unit_words else ""
            yield (
                words.CHOICES,
                element("ul", *(_range(each.label, *each.numbers) for each in question.choices)),
            )
            yield words.NONE, several(question.none) if question.none else ""
        case ScaleQuestion():
            yield words.BETWEEN, text(f"{question.low} {words.TO} {question.high}")
            yield words.LOW_MEANS, said(question.low_means)
            yield words.HIGH_MEANS, said(question.high_means)
        case _:
            assert_never(question)


def _options(options: tuple[Option, ...]) -> Html:
    return element(
        "ul",
        *(
            element(
                "li",
                said(each.label),
                several(each.words),
                said(each.advice) if each.advice else "",
                _sets(each),
            )
            for each in options
        ),
    )


def _sets(option: Option) -> Html:
    """What choosing it changes."""
    if not option.sets:
        return ""
    return element("p", element("span", text(words.SETS)), ":") + several(map(plain, option.sets))


def plain(name: str) -> str:
    """A name of the program as one reads it."""
    return name.replace("_", " ")


def _length(label: str, low: float, high: float | None) -> Html:
    most = f"{words.TO} {high:g} days" if high is not None else f"days {words.DAYS_MOST}"
    return element("li", said(label), " ", element("span", text(f"({low:g} {most})")))


def _range(label: str, low: int, high: int) -> Html:
    return element("li", said(label), " ", element("span", text(f"({low} {words.TO} {high})")))
