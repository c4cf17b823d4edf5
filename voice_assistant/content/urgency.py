"""Checks that a protocol's rules are safe, whatever anybody answers, by looking at one answer at a time.

They are quick, so they are made each time a protocol is loaded; `proof` looks at all answers together. What is
held here for every protocol:

- A red flag is a question for yes or no. Anything but "no" leads at least to its floor (I1, I2), and the floor
  is named as it is.
- Whatever alone leads further than to `contact` is a red flag.
- From no to not sure to yes the urgency never falls, at any question (I3).
- Where there are red flags there is a `contact`, and an outcome for an emergency: one, the most urgent.
- That one is given at once, and no other: a question that is never reached could have led to something more
  urgent.
- What is given at once is asked first, and what is more urgent is asked before what is less so.
"""

from __future__ import annotations

from collections.abc import Iterator

from voice_assistant.content.findings import Finding
from voice_assistant.content.naming import check_names, conditions
from voice_assistant.content.protocol import Condition, Protocol, SeveralQuestion
from voice_assistant.content.yaml_file import YamlFile


def check_rules(yaml: YamlFile, protocol: Protocol) -> list[Finding]:
    """All findings about rules and outcomes; nothing is assumed but the shape."""
    findings = [*check_names(yaml, protocol), *_equal(yaml, protocol), *_emergency(yaml, protocol)]
    outcomes = {outcome.id for outcome in protocol.outcomes}
    if all(rule.outcome in outcomes for rule in protocol.rules):
        findings += [*_unsafe(yaml, protocol), *_unflagged(yaml, protocol)]
        findings += [*_early(yaml, protocol), *(_order(yaml, protocol) if protocol.medical else ())]
    return findings


def _equal(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    owners: dict[int, str] = {}
    for index, outcome in enumerate(protocol.outcomes):
        if outcome.urgency in owners:
            sentence = f"'{owners[outcome.urgency]}' has the same urgency; give each outcome its own."
            yield yaml.value(("outcomes", index, "urgency"), sentence)
        owners.setdefault(outcome.urgency, outcome.id)


def _emergency(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    highest = max(outcome.urgency for outcome in protocol.outcomes)
    first: str | None = None
    for index, outcome in enumerate(protocol.outcomes):
        if not outcome.emergency:
            continue
        path = ("outcomes", index, "emergency")
        if first is not None:
            yield yaml.key(path, f"'{first}' is the outcome for an emergency already; there is only one.")
        elif outcome.urgency != highest:
            yield yaml.key(path, "The outcome for an emergency must be the most urgent one; correct them.")
        first = first or outcome.id
    if not any(question.red_flag for question in protocol.questions):
        return
    if first is None:
        sentence = "There are red flags, but no outcome is for an emergency; add 'emergency: true' to it."
        yield yaml.key(("outcomes",), sentence)
    if protocol.contact is None:
        sentence = "There are red flags, but no 'contact': the outcome that says to contact a doctor; add it."
        yield yaml.key(("questions",), sentence)


def _urgency(protocol: Protocol, question: str, answer: str) -> int:
    """How urgent this answer makes it, were it the only one."""
    given = [
        protocol.outcome(rule.outcome).urgency
        for rule in protocol.rules
        if (not rule.any or sum(_is(each, question, answer) for each in rule.any) >= rule.at_least)
        and all(_is(each, question, answer) for each in rule.all)
    ]
    return max(given, default=min(outcome.urgency for outcome in protocol.outcomes))


def _is(condition: Condition, question: str, answer: str) -> bool:
    return condition.question == question and answer in condition.is_


def _worst(protocol: Protocol, question: str) -> int:
    given = [
        protocol.outcome(outcome).urgency
        for _, outcome, each in conditions(protocol)
        if each.question == question
    ]
    return max(given, default=min(outcome.urgency for outcome in protocol.outcomes))


def _unsafe(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    for index, question in enumerate(protocol.questions):
        path = ("questions", index, "id")
        yes, not_sure, no = (_urgency(protocol, question.id, answer) for answer in ("yes", "not_sure", "no"))
        if question.kind != "yes_no":
            if question.red_flag:
                sentence = "A red flag must be a question for yes or no; change its kind or split it."
                yield yaml.key(("questions", index, "red_flag"), sentence)
            continue
        floor = protocol.floor(question)
        if floor is not None and min(yes, not_sure) < floor.urgency:
            answer = "yes" if yes < floor.urgency else "not_sure"
            sentence = f"'{question.id}' is a red flag, but {answer} does not lead to '{floor.id}' by itself."
            yield yaml.value(path, f"{sentence} Add {answer} to a rule for it.")
        elif floor is not None and not_sure > floor.urgency:
            more = next(each.id for each in protocol.outcomes if each.urgency == not_sure)
            sentence = f"not_sure leads to '{more}', which is more than '{floor.id}'; name '{more}' here."
            yield yaml.value(("questions", index, "red_flag"), sentence)
        if not yes >= not_sure >= no:
            sentence = (
                f"The answers to '{question.id}' must not become less urgent from no to not_sure to yes"
            )
            yield yaml.value(path, f"{sentence}; correct the rules.")


def _unflagged(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    contact = next((each for each in protocol.outcomes if each.id == protocol.contact), None)
    for index, question in enumerate(protocol.questions):
        if contact is None or question.red_flag or question.kind != "yes_no":
            continue
        if _urgency(protocol, question.id, "yes") > contact.urgency:
            sentence = (
                f"yes to '{question.id}' leads further than to '{contact.id}', so it is a red flag; "
                "add red_flag with that outcome."
            )
            yield yaml.value(("questions", index, "id"), sentence)


def _early(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    highest = max(outcome.urgency for outcome in protocol.outcomes)
    for number, rule in enumerate(protocol.rules):
        outcome = protocol.outcome(rule.outcome)
        if rule.at_once and outcome.urgency != highest:
            sentence = (
                "Only the most urgent outcome may be given at once; take at_once away or change the outcome."
            )
            yield yaml.key(("rules", number, "at_once"), sentence)
        elif outcome.emergency and not rule.at_once:
            sentence = f"'{outcome.id}' is for an emergency, so it cannot wait; add 'at_once: true'."
            yield yaml.value(("rules", number, "outcome"), sentence)


def _order(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    at_once = {each.question for rule in protocol.rules if rule.at_once for each in rule.conditions}
    waiting: str | None = None
    milder: tuple[str, int] | None = None
    for index, question in enumerate(protocol.questions):
        path = ("questions", index, "id")
        worst = _worst(protocol, question.id)
        if question.id in at_once and waiting:
            sentence = f"'{question.id}' can give advice at once; move it above '{waiting}'."
            yield yaml.value(path, sentence)
        elif milder and worst > milder[1]:
            sentence = f"'{question.id}' can be more urgent than '{milder[0]}'; move it above."
            yield yaml.value(path, sentence)
        if question.id not in at_once:
            waiting = waiting or question.id
        if milder is None or worst < milder[1]:
            milder = (question.id, worst)


def options_without_advice(question: SeveralQuestion) -> tuple[int, ...]:
    """Indexes of the options that have nothing to say where an outcome takes its tips from them."""
    return tuple(index for index, option in enumerate(question.options) if not option.advice)
