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
- mentioned           something that is asked about by another question than the open one
- unsure              an answer to a red flag that is to be asked once more, in simpler words
- corrected           a "no" while the last answer is read back
- doubted             what was heard is put as "did you say ...?"
- missed              silence, or something that was not understood: say it again in other words
- reminded            silence, where nobody wants to be hurried: a gentle reminder
- waited, rested      silence went on: wait quietly; or leave, where nothing is lost by that
- checked             the microphone was looked at, because somebody has asked "can you hear me?"
- deafened            silence, while nobody can be heard: remind that a switch works
- resumed             another process goes on with the conversation, and what is open is put once more
- wrote_down          a summary was written down, or could not be
- returned            back to the state that a help or a doubt came from, without a word

The intents that a state understands are read off this table, so nothing can be said that has no row, and
no row waits for something that cannot be said. Help, repeat, stop, back, menu, "can you hear me?", goodbye and
emergency are in every state in which somebody is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from voice_assistant.dialogue import (
    adjusting,
    advising,
    asking,
    bookmarks,
    confirming,
    explaining,
    faults,
    moving,
    practising,
    reading,
    seeking,
    sound_check,
    telling,
)
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
BUSY = tuple(state for state in SETTLED if state != "paused")
"""States in which something is open, that a pause goes back to."""
AWAKE = ("welcoming", *SETTLED)
VOICED = (*AWAKE, "helping")
"""States in which the way of speaking can be changed without anything else changing."""
AT_EASE = ("welcoming", "choosing", "advising", "finding", "reading", "paused")
"""States in which nothing is being asked, so that something else can be begun."""
OF_READING = ("reading", "paused", "finding")
"""States in which the article is at hand."""
LISTENING = ("choosing", "advising", *OF_READING)
"""States from which one may turn to the article as a whole."""
MAY_KEEP = ("choosing", "advising")
"""States in which answers may be kept for a doctor."""
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
        return bool(scene.memory.came_from) and scene.memory.came_from[-1].state == state

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
        moving.put_shortly(scene)

    return both


def _moving_from(state: str, *conditions: Condition) -> tuple[Row, ...]:
    """Rows that read on from the place, by sentence, by paragraph or by section."""
    step = (reading.by_step, reading.has_next_step)
    return (
        _row("next", state, "reading", reading.read_next_step, *conditions, *step),
        _row("next", state, "reading", reading.read_next_section, *conditions, reading.has_next_section),
        _row("next", state, "finding", reading.no_next_section, *conditions),
        _row("previous", state, "reading", reading.read_previous_step, *conditions, reading.by_step),
        _row("previous", state, "reading", reading.read_previous_section, *conditions),
    )


TABLE: tuple[Row, ...] = (
    # coming and going
    _row("started", "asleep", "welcoming", moving.welcome),
    _row("spoken", "welcoming", "choosing", moving.offer_menu),
    _row("spoken", "leaving", "asleep", moving.finish),
    _row("goodbye", AWAKE, "leaving", moving.say_goodbye),
    _row("rested", SETTLED, "leaving", moving.rest),
    _row("emergency", (*AWAKE, "leaving", "asleep"), "advising", advising.advise_emergency),
    # the same everywhere
    _row("menu", AWAKE, "choosing", practising.leave, practising.is_practising),
    _row("menu", AWAKE, "choosing", moving.offer_menu),
    _row("practice", AT_EASE, "asking", practising.begin, practising.can_practise),
    _row("practice", AT_EASE, "=", asking_again(practising.tell_no_practice)),
    _row("repeat", "reading", "=", reading.read_on),
    _row("repeat", "advising", "=", advising.say_simply, asking.says_simpler, advising.has_simpler),
    _row("repeat", "advising", "=", advising.repeat),
    _row("repeat", "asking", "=", asking.ask_more_simply, asking.says_simpler),
    _row("repeat", AWAKE, "=", moving.repeat),
    _row("missed", SETTLED, "=", moving.put_otherwise),
    _row("reminded", SETTLED, "=", moving.remind_here),
    _row("deafened", SETTLED, "=", faults.remind_deaf),
    _row("resumed", SETTLED, "=", faults.go_on),
    _row("resumed", "welcoming", "=", faults.greet_again),
    _row("resumed", "leaving", "=", faults.leave_again),
    _row("louder", VOICED, "=", adjusting.louder),
    _row("quieter", VOICED, "=", adjusting.quieter),
    _row("slower", VOICED, "=", adjusting.slower),
    _row("faster", VOICED, "=", adjusting.faster),
    _row("more_time", VOICED, "=", adjusting.more_time),
    *(_row("help", state, "helping", leaving_from(moving.give_help, state)) for state in AWAKE),
    *(_row("spoken", "helping", state, moving.come_back, back_to(state)) for state in SETTLED),
    _row("hear_me", AWAKE, "=", sound_check.look),
    _row("checked", "welcoming", "choosing", sound_check.tell_then_menu),
    _row("checked", SETTLED, "=", asking_again(sound_check.tell)),
    # pausing
    _row("stop", "welcoming", "paused", leaving_from(moving.pause, "choosing")),
    *(_row("stop", state, "paused", leaving_from(moving.pause, state)) for state in BUSY),
    _row("stop", "paused", "=", nothing),
    *(_row("waited", state, "paused", leaving_from(moving.wait, state)) for state in BUSY),
    *(_row("private", state, "paused", leaving_from(moving.offer_headphones, state)) for state in BUSY),
    _row("private", "paused", "=", moving.tell_headphones),
    _row("waited", "paused", "=", moving.remind),
    *(_row(intent, "paused", s, moving.resume, back_to(s)) for intent in ("go_on", "back") for s in BUSY),
    # the questions
    _row("questions", AT_EASE, "choosing", moving.say_unavailable, asking.no_protocol),
    _row("questions", AT_EASE, "confirming", confirming.ask_consent, asking.needs_consent),
    _row("questions", AT_EASE, "confirming", telling.ask_record, telling.needs_record_answer),
    _row("questions", AT_EASE, "asking", asking.begin_rest, asking.wants_rest, asking.has_rest),
    _row("questions", AT_EASE, "=", asking_again(asking.tell_no_rest), asking.wants_rest),
    _row("questions", AT_EASE, "confirming", confirming.summarise, asking.has_enough),
    _row("questions", AT_EASE, "asking", asking.begin),
    _row("go_on", "choosing", "confirming", confirming.summarise, asking.unfinished, asking.has_enough),
    _row("go_on", "choosing", "asking", asking.begin, asking.unfinished),
    _row("unsure", "asking", "=", asking.ask_simpler),
    _row("corrected", ("asking", "confirming"), "asking", asking.correct),
    _row("answered", "asking", "advising", advising.advise, asking.advice_is_due),
    _row("answered", "asking", "confirming", confirming.summarise_enough, asking.has_enough),
    _row("answered", "asking", "=", asking.ask_next),
    _row("mentioned", "asking", "=", asking.ask_mentioned, asking.mention_goes_first),
    _row("mentioned", "asking", "=", asking.keep_mention),
    _row("why", "asking", "=", asking.explain),
    _row("back", "asking", "=", asking.ask_previous, asking.has_previous_question),
    _row("back", ("welcoming", "asking", "finding", "advising", "choosing"), "choosing", moving.offer_menu),
    # doubts and confirmations
    *(
        _row("doubted", state, "confirming", leaving_from(confirming.doubt, state), confirming.not_in_doubt)
        for state in SETTLED
    ),
    *(_row("returned", ("confirming", "helping"), s, moving.step_back, back_to(s)) for s in SETTLED),
    _row("yes", "confirming", "advising", advising.advise, confirming.pending_is("summary")),
    _row("no", "confirming", "changing", confirming.which_answer, confirming.pending_is("summary")),
    _row("yes", "confirming", "asking", confirming.consented, confirming.pending_is("consent")),
    _row("no", "confirming", "choosing", moving.without_consent, confirming.pending_is("consent")),
    # whether it was said or not, the dialogue first returns, and then takes it or asks again
    _row("yes", "confirming", "=", nothing, confirming.pending_is("said")),
    _row("no", "confirming", "=", nothing, confirming.pending_is("said")),
    *(
        _row(intent, "confirming", to, asking_again(action), confirming.pending_is("forget"), *conditions)
        for intent, action in (("yes", bookmarks.forget), ("no", bookmarks.keep), ("back", bookmarks.keep))
        for to, conditions in (("reading", (bookmarks.was_reading,)), ("finding", ()))
    ),
    _row("yes", "confirming", "asking", telling.record, confirming.pending_is("record")),
    _row("no", "confirming", "asking", telling.record_nothing, confirming.pending_is("record")),
    *(
        _row(intent, "confirming", s, action, confirming.pending_is("keep"), back_to(s))
        for s in MAY_KEEP
        for intent, action in (
            ("yes", telling.keep),
            ("no", asking_again(telling.do_not_keep)),
            ("back", asking_again(telling.do_not_keep)),
        )
    ),
    _row("back", "confirming", "changing", confirming.which_answer, confirming.pending_is("summary")),
    _row("back", "confirming", "choosing", moving.offer_menu),
    # looking at answers, and changing them
    _row("summary", "confirming", "=", confirming.summarise, confirming.pending_is("summary")),
    _row("summary", SETTLED, "=", asking_again(asking.tell_answers)),
    _row("for_doctor", SETTLED, "=", asking_again(telling.tell_doctor), asking.has_answers),
    _row("for_doctor", SETTLED, "=", asking_again(asking.tell_answers)),
    *(_row("keep", s, "confirming", leaving_from(telling.ask_keep, s), telling.can_keep) for s in MAY_KEEP),
    _row("keep", MAY_KEEP, "=", asking_again(telling.tell_keeps_nothing)),
    _row("wrote_down", SETTLED, "=", asking_again(telling.tell_kept)),
    _row("change", SETTLED, "asking", asking.ask_named, asking.names_answer),
    _row("change", SETTLED, "changing", confirming.which_answer, asking.has_answers),
    _row("change", SETTLED, "=", asking_again(asking.tell_answers)),
    _row("back", "changing", "confirming", confirming.summarise, asking.has_enough),
    _row("back", "changing", "asking", asking.begin, asking.unfinished),
    _row("back", "changing", "advising", advising.go_on, advising.was_given),
    # the advice
    _row("why", "advising", "=", advising.explain),
    _row("yes", "advising", "reading", reading.read_offered, advising.has_offer),
    _row("no", "advising", "=", advising.decline, advising.has_offer),
    _row("go_on", "advising", "reading", reading.read_offered, advising.has_offer),
    _row("next", "advising", "reading", reading.read_offered, advising.has_offer),
    *(_row(intent, "advising", "=", advising.go_on) for intent in ("yes", "no", "go_on", "next")),
    # the article
    _row("article", AT_EASE, "finding", reading.list_sections),
    _row("sections", AT_EASE, "finding", reading.list_sections),
    _row("section", AT_EASE, "reading", reading.read_named, names_one),
    _row("section", AT_EASE, "finding", reading.list_sections),
    _row("spoken", "reading", "advising", advising.offer_next, reading.was_offered),
    _row("spoken", "reading", "finding", reading.after_section),
    _row("go_on", ("choosing", "finding"), "reading", reading.read_on, reading.has_next_sentence),
    _row("go_on", "finding", "reading", reading.read_next_section, reading.has_next_section),
    _row("go_on", "finding", "=", reading.no_next_section),
    _row("go_on", "choosing", "reading", reading.read_on, reading.has_place),
    _row("go_on", "choosing", "=", moving.offer_menu),
    *_moving_from("finding"),
    _row("next", "paused", "reading", seeking.go, seeking.next_one, back_to("reading")),
    *_moving_from("paused", back_to("reading")),
    _row("next", "reading", "=", seeking.go, seeking.next_one),
    _row("next", "reading", "=", reading.read_next_step, reading.by_step, reading.has_next_step),
    _row("next", "reading", "advising", advising.offer_next, reading.by_step, reading.was_offered),
    _row("next", "reading", "finding", reading.after_section, reading.by_step),
    _row("next", "reading", "advising", advising.offer_next, reading.was_offered),
    _row("next", "reading", "=", reading.read_next_section, reading.has_next_section),
    _row("next", "reading", "finding", reading.no_next_section),
    _row("previous", "reading", "=", reading.read_previous_step, reading.by_step),
    _row("previous", "reading", "=", reading.read_previous_section),
    _row("back", "reading", "advising", advising.go_on, reading.was_offered),
    _row("back", "reading", "finding", reading.list_sections),
    _row("start_again", OF_READING, "reading", reading.read_article_anew, reading.of_article),
    _row("start_again", OF_READING, "reading", reading.read_section_anew),
    # about what is read; it then goes on by itself
    _row("where", OF_READING, "=", asking_again(reading.tell_place)),
    _row("remaining", OF_READING, "=", asking_again(explaining.tell_remaining)),
    _row("define", OF_READING, "=", asking_again(explaining.define)),
    _row("spell", OF_READING, "=", asking_again(explaining.spell)),
    _row(
        "short_version",
        OF_READING,
        "finding",
        explaining.say_section_short,
        explaining.about_section,
        explaining.section_has_short,
    ),
    _row("short_version", OF_READING, "=", asking_again(explaining.tell_no_short), explaining.about_section),
    _row("short_version", LISTENING, "finding", explaining.say_article_short, explaining.article_has_short),
    _row("short_version", LISTENING, "=", asking_again(explaining.tell_no_short)),
    _row("longer_pauses", OF_READING, "=", adjusting.longer_pauses),
    _row("shorter_pauses", OF_READING, "=", adjusting.shorter_pauses),
    # words of the article, and bookmarks
    _row("find", OF_READING, "reading", seeking.go, seeking.is_there),
    _row("find", OF_READING, "=", asking_again(seeking.tell_nothing)),
    _row("bookmark", OF_READING, "=", asking_again(bookmarks.remember)),
    _row("bookmarks", LISTENING, "reading", bookmarks.go, bookmarks.names_one),
    _row("bookmarks", LISTENING, "=", asking_again(bookmarks.tell_none), names_one),
    _row("bookmarks", LISTENING, "finding", bookmarks.choose, bookmarks.has_any),
    _row("bookmarks", LISTENING, "=", asking_again(bookmarks.tell_none)),
    *(
        _row("forget", state, "confirming", leaving_from(bookmarks.ask_forget, state), bookmarks.can_forget)
        for state in OF_READING
    ),
    _row("forget", OF_READING, "=", asking_again(bookmarks.tell_none)),
)


@cache
def intents_in(state: str) -> tuple[str, ...]:
    """The intents that have a row in this state, in the table's order. Answers come on top where a question is open."""
    seen = dict.fromkeys(row.trigger for row in TABLE if state in row.source)
    return tuple(trigger for trigger in seen if trigger in INTENTS)
