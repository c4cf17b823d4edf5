"""Captions as a stream: a line when a sentence begins, whoever reads it, and nobody has to."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice_assistant.audio.frames import SILENCE
from voice_assistant.captions import MOST_WAITING, CaptionFile, CaptionStream
from voice_assistant.errors import OutputError
from voice_assistant.events import TroubleMet


def say(captions: CaptionStream, *sentences: str) -> None:
    """Each for a second."""
    for text in sentences:
        captions.begun(text)
        for _ in range(50):
            captions.played(SILENCE)
        captions.over()


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "captions"
    os.mkfifo(path)
    return path


@contextlib.contextmanager
def reading(pipe: Path) -> Iterator[int]:
    file = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        yield file
    finally:
        os.close(file)


def lines(file: int) -> list[str]:
    """What can be read at once."""
    content = b""
    with contextlib.suppress(BlockingIOError):
        while piece := os.read(file, 1 << 20):
            content += piece
    return content.decode().splitlines()


def test_a_file_has_a_line_as_soon_as_a_sentence_begins(tmp_path: Path) -> None:
    file = tmp_path / "captions.txt"
    file.write_text("of another time\n")
    captions = CaptionStream(str(file))
    say(captions, "Hello.")
    captions.begun("Are you\nthere?")
    assert file.read_text() == "00:00:00.000 Hello.\n00:00:01.000 Are you there?\n"
    captions.close()
    captions.close()
    assert captions.troubles() == ()


def test_a_pipe_that_nobody_reads_does_not_wait(pipe: Path) -> None:
    captions = CaptionStream(str(pipe))
    say(captions, "Nobody reads this.")
    with reading(pipe) as file:
        say(captions, "One.", "Two.")
        assert lines(file) == ["00:00:01.000 One.", "00:00:02.000 Two."]
    captions.close()


def test_a_reader_that_goes_away_is_missed_by_nobody_and_may_come_back(pipe: Path) -> None:
    captions = CaptionStream(str(pipe))
    with reading(pipe) as file:
        say(captions, "One.")
        assert lines(file) == ["00:00:00.000 One."]
    say(captions, "Two.", "Three.")
    with reading(pipe) as file:
        say(captions, "Four.")
        assert lines(file) == ["00:00:03.000 Four."]
    captions.close()
    assert captions.troubles() == ()


def test_a_reader_that_is_too_slow_gets_whole_lines_and_loses_the_oldest(pipe: Path) -> None:
    captions = CaptionStream(str(pipe))
    long = "word " * 3_000
    with reading(pipe) as file:
        told = [f"{number} {long}".strip() for number in range(MOST_WAITING + 50)]
        for text in told:
            captions.begun(text)
        read: list[str] = []
        content = b""
        for _ in range(2_000):
            captions.played(SILENCE)
            with contextlib.suppress(BlockingIOError):
                content += os.read(file, 1 << 20)
        read = [line.partition(" ")[2] for line in content.decode().splitlines()]
    assert read[-MOST_WAITING:] == told[-MOST_WAITING:]
    assert MOST_WAITING < len(read) < len(told)
    assert [each for each in told if each in set(read)] == read
    captions.close()


def test_stdout_whose_reader_leaves(tmp_path: Path) -> None:
    program = (
        "from voice_assistant.captions import CaptionStream\n"
        "import sys\n"
        "captions = CaptionStream('-')\n"
        "captions.begun('One.')\n"
        "sys.stdin.readline()\n"
        "for _ in range(3): captions.begun('Two.')\n"
        "captions.close()\n"
        "sys.stderr.write(f'still here {captions.troubles()}')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"00:00:00.000 One.\n"
        process.stdout.close()
        process.stdin.write(b"\n")
        process.stdin.close()
        assert process.stderr.read() == b"still here ()"
        assert process.wait(20) == 0


def test_a_terminal_that_is_halted_does_not_wait(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    captions = CaptionStream(os.ttyname(theirs))
    for _ in range(200):
        captions.begun("word " * 200)  # more than a terminal takes that nobody reads
    captions.close()
    os.close(theirs)
    os.close(ours)


def test_a_full_disk_is_reported_once_and_goes_on_in_the_same_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "captions.txt"
    captions = CaptionStream(str(file))
    room = [10]
    write = os.write

    def limited(target: int, content: bytes) -> int:
        if not room[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = write(target, content[: room[0]])
        room[0] -= written
        return written

    monkeypatch.setattr("voice_assistant.captions.os.write", limited)
    say(captions, "One.", "Two.")
    assert captions.troubles() == (TroubleMet("captions", "disk_full"),)
    room[0] = 1_000
    say(captions, "Three.")
    assert file.read_text() == "00:00:00.000 One.\n00:00:01.000 Two.\n00:00:02.000 Three.\n"
    assert captions.troubles() == (TroubleMet("captions", "back"),)
    say(captions, "Four.")
    assert captions.troubles() == ()
    captions.close()


def test_a_place_that_cannot_be_written_is_named_at_once(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere" / "captions.txt"):
        with pytest.raises(OutputError, match=rf"{place} .*--captions"):
            CaptionStream(str(place))


def test_the_captions_of_a_recording_are_whole_or_not_there(tmp_path: Path) -> None:
    captions = CaptionFile(tmp_path / "captions.vtt")
    captions.begun("Hello & welcome.")
    for _ in range(10):
        captions.played(SILENCE + 1)
    assert not list(tmp_path.iterdir())
    captions.close()
    assert [each.name for each in tmp_path.iterdir()] == ["captions.vtt"]
    assert "00:00:00.000 --> 00:00:00.200\nHello &amp; welcome.\n" in (tmp_path / "captions.vtt").read_text()
    (tmp_path / "full").symlink_to("/dev/full")
    with pytest.raises(OutputError, match=r"full.*No space left"):
        CaptionFile(tmp_path / "full").close()
