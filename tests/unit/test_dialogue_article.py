"""Moving about in the article, beyond what the golden dialogues show: times, pauses, letters, limits, other packs."""

from __future__ import annotations

import pytest

from dialogues.golden import the_pack, the_vocabulary, the_words
from dialogues.player import Player
from voice_assistant.commands import Command, Listen, Note, Say, Sentence
from voice_assistant.content.pack import ArticleSentence, Pack
from voice_assistant.dialogue.adjusting import PAUSES
from voice_assistant.dialogue.attention import NAMED_IN
from voice_assistant.dialogue.bookmarks import MOST
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.explaining import LETTER_PAUSE, say_time
from voice_assistant.dialogue.memory import Bookmark, Memory, Place, Return
from voice_assistant.dialogue.scene import PARAGRAPH_PAUSE, SENTENCE_PAUSE, Manner
from voice_assistant.dialogue.table import OF_READING, STATES, intents_in
from voice_assistant.events import (
    VARIANTS,
    Event,
    Heard,
    Meaning,
    Named,
    Pressed,
    SectionRead,
    SentenceHeard,
    SentenceStarted,
    Started,
    VoiceChanged,
)


class Reader:
    """A dialogue in a state, and what it says next."""

    def __init__(
        self, state: str = "reading", memory: Memory | None = None, pack: Pack | None = None
    ) -> None:
        self.dialogue = Dialogue(pack or the_pack(), the_words(), Manner())
        self.dialogue.restore(state, memory or Memory(place=Place("als_and_twitching", 1)))

    def says(self, event: Event) -> list[Sentence]:
        commands = self.dialogue.handle(event)
        return [
            sentence for each in commands if isinstance(each, Say) for sentence in each.utterance.sentences
        ]

    def hears(self, intent: str, named: str | None = None) -> list[Sentence]:
        meaning = Meaning(intent, None if named is None else Named(named))
        return self.says(Heard("", VARIANTS.get(intent, meaning), 1.0, "accepted"))


def says(intent: str) -> Heard:
    return Heard(intent, Meaning(intent), 1.0, "accepted")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "less than a minute"),
        (44, "less than a minute"),
        (46, "about one minute"),
        (100, "about 2 minutes"),
        (9.4 * 60, "about 9 minutes"),
        (12 * 60, "about 10 minutes"),
        (13 * 60, "about 15 minutes"),
        (56 * 60, "about 55 minutes"),
        (58 * 60, "about one hour"),
        (80 * 60, "about 1 and a half hours"),
        (121 * 60, "about 2 hours"),
        (10.4 * 3600, "about 10 and a half hours"),
    ],
)
def test_times_are_rounded_as_people_say_them(seconds: float, said: str) -> None:
    assert say_time(seconds) == said


def test_what_is_left_grows_with_slower_speech_and_longer_pauses() -> None:
    def told(memory: Memory) -> str:
        return Reader(memory=memory).hears("remaining")[0].text

    usual = told(Memory(place=Place("introduction"), rate=155))
    assert "about 6 minutes" in usual
    assert "about 9 minutes" in told(Memory(place=Place("introduction"), rate=95))
    assert "about 8 minutes" in told(Memory(place=Place("introduction"), sentence_pause=2.0))


def test_letters_come_one_by_one_with_pauses_and_words_are_told_apart() -> None:
    said = Reader().hears("spell", "spinal cord")
    letters = said[1:11]
    assert "".join(each.text[0] for each in letters) == "SPINALCORD"
    assert {each.pause for each in letters[:5]} == {LETTER_PAUSE}
    assert letters[5].pause > LETTER_PAUSE


def test_without_a_hard_word_the_longest_one_is_spelled() -> None:
    reader = Reader(memory=Memory(place=Place("seeking_advice", 3)))
    text = the_pack().article.section("seeking_advice").sentences[3].text
    longest = max(text.strip(".").split(), key=len)
    assert reader.hears("spell")[0].text == f"{longest} is spelled:"
    assert reader.hears("define")[0].text == the_words().prompts["no_term"].first[0]


def test_the_pauses_are_in_what_is_read_from_the_next_moment_on() -> None:
    reader = Reader()
    longer = reader.hears("longer_pauses")[1:]
    step = PAUSES[PAUSES.index(SENTENCE_PAUSE) + 1]
    assert {each.pause for each in longer} == {step, step + PARAGRAPH_PAUSE - SENTENCE_PAUSE}
    shorter = reader.hears("shorter_pauses")[1:]
    assert {each.pause for each in shorter} == {SENTENCE_PAUSE, PARAGRAPH_PAUSE}


def test_the_pauses_are_as_at_first_after_the_session() -> None:
    dialogue = Dialogue(the_pack(), the_words(), Manner())
    player = Player(dialogue, _ignore)
    player.handle(Started())
    for meaning in (Meaning("section", Named("introduction")), Meaning("longer_pauses"), Meaning("goodbye")):
        next(player.play())
        player.handle(Heard("", meaning, 1.0, "accepted"))
    assert dialogue.memory.sentence_pause == PAUSES[PAUSES.index(SENTENCE_PAUSE) + 1]
    list(player.play())
    assert dialogue.state == "asleep"
    assert dialogue.memory.sentence_pause == SENTENCE_PAUSE


@pytest.mark.parametrize("state", [state for state in STATES if state not in ("confirming", "asleep")])
def test_another_voice_is_told_once_and_changes_nothing(state: str) -> None:
    back = (Return("choosing"),) if state == "helping" else ()
    reader = Reader(state, Memory(place=Place("introduction", 1), came_from=back))
    told = the_words().prompts["voice_changed"].first[0].split(". ")[0]
    before = reader.dialogue.memory
    assert told in reader.says(VoiceChanged())[0].text
    assert reader.dialogue.state == state
    assert reader.dialogue.memory.place == before.place
    assert reader.dialogue.memory.came_from == before.came_from
    assert reader.says(VoiceChanged()) == []


def test_another_voice_cuts_off_no_advice_of_somebody_with_a_switch() -> None:
    dialogue = Dialogue(the_pack(), the_words(), Manner(), Memory(switching=True))
    player = Player(dialogue, _ignore)
    player.handle(Started())
    list(player.play())
    player.handle(Heard("", Meaning("emergency"), 1.0, "accepted"))
    next(player.play())
    waiting = [speech.utterance.prompt for speech in player.line]
    player.handle(VoiceChanged())
    assert [speech.utterance.prompt for speech in player.line] == [*waiting, "voice_changed", "options"]
    *_, last = player.play()
    assert last == "Hear them again."


def test_what_is_read_is_followed_also_behind_an_announcement() -> None:
    reader = Reader()
    (read,) = (each.utterance for each in reader.dialogue.handle(VoiceChanged()) if isinstance(each, Say))
    place = reader.dialogue.memory.place
    assert place is not None
    for index, sentence in enumerate(read.sentences):
        reader.dialogue.handle(SentenceHeard(read.id, index))
        if sentence.text == the_pack().article.section(place.section).sentences[place.sentence + 1].text:
            break
    assert reader.dialogue.memory.place == Place(place.section, place.sentence + 1)


class TestHardlyBegun:
    """A sentence of which only a moment was heard is not the one that is meant."""

    @staticmethod
    def reader() -> tuple[Reader, tuple[ArticleSentence, ...]]:
        """Its second sentence has been heard, and its third has just begun."""
        reader = Reader(memory=Memory(place=Place("als_and_twitching", 1)))
        (read,) = (each.utterance for each in reader.dialogue.handle(says("repeat")) if isinstance(each, Say))
        reader.dialogue.handle(SentenceStarted(read.id, 0))
        reader.dialogue.handle(SentenceHeard(read.id, 0))
        begun = reader.dialogue.handle(SentenceStarted(read.id, 1))
        assert begun == (Note(SectionRead("als_and_twitching", 2)),)
        return reader, the_pack().article.section("als_and_twitching").sentences

    @pytest.mark.parametrize(
        ("wish", "sentence"), [("repeat", 1), ("next_sentence", 2), ("previous_sentence", 0)]
    )
    def test_again_next_and_previous_count_from_the_one_heard(self, wish: str, sentence: int) -> None:
        reader, sentences = self.reader()
        said = [each.text for each in reader.hears(wish)]
        assert sentences[sentence].text in said[:2]
        assert sentences[sentence + 1].text not in said[:1]

    def test_a_bookmark_is_at_the_one_heard(self) -> None:
        reader, _ = self.reader()
        reader.hears("bookmark")
        assert [mark.place.sentence for mark in reader.dialogue.memory.bookmarks] == [1]

    def test_a_switch_chooses_the_option_heard(self) -> None:
        dialogue = Dialogue(the_pack(), the_words(), Manner())
        dialogue.restore("choosing", Memory(switching=True, switched=1))
        (options,) = (each.utterance for each in dialogue.handle(Pressed("next")) if isinstance(each, Say))
        scan = dialogue.memory.scan
        assert scan is not None
        assert scan.utterance == options.id
        dialogue.handle(SentenceStarted(options.id, 0))
        dialogue.handle(SentenceHeard(options.id, 0))
        dialogue.handle(SentenceStarted(options.id, 1))
        assert scan.options[0].meaning == Meaning("questions")
        dialogue.handle(Pressed("select"))
        assert dialogue.state == "asking"


def test_there_is_an_end_to_bookmarks_and_a_number_that_is_free_is_given_again() -> None:
    marks = tuple(Bookmark(number, Place("other_symptoms", number)) for number in range(1, MOST + 1))
    reader = Reader(memory=Memory(place=Place("introduction", 2), bookmarks=marks))
    assert "only 9 bookmarks" in reader.hears("bookmark")[0].text
    assert reader.dialogue.memory.bookmarks == marks
    reader = Reader(memory=Memory(place=Place("introduction", 2), bookmarks=marks[:3] + marks[4:]))
    reader.hears("bookmark")
    new = reader.dialogue.memory.bookmarks
    assert [mark.number for mark in new] == list(range(1, MOST + 1))
    assert new[3].place == Place("introduction", 2)


@pytest.mark.parametrize("state", OF_READING)
def test_everything_about_the_article_can_be_said_in_each_reading_state(state: str) -> None:
    assert {
        *("next", "previous", "start_again", "where", "remaining", "short_version", "define", "spell"),
        *(
            "find",
            "bookmark",
            "bookmarks",
            "forget",
            "longer_pauses",
            "shorter_pauses",
            "sections",
            "section",
        ),
    } <= set(intents_in(state))


@pytest.mark.parametrize("state", OF_READING)
@pytest.mark.parametrize(
    "intent", ["define", "spell", "bookmarks", "forget", "remaining", "where", "short_version"]
)
def test_what_is_said_most_is_complete_as_soon_as_it_is_said(state: str, intent: str) -> None:
    """Nothing longer with another meaning begins so: nobody waits for the rest."""
    grammar = the_vocabulary().grammar(Listen(intents_in(state), names=NAMED_IN.get(state)))
    for phrase in (*the_words().phrases[intent], "remember this", "stop"):
        assert grammar.complete(phrase) == "complete", phrase
    for phrase in ("spell", "what does", "find", "bookmark", "forget bookmark"):
        assert grammar.complete(phrase) == "extensible", phrase


def test_a_pack_without_short_versions_and_hard_words_says_so() -> None:
    article = the_pack().article
    bare = [section.model_copy(update={"summary": ()}) for section in article.sections]
    pack = the_pack().model_copy(
        update={"lexicon": {}, "article": article.model_copy(update={"sections": tuple(bare), "summary": ()})}
    )
    for intent, prompt in (
        ("short_version", "no_short_version"),
        ("short_article", "no_short_version"),
        ("define", "no_term"),
    ):
        reader = Reader(pack=pack)
        said = [each.text for each in reader.hears(intent)]
        assert said[0] == the_words().prompts[prompt].first[0]
        assert said[1] == article.section("als_and_twitching").sentences[1].text, "it goes on"
        assert reader.dialogue.state == "reading"


def test_a_word_is_found_in_a_book_of_sentences() -> None:
    section = the_pack().article.sections[0]
    many = tuple(ArticleSentence(text=f"Sentence {number}.", line=1) for number in range(20_000))
    long = section.model_copy(update={"paragraphs": (many, (ArticleSentence(text="Bees swarm.", line=2),))})
    article = the_pack().article.model_copy(update={"sections": (long, *the_pack().article.sections[1:])})
    reader = Reader(memory=Memory(), pack=the_pack().model_copy(update={"article": article}))
    assert [each.text for each in reader.hears("find", "bee")][1:] == ["Bees swarm."]


def _ignore(_: Command | SentenceStarted) -> None:
    """Nothing is looked at."""
