"""Packs and sessions to other systems and back, as files: what the commands for that do."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

from voice_assistant import models
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.content.pack import Pack
from voice_assistant.content.protocol import Protocol
from voice_assistant.errors import ContentError, MissingError
from voice_assistant.exchange.importing import ImportedQuestions, import_questionnaire
from voice_assistant.exchange.judging import Problem, problems
from voice_assistant.exchange.questionnaire import questionnaire
from voice_assistant.exchange.reading import looks_like_json, read_resource
from voice_assistant.exchange.response import response
from voice_assistant.exchange.session import read_session
from voice_assistant.exchange.vocabulary import Object
from voice_assistant.listening.vosk_recognizer import VoskModel
from voice_assistant.publishing.whole_files import WholeFiles

is_questionnaire = looks_like_json


def export_pack(pack: str, out: Path, today: date) -> None:
    """Write a pack's protocol as a Questionnaire. Raises an `AssistantError` if there is none that may be used."""
    loaded, protocol = _usable(pack, today)
    _write(out, questionnaire(loaded, protocol))


def export_session(pack: str, events: Path, out: Path, today: date) -> None:
    """Write the answers of a rehearsal, or of a recorded session, as a response to that pack's questions."""
    loaded, protocol = _usable(pack, today)
    session = read_session(events, protocol)
    held = session.held or datetime.fromtimestamp(events.stat().st_mtime, UTC)
    made = response(
        loaded,
        protocol,
        session.answers,
        outcome=session.outcome,
        status=session.status,
        authored=held,
    )
    _write(out, made)


def import_questions_as_pack(file: Path, out: Path, name: str | None, today: date) -> ImportedQuestions:
    """Make a pack of a Questionnaire. Raises an `AssistantError` if it is none or the folder has files."""
    try:
        knows = VoskModel(models.find()).knows
    except MissingError:
        knows = None
    return import_questionnaire(file, out, load_words("en"), knows, today, name)


def judge_response(questions: Path, answers: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with a QuestionnaireResponse to that Questionnaire."""
    return problems(
        read_resource(questions, "Questionnaire"), read_resource(answers, "QuestionnaireResponse")
    )


def _usable(pack: str, today: date) -> tuple[Pack, Protocol]:
    loaded = load_pack(pack, load_words("en"), today)
    if loaded.protocol is None:
        why = loaded.protocol_trouble or "it has only an article"
        raise ContentError(f"The pack {pack} has no questions that can be used: {why}")
    return loaded, loaded.protocol


def _write(out: Path, resource: Object) -> None:
    with WholeFiles() as files:
        files.write(out, json.dumps(resource, ensure_ascii=False, indent=2) + "\n")
