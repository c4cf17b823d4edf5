"""The pack that CONTRIBUTING builds step by step is taken from the page, checked, and talked to."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from voice_assistant.app import App
from voice_assistant.checks import all_findings
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.settings import Settings

from .renew import TODAY, page

QUESTIONS = {"yes_no", "duration", "several"}


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A folder with the files of the page; blocks of one name are one file, in their order."""
    for name, content in re.findall(
        r"^```\w+ (\S+)\n(.*?)^```", page("CONTRIBUTING.md"), re.DOTALL | re.MULTILINE
    ):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        separator = "\n" if file.exists() else ""
        with file.open("a", encoding="utf-8") as open_file:
            open_file.write(separator + content)
    return tmp_path


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
