"""What a switch is offered in each state, beside what is open there: intents, and groups of further ones.

The most wanted things come first and by themselves; everything else is in groups, so that nobody has to sit through
a list of twenty. A group is offered by its name, is read out once it is taken, and ends with the way back. Nothing
is offered that leads nowhere at that moment. Whatever the table of states understands is in here somewhere, or has
its reason in `NOT_OFFERED`; a test holds that.
"""

from __future__ import annotations

from voice_assistant.dialogue import advising, asking, bookmarks, explaining, practising, reading, telling
from voice_assistant.dialogue.memory import Group
from voice_assistant.dialogue.scene import Scene

GROUPS: tuple[Group, ...] = ("speaking", "moving", "place", "more")
OF_READING = (
    *("next", "previous", "next_sentence", "previous_sentence", "next_paragraph", "previous_paragraph"),
    *("start_again", "start_article", "define", "spell", "short_version", "bookmark", "forget", "where"),
    *("remaining", "longer_pauses", "shorter_pauses"),
)
"""What a pause offers only if it is one in reading."""
SPEAKING = ("louder", "quieter", "slower", "faster", "more_time", "hear_me", "private")
PAUSES = ("longer_pauses", "shorter_pauses")
STEPS = ("next_sentence", "previous_sentence", "next_paragraph", "previous_paragraph")

BY_STATE: dict[str, tuple[str, ...]] = {
    "choosing": (
        *("questions", "article", "go_on", "bookmarks", "summary", "change"),
        *("speaking", "more", "goodbye", "emergency"),
    ),
    "asking": ("not_sure", "skip", "repeat", "why", "back", "menu", "speaking", "more", "emergency"),
    "confirming": ("yes", "no", "private", "repeat", "menu", "speaking", "more", "emergency"),
    "changing": ("back", "menu", "speaking", "more", "emergency"),
    "advising": (
        *(
            "yes",
            "repeat",
            "simpler",
            "why",
            "summary",
            "for_doctor",
            "keep",
            "change",
            "other_questions",
            "menu",
        ),
        *("speaking", "more", "goodbye", "emergency"),
    ),
    "finding": (
        *("go_on", "short_version", "moving", "bookmarks", "forget_all", "sections", "menu"),
        *("speaking", "more", "goodbye", "emergency"),
    ),
    "paused": (
        *("go_on", "next", "previous", "moving", "place", "bookmarks", "sections", "menu"),
        *("speaking", "more", "goodbye", "emergency"),
    ),
    "reading": (),
}
"""What can be chosen in a state, most wanted first, after what is the state's own. While it is read, a press pauses."""

IN_GROUP: dict[tuple[str, Group], tuple[str, ...]] = {
    ("choosing", "more"): ("practice", "repeat", "help", "stop", "for_doctor", "keep", "short_article"),
    ("asking", "more"): ("simpler", "help", "stop", "summary", "for_doctor", "change", "goodbye"),
    ("confirming", "more"): ("help", "stop", "back", "summary", "for_doctor", "change", "goodbye"),
    ("changing", "more"): ("repeat", "help", "stop", "summary", "for_doctor", "goodbye"),
    ("advising", "more"): (
        *("no", "practice", "questions", "article", "short_article", "bookmarks", "help", "stop"),
    ),
    ("finding", "moving"): ("next", "previous", *STEPS, "start_again", "start_article", "where", "remaining"),
    ("finding", "more"): (
        *("repeat", "help", "stop", "questions", "practice", "summary", "for_doctor", "change"),
        *("short_article", "bookmark", "define", "spell"),
    ),
    ("paused", "moving"): (*STEPS, "start_again", "start_article", "where", "remaining"),
    ("paused", "place"): ("define", "spell", "short_version", "bookmark", "forget"),
    ("paused", "more"): ("repeat", "help", "questions", "practice", "summary", "for_doctor", "change"),
}
"""What is in a group in a state; "speaking" has the same everywhere, and where an article is at hand its pauses too."""

NOT_OFFERED: dict[tuple[str, str], str] = {
    ("choosing", "menu"): "this is the menu",
    ("choosing", "back"): "there is nothing before the menu",
    ("choosing", "sections"): "the article begins with its sections",
    ("choosing", "section"): "the article begins with its sections",
    ("advising", "back"): "leads to the menu, which is offered",
    ("advising", "go_on"): "the same as yes, or as repeat where nothing is offered",
    ("advising", "next"): "the same as yes, or as repeat where nothing is offered",
    ("advising", "sections"): "the article begins with its sections",
    ("advising", "section"): "the article begins with its sections",
    ("finding", "back"): "leads to the menu, which is offered",
    ("finding", "article"): "the sections are being offered",
    ("finding", "find"): "hundreds of words; sections, paragraphs and sentences lead everywhere",
    ("paused", "stop"): "it is paused",
    ("paused", "back"): "the same as go on",
    ("paused", "article"): "the same as sections",
    ("paused", "section"): "sections lead to each",
    ("paused", "find"): "hundreds of words; sections, paragraphs and sentences lead everywhere",
    ("reading", "back"): "sections, in the pause",
}
"""Intents that a state understands, and that no switch is offered in it, with the reason."""


def in_state(scene: Scene) -> tuple[str, ...]:
    """Intents and groups to be offered now, beside what is open."""
    return tuple(
        each
        for each in BY_STATE.get(scene.state, ())
        if (in_group(scene, each) if each in GROUPS else _fits(scene, each))
    )


def in_group(scene: Scene, group: str) -> tuple[str, ...]:
    """The intents of a group that lead somewhere now."""
    state = scene.state
    intents = next((found for (of, name), found in IN_GROUP.items() if (of, name) == (state, group)), ())
    if group == "speaking":
        intents = SPEAKING + (PAUSES if state in ("paused", "finding") else ())
    return tuple(each for each in intents if _fits(scene, each))


def _fits(scene: Scene, intent: str) -> bool:
    """Whether there is something to this intent here: nothing is offered that leads nowhere."""
    memory = scene.memory
    match scene.state, intent:
        case "confirming", "private":
            return memory.pending is not None and memory.pending.kind == "consent"
        case _, "questions":
            return asking.has_protocol(scene)
        case "choosing", "go_on":
            return asking.unfinished(scene) or reading.has_next_sentence(scene)
        case "finding", "go_on":
            return reading.has_next_section(scene) or reading.has_next_sentence(scene)
        case "advising", "yes" | "no":
            return advising.has_offer(scene)
        case "advising", "why" | "summary" | "for_doctor" | "change" | "emergency" if advising.is_emergency(
            scene
        ):
            return False
        case _, "practice":
            return practising.can_practise(scene)
        case _, "keep":
            return telling.can_keep(scene)
        case "advising", "simpler":
            return advising.has_simpler(scene)
        case "advising", "other_questions":
            return not advising.is_emergency(scene) and asking.has_rest(scene)
        case "paused", wish if wish in OF_READING and not _in_reading(scene):
            return False
        case _, "define" | "spell":
            return explaining.term_here(scene) is not None
        case "paused" | "finding", "short_version":
            return explaining.about_section(scene) and explaining.section_has_short(scene)
        case _, "short_article":
            return explaining.article_has_short(scene)
        case "finding", wish if wish in ("start_again", "remaining", "where", "previous", *STEPS):
            return reading.has_place(scene)
        case "finding", "next":
            return reading.has_next_section(scene)
        case "finding" | "paused", "bookmark":
            return reading.has_place(scene) and bookmarks.here_is(scene) is None
        case "paused", "forget":
            return bookmarks.here_is(scene) is not None
        case "finding", "sections":
            return memory.at_bookmarks
        case "finding", "bookmarks":
            return bookmarks.has_any(scene) and not memory.at_bookmarks
        case "finding", "forget_all":
            return memory.at_bookmarks
        case _, "bookmarks":
            return bookmarks.has_any(scene)
        case _, "summary" | "for_doctor" | "change":
            return bool(memory.answers)
    return True


def _in_reading(scene: Scene) -> bool:
    back = scene.memory.came_from
    return bool(back) and back[-1].state == "reading"
