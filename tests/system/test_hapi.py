"""HAPI, the reference validator of FHIR, accepts what is exported, and finds nothing that our own check misses.

All is judged in one run, as a Java machine takes its time to begin.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest

import java
from breaking import broken
from forms import pack_of, random_answers, random_protocol
from voice_assistant import paths
from voice_assistant.content.loading import load_pack, load_words, pack_names
from voice_assistant.content.pack import Pack
from voice_assistant.content.protocol import Protocol
from voice_assistant.dialogue import triage
from voice_assistant.exchange.judging import problems
from voice_assistant.exchange.questionnaire import questionnaire
from voice_assistant.exchange.response import response
from voice_assistant.exchange.vocabulary import Object

pytestmark = [pytest.mark.java, pytest.mark.slow, pytest.mark.timeout(900)]

HAPI = tuple(
    f"ca.uhn.hapi.fhir:{name}:7.6.1"
    for name in (
        "hapi-fhir-validation",
        "hapi-fhir-structures-r4",
        "hapi-fhir-validation-resources-r4",
        "hapi-fhir-caching-caffeine",
    )
)
FHIR = Path(__file__).parents[1] / "data" / "fhir"
SESSIONS = 200
MADE_UP = 6
"""Protocols of all kinds beside the shipped ones, each with a few sessions."""
BROKEN = 900


@dataclass
class Judged:
    """What the validator said: errors by the resource's name, and computed outcomes."""

    errors: dict[str, tuple[int, str]] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    expected: dict[str, str] = field(default_factory=dict)
    """The outcomes that the triage gives; nothing while an answer could make one more urgent."""
    ours: dict[str, int] = field(default_factory=dict)
    """How many problems our own check finds in broken responses."""
    named: dict[str, list[str]] = field(default_factory=dict)
    """Names of questionnaires and of responses that are right."""


def packs() -> Iterator[Pack]:
    for name in pack_names(paths.prompts(paths.root())):
        pack = load_pack(name, load_words(), date(2026, 12, 1))
        if pack.protocol is not None:
            yield pack
    for seed in range(MADE_UP):
        rng = Random(seed)  # noqa: S311 -- the same ones each time
        yield pack_of(random_protocol(rng, most=8)).model_copy(update={"id": f"made_up_{seed}"})


def sessions(pack: Pack, rng: Random) -> Iterator[tuple[Object, str]]:
    """Responses to a pack's questions, and the outcome that their answers lead to."""
    protocol = pack.protocol
    assert protocol is not None
    for number in range(8 if pack.id.startswith("made_up") else SESSIONS):
        answers = random_answers(rng, protocol)
        outcome = triage.verdict(protocol, answers).outcome.id
        certain = not triage.mattering(without_tips(protocol), triage.valid(protocol, answers))
        made = response(
            pack,
            protocol,
            answers,
            outcome=rng.choice((None, outcome)),
            status=rng.choice(("completed", "in-progress", "stopped")),
            authored=datetime(2026, 12, 1, 12, number % 60, tzinfo=UTC),
        )
        yield made, outcome if certain else ""


def without_tips(protocol: Protocol) -> Protocol:
    """The same rules, without questions that only tips are taken from."""
    dumped = protocol.model_dump(by_alias=True)
    for outcome in dumped["outcomes"]:
        outcome["tips_from"] = None
    return Protocol.model_validate(dumped)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    classes = java.class_path(*HAPI)
    found = Judged(named={"questionnaire": [], "response": []})
    lines: list[str] = []
    every: list[tuple[str, Object, Object]] = []
    rng = Random(6)  # noqa: S311 -- the same ones each time

    def judge(what: str, name: str, resource: Object) -> None:
        lines.append("\t".join((what, name, json.dumps(resource))))

    for pack in packs():
        assert pack.protocol is not None
        form = questionnaire(pack, pack.protocol)
        judge("questionnaire", pack.id, form)
        found.named["questionnaire"].append(pack.id)
        for number, (made, outcome) in enumerate(sessions(pack, rng)):
            name = f"{pack.id} {number}"
            judge("response", name, made)
            found.named["response"].append(name)
            judge("outcome", f"={name}", made)
            found.expected[name] = outcome
            if number < 8:
                every += [(f"{name}: {how}", form, bad) for how, bad in broken(made)]
    clinic = json.loads((FHIR / "clinic.json").read_text(encoding="utf-8"))
    judge("questionnaire", "clinic", clinic)
    for number, good in enumerate(json.loads((FHIR / "clinic-responses.json").read_text(encoding="utf-8"))):
        judge("response", f"clinic {number}", good)
        found.named["response"].append(f"clinic {number}")
        assert problems(clinic, good) == ()
        every += [(f"clinic {number}: {how}", clinic, bad) for how, bad in broken(good)]
    for name, form, bad in rng.sample(every, BROKEN):
        judge("response", name, bad)
        found.ours[name] = len(problems(form, bad))
    listed = tmp_path_factory.mktemp("hapi") / "resources.tsv"
    listed.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = java.run(str(FHIR / "Judge.java"), classes, listed, limit=600)
    assert done.returncode == 0, done.stderr[-2000:]
    for line in done.stdout.splitlines():
        name, said, first = line.split("\t")
        if name.startswith("="):
            found.outcomes[name[1:]] = said
        else:
            found.errors[name] = (int(said), first)
    return found


def test_hapi_accepts_every_export(judged: Judged) -> None:
    assert len(judged.named["questionnaire"]) > MADE_UP
    assert {
        name: judged.errors[name] for name in judged.named["questionnaire"] if judged.errors[name][0]
    } == {}


def test_hapi_accepts_the_response_of_every_session(judged: Judged) -> None:
    assert len(judged.named["response"]) >= SESSIONS
    assert {name: judged.errors[name] for name in judged.named["response"] if judged.errors[name][0]} == {}


def test_hapi_computes_the_same_advice_from_the_exported_rules(judged: Judged) -> None:
    """Behind many gates the expression may wait longer than needed; it never says another outcome."""
    different = {
        name: (said, judged.expected[name])
        for name, said in judged.outcomes.items()
        if said != judged.expected[name] and not (name.startswith("made_up") and not said)
    }
    assert different == {}
    assert judged.outcomes.keys() == judged.expected.keys()
    said = Counter(judged.outcomes.values())
    assert {"", "self_care", "doctor", "doctor_soon", "emergency"} <= set(said), said
    print(f"{len(judged.outcomes)} outcomes computed by HAPI, of those not certain yet: {said['']}")


def test_whatever_hapi_refuses_is_refused_here(judged: Judged) -> None:
    refused = {name for name in judged.ours if judged.errors[name][0]}
    ours = {name for name, count in judged.ours.items() if count}
    print(f"{len(judged.ours)} broken responses: HAPI refuses {len(refused)}, our check {len(ours)}")
    assert len(refused) > BROKEN * 0.7
    missed = Counter(judged.errors[name][1] for name in refused - ours)
    assert not missed, missed.most_common(5)
