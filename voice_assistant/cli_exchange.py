"""The commands that take articles and questions in, and give questions and answers to other systems."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from voice_assistant.errors import CONTENT


@click.command()
@click.argument("pack")
@click.option(
    "--fhir",
    type=click.Path(path_type=Path),
    metavar="FILE.json",
    required=True,
    help="Receives the resource.",
)
@click.option(
    "--response",
    type=click.Path(path_type=Path),
    metavar="SESSION.jsonl",
    help="A rehearsal's events or a session's record: write its answers, not the questions.",
)
def export(pack: str, fhir: Path, response: Path | None) -> None:
    """Write a pack's questions as a FHIR R4 Questionnaire, or a session's answers as its response."""
    from voice_assistant.exchanging import export_pack, export_session

    if response is None:
        export_pack(pack, fhir, date.today())
    else:
        export_session(pack, response, fhir, date.today())


@click.command()
@click.argument("questionnaire", type=click.Path(path_type=Path), metavar="QUESTIONNAIRE.json")
@click.argument("response", type=click.Path(path_type=Path), metavar="RESPONSE.json")
def judge(questionnaire: Path, response: Path) -> None:
    """Print everything that is wrong with a FHIR R4 QuestionnaireResponse; nothing when all is well."""
    from voice_assistant.exchanging import judge_response

    found = judge_response(questionnaire, response)
    for problem in found:
        click.echo(f"{response}: {problem}")
    if found:
        sys.exit(CONTENT)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", required=True, help="Receives the pack."
)
@click.option("--name", metavar="NAME", help="Make the pack in a folder of this name in DIR.")
def import_(file: Path, out: Path, name: str | None) -> None:
    """Make a pack of an article (plain text, Markdown) or of a FHIR Questionnaire; say what is not certain."""
    from voice_assistant.exchanging import is_questionnaire

    if is_questionnaire(file):
        _import_questions(file, out, name)
    else:
        _import_article(file, out, name)


def _import_article(file: Path, out: Path, name: str | None) -> None:
    from voice_assistant.checks import import_pack

    imported, unchecked = import_pack(file, out, name, date.today())
    click.echo(f"{imported.folder}: {imported.title}")
    for section in imported.sections:
        click.echo(f"section: {section}")
    for note in imported.report:
        click.echo(str(note))
    if unchecked:
        click.echo(unchecked, err=True)
    click.echo(
        "There are no questions yet: to let it ask and advise, write protocol.yaml (see docs/protocols.md)."
    )


def _import_questions(file: Path, out: Path, name: str | None) -> None:
    from voice_assistant.exchanging import import_questions_as_pack

    imported = import_questions_as_pack(file, out, name, date.today())
    click.echo(f"{imported.folder}: {imported.title}")
    for question in imported.questions:
        click.echo(f"question: {question}")
    for note in imported.report:
        click.echo(f"not taken over: {note}")
    if not imported.complete:
        click.echo("Rules and advice are left to write: `voice-assistant check` names what is missing.")
