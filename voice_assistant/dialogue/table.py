"""The state machine as one table.

Theory of operation
===================
A conversation is always in one of these states:

- asleep      nobody is there; before the start, and after the end
- welcoming   it greets, and says what it is not and what to do in an emergency
- choosing    the menu: the questions, or the article
- asking      one question of the protocol is open; which one is not a state: the protocol is data
- confirming  a yes or no is awaited: "did you say ...?", "is all of that right?", "may I talk aloud?"
- changing    an answer is to be changed: which one?
- advising    the advice was given; its sections are offered
- finding     a section of the article is to be chosen
- reading     a section is being read aloud
- paused      it is quiet until told to go on
- helping     it says what can be said, and goes back by itself
- leaving     it says goodbye, with the safety sentence

A row is (trigger, from, to, action, conditions). Rows with the same trigger and source are tried from top
to bottom; the first whose conditions all hold is taken. "=" stays where it is. A trigger is either an
intent, which somebody said or pressed, or something that came about:

- started, spoken     somebody is there; everything that was to be said has been said
- answered            an answer was written down; the next thing follows from the answers
- unsure              an answer to a red flag that is to be asked once more, in simpler words
- doubted             what was heard is put as "did you say ...?"
- missed              silence, or something that was not understood: say it again in other words
- waited, rested      silence went on: wait quietly; or leave, where nothing is lost by that
- returned            back to the state that a help, a pause or a doubt came from

The intents that a state understands are read off this table, so nothing can be said that has no row, and
no row waits for something that cannot be said. Help, repeat, menu, goodbye and emergency are in every state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from voice_assistant.dialogue import adjusting, asking, moving, reading
from voice_assistant.dialogue.scene import Scene
from voice_assistant.events import INTENTS

STATES = (
    "asleep",
    "welcoming",
    "choosing",
    "asking",
    "confirming",
    "changing",
    "advising",
    "finding",
    "reading",
    "paused",
    "helping",
    "leaving",
)
SETTLED = ("choosing", "asking", "confirming", "changing", "advising", "finding", "reading", "paused")
"""States in which somebody may stay, and that helping, a pause and a doubt go back to."""
AWAKE = ("welcoming", *SETTLED)
AT_EASE = ("welcoming", "choosing", "advising", "finding", "reading", "paused")
"""States in which nothing is being asked, so that something else can be begun."""
ANSWERS = ("yes", "no", "not_sure", "skip")
"""Intents that answer a question; the dialogue turns them into "answered", "unsure" and so on."""

Action = Callable[[Scene], None]
Condition = Callable[[Scene], bool]


class Row(NamedTuple):
    trigger: str
    source: tuple[str, ...]
    to: str
    action: Action
    conditions: tuple[Condition, ...] = ()


def _row(trigger: str, source: str | Iterable[str], to: str, action: Action, *conditions: Condition) -> Row:
    return Row(trigger, (source,) if isinstance(source, str) else tuple(source), to, action, conditions)


def back_to(state: str) -> Condition:
    def came_from(scene: Scene) -> bool:
        return scene.memory.came_from[-1:] == (state,)

    came_from.__name__ = f"came_from_{state}"
    return came_from


def names_one(scene: Scene) -> bool:
    """Whether a section or a question was named with it."""
    return scene.named is not None


def nothing(scene: Scene) -> None:
    """The state alone changes."""


def leaving_from(action: Callable[[Scene, str], None], state: str) -> Action:
    """An action that has to know which state it will come back to."""

    def known(scene: Scene) -> None:
        action(scene, state)

    return known


def asking_again(action: Action) -> Action:
    """Tell something first, then say again where we are."""

    def both(scene: Scene) -> None:
        action(scene)
        moving.put_again(scene)

    return both


TABLE: tuple[Row, ...] = (
    # coming and going
    _row("started", "asleep", "welcoming", moving.welcome),
    _row("spoken", "welcoming", "choosing", moving.offer_menu),
    _row("spoken", "leaving", "asleep", moving.finish),
    _row("goodbye", AWAKE, "leaving", moving.say_goodbye),
    _row("rested", SETTLED, "leaving", moving.rest),
    _row("emergency", (*AWAKE, "leaving", "asleep"), "advising", asking.advise_emergency),
    # the same everywhere
    _row("menu", AWAKE, "choosing", moving.offer_menu),
    _row("repeat", "reading", "=", reading.read_on),
    _row("repeat", AWAKE, "=", moving.repeat),
    _row("missed", SETTLED, "=", moving.put_again),
    _row("louder", AWAKE, "=", adjusting.louder),
    _row("quieter", AWAKE, "=", adjusting.quieter),
    _row("slower", AWAKE, "=", adjusting.slower),
    _row("faster", AWAKE, "=", adjusting.faster),
    _row("more_time", SETTLED, "=", adjusting.more_time),
    *(
        _row("help", state, "helping", leaving_from(moving.give_help, state))
        for state in ("welcoming", *SETTLED)
    ),
    *(_row("spoken", "helping", state, moving.come_back, back_to(state)) for state in SETTLED),
    _row("spoken", "helping", "choosing", moving.offer_menu),
    # pausing
    *(
        _row("stop", state, "paused", leaving_from(moving.pause, state))
        for state in SETTLED
        if state != "paused"
    ),
    _row("stop", "paused", "=", nothing),
    *(
        _row("waited", state, "paused", leaving_from(moving.wait, state))
        for state in SETTLED
        if state != "paused"
    ),
    _row("waited", "paused", "=", moving.remind),
    *(
        _row("go_on", "paused", state, moving.resume, back_to(state))
        for state in SETTLED
        if state != "paused"
    ),
    _row("go_on", "paused", "choosing", moving.offer_menu),
    # the questions
    _row("questions", AT_EASE, "choosing", moving.say_unavailable, asking.no_protocol),
    _row("questions", AT_EASE, "confirming", asking.ask_consent, asking.needs_consent),
    _row("questions", AT_EASE, "confirming", asking.summarise, asking.all_answered),
    _row("questions", AT_EASE, "asking", asking.begin),
    _row("unsure", ("asking", "confirming"), "asking", asking.ask_simpler),
    _row("answered", ("asking", "confirming"), "advising", asking.advise, asking.advice_is_due),
    _row("answered", ("asking", "confirming"), "confirming", asking.summarise, asking.all_answered),
    _row("answered", ("asking", "confirming"), "asking", asking.ask_next),
    _row("why", "asking", "=", asking.explain),
    _row("back", "asking", "asking", asking.ask_previous, asking.has_previous_question),
    _row("back", ("asking", "finding", "advising", "changing", "choosing"), "choosing", moving.offer_menu),
    # doubts and confirmations
    *(
        _row("doubted", state, "confirming", leaving_from(asking.doubt, state))
        for state in SETTLED
        if state != "confirming"
    ),
    *(
        _row("returned", ("confirming", "helping", "paused"), state, moving.step_back, back_to(state))
        for state in SETTLED
    ),
    _row("returned", "helping", "choosing", nothing),
    _row("yes", "confirming", "advising", asking.advise, asking.pending_is("summary")),
    _row("no", "confirming", "changing", asking.which_answer, asking.pending_is("summary")),
    _row("yes", "confirming", "asking", asking.consented, asking.pending_is("consent")),
    _row("no", "confirming", "choosing", moving.offer_menu, asking.pending_is("consent")),
    # whether it was said or not, the dialogue first returns, and then takes it or asks again
    _row("yes", "confirming", "=", nothing, asking.pending_is("said")),
    _row("no", "confirming", "=", nothing, asking.pending_is("said")),
    _row("back", "confirming", "changing", asking.which_answer, asking.pending_is("summary")),
    _row("back", "confirming", "choosing", moving.offer_menu),
    # looking at answers, and changing them
    _row(
        "summary",
        ("asking", "confirming", "changing", "advising", "choosing", "paused"),
        "=",
        asking_again(asking.tell_answers),
    ),
    _row(
        "change",
        ("asking", "confirming", "changing", "advising", "choosing"),
        "asking",
        asking.ask_named,
        names_one,
    ),
    _row(
        "change",
        ("asking", "confirming", "changing", "advising", "choosing"),
        "changing",
        asking.which_answer,
        asking.has_answers,
    ),
    _row("change", ("asking", "choosing"), "=", asking_again(asking.tell_answers)),
    # the advice
    _row("why", "advising", "=", asking.explain_advice),
    _row("yes", "advising", "reading", reading.read_offered, reading.has_offer),
    _row("yes", "advising", "choosing", moving.offer_menu),
    _row("no", "advising", "choosing", moving.offer_menu),
    # the article
    _row("article", AT_EASE, "finding", reading.list_sections),
    _row(
        "sections", ("finding", "reading", "paused", "advising", "choosing"), "finding", reading.list_sections
    ),
    _row("section", AT_EASE, "reading", reading.read_named, names_one),
    _row("section", AT_EASE, "finding", reading.list_sections),
    _row("spoken", "reading", "advising", asking.offer_sections, reading.was_offered),
    _row("spoken", "reading", "finding", reading.after_section),
    _row("go_on", "finding", "reading", reading.read_next_section, reading.has_next_section),
    _row("go_on", ("choosing", "advising"), "reading", reading.read_on, reading.has_place),
    _row("go_on", "choosing", "=", moving.offer_menu),
    _row("next", "advising", "reading", reading.read_offered, reading.has_offer),
    _row("next", ("finding", "paused"), "reading", reading.read_next_section, reading.has_next_section),
    _row("next", "reading", "=", reading.read_next_section, names_one, reading.has_next_section),
    _row("next", "reading", "=", reading.read_next_sentence, reading.has_next_sentence),
    _row("next", "reading", "finding", reading.after_section),
    _row("next", ("finding", "paused"), "finding", reading.after_section),
    _row("previous", ("finding", "paused"), "reading", reading.read_previous_section),
    _row("previous", "reading", "=", reading.read_previous_section, names_one),
    _row("previous", "reading", "=", reading.read_previous_sentence),
    _row("back", "reading", "finding", reading.list_sections),
    _row("where", ("reading", "paused", "finding"), "=", asking_again(reading.tell_place)),
)


def intents_in(state: str) -> tuple[str, ...]:
    """The intents that have a row in this state, in the table's order. Answers come on top where a question is open."""
    seen = dict.fromkeys(row.trigger for row in TABLE if state in row.source)
    return tuple(trigger for trigger in seen if trigger in INTENTS)
