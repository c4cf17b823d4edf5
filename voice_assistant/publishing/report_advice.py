"""The outcomes and the rules on a reviewer's page: every text that is advised, and in plain words when it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol as Interface

from voice_assistant.content.protocol import Condition, Outcome, Protocol, Rule, Source, When
from voice_assistant.dialogue.rule_words import answers_in_words
from voice_assistant.proof import Proof
from voice_assistant.publishing import report_words as words
from voice_assistant.publishing.report_html import Html, element, lines, pairs, said, table, text


class Sources(Interface):
    """What a source says, and what a section is called."""

    def __call__(self, source: Source) -> Html: ...

    def title(self, section_id: str) -> Html: ...


def by_urgency(protocol: Protocol) -> list[Outcome]:
    return sorted(protocol.outcomes, key=lambda each: -each.urgency)


def name(outcome: str) -> Html:
    """An outcome's name, as one reads it, that leads to it."""
    return element("a", text(outcome.replace("_", " ")), href=f"#advice-{outcome}")


def ways(protocol: Protocol, proof: Proof) -> Html:
    """The fewest answers that lead to each outcome, and which."""

    def steps(outcome: str) -> Iterator[Html]:
        for question, answer in proof.ways.get(outcome, ()):
            asked = next(each for each in protocol.questions if each.id == question)
            yield element("li", said(asked.ask.first), " ", element("strong", text(answer)))

    rows = (
        (
            name(outcome.id),
            text(outcome.urgency),
            text(proof.fewest.get(outcome.id, "")),
            element("ol", *steps(outcome.id)),
        )
        for outcome in by_urgency(protocol)
        if outcome.id in proof.ways
    )
    heads = (words.OUTCOME, words.URGENCY, words.FEWEST_ANSWERS, words.SHORTEST_WAY)
    return table(words.WAYS, heads, rows)


def advice(protocol: Protocol, source: Sources) -> Html:
    """Every outcome word for word, the most urgent first."""
    return "\n".join(_outcome(protocol, each, source) for each in by_urgency(protocol))


def _outcome(protocol: Protocol, outcome: Outcome, source: Sources) -> Html:
    heading = element("h3", text(outcome.id.replace("_", " ")), id=f"advice-{outcome.id}")
    parts = [(words.SAY, outcome.say), (words.SIMPLY, outcome.simply), (words.COMFORT, outcome.comfort)]
    said_ = [element("h4", text(title)) + lines(texts) for title, texts in parts if texts]
    if outcome.tips_from is not None:
        asked = next((each for each in protocol.questions if each.id == outcome.tips_from), None)
        named = said(asked.ask.first) if asked else text(outcome.tips_from)
        said_.append(element("h4", text(words.TIPS)) + element("p", named))
    if outcome.no_tips:
        said_.append(element("h4", text(words.NO_TIPS)) + lines(outcome.no_tips))
    if outcome.watch:
        said_.append(element("h4", text(words.WATCH)) + lines(outcome.watch))
    rests = element("ul", *(element("li", source.title(each)) for each in outcome.sections))
    rows = [
        (words.URGENCY, text(outcome.urgency)),
        (words.GIVEN_WHEN, _given(protocol, outcome)),
        (words.RESTS_ON, rests),
        (words.WHERE_FROM, source(outcome.source)),
    ]
    return element(
        "article",
        heading,
        *said_,
        pairs(rows),
        judge(),
        class_="advice",
        aria_labelledby=f"advice-{outcome.id}",
    )


def judge() -> Html:
    """Where a reviewer marks what they think of it."""
    return element(
        "div",
        element("span", text(words.JUDGED)),
        element("span", text(words.TO_CHANGE)),
        element("span", class_="room"),
        class_="judge",
    )


def _given(protocol: Protocol, outcome: Outcome) -> Html:
    given = [
        element(
            "a",
            element("span", text(words.THE_RULE)),
            " ",
            element("span", text(number)),
            href=f"#rule-{number}",
        )
        for number, rule in enumerate(protocol.rules, start=1)
        if rule.outcome == outcome.id
    ]
    found = [", ".join(given)] if given else []
    if outcome is protocol.lowest:
        found.append(text(words.GIVEN_OTHERWISE))
    if outcome.emergency:
        found.append(text(words.IN_AN_EMERGENCY))
    return "".join(element("p", each) for each in found)


def rules(protocol: Protocol) -> Html:
    """Every rule in plain words."""
    items = [
        element("p", text(words.RULES_TEXT)),
        *(_rule(protocol, number, rule) for number, rule in enumerate(protocol.rules, start=1)),
    ]
    otherwise = element("p", name(protocol.lowest.id), " ", element("span", text(words.GIVEN_OTHERWISE)))
    return "\n".join([*items, otherwise])


def _rule(protocol: Protocol, number: int, rule: Rule) -> Html:
    at_once = (" ", element("span", text(words.WITHOUT_ASKING_ON))) if rule.at_once else ()
    heading = element(
        "h3",
        element("span", text(words.THE_RULE)),
        " ",
        element("span", text(f"{number}:")),
        " ",
        name(rule.outcome),
        *at_once,
        id=f"rule-{number}",
    )
    return element(
        "article", heading, when_in_words(protocol, rule), judge(), aria_labelledby=f"rule-{number}"
    )


def when_in_words(protocol: Protocol, when: When) -> Html:
    """How many of which conditions must hold."""
    found = []
    if when.any:
        many = [text(words.ANY_OF)]
        if when.at_least > 1:
            many = [
                text(words.AT_LEAST),
                " ",
                element("strong", text(when.at_least)),
                " ",
                text(words.ENOUGH_OF),
            ]
        found += [element("p", *many), _conditions(protocol, when.any)]
    if when.all:
        found += [
            element("p", text(words.AND_ALL if when.any else words.ALL_OF)),
            _conditions(protocol, when.all),
        ]
    return "".join(found)


def _conditions(protocol: Protocol, conditions: tuple[Condition, ...]) -> Html:
    return element("ul", *(element("li", _condition(protocol, each)) for each in conditions))


def _condition(protocol: Protocol, condition: Condition) -> Html:
    asked = next((each for each in protocol.questions if each.id == condition.question), None)
    named = said(asked.ask.first) if asked else text(condition.question)
    answers = [element("strong", text(each)) for each in answers_in_words(protocol, condition)]
    joined = f" {element('span', text(words.OR))} ".join(answers)
    return f"{named} {element('span', text(words.ANSWERED))} {joined}"
