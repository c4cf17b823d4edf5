"""Which phrases are open at a moment, from what the dialogue wants to understand and from the content.

Where two meanings claim the same phrase, the first of these wins: emergency, the open question's own words,
the intents in the order in which they are listed, mentions of other questions, names. At a question with
several options a plain "no" stays a "no", whatever the pack calls "none of them".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from voice_assistant.commands import Listen
from voice_assistant.content.finding_words import content_words
from voice_assistant.content.pack import Pack, Words
from voice_assistant.content.protocol import (
    DurationQuestion,
    NumberQuestion,
    OneOfQuestion,
    Question,
    ScaleQuestion,
    SeveralQuestion,
    YesNoQuestion,
)
from voice_assistant.events import BEGINNINGS, ENDINGS, VARIANTS, Choices, Days, Meaning, Named, Number
from voice_assistant.listening.duration_phrases import duration_phrases
from voice_assistant.listening.grammar import Grammar
from voice_assistant.listening.number_phrases import number_phrases
from voice_assistant.listening.numbers import SMALL
from voice_assistant.listening.text import normalise

_JOINTS = ("but", "and")
_NUMBERS = {SMALL[number]: str(number) for number in range(1, 10)}
"""Of bookmarks, as they are said."""
_ANSWERS = ("yes", "no", "not_sure")


class Vocabulary:
    """Makes the grammar for each moment, and keeps those it has made."""

    def __init__(self, words: Words, pack: Pack, practice: Pack | None = None) -> None:
        """`practice`: the pack whose words are open while somebody practises."""
        self._practice = None if practice is None else Vocabulary(words, practice)
        self._phrases = {
            intent: tuple(dict.fromkeys(map(normalise, phrases))) for intent, phrases in words.phrases.items()
        }
        self._sections = {
            normalise(name): section.id for section in pack.article.sections for name in section.names
        }
        self._questions: dict[str, Question] = {}
        if pack.protocol is not None:
            self._questions = {question.id: question for question in pack.protocol.questions}
        self._question_names = {
            normalise(name): question.id for question in self._questions.values() for name in question.names
        }
        self._mentions = {
            normalise(phrase): question.id
            for question in self._questions.values()
            if isinstance(question, YesNoQuestion)
            for phrase in question.mentions
        }
        self._terms = {
            normalise(words): term for term, entry in pack.lexicon.items() for words in entry.words
        }
        self._words = {normalise(word): word for word in content_words(pack.article)}
        self._made: dict[object, Grammar] = {}

    def grammar(self, listen: Listen) -> Grammar:
        """What is understood now. The same grammar comes back as long as the same things are open."""
        if listen.practising and self._practice is not None:
            return self._practice.grammar(listen)
        key = (listen.intents, listen.question, listen.names)
        if key not in self._made:
            self._made[key] = self._make(listen)
        return self._made[key]

    def _make(self, listen: Listen) -> Grammar:
        question = self._questions.get(listen.question) if listen.question else None
        several = question if isinstance(question, SeveralQuestion) else None
        durations = isinstance(question, DurationQuestion)
        options = _options(several) if several else {}
        own = _own_words(question)

        table: dict[str, Meaning] = {}
        first = ("emergency", *(_ANSWERS if several else ()))
        self._add_intents(table, (intent for intent in first if intent in listen.intents))
        for phrase, meaning in own.items():
            table.setdefault(phrase, meaning)
        self._add_intents(table, listen.intents)
        mentions = {} if question is None else {p: q for p, q in self._mentions.items() if p not in table}
        table |= {phrase: Meaning(mentions=(mentioned,)) for phrase, mentioned in mentions.items()}
        spoken = [*options, *_in_a_row(options), *table, *(duration_phrases() if durations else ())]
        if "section" in listen.intents or listen.names == "sections":
            spoken += self._add_names(table, "section", self._sections, listen.names == "sections")
        spoken += self._add_words(table, listen.intents)
        if "change" in listen.intents or listen.names == "questions":
            spoken += self._add_names(table, "change", self._question_names, listen.names == "questions")

        spoken = list(dict.fromkeys([*spoken, *_beside_answers(mentions)]))
        answers = spoken
        if question is not None:
            general = [phrase for phrase, meaning in table.items() if meaning.intent in _ANSWERS]
            answers = [
                *options,
                *_in_a_row(options),
                *own,
                *general,
                *(duration_phrases() if durations else ()),
            ]
        return Grammar(
            table,
            phrases=spoken,
            answers=tuple(dict.fromkeys(answers)),
            durations=durations,
            options=options,
            careful=(
                *map(Meaning, listen.careful),
                *((Meaning("no"),) if question is not None and question.red_flag else ()),
            ),
        )

    def _add_intents(self, table: dict[str, Meaning], intents: Iterable[str]) -> None:
        for intent in intents:
            for phrase in self._phrases.get(intent, ()):
                table.setdefault(phrase, Meaning(intent))
            for key, begun in BEGINNINGS.items():
                for phrase in self._phrases.get(key, ()) if begun == intent else ():
                    table.setdefault(phrase, Meaning(intent))
            for variant, meaning in VARIANTS.items():
                for phrase in self._phrases.get(variant, ()) if meaning.intent == intent else ():
                    table.setdefault(phrase, meaning)

    def _add_words(self, table: dict[str, Meaning], intents: Collection[str]) -> list[str]:
        """Put in what may be said with a word of the article, a hard word, or a bookmark's number."""
        spoken: list[str] = []
        for intent, names in (
            ("define", self._terms),
            ("spell", self._terms),
            ("find", self._words),
            ("bookmarks", _NUMBERS),
            ("forget", _NUMBERS),
        ):
            if intent in intents:
                spoken += self._add_names(table, intent, names, bare=False)
        if "bookmarks" in intents:
            for beginning in self._phrases.get("bookmark", ())[:1]:
                numbered = {
                    f"{beginning} {n}": Meaning("bookmarks", Named(id_)) for n, id_ in _NUMBERS.items()
                }
                table |= numbered
                spoken += numbered
        return spoken

    def _add_names(
        self, table: dict[str, Meaning], intent: str, names: Mapping[str, str], bare: bool
    ) -> list[str]:
        """Put in names, bare or after a phrase for the intent ("read about" swallowing).

        Returns what the recognizer needs for that. It can put a beginning and a name together by itself, so
        each is listed, but not each with each.
        """
        begins = next((key for key, begun in BEGINNINGS.items() if begun == intent), intent)
        beginnings = self._phrases.get(begins, ())
        endings = [
            phrase for key, of in ENDINGS.items() if of == intent for phrase in self._phrases.get(key, ())
        ]
        for name, named in names.items():
            if bare:
                table.setdefault(name, Meaning(intent, Named(named)))
            for beginning in beginnings:
                for phrase in (f"{beginning} {name}", *(f"{beginning} {name} {end}" for end in endings)):
                    table.setdefault(phrase, Meaning(intent, Named(named)))
        some_name = next(iter(names), "")
        listed = [f"{beginning} {some_name}".strip() for beginning in beginnings]
        listed += [f"{beginning} {name}" for name in names for beginning in beginnings[:1]]
        listed += [
            f"{beginning} {name} {end}" for name in names for beginning in beginnings[:1] for end in endings
        ]
        return [*listed, *(names if bare else ())]


def _beside_answers(mentions: Iterable[str]) -> list[str]:
    """Mentions after an answer, for the recognizer: with each first word once, as it combines the rest itself."""
    firsts = list({mention.split()[0]: mention for mention in mentions}.values())
    some = [
        f"{answer} {joint} {m}" for answer in ("yes", "not sure") for joint in _JOINTS for m in firsts[:1]
    ]
    return [*(f"no {joint} {mention}" for joint in _JOINTS for mention in firsts), *some]


def _own_words(question: Question | None) -> dict[str, Meaning]:
    """The question's own phrases, but for several options and lengths of time, which can be combined."""
    own: dict[str, Meaning] = {}
    if isinstance(question, YesNoQuestion):
        own |= {normalise(phrase): Meaning("no") for phrase in question.words.no}
        own |= {normalise(phrase): Meaning("yes") for phrase in question.words.yes}
    elif isinstance(question, DurationQuestion):
        own |= {normalise(phrase): Meaning(value=Days(0, 0)) for phrase in question.none}
    elif isinstance(question, SeveralQuestion):
        own |= {normalise(phrase): Meaning(value=Choices(())) for phrase in question.none}
    elif isinstance(question, OneOfQuestion):
        own |= {phrase: Meaning(value=Choices((id_,))) for phrase, id_ in _options(question).items()}
    elif isinstance(question, NumberQuestion):
        own |= {normalise(phrase): Meaning(value=Number(0, 0)) for phrase in question.none}
        own |= number_phrases(question.low, question.high, map(normalise, question.unit_words))
    elif isinstance(question, ScaleQuestion):
        own |= number_phrases(question.low, question.high)
    return own


def _options(question: SeveralQuestion | OneOfQuestion) -> dict[str, str]:
    return {normalise(words): option.id for option in question.options for words in option.words}


def _in_a_row(options: Iterable[str]) -> list[str]:
    """Each way to name an option once before and once after an "and": the recognizer combines the rest."""
    ways = list(options)
    return [f"{way} and {after}" for way, after in zip(ways, [*ways[1:], *ways[:1]], strict=True)]
