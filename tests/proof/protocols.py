"""Protocols that are made by a program: small ones that can be enumerated, and large ones."""

from __future__ import annotations

import random
from typing import Any

from voice_assistant.content.protocol import Protocol

SOURCE = {"reference": "The tests"}


def question(name: str, kind: str = "yes_no", **more: Any) -> dict[str, Any]:
    base = {
        "id": name,
        "kind": kind,
        "ask": {"first": "Is it so?", "shorter": "So?", "help": "Say yes or no. Is it?"},
        "about": name,
        "names": [name.translate(str.maketrans("0123456789_", "abcdefghij "))],
        "why": "It matters.",
        "source": SOURCE,
    }
    own: dict[str, dict[str, Any]] = {
        "yes_no": {"said_yes": "It is.", "said_no": "It is not."},
        "duration": {"choices": [{"label": "Short", "days": [0, 7]}]},
        "number": {"low": 0, "high": 9, "unit": "cups", "choices": [{"label": "Few", "numbers": [0, 2]}]},
        "scale": {"low": 0, "high": 10, "low_means": "none", "high_means": "all"},
        "several": {"none": ["none"], "options": [option(each) for each in ("one", "two", "three")]},
        "one_of": {"options": [option(each) for each in ("one", "two", "three")]},
    }
    return {**base, **own[kind], **more}


def option(name: str) -> dict[str, Any]:
    return {"id": name, "label": name, "words": [name], "advice": "Rest."}


def outcome(name: str, urgency: int, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "urgency": urgency,
        "say": [name],
        "watch": ["More."],
        "sections": ["care"],
        "source": SOURCE,
    } | more


def protocol(questions: list[Any], rules: list[Any], outcomes: list[Any] | None = None) -> Protocol:
    return Protocol.model_validate(
        {
            "version": "1",
            "author": "The tests",
            "reviewer": "The tests",
            "reviewed": "2026-01-01",
            "review_by": "2030-01-01",
            "language": "en",
            "contact": "doctor",
            "introduction": ["Questions."],
            "questions": questions,
            "rules": rules,
            "outcomes": outcomes
            or [
                outcome("care", 0),
                outcome("doctor", 1),
                outcome("soon", 2),
                outcome("emergency", 3, emergency=True),
            ],
        }
    )


def when(name: str, *answers: Any) -> dict[str, Any]:
    return {"question": name, "is": list(answers)}


def large(count: int, seed: int = 1) -> Protocol:
    """As many questions: red flags first, then mild signs two of which count, pairs, durations and gates."""
    chance = random.Random(seed)  # noqa: S311 - makes a protocol, no secret
    questions, emergency, soon, mild, pairs = [], [], [], [], []
    for number in range(count):
        name = f"q{number}"
        if number < count // 10:
            questions.append(question(name, red_flag="emergency"))
            emergency.append(when(name, "yes", "not_sure"))
        elif number < count // 2:
            questions.append(question(name, red_flag="soon"))
            soon.append(when(name, "yes", "not_sure"))
        elif number % 7 == 0:
            questions.append(question(name, "duration"))
            mild.append(when(name, {"more_than_days": chance.choice((7, 14, 30))}, "not_sure"))
        elif number % 7 == 1 and questions[-1]["kind"] == "duration":
            gate = {"any": [when(questions[-1]["id"], {"more_than_days": 3}, "not_sure")]}
            questions.append(question(name, applies_when=gate))
            mild.append(when(name, "yes"))
        elif number % 7 == 2:
            questions.append(question(name, "number"))
            pairs.append((when(name, {"at_least": 5}), when(f"q{number + 1}", "yes")))
        else:
            questions.append(question(name))
            if number % 7 != 3:
                mild.append(when(name, "yes", "not_sure"))
    rules: list[Any] = [
        {"outcome": "emergency", "at_once": True, "any": emergency},
        {"outcome": "soon", "any": soon},
    ]
    known = {each["id"] for each in questions}
    rules += [{"outcome": "doctor", "all": list(pair)} for pair in pairs if pair[1]["question"] in known]
    rules.append({"outcome": "doctor", "at_least": 2, "any": mild})
    used = {each["question"] for rule in rules for key in ("any", "all") for each in rule.get(key, [])}
    rules.append({"outcome": "doctor", "any": [when(each, "yes") for each in sorted(known - used)]})
    return protocol(questions, [rule for rule in rules if rule.get("any") or rule.get("all")])


def entangled(count: int) -> Protocol:
    """Mild signs of which every pair that lies half the questions apart counts: too many states to walk."""
    half = count // 2
    questions = [question(f"q{number}") for number in range(count)]
    rules = [
        {
            "outcome": "doctor",
            "all": [when(f"q{number}", "yes", "not_sure"), when(f"q{number + half}", "yes", "not_sure")],
        }
        for number in range(half)
    ]
    return protocol(questions, rules, [outcome("care", 0), outcome("doctor", 1)])
