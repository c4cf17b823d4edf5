"""Choosing by switch: the options are read out one by one, and "select" takes the one heard last.

With two switches, "next" skips to the next option. With one, waiting does the same; or, in steps, only "next" does.
So a whole session works without a voice (C1), and whoever speaks may press at any question, and the other way
round. What is offered beside the answers stands in `offers`.
"""

from __future__ import annotations

from dataclasses import replace

from voice_assistant.commands import Sentence
from voice_assistant.content.protocol import ScaleQuestion
from voice_assistant.dialogue import bookmarks, offers, sounding
from voice_assistant.dialogue.memory import Group, Scan, SwitchOption
from voice_assistant.dialogue.offers import GROUPS
from voice_assistant.dialogue.scene import Scene
from voice_assistant.events import VARIANTS, Choices, Days, Meaning, Named, Number

TO_PRESS_AGAIN = 3.0
"""Seconds, at the least, in which an option that was only announced can be taken by a second press."""


def options(scene: Scene, group: Group | None = None) -> tuple[SwitchOption, ...]:
    """What can be chosen now, of a group or of what is not in one; empty where the voice goes on by itself.

    The last option leads back, or is to hear them all once more: whoever presses late chooses nothing by that.
    """
    if group is not None:
        found = tuple(_option(scene, each) for each in offers.in_group(scene, group))
        return (*found, SwitchOption(None, _label(scene, "scan_back"))) if found else ()
    found = _own(scene) + tuple(_offer(scene, each) for each in offers.in_state(scene))
    return (*found, SwitchOption(None, _label(scene, "scan_again"))) if found else ()


def _offer(scene: Scene, name: str) -> SwitchOption:
    group = next((each for each in GROUPS if each == name), None)
    if group is not None:
        return SwitchOption(None, _label(scene, f"scan_{group}"), group)
    return _option(scene, name)


def _option(scene: Scene, intent: str) -> SwitchOption:
    return SwitchOption(VARIANTS.get(intent, Meaning(intent)), scene.label(intent))


def _label(scene: Scene, prompt: str) -> str:
    return scene.words.prompts[prompt].first[0].rstrip(".")


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


# --- reading them out ------------------------------------------------------------------------------


def read_options(scene: Scene, first: int = 0, group: Group | None = None) -> None:
    """Read the options out, from the given one to the last, which is harmless; in steps, only the given one."""
    choices = options(scene, group)
    if not choices:
        scene.update(scan=None)
        return
    choices = choices[first:]
    read = choices[:1] if scene.manner.scan_steps else choices
    sentences = tuple(Sentence(f"{choice.label}.", scene.manner.scan_pause) for choice in read)
    utterance = scene.say("options", sentences, keep=False)
    scene.update(scan=Scan(utterance.id, choices, group=group), switching=True)


def announce(scene: Scene, scan: Scan) -> None:
    """Only say what would be chosen; a second press takes it, otherwise the options after it are read on."""
    choices = scan.options[scan.heard :]
    pause = max(TO_PRESS_AGAIN, scene.manner.scan_pause)
    announced = scene.prompt("announced", option=choices[0].label)
    *before, last = announced
    read = () if scene.manner.scan_steps else choices[1:]
    rest = tuple(Sentence(f"{choice.label}.", scene.manner.scan_pause) for choice in read)
    utterance = scene.say("options", before, (Sentence(last.text, pause),), rest, keep=False)
    scene.update(
        scan=Scan(utterance.id, choices, group=scan.group, lead=len(before), announced=True), switching=True
    )


def follow(scene: Scene, before: str) -> None:
    """For somebody who uses a switch, what can be chosen follows whatever is said, and a help."""
    if not scene.memory.switching or scene.state == "reading":
        return
    said = scene.said
    back = before == "helping" and scene.state != "helping" and not said
    if back or (said and said[-1].prompt not in ("options", "sounds")):
        if sounding.counts(scene):
            sounding.say_how(scene)
        else:
            read_options(scene)


def option_heard(scene: Scene, utterance: int, sentence: int) -> None:
    """The voice began a sentence: if it is of the options, the one that it names was heard last."""
    scan = scene.memory.scan
    if scan is not None and scan.utterance == utterance:
        heard = max(0, sentence - scan.lead)
        scene.update(scan=replace(scan, heard=heard, announced=scan.announced and heard == 0))


# --- choosing --------------------------------------------------------------------------------------


def skip_option(scene: Scene) -> None:
    """ "next": on to the option after the one that is being read."""
    scan = scene.memory.scan
    scene.hush()
    if scan is None or scan.heard < 0:
        read_options(scene)
        return
    choices, following = options(scene, scan.group), scan.options[scan.heard + 1 : scan.heard + 2]
    read_options(scene, choices.index(following[0]) if set(following) & set(choices) else 0, scan.group)


def selected(scene: Scene) -> SwitchOption | None:
    """What "select" chooses: the option heard last; None while none has been."""
    scan = scene.memory.scan
    if scan is None or scan.heard < 0:
        return None
    return scan.options[scan.heard]
