"""What is exported can be imported again whole; and what stands in it can be understood by others."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import pack_of, random_answers, random_protocol
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.content.pack import Pack
from voice_assistant.content.protocol import Protocol
from voice_assistant.content.shape import shaped
from voice_assistant.content.yaml_file import read_yaml
from voice_assistant.dialogue import triage
from voice_assistant.exchange.importing import import_questionnaire
from voice_assistant.exchange.judging import problems
from voice_assistant.exchange.questionnaire import questionnaire
from voice_assistant.exchange.response import response
from voice_assistant.exchange.vocabulary import Object

TODAY = date(2026, 12, 1)
GOOD = Path(__file__).parents[1] / "content" / "good"


WORDS = cache(load_words)


def loaded(name: str) -> tuple[Pack, Protocol]:
    pack = load_pack(name, WORDS(), TODAY)
    assert pack.protocol is not None, pack.protocol_trouble
    return pack, pack.protocol


def imported(form: Object, folder: Path) -> Path:
    file = folder / "form.json"
    file.write_text(json.dumps(form), encoding="utf-8")
    pack = folder / "another_name"
    done = import_questionnaire(file, pack, WORDS(), None, TODAY)
    assert (done.complete, done.report) == (True, ())
    return pack


@pytest.mark.parametrize("name", ["als-facial-twitching", str(GOOD)])
def test_a_pack_comes_back_and_is_exported_the_same(name: str, tmp_path: Path) -> None:
    pack, protocol = loaded(name)
    form = questionnaire(pack, protocol)
    again, its_own = loaded(str(imported(form, tmp_path)))
    assert its_own == protocol.model_copy(update={"canonical": form["url"]})
    assert json.dumps(questionnaire(again, its_own)) == json.dumps(form)


SEEDS = st.integers(0, 2**32)


@given(SEEDS)
@settings(derandomize=True, max_examples=60, deadline=None)
def test_any_protocol_comes_back(seed: int) -> None:
    protocol = random_protocol(Random(seed))  # noqa: S311 -- the same ones each time
    pack = pack_of(protocol)
    form = questionnaire(pack, protocol)
    with TemporaryDirectory() as folder:
        file = imported(form, Path(folder)) / "protocol.yaml"
        again = shaped(read_yaml(file), Protocol)
    assert again == protocol.model_copy(update={"canonical": form["url"]})
    assert questionnaire(pack.model_copy(update={"id": "other"}), again) == form


@given(SEEDS)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_every_response_is_right(seed: int) -> None:
    """Above all: what applies for us is enabled by FHIR's words as well."""
    rng = Random(seed)  # noqa: S311 -- the same ones each time
    protocol = random_protocol(rng)
    pack = pack_of(protocol)
    form = questionnaire(pack, protocol)
    answers = random_answers(rng, protocol)
    found = triage.verdict(protocol, answers)
    made = response(
        pack,
        protocol,
        answers,
        outcome=rng.choice((None, found.outcome.id)),
        status=rng.choice(("completed", "in-progress", "stopped")),
        authored=datetime(2026, 12, 1, 9, 30, tzinfo=UTC),
    )
    assert problems(form, made) == ()
    assert problems(json.loads(json.dumps(form)), json.loads(json.dumps(made))) == ()
