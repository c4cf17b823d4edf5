"""Everything that is wrong with packs and with the assistant's own words, for whoever writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from voice_assistant import models, paths
from voice_assistant.content.findings import Finding, FindingsError
from voice_assistant.content.importing import Imported, import_article
from voice_assistant.content.loading import (
    PROTOCOL,
    check_words,
    examine_pack,
    hints,
    load_words,
    pack_folder,
    pack_names,
    sign_pack,
    summary,
)
from voice_assistant.content.pack import Pack, Words
from voice_assistant.content.phrases import Knows
from voice_assistant.content.protocol import Protocol
from voice_assistant.content.reviewing import REVIEW
from voice_assistant.errors import ContentError, MissingError
from voice_assistant.listening.vosk_recognizer import VoskModel
from voice_assistant.proof import Proof, prove
from voice_assistant.proof.comparing import compare
from voice_assistant.proof.conversing import converse
from voice_assistant.proof.guarding import proved

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
            found, whole = examine_pack(pack, words, knows, today)
            findings |= {*found, *(proved(whole)[1] if whole else ())}
    return tuple(sorted(findings)), unchecked


def all_proofs(packs: Sequence[str], today: date) -> tuple[str, ...]:
    """What was proved about each of these packs that asks, in sentences; none for those that cannot be walked."""
    return tuple(line for pack in _asking(packs, today) for line in told(pack, prove(pack)))


def all_conversations(packs: Sequence[str], today: date) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Search what can happen in conversations about each of these packs that are about health.

    What is wrong, and how much was searched. Takes some ten seconds for ten questions, so nothing is searched
    before everything else is well.
    """
    words = load_words("en")
    findings: list[Finding] = []
    lines: list[str] = []
    for pack in _asking(packs, today):
        if pack.protocol and pack.protocol.medical:
            found = converse(pack, words)
            findings += [Finding(pack.folder / PROTOCOL, 1, 1, sentence) for sentence in found.broken]
            more = "" if found.complete else ", and there are more"
            searched = f"{found.places:,} states of conversations and {found.edges:,} steps between them"
            lines.append(f"{pack.id}: {searched} were searched{more}.")
    return tuple(findings), tuple(lines)


def _asking(packs: Sequence[str], today: date) -> list[Pack]:
    words = load_words("en")
    named = packs or pack_names(paths.prompts(paths.root()))
    looked = (examine_pack(pack, words, None, today)[1] for pack in named)
    return [pack for pack in looked if pack and pack.protocol]


def differences(old: str, new: str, today: date) -> Iterator[str]:
    """What is different in the second pack's questions and advice, in sentences; nothing where nothing is.

    Raises `ContentError` for a pack whose questions cannot be walked.
    """
    words = load_words("en")
    before, now = (_walkable(pack, words, today) for pack in (old, new))
    found = compare(before, now)
    for change in found.changes:
        count = f"{change.count:,} sets of answers" if found.exact else "some answers"
        yield f"{change.old} is now {change.new}: {count}, such as: {_way(change.before)}."
        if change.now != change.before:
            yield f"  which is asked so now: {_way(change.now)}."
    if not found.exact:
        yield "There are too many sets of answers to look at all of them: more may have changed."
    yield from found.texts


def _walkable(pack: str, words: Words, today: date) -> Protocol:
    findings, whole = examine_pack(pack, words, None, today)
    if whole is None or whole.protocol is None:
        trouble = summary(findings) if findings else "it has none"
        raise ContentError(f"The questions of {pack} cannot be compared: {trouble}")
    return whole.protocol


def _way(way: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{question} {answer!r}" for question, answer in way) or "whatever is answered"


def sign_packs(packs: Sequence[str], today: date) -> tuple[Path, ...]:
    """Write down that these packs (none named: all shipped ones that ask) were reviewed as they are now.

    Raises `ContentError` for a pack with which anything else is wrong; that one keeps what was signed before.
    """
    shipped = paths.prompts(paths.root())
    named = packs or [name for name in pack_names(shipped) if (pack_folder(name) / PROTOCOL).exists()]
    return tuple(_sign(pack, today) for pack in named)


def _sign(pack: str, today: date) -> Path:
    file = pack_folder(pack) / REVIEW
    before = file.read_text(encoding="utf-8") if file.exists() else None
    try:
        sign_pack(pack)
        findings, _ = all_findings((pack,), today)
    except FindingsError as error:
        findings = error.findings
    if findings:
        if before is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(before, encoding="utf-8")
        raise ContentError(f"It was not signed, because something is wrong with it: {summary(findings)}")
    return file


def told(pack: Pack, proof: Proof) -> Iterator[str]:
    """What was proved, for people."""
    if proof.exact:
        yield (
            f"{pack.id}: {proof.paths:,} paths to advice, {proof.answer_sets:,} sets of answers and "
            f"{proof.states:,} states were looked at."
        )
    else:
        yield f"{pack.id}: {proof.paths:,} sets of answers were judged from the rules; they are too many to walk."
    ways = ", ".join(f"{outcome} {count}" for outcome, count in sorted(proof.fewest.items(), key=_count))
    yield f"{pack.id}: the fewest answers to each advice: {ways}."


def _count(counted: tuple[str, int]) -> int:
    return counted[1]


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
