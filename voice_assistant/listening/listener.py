"""Turns frames of sound into what was said.

One frame's way:

1. The voice activity says whether there is voice in it; where people talk all the time, only who is near
   counts. The recognizer takes it in.
2. Where the recognizer ends a stretch of speech by itself, its words are kept as a piece: people pause
   within an answer. Pieces and the running partial result together are the text so far.
3. Somebody is speaking from the first word in that text on (also an unknown one). Noise without words is
   nobody.
4. Beside it a second recognizer, which expects the whole language, follows from the beginning of the voice on.
   What the first one does not know is finished too, once the second knows it.
5. The endpointer says when they have finished; an emergency need not even wait for that. What makes no sense
   and has pauses in it is heard once more without them: parted from its neighbours, "three" becomes "be". Then
   the words are judged by both, if need be after a further hearing in which it has to be one of the answers.
6. The pauses within an answer are learned, and waited for from then on, until the speaker is forgotten.
7. A new `Listen` waits until whoever is speaking has finished; otherwise it holds at once, for a word that is
   just beginning as well: the last half second is heard again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from voice_assistant.audio.frames import FRAME_SECONDS, Frame
from voice_assistant.audio.noise_gate import NoiseGate
from voice_assistant.commands import Listen
from voice_assistant.events import Days, Heard, Meaning
from voice_assistant.listening.endpointing import SETTLED, Endpointer, Rest, waits_for
from voice_assistant.listening.grammar import UNKNOWN, Completeness, Grammar
from voice_assistant.listening.hearing_again import HearingAgain
from voice_assistant.listening.judging import MOST_UNKNOWN, Evidence, judge, needs_guess
from voice_assistant.listening.pace import Pace, Said
from voice_assistant.listening.recognizer import Recognizer, Word, text_of
from voice_assistant.listening.second_opinion import SecondOpinion
from voice_assistant.listening.vocabulary import Vocabulary
from voice_assistant.listening.voice_activity import VoiceActivity


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Somebody began to speak. Seconds of sound since the listener began."""

    at: float


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """They have finished, that long ago. Seconds of sound since the listener began."""

    at: float


@dataclass(frozen=True, slots=True)
class Understood:
    """What the speech that has just ended was. Seconds of sound since the listener began."""

    heard: Heard
    speech_start: float
    speech_end: float


ListeningFact = SpeechStarted | SpeechEnded | Understood

_KEPT = round(15 / FRAME_SECONDS)
"""Frames of sound that are kept, for a second hearing."""
_BEFORE = round(0.5 / FRAME_SECONDS)
"""Frames before its beginning that are heard again with a word: its first sound is soft."""
_LEAD = round(0.3 / FRAME_SECONDS)
"""Frames that a word has lasted when its first partial result comes, where the voice activity cannot say."""
_GAP = round(0.3 / FRAME_SECONDS)
"""Frames without voice after which the next voice is a new beginning."""
_FALLEN_SILENT = round(SETTLED / FRAME_SECONDS)
"""Frames without voice, after at least as many with it, that may be the end of a short word."""
_LONGEST_ONSET = round(1.5 / FRAME_SECONDS)
"""Frames of voice without a word that may still be the beginning of one; more is noise."""
_SURE_VOICE = round(0.1 / FRAME_SECONDS)
"""Frames from a voice's beginning to its latest after which it is worth a second opinion."""
_FORGOTTEN = round(0.6 / FRAME_SECONDS)
"""Frames without voice and without a word after which no word will come of it any more."""
_WEIGHED = 100
"""Texts of which it is kept how complete they are."""
_LONGEST_ANSWER = 30
"""Words; more of them are no answer to which only little could be added."""
_MOST_WORDS = 250
"""Words of one utterance that are kept, the latest: in endless talk there may be no end of them."""
_HARMLESS = frozenset({Meaning("next"), Meaning("previous")})
"""What may go on ("next sentence"), but is undone by one word if it was taken too early."""
_EMERGENCY = Meaning("emergency")
_FRESH = round(25 / FRAME_SECONDS)
"""Frames of silence after which the recognizer starts afresh, so that it never gathers memory."""


class Listener:
    """Listens on, frame by frame, as the latest `Listen` says."""

    def __init__(
        self, new_recognizer: Callable[[], Recognizer], vocabulary: Vocabulary, voice_activity: VoiceActivity
    ) -> None:
        """`new_recognizer` is called three times: for listening, the second opinion and the guess."""
        self._recognizer, self._again = new_recognizer(), HearingAgain(new_recognizer())
        self._opinion = SecondOpinion(new_recognizer())
        self._vocabulary, self._voice_activity = vocabulary, voice_activity
        self._gate = NoiseGate()
        self._endpointer = Endpointer()
        self._pace = Pace()
        self._frames = self._undecided_from = 0
        self._recent: deque[Frame] = deque(maxlen=_KEPT)
        self._recent_voice: deque[bool] = deque(maxlen=_KEPT)
        self._text = ""
        self._pieces: list[Word] = []
        self._stretch: tuple[Word, ...] = ()
        """The words of the stretch of speech that the recognizer ended last."""
        self._listen = Listen(())
        self._pending: Listen | None = None
        self._grammar = vocabulary.grammar(self._listen)
        self._weighed: tuple[Grammar, dict[str, Completeness]] = (self._grammar, {})
        self._to_forget = False
        """Whether the sound so far is somebody's who has gone."""
        self.reset()

    @property
    def speaking(self) -> bool:
        """Whether somebody is speaking now: there are words that are not decided about yet."""
        return bool(self._text)

    @property
    def hearing(self) -> Meaning | None:
        """What is being said seems to mean, as a whole, long before that is decided."""
        if not self._text or self._complete(self._text) != "complete":
            return None
        return self._grammar.understand(self._text)

    def reset(self) -> None:
        """Forget all sound so far and what was said in it; time and the latest `Listen` go on."""
        self._gate.reset()
        self._voice_from = self._last_voice = self._frames
        self._opinion.drop()
        self._begin_utterance()
        if self._pending is not None:
            self.listen(self._pending)
        self._forget_sound()

    def forget_speaker(self) -> None:
        """Somebody else may speak next: nothing is known any more about how they speak, nor of what they said.

        The sound of it is forgotten at the next quiet moment, so that no word is lost that somebody is saying now.
        """
        self._pace.forget()
        self._opinion.forget()
        self._again.forget()
        self._to_forget = True
        self._adapt()

    def listen(self, listen: Listen) -> None:
        """Understand this from now on, or from the end of what is being said now."""
        grammar = self._vocabulary.grammar(listen)
        if self.speaking and grammar is not self._grammar:
            self._pending = listen
            return
        self._listen, self._pending = listen, None
        self._adapt()
        if grammar is not self._grammar:
            self._grammar = grammar
            self._start_recognizer()

    def hear(self, frame: Frame) -> tuple[ListeningFact, ...]:
        """Take in one frame; usually there is nothing to tell."""
        self._frames += 1
        frame, voice = self._gate.hear(frame, voice=self._voice_activity.hears(frame))
        self._recent.append(frame)
        self._note_voice(voice)
        ended = self._recognizer.accept(frame)
        if ended:
            self._take(self._recognizer.finish().words)
        partial = self._recognizer.partial()
        if not partial and not self._pieces and self._has_fallen_silent():
            words = self._recognizer.finish().words
            self._take(words)
            if not words and self._gate.quiet_room:  # perhaps a noise just before the word: hear it again
                self._start_recognizer()
        before, self._text = self._text, self._text_so_far(partial)
        if not self._text:
            if before:
                return self._retract()
            told = self._attend(frame, voice)
            if self._to_forget and self._frames - self._last_voice > _FORGOTTEN:
                self._forget_sound()
            self._refresh()
            return told
        started: tuple[ListeningFact, ...] = ()
        if not before:
            self._onset = self._find_onset()
            started = (SpeechStarted(_seconds(self._onset)),)
        self._attend(frame, voice)
        completeness = self._completeness()
        over = self._endpointer.is_over(
            voice=voice, text=self._text, ended=ended, rest=self._rest(completeness)
        )
        if over or (ended and self._is_urgent()):
            return started + self._decide(completeness)
        return started

    def _forget_sound(self) -> None:
        self._to_forget = False
        self._recent.clear()
        self._recent_voice.clear()
        self._undecided_from = self._frames
        self._start_recognizer()

    def _note_voice(self, voice: bool) -> None:
        if voice:
            if self._frames - self._last_voice > _GAP:
                self._voice_from = self._frames - 1
            self._last_voice = self._frames
        self._recent_voice.append(voice)

    def _attend(self, frame: Frame, voice: bool) -> tuple[ListeningFact, ...]:
        """Let the second opinion have this frame, if there may be a word in it that matters."""
        lasted, quiet = self._frames - self._voice_from, self._frames - self._last_voice
        if self._text.count(UNKNOWN) > MOST_UNKNOWN:
            self._opinion.drop()  # talk, which is not taken for a command whatever it is
        elif self._opinion.active:
            self._opinion.hear(frame, pause=quiet > _GAP)
            if not self._text and quiet >= _FORGOTTEN:
                return self._by_opinion()
            if not self._text and lasted >= _LONGEST_ONSET + _FORGOTTEN:
                self._opinion.drop()
        elif self._text or (voice and _SURE_VOICE <= lasted <= _LONGEST_ONSET):
            onset = self._onset if self._text else self._voice_from
            heard = min(self._frames - max(onset - _LEAD, self._undecided_from), len(self._recent))
            self._opinion.begin(list(self._recent)[-heard:])
        return ()

    def _by_opinion(self) -> tuple[ListeningFact, ...]:
        """Somebody spoke, and the recognizer knew no word of it; perhaps the second opinion did."""
        words = tuple(self._recognizer.finish().words)
        voiced = _seconds(self._last_voice - self._voice_from)
        evidence = Evidence(words, voiced, self._listen.attempt, second=self._opinion.end())
        heard = judge(evidence, self._grammar)
        if heard is None:
            return ()
        self._onset = max(self._voice_from, self._undecided_from)
        return (SpeechStarted(_seconds(self._onset)), *self._conclude(heard))

    def _has_fallen_silent(self) -> bool:
        """Whether a word may just have ended of which the recognizer has not told yet.

        It takes in sound in pieces of a quarter of a second, and tells of a word up to two of them later;
        asking for the end of the stretch gives it at once. Not for somebody who needs time: that could part
        a word where they pause within it.
        """
        quiet, voiced = self._frames - self._last_voice, self._last_voice - self._voice_from
        return self._listen.patience == "normal" and quiet == _FALLEN_SILENT and voiced >= _FALLEN_SILENT

    def _find_onset(self) -> int:
        """The frame with which the word began of which there is a first sign now."""
        lasted = self._frames - self._voice_from
        guessed = self._voice_from if lasted <= _LONGEST_ONSET else self._frames - _LEAD
        return max(guessed, self._undecided_from)

    def _take(self, words: tuple[Word, ...]) -> None:
        """A stretch of speech has ended: keep its words."""
        self._stretch = words
        self._pieces = (self._pieces + list(words))[-_MOST_WORDS:]

    def _text_so_far(self, partial: str = "") -> str:
        return f"{text_of(self._pieces)} {partial}".strip()

    def _completeness(self) -> Completeness:
        """Of the text so far; where it is unknown and there is a pause, of what the second opinion has."""
        if self._text.count(" ") >= _LONGEST_ANSWER:
            return "unknown"
        known = self._complete(self._text)
        if known == "unknown" and self._frames > self._last_voice:
            return "complete" if self._complete(self._opinion.text()) == "complete" else known
        return known

    def _complete(self, text: str) -> Completeness:
        """What the grammar says to a text; each is worked out once."""
        if self._weighed[0] is not self._grammar or len(self._weighed[1]) > _WEIGHED:
            self._weighed = (self._grammar, {})
        known = self._weighed[1]
        if text not in known:
            known[text] = self._grammar.complete(text)
        return known[text]

    def _rest(self, completeness: Completeness) -> Rest:
        """What may follow what was said so far, as far as it matters for waiting."""
        if completeness == "complete":
            return "complete"
        if completeness == "extensible" and self._grammar.understand(self._text) in _HARMLESS:
            return "harmless"
        return "incomplete"

    def _is_urgent(self) -> bool:
        """Whether the stretch of speech that has just ended speaks of an emergency, whatever is around it."""
        segments = self._grammar.segments(text_of(self._stretch))
        return any(segment.meaning == _EMERGENCY for segment in segments)

    def _decide(self, expected: Completeness) -> tuple[ListeningFact, ...]:
        """Judge what was said, unless by the recognizer's last word on it more must be waited for."""
        self._take(self._recognizer.finish().words)
        self._text = self._text_so_far()
        if self._text and expected == "complete" != self._completeness():
            return ()
        second = self._opinion.end()
        heard_from = self._onset - self._frames - _BEFORE
        frames, voice = list(self._recent)[heard_from:], list(self._recent_voice)
        words = self._again.joined(self._pieces, self._grammar, frames, voice[heard_from:])
        evidence = Evidence(
            words or tuple(self._pieces),
            _seconds(sum(voice[self._onset - self._frames :])),
            self._listen.attempt,
            second=second,
        )
        if needs_guess(evidence, self._grammar):
            guess = self._again.guess(self._grammar, np.concatenate(frames), fragment=bool(evidence.known))
            evidence = replace(evidence, guess=guess)
        heard = judge(evidence, self._grammar)
        if heard is not None:
            if words and heard.decision == "accepted" and not _is_read_back(heard):
                heard = replace(heard, decision="confirming")  # the first hearing made no sense of it
            if self._endpointer.too_long and heard.decision == "rejected":
                heard = replace(heard, miss="too_long")
            began, end = _seconds(self._onset), self._end_of_speech()
            said = Said(tuple(self._pieces), self._grammar, began, end, _seconds(self._frames))
            self._pace.learn(said, rejected=heard.decision == "rejected")
            self._adapt()
        return self._conclude(heard)

    def _adapt(self) -> None:
        self._endpointer.waits = waits_for(self._listen.patience, self._pace.pause)

    def _conclude(self, heard: Heard | None) -> tuple[ListeningFact, ...]:
        """The utterance is over, with this result; whatever was to be listened for next holds from here."""
        start, end = _seconds(self._onset), self._end_of_speech()
        self._begin_utterance()
        if self._pending is not None:
            self.listen(self._pending)
        ended = SpeechEnded(end)
        return (ended,) if heard is None else (ended, Understood(heard, start, end))

    def _retract(self) -> tuple[ListeningFact, ...]:
        """What seemed to be a word is none. What it was may yet be a word, so its sound is not done with."""
        undecided_from = self._undecided_from
        told = self._conclude(None)
        self._undecided_from = min(undecided_from, self._undecided_from)
        return told

    def _end_of_speech(self) -> float:
        return _seconds(max(self._last_voice, self._onset))

    def _begin_utterance(self) -> None:
        self._pieces = []
        self._stretch = ()
        self._text = ""
        self._onset = self._frames
        self._undecided_from = self._frames
        self._endpointer.restart()

    def _refresh(self) -> None:
        """In lasting silence start the recognizer afresh now and then, between words if possible."""
        age = self._frames - self._started_at
        if age >= _FRESH and (self._frames - self._last_voice > _GAP or age >= 2 * _FRESH):
            self._start_recognizer()

    def _start_recognizer(self) -> None:
        """With the grammar of now, and with the beginning of a word that may be under way."""
        again = _BEFORE
        if self._frames - self._last_voice <= _GAP:
            again = min(max(again, self._frames - self._voice_from + _LEAD), _LONGEST_ONSET)
        again = min(again, len(self._recent), self._frames - self._undecided_from)
        self._recognizer.start(self._grammar.phrases)
        self._started_at = self._frames - again
        if again and self._recognizer.accept(np.concatenate(list(self._recent)[-again:])):
            self._take(self._recognizer.finish().words)


def _is_read_back(heard: Heard) -> bool:
    """Whether it is an answer that is said once more before the next question, and can be corrected there."""
    return heard.meaning is not None and isinstance(heard.meaning.value, Days)


def _seconds(frames: int) -> float:
    return round(frames * FRAME_SECONDS, 3)
