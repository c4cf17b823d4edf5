"""Killed at any moment of the questions, it goes on at the same question, and nothing of it was ever in a file.

A service manager made for the test starts it again, as systemd would. `KILLS=50 pytest -s tests/live/test_killed.py`
does it fifty times, all the way through the questions, the advice and the article, and prints how long each took.
"""

from __future__ import annotations

import os
import random
import statistics
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from service import Service
from virtual_card import VirtualCard
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.content.pack import Pack
from voice_assistant.events import Choices, Days
from voice_assistant.kiosk.resuming import Conversation

KILLS = int(os.environ.get("KILLS", "2"))
pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(150 + 60 * KILLS)]
SOON = 45.0
"""Seconds in which it must speak again, on a computer that is busy with much else."""
LONGEST = 9.0 if KILLS <= 3 else 20.0
"""Seconds between two kills at most: time for the apology, the question, and an answer."""
LISTENED = 0.15
"""How often the person says nothing between two kills, but listens."""
ANSWERS = {"yes_no": "no", "duration": "three weeks", "several": "stress"}
TAKEN = {"yes_no": "no", "duration": Days(21, 21), "several": Choices(("stress",))}
"""What has to be noted for these, by the kind of the question."""
WISHES = {"choosing": "questions", "advising": "article", "reading": "menu", "paused": "go on"}
"""What is said in a state, so that in the end the whole conversation comes round."""


def fitting(pack: Pack, held: Conversation | None) -> str | None:
    """What somebody would say now; None if there is nothing to be said."""
    if held is None or pack.protocol is None:
        return None
    if held.state == "asking" and held.memory.question is not None:
        return ANSWERS[pack.protocol.question(held.memory.question).kind]
    return "yes" if held.state == "confirming" else WISHES.get(held.state)


def test_after_kill_9_it_goes_on_at_the_same_question(card: VirtualCard, tmp_path: Path) -> None:
    pack = load_pack("als-facial-twitching", load_words(), date.today())
    assert pack.protocol is not None
    apology = "had to start again" if KILLS <= 3 else ""
    draw = random.Random(11)  # noqa: S311 - no secret
    took: list[float] = []
    places: Counter[str] = Counter()
    service = Service(card, tmp_path, VOICE_ASSISTANT_LISTENING__PATIENCE="very slow")

    def talking() -> str | None:
        return fitting(pack, service.held())

    def silent() -> str | None:
        return None

    try:
        service.ask()
        for _ in range(KILLS):
            listens = len(took) > 0 and draw.random() < LISTENED
            words = silent if listens else talking
            service.converse(draw.uniform(0.2, LONGEST), words)
            service.kill()
            before = service.held()
            assert before is not None, service.said()
            service.start()
            took.append(service.wait_for(".", SOON))
            service.wait_for(apology)
            after = service.held()
            assert after is not None
            place = before.state if before.state != "asking" else f"asking {before.memory.question}"
            places[place] += 1
            print(f"{len(took)}: {place}, again after {took[-1]:.1f} s", flush=True)
            assert (after.state, after.memory.question) == (before.state, before.memory.question)
            assert after.memory.answers == before.memory.answers
            assert after.memory.outcome == before.memory.outcome
            assert after.memory.restarts == before.memory.restarts + 1
            for question, answer in after.memory.answers:
                assert answer.value == TAKEN[pack.protocol.question(question).kind], question
        service.process.terminate()
        assert service.process.wait(20) == 0
        assert service.held() is None
        kept = b" ".join(file.read_bytes() for file in (tmp_path / "files").rglob("*") if file.is_file())
        assert b"breathing" not in kept
        assert b"answers" not in kept
    finally:
        service.close()
    print(
        f"{len(took)} kills: speaks again after {statistics.median(took):.1f} s (median), {max(took):.1f} s at most; "
        + ", ".join(f"{place} {count}" for place, count in places.items())
    )
