"""Actions of the practice: a pack of its own, in which somebody gets to know the assistant.

While it lasts, that pack is the one whose questions are asked and whose article is read. What was going on with the
other pack is put aside whole, and taken up again by "menu".
"""

from __future__ import annotations

from voice_assistant.dialogue import asking, moving
from voice_assistant.dialogue.memory import Aside
from voice_assistant.dialogue.scene import Scene

# --- conditions ------------------------------------------------------------------------------------


def can_practise(scene: Scene) -> bool:
    """Whether there is a pack to practise with, and it is not being practised with already."""
    practice = scene.practice_pack
    return practice is not None and practice.protocol is not None and not scene.memory.practising


def is_practising(scene: Scene) -> bool:
    return scene.memory.practising


# --- actions ---------------------------------------------------------------------------------------


def begin(scene: Scene) -> None:
    """Put aside what was going on, and ask the practice's questions from the first on."""
    memory = scene.memory
    aside = Aside(
        memory.answers,
        memory.mentioned,
        memory.thorough,
        memory.outcome,
        memory.called_out,
        memory.offers,
        memory.place,
        memory.bookmarks,
    )
    asking.forget_advice(scene)
    scene.update(
        practising=True, aside=aside, answers=(), mentioned=(), thorough=False, place=None, bookmarks=()
    )
    asking.begin(scene)


def leave(scene: Scene) -> None:
    """Back to the menu, with everything as it was before the practice."""
    put_back(scene)
    moving.offer_menu(scene)


def put_back(scene: Scene) -> None:
    aside = scene.memory.aside
    asking.forget_advice(scene)
    scene.update(
        practising=False,
        aside=None,
        answers=aside.answers if aside else (),
        mentioned=aside.mentioned if aside else (),
        thorough=bool(aside and aside.thorough),
        outcome=aside.outcome if aside else None,
        called_out=bool(aside and aside.called_out),
        offers=aside.offers if aside else (),
        place=aside.place if aside else None,
        bookmarks=aside.bookmarks if aside else (),
    )


def tell_no_practice(scene: Scene) -> None:
    scene.before(scene.prompt("practising" if scene.memory.practising else "no_practice"))
