"""The voice's own process: one sentence after the other, never played, only made.

It is started as a program of its own, so it imports nothing of the package and stays small. How it works:

1. The process loads what its engine needs, whose name is its argument. It answers "ready".
2. Each line on its standard input is JSON. A request has `id`, `text`, `rate` and `voice`; what the rate means
   is between the engine and its entry in `engines`. `{"keep": [ids]}` says that no other request so far is
   wanted any more: what is being made of one is left off at once, and whoever wants the next need not wait.
3. For each request it forks. The fork says the one sentence into a pipe, and ends.
   With espeak-ng every sentence is so the first one that its engine ever says: espeak-ng carries the phase of
   its pitch flutter and more from sentence to sentence and has no way to reset them, and the same text
   would otherwise sound a little different each time. The fork is safe because nothing here has threads
   before it; espeak-ng starts its threads only in the fork. It costs 5 ms a sentence, and a sentence that makes
   an engine crash, or hang, takes only its fork with it.
4. What comes out of that pipe is passed on to what was its standard output, a piece as soon as it is there:
   a header (`HEADER`: the request's id, the sample rate in hertz or 0, the length in bytes), then 16-bit mono
   samples. A piece without samples is the end. With the rate 0 it is, instead of that, a sentence that says what
   went wrong. flite gives the first piece long before the last is made, espeak-ng all in one.
5. It ends when its standard input is closed, which happens at the latest when its parent dies. A fork that
   hangs is ended by an alarm, so that nothing is left behind even then.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import signal
import struct
import sys
import time
import wave
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

    Give = Callable[[int, bytes], None]
    """Passes on a piece: its rate in hertz, and 16-bit mono samples."""
    Speak = Callable[[dict[str, Any], Give], None]
    """Says one request, in a process of its own; raises whatever goes wrong."""

HEADER = struct.Struct("<III")
"""Request's id, sample rate in hertz (0: the payload is an error in words), payload's length in bytes (0: the end)."""
READY = 0
"""The id of the first answer, which no request has: the voice was loaded, or why it was not."""

LONGEST = 30
"""Seconds that one sentence may take, whatever the parent thinks."""


# --- espeak-ng ---------------------------------------------------------------------------------------


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

    def speak(request: dict[str, Any], give: Give) -> None:
        file = os.memfd_create("sentence")  # in memory: no disk that could be full, nothing left when killed
        speak_with_espeak(pyttsx3, request, f"/proc/self/fd/{file}")
        os.lseek(file, 0, os.SEEK_SET)
        with suppress(wave.Error, EOFError), os.fdopen(file, "rb") as stream, wave.open(stream) as sound:
            give(sound.getframerate(), sound.readframes(sound.getnframes()))

    return speak


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


# --- flite -------------------------------------------------------------------------------------------

FLITE_VOICES = {name: f"cmu_us_{name}" for name in ("rms", "slt", "awb", "kal16", "kal")}
"""flite's own voices, and what their libraries are called after."""
FLITE_PIECE = 4_000
"""Samples that flite gives at a time."""


class FliteWave(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_int16)),
    )


class FliteVoice(ctypes.Structure):
    """The beginning of flite's `cst_voice`."""

    _fields_ = (("name", ctypes.c_char_p), ("features", ctypes.c_void_p))


class FliteStreaming(ctypes.Structure):
    """flite's `cst_audio_streaming_info`."""


FLITE_CHUNK = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.POINTER(FliteWave),
    ctypes.c_int,
    ctypes.c_int,
    ctypes.c_int,
    ctypes.POINTER(FliteStreaming),
)
FliteStreaming._fields_ = (
    ("min_buffsize", ctypes.c_int),
    ("asc", FLITE_CHUNK),
    ("utt", ctypes.c_void_p),
    ("item", ctypes.c_void_p),
    ("userdata", ctypes.c_void_p),
)


def load_flite() -> Speak:
    """flite's library. It would take an address of a voice for something to fetch, so only its own voices, and
    files that are here, are let through."""
    flite = ctypes.CDLL("libflite.so.1", ctypes.RTLD_GLOBAL)
    english = ctypes.CDLL("libflite_usenglish.so.1", ctypes.RTLD_GLOBAL)
    lexicon = ctypes.CDLL("libflite_cmulex.so.1", ctypes.RTLD_GLOBAL)
    flite.flite_voice_load.restype = ctypes.POINTER(FliteVoice)
    flite.flite_voice_load.argtypes = [ctypes.c_char_p]
    flite.flite_text_to_wave.restype = ctypes.POINTER(FliteWave)
    flite.flite_text_to_wave.argtypes = [ctypes.c_char_p, ctypes.POINTER(FliteVoice)]
    flite.new_audio_streaming_info.restype = ctypes.POINTER(FliteStreaming)
    flite.audio_streaming_info_val.restype = ctypes.c_void_p
    flite.audio_streaming_info_val.argtypes = [ctypes.POINTER(FliteStreaming)]
    flite.feat_set.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    flite.feat_set_float.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_float]
    flite.flite_add_lang.argtypes = [ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p]
    flite.flite_init()
    for language in (b"eng", b"usenglish"):  # as voices in files call theirs
        flite.flite_add_lang(language, english.usenglish_init, lexicon.cmu_lex_init)

    own = {}
    for name, called in FLITE_VOICES.items():
        with suppress(OSError, AttributeError):
            register = getattr(ctypes.CDLL(f"libflite_{called}.so.1"), f"register_{called}")
            register.restype = ctypes.POINTER(FliteVoice)
            register.argtypes = [ctypes.c_char_p]
            own[name] = register(None)

    def voice_of(name: str) -> Any:
        if name in own:
            return own[name]
        if os.path.isfile(name):  # noqa: PTH113 - pathlib is slow to load
            return flite.flite_voice_load(os.fsencode(name))
        raise ValueError(f"flite has no voice {name}; it has {', '.join(own)}, or give a voice's file")

    def speak(request: dict[str, Any], give: Give) -> None:
        voice = voice_of(request["voice"])
        if not voice:
            raise ValueError(f"{request['voice']} is not a voice for flite")
        given = 0

        def chunk(sound: Any, start: int, size: int, _last: int, _streaming: Any) -> int:
            nonlocal given
            begin = ctypes.addressof(sound[0].samples.contents) + 2 * start
            give(sound[0].sample_rate, ctypes.string_at(begin, 2 * size))
            given = start + size
            return 0

        called = FLITE_CHUNK(chunk)
        streaming = flite.new_audio_streaming_info()
        streaming[0].min_buffsize, streaming[0].asc = FLITE_PIECE, called
        features = voice[0].features
        flite.feat_set(features, b"streaming_info", flite.audio_streaming_info_val(streaming))
        flite.feat_set_float(features, b"duration_stretch", request["rate"])
        made = flite.flite_text_to_wave(request["text"].encode(), voice)
        if made and given < made[0].num_samples:
            chunk(made, given, made[0].num_samples - given, 1, None)

    return speak


LOADERS: dict[str, Callable[[], Speak]] = {"espeak-ng": load_espeak, "flite": load_flite}


# --- one sentence ------------------------------------------------------------------------------------


class Fork:
    """One sentence in the making, in a process of its own."""

    def __init__(self, speak: Speak, request: dict[str, Any]) -> None:
        self.number: int = request["id"]
        self.pipe, end = os.pipe()
        self._rest = b""
        self._sounded = False
        self._failed = False
        self._process = os.fork()
        if self._process == 0:
            os.close(self.pipe)
            run_fork(speak, request, end)
        os.close(end)

    def pieces(self) -> bytes | None:
        """Complete answers that have come by now, once `pipe` has something; None after the last."""
        read = os.read(self.pipe, 1 << 16)
        if not read:
            return None
        self._rest += read
        at = 0
        while len(self._rest) - at >= HEADER.size:
            _, rate, length = HEADER.unpack_from(self._rest, at)
            if len(self._rest) - at < HEADER.size + length:
                break
            self._failed |= rate == 0
            self._sounded |= rate > 0 and length > 0
            at += HEADER.size + length
        complete, self._rest = self._rest[:at], self._rest[at:]
        return complete

    def end(self) -> bytes:
        """The last answer to this request, once the fork has ended; nothing if that was given."""
        os.close(self.pipe)
        _, status = os.waitpid(self._process, 0)
        if self._failed:
            return b""
        if os.WIFSIGNALED(status):
            words = f"the voice was ended by signal {os.WTERMSIG(status)}"
        elif status:
            words = "the voice failed"
        elif not self._sounded:
            words = "the voice made no sound"
        else:
            return HEADER.pack(self.number, 1, 0)
        return HEADER.pack(self.number, 0, len(words)) + words.encode()

    def leave_off(self) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.close(self.pipe)
        os.waitpid(self._process, 0)


def run_fork(speak: Speak, request: dict[str, Any], pipe: int) -> NoReturn:
    signal.alarm(LONGEST)

    def give(rate: int, samples: bytes) -> None:
        if samples:
            write_all(pipe, HEADER.pack(request["id"], rate, len(samples)) + samples)

    def give_up(cause: BaseException | None) -> NoReturn:
        words = f"{type(cause).__name__}: {cause}"[:2_000].encode()
        with suppress(OSError):
            write_all(pipe, HEADER.pack(request["id"], 0, len(words)) + words)
        os._exit(1)

    # Both engines call back from C, where exceptions are only reported, and the sentence would then go on, or
    # be waited for without an end.
    sys.unraisablehook = lambda trouble: give_up(trouble.exc_value)
    try:
        speak(request, give)
    except BaseException as cause:  # noqa: BLE001 - whatever it is, it goes to the parent as words
        give_up(cause)
    os._exit(0)  # not sys.exit: the library asserts while it is taken down


def write_all(pipe: int, content: bytes) -> None:
    while content:
        content = content[os.write(pipe, content) :]


# --- all sentences -----------------------------------------------------------------------------------


def serve(speak: Speak, wishes: int, answers: BinaryIO) -> None:
    """Answer one request after the other, until `wishes`, a pipe with lines, is closed and all is answered."""
    waiting: deque[dict[str, Any]] = deque()
    making: Fork | None = None
    rest, open_ = b"", True
    while open_ or waiting or making:
        if making is None and waiting:
            making = Fork(speak, waiting.popleft())
        watched = [wishes] * open_ + ([making.pipe] if making else [])
        ready, _, _ = select.select(watched, [], [])
        if open_ and wishes in ready:
            read = os.read(wishes, 1 << 16)
            open_ = bool(read)
            *lines, rest = (rest + read).split(b"\n")
            for wish in map(json.loads, lines):
                if "keep" in wish:
                    making = drop(waiting, making, wish["keep"])
                else:
                    waiting.append(wish)
        elif making is not None:
            made = making.pieces()
            answers.write(making.end() if made is None else made)
            answers.flush()
            making = None if made is None else making


def drop(waiting: deque[dict[str, Any]], making: Fork | None, keep: list[int]) -> Fork | None:
    """Forget all requests but those; what is still in the making, if it is wanted."""
    wanted = [request for request in waiting if request["id"] in keep]
    waiting.clear()
    waiting.extend(wanted)
    if making is not None and making.number not in keep:
        making.leave_off()
        return None
    return making


def answer_ready(answers: BinaryIO, trouble: str) -> None:
    answers.write(HEADER.pack(READY, 0 if trouble else 1, len(trouble.encode())) + trouble.encode())
    answers.flush()


def keep_secret() -> None:
    """As the assistant itself: nobody looks in, and with a right to it nothing is swapped to a disk.

    The forks can be looked into no more than this; that they may be swapped lasts for the one sentence.
    """
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE
        if os.geteuid() == 0 or resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] == resource.RLIM_INFINITY:
            libc.mlockall(7)  # what there is now, and later, once it is used


def main() -> None:
    keep_secret()
    # The driver prints: the pipe becomes private, and whatever is printed goes nowhere.
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    try:
        speak = LOADERS[sys.argv[1]]()
    except (ImportError, OSError, RuntimeError) as cause:
        answer_ready(answers, str(cause) or type(cause).__name__)
        return
    with suppress(BrokenPipeError):
        answer_ready(answers, "")
        serve(speak, sys.stdin.fileno(), answers)


if __name__ == "__main__":
    main()
