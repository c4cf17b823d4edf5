"""The search of conversations: it finds nothing in the real dialogue, and something in one that is broken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.content.pack import Pack, Words
from voice_assistant.dialogue import asking
from voice_assistant.proof.conversing import converse

FOLDER = Path(__file__).parents[1] / "model_checking" / "pack"


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words()


@pytest.fixture(scope="module")
def pack(words: Words) -> Pack:
    return load_pack(FOLDER, words, date(2026, 12, 1))


def test_nothing_breaks_in_all_of_it(pack: Pack, words: Words) -> None:
    found = converse(pack, words)
    assert found.complete
    assert found.places > 200
    assert found.edges > 5 * found.places
    assert found.broken == ()


def test_a_dialogue_that_takes_silence_for_no_is_found(
    pack: Pack, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = asking.take

    def take(scene, value, *, confirmed=False):  # type: ignore[no-untyped-def]
        taken(scene, "no" if value == "skipped" else value, confirmed=confirmed)

    monkeypatch.setattr(asking, "take", take)
    found = converse(pack, words)
    assert any("nobody has said no (I1)" in each and "→ breathing skipped" in each for each in found.broken)


def test_advice_that_does_not_fit_the_answers_is_found(
    pack: Pack, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forget(scene, value, *, confirmed=False):  # type: ignore[no-untyped-def]
        taken(scene, value, confirmed=confirmed)
        scene.update(outcome="self_care")

    taken = asking.take
    monkeypatch.setattr(asking, "take", forget)
    assert converse(pack, words).broken
