"""How old one must be to follow a text: the only door to syllapy, which counts syllables.

The measure is the Flesch-Kincaid grade (Kincaid, Fishburne, Rogers and Chissom, 1975), made of the words in a sentence
and the syllables in a word; five years are added to a grade to get an age. What it can tell, and what not:

- A formula makes no sense of one short sentence. So all texts of a kind are measured together, and what has
  fewer than `FEWEST_WORDS` is measured together with the rest that is as short.
- Hard words that the pack's lexicon explains are counted apart: in the formula each of their words has one syllable.
- It knows English only. Other languages are not measured.

The limits are those of the NHS's guidance for content: a reading age of 9 to 11, and at most of 14 where medical
information cannot be told so. What is asked and advised must be within the former, the article within the latter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import syllapy

from voice_assistant.content.finding_words import stem, words_in
from voice_assistant.content.findings import Finding
from voice_assistant.content.markdown import ArticleFile
from voice_assistant.content.pack import Article, Term
from voice_assistant.content.protocol import OneOfQuestion, Protocol, SeveralQuestion, YesNoQuestion
from voice_assistant.content.sentences import split_sentences
from voice_assistant.content.yaml_file import Path_, YamlFile

LANGUAGE = "en"
PROTOCOL_AGE = 11.0
"""Years. The most for what is asked and advised."""
ARTICLE_AGE = 14.0
"""Years. The most for what is read of an article."""
FEWEST_WORDS = 30
"""Words that are measured together at least."""
SHOWN_WORDS = 3
"""Long words that a finding names."""
REST = "the other short texts"

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Text:
    path: Path_
    """Where it stands in the file."""
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that are measured together."""

    name: str
    """As a sentence can begin with it, in small letters: "the questions"."""
    texts: tuple[Text, ...]
    limit: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What was counted in a group of texts."""

    group: Group
    words: int
    sentences: int
    syllables: int
    explained: int
    """Words among them that the lexicon explains."""

    @property
    def age(self) -> float:
        """Years, to one decimal."""
        grade = 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
        return round(grade + 5, 1)

    @property
    def too_hard(self) -> bool:
        return self.age > self.group.limit


# --- what belongs together -------------------------------------------------------------------------


def protocol_ages(protocol: Protocol, lexicon: Iterable[str] = ()) -> tuple[Measured, ...]:
    """What a protocol says, by kind; none in a language that cannot be measured. `lexicon`: its terms."""
    return _measured(protocol.language, _of_protocol(protocol), lexicon)


def article_ages(article: Article, lexicon: Mapping[str, Term] | None = None) -> tuple[Measured, ...]:
    """What can be read of an article: its sections, its short versions, and what its hard words mean."""
    return _measured(article.language, _of_article(article, lexicon or {}), lexicon or ())


def _of_protocol(protocol: Protocol) -> Iterator[Group]:
    questions = list(enumerate(protocol.questions))

    def group(name: str, texts: Iterable[Text]) -> Group:
        return Group(name, tuple(texts), PROTOCOL_AGE)

    yield group("the introduction", _lines(("introduction",), protocol.introduction))
    for key, name in (
        ("first", "the questions"),
        ("shorter", "the shorter questions"),
        ("help", "the questions with help"),
    ):
        texts = (Text(("questions", n, "ask", key), getattr(each.ask, key)) for n, each in questions)
        yield group(name, texts)
    yield group("the reasons for asking", (Text(("questions", n, "why"), each.why) for n, each in questions))
    yield group("the answers read back", _read_back(protocol))
    yield group("the tips", _tips(protocol))
    for number, outcome in enumerate(protocol.outcomes):
        lines = [
            text
            for key in ("say", "simply", "comfort", "no_tips", "watch")
            for text in _lines(("outcomes", number, key), getattr(outcome, key))
        ]
        yield group(f"the advice '{outcome.id}'", lines)


def _read_back(protocol: Protocol) -> Iterator[Text]:
    for number, question in enumerate(protocol.questions):
        if isinstance(question, YesNoQuestion):
            yield Text(("questions", number, "said_yes"), question.said_yes)
            yield Text(("questions", number, "said_no"), question.said_no)


def _tips(protocol: Protocol) -> Iterator[Text]:
    for number, question in enumerate(protocol.questions):
        if isinstance(question, SeveralQuestion | OneOfQuestion):
            for index, option in enumerate(question.options):
                if option.advice:
                    yield Text(("questions", number, "options", index, "advice"), option.advice)


def _lines(path: Path_, lines: Sequence[str]) -> list[Text]:
    return [Text((*path, index), line) for index, line in enumerate(lines)]


def _of_article(article: Article, lexicon: Mapping[str, Term]) -> Iterator[Group]:
    for section in article.sections:
        texts = tuple(Text((each.line,), each.text) for each in section.sentences)
        yield Group(f"the section '{section.shown}'", texts, ARTICLE_AGE)
    short = _lines(("summary",), article.summary)
    for section in article.sections:
        short += _lines(("summaries", section.id), section.summary)  # or by its heading: then the key above
    yield Group("the short versions", tuple(short), ARTICLE_AGE)
    yield _meanings(lexicon)


def _meanings(lexicon: Mapping[str, Term]) -> Group:
    means = (text for term, each in lexicon.items() for text in _lines((term, "means"), each.means))
    return Group("the meanings of hard words", tuple(means), ARTICLE_AGE)


# --- measuring -------------------------------------------------------------------------------------


def _measured(language: str, groups: Iterable[Group], terms: Iterable[str]) -> tuple[Measured, ...]:
    if language != LANGUAGE:
        return ()
    explained = [tuple(stem(word) for word in words_in(term)) for term in terms]
    found: list[Measured] = []
    short: list[Group] = []
    for group in groups:
        one = _measure(group, explained)
        if one.words >= FEWEST_WORDS:
            found.append(one)
        else:
            short.append(group)
    if short:
        rest = Group(REST, tuple(text for group in short for text in group.texts), short[0].limit)
        one = _measure(rest, explained)
        found += [one] if one.words >= FEWEST_WORDS else []
    return tuple(found)


def _measure(group: Group, explained: Sequence[tuple[str, ...]]) -> Measured:
    words = sentences = syllables = easy = 0
    for text in group.texts:
        for _, sentence in split_sentences(text.text):
            found = _WORD.findall(sentence)
            if not found:
                continue
            known = _explained(found, explained)
            sentences += 1
            words += len(found)
            easy += len(known)
            syllables += sum(1 if at in known else _syllables(word) for at, word in enumerate(found))
    return Measured(group, words, sentences, syllables, easy)


def _syllables(word: str) -> int:
    counted: int = syllapy.count(word.replace("’", "'").removesuffix("'s"))
    return max(1, counted)


def _explained(words: Sequence[str], terms: Sequence[tuple[str, ...]]) -> frozenset[int]:
    """Which words of a sentence, by number, stand in a term that the lexicon explains."""
    if not terms:
        return frozenset()
    stems = tuple(stem(word) for word in words)
    return frozenset(
        at + step
        for term in terms
        for at in range(len(stems) - len(term) + 1)
        if stems[at : at + len(term)] == term
        for step in range(len(term))
    )


# --- findings --------------------------------------------------------------------------------------


def check_protocol_ages(yaml: YamlFile, protocol: Protocol, lexicon: Iterable[str]) -> Iterator[Finding]:
    """What a protocol says that is too hard, each kind at its hardest text."""
    for measured in protocol_ages(protocol, lexicon):
        if measured.too_hard:
            yield yaml.value(_hardest(measured).path, _sentence(measured))


def check_article_ages(article: ArticleFile, lexicon: Iterable[str]) -> Iterator[Finding]:
    """Sections of an article, and its short versions, that are too hard."""
    whole, file = article.article, article.yaml
    for measured in _measured(whole.language, _of_article(whole, {}), lexicon):
        if not measured.too_hard:
            continue
        path = _hardest(measured).path
        line = path[0]
        if isinstance(line, int):  # below the head
            written = article.lines[line - 1]
            column = len(written) - len(written.lstrip()) + 1
            yield Finding(file.file, line, column, _sentence(measured))
        else:
            yield file.value(path, _sentence(measured))


def check_lexicon_ages(yaml: YamlFile, lexicon: Mapping[str, Term], language: str) -> Iterator[Finding]:
    """What hard words mean, where that is too hard itself."""
    for measured in _measured(language, [_meanings(lexicon)], lexicon):
        if measured.too_hard:
            yield yaml.value(_hardest(measured).path, _sentence(measured))


def _hardest(measured: Measured) -> Text:
    def age(text: Text) -> float:
        alone = _measure(Group("", (text,), 0), ())
        return alone.age if alone.words else 0

    return max(measured.group.texts, key=age)


def _sentence(measured: Measured) -> str:
    hardest = _hardest(measured).text
    long = {each.lower() for each in _WORD.findall(hardest) if _syllables(each) > 2}
    longest = sorted(long, key=lambda each: (-_syllables(each), each))[:SHOWN_WORDS]
    named = ", ".join(f"'{each}'" for each in longest)
    group, age = measured.group, measured.age
    told = f"A reading age of {age:g} is needed for {group.name}; {group.limit:g} is the most"
    remedy = f"take shorter words than {named}" if named else "leave words out"
    return f"{told}. This is the hardest of these texts; {remedy}, or make two sentences of one."
