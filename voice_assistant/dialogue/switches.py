"""Choosing by switch: the options are read out one by one, and "select" takes the one heard last.

With two switches, "next" skips to the next option. With one, waiting does the same. So a whole session
works without a voice (C1), and whoever speaks may press at any question, and the other way round.
"""

from __future__ import annotations

from voice_assistant.commands import Sentence
from voice_assistant.dialogue.memory import Scan, SwitchOption
from voice_assistant.dialogue.scene import Scene
from voice_assistant.events import Choices, Days, Meaning, Named

BY_STATE: dict[str, tuple[str, ...]] = {
    "choosing": ("questions", "article", "louder", "slower", "more_time", "goodbye", "emergency"),
    "confirming": ("yes", "no", "repeat", "menu"),
    "changing": ("menu",),
    "advising": ("yes", "repeat", "why", "change", "menu", "goodbye"),
    "finding": ("next", "menu"),
    "paused": ("go_on", "menu", "goodbye", "emergency"),
    "reading": ("stop", "next", "previous", "menu"),
    "asking": ("not_sure", "repeat", "why", "back", "menu", "emergency"),
}
"""What can be chosen in a state, most wanted first, after what is the state's own."""


def options(scene: Scene) -> tuple[SwitchOption, ...]:
    """What can be chosen now; empty where the voice goes on by itself."""
    general = tuple(_option(scene, intent) for intent in BY_STATE.get(scene.state, ()))
    return _own(scene) + general


def _option(scene: Scene, intent: str) -> SwitchOption:
    return SwitchOption(Meaning(intent), scene.label(intent))


def _own(scene: Scene) -> tuple[SwitchOption, ...]:
    """The options that depend on what is open: answers, sections, questions."""
    match scene.state:
        case "asking":
            return _answers(scene)
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
    picked = scene.memory.picked
    left = tuple(
        SwitchOption(Meaning(value=Choices((option.id,))), option.label)
        for option in question.options
        if option.id not in picked
    )
    end = "that_is_all" if picked else "none_of_them"
    return (*left, SwitchOption(Meaning("no"), scene.words.prompts[end].first[0].rstrip(".")))


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


def option_begun(scene: Scene, utterance: int, sentence: int) -> None:
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
    """What "select" chooses: the option heard last; None while none has been."""
    scan = scene.memory.scan
    if scan is None or scan.heard < 0:
        return None
    return scan.options[scan.heard].meaning
