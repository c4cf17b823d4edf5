"""The captions of a running assistant, on a virtual sound card: in step, and in nobody's way."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from virtual_card import VirtualCard
from vtt import seconds

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(180)]

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds after which a line that should have come has not."""


@contextmanager
def running(card: VirtualCard, captions: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """The assistant, which must still be there in the end, and go when it is told to."""
    command = [sys.executable, "-m", "voice_assistant", "run", "--captions", str(captions)]
    with subprocess.Popen(command, env=card.env, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            yield process
            assert process.poll() is None
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
        finally:
            process.kill()


def line(file: int) -> tuple[float, str]:
    """The next line: its seconds of sound and its text."""
    content = b""
    while not content.endswith(b"\n"):
        assert select.select([file], [], [], PATIENCE)[0], "no line came"
        piece = os.read(file, 1)
        assert piece, "the captions ended"
        content += piece
    clock, _, text = content.decode().strip().partition(" ")
    return seconds(clock), text


def test_lines_come_on_stdout_as_the_sentences_are_heard(card: VirtualCard) -> None:
    with running(card, "-") as process:
        assert process.stdout is not None
        came = [(line(process.stdout.fileno()), time.monotonic()) for _ in range(5)]
        assert came[0][0][1] == "Hello."
        assert len({text for (_, text), _ in came}) == 5
        for (t, _), wall in came:
            assert wall - came[0][1] == pytest.approx(t - came[0][0][0], abs=0.5)
        process.stdout.close()  # the reader leaves, the assistant does not
        time.sleep(6)


def test_a_pipe_is_joined_at_the_next_sentence_and_can_be_left(card: VirtualCard, tmp_path: Path) -> None:
    pipe = tmp_path / "captions"
    os.mkfifo(pipe)
    with running(card, pipe):
        texts = []
        for _ in range(2):
            reader = os.open(pipe, os.O_RDONLY)
            texts.append(line(reader)[1])
            os.close(reader)
        assert texts[0] == "Hello."
        assert texts[1] != "Hello."
