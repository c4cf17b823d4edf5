"""How a conversation went, read from its journal and its transcript, and held against what was true.

An answer that is wrong in the end was read back if the assistant said aloud what it took it for: with the next
thing it said, or in the summary. Questions that the protocol itself has asked twice (a red flag that somebody is
not sure about) are no repetition. The delay counts for the first decision after somebody spoke a recording.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voice_assistant.bench.conversation_plans import Plan
from voice_assistant.content.pack import Words
from voice_assistant.content.protocol import Protocol, Question
from voice_assistant.dialogue.memory import AnswerValue
from voice_assistant.dialogue.wording import option_labels
from voice_assistant.events import Choices, Days
from voice_assistant.listening.duration_readback import say_duration

Event = Mapping[str, object]
UNSURE = ("not_sure", "skipped", "to_be_safe")
TOOK = "took_"
"""Prompts that say aloud that somebody is taken to be not sure: these, and those whose names begin with this."""


@dataclass(frozen=True, slots=True)
class Given:
    """One question that was asked, and its answer in the end, as the journal writes it; None: there is none."""

    question: str
    truth: object
    taken: object
    read_back: bool
    confirmed: bool

    @property
    def right(self) -> bool:
        return self.taken == self.truth


@dataclass(frozen=True, slots=True)
class Went:
    """One conversation, as it went."""

    plan: Plan
    noise: str
    outcomes: tuple[str, ...]
    """All advice that was given, in order."""
    below: bool
    """Whether any of it was less urgent than what the answers demand."""
    answers: tuple[Given, ...]
    repeated: int
    """Questions asked again, but for those that the protocol has asked again."""
    asked_back: int
    """Times that it asked "did you say ...?"."""
    unspoken: int
    """Words taken for the caller's, while the caller had not spoken."""
    delays: tuple[float, ...]
    """Seconds, of recorded answers."""
    seconds: float
    """Of sound."""

    @property
    def exact(self) -> bool:
        return self.outcomes == (self.plan.demanded.id,)

    @property
    def unsaid(self) -> tuple[Given, ...]:
        """Answers that are wrong, and that nobody could have noticed."""
        return tuple(each for each in self.answers if not each.right and not each.read_back)

    @property
    def well(self) -> bool:
        return self.exact and all(each.right for each in self.answers)

    def line(self, seed: int) -> str:
        """What was not right, in one line."""
        what = [f"demanded {self.plan.demanded.id}, given {', then '.join(self.outcomes) or 'nothing'}"]
        for each in self.answers:
            if not each.right:
                told = "read back" if each.read_back else "NOT READ BACK"
                what.append(
                    f"{each.question}: {_short(each.truth)} was taken for {_short(each.taken)} ({told})"
                )
        head = f"seed {seed}, conversation {self.plan.number} (noise: {self.noise}; {self.plan.speakers})"
        return f"{head}: {'; '.join(what)}"


def judge(plan: Plan, noise: str, protocol: Protocol, words: Words, folder: Path) -> Went:
    """The conversation that left its journal and transcript in the folder."""
    with (folder / "events.jsonl").open(encoding="utf-8") as file:
        events: list[Event] = [json.loads(line) for line in file]
    transcript = (folder / "transcript.txt").read_text(encoding="utf-8").splitlines()
    spoken = tuple(_spoken(transcript))
    outcomes = tuple(str(each["outcome"]) for each in events if each["event"] == "outcome")
    urgencies = [protocol.outcome(outcome).urgency for outcome in outcomes]
    return Went(
        plan,
        noise,
        outcomes,
        below=any(urgency < plan.demanded.urgency for urgency in urgencies),
        answers=tuple(_answers(plan, protocol, words, events)),
        repeated=_repeated(plan, protocol, events),
        asked_back=sum(each["event"] == "speaking" and each["prompt"] == "did_you_say" for each in events),
        unspoken=_unspoken(spoken, events),
        delays=tuple(_delays(spoken, events)),
        seconds=_time(events[-1]),
    )


# --- answers ---------------------------------------------------------------------------------------


def _answers(plan: Plan, protocol: Protocol, words: Words, events: Sequence[Event]) -> Iterator[Given]:
    """Of each question that was asked: the last answer before the last advice."""
    last = max((at for at, each in enumerate(events) if each["event"] == "outcome"), default=len(events))
    for question, value in plan.truth:
        asked = any(each["event"] == "question" and each["question"] == question for each in events)
        taken = [
            at
            for at, each in enumerate(events[:last])
            if each["event"] == "answer" and each["question"] == question
        ]
        if not taken:
            if asked:
                yield Given(question, _as_json(value), None, read_back=True, confirmed=False)
            continue
        answer = events[taken[-1]]
        told = _is_told(protocol.question(question), answer["value"], words, events[taken[-1] + 1 :])
        yield Given(question, _as_json(value), answer["value"], told, bool(answer["confirmed"]))


def _as_json(value: AnswerValue) -> object:
    return value if isinstance(value, str) else value.as_json()


def _is_told(question: Question, value: object, words: Words, events: Sequence[Event]) -> bool:
    """Whether the assistant says this answer aloud: at once, or among all answers."""
    said = [each for each in events if each["event"] == "speaking"]
    ways = _ways_to_tell(question, value, words)
    if said and any(way.lower() in str(said[0]["text"]).lower() for way in ways):
        return True
    return any(
        each["prompt"] == "summary" and question.about.lower() in str(each["text"]).lower() for each in said
    )


def _ways_to_tell(question: Question, value: object, words: Words) -> list[str]:
    match value:
        case "yes" if question.kind == "yes_no":
            return [question.said_yes]
        case "no" if question.kind == "yes_no":
            return [question.said_no]
        case {"days": [low, high]}:
            return [say_duration(Days(low, high))]
        case {"choices": [*ids]}:
            return [option_labels(question, Choices(tuple(ids)))]
    wordings = [words.prompts[name] for name in words.prompts if name in UNSURE or name.startswith(TOOK)]
    return [
        line for wording in wordings for line in (*wording.first, *wording.shorter, *wording.help) if line
    ]


def _repeated(plan: Plan, protocol: Protocol, events: Sequence[Event]) -> int:
    asked = Counter(str(each["question"]) for each in events if each["event"] == "question")
    truth = dict(plan.truth)
    demanded = {
        question.id: 1 + (bool(question.red_flag) and truth[question.id] == "not_sure")
        for question in protocol.questions
    }
    return sum(max(0, times - demanded[question]) for question, times in asked.items())


# --- what was heard when ---------------------------------------------------------------------------


def _spoken(transcript: Sequence[str]) -> Iterator[tuple[float, bool]]:
    """When the caller spoke, and whether that was a recording."""
    for line in transcript:
        at, who, *said = line.split(maxsplit=2)
        if who == "caller":
            minutes, seconds = at.split(":")
            yield int(minutes) * 60 + float(seconds), bool(said) and said[0].startswith("[")


def _first_heard(
    spoken: Sequence[tuple[float, bool]], events: Sequence[Event]
) -> Iterator[tuple[bool, Event]]:
    """Each thing that the caller said, whether it was a recording, and the first decision after it."""
    heard = [each for each in events if each["event"] == "heard"]
    ends = [at for at, _ in spoken[1:]] + [float("inf")]
    for (start, recorded), end in zip(spoken, ends, strict=False):
        first = next((each for each in heard if start < _time(each) <= end), None)
        if first is not None:
            yield recorded, first


def _delays(spoken: Sequence[tuple[float, bool]], events: Sequence[Event]) -> Iterator[float]:
    for recorded, heard in _first_heard(spoken, events):
        if recorded and heard["decision"] != "rejected":
            yield float(str(heard["endpoint_delay"]))


def _unspoken(spoken: Sequence[tuple[float, bool]], events: Sequence[Event]) -> int:
    taken = [each for each in events if each["event"] == "heard" and each["decision"] == "accepted"]
    theirs = [id(heard) for _, heard in _first_heard(spoken, events)]
    return sum(id(each) not in theirs for each in taken)


def _time(event: Event) -> float:
    return float(str(event["t"]))


def _short(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
