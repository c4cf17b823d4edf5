"""Protocols of all kinds, made at random, with the sessions that could be held with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from voice_assistant.content.pack import Article, ArticleSentence, Pack, Section
from voice_assistant.content.protocol import Protocol, Question
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import UNKNOWN, Answer, AnswerValue
from voice_assistant.events import Choices, Days, Number
from voice_assistant.exchange.vocabulary import Json, Object

KINDS = ("yes_no", "duration", "several", "one_of", "number", "scale")
TEXTS = (
    "Is it so?",
    "How much?",
    'Say "this", or – that.',
    "A < b & c",
    "Ünïcode ✓?",
    "two\nlines",
    "yes",
    "#1: 'x'",
)
PHRASES = ("so it is", "it's not", "more", "less of it")
SECTIONS = ("introduction", "care", "more")


def random_protocol(rng: Random, most: int = 5) -> Protocol:
    """A small protocol: nothing is promised but its shape."""
    outcomes = [f"outcome_{number}" for number in range(rng.randint(1, 4))]
    questions: list[Object] = []
    for number in range(rng.randint(1, most)):
        questions.append(_question(rng, f"q{number}", questions, outcomes))
    rules: list[Json] = [
        {
            **_when(rng, questions),
            "outcome": rng.choice(outcomes),
            **({"at_once": True} if rng.random() < 0.2 else {}),
        }
        for _ in range(rng.randint(0, 4))
    ]
    several = [str(each["id"]) for each in questions if each["kind"] == "several"]
    return Protocol.model_validate(
        {
            "version": rng.choice(("1", "2.0.1", "2026 winter")),
            "author": rng.choice(("Somebody", "Ö & Co")),
            "reviewer": "Nobody",
            "reviewed": date(2026, 1, rng.randint(1, 28)),
            "review_by": date(2030, 1, 1),
            "language": "en",
            "contact": rng.choice((None, rng.choice(outcomes))),
            "introduction": [rng.choice(TEXTS) for _ in range(rng.randint(0, 2))],
            "questions": questions,
            "rules": rules,
            "outcomes": [_outcome(rng, each, number, several) for number, each in enumerate(outcomes)],
        }
    )


def _outcome(rng: Random, name: str, urgency: int, several: list[str]) -> Json:
    found: Object = {
        "id": name,
        "urgency": urgency,
        "say": [rng.choice(TEXTS) for _ in range(rng.randint(1, 2))],
        "sections": [rng.choice(SECTIONS)],
        "source": _source(rng),
    }
    if several and rng.random() < 0.5:
        found |= {"tips_from": rng.choice(several), "no_tips": ["Rest."]}
    if rng.random() < 0.5:
        found |= {"emergency": True, "watch": [rng.choice(TEXTS)], "comfort": [rng.choice(TEXTS)]}
    return found


def _source(rng: Random) -> Json:
    sources: tuple[Object, ...] = (
        {"section": "care"},
        {"section": "more", "sentence": "It helps."},
        {"reference": "A book"},
    )
    return rng.choice(sources)


def _question(rng: Random, name: str, above: list[Object], outcomes: list[str]) -> Object:
    first, shorter, help_text = rng.sample(TEXTS, 3)
    kind = rng.choice(KINDS)
    found: Object = {
        "id": name,
        "kind": kind,
        "ask": {"first": first, "shorter": shorter, "help": help_text},
        "about": rng.choice(TEXTS),
        "names": [rng.choice(PHRASES)],
        "why": rng.choice(TEXTS),
        "source": _source(rng),
        "red_flag": rng.choice((False, True, rng.choice(outcomes))),
    }
    if above and rng.random() < 0.6:
        found["applies_when"] = _when(rng, above)
    options: list[Json] = [
        {
            "id": each,
            "label": rng.choice(TEXTS),
            "words": [rng.choice(PHRASES)],
            **({"advice": "Try."} if advice else {}),
        }
        for each, advice in (("a", True), ("unknown", False), ("c3", False))[: rng.randint(2, 3)]
    ]
    low = rng.randint(0, 3)
    match kind:
        case "yes_no":
            found |= {"said_yes": "Yes.", "said_no": "No."}
            more: tuple[Object, ...] = ({}, {"words": {"yes": ["it is"]}}, {"mentions": ["my hand is weak"]})
            found |= rng.choice(more)
        case "duration":
            found["choices"] = [{"label": "short", "days": [0, 7.5]}, {"label": "long", "days": [7.5, None]}]
        case "several":
            found |= {"options": options, "none": ["none of them"]}
        case "one_of":
            found["options"] = options
        case "number":
            found |= {"low": low, "high": low + rng.randint(2, 20), "unit": "cups"}
            found |= {"choices": [{"label": "some", "numbers": [low, low + 2]}], "unit_words": ["cups"]}
        case "scale":
            found |= {"low": low, "high": rng.randint(4, 10), "low_means": "none", "high_means": "the worst"}
    return found


def _when(rng: Random, questions: list[Object]) -> Object:
    any_: list[Json] = [_condition(rng, questions) for _ in range(rng.randint(0, 3))]
    all_: list[Json] = [_condition(rng, questions) for _ in range(rng.randint(0 if any_ else 1, 2))]
    found: Object = {}
    if any_:
        found["any"] = any_
        found["at_least"] = rng.randint(1, len(any_))
    if all_:
        found["all"] = all_
    return found


def _condition(rng: Random, questions: list[Object]) -> Json:
    question = rng.choice(questions)
    number = rng.randint(1, 8)
    wanted: tuple[Json, ...]
    match question["kind"]:
        case "yes_no":
            wanted = ("yes", "no", "not_sure")
        case "duration":
            wanted = ({"more_than_days": number}, {"less_than_days": number + 0.5}, "not_sure")
        case "several" | "one_of":
            wanted = ("a", "unknown", "not_sure")
        case _:
            wanted = ({"at_least": number}, {"at_most": number}, "not_sure")
    return {"question": question["id"], "is": rng.sample(wanted, rng.randint(1, 2))}


def pack_of(protocol: Protocol) -> Pack:
    """A pack with that protocol, and an article that has the sections it refers to."""
    sections = tuple(
        Section(
            id=name,
            title=f"About {name}",
            names=(name,),
            paragraphs=((ArticleSentence(text="It helps.", line=1),),),
        )
        for name in SECTIONS
    )
    article = Article(
        title="Forms & such", language="en", source="Made up", reviewed=date(2026, 1, 1), sections=sections
    )
    return Pack(id="made_up pack", folder=Path("made_up pack"), article=article, protocol=protocol)


# --- sessions ------------------------------------------------------------------------------------------


def random_answers(rng: Random, protocol: Protocol) -> dict[str, Answer]:
    """What a caller could have answered by the time that a session ends."""
    answers: dict[str, Answer] = {}
    thorough = rng.random() < 0.5
    while question := triage.next_question(protocol, answers, thorough=thorough):
        if rng.random() < 0.03:
            break
        answers[question.id] = Answer(_answer(rng, question))
    return answers


def _answer(rng: Random, question: Question) -> AnswerValue:
    if rng.random() < 0.2:
        return rng.choice(UNKNOWN)
    match question.kind:
        case "yes_no":
            return "no" if rng.random() < 0.8 else "yes"
        case "duration":
            low = rng.choice((0.0, 0.5, float(rng.randint(1, 30))))
            return Days(low, rng.choice((None, low, low + rng.randint(1, 20))))
        case "several":
            return Choices(tuple(each.id for each in question.options if rng.random() < 0.4))
        case "one_of":
            return Choices((rng.choice(question.options).id,))
        case "number" | "scale":
            least = rng.randint(question.low, question.high)
            return Number(least, rng.choice((least, rng.randint(least, question.high))))
