"""Questions and answers as files, by the commands for them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from machine import Machine

pytestmark = pytest.mark.system

PACK = "als-facial-twitching"
CLINIC = Path(__file__).parents[1] / "data" / "fhir" / "clinic.json"
EVENTS = (
    {"t": 1.0, "event": "question", "question": "breathing", "attempt": 0},
    {"t": 2.0, "event": "answer", "question": "breathing", "value": "no", "confirmed": False},
    {
        "t": 3.0,
        "event": "answer",
        "question": "duration",
        "value": {"days": [18.0, 24.0]},
        "confirmed": False,
    },
    {
        "t": 4.0,
        "event": "answer",
        "question": "triggers",
        "value": {"choices": ["sleep"]},
        "confirmed": False,
    },
    {
        "t": 5.0,
        "event": "outcome",
        "outcome": "doctor",
        "urgency": 1,
        "reasons": ["duration"],
        "sections": [],
    },
    {"t": 6.0, "event": "ended", "reason": "goodbye"},
)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def written(file: Path, *events: object) -> Path:
    file.write_text("".join(f"{json.dumps(each)}\n" for each in events), encoding="utf-8")
    return file


def test_out_and_back_and_judged(machine: Machine, tmp_path: Path) -> None:
    questions, answers = tmp_path / "questions.json", tmp_path / "answers.json"
    assert machine.run("export", PACK, "--fhir", str(questions)).code == 0
    events = written(tmp_path / "events.jsonl", *EVENTS)
    assert machine.run("export", PACK, "--response", str(events), "--fhir", str(answers)).code == 0
    response = json.loads(answers.read_text(encoding="utf-8"))
    assert response["status"] == "completed"
    assert [item["linkId"] for item in response["item"]] == ["breathing", "duration", "triggers", "-advice"]
    judged = machine.run("judge", str(questions), str(answers))
    assert (judged.code, judged.out, judged.err) == (0, "", "")

    response["item"][0]["answer"][0]["valueCoding"]["code"] = "perhaps"
    answers.write_text(json.dumps(response), encoding="utf-8")
    judged = machine.run("judge", str(questions), str(answers))
    assert judged.code == 65
    assert judged.out == f"{answers}: item[0].answer[0]: this is none of the answers to 'breathing'.\n"

    imported = machine.run("import", str(questions), "--out", str(tmp_path / "pack"))
    assert (imported.code, imported.err) == (0, "")
    assert "not taken over" not in imported.out
    again = tmp_path / "again.json"
    assert machine.run("export", str(tmp_path / "pack"), "--fhir", str(again)).code == 0
    assert again.read_bytes() == questions.read_bytes()


def test_a_form_of_another_system_is_imported_with_what_it_lost(machine: Machine, tmp_path: Path) -> None:
    done = machine.run("import", str(CLINIC), "--out", str(tmp_path / "pack"))
    assert done.code == 0
    assert (
        "not taken over: item[8].type: a question of the type date cannot be answered by voice here."
        in done.out
    )
    assert done.out.endswith(
        "Rules and advice are left to write: `voice-assistant check` names what is missing.\n"
    )
    exported = machine.run("export", str(tmp_path / "pack"), "--fhir", str(tmp_path / "form.json"))
    assert exported.code == 65
    assert "has no questions that can be used" in exported.err


def test_what_is_no_resource_and_where_nothing_can_be_written(machine: Machine, tmp_path: Path) -> None:
    done = machine.run("judge", str(CLINIC), str(CLINIC))
    assert (done.code, done.err) == (
        65,
        f"{CLINIC}: This is a Questionnaire, not a QuestionnaireResponse; name another file.\n",
    )
    assert machine.run("export", PACK, "--fhir", str(tmp_path)).code == 74
