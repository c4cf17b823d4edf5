"""Checks of everything that people may say: it must be hearable, and mean one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from voice_assistant.content.findings import Finding
from voice_assistant.content.markdown import ArticleFile
from voice_assistant.content.pack import Term
from voice_assistant.content.protocol import (
    OneOfQuestion,
    Protocol,
    ScaleQuestion,
    SeveralQuestion,
    YesNoQuestion,
)
from voice_assistant.content.yaml_file import Path_, YamlFile
from voice_assistant.events import BEGINNINGS, ENDINGS, INTENTS, VARIANTS

COMMON = (
    *("yes", "no", "not_sure", "skip", "repeat", "help", "stop", "go_on", "next", "back", "menu", "why"),
    *(
        "slower",
        "faster",
        "louder",
        "quieter",
        "more_time",
        "hear_me",
        "summary",
        "change",
        "goodbye",
        "emergency",
    ),
)
"""Intents whose phrases must be many: people put these in very different words."""
ENOUGH = 5
ALL = (*INTENTS, *VARIANTS, *BEGINNINGS, *ENDINGS)
"""Keys of phrases.yaml."""

Knows = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Said:
    """One phrase, what it means where it is understood, and where it stands. `at` has no sentence."""

    phrase: str
    meaning: str
    at: Finding


def from_intents(yaml: YamlFile, phrases: Mapping[str, tuple[str, ...]]) -> list[Said]:
    return [said for intent, ways in phrases.items() for said in _listed(yaml, (intent,), ways, intent)]


def from_question(yaml: YamlFile, protocol: Protocol, index: int) -> list[Said]:
    """The words that only this question understands, in their order in the schema."""
    question = protocol.questions[index]
    path: Path_ = ("questions", index)
    if isinstance(question, YesNoQuestion):
        yes = _listed(yaml, (*path, "words", "yes"), question.words.yes, "yes")
        return [*yes, *_listed(yaml, (*path, "words", "no"), question.words.no, "no")]
    said: list[Said] = []
    if not isinstance(question, OneOfQuestion | ScaleQuestion):
        said += _listed(yaml, (*path, "none"), question.none, "none")
    if isinstance(question, SeveralQuestion | OneOfQuestion):
        for number, option in enumerate(question.options):
            said += _listed(yaml, (*path, "options", number, "words"), option.words, f"option {option.id}")
    return said


def from_mentions(yaml: YamlFile, protocol: Protocol, index: int) -> list[Said]:
    """The phrases that hint at this question while another one is open."""
    question = protocol.questions[index]
    if not isinstance(question, YesNoQuestion):
        return []
    return list(_listed(yaml, ("questions", index, "mentions"), question.mentions, f"mention {question.id}"))


def check_mentions(
    yaml: YamlFile, protocol: Protocol, intents: Mapping[str, str], knows: Knows | None
) -> list[Finding]:
    """Mentions are understood at every question: none may mean anything else at any other one.

    Nor may one begin with what is an answer by itself, or nobody could say that answer without a wait for more.
    """
    own = [from_question(yaml, protocol, index) for index in range(len(protocol.questions))]
    mentions = [from_mentions(yaml, protocol, index) for index in range(len(protocol.questions))]
    findings = clashes({}, [said for each in mentions for said in each])
    for index, each in enumerate(mentions):
        elsewhere = {said.phrase: said.meaning for i, words in enumerate(own) if i != index for said in words}
        findings += [*clashes({**elsewhere, **intents}, each), *unknown(each, knows)]
        for said in each:
            words = said.phrase.split()
            starts = [" ".join(words[:end]) for end in range(1, len(words))]
            answer = next((start for start in starts if start in intents or start in elsewhere), None)
            if answer is not None:
                findings.append(_at(said, f"'{answer}' is an answer by itself; begin with another word."))
    return findings


def from_question_names(yaml: YamlFile, protocol: Protocol) -> list[Said]:
    return [
        said
        for index, question in enumerate(protocol.questions)
        for said in _listed(yaml, ("questions", index, "names"), question.names, f"question {question.id}")
    ]


def from_section_names(article: ArticleFile) -> list[Said]:
    return [
        Said(name, f"section {section.id}", article.names_at[section.id, index])
        for section in article.article.sections
        for index, name in enumerate(section.names)
    ]


def from_lexicon(yaml: YamlFile, lexicon: Mapping[str, Term]) -> list[Said]:
    return [
        said
        for term, entry in lexicon.items()
        for said in _listed(yaml, (term, "words"), entry.words, f"word {term}")
    ]


def check_intents(
    yaml: YamlFile, phrases: Mapping[str, tuple[str, ...]], knows: Knows | None
) -> list[Finding]:
    """All findings about phrases.yaml."""
    findings = [
        yaml.key((), f"The intent '{intent}' has no phrases; add some.")
        for intent in ALL
        if not phrases.get(intent)
    ]
    for intent, ways in phrases.items():
        if intent not in ALL:
            findings.append(yaml.key((intent,), f"There is no intent '{intent}'; correct it or take it out."))
        elif intent in COMMON and 0 < len(set(ways)) < ENOUGH:
            sentence = f"'{intent}' has only {len(set(ways))} ways to say it; write at least {ENOUGH}."
            findings.append(yaml.key((intent,), sentence))
    said = from_intents(yaml, phrases)
    return [*findings, *clashes({}, said), *unknown(said, knows)]


def clashes(taken: Mapping[str, str], said: Iterable[Said]) -> list[Finding]:
    """Phrases of `said` that stand twice, or that mean something else earlier in it or in `taken`.

    `taken` gives the meaning of each phrase that is understood besides.
    """
    meanings = dict(taken)
    seen: set[tuple[str, str]] = set()
    findings = []
    for each in said:
        meaning = meanings.setdefault(each.phrase, each.meaning)
        if meaning != each.meaning:
            sentence = f"'{each.phrase}' already means '{meaning}' at this point; choose other words."
            findings.append(_at(each, sentence))
        elif (each.phrase, each.meaning) in seen:
            findings.append(_at(each, f"'{each.phrase}' is listed twice; take one out."))
        seen.add((each.phrase, each.meaning))
    return findings


def unknown(said: Iterable[Said], knows: Knows | None) -> list[Finding]:
    """Phrases with a word that the recognizer can never hear; none, where no recognizer is asked."""
    if knows is None:
        return []
    findings = []
    for each in said:
        words = [word for word in each.phrase.split() if not knows(word)]
        if words:
            sentence = f"The recognizer does not know '{words[0]}'; say it in other words."
            findings.append(_at(each, sentence))
    return findings


def _listed(yaml: YamlFile, path: Path_, ways: Iterable[str], meaning: str) -> Iterator[Said]:
    for index, phrase in enumerate(ways):
        yield Said(phrase, meaning, yaml.value((*path, index), ""))


def _at(said: Said, sentence: str) -> Finding:
    return Finding(said.at.file, said.at.line, said.at.column, sentence)
