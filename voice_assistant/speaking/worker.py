"""The voice's own process: one sentence a request, never played, only made.

It is started as a program of its own, so it imports nothing of the package and stays small. How it works:

1. The process loads what its engine needs, whose name is its argument. It answers "ready".
2. Each line on its standard input is a request: JSON with `id`, `text`, `rate` and `voice`; what the rate
   means is between the engine and its entry in `engines`.
3. For each request it forks. The fork says the one sentence into a file in memory, and ends.
   With espeak-ng every sentence is so the first one that its engine ever says: espeak-ng carries the phase of
   its pitch flutter and more from sentence to sentence and has no way to reset them, and the same text
   would otherwise sound a little different each time. The fork is safe because nothing here has threads
   before it; espeak-ng starts its threads only in the fork. It costs 5 ms a sentence.
   flite is a program: the fork becomes it.
4. The process reads that file and answers on what was its standard output: a header (`HEADER`: the
   request's id, the sample rate in hertz or 0, the length in bytes), then 16-bit mono samples, or, with
   the rate 0, a sentence that says what went wrong.
5. It ends when its standard input is closed, which happens at the latest when its parent dies. A fork that
   hangs is ended by an alarm, so that nothing is left behind even then.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import struct
import subprocess
import sys
import time
import wave
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Speak = Callable[[dict[str, Any], int], None]
    """Says one request into an open file, in a process of its own; raises whatever goes wrong."""

HEADER = struct.Struct("<III")
"""Request's id, sample rate in hertz (0: the payload is an error in words), payload's length in bytes."""
READY = 0
"""The id of the first answer, which no request has: the voice was loaded, or why it was not."""

LONGEST = 30
"""Seconds that one sentence may take, whatever the parent thinks."""


def load_pyttsx3() -> Any:
    """pyttsx3 with espeak-ng's library from its wheel, or from the system where the wheel does not load."""
    with suppress(ImportError, OSError, RuntimeError):
        import espeakng_loader

        sounds = espeakng_loader.get_data_path()
        # pyttsx3 asks for the library by its short name and then finds the one that is already loaded.
        ctypes.CDLL(espeakng_loader.get_library_path(), ctypes.RTLD_GLOBAL)
        os.environ["ESPEAK_DATA_PATH"] = sounds
    import pyttsx3
    import pyttsx3.drivers.espeak

    return pyttsx3


def load_espeak() -> Speak:
    pyttsx3 = load_pyttsx3()
    return lambda request, file: speak_with_espeak(pyttsx3, request, f"/proc/self/fd/{file}")


def settle(pyttsx3: Any) -> None:
    """Wait until espeak-ng's own thread has done all it was told.

    The driver cancels everything if it is asked to run while that thread is busy: the change of a
    property, or the whole sentence, would be lost.
    """
    while pyttsx3.drivers._espeak.IsPlaying():
        time.sleep(0.0002)


def speak_with_espeak(pyttsx3: Any, request: dict[str, Any], path: str) -> None:
    """Say one sentence into a file, with a new engine; raises whatever goes wrong on the way."""
    failures: list[BaseException] = []
    engine = pyttsx3.init("espeak")
    engine.connect("error", lambda name, exception: failures.append(exception))
    # A new engine takes itself for busy until its first run is over, and that run returns too early.
    engine.proxy.setBusy(False)
    engine.setProperty("voice", request["voice"])
    engine.setProperty("rate", request["rate"])
    settle(pyttsx3)
    if not failures:
        engine.save_to_file(request["text"], path)
        engine.runAndWait()
        settle(pyttsx3)
    if failures:
        raise failures[0]


def load_flite() -> Speak:
    """The program flite. It takes an unknown voice for its first one without a word, and an address for
    something to fetch, so only the voices that it lists, and files that are here, are let through."""
    listed = subprocess.run(["flite", "-lv"], capture_output=True, text=True, check=True, timeout=LONGEST)
    voices = listed.stdout.partition(":")[2].split()

    def speak(request: dict[str, Any], file: int) -> NoReturn:
        voice = request["voice"]
        if voice not in voices and not os.path.isfile(voice):  # noqa: PTH113 - pathlib is slow to load
            raise ValueError(f"flite has no voice {voice}; it has {', '.join(voices)}")
        os.set_inheritable(file, True)
        options = ["-voice", voice, "--setf", f"duration_stretch={request['rate']}", "-t", request["text"]]
        os.execvp("flite", ["flite", *options, "-o", f"/proc/self/fd/{file}"])  # noqa: S606

    return speak


LOADERS: dict[str, Callable[[], Speak]] = {"espeak-ng": load_espeak, "flite": load_flite}


def give_up(file: int, cause: BaseException | None) -> NoReturn:
    """End the fork with the reason in place of the sound."""
    with suppress(OSError):
        os.ftruncate(file, 0)
        os.pwrite(file, f"{type(cause).__name__}: {cause}".encode(), 0)
    os._exit(1)


def run_fork(speak: Speak, request: dict[str, Any], file: int) -> NoReturn:
    signal.alarm(LONGEST)
    # The driver writes the file in a callback from C, where exceptions are only reported, and the engine
    # would then wait for ever for the end of the sentence.
    sys.unraisablehook = lambda trouble: give_up(file, trouble.exc_value)
    try:
        speak(request, file)
    except BaseException as cause:  # noqa: BLE001 - whatever it is, it goes to the parent as words
        give_up(file, cause)
    os._exit(0)  # not sys.exit: the library asserts while it is taken down


def collect(file: int, status: int) -> tuple[int, bytes]:
    """The rate and the samples that a fork left behind, or 0 and what went wrong."""
    if os.WIFSIGNALED(status):
        return 0, f"the voice was ended by signal {os.WTERMSIG(status)}".encode()
    if status:
        words = os.pread(file, 2_000, 0)
        return 0, b"the voice failed" if not words or words.startswith(b"RIFF") else words
    os.lseek(file, 0, os.SEEK_SET)
    try:
        with os.fdopen(os.dup(file), "rb") as stream, wave.open(stream) as sound:
            samples = sound.readframes(sound.getnframes())
            return (sound.getframerate(), samples) if samples else (0, b"the voice made no sound")
    except (wave.Error, EOFError):
        return 0, b"the voice made no sound"


def serve(speak: Speak, lines: Iterable[bytes], answers: BinaryIO) -> None:
    """Answer one request after the other until there are no more."""
    file = os.memfd_create("sentence")  # in memory: no disk that could be full, nothing left when killed
    for line in lines:
        request = json.loads(line)
        os.ftruncate(file, 0)
        fork = os.fork()
        if fork == 0:
            run_fork(speak, request, file)
        _, status = os.waitpid(fork, 0)
        answer(answers, request["id"], *collect(file, status))


def answer(answers: BinaryIO, number: int, rate: int, payload: bytes) -> None:
    answers.write(HEADER.pack(number, rate, len(payload)) + payload)
    answers.flush()


def main() -> None:
    # The driver prints: the pipe becomes private, and whatever is printed goes nowhere.
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    try:
        speak = LOADERS[sys.argv[1]]()
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as cause:
        answer(answers, READY, 0, str(cause).encode())
        return
    with suppress(BrokenPipeError):
        answer(answers, READY, 1, b"")
        serve(speak, sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
