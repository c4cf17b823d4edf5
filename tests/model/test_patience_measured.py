"""The measurement of patience, on a few synthetic callers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from voice_assistant.bench.patience import PAUSES, PHRASES, Callers, measure
from voice_assistant.content.loading import load_pack, load_words

MODEL = Path(__file__).parents[2] / "models" / "vosk-model-small-en-us-0.15"


def test_callers_are_drawn_by_the_seed() -> None:
    with Callers() as callers:
        some = callers.draw(PHRASES, 20, 1)
        assert some == callers.draw(PHRASES, 20, 1)
        assert some != callers.draw(PHRASES, 20, 2)
        assert len(callers.draw(PHRASES, None, 1)) > 300
    assert all(PAUSES[0] <= pause <= PAUSES[1] for each in some for pause in each.pauses)
    assert all(len(each.pauses) == len(each.parts) - 1 for each in some)


@pytest.mark.model
@pytest.mark.voice
@pytest.mark.slow
def test_every_patience_is_measured() -> None:
    words = load_words()
    pack = load_pack("als-facial-twitching", words, date(2026, 12, 1))
    told: list[str] = []
    result = measure(words, pack, MODEL, told.append, sample=2, seed=1)
    assert [row.name for row in result.paused] == ["normal", "slow", "very slow", "fluent"]
    assert [row.name for row in result.short] == ["yes", "no", "stop", "next", "stress"]
    assert result.paused[2].cut == 0.0
    assert all(0 <= row.cut <= 1 and 0 <= row.whole <= 1 for row in (*result.paused, *result.short))
    assert json.loads(json.dumps(result.as_json()))["callers"] == 2
    assert len(result.lines()) == 2 + 4 + 2 + 5
    assert len(told) == 4
