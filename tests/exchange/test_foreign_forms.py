"""Questionnaires of other systems: what can be spoken comes over, and everything else is told with its place."""

from __future__ import annotations

import json
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from voice_assistant.content.loading import check_pack, load_pack, load_words
from voice_assistant.content.yaml_file import Tree, read_yaml
from voice_assistant.errors import AssistantError, ContentError, MissingError, UsageError
from voice_assistant.exchange.importing import ImportedQuestions, import_questionnaire
from voice_assistant.exchange.questionnaire import questionnaire

TODAY = date(2026, 12, 1)
CLINIC = Path(__file__).parents[1] / "data" / "fhir" / "clinic.json"
WORDS = cache(load_words)


def imported(form: Any, folder: Path) -> tuple[ImportedQuestions, list[dict[str, Tree]]]:
    """What came of it, and the questions as they stand in protocol.yaml."""
    file = folder / "form.json"
    file.write_text(json.dumps(form), encoding="utf-8")
    done = import_questionnaire(file, folder / "pack", WORDS(), None, TODAY)
    tree = read_yaml(done.folder / "protocol.yaml").tree
    assert isinstance(tree, dict)
    questions = tree["questions"]
    assert isinstance(questions, list)
    return done, [each for each in questions if isinstance(each, dict)]


def form(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "status": "draft",
        "title": "A form",
        "date": "2026-01-01",
        "item": list(items),
    } | more


def choice(link: str, *options: Any, **more: Any) -> dict[str, Any]:
    return {
        "linkId": link,
        "text": f"Question {link}?",
        "type": "choice",
        "answerOption": list(options),
    } | more


def code(code: str, display: str, system: str = "urn:s") -> Any:
    return {"valueCoding": {"system": system, "code": code, "display": display}}


def test_every_kind_that_can_be_spoken_comes_over(tmp_path: Path) -> None:
    done, questions = imported(json.loads(CLINIC.read_text(encoding="utf-8")), tmp_path)
    assert [(each["id"], each["kind"]) for each in questions] == [
        ("q_1", "yes_no"),
        ("q_2", "duration"),
        ("q_3_1", "one_of"),
        ("q_3_2", "number"),
        ("q_3_3", "several"),
        ("q_4", "yes_no"),
        ("q_5", "scale"),
        ("q_6", "one_of"),
    ]
    applies = {str(each["id"]): each.get("applies_when") for each in questions}
    assert applies == {
        "q_1": None,
        "q_2": {"any": [{"question": "q_1", "is": ["yes"]}]},
        "q_3_1": None,
        "q_3_2": {"any": [{"question": "q_3_1", "is": ["i_smoke", "i_stopped"]}]},
        "q_3_3": None,
        "q_4": {
            "any": [
                {"question": "q_3_2", "is": [{"at_least": 11}]},
                {"question": "q_2", "is": [{"more_than_days": 21.0}]},
            ]
        },
        "q_5": None,
        "q_6": None,
    }
    assert questions[4]["none"] == ["none of these"]
    assert not done.complete


def test_what_does_not_come_over_is_told_with_its_place(tmp_path: Path) -> None:
    done, _ = imported(json.loads(CLINIC.read_text(encoding="utf-8")), tmp_path)
    assert [str(note).split(":")[0] for note in done.report] == [
        "item[1].prefix",
        "item[1].required",
        "item[2].extension[1]",
        "item[3]",
        "item[3].item[0].required",
        "item[6].enableWhen[0]",
        "item[7].type",
        "item[7].maxLength",
        "item[8].type",
        "item[9].answerValueSet",
        "copyright",
        "extension[0]",
        "lastReviewDate",
        "effectivePeriod.end",
    ]
    assert "the extension urn:clinic:colour is not known." in str(done.report[2])


def test_what_is_left_to_write_is_found_by_the_check_and_not_asked_before(tmp_path: Path) -> None:
    done, _ = imported(json.loads(CLINIC.read_text(encoding="utf-8")), tmp_path)
    findings = [str(each) for each in check_pack(done.folder, WORDS(), None, TODAY)]
    assert findings
    assert all("is missing here; add it." in each for each in findings), findings
    assert any("'outcomes'" in each for each in findings)
    pack = load_pack(done.folder, WORDS(), TODAY)
    assert pack.protocol is None
    assert pack.article.title == "Before your first visit"


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ([code("Y", "Yes"), code("N", "No")], "yes_no"),
        ([code("LA33-6", "Yes"), code("LA32-8", "No"), code("LA12688-0", "Don't know")], "yes_no"),
        ([{"valueString": "No"}, {"valueString": "Yes"}], "yes_no"),
        ([code("Y", "Yes"), code("N", "No"), code("S", "Sometimes")], "one_of"),
        ([code("r", "Red"), code("b", "Blue"), code("x", "Unknown")], "one_of"),
    ],
)
def test_choices(options: list[Any], kind: str, tmp_path: Path) -> None:
    done, (question,) = imported(form(choice("a", *options)), tmp_path)
    assert (question["kind"], done.report[:-1]) == (kind, ())


def test_conditions_of_groups_hold_for_their_questions(tmp_path: Path) -> None:
    gate: Any = [{"question": "a", "operator": "=", "answerBoolean": True}]
    own: Any = [{"question": "b", "operator": "!=", "answerCoding": {"system": "urn:s", "code": "r"}}]
    inner = {"linkId": "c", "text": "C?", "type": "boolean", "enableWhen": own}
    group = {"linkId": "g", "type": "group", "enableWhen": gate, "item": [inner]}
    first: dict[str, Any] = {"linkId": "a", "text": "A?", "type": "boolean"}
    second = choice("b", code("r", "Red"), code("b", "Blue"))
    _, questions = imported(form(first, second, group), tmp_path)
    assert questions[2]["applies_when"] == {
        "all": [{"question": "a", "is": ["yes"]}, {"question": "b", "is": ["blue", "not_sure"]}]
    }


def test_an_expression_or_a_condition_that_is_not_understood_is_no_reason_not_to_ask(tmp_path: Path) -> None:
    expression = {
        "url": "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression",
        "valueExpression": {"language": "text/fhirpath", "expression": "%age > 5"},
    }
    items: list[dict[str, Any]] = [
        {"linkId": "a", "text": "A?", "type": "boolean", "extension": [expression]},
        {
            "linkId": "b",
            "text": "B?",
            "type": "boolean",
            "enableWhen": [{"question": "z", "operator": "=", "answerBoolean": True}],
        },
    ]
    done, questions = imported(form(*items), tmp_path)
    assert [each.get("applies_when") for each in questions] == [None, None]
    assert [note.place for note in done.report[:-1]] == ["item[0].extension", "item[1].enableWhen[0]"]


def test_a_form_of_ours_that_was_edited_keeps_the_edit(tmp_path: Path) -> None:
    pack = load_pack("als-facial-twitching", WORDS(), TODAY)
    assert pack.protocol
    changed = questionnaire(pack, pack.protocol)
    items = changed["item"]
    assert isinstance(items, list)
    first = items[len(pack.protocol.introduction)]
    assert isinstance(first, dict)
    first["text"] = "Is it hard to breathe?"
    items.insert(3, {"linkId": "new", "text": "Is it new?", "type": "boolean"})
    _, questions = imported(changed, tmp_path)
    assert questions[0]["ask"] == {
        **pack.protocol.questions[0].ask.model_dump(),
        "first": "Is it hard to breathe?",
    }
    assert questions[1]["id"] == "new"


# --- bad input ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "This is not JSON"),
        ("{'a': 1}", "This is not JSON"),
        ("[]", "This is no FHIR resource"),
        ("{}", "This is something without a resourceType, not a Questionnaire"),
        ('{"resourceType": "Patient"}', "This is a Patient, not a Questionnaire"),
        ('{"resourceType": "Questionnaire", "title": NaN}', "NaN is no number"),
        ('{"a": 1, "a": 2}', "'a' stands twice"),
        ('{"resourceType": "Questionnaire", "title": "\\ud800"}', "half a sign"),
        ('{"a": ' + "[" * 100_000, "nested too deeply"),
        ('{"resourceType": "Questionnaire", "item": ' + "[" * 300 + "]" * 300 + "}", "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "This is not JSON that can be used"),
        ('{"a": "' + "x" * 8_000_000 + '"}', "larger than 8,000,000 bytes"),
        ("{\x00}", "This is not JSON"),
    ],
    ids=range(13),
)
def test_a_file_that_is_none_is_told_in_one_sentence(text: str, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "form.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        import_questionnaire(file, tmp_path / "pack", WORDS(), None, TODAY)
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 300
    assert not (tmp_path / "pack").exists()


def test_nothing_is_overwritten_and_a_missing_file_is_told(tmp_path: Path) -> None:
    shutil.copy(CLINIC, tmp_path / "form.json")
    with pytest.raises(UsageError, match="is not empty"):
        import_questionnaire(tmp_path / "form.json", tmp_path, WORDS(), None, TODAY)
    with pytest.raises(MissingError, match="There is no file"):
        import_questionnaire(tmp_path / "none.json", tmp_path / "pack", WORDS(), None, TODAY)


ODD: tuple[Any, ...] = (
    None,
    True,
    5,
    -1.5,
    "",
    "x",
    [],
    [None],
    ["x"],
    {},
    {"x": None},
    [{}],
    [[{}]],
    1e400,
)


@pytest.mark.parametrize(
    "key", ["item", "url", "title", "date", "extension", "contained", "effectivePeriod", "version"]
)
def test_odd_values_at_the_top(key: str, tmp_path: Path) -> None:
    for number, odd in enumerate(ODD):
        whole = json.loads(CLINIC.read_text(encoding="utf-8")) | {key: odd}
        try_to_import(whole, tmp_path / str(number))


def test_odd_values_in_every_element_of_an_item(tmp_path: Path) -> None:
    whole = json.loads(CLINIC.read_text(encoding="utf-8"))
    tried = 0
    for number, item in enumerate(whole["item"]):
        for key in item:
            for odd in ODD[number % 5 :: 5]:
                items = [*whole["item"]]
                items[number] = item | {key: odd}
                try_to_import(whole | {"item": items}, tmp_path / str(tried))
                tried += 1
    assert tried > 100


def try_to_import(form: Any, folder: Path) -> None:
    """It becomes a pack or one sentence, never anything else."""
    folder.mkdir()
    file = folder / "form.json"
    file.write_text(json.dumps(form, allow_nan=True).replace("Infinity", "1e400"), encoding="utf-8")
    try:
        done = import_questionnaire(file, folder / "pack", WORDS(), None, TODAY)
    except AssistantError as error:
        assert "\n" not in str(error)  # noqa: PT017 -- either way is right
    else:
        read_yaml(done.folder / "protocol.yaml")
        assert not done.complete


def test_ten_thousand_questions_take_no_time_to_speak_of(tmp_path: Path) -> None:
    above: Any = [{"question": "1", "operator": "=", "answerBoolean": True}]
    items: list[dict[str, Any]] = [
        {
            "linkId": str(number),
            "text": "Is it so?",
            "type": "boolean",
            **({"enableWhen": above} if number > 1 else {}),
        }
        for number in range(10_000)
    ]
    file = tmp_path / "form.json"
    file.write_text(json.dumps(form(*items)), encoding="utf-8")
    done = import_questionnaire(file, tmp_path / "pack", WORDS(), None, TODAY)
    assert len(done.questions) == 10_000
