"""The real voice: what it survives, that it repeats itself exactly, and how it reads."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from voice_assistant.audio.frames import RATE, Samples
from voice_assistant.errors import VoiceError
from voice_assistant.events import TroubleMet
from voice_assistant.speaking import worker
from voice_assistant.speaking.engines import ESPEAK, FLITE, Engine
from voice_assistant.speaking.process_voice import ProcessSynthesizer

pytestmark = pytest.mark.voice
WAIT = 30.0
SENTENCE = "Do you have trouble breathing right now?"
PROSE = (
    "A twitch of the face is common, and most of the time there is no serious reason for it. "
    "It often comes with stress, with tiredness, or after several cups of strong coffee. "
    "In the majority of people it disappears within a few days or weeks without any treatment. "
    "Doctors never diagnose the disease from twitching alone. "
    "They examine whether muscles have become weaker or smaller, and whether speaking or swallowing changed. "
    "Regular sleep, quiet evenings and shorter hours in front of the screen usually help."
)


@pytest.fixture
def voice() -> Iterator[ProcessSynthesizer]:
    made = ProcessSynthesizer(answer_within=1.0)
    yield made
    made.close()


def said(voice: ProcessSynthesizer, text: str, words_per_minute: int = 155) -> Samples:
    sound = voice.result(voice.request(text, words_per_minute), WAIT)
    assert sound is not None
    return sound


def digest(sound: Samples) -> str:
    return hashlib.sha256(sound.tobytes()).hexdigest()


class TestTrouble:
    def test_a_process_killed_in_mid_request_is_replaced_and_the_sentence_delivered(
        self, voice: ProcessSynthesizer
    ) -> None:
        expected = digest(said(voice, SENTENCE))
        before = voice.process_id
        os.kill(before, signal.SIGSTOP)  # so that it cannot have answered before it is killed
        request = voice.request(SENTENCE, 155)
        os.kill(before, signal.SIGKILL)
        sound = voice.result(request, WAIT)
        assert sound is not None
        assert digest(sound) == expected
        assert voice.process_id != before
        assert voice.troubles() == (TroubleMet("voice", "died"),)
        assert voice.troubles() == ()

    def test_a_process_that_hangs_is_replaced_and_all_that_is_owed_delivered(
        self, voice: ProcessSynthesizer
    ) -> None:
        said(voice, "Yes.")
        before = voice.process_id
        os.kill(before, signal.SIGSTOP)
        first, second = voice.request(SENTENCE, 155), voice.request("Yes.", 155)
        late, early = voice.result(second, WAIT), voice.result(first, WAIT)
        assert late is not None
        assert early is not None
        assert len(late) < len(early)
        assert voice.process_id != before
        assert voice.troubles() == (TroubleMet("voice", "hung"),)

    def test_a_process_that_dies_while_nothing_is_owed_is_replaced_too(
        self, voice: ProcessSynthesizer
    ) -> None:
        said(voice, "Yes.")
        os.kill(voice.process_id, signal.SIGKILL)
        assert len(said(voice, "Yes."))
        assert voice.troubles() == (TroubleMet("voice", "died"),)

    def test_a_sentence_that_always_fails_is_one_clear_error_and_the_next_one_is_fine(self) -> None:
        voice = ProcessSynthesizer(voice="xx-unknown")
        try:
            with pytest.raises(VoiceError, match=r'^The voice "xx-unknown" failed 3 times .* doctor`'):
                said(voice, SENTENCE)
            assert voice.troubles() == (TroubleMet("voice", "failed"),) * 3
        finally:
            voice.close()

    def test_a_process_killed_in_mid_sentence_gives_the_rest_of_it_and_nothing_twice(self) -> None:
        voice = ProcessSynthesizer(FLITE)
        try:
            text = PROSE[:300]
            expected = said(voice, text)
            request = voice.request(text, 155)
            first = voice.piece(request, WAIT)
            os.kill(voice.process_id, signal.SIGKILL)
            pieces = [first]
            while pieces[-1] is None or not pieces[-1].last:
                pieces.append(voice.piece(request, WAIT))
            troubles = voice.troubles()
        finally:
            voice.close()
        assert first is not None
        assert not first.last
        assert troubles == (TroubleMet("voice", "died"),)
        assert np.array_equal(np.concatenate([each.samples for each in pieces if each]), expected)

    def test_closing_ends_the_process(self, voice: ProcessSynthesizer) -> None:
        said(voice, "Yes.")
        process = voice.process_id
        voice.close()
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


class TestWorker:
    """The process by itself, as its parent sees it."""

    REQUEST = b'{"id": 5, "text": "Yes.", "rate": 150, "voice": "en-us"}\n'
    FLITE_REQUEST = b'{"id": 5, "text": "Yes.", "rate": 1.1, "voice": "rms"}\n'

    @staticmethod
    def run(requests: bytes, engine: str = "espeak-ng", **settings: object) -> list[tuple[int, int, bytes]]:
        """Every answer to these requests, after which its input ends, and so it must."""
        command = [sys.executable, "-P", worker.__file__, engine]
        done = subprocess.run(
            command, input=requests, capture_output=True, timeout=60, check=True, **settings
        )  # type: ignore[call-overload]
        answers, rest = [], done.stdout
        while rest:
            number, rate, length = worker.HEADER.unpack_from(rest)
            end = worker.HEADER.size + length
            answers.append((number, rate, rest[worker.HEADER.size : end]))
            rest = rest[end:]
        return answers

    def test_it_says_that_it_is_ready_answers_and_ends_with_its_input(self) -> None:
        ready, answer, end = self.run(self.REQUEST)
        assert ready == (worker.READY, 1, b"")
        assert answer[:2] == (5, 22_050)
        assert len(answer[2]) > 10_000
        assert end == (5, 1, b"")

    def test_no_room_for_the_sound_is_an_error_and_no_hang(self) -> None:
        def cramped() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, 4_096))

        _, first, second = self.run(self.REQUEST * 2, preexec_fn=cramped)
        assert first[:2] == second[:2] == (5, 0)
        assert b"Error" in first[2]

    def test_it_needs_no_folder_for_temporary_files(self, tmp_path: Path) -> None:
        environment = {**os.environ, "TMPDIR": str(tmp_path / "missing")}
        _, answer, _ = self.run(self.REQUEST, env=environment)
        assert answer[1] == 22_050
        assert list(tmp_path.iterdir()) == []

    def test_flite_gives_the_beginning_before_the_rest_is_made(self) -> None:
        request = self.FLITE_REQUEST.replace(b"Yes.", PROSE.split(".")[0].encode())
        _, *pieces, end = self.run(request, "flite")
        assert {piece[:2] for piece in pieces} == {(5, 16_000)}
        assert len(pieces) > 10
        assert len(pieces[0][2]) < 0.3 * 2 * 16_000
        assert end == (5, 1, b"")

    def test_flite_takes_no_voice_that_it_would_fetch_or_replace_by_another(self) -> None:
        elsewhere = self.FLITE_REQUEST.replace(b"rms", b"http://localhost/voice.flitevox")
        _, *known, unknown = self.run(self.FLITE_REQUEST + elsewhere, "flite")
        assert known[0][:2] == (5, 16_000)
        assert known[-1] == (5, 1, b"")
        assert unknown[:2] == (5, 0)
        assert unknown[2].startswith(b"ValueError: flite has no voice http:")

    def test_a_file_can_be_flites_voice_and_a_broken_one_is_an_error(self, tmp_path: Path) -> None:
        voice, broken = tmp_path / "mine.flitevox", tmp_path / "broken.flitevox"
        subprocess.run(["flite", "-voice", "slt", "-voicedump", str(voice)], check=True, timeout=60)
        broken.write_bytes(voice.read_bytes()[:2_000_000])
        asked = [self.FLITE_REQUEST.replace(b"rms", str(each).encode()) for each in (voice, broken)]
        _, *known, unknown = self.run(b"".join(asked), "flite")
        assert known[-1] == (5, 1, b"")
        assert sum(len(sound) for _, _, sound in known) > 10_000
        assert unknown[:2] == (5, 0)

    def test_an_engine_that_is_not_installed_says_so(self) -> None:
        hidden = "import ctypes, runpy, sys; sys.argv[1:] = ['flite']; ctypes.CDLL = lambda name, *_: open(str(name))\n"
        start = f"runpy.run_path({worker.__file__!r}, run_name='__main__')"
        done = subprocess.run(
            [sys.executable, "-c", hidden + start], capture_output=True, timeout=60, check=True
        )
        assert worker.HEADER.unpack_from(done.stdout)[:2] == (worker.READY, 0)
        assert b"libflite" in done.stdout

    @pytest.mark.parametrize("engine", ["espeak-ng", "flite"])
    def test_what_is_not_wanted_any_more_is_left_off(self, engine: str) -> None:
        voice = b"rms" if engine == "flite" else b"en-us"
        asked = self.REQUEST.replace(b"en-us", voice).replace(
            b"150", b"100" if engine == "espeak-ng" else b"1"
        )
        long = asked.replace(b"Yes.", b"word " * 2_000)
        wishes = [
            long,
            asked.replace(b"5,", b"6,"),
            asked.replace(b"5,", b"7,"),
            b'{"keep": [6]}\n',
            asked.replace(b"5,", b"8,"),
        ]
        _, *answers = self.run(b"".join(wishes), engine)
        whole = [number for number, _, sound in answers if not sound]
        assert whole == [6, 8]

    def test_it_stays_small(self) -> None:
        voice = ProcessSynthesizer()
        try:
            for _ in range(20):
                said(voice, SENTENCE)
            status = Path(f"/proc/{voice.process_id}/status").read_text()
        finally:
            voice.close()
        resident = int(status.split("VmRSS:")[1].split()[0]) / 1_024
        assert resident < 30, f"{resident:.0f} MB"


class TestReading:
    def test_the_same_text_is_the_same_sound_in_any_order_at_any_rate_in_any_process(self) -> None:
        texts = [f"{text} This was number {number}." for number in range(4) for text in PROSE.split(". ")[:5]]
        wanted = [(text, rate) for text in texts for rate in (120, 155, 200)]
        rounds = []
        for seed in (1, 2):
            order = wanted[:]
            random.Random(seed).shuffle(order)  # noqa: S311 - an order, not a secret
            voice = ProcessSynthesizer()
            try:
                rounds.append({(text, rate): digest(said(voice, text, rate)) for text, rate in order})
            finally:
                voice.close()
        assert rounds[0] == rounds[1]
        assert len(set(rounds[0].values())) == len(wanted)

    @pytest.mark.parametrize("words_per_minute", [110, 155, 220])
    @pytest.mark.parametrize(
        ("engine", "name"), [(ESPEAK, None), *((FLITE, name) for name in ("rms", "slt", "awb", "kal16"))]
    )
    def test_prose_is_read_at_the_rate_that_was_asked_for(
        self, engine: Engine, name: str | None, words_per_minute: int
    ) -> None:
        voice = ProcessSynthesizer(engine, name)
        sentences = [f"{each.rstrip('.')}." for each in PROSE.split(". ")]
        try:
            seconds = sum(len(said(voice, each, words_per_minute)) for each in sentences) / RATE
        finally:
            voice.close()
        words = len(PROSE) / 6  # a word of ordinary prose has five letters, and the space after it
        assert 60 * words / seconds == pytest.approx(words_per_minute, rel=0.05)

    def test_slower_is_slower_all_the_way(self, voice: ProcessSynthesizer) -> None:
        lengths = [len(said(voice, SENTENCE, rate)) for rate in range(90, 251, 20)]
        assert all(slower > faster for slower, faster in pairwise(lengths))

    def test_hardly_any_silence_surrounds_a_sentence(self, voice: ProcessSynthesizer) -> None:
        sound = abs(said(voice, SENTENCE).astype(int)) > 50
        assert sound[: round(0.025 * RATE)].any()
        assert sound[-round(0.045 * RATE) :].any()
