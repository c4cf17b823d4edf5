"""Every byte that a whole process writes, and every call that it makes: nothing that was said, and no network.

A person holds a whole session at a kiosk, with the log, the health and all folders on, under `strace`. What they say
and answer is then looked for in every write to a file or a terminal, and in everything that is left on the disk.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from voice_assistant import models
from voice_assistant.kiosk.service import TEXT

pytestmark = [
    pytest.mark.system,
    pytest.mark.model,
    pytest.mark.voice,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here; it is a Debian package"),
]

ROOT = Path(__file__).parents[2]
SCRIPT = """
turns:
  - say: help
  - say: questions
answers:
  breathing: {say: "no", means: "no"}
  sudden: {say: "nothing has changed", means: "no"}
  weakness: {say: "not sure", means: not_sure}
  wasting: {say: "yes", means: "yes"}
states:
  confirming: {say: "yes"}
  choosing: {say: questions}
  asking: {say: goodbye}
"""
MARKERS = (
    "nothing has changed", "nothing changed", "not sure", "not_sure", "weak", "breath", "thinner", "wasting",
    "urgent", "doctor", "questions", "goodbye", "skip", "answer", "advice",
)  # fmt: skip
"""Of what is said and answered in it, by either side, in words and in the program's own names."""
WRITES = re.compile(
    r"^\d+ +(?:write|pwrite64|writev|pwritev2?|sendto|sendmsg)\(\d+<(?P<file>[^>]*)>, (?P<rest>.*)"
)
WITHIN = ("pipe:", "anon_inode:", "/memfd:", "UNIX-", "socket:")
"""What stays within the process and its child, and is no file: pipes and memory."""
HARMLESS_EVENTS = re.compile(
    r'"event": "(answer|question|outcome)"|\\"event\\": \\"(answer|question|outcome)\\"'
)
"""That something was asked or answered is logged, but not what."""


@dataclass(frozen=True)
class Traced:
    calls: list[str]
    log: str
    folder: Path

    def writes(self) -> Iterator[tuple[str, str]]:
        """What was written, and where to."""
        for call in self.calls:
            found = WRITES.match(call)
            if found is not None:
                yield found["file"], found["rest"]


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Traced:
    folder = tmp_path_factory.mktemp("traced")
    script = tmp_path_factory.mktemp("script") / "script.yaml"
    script.write_text(SCRIPT, encoding="utf-8")
    trace, log = script.with_name("trace"), folder / "log"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VOICE_", "XDG_"))}
    folders = {name: str(folder / name) for name in ("HOME", "TMPDIR", "XDG_RUNTIME_DIR", "STATE_DIRECTORY")}
    for each in folders.values():
        Path(each).mkdir()
    environment = kept | folders | {
        "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "VOICE_ASSISTANT_MODELS": str(models.find().parent),
        "VOICE_ASSISTANT_HEALTH__FILE": str(folder / "health.prom"),
        "VOICE_ASSISTANT_SPEAKING__RATE": "300",
    }  # fmt: skip
    command = ["strace", "-f", "-yy", "-s", "100000", "-o", str(trace)]
    command += [sys.executable, "-m", "system.private_run", str(script), "run", "--kiosk", "--verbose"]
    with log.open("wb") as file:
        done = subprocess.run(command, env=environment, cwd=folder, stdout=file, stderr=file, check=False)
    text = log.read_text(encoding="utf-8")
    assert done.returncode == 0, text[-2000:]
    calls = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    return Traced(_of_the_session(calls), text, folder)


def _of_the_session(calls: list[str]) -> list[str]:
    """Without the caller's own programs and files, which are made before the assistant's process begins."""
    start = next(number for number, call in enumerate(calls) if "(0, RLIMIT_CORE, {" in call)
    return calls[start:]


def said_in(text: str) -> list[str]:
    return [marker for marker in MARKERS if marker in HARMLESS_EVENTS.sub("", text).lower()]


def test_the_session_was_a_whole_one_and_the_trace_saw_what_was_said(traced: Traced) -> None:
    """Else all that follows would mean nothing: the words went through pipes to the voice's process."""
    events = re.findall(r'"event": "(\w+)"', traced.log)
    assert events.count("answer") >= 3
    assert "ended" in events
    voiced = "".join(rest for file, rest in traced.writes() if file.startswith("pipe:"))
    assert {"nothing changed", "not sure", "breath"} <= set(said_in(voiced))


def test_nothing_that_was_said_or_answered_is_written_anywhere(traced: Traced) -> None:
    written = [(file, rest) for file, rest in traced.writes() if not file.startswith(WITHIN)]
    assert any(file.endswith("/log") for file, _ in written)
    assert any("health.prom" in file for file, _ in written)
    assert not [(file, said_in(rest), rest[:300]) for file, rest in written if said_in(rest)]


def test_nothing_that_was_said_or_answered_is_left_on_the_disk(traced: Traced) -> None:
    files = [file for file in traced.folder.rglob("*") if file.is_file()]
    assert {file.name for file in files} == {"log", "health.prom", "started", "starts"}
    assert next(file for file in files if file.name == "starts").read_text() == "1\n"
    for file in files:
        assert not said_in(file.read_text(encoding="utf-8", errors="replace")), file


def test_core_dumps_are_off_before_anything_is_heard_or_started(traced: Traced) -> None:
    first = traced.calls[0]
    assert "RLIMIT_CORE, {rlim_cur=0, rlim_max=0}" in first
    assert "PR_SET_DUMPABLE, SUID_DUMP_DISABLE" in traced.calls[1]
    assert not [call for call in traced.calls[1:] if "RLIMIT_CORE, {" in call]


def test_no_socket_to_any_network_is_opened(traced: Traced) -> None:
    sockets = [call for call in traced.calls if re.match(r"^\d+ +socket(pair)?\(", call)]
    assert not [call for call in sockets if not re.search(r"\(AF_UNIX,", call)], sockets


def test_the_service_is_allowed_all_that_it_calls(traced: Traced) -> None:
    """Against the unit's filter of system calls, as systemd knows its groups."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here; it is in Debian's package systemd")
    allowed: set[str] = set()
    for line in re.findall(r"^SystemCallFilter=(.+)$", TEXT, re.MULTILINE):
        named = {call for each in line.lstrip("~").split() for call in _calls(each)}
        allowed = allowed - named if line.startswith("~") else allowed | named
    called = {found[1] for call in traced.calls if (found := re.match(r"^\d+ +([a-z0-9_]+)\(", call))}
    print(f"{len(called)} system calls are made, {len(allowed)} are allowed")
    assert len(called) > 20
    assert called <= allowed, called - allowed


def _calls(name: str) -> Iterator[str]:
    if not name.startswith("@"):
        yield name
        return
    command = ["systemd-analyze", "--no-pager", "syscall-filter", name]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for line in told.splitlines()[1:]:
        each = line.strip()
        if each and not each.startswith("#"):
            yield from _calls(each)
