"""Checks that what a protocol's rules and gates name is there, and can be answered so.

A rule or an `applies_when` names questions with answers; a question and a protocol name outcomes. An
`applies_when` looks up only, at questions that stand above, so that nothing can go round in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from voice_assistant.content.findings import Finding, FindingsError
from voice_assistant.content.protocol import (
    AtLeast,
    AtMost,
    Compared,
    Condition,
    DurationQuestion,
    LessThan,
    MoreThan,
    NumberQuestion,
    OneOfQuestion,
    Protocol,
    Question,
    ScaleQuestion,
    SeveralQuestion,
    When,
    YesNoQuestion,
)
from voice_assistant.content.yaml_file import Path_, YamlFile

MOST_QUESTIONS = 200
"""More than anybody can be asked; all answers to so many can still be judged in some seconds."""


def check_size(yaml: YamlFile) -> None:
    """Raises `FindingsError` with one finding if there are too many questions to look at each of them."""
    questions = yaml.tree.get("questions") if isinstance(yaml.tree, dict) else None
    if isinstance(questions, list) and len(questions) > MOST_QUESTIONS:
        sentence = (
            f"There are {len(questions):,} questions, and {MOST_QUESTIONS} are the most; make several packs."
        )
        raise FindingsError([yaml.key(("questions",), sentence)])


def check_names(yaml: YamlFile, protocol: Protocol) -> list[Finding]:
    """All findings about what is named; nothing is assumed but the shape."""
    return [
        *_outcomes(yaml, protocol),
        *_conditions(yaml, protocol),
        *_counts(yaml, protocol),
        *_upwards(yaml, protocol),
        *_unused(yaml, protocol),
    ]


def walkable(protocol: Protocol) -> bool:
    """Whether every id that is named is there, once, and every applies_when looks up: then it can be walked."""
    questions = [question.id for question in protocol.questions]
    outcomes = [outcome.id for outcome in protocol.outcomes]
    named = {rule.outcome for rule in protocol.rules}
    asked = {condition.question for _, when in whens(protocol) for condition in when.conditions}
    asked |= {outcome.tips_from for outcome in protocol.outcomes if outcome.tips_from}
    upwards = all(
        questions.index(condition.question) < number
        for number, question in enumerate(protocol.questions)
        for condition in (question.applies_when.conditions if question.applies_when else ())
        if condition.question in questions
    )
    unique = len({*questions}) == len(questions) and len({*outcomes}) == len(outcomes)
    return unique and upwards and asked <= {*questions} and named <= {*outcomes}


def whens(protocol: Protocol) -> Iterator[tuple[Path_, When]]:
    """Every rule and every applies_when, with its path in the file."""
    for number, rule in enumerate(protocol.rules):
        yield ("rules", number), rule
    for number, question in enumerate(protocol.questions):
        if question.applies_when:
            yield ("questions", number, "applies_when"), question.applies_when


def conditions_in(path: Path_, when: When) -> Iterator[tuple[Path_, Condition]]:
    """The conditions of one of them, with their paths."""
    for key, conditions in (("any", when.any), ("all", when.all)):
        for index, condition in enumerate(conditions):
            yield (*path, key, index), condition


def conditions(protocol: Protocol) -> Iterator[tuple[Path_, str, Condition]]:
    """Every condition of every rule, with its path and the outcome that it leads to."""
    for number, rule in enumerate(protocol.rules):
        for path, condition in conditions_in(("rules", number), rule):
            yield path, rule.outcome, condition


def _outcomes(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    named: list[tuple[Path_, str]] = [
        (("rules", number, "outcome"), rule.outcome) for number, rule in enumerate(protocol.rules)
    ]
    named += [
        (("questions", number, "red_flag"), question.red_flag)
        for number, question in enumerate(protocol.questions)
        if isinstance(question.red_flag, str)
    ]
    if protocol.contact is not None:
        named.append((("contact",), protocol.contact))
    known = {outcome.id for outcome in protocol.outcomes}
    for path, outcome in named:
        if outcome not in known:
            yield yaml.value(path, f"There is no outcome '{outcome}'; correct it or add the outcome.")


def _conditions(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    questions = {question.id: question for question in protocol.questions}
    for when_path, when in whens(protocol):
        for path, condition in conditions_in(when_path, when):
            question = questions.get(condition.question)
            if question is None:
                sentence = f"There is no question '{condition.question}'; correct it or add the question."
                yield yaml.value((*path, "question"), sentence)
                continue
            for index, wanted in enumerate(condition.is_):
                if not _possible(question, wanted):
                    named = f"'{wanted}'" if isinstance(wanted, str) else next(iter(wanted.model_dump()))
                    sentence = f"'{question.id}' is never answered with {named}; it takes {_takes(question)}."
                    yield yaml.value((*path, "is", index), sentence)
                elif wanted in condition.is_[:index]:
                    yield yaml.value((*path, "is", index), "This stands here twice; take one out.")


def _counts(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    for path, when in whens(protocol):
        what = "rule" if path[0] == "rules" else "applies_when"
        if not when.conditions:
            yield yaml.key(path, f"This {what} names no answer, so it always holds; add 'any' or 'all'.")
        elif when.at_least > max(len(when.any), 1):
            sentence = f"There are only {len(when.any)} under 'any', so {when.at_least} can never hold."
            yield yaml.value((*path, "at_least"), f"{sentence} Make it less.")
        names = [(each.question, each.is_) for each in when.any]
        for index, each in enumerate(names):
            if each in names[:index]:
                sentence = f"'{each[0]}' stands here twice with the same answers; take one out."
                yield yaml.key((*path, "any", index), sentence)


def _upwards(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    places = {question.id: number for number, question in reversed([*enumerate(protocol.questions)])}
    for number, question in enumerate(protocol.questions):
        if question.applies_when is None:
            continue
        at: Path_ = ("questions", number, "applies_when")
        for path, condition in conditions_in(at, question.applies_when):
            if places.get(condition.question, -1) >= number:
                where = "this question itself" if condition.question == question.id else "one further down"
                sentence = f"An applies_when looks at questions above, but '{condition.question}' is {where}."
                yield yaml.value((*path, "question"), f"{sentence} Change the order or the condition.")


def _possible(question: Question, wanted: str | Compared) -> bool:
    if wanted == "not_sure":
        return True
    match question:
        case YesNoQuestion():
            return wanted in ("yes", "no")
        case DurationQuestion():
            return isinstance(wanted, MoreThan | LessThan)
        case SeveralQuestion() | OneOfQuestion():
            return wanted in [option.id for option in question.options]
        case NumberQuestion() | ScaleQuestion():
            match wanted:
                case AtLeast(at_least=number):
                    return question.low < number <= question.high
                case AtMost(at_most=number):
                    return question.low <= number < question.high
                case _:
                    return False
        case _:
            assert_never(question)


def _takes(question: Question) -> str:
    match question:
        case YesNoQuestion():
            return "yes, no and not_sure"
        case DurationQuestion():
            return "more_than_days or less_than_days with a number, and not_sure"
        case SeveralQuestion() | OneOfQuestion():
            return "the ids of its options, and not_sure"
        case NumberQuestion() | ScaleQuestion():
            between = f"between {question.low} and {question.high}"
            return f"at_least or at_most with a number {between}, and not_sure"
        case _:
            assert_never(question)


def _unused(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    asked = {condition.question for _, when in whens(protocol) for condition in when.conditions}
    asked |= {outcome.tips_from for outcome in protocol.outcomes if outcome.tips_from}
    for index, question in enumerate(protocol.questions):
        if question.id not in asked and not _sets_something(question):
            sentence = f"No rule and no tips use the question '{question.id}'; use it or take it out."
            yield yaml.value(("questions", index, "id"), sentence)
    given = {rule.outcome for rule in protocol.rules}
    lowest = min(outcome.urgency for outcome in protocol.outcomes)
    for index, outcome in enumerate(protocol.outcomes):
        if outcome.id not in given and outcome.urgency != lowest:
            sentence = f"No rule gives the outcome '{outcome.id}'; add a rule or take it out."
            yield yaml.value(("outcomes", index, "id"), sentence)


def _sets_something(question: Question) -> bool:
    """Whether an answer changes how the assistant speaks and listens."""
    match question:
        case YesNoQuestion():
            return bool(question.sets.yes or question.sets.no)
        case SeveralQuestion() | OneOfQuestion():
            return any(option.sets for option in question.options)
        case _:
            return False
