"""Actions of bookmarks: set one, tell which there are, go to one, forget one or all.

A bookmark has the lowest number that is free, and keeps it. It is told by its number and its section.
"""

from __future__ import annotations

from voice_assistant.dialogue import reading
from voice_assistant.dialogue.memory import Bookmark, Pending
from voice_assistant.dialogue.scene import Scene
from voice_assistant.dialogue.wording import sentence_case
from voice_assistant.events import VARIANTS, Meaning, Named

MOST = 9
ALL = VARIANTS["forget_all"]

# --- conditions ------------------------------------------------------------------------------------


def has_any(scene: Scene) -> bool:
    return bool(scene.memory.bookmarks)


def names_one(scene: Scene) -> bool:
    """Whether a number was said that a bookmark has."""
    return scene.named is not None and _numbered(scene, scene.named) is not None


def can_forget(scene: Scene) -> bool:
    """Whether it is clear which one is meant, or that all are."""
    return _to_forget(scene) is not None


def was_reading(scene: Scene) -> bool:
    """Whether it was while reading that one was to be forgotten."""
    return scene.memory.reading is not None


# --- setting, telling, going -----------------------------------------------------------------------


def remember(scene: Scene) -> None:
    """Set a bookmark at the sentence that was heard last."""
    marks, place = scene.memory.bookmarks, scene.memory.place
    if place is None:
        scene.before(scene.prompt("no_place"))
        return
    here = here_is(scene)
    free = next((number for number in range(1, MOST + 1) if not _numbered(scene, str(number))), None)
    if here is not None:
        scene.before(scene.prompt("bookmark_known", bookmark=named(scene, here)))
    elif free is None:
        scene.before(scene.prompt("bookmarks_full", count=str(MOST)))
    else:
        mark = Bookmark(free, place)
        scene.update(bookmarks=tuple(sorted((*marks, mark), key=lambda each: each.number)))
        scene.before(scene.prompt("bookmarked", bookmark=named(scene, mark)))


def choose(scene: Scene) -> None:
    """Tell all of them, and how to go to one."""
    reading.leave_pause(scene)
    scene.update(from_advice=False, at_bookmarks=True)
    tell_all(scene)


def tell_all(scene: Scene) -> None:
    marks = scene.memory.bookmarks
    each = scene.lines(f"{sentence_case(named(scene, mark))}." for mark in marks)
    how = scene.prompt("bookmarks", scene.attempt, first=str(marks[0].number))
    scene.say("bookmarks", scene.prompt("bookmarks_are", scene.attempt), each, how)


def tell_none(scene: Scene) -> None:
    scene.before(scene.prompt("no_bookmarks" if not scene.memory.bookmarks else "no_such_bookmark"))


def go(scene: Scene) -> None:
    """Read on from a bookmark."""
    mark = _numbered(scene, scene.named or "")
    if mark is not None:
        scene.update(from_advice=False, sought="")
        scene.before(scene.prompt("at_bookmark", bookmark=named(scene, mark)))
        reading.read(scene, mark.place)


# --- forgetting ------------------------------------------------------------------------------------


def ask_forget(scene: Scene, came_from: str) -> None:
    """Ask first, as it cannot be undone. What is read goes on after that; a pause ends with it."""
    going_on = scene.memory.reading if came_from == "reading" else None
    scene.update(pending=Pending("forget", _to_forget(scene)), came_from=(), question=None, reading=going_on)
    ask_again(scene)


def ask_again(scene: Scene, wording: int = 0) -> None:
    prompt = "forget_all_bookmarks" if _pending(scene) == ALL else "forget_bookmark"
    mark = _numbered(scene, _number(scene))
    names = "" if mark is None else named(scene, mark)
    scene.say(prompt, scene.prompt(prompt, wording, bookmark=names))


def forget(scene: Scene) -> None:
    number = _number(scene)
    left = () if _pending(scene) == ALL else scene.memory.bookmarks
    scene.update(bookmarks=tuple(mark for mark in left if str(mark.number) != number))
    scene.update(at_bookmarks=scene.memory.at_bookmarks and bool(scene.memory.bookmarks))
    _settled(scene, "forgotten")


def keep(scene: Scene) -> None:
    _settled(scene, "not_forgotten")


def _settled(scene: Scene, prompt: str) -> None:
    scene.update(pending=None, misses=0, silences=0, rewordings=0)
    scene.before(scene.prompt(prompt))


# --- which -----------------------------------------------------------------------------------------


def named(scene: Scene, mark: Bookmark) -> str:
    """ "bookmark 2, in Swallowing"."""
    section = scene.pack.article.section(mark.place.section)
    return f"{label(scene, mark.number)}, in {reading.name_of(section)}"


def label(scene: Scene, number: int | str) -> str:
    return f"{scene.label('bookmark')} {number}"


def here_is(scene: Scene) -> Bookmark | None:
    """The bookmark at the sentence that was heard last."""
    return next((mark for mark in scene.memory.bookmarks if mark.place == scene.memory.place), None)


def _numbered(scene: Scene, number: str) -> Bookmark | None:
    return next((mark for mark in scene.memory.bookmarks if str(mark.number) == number), None)


def _to_forget(scene: Scene) -> Meaning | None:
    """What was named, or else the bookmark here, or the only one."""
    marks = scene.memory.bookmarks
    if scene.meaning == ALL:
        return ALL if marks else None
    only = marks[0] if len(marks) == 1 else None
    mark = here_is(scene) or only if scene.named is None else _numbered(scene, scene.named)
    return None if mark is None else Meaning("forget", Named(str(mark.number)))


def _pending(scene: Scene) -> Meaning | None:
    return scene.memory.pending.meaning if scene.memory.pending else None


def _number(scene: Scene) -> str:
    meaning = _pending(scene)
    return meaning.value.id if meaning and isinstance(meaning.value, Named) else ""
