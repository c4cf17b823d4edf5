"""The second of two checks: does what fits the schema also make sense, and is it fit to be heard?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from voice_assistant.content import ear
from voice_assistant.content.finding_words import has_words, stem, words_in
from voice_assistant.content.findings import Finding
from voice_assistant.content.markdown import ArticleFile
from voice_assistant.content.pack import Article, ArticleSentence, Term
from voice_assistant.content.phrases import (
    Knows,
    check_mentions,
    clashes,
    from_lexicon,
    from_question,
    from_question_names,
    from_section_names,
    unknown,
)
from voice_assistant.content.protocol import (
    NumberQuestion,
    OneOfQuestion,
    Protocol,
    ScaleQuestion,
    SeveralQuestion,
    Source,
)
from voice_assistant.content.urgency import check_rules, options_without_advice
from voice_assistant.content.yaml_file import Path_, Tree, YamlFile

SPOKEN = frozenset(
    {
        *("introduction", "first", "shorter", "help", "about", "why", "said_yes", "said_no"),
        *("label", "advice", "say", "comfort", "no_tips", "watch"),
        *("summary", "summaries", "means"),
    }
)
"""Keys of a protocol, an article's head, a lexicon, or the assistant's prompts, whose texts are spoken."""
Intents = Mapping[str, str]
"""What each of the assistant's own phrases means."""
LONGEST_SUMMARY = 120
"""Words of a short version; half of what it stands for, where that is less."""
RESERVED = ("yes", "no", "not_sure", "skipped", "refused", "none")
"""Answers that there are without the pack's doing; no option may be called so."""


def check_protocol(
    yaml: YamlFile, protocol: Protocol, article: Article | None, intents: Intents, knows: Knows | None
) -> list[Finding]:
    """All findings but the review date. `article` is None where it could not be read itself."""
    findings = [*_same_ids(yaml, protocol), *check_rules(yaml, protocol), *_dates(yaml, protocol)]
    findings += [
        *_tips(yaml, protocol),
        *_watch(yaml, protocol, intents),
        *_wordings(yaml, protocol),
        *_durations(yaml, protocol),
        *_numbers(yaml, protocol),
    ]
    findings += check_spoken(yaml)
    if article:
        findings += [*_sections(yaml, protocol, article), *_language(yaml, protocol, article)]
    for index in range(len(protocol.questions)):
        own = from_question(yaml, protocol, index)
        findings += [*clashes(intents, own), *unknown(own, knows)]
    findings += check_mentions(yaml, protocol, intents, knows)
    names = from_question_names(yaml, protocol)
    return [*findings, *clashes(intents, names), *unknown(names, knows)]


def check_article(
    article: ArticleFile, language: str, intents: Intents, knows: Knows | None
) -> list[Finding]:
    """Findings about an article that could be read: what cannot be heard in it, and its sections' names.

    `language` is the one that the assistant speaks.
    """
    file = article.yaml.file
    findings = []
    if article.article.language != language:
        sentence = f"The assistant speaks '{language}', not '{article.article.language}'; make them the same."
        findings.append(article.yaml.value(("language",), sentence))
    for section in article.article.sections:
        for spoken in section.sentences:
            for offset, problem in ear.unfit(spoken.text):
                line, column = _locate(article.lines, spoken.line, spoken.text[offset:])
                findings.append(Finding(file, line, column, problem))
    findings += [*check_spoken(article.yaml), *_summaries(article)]
    names = from_section_names(article)
    return [*findings, *clashes(intents, names), *unknown(names, knows)]


def check_lexicon(
    yaml: YamlFile, lexicon: Mapping[str, Term], article: Article | None, knows: Knows | None
) -> list[Finding]:
    """All findings about a lexicon. `article` is None where it could not be read itself."""
    findings = list(check_spoken(yaml))
    texts = (
        [sentence.text for section in article.sections for sentence in section.sentences] if article else []
    )
    for term in lexicon if article else ():
        stems = [stem(word) for word in words_in(term)]
        if not stems or not any(has_words(text, stems) for text in texts):
            findings.append(
                yaml.key((term,), f"'{term}' does not stand in the article; correct it or take it out.")
            )
    words = from_lexicon(yaml, lexicon)
    return [*findings, *clashes({}, words), *unknown(words, knows)]


def _summaries(article: ArticleFile) -> Iterator[Finding]:
    """Short versions that are not short."""
    whole = article.article
    parts: list[tuple[Path_, tuple[str, ...], list[ArticleSentence]]]
    parts = [(("summary",), whole.summary, [text for each in whole.sections for text in each.sentences])]
    for section in whole.sections:
        at = next((key for key in (section.id, section.shown) if ("summaries", key) in article.yaml.keys), "")
        parts.append((("summaries", at), section.summary, list(section.sentences)))
    for path, summary, sentences in parts:
        count, limit = sum(map(ear.words, summary)), sum(ear.words(each.text) for each in sentences) // 2
        if count > min(limit, LONGEST_SUMMARY):
            sentence = (
                f"This short version has {count} words; {min(limit, LONGEST_SUMMARY)} are the most here."
            )
            yield article.yaml.value(path, sentence)


def check_medicines(article: ArticleFile) -> Iterator[Finding]:
    """Sentences of an article that advice rests on which tell somebody to stop a medicine."""
    for section in article.article.sections:
        for spoken in section.sentences:
            if ear.says_to_stop_a_medicine(spoken.text):
                line, column = _locate(article.lines, spoken.line, spoken.text)
                yield Finding(article.yaml.file, line, column, _MEDICINE)


def check_spoken(yaml: YamlFile, placeholders: bool = False) -> Iterator[Finding]:
    """What cannot be heard, or must not be said, in any spoken text of a file.

    `placeholders`: whether names in braces stand for words that are put in later.
    """
    for path, written in _spoken(yaml.tree, (), False):
        text = _PLACEHOLDER.sub("something", written) if placeholders else written
        for _, problem in ear.unfit(text):
            yield yaml.value(path, problem)
        for sentence in ear.long_sentences(text):
            problem = f"A sentence of {ear.words(sentence)} words is hard to follow by ear; make two of it."
            yield yaml.value(path, problem)
        if ear.says_to_stop_a_medicine(text):
            yield yaml.value(path, _MEDICINE)


_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_MEDICINE = "Nobody may be told to stop a medicine; say to ask the person who prescribed it."


def _spoken(tree: Tree, path: Path_, inside: bool) -> Iterator[tuple[Path_, str]]:
    if isinstance(tree, str) and inside:
        yield path, tree
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from _spoken(value, (*path, key), inside or key in SPOKEN)
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _spoken(value, (*path, index), inside)


def _locate(lines: tuple[str, ...], line: int, text: str) -> tuple[int, int]:
    """Where a text of the article stands; its first characters are looked for from the given line on."""
    for length in (len(text), 12, 1):
        for number in range(line, min(line + 40, len(lines)) + 1):
            column = lines[number - 1].find(text[:length])
            if column >= 0:
                return number, column + 1
    return line, 1


def _same_ids(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    yield from _twice(yaml, "question", [(("questions", i), q.id) for i, q in enumerate(protocol.questions)])
    yield from _twice(yaml, "outcome", [(("outcomes", i), o.id) for i, o in enumerate(protocol.outcomes)])
    for number, question in enumerate(protocol.questions):
        if isinstance(question, SeveralQuestion | OneOfQuestion):
            path = ("questions", number, "options")
            options = [((*path, index), option.id) for index, option in enumerate(question.options)]
            yield from _twice(yaml, "option", options)
            for at, option in options:
                if option in RESERVED:
                    yield yaml.value(
                        (*at, "id"), f"An option cannot be called '{option}'; give it another id."
                    )


def _twice(yaml: YamlFile, what: str, ids: Iterable[tuple[Path_, str]]) -> Iterator[Finding]:
    seen = set()
    for path, each in ids:
        if each in seen:
            yield yaml.value((*path, "id"), f"There is a second {what} '{each}'; give each its own id.")
        seen.add(each)


def _dates(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    for key, day in (("reviewed", protocol.reviewed), ("review_by", protocol.review_by)):
        if not 2000 <= day.year < 2100:
            yield yaml.value((key,), f"The year {day.year} cannot be meant; correct the date.")
    if protocol.review_by < protocol.reviewed:
        yield yaml.value(
            ("review_by",), "The next review lies before the last one; correct one of the dates."
        )


def _tips(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    places = {question.id: (index, question) for index, question in enumerate(protocol.questions)}
    for number, outcome in enumerate(protocol.outcomes):
        if outcome.tips_from is None:
            continue
        index, question = places.get(outcome.tips_from, (0, None))
        if not isinstance(question, SeveralQuestion):
            sentence = (
                f"Tips need a question of the kind several, but '{outcome.tips_from}' is none; correct it."
            )
            yield yaml.value(("outcomes", number, "tips_from"), sentence)
            continue
        for option in options_without_advice(question):
            sentence = f"Tips are taken from '{question.id}', but this option has no advice; add it."
            yield yaml.value(("questions", index, "options", option, "id"), sentence)


def _watch(yaml: YamlFile, protocol: Protocol, intents: Intents) -> Iterator[Finding]:
    """Advice about somebody's health never ends without what would change it, up to an emergency."""
    word = next((phrase for phrase, intent in intents.items() if intent == "emergency"), None)
    for index, outcome in enumerate(protocol.outcomes):
        if not protocol.medical:
            return
        if not outcome.watch:
            sentence = f"The advice '{outcome.id}' does not say what would change it; add it under 'watch'."
            yield yaml.value(("outcomes", index, "id"), sentence)
        elif word and not any(word in text.lower() for text in (*outcome.say, *outcome.watch)):
            sentence = (
                f"The advice '{outcome.id}' does not say when it becomes an {word}; add that to 'watch'."
            )
            yield yaml.key(("outcomes", index, "watch"), sentence)


def _wordings(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    for number, question in enumerate(protocol.questions):
        ask: Path_ = ("questions", number, "ask")
        first = question.ask.first
        if ear.words(first) > ear.LONGEST_QUESTION:
            sentence = (
                f"The question has {ear.words(first)} words; {ear.LONGEST_QUESTION} are enough at first."
            )
            yield yaml.value((*ask, "first"), sentence)
        if not ear.asks_last(first):
            yield yaml.value((*ask, "first"), "Ask exactly one thing, and end with its question mark.")
        wordings = {"first": first, "shorter": question.ask.shorter, "help": question.ask.help}
        seen: dict[str, str] = {}
        for key, text in wordings.items():
            if text in seen:
                yield yaml.value((*ask, key), f"'{key}' repeats '{seen[text]}'; say it in other words.")
            seen.setdefault(text, key)


def _durations(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    for number, question in enumerate(protocol.questions):
        if question.kind != "duration":
            continue
        for index, choice in enumerate(question.choices):
            low, high = choice.days
            if low < 0 or (high is not None and high <= low):
                path = ("questions", number, "choices", index, "days")
                yield yaml.value(path, "A length of time goes from fewer days to more; correct the numbers.")


def _numbers(yaml: YamlFile, protocol: Protocol) -> Iterator[Finding]:
    for number, question in enumerate(protocol.questions):
        if not isinstance(question, NumberQuestion | ScaleQuestion):
            continue
        path: Path_ = ("questions", number)
        if question.low >= question.high:
            yield yaml.value((*path, "high"), "'high' must be more than 'low'; correct the numbers.")
        for index, choice in enumerate(question.choices if isinstance(question, NumberQuestion) else ()):
            least, most = choice.numbers
            if not question.low <= least <= most <= question.high:
                between = f"between {question.low} and {question.high}"
                sentence = f"A choice goes from a number to the same or a higher one, {between}; correct it."
                yield yaml.value((*path, "choices", index, "numbers"), sentence)


def _sections(yaml: YamlFile, protocol: Protocol, article: Article) -> Iterator[Finding]:
    known = {section.id for section in article.sections}
    named: list[tuple[Path_, str]] = []
    sources: list[tuple[Path_, Source]] = []
    for index, outcome in enumerate(protocol.outcomes):
        named += [(("outcomes", index, "sections", i), each) for i, each in enumerate(outcome.sections)]
        sources.append((("outcomes", index, "source"), outcome.source))
    sources += [(("questions", i, "source"), each.source) for i, each in enumerate(protocol.questions)]
    for path, source in sources:
        if source.section is None and source.reference is None:
            yield yaml.key(path, "A source needs a section or a reference; add one.")
        if source.section is not None:
            named.append(((*path, "section"), source.section))
        if source.sentence is not None:
            yield from _sentence(yaml, (*path, "sentence"), source, article)
    for path, section in named:
        if section not in known:
            yield yaml.value(
                path, f"The article has no section '{section}'; it has {', '.join(sorted(known))}."
            )


def _sentence(yaml: YamlFile, path: Path_, source: Source, article: Article) -> Iterator[Finding]:
    """A sentence that something rests on stands in its section, word for word (I7)."""
    section = next((each for each in article.sections if each.id == source.section), None)
    if source.section is None:
        yield yaml.key(path, "A sentence needs the section that it stands in; add 'section'.")
    elif section is not None:
        written = {each.text for each in section.sentences} | {each.shown for each in section.sentences}
        if source.sentence not in written:
            sentence = f"This sentence does not stand in the section '{section.id}', word for word"
            yield yaml.value(path, f"{sentence}; correct it.")


def _language(yaml: YamlFile, protocol: Protocol, article: Article) -> Iterator[Finding]:
    if protocol.language != article.language:
        sentence = (
            f"The article's language is '{article.language}', not '{protocol.language}'; make them the same."
        )
        yield yaml.value(("language",), sentence)
