"""The pack that the manual builds step by step is taken from the page, checked, and talked to."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter

from voice_assistant.app import App
from voice_assistant.checks import all_findings
from voice_assistant.cli import cli
from voice_assistant.content.json_schema import json_schema
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.content.protocol import Question
from voice_assistant.content.yaml_file import parse_yaml
from voice_assistant.settings import Settings

from . import keys
from .renew import ROOT, TODAY, page, part, proof_of_the_example, write_example

QUESTIONS = {"yes_no", "duration", "several"}


@pytest.fixture
def example(tmp_path: Path) -> Path:
    return write_example(tmp_path)


@pytest.mark.model
def test_check_finds_nothing(example: Path) -> None:
    """On a day on which its review holds: `voice-assistant check` goes by today's date."""
    assert all_findings((str(example / "hiccups"),), TODAY) == ((), None)


def test_it_shows_each_kind_of_question(example: Path) -> None:
    pack = load_pack(example / "hiccups", load_words(), TODAY)
    assert pack.protocol is not None
    assert {question.kind for question in pack.protocol.questions} == QUESTIONS


@pytest.mark.parametrize(
    ("typed", "hears"),
    [
        (["yes"], "Call the emergency number now"),
        (["no", "three days", "soda and stress", "yes"], "Please ask a doctor about your hiccups"),
        (["no", "two hours", "soda and stress", "yes"], "Try to find some calm."),
        (["no", "two hours", "none of them", "yes"], "Rest a little, and breathe slowly."),
    ],
)
def test_each_advice_is_given(example: Path, typed: list[str], hears: str) -> None:
    lines: list[str] = []
    with App(Settings.model_validate({}), TODAY) as app:
        app.talk(app.pack(example / "hiccups"), iter(["questions", *typed, "goodbye"]), lines.append)
    assert any(hears in line for line in lines), lines


@pytest.mark.model
@pytest.mark.voice
@pytest.mark.slow
def test_its_rehearsal_ends_in_the_advice_to_ask_a_doctor(example: Path) -> None:
    lines: list[str] = []
    show: Callable[[str], None] = lines.append
    with App(Settings.model_validate({}), TODAY) as app:
        assert app.rehearse(example / "three-days.yaml", None, 300.0, show) == "goodbye"
    assert any(line.endswith("(advice: doctor)") for line in lines), lines


# --- the manual's commands, keys and blocks --------------------------------------------------------

MANUAL = "docs/protocols.md"
SPEAKING = ("read", "rehearse")
"""Commands that start the voice."""
TYPED = {"talk": "questions\nno\nwhy\nthree days\nsoda and stress\nyes\ngoodbye\n"}
PREPARED = {"leaflet.md": ROOT / "tests" / "data" / "articles" / "leaflet.md"}
WRITES = {
    "import": "leaflet/article.md",
    "read": "hiccups.wav",
    "rehearse": "three-days/events.jsonl",
    "--report": "hiccups.html",
    "--sign": "hiccups/review.yaml",
}
"""What a command, or one with this option, leaves behind."""


def commands(speaking: bool) -> list[str]:
    """The commands that stand in lines of their own, without what the shell does with them."""
    lines = re.findall(r"^    voice-assistant (.+?)(?: > \S+)?$", page(MANUAL), re.MULTILINE)
    return [line for line in lines if (line.split()[0] in SPEAKING) == speaking]


def carry_out(line: str, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example)
    for name, file in PREPARED.items():
        shutil.copy(file, example / name)
    shutil.copytree(example / "hiccups", example / "hiccups-before")
    words = shlex.split(line)
    done = CliRunner().invoke(cli, words, input=TYPED.get(words[0]))
    assert done.exit_code == 0, (line, done.output, done.exception)
    for word, left in WRITES.items():
        assert word not in words or (example / left).is_file(), line


@pytest.mark.model
@pytest.mark.parametrize("line", commands(speaking=False))
def test_every_command_of_the_manual_works(line: str, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    carry_out(line, example, monkeypatch)


@pytest.mark.model
@pytest.mark.voice
@pytest.mark.slow
@pytest.mark.parametrize("line", commands(speaking=True))
def test_every_command_of_the_manual_that_speaks_works(
    line: str, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_out(line, example, monkeypatch)


def test_the_manual_shows_every_command_for_authors() -> None:
    shown = {line.split()[0] for line in (*commands(speaking=False), *commands(speaking=True))}
    assert {"import", "read", "check", "talk", "diagram", "rehearse", "schema", "compare"} <= shown


def test_the_tables_of_keys_are_those_of_the_models() -> None:
    assert part(page(MANUAL), "keys") == keys.tables().strip() + "\n", "python -m tests.documents.renew keys"
    explained = set(re.findall(r"^\| `(\w+)`", part(page(MANUAL), "keys"), re.MULTILINE))
    for kind in ("protocol", "cases", "lexicon", "article"):
        schema = json_schema(kind)
        for model in (schema, *schema["$defs"].values()) if "$defs" in schema else (schema,):
            assert set(model.get("properties", ())) - {"kind"} <= explained


def test_what_was_proved_of_the_example_is_what_is_printed() -> None:
    assert part(page(MANUAL), "proof") == proof_of_the_example(), "python -m tests.documents.renew proof"


def test_the_shown_questions_are_questions() -> None:
    shown = re.findall(r"^```yaml\n(- id: .*?)^```", page(MANUAL), re.DOTALL | re.MULTILINE)
    question: TypeAdapter[Question] = TypeAdapter(Question)
    kinds = {
        question.validate_python(each).kind
        for block in shown
        for each in cast("list[object]", parse_yaml(block, Path(MANUAL)).tree)
    }
    assert kinds | QUESTIONS == {"yes_no", "duration", "several", "one_of", "number", "scale"}
