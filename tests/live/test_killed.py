"""Killed at any moment of the questions, it goes on at the same question, and nothing of it was ever in a file.

A service manager made for the test starts it again, as systemd would. `KILLS=50 pytest -s tests/live/test_killed.py`
does it fifty times and prints how long each took.
"""

from __future__ import annotations

import os
import random
import statistics
from pathlib import Path

import pytest

from service import Service
from virtual_card import VirtualCard

KILLS = int(os.environ.get("KILLS", "2"))
pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(150 + 60 * KILLS)]
ANSWERING = 1.0 if KILLS <= 3 else 0.15
"""How often a question is answered between two kills, so that there are questions left."""
SOON = 45.0
"""Seconds in which it must speak again, on a computer that is busy with much else."""


def test_after_kill_9_it_goes_on_at_the_same_question(card: VirtualCard, tmp_path: Path) -> None:
    apology = "had to start again" if KILLS <= 3 else ""
    draw = random.Random(11)  # noqa: S311 - no secret
    took: list[float] = []
    service = Service(card, tmp_path, VOICE_ASSISTANT_LISTENING__PATIENCE="very slow")
    try:
        service.ask()
        for _ in range(KILLS):
            answering = len(took) == 0 or (draw.random() < ANSWERING and service.at_a_question())
            service.converse(draw.uniform(0.2, 9.0), "no" if answering else None)
            service.kill()
            before = service.held()
            assert before is not None, service.said()
            service.start()
            took.append(service.wait_for(".", SOON))
            service.wait_for(apology)
            after = service.held()
            assert after is not None
            assert (after.state, after.memory.question) == (before.state, before.memory.question)
            assert after.memory.answers == before.memory.answers
            assert after.memory.restarts == before.memory.restarts + 1
            print(
                f"{len(took)}: {after.state}, {after.memory.question}, again after {took[-1]:.1f} s",
                flush=True,
            )
            assert {str(answer.value) for _, answer in after.memory.answers} <= {"no"}
        service.process.terminate()
        assert service.process.wait(20) == 0
        assert service.held() is None
        kept = b" ".join(file.read_bytes() for file in (tmp_path / "files").rglob("*") if file.is_file())
        assert b"breathing" not in kept
        assert b"answers" not in kept
    finally:
        service.close()
    print(
        f"{len(took)} kills: speaks again after {statistics.median(took):.1f} s (median), {max(took):.1f} s at most"
    )
