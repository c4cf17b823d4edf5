"""How well it reads: is every word there to be understood, how soon does it begin, does it ever falter.

1. The whole article, and any others, is read out with each engine, and a recognizer that expects the whole
   language writes down each sentence. It is compared with the article as it is written, or as its pronunciation
   has it read. Sentences of which less than half was understood are named, and what was heard otherwise most often.
2. Sentences at random are asked for, in the article and in a section of 10,000 words, and the time is taken from
   the decision to the first sample.
3. A part is read in real time, as on a sound card, and silences are taken that nobody wanted.
4. The long section is read on and on, and memory is looked at.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import numpy as np

from voice_assistant.app import App
from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.bench.memory import resident_mb
from voice_assistant.bench.word_errors import WordErrors, nearest, spoken_words
from voice_assistant.commands import Say, Utterance
from voice_assistant.content.importing import import_article
from voice_assistant.content.pack import Article, ArticleSentence, Pack, Section
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory, Place
from voice_assistant.dialogue.reading import section_sentences
from voice_assistant.dialogue.scene import Manner
from voice_assistant.events import Heard, Meaning, Named, SentenceStarted
from voice_assistant.speaking.engines import ENGINES
from voice_assistant.speaking.process_voice import ProcessSynthesizer
from voice_assistant.speaking.pronunciation import Pronunciation
from voice_assistant.speaking.queue import SpeechQueue
from voice_assistant.speaking.synthesizer import Synthesizer

RATE = 155
"""Words a minute."""
LONG = 10_000
"""Words of the long section."""
WAIT = 20.0
OTHERWISE = 30
"""Differences that are named."""
REAL_TIME = 60.0
"""Seconds that are read in real time."""
NEXT_SENTENCE = Heard("next sentence", Meaning("next", Named("sentence")), 1.0, "accepted")


@dataclass(frozen=True, slots=True)
class Voice:
    """One engine's reading. Fractions of the article's words; milliseconds; megabytes."""

    engine: str
    word_errors: float
    left_out: float
    first_sound_median: float
    first_sound_p90: float
    longest_gap: float
    growth_mb: float
    articles: tuple[tuple[str, int, float], ...]
    """(name, words, fraction of them in error) of each article."""
    otherwise: tuple[str, ...]
    """What was heard otherwise most often."""
    poorly_heard: tuple[str, ...]
    """Sentences of which more than half was not understood, and what was heard."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured."""

    sentences: int
    asked: int
    voices: tuple[Voice, ...]

    def as_json(self) -> object:
        return asdict(self)

    def lines(self) -> list[str]:
        head = "voice      word errors  left out  first sound median / p90  longest gap  memory"
        rows = [
            f"{voice.engine:9}  {voice.word_errors:11.1%}  {voice.left_out:8.1%}  "
            f"{voice.first_sound_median:15.0f} / {voice.first_sound_p90:.0f} ms  "
            f"{voice.longest_gap:8.0f} ms  {voice.growth_mb:+.1f} MB"
            for voice in self.voices
        ]
        counted = f"{self.sentences} sentences read and recognized, {self.asked} asked for at random."
        lines = [head, *rows, counted]
        for voice in self.voices:
            lines += [
                f"{voice.engine}: {rate:6.1%} of {words} words of {name}"
                for name, words, rate in voice.articles
            ]
            lines.append(f"{voice.engine}, heard otherwise: {', '.join(voice.otherwise)}")
            lines += [f"{voice.engine}, less than half understood: {each}" for each in voice.poorly_heard]
        return lines


def measure(
    app: App,
    pack: Pack,
    tell: Callable[[str], None],
    *,
    asked: int = 100,
    seconds: float = REAL_TIME,
    read_on: int = 300,
    others: Sequence[Pack] = (),
    engines: Collection[str] = tuple(ENGINES),
) -> Reading:
    """Measure each engine. `asked`: sentences at random; `seconds` are read in real time; `read_on`: sentences
    for which memory is watched; `others`: further articles to be understood."""
    voices = []
    for engine in (each for each in ENGINES.values() if each.name in engines):
        tell(f"{engine.name} ...")
        voice = ProcessSynthesizer(engine)
        try:
            delays = _first_sounds(app, _with_long_section(pack), voice, asked)
            cuts = quantiles(delays, n=10) if len(delays) > 1 else delays * 9
            steady = _longest_gap(_with_long_section(pack), voice, seconds)
            growth = _growth(_with_long_section(pack), voice, read_on)
            heard = [_recognized(app, each, voice) for each in (pack, *others)]
        finally:
            voice.close()
        errors = sum((each for each, _ in heard), WordErrors(0))
        voices.append(
            Voice(
                engine=engine.name,
                word_errors=round(errors.rate, 4),
                left_out=round(errors.left_out / max(1, errors.words), 4),
                first_sound_median=round(cuts[4], 1),
                first_sound_p90=round(cuts[8], 1),
                longest_gap=round(steady, 1),
                growth_mb=round(growth, 2),
                articles=tuple(
                    (each.id, found.words, round(found.rate, 4))
                    for each, (found, _) in zip((pack, *others), heard, strict=True)
                ),
                otherwise=tuple(errors.most_frequent(OTHERWISE)),
                poorly_heard=tuple(sentence for _, poor in heard for sentence in poor),
            )
        )
    sentences = sum(
        1 + len(section.sentences) for each in (pack, *others) for section in each.article.sections
    )
    return Reading(sentences, asked, tuple(voices))


# --- understood --------------------------------------------------------------------------------------


def _recognized(app: App, pack: Pack, voice: Synthesizer) -> tuple[WordErrors, tuple[str, ...]]:
    """What of all words was heard otherwise, and the sentences that were heard poorly."""
    respelled = Pronunciation(pack.pronunciation)
    recognizer = app.model.recognizer()
    silence = np.zeros(8_000, dtype=np.int16)
    errors = WordErrors(0)
    poor: list[str] = []
    for sentence in _sentences(pack.article):
        read = respelled.respell(sentence)
        sound = voice.result(voice.request(read, RATE), WAIT)
        recognizer.start(None)
        found: list[str] = []
        for piece in (silence, sound if sound is not None else silence, silence):
            if recognizer.accept(piece):
                found += recognizer.finish().text.split()
        found += recognizer.finish().text.split()
        found = spoken_words(" ".join(found))
        differing = nearest((spoken_words(sentence), spoken_words(read)), found)
        if differing.rate > 0.5:
            poor.append(f"{sentence} -> {' '.join(found)}")
        errors += differing
    return errors, tuple(poor)


def imported(app: App, folder: Path) -> tuple[Pack, ...]:
    """All articles in a folder, as `import` makes packs of them."""
    packs = []
    with TemporaryDirectory() as made:
        for file in sorted(each for each in folder.iterdir() if each.is_file()):
            out = Path(made) / file.stem
            import_article(file, out, app.words, None, date.today())
            packs.append(app.pack(out))
    return tuple(packs)


def _sentences(article: Article) -> Iterator[str]:
    for section in article.sections:
        yield from (sentence.text for sentence in section_sentences(section))


# --- how soon, how evenly, how much ------------------------------------------------------------------


def _with_long_section(pack: Pack) -> Pack:
    """The pack with a section of 10,000 words in place of its first, made of its own sentences."""
    first, *others = pack.article.sections
    texts = [sentence.text for section in pack.article.sections for sentence in section.sentences]
    paragraphs: list[tuple[ArticleSentence, ...]] = []
    words = 0
    while words < LONG:
        for text in texts:
            # Numbered, so that no two are the same to the voice.
            numbered = ArticleSentence(text=f"{len(paragraphs) + 1}: {text}", line=1)
            paragraphs.append((numbered,))
            words += len(numbered.text.split())
    long = first.model_copy(update={"paragraphs": tuple(paragraphs)})
    article = pack.article.model_copy(update={"sections": (long, *others)})
    return pack.model_copy(update={"article": article})


def _first_sounds(app: App, pack: Pack, voice: Synthesizer, count: int) -> list[float]:
    """Milliseconds from the decision to the first sample, for sentences at random."""
    draw = random.Random(1)  # noqa: S311 - no secret
    delays = []
    for _ in range(count):
        section: Section = draw.choice(pack.article.sections[:1] * 3 + pack.article.sections[1:])
        place = Place(section.id, draw.randrange(len(section.sentences) - 1))
        dialogue = Dialogue(pack, app.words, Manner(), Memory(place=place))
        dialogue.restore("finding", dialogue.memory)
        queue = SpeechQueue(voice, Pronunciation(pack.pronunciation), wait=WAIT)
        began = time.perf_counter()
        for command in dialogue.handle(NEXT_SENTENCE):
            if isinstance(command, Say):
                queue.say(command.utterance)
        while not any(isinstance(fact, SentenceStarted) for fact in queue.facts()):
            queue.frame()
        ready = queue.first_sample_wall
        delays.append(1000 * ((ready or time.perf_counter()) - began))
        voice.forget()
    return delays


def _longest_gap(pack: Pack, voice: Synthesizer, seconds: float) -> float:
    """Milliseconds of the longest silence between two sentences, beyond the pause that is wanted there."""
    queue = SpeechQueue(voice, Pronunciation(pack.pronunciation), wait=0.0)
    queue.say(_utterance(pack.article.sections[0]))
    began = time.perf_counter()
    frames, started, gap, longest = 0, False, 0, 0
    while frames * FRAME_SECONDS < seconds and queue.busy:
        before = queue.spoken_samples
        queue.frame()
        frames += 1
        started = started or any(isinstance(fact, SentenceStarted) for fact in queue.facts())
        gap = gap + 1 if started and queue.spoken_samples == before else 0
        longest = max(longest, gap)
        time.sleep(max(0.0, began + frames * FRAME_SECONDS - time.perf_counter()))
    voice.forget()
    return 1000 * longest * FRAME_SECONDS


def _growth(pack: Pack, voice: Synthesizer, sentences: int) -> float:
    """Megabytes that reading on takes, from a sixth of so many sentences to the last."""
    queue = SpeechQueue(voice, Pronunciation(pack.pronunciation), wait=WAIT)
    queue.say(_utterance(pack.article.sections[0]))
    begun, settled = 0, 0.0
    while begun < sentences and queue.busy:
        queue.frame()
        for fact in queue.facts():
            if isinstance(fact, SentenceStarted):
                begun += 1
                if begun == max(1, sentences // 6):
                    settled = resident_mb()
    grown = resident_mb() - settled
    queue.stop()
    voice.forget()
    return grown


def _utterance(section: Section) -> Utterance:
    return Utterance(1, f"section:{section.id}", section_sentences(section))
