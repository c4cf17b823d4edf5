"""Answers in words: read back, summed up, and put as "did you say ...?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voice_assistant.content.protocol import Question
from voice_assistant.dialogue.memory import Answer
from voice_assistant.dialogue.scene import Scene
from voice_assistant.events import VARIANTS, Choices, Days, Meaning, Named, Number

BEGIN = {"bookmarks": "bookmark", "forget": "forget_number"}
"""What a number is said with, by what it means."""


def listed(items: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b, and c"."""
    if len(items) < 3:
        return f" {last} ".join(items)
    return f"{', '.join(items[:-1])}, {last} {items[-1]}"


def option_labels(question: Question, choices: Choices) -> str:
    if question.kind not in ("several", "one_of") or not choices.ids:
        return "none of them"
    return listed([option.label for option in question.options if option.id in choices.ids])


def read_back(scene: Scene, question: Question, answer: Answer) -> str:
    """The answer in few words, so that a mistake is noticed at once."""
    match answer.value:
        case "yes" if question.kind == "yes_no":
            return question.said_yes
        case "no" if question.kind == "yes_no":
            return question.said_no
        case Days() as days:
            return f"{sentence_case(scene.manner.say_days(days))}."
        case Number() as number:
            return f"{sentence_case(amount(scene, question, number))}."
        case Choices() as choices:
            return f"{sentence_case(option_labels(question, choices))}."
        case "skipped" | "refused" as left_out:
            return scene.words.prompts[left_out].first[0]
        case _:
            return scene.words.prompts["not_sure"].first[0]


def amount(scene: Scene, question: Question, number: Number) -> str:
    """A number in words: "three cups a day", "five out of ten"."""
    figures = str(number.least)
    if number.least != number.most:
        figures = _filled(scene, "number_range", low=figures, high=str(number.most))
    if question.kind == "scale":
        return _filled(scene, "number_on_scale", number=figures, high=str(question.high))
    return f"{figures} {question.unit}" if question.kind == "number" else figures


def _filled(scene: Scene, prompt: str, **fills: str) -> str:
    """A piece of a sentence, from the assistant's own words."""
    return scene.words.prompts[prompt].first[0].format(**fills)


def said(scene: Scene, meaning: Meaning) -> str:
    """What somebody seems to have said, to be put into "did you say ...?"."""
    if meaning.mentions:
        abouts = [each.about for each in scene.protocol.questions if each.id in meaning.mentions]
        told = scene.words.prompts["something_about"].first[0].format(abouts=listed(abouts))
        rest = replace(meaning, mentions=())
        return told if rest == Meaning() else f"{said(scene, rest)}, {told}"
    match meaning.value:
        case Days() as days:
            return scene.manner.say_days(days)
        case Number() as number if scene.question is not None:
            return amount(scene, scene.question, number)
        case Choices() as choices if scene.question is not None:
            return option_labels(scene.question, choices)
        case Named(id=named) if meaning.intent in ("find", "bookmarks", "forget") and named.isalnum():
            return _called(scene, meaning.intent, named)
        case Named(id=named) if named in scene.pack.lexicon:
            return f"{scene.label(meaning.intent or 'define')}, {named}"
        case Named(id=named):
            return _name(scene, meaning, named)
        case _:
            return scene.label(meaning.intent or "not_sure")


def _called(scene: Scene, intent: str, named: str) -> str:
    """ "find swallowing", "bookmark 2", "forget all bookmarks"."""
    meant = Meaning(intent, Named(named))
    if meant in VARIANTS.values():
        return _name(scene, meant, named)
    return f"{scene.label(BEGIN.get(intent, intent))} {named}"


def _name(scene: Scene, meaning: Meaning, named: str) -> str:
    for intent, variant in VARIANTS.items():
        if meaning == variant:
            return scene.label(intent)
    for section in scene.pack.article.sections:
        if section.id == named:
            return section.names[0]
    return next((each.names[0] for each in scene.protocol.questions if each.id == named), named)


def summary(scene: Scene, *, short: bool = False) -> list[str]:
    """All answers so far in a few sentences, the grave ones first; `short`: as somebody else is told them."""
    groups: dict[str, list[str]] = {"yes": [], "not_sure": [], "skipped": [], "refused": [], "no": []}
    values: list[str] = []
    for question in scene.protocol.questions:
        answer = scene.memory.answer(question.id)
        if answer is None:
            continue
        match answer.value:
            case Days() as days:
                values.append(f"{question.about}: {scene.manner.say_days(days)}.")
            case Number() as number:
                values.append(f"{question.about}: {amount(scene, question, number)}.")
            case Choices() as choices:
                values.append(f"{question.about}: {option_labels(question, choices)}.")
            case flat:
                groups[flat].append(question.about)
    fill = {group: listed(abouts) for group, abouts in groups.items()}
    texts = [
        _in_words(scene, f"summary_{group}", short=short).format(abouts=fill[group])
        for group in groups
        if groups[group]
    ]
    return [*texts, *(sentence_case(value) for value in values)]


def _in_words(scene: Scene, prompt: str, *, short: bool) -> str:
    wording = scene.words.prompts[prompt]
    return (wording.shorter if short else wording.first)[0]


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
