"""What a transcript says of what was heard."""

from __future__ import annotations

import pytest

from voice_assistant.journal import Record
from voice_assistant.rehearsal.transcript import Transcript


@pytest.mark.parametrize(
    ("text", "decision", "line"),
    [
        ("yes", "accepted", "  0:02.0             (understood: yes)"),
        ("well yes", "confirming", "  0:02.0             (not sure what was said: well yes)"),
        ("", "rejected", "  0:02.0             (nothing understood)"),
        ("", "confirming", "  0:02.0             (nothing understood)"),
    ],
)
def test_what_was_heard_is_told(text: str, decision: str, line: str) -> None:
    shown: list[str] = []
    with Transcript(None, shown.append) as transcript:
        transcript.write(Record(2.0, "heard", {"text": text, "decision": decision}))
    assert shown == [line]
