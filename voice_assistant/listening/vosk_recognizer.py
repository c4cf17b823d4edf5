"""The door to Vosk: an offline recognizer that decodes while somebody speaks.

What the adapter hides of it, all of it measured:

1. A grammar cannot be changed in mid-utterance (the process would abort). A new recognizer costs about a
   millisecond, so every start with a list of phrases makes one.
2. A model that does not load leaves lines on stderr, and a broken graph crashes only when it is first used.
   Loading therefore catches what is written meanwhile and takes any error in it for a broken model.
3. `Model` with a name that is no folder downloads one. Nothing but an existing folder ever reaches it.
4. When Vosk ends a stretch of speech itself, the words are gone unless they are fetched at once.
5. One for the whole language costs 50 milliseconds to make, and four fifths of all its decoding: it unfolds its
   graph where it is needed, and keeps that: 20 MB after a minute of speech, 100 MB after twenty. So it is kept,
   until another list of phrases is asked for. It has forgotten all sound, and what it learnt of the voice, after
   `FinalResult`, and only if it was not between two stretches then; `Reset` leaves some. On 113 clips in any order
   its scores were the same as a new one's.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict, cast

from voice_assistant.audio.frames import RATE, SILENCE, Samples
from voice_assistant.errors import MissingError
from voice_assistant.listening.recognizer import Hypothesis, Recognition, Word

if TYPE_CHECKING:
    import vosk

UNKNOWN = "[unk]"
_SINGLE = 5
"""How often a phrase of one word is listed. Vosk makes a model of word pairs from the list, in which each word of
a longer phrase can stand alone; without this weight "no" is heard as the "know" of "I don't know"."""

_NEEDED = (
    "am/final.mdl",
    "conf/mfcc.conf",
    "conf/model.conf",
    "graph/Gr.fst",
    "graph/HCLr.fst",
    "graph/phones/word_boundary.int",
    "ivector/final.ie",
)


class _FoundWord(TypedDict):
    word: str
    start: float
    end: float
    conf: NotRequired[float]


class _Result(TypedDict):
    """What Vosk gives as JSON: words; or, where alternatives were asked for, several lists of them."""

    text: str
    confidence: float
    result: NotRequired[list[_FoundWord]]
    alternatives: NotRequired[list[_Result]]


class VoskModel:
    """A loaded model, about 160 MB of memory; shared by all recognizers that are made from it."""

    def __init__(self, folder: Path) -> None:
        """Load the model. Raises `MissingError` if it is not there or is broken."""
        lacking = [name for name in _NEEDED if not _has_content(folder / name)]
        if not folder.is_dir():
            raise MissingError(
                f"There is no speech model in {folder}; get one with: voice-assistant models fetch"
            )
        if lacking:
            raise _broken(folder, f"{lacking[0]} is missing or empty")
        with _without_a_socket():
            import vosk

        vosk.SetLogLevel(-1)
        with _caught_stderr() as complaints:
            try:
                self._model: vosk.Model = vosk.Model(str(folder))
            except Exception as error:  # Vosk raises nothing more specific
                raise _broken(folder, "it cannot be read") from error
        if any("ERROR" in line for line in complaints):
            raise _broken(folder, "one of its graphs cannot be read")
        self._known: dict[str, bool] = {}

    def recognizer(self) -> VoskRecognizer:
        """One more recognizer on this model; it costs next to nothing."""
        return VoskRecognizer(self)

    def knows(self, word: str) -> bool:
        """Whether the model can ever hear this word."""
        if word not in self._known:
            self._known[word] = int(self._model.vosk_model_find_word(word)) >= 0
        return self._known[word]

    def new_decoder(self, phrases: Sequence[str] | None, hypotheses: int = 0) -> vosk.KaldiRecognizer:
        """For `VoskRecognizer` only."""
        import vosk

        if phrases is None:
            decoder = vosk.KaldiRecognizer(self._model, RATE)
        else:
            decoder = vosk.KaldiRecognizer(self._model, RATE, json.dumps(list(phrases)))
        decoder.SetWords(True)
        if hypotheses:
            decoder.SetMaxAlternatives(hypotheses)
        return decoder


class VoskRecognizer:
    """A `Recognizer`. Phrases with a word that the model does not know are left out."""

    def __init__(self, model: VoskModel) -> None:
        self._model = model
        self._free: int | None = None
        self.start(())

    def start(self, phrases: Sequence[str] | None, *, unknown: bool = True, hypotheses: int = 0) -> None:
        free = hypotheses if phrases is None else None
        if free is not None and free == self._free:
            self._forget()
        else:
            listed = None if phrases is None else self._listed(phrases, unknown=unknown)
            self._decoder = self._model.new_decoder(listed, hypotheses)
            self._heard, self._forgotten, self._free = 0, True, free
        self._before = self._heard / RATE
        self._ended: list[Word] = []
        self._most = hypotheses
        self._hypotheses: tuple[Hypothesis, ...] = (Hypothesis("", 0.0),) if hypotheses else ()
        self._fresh = True

    def accept(self, sound: Samples) -> bool:
        ended = bool(self._decoder.AcceptWaveform(sound.tobytes()))
        self._heard += len(sound)
        self._forgotten = False
        self._fresh = ended
        if ended:
            self._take(self._decoder.Result())
        return ended

    def partial(self) -> str:
        if self._fresh:
            return ""
        return str(json.loads(self._decoder.PartialResult()).get("partial", ""))

    def finish(self) -> Recognition:
        if not self._fresh:
            self._take(self._decoder.FinalResult())
            self._forgotten = True
        words, self._ended, self._fresh = tuple(self._ended), [], True
        return Recognition(words, self._hypotheses)

    def knows(self, word: str) -> bool:
        return self._model.knows(word)

    def _listed(self, phrases: Sequence[str], *, unknown: bool) -> list[str]:
        """The list from which Vosk makes its grammar."""
        # Vosk would drop an unknown word and listen to the rest of its phrase: "not sure" without "not".
        known = [phrase for phrase in phrases if all(map(self._model.knows, phrase.split()))]
        listed = [phrase for phrase in known for _ in range(1 if " " in phrase else _SINGLE)]
        return [*listed, UNKNOWN] if unknown or not listed else listed

    def _forget(self) -> None:
        """Make the decoder like new; between two stretches of speech it first needs sound for that."""
        if self._forgotten:
            return
        if self._fresh:
            self._decoder.AcceptWaveform(SILENCE.tobytes())
            self._heard += len(SILENCE)
        self._decoder.FinalResult()
        self._forgotten = True

    def _take(self, found: str) -> None:
        """Keep what was found in a stretch. With hypotheses, each of before goes on with each of the new."""
        result = cast("_Result", json.loads(found))
        if not self._most:
            self._ended += self._words(result)
            return
        parts = result.get("alternatives", [])
        self._ended += self._words(parts[0]) if parts else []
        joined = [
            Hypothesis(f"{before.text} {part['text']}".strip(), before.score + part["confidence"])
            for before in self._hypotheses
            for part in parts
        ]
        if joined:
            self._hypotheses = tuple(sorted(joined, key=lambda each: -each.score)[: self._most])

    def _words(self, result: _Result) -> list[Word]:
        """Its words; Vosk counts the time from when the decoder was made."""
        return [
            Word(
                each["word"],
                round(each["start"] - self._before, 3),
                round(each["end"] - self._before, 3),
                each.get("conf", 1.0),
            )
            for each in result.get("result", [])
        ]


def _has_content(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _broken(folder: Path, why: str) -> MissingError:
    return MissingError(
        f"The speech model in {folder} is broken ({why}); delete that folder and run: "
        "voice-assistant models fetch"
    )


@contextmanager
def _without_a_socket() -> Iterator[None]:
    """Vosk brings a downloader, which opens a socket when it is imported, to find out about IPv6: there is none."""
    known = socket.has_ipv6
    socket.has_ipv6 = False
    try:
        yield
    finally:
        socket.has_ipv6 = known


@contextmanager
def _caught_stderr() -> Iterator[list[str]]:
    """Give the lines that native code writes to stderr meanwhile, once the block is left without an error."""
    lines: list[str] = []
    sys.stderr.flush()
    with tempfile.TemporaryFile() as caught:
        kept = os.dup(2)
        os.dup2(caught.fileno(), 2)
        try:
            yield lines
        finally:
            os.dup2(kept, 2)
            os.close(kept)
        caught.seek(0)
        lines += caught.read().decode("utf-8", "replace").splitlines()
