"""Actions of looking for a word in the article: go to the next sentence that has it, round to the first again."""

from __future__ import annotations

from voice_assistant.content.finding_words import places_of
from voice_assistant.dialogue import reading
from voice_assistant.dialogue.memory import Place
from voice_assistant.dialogue.scene import Scene


def next_one(scene: Scene) -> bool:
    """Whether "next one" was said while a word is being looked for."""
    return scene.named == "one" and bool(scene.memory.sought)


def is_there(scene: Scene) -> bool:
    """Whether the article has the word."""
    return bool(_places(scene))


def go(scene: Scene) -> None:
    """Read from the first sentence after the place that has the word, and say how many there are."""
    places = _places(scene)
    number = _following(scene, places)
    there = places[number]
    section = scene.pack.article.section(there.section)
    scene.update(from_advice=False, sought=_word(scene))
    prompt = "found" if len(places) > 1 else "found_once"
    scene.before(
        scene.prompt(
            prompt,
            word=_word(scene),
            number=str(number + 1),
            count=str(len(places)),
            section=reading.name_of(section),
        )
    )
    reading.read(scene, there)


def tell_nothing(scene: Scene) -> None:
    word = "" if scene.named is None else _word(scene)
    scene.before(scene.prompt("not_found", word=word) if word else scene.prompt("find_what"))


def _word(scene: Scene) -> str:
    return scene.memory.sought if scene.named in (None, "", "one") else str(scene.named)


def _places(scene: Scene) -> tuple[Place, ...]:
    if scene.named is None:
        return ()
    found = places_of(scene.pack.article, _word(scene))
    return tuple(Place(section.id, number) for section, number in found)


def _following(scene: Scene, places: tuple[Place, ...]) -> int:
    """The index of the first one after the sentence that was heard last; behind the last one it begins anew."""
    here = scene.memory.place
    if here is None:
        return 0
    order = [section.id for section in scene.pack.article.sections]
    at = (order.index(here.section), here.sentence)
    later = (i for i, each in enumerate(places) if (order.index(each.section), each.sentence) > at)
    return next(later, 0)
