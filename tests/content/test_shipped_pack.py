"""The pack that comes with the assistant: all its facts are there, and all of it is fit to be heard."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from voice_assistant import paths
from voice_assistant.content.loading import check_pack, check_words, load_pack, load_words
from voice_assistant.content.pack import Article
from voice_assistant.content.phrases import COMMON
from voice_assistant.content.protocol import Protocol, YesNoQuestion
from voice_assistant.events import BEGINNINGS, ENDINGS, INTENTS, VARIANTS
from voice_assistant.listening.vosk_recognizer import VoskModel

NAME = "als-facial-twitching"
WRITTEN = date(2026, 11, 22)

FACTS = {
    "introduction": [
        "amyotrophic lateral sclerosis",
        "lou gehrig",
        "progressive",
        "neurodegenerative",
        "nerve cells",
        "brain",
        "spinal cord",
        "control",
        "muscles all over the body grow weaker",
        "harmless twitching",
    ],
    "als_and_twitching": [
        "fasciculations",
        "motor neurons fire on their own",
        "not an early sign",
        "not a strong one",
        "arms or legs",
        "middle of the body",
        "spread",
        "persistent",
        "under your skin",
        "does not hurt",
        "twitching alone is not enough",
        "weak muscles",
        "getting worse",
        "other symptoms",
        "muscles of the face",
        "eyes may not close",
        "drool",
        "rarely the only sign",
    ],
    "other_symptoms": [
        "worse with time",
        "early sign",
        "hand or an arm",
        "foot or a leg",
        "walking",
        "gripping",
        "balance",
        "stiff",
        "spasticity",
        "cramps",
        "slurred",
        "dysarthria",
        "voice",
        "swallowing",
        "dysphagia",
        "eating",
        "choking",
    ],
    "benign_twitching": [
        "very common",
        "not a sign of als",
        "benign",
        "around an eye",
        "mouth",
        "stress",
        "fatigue",
        "too little sleep",
        "caffeine",
        "alcohol",
        "nervous system",
        "eyelid",
        "screen",
        "looking hard",
        "antidepressants",
        "diuretics",
        "side effect",
        "one place",
        "go away and return",
        "do not become weaker",
        "atrophy",
    ],
    "seeking_advice": [
        "most twitching of the face is harmless",
        "longer than two weeks",
        "several places",
        "weak, or stiff",
        "important",
        "getting weaker",
        "wasting",
        "walk",
        "speak",
        "swallow",
        "together",
        "nervous system",
        "professional",
        "diagnosis",
        "examine you thoroughly",
        "further tests",
        "find the cause",
        "rule out serious diseases",
    ],
}


@pytest.fixture(scope="module")
def article() -> Article:
    return load_pack(NAME, load_words(), WRITTEN).article


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    loaded = load_pack(NAME, load_words(), WRITTEN)
    assert loaded.protocol is not None, loaded.protocol_trouble
    return loaded.protocol


def test_check_finds_nothing() -> None:
    assert check_pack(NAME, load_words(), None, WRITTEN) == ()
    assert check_words("en", None) == ()


@pytest.mark.model
def test_the_recognizer_knows_every_word() -> None:
    folders = paths.model_folders(paths.root(), paths.user_data())
    folder = next((each for base in folders for each in base.glob("vosk-model-small-en-us-*")), None)
    if folder is None:
        pytest.skip("the model has not been fetched")
    knows = VoskModel(folder).knows
    assert not knows("fasciculations"), "the model must be able to refuse a word"
    assert check_pack(NAME, load_words(), knows, WRITTEN) == ()
    assert check_words("en", knows) == ()


@pytest.mark.parametrize(("section", "fact"), [(s, fact) for s, facts in FACTS.items() for fact in facts])
def test_no_fact_is_lost(section: str, fact: str, article: Article) -> None:
    text = " ".join(sentence.text for sentence in article.section(section).sentences).lower()
    assert fact in text


def test_the_sections_come_in_reading_order(article: Article) -> None:
    assert [section.id for section in article.sections] == list(FACTS)


def test_the_article_is_written_for_the_ear(article: Article) -> None:
    lengths = [len(sentence.text.split()) for section in article.sections for sentence in section.sentences]
    assert max(lengths) <= 20
    assert sum(lengths) / len(lengths) <= 12


def test_what_is_more_urgent_is_asked_first(protocol: Protocol) -> None:
    ids = [question.id for question in protocol.questions]
    assert ids == [
        *("breathing", "sudden", "weakness", "wasting", "walking", "speaking", "swallowing"),
        *("duration", "places", "stiff", "triggers"),
    ]
    assert [question.id for question in protocol.questions if question.red_flag] == ids[:7]


@pytest.mark.parametrize(
    ("outcome", "questions"),
    [
        ("emergency", {"breathing", "sudden"}),
        ("doctor_soon", {"weakness", "wasting", "walking", "speaking", "swallowing"}),
        ("doctor", {"duration", "places", "stiff"}),
    ],
)
def test_every_question_leads_to_its_outcome_also_when_not_sure(
    outcome: str, questions: set[str], protocol: Protocol
) -> None:
    led = [each for rule in protocol.rules if rule.outcome == outcome for each in rule.any]
    assert {each.question for each in led} == questions
    assert all("not_sure" in each.is_ and len(each.is_) == 2 for each in led)
    assert all(rule.at_once == (outcome == "emergency") for rule in protocol.rules if rule.outcome == outcome)


def test_outcomes_by_rising_urgency(protocol: Protocol) -> None:
    by_urgency = sorted(protocol.outcomes, key=lambda outcome: outcome.urgency)
    assert [outcome.id for outcome in by_urgency] == ["self_care", "doctor", "doctor_soon", "emergency"]


def test_the_emergency_advice_says_to_call_and_that_it_cannot(protocol: Protocol) -> None:
    said = " ".join(protocol.outcome("emergency").say)
    assert "Call the emergency number now" in said
    assert "I cannot call anyone" in said


def test_comfort_is_the_truth_of_the_article(protocol: Protocol) -> None:
    for outcome in ("self_care", "doctor", "doctor_soon"):
        assert "A doctor does not diagnose ALS from twitching alone." in protocol.outcome(outcome).comfort
    assert protocol.outcome("emergency").comfort == ()


def test_a_sudden_change_is_told_from_slurred_speech_of_long(protocol: Protocol) -> None:
    sudden = protocol.question("sudden")
    assert "suddenly today" in sudden.ask.first
    assert "today" in sudden.ask.shorter
    assert "for a long time does not count" in sudden.ask.help
    assert sudden.source.section is None
    assert "beyond the article" in (sudden.source.reference or "")


def test_the_help_of_every_question_names_its_choices(protocol: Protocol) -> None:
    for question in protocol.questions:
        text = question.ask.help.lower()
        if isinstance(question, YesNoQuestion):
            assert text.startswith("say yes, no, or not sure."), question.id
        elif question.kind == "several":
            assert all(option.words[0] in text for option in question.options)
            assert question.none[1] in text


def test_a_no_is_never_a_yes_but_for_a_word_that_is_easily_missed(protocol: Protocol) -> None:
    phrases = load_words().phrases
    weak = re.compile(r"\b(not|can|can't|cannot|don't|doesn't|isn't)\b ?")
    for question in protocol.questions:
        if isinstance(question, YesNoQuestion):
            dangerous = {weak.sub("", each) for each in (*question.words.yes, *phrases["emergency"])}
            assert not dangerous & {weak.sub("", each) for each in question.words.no}, question.id


def test_the_answers_that_come_most_often_begin_nothing_longer(protocol: Protocol) -> None:
    """They are then complete as soon as they are heard, and nobody waits for the rest."""
    phrases = [phrase for ways in load_words().phrases.values() for phrase in ways]
    for question in protocol.questions:
        if isinstance(question, YesNoQuestion):
            phrases += [*question.words.yes, *question.words.no]
    for word in ("yes", "no", "stop", "yeah", "nope"):
        assert [phrase for phrase in phrases if phrase.startswith(f"{word} ")] == []


def test_there_are_ways_enough_to_say_what_is_said_most() -> None:
    phrases = load_words().phrases
    assert set(phrases) == {*INTENTS, *VARIANTS, *BEGINNINGS, *ENDINGS}
    also = ("skip", "go_on", "back", "menu", "questions", "article", "goodbye", "emergency")
    for intent in (*COMMON, *also):
        assert len(phrases[intent]) >= 5, intent


def test_whatever_the_assistant_tells_people_to_say_is_understood() -> None:
    words = load_words()
    understood = {phrase for ways in words.phrases.values() for phrase in ways}
    told = {
        quoted
        for wording in words.prompts.values()
        for line in (*wording.first, *wording.shorter, *wording.help)
        for quoted in re.findall(r'"([^"{]+)"', line)
    }
    assert told
    assert {quoted.lower().rstrip(".,") for quoted in told} <= understood


def test_the_heads_of_the_files_say_what_they_are() -> None:
    shipped = paths.prompts(paths.root())
    files: list[Path] = [*(shipped / NAME).glob("*.yaml"), shipped / "assistant" / "en" / "phrases.yaml"]
    assert len(files) >= 5
    for file in files:
        assert all(line.startswith("# ") for line in file.read_text().split("\n")[:2]), file
