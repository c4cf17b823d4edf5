"""LHC-Forms, the form viewer of the U.S. National Library of Medicine, shows an export, and computes its advice."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import node
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import Answer
from voice_assistant.events import Choices, Days
from voice_assistant.exchange.computed import outcome_expression
from voice_assistant.exchange.questionnaire import form, known, questionnaire
from voice_assistant.exchange.response import response

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.timeout(600)]

LFORMS = "lforms@40.1.3"
PAGE = Path(__file__).parents[1] / "data" / "fhir" / "lforms.html"
PACK = "als-facial-twitching"
SHOWING = 200
"""Seconds that the browser may take; some ten of them are its own."""


def test_a_form_is_shown_keeps_answers_and_computes_the_advice(tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium here")
    package = node.package(LFORMS)
    (tmp_path / "lforms").symlink_to(package / "dist" / "lforms")
    shutil.copy(PAGE, tmp_path / "page.html")

    pack = load_pack(PACK, load_words(), date(2026, 12, 1))
    protocol = pack.protocol
    assert protocol is not None
    clear = {each.id: Answer("no") for each in protocol.questions if each.kind == "yes_no"}
    sessions = [
        {"breathing": Answer("refused")},
        clear | {"duration": Answer(Days(3, 3)), "triggers": Answer(Choices(("stress", "sleep")))},
        clear | {"duration": Answer(Days(10, 18)), "triggers": Answer(Choices(()))},
        clear | {"walking": Answer("yes")},
        clear,
    ]
    responses = [
        response(pack, protocol, each, outcome=None, status="in-progress", authored=None) for each in sessions
    ]
    own = form(pack.id, protocol)
    questions = {each.id: known(each, own.system(each.id)) for each in protocol.questions}
    written = {
        "FORM": questionnaire(pack, protocol),
        "RESPONSES": responses,
        "EXPRESSION": outcome_expression(protocol, questions),
        "ANSWERED": {"question": "breathing", "code": "asked-unknown"},
    }
    script = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in written.items())
    (tmp_path / "forms.js").write_text(script, encoding="utf-8")

    found = shown(chromium, tmp_path)
    assert found["errors"] == []
    for question in protocol.questions:
        assert question.ask.first in found["empty"]
    assert not [each.id for each in protocol.outcomes if each.say[0] in found["empty"]], (
        "advice without answers"
    )
    urgent = protocol.outcome("emergency")
    assert " ".join((*urgent.say, *urgent.watch)) in found["answered"]
    assert answers_in(found["made"]) == [("breathing", "asked-unknown"), ("-outcome", "emergency")]
    expected = [triage.verdict(protocol, each).outcome.id for each in sessions[:-1]]
    assert found["computed"] == [*([each] for each in expected), []], (
        "of the last one the length of time is open"
    )
    for kept, made in zip(found["kept"], responses, strict=True):
        assert answers_in(kept) == answers_in(made["item"])


def answers_in(items: Any) -> list[tuple[str, Any]]:
    """The codes and numbers of all answers, by the item's id."""
    found = []
    for item in items or []:
        for answer in item.get("answer", []):
            value = answer.get("valueCoding", {}).get("code") or answer.get("valueQuantity", {}).get("value")
            found += [(item["linkId"], value), *answers_in(answer.get("item"))]
        found += answers_in(item.get("item"))
    return found


def shown(chromium: str, folder: Path) -> Any:
    options = ("--headless=new", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files")
    profile = f"--user-data-dir={folder / 'profile'}"
    address = (folder / "page.html").as_uri()
    command = [chromium, *options, profile, "--virtual-time-budget=60000", "--dump-dom", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SHOWING, check=False)
    result = re.search(r'<pre id="result">(.*?)</pre>', done.stdout, re.DOTALL)
    assert result, done.stderr[-1000:]
    return json.loads(html.unescape(result.group(1)))
