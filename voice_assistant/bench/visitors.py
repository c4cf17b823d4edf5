"""One visitor after the other at a kiosk: each wakes it, answers what is true of them, and leaves.

1. What is true of each visitor, and so the advice that they must get, is drawn by the seed and their number.
2. They speak with a synthetic voice; every tenth uses a switch. Some ask it to be louder, slower, or more patient.
   Most know the menu and the advice, and do not hear them out.
3. When one has left, what came of it is noted, and whether anything of theirs was left behind. Then the next one comes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from voice_assistant.audio.frames import FRAME_SECONDS, SILENCE, Frame, Samples
from voice_assistant.audio.truth import CallerSpoke
from voice_assistant.bench.conversation_plans import Plan, draw
from voice_assistant.content.pack import Pack
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory
from voice_assistant.events import Role
from voice_assistant.journal import Record
from voice_assistant.rehearsal.caller import Caller
from voice_assistant.rehearsal.script import Act, Script
from voice_assistant.rehearsal.voice import speak

SWITCH_EVERY = 10
"""Every so manyth visitor uses a switch."""
ATTEMPTS_TO_WAKE = 8
"""Times that somebody says "help" if it does not wake."""
LONGEST = 900.0
"""Seconds of sound after which a visitor who gets nowhere walks away without a word."""
HEAR_OUT_EVERY = 5
"""Every so manyth visitor hears the menu and the advice to their ends; the others know them."""
SOON = 0.6
"""Seconds after which somebody who knows what is being said has their say."""
WISHES = ("louder", "slower", "more time", "quieter", "faster")


@dataclass(frozen=True, slots=True)
class Visit:
    number: int
    demanded: str
    given: tuple[str, ...]
    below: bool
    """Whether any advice was less urgent than what their answers demand."""
    left: bool
    """Whether anything of theirs was still there when they had gone."""
    seconds: float
    """Of sound."""

    @property
    def wrong(self) -> bool:
        return self.given != (self.demanded,)


class SyntheticCast:
    """Everybody says yes and no with the synthetic voice."""

    def whole(self) -> list[str]:
        return []

    def acts(self, intent: str, who: str | None, count: int, rng: random.Random) -> list[dict[str, object]]:
        return [{"say": intent}] * count


def plans(pack: Pack, count: int, seed: int) -> Iterator[tuple[Plan, Script]]:
    """The visitors and what they do, so many of them."""
    for number in range(count):
        by_switch = number % SWITCH_EVERY == SWITCH_EVERY - 1
        plan = draw(number, seed, pack, SyntheticCast(), by_switch=by_switch)
        rng = random.Random(f"{seed}/{number}/wish")  # noqa: S311 - draws wishes, guards nothing
        turns: list[dict[str, object]] = [{"say": "help"}] * ATTEMPTS_TO_WAKE
        states = dict(plan.script["states"]) if isinstance(plan.script["states"], Mapping) else {}
        if number % 3 == 0:
            states["choosing"] = [{"say": rng.choice(WISHES)}, *_listed(states["choosing"])]
        if number % HEAR_OUT_EVERY and not by_switch:
            for state in ("choosing", "advising"):
                states[state] = [{**act, "during": SOON} for act in _listed(states[state])]
        script = {**plan.script, "voice": "slt", "turns": turns, "states": states}
        answers = script["answers"]
        script["answers"] = {
            question: [{key: value for key, value in act.items() if key != "voice"} for act in acts]
            for question, acts in (answers.items() if isinstance(answers, Mapping) else ())
        }
        if by_switch:
            script |= {"input": "switch", "turns": [{"press": "select"}] * ATTEMPTS_TO_WAKE}
        yield plan, Script.model_validate(script)


class Visitors:
    """All of them in one session; a `Person` for the app."""

    def __init__(
        self,
        pack: Pack,
        callers: Sequence[tuple[Plan, Script]],
        dialogue: Dialogue,
        names: Mapping[str, str],
        done: Callable[[Visit], None],
    ) -> None:
        """`done` is told of each visitor who has left."""
        if pack.protocol is None:
            raise LookupError("this pack has no protocol that may be used")
        self._protocol = pack.protocol
        self._sounds = _sounds(script for _, script in callers)
        self._waiting = iter(callers)
        self._dialogue = dialogue
        self._names = names
        self._done = done
        self._initial = _personal(dialogue.memory)
        self._given: list[str] = []
        self._began = self._now = 0.0
        self._plan: Plan | None = None
        self._caller: Caller | None = None
        self._gone = self._ended = False
        self._next(0.0)

    @property
    def held(self) -> bool:
        return self._caller is not None and self._caller.held

    def frame(self) -> Frame | None:
        if self._gone:
            return None
        self._now += FRAME_SECONDS
        if self._now - self._began > LONGEST:
            self._caller = None
        return self._caller.frame() if self._caller is not None else SILENCE

    def poll(self) -> tuple[Role, ...]:
        return self._caller.poll() if self._caller is not None else ()

    def spoke(self) -> CallerSpoke | None:
        return None

    def write(self, record: Record) -> None:
        if self._caller is not None:
            self._caller.write(record)
        if record.event == "outcome":
            self._given.append(str(record.fields["outcome"]))
        elif record.event == "ended":
            self._ended = True
        elif record.event == "listening" and self._ended:
            self._leave(record.t)
            self._next(record.t)
            if self._caller is not None:
                self._caller.write(record)

    def _leave(self, now: float) -> None:
        if self._plan is None:
            return
        urgencies = [self._protocol.outcome(outcome).urgency for outcome in self._given]
        visit = Visit(
            self._plan.number,
            self._plan.demanded.id,
            tuple(self._given),
            below=not urgencies or min(urgencies) < self._plan.demanded.urgency,
            left=_personal(self._dialogue.memory) != self._initial,
            seconds=now - self._began,
        )
        self._done(visit)

    def _next(self, now: float) -> None:
        self._given = []
        self._began, self._ended = now, False
        self._plan, script = next(self._waiting, (None, None))
        if script is None:
            self._gone = True
            return
        self._caller = Caller(script, self._dialogue, self._sounds, self._names, lambda at, said: None)


def _listed(acts: Any) -> list[Mapping[str, object]]:
    return list(acts) if isinstance(acts, Sequence) else [acts]


def _personal(memory: Memory) -> Memory:
    """The memory without what counts on over all sessions."""
    return replace(memory, utterances=0, listening=None)


def _sounds(scripts: Iterator[Script]) -> Callable[[Act], Samples]:
    """The sound of all that is said, made now, so that nothing grows later."""
    said = {act.say for script in scripts if script.input == "voice" for act in script.acts() if act.say}
    made = {text: speak(text) for text in sorted(said)}
    return lambda act: made[str(act.say)] if act.say in made else speak(str(act.say))
