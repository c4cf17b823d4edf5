"""From a FHIR R4 Questionnaire to a pack: one of ours whole, and of any other what can be spoken.

1. `reading`: the file becomes a resource, or one sentence says why not.
2. `Walk` goes through the items from top to bottom. `own_items` reads those that we wrote, `foreign_items` those
   of other systems: each becomes a question as it stands in protocol.yaml, or a note why it did not.
3. Whatever was not looked at on the way (elements, extensions) becomes a note as well.
4. `written`: protocol.yaml, and an article that stands in for the one which is not there.

Nothing is made up about health: wordings, rules and advice that the file does not have are missing in
protocol.yaml too, and `check` names each of them. Until they are there the questions are not asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from voice_assistant.content.importing_pack import target, write_files
from voice_assistant.content.loading import ARTICLE, PROTOCOL
from voice_assistant.content.pack import Words
from voice_assistant.content.phrases import Knows
from voice_assistant.exchange import vocabulary as names
from voice_assistant.exchange.drafts import Note
from voice_assistant.exchange.questionnaire import HEAD
from voice_assistant.exchange.reading import extension_of, objects, read_resource, text_of
from voice_assistant.exchange.structured import plain
from voice_assistant.exchange.vocabulary import Json, Object
from voice_assistant.exchange.walking import Walk, unread
from voice_assistant.exchange.written import StandIn, article_text, yaml_text

READ = frozenset(
    {
        *(
            "resourceType",
            "id",
            "meta",
            "text",
            "language",
            "url",
            "version",
            "name",
            "title",
            "status",
            "date",
        ),
        *("publisher", "lastReviewDate", "effectivePeriod", "item", "contained", "extension", "experimental"),
        *("subjectType", "description"),
    }
)
"""Elements of a Questionnaire that are taken over, or say nothing that a pack could."""


@dataclass(frozen=True, slots=True)
class ImportedQuestions:
    folder: Path
    title: str
    questions: tuple[str, ...]
    """The first wording of each."""
    complete: bool
    """Whether rules and advice came with it."""
    report: tuple[Note, ...]
    """What was not taken over, by its place in the file."""


def import_questionnaire(
    file: Path, out: Path, words: Words, knows: Knows | None, today: date, name: str | None = None
) -> ImportedQuestions:
    """Make a pack of a Questionnaire: in the folder `out`, or in `out`/`name`.

    Raises an `AssistantError`, and leaves nothing behind, if it is none or the folder has files.
    """
    folder = target(out, name)
    resource = read_resource(file, "Questionnaire")
    whole = _whole(resource)
    walk = Walk(resource)
    walk.items(resource.get("item"), "item", None)
    notes = [*walk.notes, *unread(resource, "", READ, {names.PROTOCOL} if whole else set())]
    head = _head(resource, file, today, notes)
    if whole is None and extension_of(resource, names.PROTOCOL):
        notes.append(Note("extension", "ours, but it was changed so that it cannot be read any more"))
    rest = {key: value for key, value in (whole or {}).items() if key not in (*HEAD, "article")}
    tree: Object = {**head, **({"canonical": resource.get("url")} if whole else {}), **rest}
    tree["introduction"] = list(walk.introduction)
    tree["questions"] = list(walk.questions)
    if whole:
        tree.setdefault("rules", [])
    for key in ("rules", "outcomes"):  # behind the questions, where a reader looks for them
        if key in tree:
            tree[key] = tree.pop(key)
    article = _article(resource, file, whole, head, tree)
    comments = [f"Made from the Questionnaire in {file.name}."]
    if not whole:
        comments.append(
            "It came without rules and advice. `voice-assistant check` names all that is left to write."
        )
    files = {ARTICLE: article_text(article, today, words, knows), PROTOCOL: yaml_text(tree, comments)}
    write_files(folder, files)
    asked = tuple(str(each["ask"]["first"]) for each in walk.questions if isinstance(each["ask"], dict))
    return ImportedQuestions(folder, article.title, asked, whole is not None, tuple(notes))


def _whole(resource: Object) -> Object | None:
    """What only our own extension of the Questionnaire tells; None: it is not one of ours."""
    found = extension_of(resource, names.PROTOCOL)
    if found is None:
        return None
    try:
        read = plain(found)
    except ValueError:
        return None
    return read if isinstance(read, dict) else None


def _head(resource: Object, file: Path, today: date, notes: list[Note]) -> Object:
    reviewed = (
        _day(resource.get("lastReviewDate"))
        or _day(resource.get("approvalDate"))
        or _day(resource.get("date"))
    )
    if reviewed is None:
        notes.append(Note("lastReviewDate", f"there is no day of a review; {today} was taken"))
    period = resource.get("effectivePeriod")
    due = _day(period.get("end")) if isinstance(period, dict) else None
    if due is None:
        due = max(today, reviewed or today) + timedelta(days=365)
        notes.append(Note("effectivePeriod.end", f"there is no day until which it holds; {due} was taken"))
    language = text_of(resource, "language").split("-")[0].lower() or "en"
    ours = extension_of(resource, names.PROTOCOL) is not None
    head: Object = {
        "version": text_of(resource, "version") or ("" if ours else "1"),
        "author": text_of(resource, "publisher") or ("" if ours else f"Not named in {file.name}"),
    }
    if not ours:
        head["reviewer"] = "Nobody yet; the questions were imported"
    head["reviewed"] = (reviewed or today).isoformat()
    head["review_by"] = due.isoformat()
    head["language"] = language
    return head


def _day(found: Json) -> date | None:
    try:
        return date.fromisoformat(found[:10]) if isinstance(found, str) else None
    except ValueError:
        return None


def _article(resource: Object, file: Path, whole: Object | None, head: Object, tree: Object) -> StandIn:
    title = text_of(resource, "title") or text_of(resource, "name") or file.stem
    address = text_of(resource, "url")
    source = f"Imported from {file.name}" + (f", {address}" if address else "")
    sections: dict[str, str] = {}
    described = whole.get("article") if whole else None
    if isinstance(described, dict):
        source = text_of(described, "source") or source
        for _, each in objects(described.get("sections")):
            sections[text_of(each, "id")] = text_of(each, "title")
    sentences: dict[str, list[str]] = {}
    for key in ("questions", "outcomes"):
        for _, each in objects(tree.get(key)):
            quoted = each.get("source")
            if isinstance(quoted, dict) and text_of(quoted, "section") and text_of(quoted, "sentence"):
                of_section = sentences.setdefault(text_of(quoted, "section"), [])
                if text_of(quoted, "sentence") not in of_section:
                    of_section.append(text_of(quoted, "sentence"))
    return StandIn(title, text_of(head, "language"), source, sections, sentences)
