"""A pack's page for reviewers: put together of what its files hold, what check finds, and what is proved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from voice_assistant import __version__
from voice_assistant.checks import all_findings
from voice_assistant.content.cases import Cases
from voice_assistant.content.findings import FindingsError
from voice_assistant.content.loading import (
    ARTICLE,
    CASES,
    LEXICON,
    PRONUNCIATION,
    PROTOCOL,
    LexiconFile,
    PronunciationFile,
    pack_folder,
)
from voice_assistant.content.markdown import read_article
from voice_assistant.content.naming import walkable
from voice_assistant.content.pack import Article, Term
from voice_assistant.content.protocol import Protocol
from voice_assistant.content.reading_age import article_ages, protocol_ages
from voice_assistant.content.reviewing import REVIEW
from voice_assistant.content.shape import ModelT, shaped
from voice_assistant.content.yaml_file import read_yaml
from voice_assistant.proof import prove_protocol
from voice_assistant.publishing.report import Review, report
from voice_assistant.publishing.whole_files import WholeFiles


def write_report(pack: str, file: Path, today: date) -> None:
    """Write the page of a pack. Raises an `AssistantError` if there is no such pack, or the file cannot be written."""
    page = report(reviewed(pack, today))
    with WholeFiles() as files:
        files.write(file, page)


def reviewed(pack: str, today: date) -> Review:
    """As much of a pack as can be read, and what is to be said about it."""
    folder = pack_folder(pack)
    findings, unchecked = all_findings((pack,), today)
    article = _article(folder / ARTICLE)
    protocol = _yaml(folder / PROTOCOL, Protocol)
    lexicon: dict[str, Term] = getattr(_yaml(folder / LEXICON, LexiconFile), "root", {})
    pronunciation: dict[str, str] = getattr(_yaml(folder / PRONUNCIATION, PronunciationFile), "root", {})
    ages = (
        *(protocol_ages(protocol, lexicon) if protocol else ()),
        *(article_ages(article, lexicon) if article else ()),
    )
    return Review(
        pack=folder.resolve().name,
        article=article,
        protocol=protocol,
        findings=findings,
        made=today,
        program=f"voice-assistant {__version__}",
        unchecked=unchecked,
        proof=prove_protocol(protocol) if protocol and walkable(protocol) else None,
        ages=ages,
        lexicon=lexicon,
        pronunciation=tuple(pronunciation.items()),
        cases=_yaml(folder / CASES, Cases),
        signed=(folder / REVIEW).exists() and not findings,
    )


def _article(file: Path) -> Article | None:
    try:
        return read_article(file).article
    except FindingsError:  # they are among the findings
        return None


def _yaml(file: Path, model: type[ModelT]) -> ModelT | None:
    try:
        return shaped(read_yaml(file), model) if file.exists() else None
    except FindingsError:
        return None
