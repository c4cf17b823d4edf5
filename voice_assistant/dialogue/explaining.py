"""Actions that tell something about what is read: in short, hard words, their letters, how long is left.

Nothing of it is made up: the short versions and the meanings of words are the pack's own.
"""

from __future__ import annotations

from voice_assistant.commands import Sentence
from voice_assistant.content.finding_words import has_words, stem, words_in
from voice_assistant.dialogue import reading
from voice_assistant.dialogue.scene import PARAGRAPH_PAUSE, Scene

LETTER_PAUSE = 0.5
"""Seconds after each letter that is spelled."""
REAL_RATE = 0.93
"""The part of the wanted words a minute that the voice comes to."""
SIGNS = {"'": "Apostrophe", "-": "Hyphen", ".": "Dot"}

# --- in short --------------------------------------------------------------------------------------


def about_section(scene: Scene) -> bool:
    """Whether the section at the place was meant."""
    return scene.memory.place is not None and not reading.of_article(scene)


def section_has_short(scene: Scene) -> bool:
    place = scene.memory.place
    return place is not None and bool(scene.pack.article.section(place.section).summary)


def article_has_short(scene: Scene) -> bool:
    return bool(scene.pack.article.summary)


def say_section_short(scene: Scene) -> None:
    place = scene.memory.place
    if place is not None:
        section = scene.pack.article.section(place.section)
        _say_short(scene, section.title, section.summary)


def say_article_short(scene: Scene) -> None:
    _say_short(scene, scene.pack.article.title, scene.pack.article.summary)


def tell_no_short(scene: Scene) -> None:
    scene.before(scene.prompt("no_short_version"))


def _say_short(scene: Scene, title: str, summary: tuple[str, ...]) -> None:
    reading.leave_pause(scene)
    scene.update(from_advice=False)
    begin = scene.prompt("short_version", title=title.rstrip(".?!"))
    scene.say("short_version", begin, scene.plain(summary), scene.prompt("after_short_version"))


# --- hard words ------------------------------------------------------------------------------------


def define(scene: Scene) -> None:
    """What the named term means, or the one in the sentence that was heard last."""
    term = scene.named if scene.named in scene.pack.lexicon else term_here(scene)
    if term is None:
        scene.before(scene.prompt("no_term"))
    else:
        scene.update(explained=term)
        scene.before(scene.plain(scene.pack.lexicon[term].means))


def spell(scene: Scene) -> None:
    """The letters of the named term, or of the hardest word in the sentence that was heard last."""
    word = scene.named if scene.named in scene.pack.lexicon else _hardest(scene)
    if word is None:
        scene.before(scene.prompt("no_place"))
    else:
        scene.before((*scene.prompt("spelled", word=word), *_letters(word)))


def term_here(scene: Scene) -> str | None:
    """The term that "that" means: explained just now, or the last in the sentence heard last or the one before."""
    place = scene.memory.place
    if scene.memory.explained:
        return scene.memory.explained
    if place is None:
        return None
    sentences = scene.pack.article.section(place.section).sentences
    for number in range(place.sentence, max(-1, place.sentence - 2), -1):
        found = _terms(scene, sentences[number].text)
        if found:
            return found[-1]
    return None


def _terms(scene: Scene, text: str) -> list[str]:
    """The terms in a text, in its order."""
    stems = {term: [stem(word) for word in words_in(term)] for term in scene.pack.lexicon}
    there = [stem(word) for word in words_in(text)]
    found = [term for term in stems if has_words(text, stems[term])]
    return sorted(found, key=lambda term: (there.index(stems[term][0]), len(stems[term])))


def _hardest(scene: Scene) -> str | None:
    """A term, or else the longest word."""
    place = scene.memory.place
    if place is None:
        return None
    term = term_here(scene)
    text = scene.pack.article.section(place.section).sentences[place.sentence].text
    return term or max(words_in(text), key=len, default=None)


def _letters(word: str) -> tuple[Sentence, ...]:
    """Each letter as a sentence of its own, so that the voice reads its name; after each word a longer pause."""
    letters = []
    for each in word.split():
        signs = [SIGNS.get(sign, sign.upper()) for sign in each]
        letters += [Sentence(f"{sign}.", LETTER_PAUSE) for sign in signs]
        letters[-1] = Sentence(letters[-1].text, LETTER_PAUSE + PARAGRAPH_PAUSE)
    return tuple(letters)


# --- how long is left ------------------------------------------------------------------------------


def tell_remaining(scene: Scene) -> None:
    """How long this section, and the whole article, go on at the present rate and with the present pauses."""
    place, sections = scene.memory.place, scene.pack.article.sections
    if place is None:
        everything = sum(_seconds(scene, reading.section_sentences(each, _pause(scene))) for each in sections)
        scene.before(scene.prompt("remaining_before", article=say_time(everything)))
        return
    at = [section.id for section in sections].index(place.section)
    heard = place.sentence + 1 + (scene.state == "finding")
    section = _seconds(scene, reading.section_sentences(sections[at], _pause(scene))[heard:])
    later = sum(
        _seconds(scene, reading.section_sentences(each, _pause(scene))) for each in sections[at + 1 :]
    )
    if not section and not later:
        scene.before(scene.prompt("remaining_none"))
    elif section and later:
        scene.before(scene.prompt("remaining", section=say_time(section), article=say_time(section + later)))
    else:
        scene.before(scene.prompt("remaining_last", article=say_time(section + later)))


def _pause(scene: Scene) -> float:
    return scene.memory.sentence_pause


def _seconds(scene: Scene, sentences: tuple[Sentence, ...]) -> float:
    words = sum(len(each.text.split()) for each in sentences)
    return words * 60 / (scene.memory.rate * REAL_RATE) + sum(each.pause for each in sentences)


def say_time(seconds: float) -> str:
    """A length of time as people say it: the longer it is, the less exact."""
    minutes = seconds / 60
    if minutes < 0.75:
        return "less than a minute"
    if minutes < 1.5:
        return "about one minute"
    if minutes < 10:
        return f"about {round(minutes)} minutes"
    if minutes < 57.5:
        return f"about {5 * round(minutes / 5)} minutes"
    halves = round(minutes / 30)
    if halves == 2:
        return "about one hour"
    return f"about {halves // 2}{' and a half' if halves % 2 else ''} hours"
