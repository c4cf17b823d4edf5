"""PocketSphinx with a closed list of phrases, to compare with; the only door to pocketsphinx."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from voice_assistant.audio.frames import Frame
from voice_assistant.listening.text import normalise


def installed() -> bool:
    """Whether it is there; it is no part of the assistant."""
    return find_spec("pocketsphinx") is not None


class Sphinx:
    """Its own end of speech, and its own English model."""

    def __init__(self, phrases: Sequence[str]) -> None:
        pocketsphinx = import_module("pocketsphinx")  # it is untyped, and not always there
        with tempfile.TemporaryDirectory() as folder:
            grammar = Path(folder) / "phrases.gram"
            known = self._known(phrases)
            grammar.write_text(
                "#JSGF V1.0;\ngrammar phrases;\npublic <phrase> = " + " | ".join(known) + ";\n",
                encoding="utf-8",
            )
            self._decoder = pocketsphinx.Decoder(jsgf=str(grammar), samprate=16_000, loglevel="FATAL")
        self._new_endpointer = pocketsphinx.Endpointer
        self.restart()

    @staticmethod
    def _known(phrases: Sequence[str]) -> list[str]:
        """The phrases of which its dictionary has every word; it refuses the others."""
        dictionary = Path(import_module("pocketsphinx").get_model_path("en-us/cmudict-en-us.dict"))
        with dictionary.open(encoding="utf-8") as lines:
            words = {line.split(maxsplit=1)[0] for line in lines if line.strip()}
        return [phrase for phrase in phrases if set(phrase.split()) <= words]

    def restart(self) -> None:
        """Forget all sound so far."""
        self._endpointer = self._new_endpointer(sample_rate=16_000)
        self._bytes = b""
        self._speaking = False

    def hear(self, frame: Frame) -> str:
        """Take in a frame; what was said, in the frame with which it ends, else ""."""
        self._bytes += frame.tobytes()
        size = int(self._endpointer.frame_bytes)
        found = ""
        while len(self._bytes) >= size:
            piece, self._bytes = self._bytes[:size], self._bytes[size:]
            found = self._take(self._endpointer.process(piece)) or found
        return found

    def finish(self) -> str:
        """What was said up to the end of all sound, if that has not been told."""
        if not self._speaking:
            return ""
        self._speaking = False
        return self._end()

    def _take(self, speech: bytes | None) -> str:
        if speech is None:
            return ""
        if not self._speaking:
            self._decoder.start_utt()
            self._speaking = True
        self._decoder.process_raw(speech)
        if self._endpointer.in_speech:
            return ""
        self._speaking = False
        return self._end()

    def _end(self) -> str:
        self._decoder.end_utt()
        best = self._decoder.hyp()
        return "" if best is None else normalise(str(best.hypstr))
