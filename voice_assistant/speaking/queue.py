"""The speech queue: what is to be said, in order, turned into the frames that leave for the speaker.

How a sentence gets from the dialogue to the speaker:

1. `say` puts the sentences of an utterance at the end of the line, respelled for the voice.
2. While nothing sounds, the first two in the line are asked for from the synthesizer; while a sentence
   sounds, the next one is. So one sentence is ready before it is needed, and never more than that.
   A sentence that is needed at once leaves as soon as its first second is made; the rest comes in pieces.
3. Each `frame` takes the next 20 ms: of the sentence that sounds, of the pause after it, or silence if the
   next sentence is not ready. Every sample has its place, so that the same requests give the same frames.
4. What happened in a frame (a sentence began, enough of it was heard to be meant, an utterance is over) is
   told by `facts` after it.

`stop` empties the line but for safety utterances, which always play to the end. `hold` keeps everything else
back, in the middle of a sentence and between two; `release` goes on from a pause a moment before that place.
A sentence that had hardly begun is then said from its beginning. A new rate counts at once, in that way too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice
from time import perf_counter

import numpy as np

from voice_assistant.audio.frames import FRAME, RATE, SILENCE, Frame, Samples
from voice_assistant.commands import Utterance
from voice_assistant.events import SentenceHeard, SentenceStarted, SpeechFact, Spoken
from voice_assistant.speaking.lines import HEARD, UNMADE, Chime, Line, faded, holdable, place_before
from voice_assistant.speaking.loudness import LEVELLED, Gain, Sound, as_sound, lift, limit
from voice_assistant.speaking.pronunciation import Pronunciation
from voice_assistant.speaking.synthesizer import Synthesizer

_NOTHING: Sound = np.zeros(0)


class SpeechQueue:
    """Plays utterances one after the other, frame by frame. Used from one thread; never plays by itself."""

    def __init__(
        self,
        synthesizer: Synthesizer,
        pronunciation: Pronunciation,
        *,
        wait: float = 0.0,
        words_per_minute: int = 155,
    ) -> None:
        """`wait`: wall seconds that a frame may wait for a sentence that is not ready yet.

        0 on a sound card, which cannot wait; 10 or so where time is virtual, so that the same words are
        always at the same place.
        """
        self._synthesizer = synthesizer
        self._pronunciation = pronunciation
        self._wait = wait
        self._words_per_minute = words_per_minute
        self._waiting: deque[Line | Chime] = deque()
        self._facts: list[SpeechFact] = []
        self._gain = Gain()
        self._line: Line | None = None
        """The sentence that sounds."""
        self._furthest = 0
        """Samples of it that have left, at the furthest place that was come to. A hold goes back from there."""
        self._counted = False
        """Whether it was told that it was heard."""
        self._sound = _NOTHING
        """What is left of the sound that is leaving."""
        self._pause = 0
        """Samples of silence still to be kept before the next sound."""
        self._held = False
        self._leaving = _NOTHING
        """What fades out at the beginning of a hold."""
        self._speaking: Utterance | None = None
        self._begun = -1
        self._spoken_samples = 0
        self._first_sample_wall: float | None = None

    # --- what can be asked ---------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether something sounds or waits to. The pause after the last sentence does not count."""
        return bool(len(self._sound) or self._line or self._waiting)

    @property
    def speaking(self) -> Utterance | None:
        """The utterance of which a sample has left and the last has not."""
        return self._speaking

    @property
    def spoken_samples(self) -> int:
        """Samples of the latest utterance that have left, with the pauses between its sentences."""
        return self._spoken_samples

    @property
    def first_sample_wall(self) -> float | None:
        """When the first sample of the latest utterance was ready, by `time.perf_counter`; None before."""
        return self._first_sample_wall

    @property
    def held(self) -> bool:
        """Whether everything but safety utterances is kept back."""
        return self._held

    def facts(self) -> tuple[SpeechFact, ...]:
        """What happened since the last call."""
        facts, self._facts = tuple(self._facts), []
        return facts

    # --- what can be wished --------------------------------------------------------------------------

    def say(self, utterance: Utterance) -> None:
        """Say this after all that is being said."""
        if not utterance.sentences:
            self._facts.append(Spoken(utterance.id, "completed", -1))
        self._waiting.extend(Line(utterance, index) for index in range(len(utterance.sentences)))
        self._ask_ahead()

    def chime(self, samples: Samples) -> None:
        """Play an earcon after all that is being said."""
        self._waiting.append(Chime(samples))

    def stop(self) -> None:
        """Fall silent within 10 ms and forget what waits, but for safety utterances."""
        cut = self._speaking is None or not self._speaking.safety
        if self._speaking is not None and cut:
            self._facts.append(Spoken(self._speaking.id, "interrupted", self._begun))
        kept = [line for line in self._lines() if line.utterance.safety]
        for line in self._lines():
            if line.index == 0 and not line.utterance.safety:
                self._facts.append(Spoken(line.utterance.id, "interrupted", -1))
        self._waiting = deque(kept)
        if cut:
            self._sound = _NOTHING if self._held else faded(self._sound)
            self._line = self._speaking = None
            self._pause = 0
        self._held = False
        self._ask_anew()

    def hold(self) -> bool:
        """Fall silent within 10 ms, but forget nothing: somebody may be interrupting.

        A safety utterance plays on, and is what may still begin. False if there is nothing to keep back.
        """
        if self._held or not (holdable(self._line) or any(map(holdable, self._lines()))):
            return self._held
        self._held = True
        self._leaving = faded(self._sound) if holdable(self._line) else _NOTHING
        return True

    def release(self) -> None:
        """Nobody did: go on a moment before the place where it fell silent."""
        if not self._held:
            return
        self._held = False
        if self._line is not None and self._line.heard is None and holdable(self._line):
            self._sound = self._line.sound_from(place_before(self._line.sound_from(0), self._furthest))

    def set_gain(self, decibels: float) -> None:
        """How loud it is from the next frame on, relative to the default: -12 to +18."""
        self._gain.set(decibels)
        if not len(self._sound):
            self._gain.apply(_NOTHING)  # nothing sounds that would have to glide

    def set_rate(self, words_per_minute: int) -> None:
        """How fast it is from now on, also what was made already, but for a safety sentence that sounds.

        A sentence goes on a moment before its place, as after a hold, once it is made at that rate.
        """
        if words_per_minute == self._words_per_minute:
            return
        self._words_per_minute = words_per_minute
        if self._line is not None and holdable(self._line):
            if not self._held:
                self._leaving = faded(self._sound)
            self._sound = _NOTHING
            self._line = Line(self._line.utterance, self._line.index, heard=self._heard_of(self._line))
        self._ask_anew()

    def frame(self) -> Frame:
        """The next 20 ms for the speaker.

        Raises `VoiceError` if the voice is broken for good: nothing that was to be said is ever left out.
        """
        pieces, self._leaving = [self._leaving], _NOTHING
        room = FRAME - len(pieces[0])
        while room and (piece := self._next_piece(room)) is not None:
            pieces.append(piece)
            room -= len(piece)
        if len(self._sound) or self._pause:
            self._fetch_next()
        if room == FRAME:
            self._gain.apply(_NOTHING)
            return SILENCE
        return limit(self._gain.apply(np.concatenate((*pieces, np.zeros(room)))))

    # --- how it is done ------------------------------------------------------------------------------

    def _next_piece(self, room: int) -> Sound | None:
        """What leaves next, at most `room` samples; None if there is nothing, or it is held or not ready."""
        if self._held and self._keeps_back():
            return None
        if self._line is not None and self._line.heard is not None and not self._rejoin(self._line):
            return None
        if self._line is not None:
            self._fetch_rest(self._line, room)
            self._end_if_over()
        if len(self._sound):
            piece, self._sound = self._sound[:room], self._sound[room:]
            self._count(len(piece))
            self._follow()
            self._end_if_over()
            return piece
        if self._line is not None:
            return None  # the rest of the sentence is late
        if self._pause:
            piece = np.zeros(min(room, self._pause))
            self._pause -= len(piece)
            self._count(len(piece))
            return piece
        return self._begin_sound() if self._waiting else None

    def _heard_of(self, line: Line) -> float:
        """How much was heard of the sentence that sounds, 0 to 1; of one that is still being made nothing counts."""
        if line.heard is not None:
            return line.heard
        return self._furthest / len(line.made) if line.whole and len(line.made) else 0.0

    def _rejoin(self, line: Line) -> bool:
        """Go on in a sentence that is made at another rate, if it is ready: a moment before the place."""
        while not line.whole and self._fetch(line, self._wait):
            pass
        if not line.whole or line.heard is None:
            return False
        self._furthest = round(line.heard * len(line.made))
        line.heard = None
        self._sound = line.sound_from(place_before(line.sound_from(0), self._furthest))
        return True

    def _keeps_back(self) -> bool:
        """Whether what comes next may not be heard while the speech is held."""
        if self._line is not None or len(self._sound):
            return holdable(self._line)
        return bool(self._waiting) and holdable(self._waiting[0])

    def _begin_sound(self) -> Sound | None:
        """Let the first in the line begin, if it is ready; what it begins with is the next piece."""
        first = self._waiting[0]
        if isinstance(first, Chime):
            self._sound = as_sound(first.samples)
        elif not self._can_begin(first, self._wait):
            return None
        else:
            self._begin_sentence(first)
        self._waiting.popleft()
        self._ask_ahead()
        self._end_if_over()
        return _NOTHING

    def _begin_sentence(self, line: Line) -> None:
        if line.index == 0:
            self._first_sample_wall = line.ready
            self._spoken_samples = 0
        self._line, self._sound, self._furthest = line, line.sound_from(0), 0
        self._counted = False
        self._speaking, self._begun = line.utterance, line.index
        self._facts.append(SentenceStarted(line.utterance.id, line.index))

    def _end_if_over(self) -> None:
        if len(self._sound) or (self._line is not None and not self._line.whole):
            return
        line, self._line = self._line, None
        if line is None:
            return  # a chime, or what faded out
        self._hear_to(line, max(HEARD, self._furthest))
        self._pause = round(line.utterance.sentences[line.index].pause * RATE)
        if line.is_last:
            self._facts.append(Spoken(line.utterance.id, "completed", line.index))
            self._speaking = None

    def _follow(self) -> None:
        """Take in how far the sentence that sounds has come."""
        if self._line is not None:
            self._hear_to(self._line, len(self._line.made) - len(self._sound))

    def _hear_to(self, line: Line, place: int) -> None:
        if place >= HEARD and not self._counted:
            self._counted = True
            self._facts.append(SentenceHeard(line.utterance.id, line.index))
        self._furthest = max(self._furthest, place)

    def _count(self, samples: int) -> None:
        if self._speaking is not None:
            self._spoken_samples += samples

    def _lines(self) -> Iterator[Line]:
        return (each for each in self._waiting if isinstance(each, Line))

    def _ask_ahead(self) -> None:
        """Have the next sentence made, and the one after it while none sounds; first the one that sounds anew."""
        ahead = islice(self._lines(), 2 if self._line is None else 1)
        for line in ahead if self._line is None else (self._line, *ahead):
            if line.request is None:
                written = line.utterance.sentences[line.index].text
                line.request = self._synthesizer.request(
                    self._pronunciation.respell(written), self._words_per_minute
                )

    def _fetch_next(self) -> None:
        """Take in what is ready of the next sentence while another one sounds."""
        if (line := next(self._lines(), None)) is not None and not line.whole:
            self._can_begin(line, 0)

    def _fetch_rest(self, line: Line, room: int) -> None:
        """Let more of the sentence that sounds come, until it is more than the frame or whole, or none is ready."""
        while not line.whole and len(self._sound) <= room:
            before = len(line.made) - len(self._sound)
            if not self._fetch(line, self._wait):
                return
            self._sound = line.sound_from(before)

    def _can_begin(self, line: Line, wait: float) -> bool:
        """Whether enough of a sentence is made for it to begin, after taking in what is ready."""
        while not line.whole and (line.lift is None or not wait) and self._fetch(line, wait):
            pass
        return line.lift is not None

    def _fetch(self, line: Line, wait: float) -> bool:
        """Take in the next piece of a sentence, if there is one."""
        piece = None if line.request is None else self._synthesizer.piece(line.request, wait)
        if piece is None:
            return False
        line.made = np.concatenate((line.made, piece.samples))
        line.whole = piece.last
        if line.lift is None and (line.whole or len(line.made) >= LEVELLED):
            line.lift, line.ready = lift(line.made), perf_counter()
        return True

    def _ask_anew(self) -> None:
        """Have all that waits made again. What sounds is still being made perhaps, and has to end."""
        sounds = self._line.request if self._line is not None and not self._line.whole else None
        self._synthesizer.forget(() if sounds is None else (sounds,))
        for line in self._lines():
            line.request, line.made, line.whole, line.lift = None, UNMADE, False, None
        self._ask_ahead()
