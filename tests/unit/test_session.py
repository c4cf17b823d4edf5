"""The session's loop with a fake voice, fake ears, and sound that is made up: all time is frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from fakes.recognizer import FakeRecognizer, LoudVoice, speech
from fakes.voice import FakeVoice
from voice_assistant.audio.frames import FRAME_SECONDS, SILENCE, Frame
from voice_assistant.audio.recorded_room import RecordedRoom
from voice_assistant.audio.sound_meter import SoundMeter
from voice_assistant.commands import CheckSound, Command
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.scene import Manner
from voice_assistant.errors import VoiceError
from voice_assistant.events import Event, Heard, NoInput, Role, Sound, SoundChecked, Spoken, TroubleMet
from voice_assistant.journal import InOrder, MemoryJournal
from voice_assistant.kiosk.waking import ByPhrase, BySound, Waking
from voice_assistant.listening.listener import Listener
from voice_assistant.listening.vocabulary import Vocabulary
from voice_assistant.session import Session
from voice_assistant.session_parts import Parts
from voice_assistant.speaking.fallback import FELL_BACK
from voice_assistant.speaking.pronunciation import Pronunciation
from voice_assistant.speaking.queue import SpeechQueue

WORDS = load_words()
PACK = load_pack("als-facial-twitching", WORDS, date(2026, 12, 1))


DIED = TroubleMet("voice", "died")


class Caller:
    """Says each line when the assistant listens; or (n, seconds) after it began to speak for the nth time."""

    held = False

    def __init__(self, journal: MemoryJournal, *lines: str, during: tuple[int, float] | None = None) -> None:
        self._journal = journal
        self._lines = list(lines)
        self._during = during
        self._frames: list[Frame] = []
        self._answered = 0
        self._now = 0
        self._pressed: list[Role] = []

    def frame(self) -> Frame:
        self._now += 1
        if not self._frames and self._lines and self._may_speak():
            line = self._lines.pop(0)
            if line == "select":
                self._pressed.append("select")
            else:
                self._frames = speech(f"0.4 {line} 0.2")
        return self._frames.pop(0) if self._frames else SILENCE

    def poll(self) -> tuple[Role, ...]:
        pressed, self._pressed = tuple(self._pressed), []
        return pressed

    def _may_speak(self) -> bool:
        if self._during is not None:
            number, after = self._during
            begun = [float(str(each["t"])) for each in self._journal.of("speaking")]
            return len(begun) >= number and self._now * FRAME_SECONDS >= begun[number - 1] + after
        heard = len(self._journal.of("listening"))
        may = heard > self._answered
        self._answered = heard
        return may


class Held:
    """A session and everything that can be seen of it."""

    def __init__(
        self,
        *lines: str,
        during: tuple[int, float] | None = None,
        again: bool = False,
        max_seconds: float = 120,
        meter: SoundMeter | None = None,
        asks: type[Event] | None = None,
        trouble: TroubleMet = DIED,
        waking: Waking | None = None,
        moved: Callable[[], object] = lambda: None,
        gone: Callable[[], object] = lambda: None,
    ):
        self.journal = MemoryJournal()
        self.voice = FakeVoice()
        caller = Caller(self.journal, *lines, during=during)
        self.troubles = [trouble]
        self.dialogue = WatchedDialogue(asks)
        parts = Parts(
            room=RecordedRoom(caller.frame),
            dialogue=self.dialogue,
            listener=Listener(FakeRecognizer, Vocabulary(WORDS, PACK), LoudVoice()),
            queue=SpeechQueue(self.voice, Pronunciation(()), wait=1.0),
            canceller=Unchanged(),
            switches=caller,
            journal=InOrder(self.journal),
            troubles=(self._drain,),
            meter=meter or SoundMeter(),
            waking=waking or ByPhrase(),
            moved=moved,
            gone=gone,
        )
        self.reason = Session(parts, again=again).run(max_seconds)

    def _drain(self) -> Iterator[TroubleMet]:
        while self.troubles:
            yield self.troubles.pop()

    def states(self) -> list[object]:
        return [each["to"] for each in self.journal.of("state")]


class WatchedDialogue(Dialogue):
    """Keeps what it is told; on one kind of fact it asks how the microphone sounds."""

    def __init__(self, asks: type[Event] | None) -> None:
        super().__init__(PACK, WORDS, Manner(), Memory())
        self.facts: list[Event] = []
        self._asks = asks

    def handle(self, event: Event) -> tuple[Command, ...]:
        self.facts.append(event)
        asked = self._asks is not None and isinstance(event, self._asks)
        return (*super().handle(event), *((CheckSound(),) if asked else ()))


SOUND = Sound(speech_db=-30.0, noise_db=-33.0, clipped=0.25, echo_db=-6.0)


class FixedMeter(SoundMeter):
    """Always measures the same, and keeps what it is given."""

    def __init__(self, *, noisy: bool) -> None:
        super().__init__()
        self._noisy = noisy
        self.speaking: list[bool] = []
        self.speaker: list[bool] = []
        self.microphone: list[bool] = []

    def hear(self, microphone: Frame, cleaned: Frame, speaker: Frame, *, speaking: bool) -> None:
        self.speaking.append(speaking)
        self.speaker.append(bool(speaker.any()))
        self.microphone.append(bool(microphone.any()))

    def sound(self) -> Sound:
        return SOUND

    @property
    def noisy(self) -> bool:
        return self._noisy


class Unchanged:
    """A canceller where there is no echo: all that is heard is somebody, or a noise."""

    person = False

    def process(self, microphone: Frame, speaker: Frame) -> Frame:
        self.person = bool(microphone.any())
        return microphone


def test_it_greets_offers_and_then_listens() -> None:
    held = Held(max_seconds=40)
    assert held.states() == ["welcoming", "choosing"]
    spoken = held.journal.of("spoken")
    listening = held.journal.of("listening")[0]
    assert [each["how"] for each in spoken[:2]] == ["completed", "completed"]
    assert float(str(listening["t"])) > float(str(spoken[1]["t"]))
    assert "questions" in str(listening["intents"])
    assert held.reason == "max_seconds"


def test_silence_is_counted_in_frames_from_when_it_listens() -> None:
    held = Held(max_seconds=60)
    listening, silent = held.journal.of("listening")[0], held.journal.of("no_input")[0]
    assert float(str(silent["t"])) - float(str(listening["t"])) == pytest.approx(10.0, abs=0.1)


def test_nobody_answers_and_it_takes_leave() -> None:
    held = Held(max_seconds=400)
    assert held.reason == "silence"
    assert held.states()[-2:] == ["leaving", "asleep"]
    assert [each["count"] for each in held.journal.of("no_input")] == [1, 2, 3]


def test_an_answer_is_heard_and_its_reply_is_timed() -> None:
    held = Held("questions", "no", max_seconds=60)
    questions, no = held.journal.of("heard")
    assert (questions["intent"], no["intent"]) == ("questions", "no")
    assert float(str(no["endpoint_delay"])) > 0
    assert float(str(no["compute"])) > 0
    assert held.journal.of("answer")[0]["value"] == "no"


def test_interrupting_stops_the_speech() -> None:
    held = Held("article", during=(3, 2.0), max_seconds=60)
    (barge_in,) = held.journal.of("barge_in")
    assert barge_in["intent"] == "article"
    assert any(each["how"] == "interrupted" for each in held.journal.of("spoken"))
    assert "finding" in held.states()


def end_of_the_menu(*lines: str) -> float:
    """When the menu, which is said third, was said to its end; the lines are sounds that come over it."""
    held = Held(*lines, during=(3, 1.0), max_seconds=60)
    menu = next(each for each in held.journal.of("spoken") if each["utterance"] == 3)
    assert menu["how"] == "completed"
    return float(str(menu["t"]))


def test_a_mere_noise_holds_the_speech_for_a_moment_and_nothing_is_left_out() -> None:
    assert 0.8 <= end_of_the_menu("noise") - end_of_the_menu() <= 1.2


def test_a_second_noise_soon_after_it_does_not_hold_the_speech_again() -> None:
    assert end_of_the_menu("noise 2.0 noise") == end_of_the_menu("noise")


def test_a_safety_sentence_is_not_interrupted() -> None:
    held = Held("article", during=(2, 0.5), max_seconds=60)
    safety = next(each for each in held.journal.of("speaking") if each["prompt"] == "safety")
    over = next(each for each in held.journal.of("spoken") if each["utterance"] == safety["utterance"])
    assert over["how"] == "completed"
    assert "finding" in held.states()


def test_a_switch_is_heard_at_once() -> None:
    held = Held("select", max_seconds=60)
    assert [each["role"] for each in held.journal.of("pressed")] == ["select"]
    assert any(each["prompt"] == "options" for each in held.journal.of("speaking"))


def test_troubles_are_written_down() -> None:
    held = Held(max_seconds=1)
    assert [(each["part"], each["code"]) for each in held.journal.of("trouble")] == [("voice", "died")]


def test_that_another_voice_has_taken_over_is_said() -> None:
    held = Held(max_seconds=20, trouble=FELL_BACK)
    assert [each["code"] for each in held.journal.of("trouble")] == ["fell_back"]
    assert any("another" in str(each["text"]) for each in held.journal.of("speaking"))


def test_goodbye_ends_it_and_all_is_said_before() -> None:
    held = Held("goodbye", max_seconds=60)
    assert held.reason == "goodbye"
    assert held.journal.of("ended") == [
        {"t": pytest.approx(held.journal.of("ended")[0]["t"]), "reason": "goodbye"}
    ]
    assert held.journal.of("spoken")[-1]["how"] == "completed"


def test_a_kiosk_sleeps_and_is_woken() -> None:
    held = Held("help", "goodbye", "menu", again=True, max_seconds=90)
    assert held.states()[:5] == ["welcoming", "choosing", "leaving", "asleep", "welcoming"]
    assert Held("yes", "stop", again=True, max_seconds=60).states() == []


def test_any_sound_wakes_it_where_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice_assistant.kiosk.waking.SETTLED", 10)  # they speak right away
    assert Held("yes no yes", again=True, max_seconds=30).states() == []
    assert Held("yes no yes", again=True, max_seconds=30, waking=BySound()).states()[:1] == ["welcoming"]
    assert Held(again=True, max_seconds=30, waking=BySound()).states() == []


def test_the_watchdog_hears_of_each_frame() -> None:
    moved: list[None] = []
    Held(max_seconds=5, moved=lambda: moved.append(None))
    assert len(moved) == 250


def test_how_somebody_speaks_is_forgotten_when_they_have_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten: list[str] = []
    monkeypatch.setattr(Listener, "forget_speaker", lambda self: forgotten.append("speaker"))

    def gone() -> None:
        forgotten.append("memory")

    assert "asleep" not in Held("help", again=True, max_seconds=30, gone=gone).states()
    assert not forgotten
    assert "asleep" in Held("help", "goodbye", again=True, max_seconds=60, gone=gone).states()
    assert forgotten == ["speaker", "memory"]


def test_a_voice_that_fails_for_good_ends_the_session() -> None:
    voice_breaks = WORDS.prompts["welcome"].first[0].split(". ")[0] + "."
    journal = MemoryJournal()
    voice = FakeVoice()
    voice.break_on(voice_breaks)
    caller = Caller(journal)
    parts = Parts(
        room=RecordedRoom(caller.frame),
        dialogue=Dialogue(PACK, WORDS, Manner(), Memory()),
        listener=Listener(FakeRecognizer, Vocabulary(WORDS, PACK), LoudVoice()),
        queue=SpeechQueue(voice, Pronunciation(()), wait=1.0),
        canceller=Unchanged(),
        switches=caller,
        journal=journal,
    )
    with pytest.raises(VoiceError):
        Session(parts).run(10)
    assert parts.room.exchange(SILENCE) is None


# --- how it sounds -----------------------------------------------------------------------------------


@pytest.mark.parametrize("noisy", [False, True])
def test_silence_is_told_apart_from_a_room_in_which_a_word_may_be_missed(noisy: bool) -> None:
    held = Held(max_seconds=60, meter=FixedMeter(noisy=noisy))
    silent = [fact for fact in held.dialogue.facts if isinstance(fact, NoInput)]
    assert silent
    assert {fact.noisy for fact in silent} == {noisy}


@pytest.mark.parametrize("noisy", [False, True])
def test_what_is_not_understood_in_a_loud_room_is_put_down_to_the_noise(noisy: bool) -> None:
    held = Held("marmalade", max_seconds=60, meter=FixedMeter(noisy=noisy))
    (heard,) = (fact for fact in held.dialogue.facts if isinstance(fact, Heard))
    assert heard.decision == "rejected"
    assert (heard.miss == "noise") is noisy


def test_what_is_understood_is_understood_in_a_loud_room_too() -> None:
    held = Held("questions", max_seconds=60, meter=FixedMeter(noisy=True))
    (heard,) = (fact for fact in held.dialogue.facts if isinstance(fact, Heard))
    assert (heard.decision, heard.miss) == ("accepted", None)


def test_it_is_told_at_once_how_the_microphone_sounds() -> None:
    held = Held("questions", max_seconds=60, meter=FixedMeter(noisy=False), asks=Heard)
    facts = held.dialogue.facts
    (asked,) = (at for at, fact in enumerate(facts) if isinstance(fact, Heard))
    checked = [at for at, fact in enumerate(facts) if isinstance(fact, SoundChecked)]
    assert len(checked) == 1
    assert facts[checked[0]] == SoundChecked(SOUND)
    between = facts[asked + 1 : checked[0]]
    assert all(isinstance(fact, Spoken) for fact in between), "only what was cut off comes before it"


def test_meter_hears_every_frame_and_knows_who_speaks() -> None:
    meter = FixedMeter(noisy=False)
    held = Held("questions", max_seconds=40, meter=meter)
    assert len(meter.speaking) == 40 / FRAME_SECONDS
    (started,) = held.journal.of("speech_started")
    first = round(float(str(started["t"])) / FRAME_SECONDS)
    assert not any(meter.speaking[: first - 1])
    assert meter.speaking[first], "from the first sign of a word on"
    assert any(meter.microphone[first - 30 : first]), "the word itself began before that"
    assert any(meter.speaker[: first - 1])
    assert not meter.speaking[-1]


def test_while_nobody_can_be_heard_silence_is_not_counted() -> None:
    held = Held(max_seconds=100, trouble=TroubleMet("microphone", "wrong"))
    assert held.journal.of("no_input") == []
    prompts = [each["prompt"] for each in held.journal.of("speaking")]
    assert prompts[:4] == ["welcome", "safety", "deaf", "menu"]
    assert set(prompts[4:]) == {"deaf_still"}
    assert held.states() == ["welcoming", "choosing"]
