"""Everything that is wrong with packs and with the assistant's own words, for whoever writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from voice_assistant import models, paths
from voice_assistant.content.findings import Finding
from voice_assistant.content.importing import Imported, import_article
from voice_assistant.content.loading import check_pack, check_words, hints, load_words, pack_names
from voice_assistant.content.phrases import Knows
from voice_assistant.errors import MissingError
from voice_assistant.listening.vosk_recognizer import VoskModel

NO_MODEL = "Phrases were not checked against the recognizer's words, because there is no model: {reason}"


def all_findings(packs: Sequence[str], today: date) -> tuple[tuple[Finding, ...], str | None]:
    """Every finding in these packs (none named: in all shipped ones, and the assistant's own words).

    The second value says what could not be checked, if anything.
    """
    knows, unchecked = _recognizer()
    findings = set() if packs else set(check_words("en", knows))
    if not findings:
        words = load_words("en")
        for pack in packs or pack_names(paths.prompts(paths.root())):
            findings |= set(check_pack(pack, words, knows, today))
    return tuple(sorted(findings)), unchecked


def all_hints(packs: Sequence[str]) -> tuple[Finding, ...]:
    """Words in these packs' articles (none named: in all shipped ones) that the voice may say wrong.

    Nothing has to be done about a hint: somebody should listen. Packs that cannot be read have none.
    """
    knows, _ = _recognizer()
    words = load_words("en")
    named = packs or pack_names(paths.prompts(paths.root()))
    return tuple(sorted(hint for pack in named for hint in hints(pack, words, knows)))


def import_pack(file: Path, out: Path, name: str | None, today: date) -> tuple[Imported, str | None]:
    """Make a pack of an article, in `out` or in `out`/`name`.

    The second value says what could not be checked, if anything. Raises an `AssistantError` if there is
    nothing to import or the folder has files.
    """
    knows, unchecked = _recognizer()
    return import_article(file, out, load_words("en"), knows, today, name), unchecked


def _recognizer() -> tuple[Knows | None, str | None]:
    try:
        return VoskModel(models.find()).knows, None
    except MissingError as error:
        return None, NO_MODEL.format(reason=error)
