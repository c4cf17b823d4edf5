"""From a folder to a `Pack`, and from the assistant's own files to `Words`: the door to all content.

`load_pack` is for talking: it gives what can be used, and says what cannot. `check_pack` is for authors: it
gives every finding in every file of the pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel

from voice_assistant import paths
from voice_assistant.content.cases import Cases, check_cases
from voice_assistant.content.checking import (
    check_article,
    check_lexicon,
    check_medicines,
    check_protocol,
    check_spoken,
)
from voice_assistant.content.findings import Finding, FindingsError
from voice_assistant.content.hints import word_hints
from voice_assistant.content.markdown import ArticleFile, read_article
from voice_assistant.content.model import Phrase, Spoken
from voice_assistant.content.naming import check_size, walkable
from voice_assistant.content.pack import Pack, Term, Wording, Words
from voice_assistant.content.phrases import Knows, check_intents
from voice_assistant.content.protocol import Protocol
from voice_assistant.content.reading_age import check_article_ages, check_lexicon_ages, check_protocol_ages
from voice_assistant.content.reviewing import check_review, sign
from voice_assistant.content.safety_prompts import check_safety_prompts
from voice_assistant.content.shape import ModelT, shaped
from voice_assistant.content.yaml_file import YamlFile, read_yaml
from voice_assistant.errors import ContentError, MissingError

ARTICLE, PROTOCOL = "article.md", "protocol.yaml"
PRONUNCIATION, LEXICON = "pronunciation.yaml", "lexicon.yaml"
CASES = "cases.yaml"
PROMPTS, PHRASES = "prompts.yaml", "phrases.yaml"
ASSISTANT = "assistant"
"""The folder beside the packs that holds the assistant's own words, by language."""

PromptsFile = RootModel[dict[str, Wording]]
PhrasesFile = RootModel[dict[str, Annotated[tuple[Phrase, ...], Field(min_length=1)]]]
PronunciationFile = RootModel[dict[str, Spoken]]
LexiconFile = RootModel[dict[str, Term]]

Respelled = tuple[tuple[str, str], ...]


def load_pack(folder_or_name: Path | str, words: Words, today: date, knows: Knows | None = None) -> Pack:
    """A pack by its name under prompts/ or by its folder.

    A protocol with any finding, or past its review date, is left out, and `protocol_trouble` says why (I8).
    Raises `MissingError` if there is no such folder, and `ContentError` if the article cannot be read.
    """
    folder = pack_folder(folder_or_name)
    looked = _look(folder, words, knows, today)
    if looked.unreadable or looked.article is None:
        raise ContentError(summary(looked.unreadable))
    trouble = summary(looked.protocol_findings) if looked.protocol_findings else None
    return _pack(folder, looked, looked.article, words, trouble)


def _pack(
    folder: Path, looked: _Looked, article: ArticleFile, words: Words, protocol_trouble: str | None
) -> Pack:
    return Pack(
        id=folder.resolve().name,
        folder=folder,
        article=article.article,
        protocol=None if protocol_trouble else looked.protocol,
        protocol_trouble=protocol_trouble,
        pronunciation=(*looked.pronunciation, *words.pronunciation),
        lexicon=looked.lexicon,
        cases=looked.cases,
    )


def check_pack(
    folder_or_name: Path | str, words: Words, knows: Knows | None, today: date
) -> tuple[Finding, ...]:
    """Every finding in every file of a pack, sorted; raises `MissingError` if there is no such folder."""
    looked = _look(pack_folder(folder_or_name), words, knows, today)
    found = {*looked.unreadable, *looked.article_findings, *looked.protocol_findings}
    return tuple(sorted(found))


def examine_pack(
    folder_or_name: Path | str, words: Words, knows: Knows | None, today: date
) -> tuple[tuple[Finding, ...], Pack | None]:
    """As `check_pack`, and the pack as it is, for proofs, whatever was found; None where it cannot be walked."""
    folder = pack_folder(folder_or_name)
    looked = _look(folder, words, knows, today)
    found = {*looked.unreadable, *looked.article_findings, *looked.protocol_findings}
    walks = looked.article is not None and looked.protocol is not None and walkable(looked.protocol)
    pack = _pack(folder, looked, looked.article, words, None) if walks and looked.article else None
    return tuple(sorted(found)), pack


def sign_pack(folder_or_name: Path | str) -> Path:
    """Write down that the pack is reviewed as it is; returns the file. Raises `MissingError` or `FindingsError`."""
    folder = pack_folder(folder_or_name)
    return sign(folder, read_yaml(folder / PROTOCOL))


def hints(folder_or_name: Path | str, words: Words, knows: Knows | None) -> tuple[Finding, ...]:
    """Words of a pack's article that the voice may say wrong; none where the pack cannot be read."""
    folder = pack_folder(folder_or_name)
    try:
        article = read_article(folder / ARTICLE)
        own = _pronunciation(folder / PRONUNCIATION)
    except FindingsError:
        return ()
    found = word_hints(article, (*own, *words.pronunciation), knows)
    if not (folder / PROTOCOL).exists():
        found = chain(found, check_medicines(article))
    return tuple(sorted(found))


def load_words(language: str = "en") -> Words:
    """The assistant's own words; raises `ContentError` where they cannot be used."""
    words, findings = _look_at_words(words_folder(language), None)
    if words is None or findings:
        raise ContentError(summary(findings))
    return words


def check_words(language: str, knows: Knows | None) -> tuple[Finding, ...]:
    """Every finding in the assistant's own files, sorted."""
    return tuple(sorted(set(_look_at_words(words_folder(language), knows)[1])))


def summary(findings: Iterable[Finding]) -> str:
    """The first finding, and how many more there are."""
    first, *more = sorted(findings)
    return f"{first} ({len(more)} more: see `voice-assistant check`)" if more else str(first)


def pack_folder(folder_or_name: Path | str) -> Path:
    """The folder of a pack; raises `MissingError` if there is none."""
    shipped = paths.prompts(paths.root())
    for folder in (shipped / folder_or_name, Path(folder_or_name)):
        if str(folder_or_name) != ASSISTANT and folder.is_dir():
            return folder
    names = ", ".join(pack_names(shipped)) or "none"
    raise MissingError(f"There is no pack '{folder_or_name}'; name a folder or a shipped pack ({names}).")


def pack_names(shipped: Path) -> tuple[str, ...]:
    """The names of the packs below a folder: those that hold an article."""
    return tuple(sorted(article.parent.name for article in shipped.glob(f"*/{ARTICLE}")))


def words_folder(language: str) -> Path:
    folder = paths.prompts(paths.root()) / ASSISTANT / language
    if not folder.is_dir():
        raise MissingError(
            f"The assistant does not speak '{language}': {folder} is missing; choose another language."
        )
    return folder


# --- a pack ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Looked:
    """A pack as far as it could be read, and everything that was found."""

    article: ArticleFile | None = None
    protocol: Protocol | None = None
    pronunciation: Respelled = ()
    lexicon: dict[str, Term] = field(default_factory=dict)
    cases: Cases | None = None
    unreadable: tuple[Finding, ...] = ()
    """In files without which the pack cannot be used."""
    article_findings: tuple[Finding, ...] = ()
    protocol_findings: tuple[Finding, ...] = ()


def _look(folder: Path, words: Words, knows: Knows | None, today: date) -> _Looked:
    looked = _Looked()
    intents = meanings(words)
    try:
        looked.article = read_article(folder / ARTICLE)
        looked.article_findings = tuple(check_article(looked.article, words.language, intents, knows))
        if (folder / PROTOCOL).exists():  # only then does advice rest on the article
            looked.article_findings += tuple(check_medicines(looked.article))
    except FindingsError as error:
        looked.unreadable = error.findings
    try:
        looked.pronunciation = _pronunciation(folder / PRONUNCIATION)
    except FindingsError as error:
        looked.unreadable += error.findings
    if (folder / LEXICON).exists():
        try:
            yaml = read_yaml(folder / LEXICON)
            looked.lexicon = shaped(yaml, LexiconFile).root
        except FindingsError as error:
            looked.unreadable += error.findings
        else:
            article = looked.article.article if looked.article else None
            looked.article_findings += tuple(check_lexicon(yaml, looked.lexicon, article, knows))
            language = article.language if article else words.language
            looked.article_findings += tuple(check_lexicon_ages(yaml, looked.lexicon, language))
    if (folder / PROTOCOL).exists():
        if looked.article:
            looked.article_findings += tuple(check_article_ages(looked.article, looked.lexicon))
        try:
            yaml = read_yaml(folder / PROTOCOL)
            check_size(yaml)
            looked.protocol = shaped(yaml, Protocol)
        except FindingsError as error:
            looked.protocol_findings = error.findings
        else:
            article = looked.article.article if looked.article else None
            findings = check_protocol(yaml, looked.protocol, article, intents, knows)
            findings += check_protocol_ages(yaml, looked.protocol, looked.lexicon)
            findings += [*_due(yaml, looked.protocol, today), *check_review(folder, yaml)]
            looked.protocol_findings = tuple(findings)
            if (folder / CASES).exists():
                _look_at_cases(folder / CASES, looked)
    return looked


def _look_at_cases(file: Path, looked: _Looked) -> None:
    """Whether they can be gone through; what they lead to is for `proof` to see."""
    try:
        yaml = read_yaml(file)
        cases = shaped(yaml, Cases)
    except FindingsError as error:
        looked.protocol_findings += error.findings
        return
    if looked.protocol is not None:
        looked.cases = cases
        looked.protocol_findings += tuple(check_cases(yaml, cases, looked.protocol))


def meanings(words: Words) -> dict[str, str]:
    """What each of the assistant's own phrases means."""
    return {phrase: intent for intent, phrases in words.phrases.items() for phrase in phrases}


def _due(yaml: YamlFile, protocol: Protocol, today: date) -> tuple[Finding, ...]:
    if today <= protocol.review_by:
        return ()
    sentence = (
        f"The review was due by {protocol.review_by}; have the protocol reviewed and set the next date."
    )
    return (yaml.value(("review_by",), sentence),)


def _pronunciation(file: Path) -> Respelled:
    """(as written, as it must be read), in the file's order; nothing where there is no such file."""
    return tuple(shaped(read_yaml(file), PronunciationFile).root.items()) if file.exists() else ()


# --- the assistant's own words ---------------------------------------------------------------------


def _look_at_words(folder: Path, knows: Knows | None) -> tuple[Words | None, tuple[Finding, ...]]:
    """What could be read, and everything that was found; None if a file cannot be read."""
    findings: list[Finding] = []
    prompts = _opened(folder / PROMPTS, PromptsFile, findings)
    phrases = _opened(folder / PHRASES, PhrasesFile, findings)
    pronunciation: Respelled = ()
    try:
        pronunciation = _pronunciation(folder / PRONUNCIATION)
    except FindingsError as error:
        findings.extend(error.findings)
    if prompts:
        findings.extend(_check_prompts(prompts[0], prompts[1].root))
    if phrases:
        findings.extend(check_intents(phrases[0], phrases[1].root, knows))
    if prompts is None or phrases is None:
        return None, tuple(findings)
    words = Words(
        language=folder.name,
        prompts=prompts[1].root,
        phrases=phrases[1].root,
        pronunciation=pronunciation,
    )
    return words, tuple(findings)


def _opened(file: Path, model: type[ModelT], findings: list[Finding]) -> tuple[YamlFile, ModelT] | None:
    try:
        yaml = read_yaml(file)
        return yaml, shaped(yaml, model)
    except FindingsError as error:
        findings.extend(error.findings)
        return None


def _check_prompts(yaml: YamlFile, prompts: Mapping[str, Wording]) -> list[Finding]:
    findings = [*check_spoken(yaml, placeholders=True), *check_safety_prompts(yaml, prompts)]
    for name, wording in prompts.items():
        lengths = {"first": wording.first, "shorter": wording.shorter, "help": wording.help}
        seen: dict[tuple[str, ...], str] = {}
        for key, lines in lengths.items():
            if lines in seen:
                sentence = f"'{key}' repeats '{seen[lines]}'; say it in other words."
                findings.append(yaml.value((name, key), sentence))
            seen.setdefault(lines, key)
    return findings
