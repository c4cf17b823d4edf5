"""The golden dialogues: each .txt file beside this one is a conversation, word for word.

How to read and write one:

    # What the conversation shows.
    # with: shared room, patience slow, switch, past review, wakes, summaries, records, disk full,
    #       first start, rest after 2, announces, steps, long press, one is yes, two are yes, scan    (any, optional)
    # microphone: soft            or muted, unspoken, loud, noisy, echo (optional; how "can you hear me" finds it)
    caller: questions                    said and understood; it must be understood at this point
    (is at the menu)                     the welcome was heard, and is not written out here
    (answers no until duration)          questions answered no and not written out, up to this one
    (silence)                            nothing is said as long as an answer is awaited
    (mumbles)                            something that is not understood at all
    (mumbles, perhaps "yes")             the same, with a best guess
    (says too much)                      a lot at once; (talks to somebody else); (noise): nobody's word
    (noise all the time)                 so loud, as long as an answer is awaited, that none could be heard
    (unclearly) yes                      heard, but not for certain
    (the voice fails)                    another one has taken over
    (presses select)                     a switch: select, next or emergency
    (makes a sound)                      in place of words; also (makes two sounds), three sounds, a long sound
    (the microphone is unplugged)        nobody can be heard; also (the microphone is muted), (the recognizer fails)
    (can hear again)                     whatever it was is mended
    (starts again)                       the process was killed, and another one takes the conversation up
    (interrupts) stop                    said as soon as the assistant begins to speak
    (interrupts at "Doctors call") stop  said when the sentence begins that begins so; also (unclearly at ...)
    (presses select at "Yes")            pressed when that is being said
    (waits at "Yes")                     nothing happens until that is being said

All other lines are what the assistant does: "assistant:" is what it says, in brackets what comes about. They
are written by `python -m tests.dialogues.golden --write`; without "--write" it prints how they differ.
"""

from __future__ import annotations

import difflib
import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import get_args

from voice_assistant.commands import Command, End, KeepSummary, Note, SetRate, SetVolume
from voice_assistant.content.loading import load_pack, load_words
from voice_assistant.content.pack import Pack, Words
from voice_assistant.dialogue.adjusting import PATIENCES
from voice_assistant.dialogue.dialogue import Dialogue
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.scene import Manner, Sounds
from voice_assistant.events import (
    AnswerTaken,
    Deafness,
    Decision,
    Event,
    Heard,
    HearingBack,
    HearingLost,
    Miss,
    NoInput,
    OutcomeGiven,
    Pressed,
    RecordAgreed,
    Resumed,
    Role,
    SentenceStarted,
    Sound,
    Sounded,
    Started,
    StateChanged,
    VoiceChanged,
)
from voice_assistant.listening.duration_readback import say_duration
from voice_assistant.listening.vocabulary import Vocabulary

from .player import WELL, Player

FOLDER = Path(__file__).parent
PACK = "als-facial-twitching"
PRACTICE = "getting-to-know-your-assistant"
REVIEWED, PAST_REVIEW = date(2026, 12, 1), date(2100, 1, 1)
WIDTH = 110
MISSES: dict[str, Miss] = {
    "says too much": "too_long",
    "talks to somebody else": "talk",
    "noise": "noise",
}
DEAF: dict[str, Deafness] = {
    "the microphone is unplugged": "missing",
    "the microphone is muted": "silent",
    "the recognizer fails": "recognizer",
}
SOUNDS = {
    "muted": Sound(speech_db=None, noise_db=None, clipped=0.0, echo_db=None),
    "unspoken": Sound(speech_db=None, noise_db=-60.0, clipped=0.0, echo_db=None),
    "soft": Sound(speech_db=-50.0, noise_db=-70.0, clipped=0.0, echo_db=-20.0),
    "loud": Sound(speech_db=-8.0, noise_db=-60.0, clipped=0.2, echo_db=-20.0),
    "noisy": Sound(speech_db=-25.0, noise_db=-33.0, clipped=0.0, echo_db=-20.0),
    "echo": Sound(speech_db=-25.0, noise_db=-60.0, clipped=0.0, echo_db=3.0),
    "good": WELL,
}
SOUNDED = {
    "a": Sounded(),
    "two": Sounded(2),
    "three": Sounded(3),
    "a long": Sounded(long=True),
}
ROLES: dict[str, Role] = {"select": "select", "next": "next", "emergency": "emergency"}


@cache
def the_words() -> Words:
    return load_words()


@cache
def the_pack(today: date = REVIEWED) -> Pack:
    return load_pack(PACK, the_words(), today)


@cache
def the_practice() -> Pack:
    return load_pack(PRACTICE, the_words(), REVIEWED)


@cache
def the_vocabulary(today: date = REVIEWED) -> Vocabulary:
    return Vocabulary(the_words(), the_pack(today), the_practice())


@dataclass(frozen=True)
class Turn:
    """One line of the caller's."""

    line: str
    kind: str
    words: str = ""
    at: str | None = None
    """The beginning of the sentence that it interrupts; "" for any."""


FAULTS = ("the voice fails", *DEAF, "can hear again", "starts again")
HAPPENS = (*MISSES, *FAULTS, "noise all the time", "silence", "is at the menu", "wakes it")
_TURNS = (
    (re.compile(r"caller: (?P<words>.+)"), "says"),
    (re.compile(r"\(makes (?P<words>a|two|three|a long) sounds?( at \"(?P<at>[^\"]+)\")?\)"), "sounds"),
    (re.compile(r"\((?P<kind>interrupts|unclearly)( at \"(?P<at>[^\"]+)\")?\) (?P<words>.+)"), ""),
    (re.compile(r"\(presses (?P<words>select|next|emergency)( at \"(?P<at>[^\"]+)\")?\)"), "presses"),
    (re.compile(r"\(mumbles(, perhaps \"(?P<words>[^\"]+)\")?\)"), "mumbles"),
    (re.compile(r"\(waits at \"(?P<at>[^\"]+)\"\)"), "waits"),
    (re.compile(r"\(answers no until (?P<words>[a-z]+)\)"), "answers"),
    (re.compile(rf"\((?P<kind>{'|'.join(HAPPENS)})( at \"(?P<at>[^\"]+)\")?\)"), ""),
)


def turns_in(text: str) -> Iterator[Turn]:
    """The caller's part of a conversation. Raises `ValueError` for a line in brackets that means nothing."""
    for line in text.splitlines():
        if line.startswith(("#", "assistant:", " ")) or not line:
            continue
        for pattern, kind in _TURNS:
            match = pattern.fullmatch(line)
            if match:
                found = match.groupdict()
                kind = found.get("kind") or kind
                at = found.get("at") or ("" if kind == "interrupts" else None)
                yield Turn(line, kind, found.get("words") or "", at)
                break
        else:
            raise ValueError(f"This line means nothing: {line}")


@dataclass
class Setting:
    """How the device is set in a conversation, from its "# with:" line."""

    manner: Manner = field(default_factory=lambda: Manner(say_days=say_duration))
    memory: Memory = field(default_factory=Memory)
    today: date = REVIEWED
    sound: Sound = WELL
    room: bool = True

    @classmethod
    def of(cls, text: str) -> Setting:
        written = re.search(r"^# with: (.+)$", text, re.MULTILINE)
        wanted = [each.strip() for each in written[1].split(",")] if written else []
        limit = next((int(each.split()[-1]) for each in wanted if each.startswith("rest after ")), None)
        sound = re.search(r"^# microphone: ([a-z]+)$", text, re.MULTILINE)
        sounds = next((each for each in get_args(Sounds) if each in wanted), None)
        patience = next((each for each in PATIENCES if f"patience {each}" in wanted), PATIENCES[0])
        return cls(
            Manner(
                shared_room="shared room" in wanted,
                keep_place="shared room" not in wanted,
                keeps_summaries="summaries" in wanted,
                records="records" in wanted,
                wakes="wakes" in wanted,
                rest_after=limit,
                say_days=say_duration,
                announce="announces" in wanted,
                scan_steps="steps" in wanted,
                long_press=3.0 if "long press" in wanted else 0.0,
                sounds=sounds,
            ),
            Memory(
                patience=patience,
                switching="switch" in wanted or sounds is not None,
                newcomer="first start" in wanted,
            ),
            PAST_REVIEW if "past review" in wanted else REVIEWED,
            SOUNDS[sound[1] if sound else "good"],
            "disk full" not in wanted,
        )


class Conversation:
    """Plays the caller's turns to a dialogue and writes down everything that is said and comes about."""

    def __init__(self, setting: Setting) -> None:
        self.dialogue = Dialogue(
            the_pack(setting.today), the_words(), setting.manner, setting.memory, the_practice()
        )
        self._vocabulary = the_vocabulary(setting.today)
        self._player = Player(self.dialogue, self._tell, sound=setting.sound, room=setting.room)
        self._written: list[str] = []
        self._spoken: list[str] = []
        self._prompt = ""
        self.ended = False

    def play(self, turns: Iterator[Turn]) -> str:
        """The whole conversation as text."""
        waiting = list(turns)
        if waiting and waiting[0].kind not in ("wakes it", "is at the menu"):
            self._event(Started())
        for turn in waiting:
            self._speak(turn.at)
            self._write(turn.line)
            self._do(turn)
        self._speak(None)
        return "\n".join(self._written) + "\n"

    def _do(self, turn: Turn) -> None:
        match turn.kind:
            case "wakes it":
                self._event(Started())
            case "is at the menu":
                self._hidden(iter([Started()]))
            case "says" | "interrupts":
                self._event(self._heard(turn.words, "accepted"))
            case "unclearly":
                self._event(self._heard(turn.words, "confirming"))
            case "mumbles":
                self._event(
                    self._heard(turn.words, "rejected") if turn.words else Heard("", None, 0.2, "rejected")
                )
            case "presses":
                self._event(Pressed(ROLES[turn.words]))
            case "sounds":
                self._event(SOUNDED[turn.words])
            case "silence":
                self._event(NoInput())
            case "the voice fails":
                self._event(VoiceChanged())
            case "can hear again":
                self._event(HearingBack())
            case "starts again":
                self._player.line.clear()
                self._event(Resumed())
            case fault if fault in DEAF:
                self._event(HearingLost(DEAF[fault]))
            case "noise all the time":
                self._event(NoInput(noisy=True))
            case "says too much" | "talks to somebody else" | "noise":
                self._event(Heard("", None, 0.2, "rejected", MISSES[turn.kind]))
            case "answers":
                self._hidden(self._answers_until(turn.words))
            case _:
                pass

    def _heard(self, words: str, decision: Decision) -> Heard:
        meaning = self._vocabulary.grammar(self._player.listen).understand(words)
        if meaning is None:
            raise ValueError(f"'{words}' is not understood in the state {self.dialogue.state}.")
        return Heard(words, meaning, 0.9, decision)

    def _hidden(self, events: Iterator[Event]) -> None:
        """Let all this happen, and write down only what is said last."""
        before = len(self._written)
        for event in events:
            self._event(event)
            self._speak(None)
        said = [line for line in self._written[before:] if line.startswith("assistant: ")]
        self._written[before:] = said[-2:] if self.dialogue.memory.switching else said[-1:]

    def _answers_until(self, question: str) -> Iterator[Event]:
        while self.dialogue.memory.question != question:
            words = "about one week" if self.dialogue.memory.question == "duration" else "no"
            yield self._heard(words, "accepted")

    def _event(self, event: Event) -> None:
        self._player.handle(event)

    def _speak(self, at: str | None) -> None:
        """Speak on to the end, or to the sentence that begins with `at`."""
        for sentence in self._player.play():
            if at is not None and sentence.lower().startswith(at.lower()):
                self._flush(" —")
                return
        self._flush("")
        if at:
            raise ValueError(f"Nothing that begins with '{at}' is said.")

    # --- writing down ----------------------------------------------------------------------------

    def _tell(self, happened: Command | SentenceStarted) -> None:
        match happened:
            case SentenceStarted(utterance, sentence):
                said = next(each for each in self._player.line if each.utterance.id == utterance).utterance
                if sentence == 0:
                    self._flush("")
                    self._prompt = said.prompt
                self._spoken.append(said.sentences[sentence].text)
            case Note(StateChanged(_, to)):
                self._remark(to)
            case Note(AnswerTaken(question, value, confirmed)):
                self._remark(f"answer {question}: {_plain(value)}{', confirmed' if confirmed else ''}")
            case Note(RecordAgreed()):
                self._remark("a record is kept from here on")
            case KeepSummary():
                self._remark("a summary is written down")
            case Note(OutcomeGiven(outcome, _, reasons, _)):
                self._remark(f"outcome {outcome}{' because ' + ', '.join(reasons) if reasons else ''}")
            case SetVolume(gain_db):
                self._remark(f"volume {gain_db:+g} dB")
            case SetRate(words_per_minute):
                self._remark(f"{words_per_minute} words a minute")
            case End(reason):
                self._remark(f"end: {reason}")
                self.ended = True
            case _:
                pass

    def _flush(self, mark: str) -> None:
        """Write down what was said so far of the utterance that is being said."""
        if self._spoken:
            joint = " … " if self._prompt == "options" else " "
            text = f"assistant: {joint.join(self._spoken)}{mark}"
            self._spoken = []
            self._written.append(textwrap.fill(text, WIDTH, subsequent_indent="    ", break_on_hyphens=False))

    def _remark(self, text: str) -> None:
        self._flush("")
        self._write(f"  [{text}]")

    def _write(self, line: str) -> None:
        self._flush("")
        if not line.startswith(" ") and self._written:
            self._written.append("")
        self._written.append(line)


def _plain(value: object) -> str:
    if isinstance(value, dict):
        ((kind, content),) = value.items()
        if kind == "days":
            return f"{content[0]:g} to {content[1] if content[1] is None else f'{content[1]:g}'} days"
        if kind == "number":
            return " to ".join(map(str, content))
        return ", ".join(content) or "none"
    return str(value)


def played(text: str) -> str:
    """A golden file as it would be written now: its head and the caller's turns as they are, the rest anew."""
    head = [line for line in text.splitlines() if line.startswith("#")]
    return "\n".join(head) + "\n\n" + Conversation(Setting.of(text)).play(turns_in(text))


def files() -> list[Path]:
    return sorted(FOLDER.glob("*.txt"))


def difference(path: Path) -> str:
    """How a file differs from what is said now; "" if it does not."""
    text = path.read_text(encoding="utf-8")
    now = played(text)
    lines = difflib.unified_diff(
        text.splitlines(keepends=True),
        now.splitlines(keepends=True),
        f"{path.name}, as written",
        "as said now",
    )
    return "".join(lines)


def main(arguments: list[str]) -> int:
    different = 0
    for path in files():
        found = difference(path)
        different += bool(found)
        sys.stdout.write(found)
        if found and arguments == ["--write"]:
            path.write_text(played(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 1 if different and arguments != ["--write"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
