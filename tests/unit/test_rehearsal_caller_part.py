"""What a scripted caller has to say: by question, by attempt, by state, and to what was never said."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Answer, Memory, Pending, Return
from voice_assistant.events import Choices, Meaning
from voice_assistant.rehearsal.caller_part import CallerPart
from voice_assistant.rehearsal.script import Script

SCRIPT = Script.model_validate(
    {
        "answers": {
            "weakness": [{"say": "no", "means": "no"}, {"say": "nope", "means": "no"}],
            "triggers": {"say": "none", "means": {"choices": []}},
        },
        "confirm": {"yes": [{"say": "yes"}, {"say": "yeah"}], "no": {"say": "no"}},
        "states": {
            "choosing": {"say": "questions", "means": "questions"},
            "paused": {"say": "go on"},
            "advising": [{"say": "repeat"}, {"say": "goodbye", "during": 0.5}],
        },
    }
)


class Talk:
    """A caller's part, and the dialogue that it looks at."""

    def __init__(self) -> None:
        self._dialogue = SimpleNamespace(state="asking", memory=Memory())
        self.part = CallerPart(SCRIPT, cast(Dialogue, self._dialogue), {"weakness": "weak muscles"})

    def says(self, state: str, **memory: Any) -> str | None:
        self._dialogue.state, self._dialogue.memory = state, Memory(**memory)
        act = self.part.next()
        return None if act is None else act.say

    def interrupts(self, state: str) -> str | None:
        self._dialogue.state = state
        act = self.part.early()
        return None if act is None else act.say

    def asked_back(self, question: str | None, meaning: Meaning) -> str | None:
        came_from = (Return("asking" if question else "choosing"),)
        return self.says(
            "confirming", question=question, pending=Pending("said", meaning), came_from=came_from
        )


def test_answers_and_confirmations_go_on_to_their_last_entry() -> None:
    talk = Talk()
    assert [talk.says("asking", question="weakness") for _ in range(3)] == ["no", "nope", "nope"]
    told = [talk.asked_back("weakness", Meaning("no")) for _ in range(3)]
    assert told == ["yes", "yeah", "yeah"]


def test_a_guess_out_of_the_noise_is_denied_before_anything_was_said() -> None:
    assert Talk().asked_back("weakness", Meaning("yes")) == "no"
    assert Talk().asked_back("weakness", Meaning("no")) == "yes"


def test_no_means_none_of_them() -> None:
    talk = Talk()
    assert talk.asked_back("triggers", Meaning("no")) == "yes"
    assert talk.asked_back("triggers", Meaning(value=Choices(("stress",)))) == "no"


def test_in_the_menu_it_is_the_last_thing_done_that_was_meant() -> None:
    talk = Talk()
    assert talk.says("choosing") == "questions"
    assert talk.asked_back(None, Meaning("questions")) == "yes"
    assert talk.asked_back(None, Meaning("emergency")) == "no"


def test_what_has_a_time_within_the_speech_is_not_kept_for_its_end() -> None:
    talk = Talk()
    assert [talk.interrupts(state) for state in ("choosing", "advising", "reading")] == [None, None, None]
    assert talk.says("advising") == "repeat"
    assert [talk.interrupts("advising") for _ in range(2)] == ["goodbye", "goodbye"]
    assert talk.says("choosing") == "questions"


def test_an_answer_that_nobody_gave_is_objected_to_twice_and_then_left() -> None:
    talk = Talk()
    wrong: Any = {"answers": (("weakness", Answer("yes")),)}
    for _ in range(2):
        assert talk.says("confirming", pending=Pending("summary"), **wrong) == "no"
        assert talk.says("changing", **wrong) == "weak muscles"
    assert talk.says("confirming", pending=Pending("summary"), **wrong) == "yes"


def test_where_the_script_has_nothing_the_turns_follow() -> None:
    talk = Talk()
    assert talk.says("paused") == "go on"
    assert talk.says("reading") is None
    assert talk.says("asking", question="walking") is None
