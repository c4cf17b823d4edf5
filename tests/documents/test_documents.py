"""README, ARCHITECTURE and DECISIONS say what is true of the program, its settings and what it is built on."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from voice_assistant.cli import cli
from voice_assistant.content.loading import load_words, meanings
from voice_assistant.dialogue.diagram import machine_diagram
from voice_assistant.dialogue.table import ANSWERS, STATES, intents_in
from voice_assistant.events import VARIANTS
from voice_assistant.journal import Record
from voice_assistant.log import LogJournal
from voice_assistant.rehearsal.script import Act, Script
from voice_assistant.settings import Settings, load
from voice_assistant.settings.written import table

from .renew import ROOT, page, part, rehearse_demonstration, said

PAGES = (
    "README.md", "ARCHITECTURE.md", "DECISIONS.md", "CHANGELOG.md", "CONTRIBUTING.md",
    "docs/rehearsals.md", "docs/protocols.md",
)  # fmt: skip


def rows(text: str) -> Iterator[list[str]]:
    """The cells of all rows of tables."""
    for line in text.splitlines():
        if line.startswith("|"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


# --- what is shown ---------------------------------------------------------------------------------


def test_the_diagram_is_the_one_that_is_printed() -> None:
    assert part(page("ARCHITECTURE.md"), "diagram") == machine_diagram(), "python -m tests.documents.renew"


@pytest.mark.model
@pytest.mark.voice
@pytest.mark.slow
def test_the_conversation_is_the_one_that_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = list(said("\n".join(rehearse_demonstration(tmp_path))))
    shown = list(said(part(page("README.md"), "transcript")))
    assert shown == printed, "if the new one is right: python -m tests.documents.renew"
    assert {who for who, _ in shown} == {"assistant", "caller"}
    events = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    every_event_is_described(events)
    nothing_said_is_logged(events, capsys)


def every_event_is_described(events: list[dict[str, Any]]) -> None:
    described = {
        name: set(re.findall(r"`(\w+)`", fields))
        for events_, fields in (row for row in rows(page("docs/rehearsals.md")) if len(row) == 2)
        for name in re.findall(r"`(\w+)`", events_)
    }
    for event in events:
        fields = set(event) - {"t", "event"}
        assert fields <= described[event["event"]], event


def nothing_said_is_logged(events: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    log = LogJournal(verbose=True)
    for event in events:
        log.write(Record(event.pop("t"), event.pop("event"), event))
    logged = capsys.readouterr().err
    assert logged.count("\n") == len(events)
    for private in ("three weeks", "weakness", "triggers", "seeking_advice", "doctor", "not_sure", "stress"):
        assert private not in logged


# --- settings --------------------------------------------------------------------------------------


def test_the_table_of_settings_is_the_one_that_the_program_has() -> None:
    assert part(page("README.md"), "settings") == table(), "python -m tests.documents.renew settings"


def test_the_variables_are_those_that_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VOICE_ASSISTANT_LISTENING__PATIENCE", "very slow")
    monkeypatch.setenv("VOICE_ASSISTANT_INPUT__SELECT_KEYS", "[28, 57]")
    monkeypatch.setenv("VOICE_ASSISTANT_KIOSK__ENABLED", "true")
    file = tmp_path / "config.toml"
    file.write_text("[listening]\npatience = 'slow'\n[speaking]\nrate = 135\n", encoding="utf-8")
    settings = load(file)
    assert (settings.listening.patience, settings.speaking.rate) == ("very slow", 135)
    assert (settings.input.select_keys, settings.kiosk.enabled) == ((28, 57), True)


def test_the_shown_settings_can_be_used() -> None:
    (shown,) = blocks(page("README.md"), "toml")
    settings = Settings.model_validate(tomllib.loads(shown))
    assert settings != Settings.model_validate({})


# --- words and commands ----------------------------------------------------------------------------


def test_every_intent_that_is_understood_has_a_word_and_every_word_is_understood() -> None:
    spoken = meanings(load_words("en"))
    tables = page("README.md").split("## What one can say")[1].split("## By switch")[0]
    shown = {phrase.lower() for row in rows(tables) for phrase in re.findall(r'"([^"]+)"', row[0])}
    lengths = {"three weeks", "half a year", "a couple of days"}
    assert not [phrase for phrase in shown - lengths if phrase not in spoken]
    understood = {*ANSWERS, *(intent for state in STATES for intent in intents_in(state))}
    assert understood <= {spoken[phrase] for phrase in shown - lengths} | set(VARIANTS), shown


@pytest.mark.parametrize("name", PAGES)
def test_the_shown_commands_exist(name: str) -> None:
    text = page(name)
    lines = re.findall(r"`(?:\.venv/bin/)?voice-assistant ([^`\n]+)`", text)
    lines += re.findall(r"^    (?:\.venv/bin/)?voice-assistant (.+)$", text, re.MULTILINE)
    assert lines or name in ("DECISIONS.md", "CHANGELOG.md")
    for line in lines:
        first, *rest = shlex.split(line.replace("[", "").replace("]", ""))
        command: click.Command = cli.commands[first]
        if isinstance(command, click.Group) and rest:
            command = command.commands[rest[0]]
        options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert {word for word in rest if word.startswith("--")} <= options, line


def test_every_command_is_in_the_readme() -> None:
    shown = set(re.findall(r"^\| `voice-assistant (\w+)", page("README.md"), re.MULTILINE))
    assert shown == set(cli.commands)


# --- rooms, dependencies, links --------------------------------------------------------------------


def test_every_room_is_in_the_table() -> None:
    shown = set(re.findall(r"`(\w+)(?:/|\.py)`", page("ARCHITECTURE.md")))
    package = {
        path.stem for path in (ROOT / "voice_assistant").iterdir() if path.suffix == ".py" or is_room(path)
    }
    assert package - {"__init__", "__main__"} <= shown


def is_room(path: Path) -> bool:
    return (path / "__init__.py").is_file()


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(page("pyproject.toml"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = [re.split(r"[<>=~ ]", each)[0] for each in wanted]
    text = page("DECISIONS.md")
    assert not [name for name in names if f"`{name}`" not in text]


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page(name)):
        assert target.startswith("https://") or (ROOT / name).parent.joinpath(target).is_file(), target


REQUIREMENTS = (1, 2, 3, 4, 5, 7, 10, 11, 13, 14, 15, 16, 17, 18, 20, 21, 24, 25, 26, 28, 29, 31, 33, 34)


def test_every_requirement_names_a_test_that_exists() -> None:
    shown = {row[0]: row[2] for row in rows(page("docs/accessibility.md")) if row[0].startswith("C")}
    assert list(shown) == [f"C{number}" for number in REQUIREMENTS]
    for requirement, proof in shown.items():
        named = re.findall(r"`(tests/[^`:]+)(?:::(\w+))?`", proof)
        assert named, requirement
        for path, name in named:
            assert (ROOT / path).is_file(), f"{requirement}: {path}"
            assert bool(name) is path.endswith(".py"), f"{requirement}: {path}"
            assert not name or re.search(rf"^    def {name}\(|^def {name}\(", page(path), re.MULTILINE), name


def test_every_key_of_a_script_is_described() -> None:
    described = {row[0].strip("`") for row in rows(page("docs/rehearsals.md"))}
    assert set(Script.model_fields) | set(Act.model_fields) <= described


def test_every_decision_says_all_four_things() -> None:
    entries = page("DECISIONS.md").split("\n### ")[1:]
    assert len(entries) > 20
    for entry in entries:
        for word in ("Context: ", "Decision: ", "Rejected: ", "Consequences: "):
            assert f"\n{word}" in entry, entry.splitlines()[0]
