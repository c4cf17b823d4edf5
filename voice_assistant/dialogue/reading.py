"""Actions of the article: find a section, read it, keep the place.

The place follows the voice: it moves when a sentence is heard, not when it is queued, nor when it has only
begun: nobody who says "again" means a sentence of which they have heard but a moment. An utterance that reads
holds the rest of one section; sentence i of it is sentence `reading.sentence + i - reading_lead` of the section.
"""

from __future__ import annotations

from itertools import accumulate

from voice_assistant.commands import Sentence
from voice_assistant.content.pack import Section
from voice_assistant.dialogue.memory import Place
from voice_assistant.dialogue.scene import PARAGRAPH_PAUSE, SENTENCE_PAUSE, Scene
from voice_assistant.dialogue.wording import listed
from voice_assistant.events import SectionRead

# --- conditions ------------------------------------------------------------------------------------


def by_step(scene: Scene) -> bool:
    """Whether "next sentence" or "next paragraph", not just "next", was said."""
    return scene.named in ("sentence", "paragraph")


def of_article(scene: Scene) -> bool:
    """Whether the whole article, not just a part of it, was meant."""
    return scene.named == "article"


def has_place(scene: Scene) -> bool:
    return scene.memory.place is not None


def was_offered(scene: Scene) -> bool:
    return scene.memory.from_advice


def was_last_offered(scene: Scene) -> bool:
    """Whether what is read was offered with the advice, and nothing more is."""
    return scene.memory.from_advice and not scene.memory.offers


def has_next_section(scene: Scene) -> bool:
    return _neighbour(scene, +1) is not None


def has_next_step(scene: Scene) -> bool:
    return _next_step(scene) is not None


def has_next_sentence(scene: Scene) -> bool:
    """Whether the section has a sentence after the one that was heard last."""
    place = scene.memory.place
    if place is None:
        return False
    return place.sentence + 1 < len(scene.pack.article.section(place.section).sentences)


def leave_pause(scene: Scene) -> None:
    """Turn to the article for good: nothing is gone back to, and no question is open any more."""
    scene.update(pending=None, came_from=(), question=None, at_bookmarks=False)


# --- finding ---------------------------------------------------------------------------------------


def list_sections(scene: Scene) -> None:
    """Name the sections and say how to choose one."""
    leave_pause(scene)
    scene.update(from_advice=False, sought="")
    say_sections(scene)


def say_sections(scene: Scene) -> None:
    """The names of the sections once more, in other words."""
    names = listed([section.names[0] for section in scene.pack.article.sections], "or")
    prompt = "finding" if scene.memory.place is None else "finding_again"
    title = as_sentence(scene.pack.article.title)
    scene.say(prompt, scene.prompt(prompt, scene.attempt, title=title, names=names))


def after_section(scene: Scene) -> None:
    """The section is over: say what comes next and how to choose."""
    following = _neighbour(scene, +1)
    scene.update(at_bookmarks=False)
    if following is None:
        scene.say("article_over", scene.prompt("article_over"))
    else:
        scene.say("section_over", scene.prompt("section_over", section=following.title))


def no_next_section(scene: Scene) -> None:
    leave_pause(scene)
    scene.say("article_over", scene.prompt("article_over", 1))


def _neighbour(scene: Scene, step: int) -> Section | None:
    sections = scene.pack.article.sections
    place = scene.memory.place
    index = -1 if place is None else [section.id for section in sections].index(place.section)
    index += step
    return sections[index] if 0 <= index < len(sections) else None


# --- reading ---------------------------------------------------------------------------------------


def read(scene: Scene, place: Place) -> None:
    """Read from this sentence to the end of its section; a section read from its start begins with its title."""
    section = scene.pack.article.section(place.section)
    title, *sentences = section_sentences(section, scene.memory.sentence_pause)
    titled = [title] if place.sentence == 0 else []
    lead = len(scene.lead) + len(titled)
    leave_pause(scene)
    scene.update(reading=place, reading_lead=lead, place=place)
    scene.say(f"section:{section.id}", titled, sentences[place.sentence :], keep=False)


def section_sentences(section: Section, pause: float = SENTENCE_PAUSE) -> tuple[Sentence, ...]:
    """A section's title and all its sentences, with a longer pause after the title and each paragraph.

    `pause`: seconds between sentences.
    """
    longer = pause + PARAGRAPH_PAUSE - SENTENCE_PAUSE
    return (
        Sentence(as_sentence(section.title), longer),
        *(
            Sentence(sentence.text, longer if sentence is paragraph[-1] else pause)
            for paragraph in section.paragraphs
            for sentence in paragraph
        ),
    )


def as_sentence(title: str) -> str:
    """A title, to be said by itself."""
    return title if title[-1:] in "?!." else f"{title}."


def name_of(section: Section) -> str:
    """A section's title, to be named within a sentence."""
    return section.title.rstrip(".?!")


def sentence_begun(scene: Scene, index: int) -> None:
    """The voice began a sentence of the utterance that reads: for the journal."""
    place = _place_in_utterance(scene, index)
    if place is not None:
        scene.note(SectionRead(place.section, place.sentence))


def sentence_heard(scene: Scene, index: int) -> None:
    """A sentence of the utterance that reads was heard: the place follows it."""
    place = _place_in_utterance(scene, index)
    if place is not None and place != scene.memory.place:
        scene.update(place=place, explained="")


def _place_in_utterance(scene: Scene, index: int) -> Place | None:
    """The article's sentence that is the sentence `index` of the utterance; None for one of the assistant's own."""
    start = scene.memory.reading
    if start is None or index < scene.memory.reading_lead:
        return None
    return Place(start.section, start.sentence + index - scene.memory.reading_lead)


def read_named(scene: Scene) -> None:
    if scene.named is not None:
        scene.update(from_advice=False, sought="")
        read(scene, Place(scene.named))


def read_offered(scene: Scene) -> None:
    first, *rest = scene.memory.offers
    scene.update(offers=tuple(rest), from_advice=True, sought="")
    read(scene, Place(first))


def read_on(scene: Scene) -> None:
    """Go on at the sentence that was interrupted."""
    read(scene, _place(scene))


def read_before(scene: Scene) -> None:
    """Go on one sentence before the one that was interrupted: that was long ago."""
    place = _place(scene)
    read(scene, Place(place.section, max(0, place.sentence - 1)))


def _place(scene: Scene) -> Place:
    return scene.memory.place or Place(scene.pack.article.sections[0].id)


def read_section_anew(scene: Scene) -> None:
    scene.update(sought="")
    read(scene, Place(_place(scene).section))


def read_article_anew(scene: Scene) -> None:
    scene.update(from_advice=False, sought="")
    read(scene, Place(scene.pack.article.sections[0].id))


def read_next_section(scene: Scene) -> None:
    section = _neighbour(scene, +1)
    scene.update(from_advice=False, sought="")
    read(scene, Place((section or scene.pack.article.sections[-1]).id))


def read_previous_section(scene: Scene) -> None:
    scene.update(from_advice=False, sought="")
    section = _neighbour(scene, -1)
    if section is None:
        scene.before(scene.prompt("first_section"))
    read(scene, Place((section or scene.pack.article.sections[0]).id))


def read_next_step(scene: Scene) -> None:
    read(scene, _next_step(scene) or _place(scene))


def read_previous_step(scene: Scene) -> None:
    """The sentence or paragraph before, within the section."""
    place = _place(scene)
    *_, here = (start for start in _starts(scene, place) if start <= place.sentence)
    before = [start for start in _starts(scene, place) if start < here]
    read(scene, Place(place.section, max(before, default=0)))


def _next_step(scene: Scene) -> Place | None:
    """Where the sentence or paragraph after the one that was heard last begins, if the section has one."""
    place = scene.memory.place
    if place is None:
        return None
    start = next((start for start in _starts(scene, place) if start > place.sentence), None)
    return None if start is None else Place(place.section, start)


def _starts(scene: Scene, place: Place) -> list[int]:
    """The sentences of the section with which sentences, or paragraphs, begin."""
    paragraphs = scene.pack.article.section(place.section).paragraphs
    starts = [0, *accumulate(len(paragraph) for paragraph in paragraphs)]
    return starts[:-1] if scene.named == "paragraph" else list(range(starts[-1]))


def tell_place(scene: Scene) -> None:
    """Where in the article the voice is."""
    place = scene.memory.place
    if place is None:
        scene.before(scene.prompt("no_place"))
        return
    sections = scene.pack.article.sections
    section = scene.pack.article.section(place.section)
    scene.before(
        scene.prompt(
            "place",
            section=name_of(section),
            sentence=str(place.sentence + 1),
            sentences=str(len(section.sentences)),
            part=str([each.id for each in sections].index(section.id) + 1),
            parts=str(len(sections)),
        )
    )
