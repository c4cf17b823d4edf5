"""Every set of answers to the shipped questions: the advice is what the table of the questions says, and no less.

The table is written down here once more, by hand, so that the rules in the pack are held to something.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product

import pytest

from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.content.protocol import Protocol
from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import Answer, AnswerValue
from voice_assistant.events import Choices, Days

EMERGENCY = ("breathing", "sudden")
DOCTOR_SOON = ("weakness", "wasting", "walking", "speaking", "swallowing")
DOCTOR = ("places", "stiff")
YES_NO = (*EMERGENCY, *DOCTOR_SOON, *DOCTOR)
RISING: tuple[AnswerValue, ...] = ("no", "not_sure", "yes")
SHORT, TWO_WEEKS, LONG = Days(7, 7), Days(7, 14), Days(21, 21)
URGENCY = {"self_care": 0, "doctor": 1, "doctor_soon": 2, "emergency": 3}

Space = tuple[AnswerValue, ...]
"""The answers to the yes-no questions in their order, then the duration, then the triggers."""


@cache
def the_protocol() -> Protocol:
    pack = load_pack("als-facial-twitching", load_words(), date(2026, 12, 1))
    assert pack.protocol is not None
    return pack.protocol


def answers(values: Space) -> dict[str, Answer]:
    return {
        name: Answer(value) for name, value in zip((*YES_NO, "duration", "triggers"), values, strict=True)
    }


def outcome(values: Space) -> str:
    return triage.verdict(the_protocol(), answers(values)).outcome.id


def expected(values: Space) -> str:
    given = {name for name, value in zip(YES_NO, values, strict=False) if value != "no"}
    if given & set(EMERGENCY):
        return "emergency"
    if given & set(DOCTOR_SOON):
        return "doctor_soon"
    return "doctor" if given or values[len(YES_NO)] in (LONG, "not_sure") else "self_care"


def all_no(duration: AnswerValue, triggers: AnswerValue, but: dict[str, AnswerValue] | None = None) -> Space:
    """No to every yes-no question, but for these."""
    flat: list[AnswerValue] = [(but or {}).get(question, "no") for question in YES_NO]
    return (*flat, duration, triggers)


def all_answers() -> Iterator[Space]:
    """Each yes-no question three ways, and three durations; what triggers it is varied with the duration."""
    for flat in product(RISING, repeat=len(YES_NO)):
        yield (*flat, SHORT, Choices(("stress",)))
        yield (*flat, LONG, Choices(()))
        yield (*flat, "not_sure", "not_sure")


@pytest.fixture(scope="module")
def outcomes() -> dict[Space, str]:
    return {values: outcome(values) for values in all_answers()}


def test_the_advice_is_what_the_table_says(outcomes: dict[Space, str]) -> None:
    assert len(outcomes) == 3 ** len(YES_NO) * 3
    wrong = {values: found for values, found in outcomes.items() if found != expected(values)}
    assert not wrong, f"{len(wrong)} wrong, such as {next(iter(wrong.items()))}"


def test_no_answer_that_rises_lowers_the_urgency(outcomes: dict[Space, str]) -> None:
    """I3: from no to not sure to yes."""
    for values, found in outcomes.items():
        for index in range(len(YES_NO)):
            if values[index] == "yes":
                continue
            risen = (*values[:index], RISING[RISING.index(values[index]) + 1], *values[index + 1 :])
            assert URGENCY[outcomes[risen]] >= URGENCY[found], f"{values} → {risen}"


def test_a_longer_duration_never_lowers_the_urgency(outcomes: dict[Space, str]) -> None:
    for values, found in outcomes.items():
        if values[len(YES_NO)] == SHORT:
            longer = outcomes[(*values[: len(YES_NO)], LONG, Choices(()))]
            assert URGENCY[longer] >= URGENCY[found], values


@pytest.mark.parametrize("question", YES_NO)
@pytest.mark.parametrize("value", ["yes", "not_sure", "skipped"])
def test_each_question_alone_is_reason_enough(question: str, value: AnswerValue) -> None:
    """I1, I2: not sure, and skipped, are never "no"."""
    values = all_no(SHORT, Choices(()), but={question: value})
    found = triage.verdict(the_protocol(), answers(values))
    assert found.outcome.id == expected(values)
    assert found.outcome.urgency > 0
    assert found.reasons == (question,)
    assert found.at_once == (question in EMERGENCY)


@pytest.mark.parametrize(
    ("duration", "advice"),
    [
        (Days(0, 0), "self_care"),
        (SHORT, "self_care"),
        (TWO_WEEKS, "self_care"),
        (Days(14, 14.01), "doctor"),
        (Days(7, None), "doctor"),
        (LONG, "doctor"),
        ("not_sure", "doctor"),
        ("skipped", "doctor"),
    ],
)
def test_more_than_two_weeks_is_a_reason_to_ask_a_doctor(duration: AnswerValue, advice: str) -> None:
    assert outcome(all_no(duration, Choices(()))) == advice


@pytest.mark.parametrize("triggers", ["not_sure", "skipped", Choices(()), Choices(("stress", "medicine"))])
def test_triggers_do_not_change_the_outcome(triggers: AnswerValue) -> None:
    assert outcome(all_no(SHORT, triggers)) == "self_care"


def test_skipped_counts_like_not_sure_wherever_it_comes() -> None:
    possible: tuple[AnswerValue, ...] = ("no", "not_sure", "skipped", "yes")
    for values in product(possible, repeat=4):
        skipped = dict(zip(YES_NO, values, strict=False))
        unsure: dict[str, AnswerValue] = {
            question: "not_sure" if value == "skipped" else value for question, value in skipped.items()
        }
        assert outcome(all_no(SHORT, "skipped", skipped)) == outcome(all_no(SHORT, "not_sure", unsure)), (
            values
        )


def test_a_question_that_is_not_answered_yet_gives_no_reason() -> None:
    assert triage.verdict(the_protocol(), {}).reasons == ()
    assert triage.verdict(the_protocol(), {"weakness": Answer("yes")}).outcome.id == "doctor_soon"
