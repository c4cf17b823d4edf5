"""Choosing by switch: the options are read out one by one, and "select" takes the one heard last.

With two switches, "next" skips to the next option. With one, waiting does the same. So a whole session
works without a voice (C1), and whoever speaks may press at any question, and the other way round.
"""

from __future__ import annotations

from voice_assistant.commands import Sentence
from voice_assistant.content.protocol import ScaleQuestion
from voice_assistant.dialogue import advising, asking, bookmarks, explaining, reading
from voice_assistant.dialogue.memory import Scan, SwitchOption
from voice_assistant.dialogue.scene import Scene
from voice_assistant.events import VARIANTS, Choices, Days, Meaning, Named, Number

ADJUST = ("louder", "quieter", "slower", "faster", "more_time")
BY_STATE: dict[str, tuple[str, ...]] = {
    "choosing": (
        "questions",
        "article",
        "go_on",
        "bookmarks",
        "summary",
        "change",
        *ADJUST,
        "hear_me",
        "goodbye",
        "emergency",
    ),
    "confirming": ("yes", "no", "repeat", "menu", "emergency"),
    "changing": ("back", "menu", "emergency"),
    "advising": (
        *("yes", "repeat", "simpler", "why", "summary", "change", "other_questions"),
        *("menu", "goodbye", "emergency"),
    ),
    "finding": (
        *("go_on", "short_version", "short_article", "start_again"),
        *("remaining", "bookmarks", "forget_all", "sections", "menu", "goodbye", "emergency"),
    ),
    "paused": (
        *("go_on", "next", "previous", "next_paragraph", "previous_paragraph", "sections", "menu"),
        *("define", "spell", "short_version", "bookmark", "forget", "bookmarks", "start_again"),
        *("where", "remaining", *ADJUST, "longer_pauses", "shorter_pauses", "goodbye", "emergency"),
    ),
    "reading": ("stop", "next", "previous", "menu", "emergency"),
    "asking": ("not_sure", "skip", "repeat", "why", "back", "menu", "emergency"),
}
"""What can be chosen in a state, most wanted first, after what is the state's own."""
WHILE_READING = (
    *("next", "previous", "next_paragraph", "previous_paragraph", "start_again", "define", "spell"),
    *("short_version", "bookmark", "forget", "bookmarks", "where", "remaining", "sections"),
    *("longer_pauses", "shorter_pauses"),
)
"""What a pause offers only if it is one in reading."""


def options(scene: Scene) -> tuple[SwitchOption, ...]:
    """What can be chosen now; empty where the voice goes on by itself.

    The last option is to hear them all once more: whoever presses late chooses nothing by that.
    """
    general = tuple(_option(scene, each) for each in BY_STATE.get(scene.state, ()) if _fits(scene, each))
    found = _own(scene) + general
    again = SwitchOption(None, _label(scene, "scan_again"))
    return (*found, again) if found else ()


def _option(scene: Scene, intent: str) -> SwitchOption:
    return SwitchOption(VARIANTS.get(intent, Meaning(intent)), scene.label(intent))


def _label(scene: Scene, prompt: str) -> str:
    return scene.words.prompts[prompt].first[0].rstrip(".")


def _fits(scene: Scene, intent: str) -> bool:
    """Whether there is something to this intent here: nothing is offered that leads nowhere."""
    memory = scene.memory
    match scene.state, intent:
        case "choosing", "questions":
            return asking.has_protocol(scene)
        case "choosing", "go_on":
            return asking.unfinished(scene) or reading.has_next_sentence(scene)
        case "finding", "go_on":
            return reading.has_next_section(scene) or reading.has_next_sentence(scene)
        case "advising", "yes":
            return advising.has_offer(scene)
        case "advising", "why" | "summary" | "change" | "emergency" if advising.is_emergency(scene):
            return False
        case "advising", "simpler":
            return advising.has_simpler(scene)
        case "advising", "other_questions":
            return not advising.is_emergency(scene) and asking.has_rest(scene)
        case "paused", wish if wish in WHILE_READING and not _in_reading(scene):
            return False
        case _, "define" | "spell":
            return explaining.term_here(scene) is not None
        case "paused" | "finding", "short_version":
            return explaining.about_section(scene) and explaining.section_has_short(scene)
        case "finding", "short_article":
            return explaining.article_has_short(scene)
        case "finding", "start_again" | "remaining":
            return reading.has_place(scene)
        case "paused", "bookmark":
            return bookmarks.here_is(scene) is None
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
        case _, "summary" | "change":
            return bool(memory.answers)
    return True


def _in_reading(scene: Scene) -> bool:
    back = scene.memory.came_from
    return bool(back) and back[-1].state == "reading"


def _own(scene: Scene) -> tuple[SwitchOption, ...]:
    """The options that depend on what is open: answers, sections, questions."""
    match scene.state:
        case "asking":
            return _answers(scene)
        case "finding" if scene.memory.at_bookmarks:
            return tuple(
                SwitchOption(Meaning("bookmarks", Named(str(mark.number))), bookmarks.named(scene, mark))
                for mark in scene.memory.bookmarks
            )
        case "finding":
            return tuple(
                SwitchOption(Meaning("section", Named(section.id)), section.names[0])
                for section in scene.pack.article.sections
            )
        case "changing":
            return tuple(
                SwitchOption(Meaning("change", Named(question.id)), question.names[0])
                for question in scene.protocol.questions
                if scene.memory.answer(question.id) is not None
            )
        case _:
            return ()


def _answers(scene: Scene) -> tuple[SwitchOption, ...]:
    question = scene.question
    if question is None:
        return ()
    if question.kind == "yes_no":
        return _option(scene, "yes"), _option(scene, "no")
    if question.kind == "duration":
        return tuple(
            SwitchOption(Meaning(value=Days(*choice.days)), choice.label) for choice in question.choices
        )
    if question.kind == "number":
        return tuple(
            SwitchOption(Meaning(value=Number(*choice.numbers)), choice.label) for choice in question.choices
        )
    if question.kind == "scale":
        return tuple(
            SwitchOption(Meaning(value=Number(number, number)), scale_label(question, number))
            for number in range(question.low, question.high + 1)
        )
    if question.kind == "one_of":
        return tuple(
            SwitchOption(Meaning(value=Choices((option.id,))), option.label) for option in question.options
        )
    picked = scene.memory.picked
    left = tuple(
        SwitchOption(Meaning(value=Choices((option.id,))), option.label)
        for option in question.options
        if option.id not in picked
    )
    end = "that_is_all" if picked else "none_of_them"
    return (*left, SwitchOption(Meaning("no"), _label(scene, end)))


def scale_label(question: ScaleQuestion, number: int) -> str:
    """A number of a scale, with what its ends mean."""
    ends = {question.low: question.low_means, question.high: question.high_means}
    return f"{number}, {ends[number]}" if number in ends else str(number)


def read_options(scene: Scene, first: int = 0) -> None:
    """Read the options out, from the given one round to the one before it."""
    choices = options(scene)
    if not choices:
        scene.update(scan=None)
        return
    choices = choices[first:] + choices[:first]
    sentences = tuple(Sentence(f"{choice.label}.", scene.manner.scan_pause) for choice in choices)
    utterance = scene.say("options", sentences, keep=False)
    scene.update(scan=Scan(utterance.id, choices), switching=True)


def follow(scene: Scene, before: str) -> None:
    """For somebody who uses a switch, what can be chosen follows whatever is said, and a help."""
    if not scene.memory.switching or scene.state == "reading":
        return
    said = scene.said
    back = before == "helping" and scene.state != "helping" and not said
    if back or (said and said[-1].prompt != "options"):
        read_options(scene)


def option_heard(scene: Scene, utterance: int, sentence: int) -> None:
    scan = scene.memory.scan
    if scan is not None and scan.utterance == utterance:
        scene.update(scan=Scan(scan.utterance, scan.options, sentence))


def skip_option(scene: Scene) -> None:
    """ "next": on to the option after the one that is being read."""
    scan = scene.memory.scan
    scene.hush()
    if scan is None or scan.heard < 0:
        read_options(scene)
        return
    choices = options(scene)
    following = scan.options[(scan.heard + 1) % len(scan.options)]
    read_options(scene, choices.index(following) if following in choices else 0)


def selected(scene: Scene) -> Meaning | None:
    """What "select" chooses: the option heard last; None while none has been, or to hear them once more."""
    scan = scene.memory.scan
    if scan is None or scan.heard < 0:
        return None
    return scan.options[scan.heard].meaning
