"""The session: one loop over frames of sound, in which everything else happens.

What one turn of the loop does, in this order:

1. The next frame of speech goes to the speaker, and the room gives the next frame of the microphone. That is
   the clock: all waiting is counted in such frames, on a sound card as in a rehearsal.
2. The echo of the speech is taken out of the microphone's frame, and the rest is listened to; how it all
   sounds is measured.
3. What came of it (sentences begun and finished, words heard, switches pressed, silence) goes into the
   dialogue as facts, one after the other; what the dialogue wishes is carried out at once.
4. As soon as somebody seems to interrupt, the speech is held; if it turns out that nobody did, it goes on.
5. When everything was said and an answer is awaited, the earcon for "I listen" sounds, and silence is counted.

There is one consumer and one place where state changes. Wall-clock time is read only for the journal.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import assert_never

from voice_assistant.audio import earcons
from voice_assistant.audio.frames import FRAME_SECONDS, Frame
from voice_assistant.audio.onset import Onset
from voice_assistant.audio.truth import CallerSpoke
from voice_assistant.commands import (
    CheckSound,
    Command,
    End,
    KeepSummary,
    Listen,
    Note,
    Say,
    SetRate,
    SetVolume,
    StopSpeaking,
    Utterance,
)
from voice_assistant.dialogue.repair import EMERGENCY
from voice_assistant.events import (
    EndReason,
    Event,
    Heard,
    NoInput,
    Opened,
    Pressed,
    Resumed,
    SentenceHeard,
    SentenceStarted,
    SoundChecked,
    Sounded,
    SpeechFact,
    Spoken,
    Started,
    SummaryKept,
    VoiceChanged,
)
from voice_assistant.hearing_faults import HearingFaults
from voice_assistant.journal import Record, entry_record
from voice_assistant.listening.listener import SpeechEnded, SpeechStarted, Understood
from voice_assistant.session_parts import Parts
from voice_assistant.shelf import Kept
from voice_assistant.speaking.fallback import FELL_BACK

HELD_FOR_A_SOUND = 0.8
"""Seconds that the speech is held for the first sound of somebody's voice; a word is known by then."""
HELD_FOR_TALK = 2.0
"""Seconds that it is held for words without a meaning; then it is talk to somebody else."""


class Session:
    """One run of the loop, over one conversation or, asleep in between, over many."""

    def __init__(self, parts: Parts, *, again: bool = False, resumed: bool = False) -> None:
        """`again`: sleep until somebody wakes it, at first and whenever a conversation has ended. `resumed`: the
        dialogue is in the middle of one, which another process was killed in."""
        self._begins = Resumed() if resumed else Opened() if again else Started()
        self._parts = parts
        self._again = again
        self._frames = 0
        self._ended: EndReason | None = None
        self._said_something = False
        self._awaiting = False
        """Whether everything was said and an answer is awaited."""
        self._silent = 0.0
        self._no_input_after: float | None = None
        self._intents: tuple[str, ...] = ()
        self._owed: Record | None = None
        """The record of what was heard last, until the reply to it is ready."""
        self._decided_at = 0.0
        self._replying = False
        self._saying: dict[int, Utterance] = {}
        """What is being said or waits to be, by its id."""
        self._held_at: float | None = None
        """Since when the speech is held because somebody seems to interrupt. Seconds of sound."""
        self._held_for_words = False
        """Whether what they say seems to mean something; until then it may be a mere noise."""
        self._held_for_press = False
        """Whether it is held since a switch is being pressed: what is to be chosen must not go on meanwhile."""
        self._onset = Onset()
        self._faults = HearingFaults(parts.listener, self._handle)

    @property
    def now(self) -> float:
        """Seconds of sound since the session began."""
        return self._frames * FRAME_SECONDS

    def run(self, max_seconds: float | None = None) -> EndReason:
        """Talk until the session ends, the room closes, or so many seconds of sound have passed."""
        parts = self._parts
        parts.room.open()
        try:
            self._handle(self._begins)
            while self._ended is None:
                if max_seconds is not None and self.now >= max_seconds:
                    self._write("ended", reason="max_seconds")
                    return "max_seconds"
                if not self._turn():
                    break
            parts.queue.release()
            while self._ended is not None and parts.queue.busy and self._speak() is not None:
                pass
        finally:
            self._settle(perf_counter())
            parts.room.close()
        return self._ended or "completed"

    # --- one frame -------------------------------------------------------------------------------

    def _turn(self) -> bool:
        parts = self._parts
        speech = parts.queue.frame()
        self._settle_reply()
        for fact in parts.queue.facts():
            self._speech(fact)
        arrived = self._exchange(speech)
        if arrived is None:
            return False
        began = perf_counter()
        cleaned = parts.canceller.process(arrived, speech)
        facts = parts.listener.hear(cleaned)
        sounded = parts.sounds.hear(cleaned, speech, person=parts.canceller.person)
        parts.meter.hear(arrived, cleaned, speech, speaking=parts.listener.speaking or bool(facts))
        for heard in facts:
            self._listened(heard, began)
        self._hold()
        if sounded is not None:
            self._write("sounded", sounds=sounded.count, long=sounded.long)
            self._act(sounded, None)
        for role in parts.switches.poll():
            self._write("pressed", role=role)
            self._act(Pressed(role), None)
        self._wake(cleaned)
        for drain in parts.troubles:
            for trouble in drain():
                self._write("trouble", part=trouble.part, code=trouble.code)
                if trouble == FELL_BACK:
                    self._handle(VoiceChanged())
                self._faults.met(trouble)
        self._faults.turn()
        self._await()
        return True

    def _exchange(self, speech: Frame) -> Frame | None:
        heard = self._parts.room.exchange(speech)
        self._frames += 1
        self._parts.moved()
        self._parts.captions.played(speech)
        self._parts.keeper.moved()
        return heard

    def _speak(self) -> Frame | None:
        """One frame of what is still to be said when the session is over already."""
        speech = self._parts.queue.frame()
        for fact in self._parts.queue.facts():
            self._follow(fact)
        return self._exchange(speech)

    def _speech(self, fact: SpeechFact) -> None:
        self._follow(fact)
        self._handle(fact)

    def _follow(self, fact: SpeechFact) -> None:
        """Write down, and show, what is being said."""
        match fact:
            case SentenceStarted(utterance, sentence):
                said = self._saying[utterance]
                if sentence == 0:
                    text = " ".join(each.text for each in said.sentences)
                    self._write("speaking", utterance=utterance, prompt=said.prompt, text=text)
                self._parts.captions.begun(said.sentences[sentence].text)
            case SentenceHeard():
                pass  # what is shown, is shown from its first sample on
            case Spoken(utterance, how, sentence):
                self._write("spoken", utterance=utterance, how=how, sentence=sentence)
                self._saying.pop(utterance, None)
                if sentence >= 0:  # otherwise it was never heard, and another one may still be
                    self._parts.captions.over()

    def _wake(self, frame: Frame) -> None:
        """Where it is set so, any sound wakes it."""
        waking = self._parts.waking
        if self._parts.dialogue.state != "asleep" or self._parts.queue.busy:
            waking.forget()
        elif waking.hear(frame):
            self._handle(Started())

    def _hold(self) -> None:
        """Fall silent at the first sign of an interruption; go on once it turned out to be none."""
        queue, listener = self._parts.queue, self._parts.listener
        begins = self._onset.hear(self._parts.canceller.person)
        words = listener.hearing is not None
        pressing = self._parts.switches.held or self._parts.sounds.active
        if not queue.held:  # somebody did interrupt, and what they wished was done
            self._held_at, self._held_for_press = None, False
        if self._held_at is None:
            if (words or begins or pressing) and queue.hold():
                self._held_at, self._held_for_words, self._held_for_press = self.now, words, pressing
        elif pressing:
            self._held_for_press = True
        elif words:
            self._held_for_words = True
        elif self._held_for_press:
            if not listener.speaking:
                self._release()
        elif self._held_for_words and not listener.speaking:
            self._release()
        elif not self._held_for_words and self.now - self._held_at >= self._patience_for_a_sound():
            self._onset.was_none()
            self._release()

    def _patience_for_a_sound(self) -> float:
        """How long the first sound of somebody is waited on for what it becomes. Seconds."""
        return HELD_FOR_TALK if self._parts.listener.speaking else HELD_FOR_A_SOUND

    def _release(self) -> None:
        self._parts.queue.release()
        self._held_at = None
        self._held_for_press = False

    def _await(self) -> None:
        """Once everything was said: sound the earcon, then count the silence."""
        queue, listener = self._parts.queue, self._parts.listener
        if queue.busy:
            self._awaiting = False
            return
        if self._said_something:
            self._said_something = False
            self._silent = 0.0
            if self._parts.dialogue.state != "asleep":
                queue.chime(earcons.LISTENING)
                return
        if not self._awaiting:
            self._awaiting = True
            self._silent = 0.0
            self._write("listening", intents=list(self._intents))
        if listener.speaking or self._parts.switches.held or self._parts.sounds.busy:
            self._silent = 0.0
        else:
            self._silent += FRAME_SECONDS
        if self._no_input_after is not None and self._silent >= self._no_input_after:
            self._silent = 0.0
            self._handle(NoInput(noisy=self._parts.meter.noisy))

    # --- what was heard --------------------------------------------------------------------------

    def _listened(self, fact: SpeechStarted | SpeechEnded | Understood, began: float) -> None:
        match fact:
            case SpeechStarted():
                self._write("speech_started")
            case SpeechEnded():
                self._write("speech_ended")
            case Understood(heard=heard) if self._parts.sounds.recent and heard.meaning != EMERGENCY:
                pass  # these words were made of a sound that was no word
            case Understood(heard=heard):
                self._heard(heard, fact.speech_end, began)
            case _:
                assert_never(fact)

    def _heard(self, heard: Heard, speech_end: float, began: float) -> None:
        self._settle(began)
        if heard.decision == "rejected" and heard.miss in (None, "unknown") and self._parts.meter.noisy:
            heard = replace(heard, miss="noise")
        truth = self._parts.caller()
        ended = truth.end if truth is not None else speech_end
        meaning = heard.meaning
        value = meaning.value.as_json() if meaning is not None and meaning.value is not None else None
        record = Record(
            self.now,
            "heard",
            {
                "text": heard.text,
                "intent": meaning.intent if meaning is not None else None,
                "value": value,
                "confidence": round(heard.confidence, 3),
                "decision": heard.decision,
                "endpoint_delay": round(max(0.0, self.now - ended), 3),
                "compute": 0.0,
            },
            open=True,
        )
        self._owed = record
        self._decided_at = began
        self._parts.journal.write(record)
        if heard.decision != "rejected":
            self._faults.understood()
        if heard.decision != "rejected" and not self._parts.queue.busy:
            self._parts.queue.chime(earcons.HEARD)
        self._act(heard, truth)
        self._replying = self._parts.queue.busy
        if not self._replying:
            self._settle(perf_counter())

    def _act(self, event: Heard | Pressed | Sounded, truth: CallerSpoke | None) -> None:
        """Let somebody's action take effect; if it cut the assistant short, write that down."""
        queue = self._parts.queue
        interrupted = queue.speaking
        self._handle(event)
        if interrupted is not None and queue.speaking is not interrupted and isinstance(event, Heard):
            meaning = event.meaning
            silent = self.now if self._held_at is None else self._held_at
            since = silent - truth.start if truth is not None else 0.0
            self._write(
                "barge_in",
                intent=meaning.intent if meaning is not None else None,
                silence_after=round(since, 3),
            )

    def _settle_reply(self) -> None:
        """The reply to what was heard last is ready: the time that took is known now."""
        ready = self._parts.queue.first_sample_wall
        if self._owed is not None and self._replying and ready is not None and ready >= self._decided_at:
            self._settle(ready)

    def _settle(self, ready: float) -> None:
        owed, self._owed = self._owed, None
        self._replying = False
        if owed is not None:
            owed.fields["compute"] = round(max(0.0, ready - self._decided_at), 4)
            owed.open = False

    # --- what is wished --------------------------------------------------------------------------

    def _handle(self, event: Event) -> None:
        for command in self._parts.dialogue.handle(event):
            self._carry_out(command)
        memory = self._parts.dialogue.memory
        self._parts.shelf.keep(Kept(memory.place, memory.bookmarks))
        self._parts.keeper.keep(self._parts.dialogue.state, memory)

    def _carry_out(self, command: Command) -> None:
        parts = self._parts
        match command:
            case Say(utterance):
                self._saying[utterance.id] = utterance
                parts.queue.say(utterance)
                self._said_something = True
            case StopSpeaking():
                parts.queue.stop()
                for fact in parts.queue.facts():
                    self._speech(fact)
            case Listen():
                parts.listener.listen(command)
                parts.sounds.listen(command)
                self._intents = command.intents
                self._no_input_after = command.no_input_after
            case CheckSound():
                self._handle(SoundChecked(parts.meter.sound()))
            case KeepSummary(text):
                self._handle(SummaryKept(parts.summaries.keep(text)))
            case SetVolume(gain_db):
                parts.queue.set_gain(gain_db)
            case SetRate(words_per_minute):
                parts.queue.set_rate(words_per_minute)
            case Note(entry):
                parts.journal.write(entry_record(self.now, entry))
            case End(reason):
                parts.listener.forget_speaker()
                parts.gone()
                if not self._again:
                    self._ended = reason
            case _:
                assert_never(command)

    def _write(self, event: str, **fields: object) -> None:
        self._parts.journal.write(Record(self.now, event, fields))
