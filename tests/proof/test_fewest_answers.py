"""A tired person reaches the advice by the fewest answers that safety allows."""

from __future__ import annotations

from datetime import date

from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.proof import prove

PACK = load_pack("als-facial-twitching", load_words(), date(2026, 12, 1))


def test_a_warning_sign_is_advised_on_after_as_few_answers_as_can_be() -> None:
    fewest = prove(PACK).fewest
    assert fewest["emergency"] == 1
    assert fewest["doctor_soon"] <= 3
    assert fewest["doctor"] < fewest["self_care"] == 11


def test_the_shortest_way_to_each_advice_is_as_long_as_that() -> None:
    proof = prove(PACK)
    assert {outcome: len(way) for outcome, way in proof.ways.items()} == proof.fewest
