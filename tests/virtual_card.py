"""A sound card for tests where there is none: a private PulseAudio daemon that no other program sees.

    caller (play)  → sink "caller"  → source "mic"                       → the assistant's microphone
    the assistant's speaker → sink "speaker" → its monitor → (record)    → the test
                                             → (echo)      → sink "caller"

The microphone hums a little all the time, at -63 dB below full scale: as a real one, it is never exactly silent.

PortAudio finds it through an ALSA configuration of its own, so `env` has to be the environment of a process
from its start on. Run by hand, it keeps a card for as long as a command runs:

    python tests/virtual_card.py voice-assistant doctor
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from voice_assistant.audio.wav import WavWriter
from voice_assistant.rehearsal.voice import speak

PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")
FORMAT = "rate=16000 channels=1 channel_map=mono"
MICROPHONE = ("module-remap-source", "source_name=mic", "master=caller.monitor", *FORMAT.split())
SPEAKER = ("module-null-sink", "sink_name=speaker", "norewinds=1", *FORMAT.split())
HUM = ("module-sine", "sink=caller", "frequency=60")
HUM_VOLUME = 6554
"""A tenth, which PulseAudio's cubic scale makes -60 dB, of a sine at half of full scale or so."""
START_LIMIT = 10.0
"""Seconds."""

# ALSA_CONFIG_PATH replaces the system's whole configuration, so that is read first.
ALSA = """\
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse hint { show on description "Virtual card" } }
ctl.!default { type pulse }
"""


class CardUnavailableError(Exception):
    """The virtual card cannot be had on this computer, and why."""


class VirtualCard:
    """Use it in a `with`; afterwards nothing of it is left."""

    def __init__(self) -> None:
        missing = [program for program in PROGRAMS if shutil.which(program) is None]
        if missing:
            raise CardUnavailableError(
                f"{', '.join(missing)} not found; install pulseaudio, pulseaudio-utils and libasound2-plugins"
            )
        # The path stays short: a socket's may not be longer than 107 bytes.
        self._root = Path(tempfile.mkdtemp(prefix="card-", dir="/tmp"))
        self._daemon: subprocess.Popen[bytes] | None = None
        self._clients: list[subprocess.Popen[bytes]] = []

    @property
    def env(self) -> dict[str, str]:
        """The environment for processes that shall see this card, and only this card.

        They see nothing of whoever runs the tests either: no settings, and no place in an article.
        """
        hidden = ("PULSE_SINK", "PULSE_SOURCE", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
        env = {name: value for name, value in os.environ.items() if name not in hidden}
        env.update(
            XDG_RUNTIME_DIR=str(self._root / "run"),
            PULSE_RUNTIME_PATH=str(self._root / "run"),
            PULSE_STATE_PATH=str(self._root / "state"),
            PULSE_SERVER=f"unix:{self._socket}",
            PULSE_COOKIE=str(self._root / "cookie"),
            ALSA_CONFIG_PATH=str(self._root / "asound.conf"),
            XDG_STATE_HOME=str(self._root / "user-state"),
            XDG_CONFIG_HOME=str(self._root / "user-config"),
        )
        return env

    def start(self) -> None:
        """Start the daemon, for the first time or again after it was killed, and wait until it is ready."""
        self._write_files()
        log = (self._root / "log").open("ab")
        with log:
            self._daemon = subprocess.Popen(
                [
                    "pulseaudio", "-n", "-F", str(self._root / "card.pa"), "--daemonize=no",
                    "--use-pid-file=no", "--exit-idle-time=-1", "--disallow-exit", "--disable-shm=yes",
                    "--high-priority=no", "--realtime=no", "--log-target=stderr", "--log-level=warn",
                ],
                env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + START_LIMIT
        while not self._ready():
            if self._daemon.poll() is not None or time.monotonic() > deadline:
                raise CardUnavailableError(f"pulseaudio did not start: {self._log()}")
            time.sleep(0.01)

    def play(self, wav: Path) -> subprocess.Popen[bytes]:
        """Begin to play a WAV to the microphone; `wait()` for its end."""
        return self._client(["paplay", "--device=caller", "--latency-msec=30", str(wav)])

    def say(self, text: str) -> None:
        """Begin to say this into the microphone, with a synthetic voice."""
        recording = self._root / f"{text}.wav"
        if not recording.exists():
            with WavWriter(recording) as writer:
                writer.write(speak(text))
        self.play(recording)

    def record(self, path: Path) -> subprocess.Popen[bytes]:
        """Begin to record what the speaker plays, as raw 16-bit samples at 16 kHz; `terminate()` ends it."""
        shape = ["--rate=16000", "--channels=1", "--format=s16le", "--latency-msec=20", "--raw"]
        with path.open("wb") as file:
            return self._client(["parec", "--device=speaker.monitor", *shape], file.fileno())

    def echo(self, gain_db: float, delay: float) -> None:
        """From now on the microphone hears the speaker too, so much louder, and so many seconds later or some more."""
        self._pactl(
            "load-module", "module-loopback", "source=speaker.monitor", "sink=caller", "source_dont_move=true",
            "sink_dont_move=true", "adjust_time=0", f"latency_msec={round(delay * 1000)}", *FORMAT.split(),
        )  # fmt: skip
        streams = self._pactl("list", "short", "sink-inputs").splitlines()
        (looped,) = (stream.split()[0] for stream in streams if "module-loopback" in stream)
        self._pactl("set-sink-input-volume", looped, f"{gain_db:g}dB")

    def amplify_microphone(self, gain_db: float) -> None:
        """Turn the microphone up or down; what becomes too loud is clipped."""
        self._pactl("set-source-volume", "mic", f"{gain_db:g}dB")

    def mute_microphone(self, muted: bool = True) -> None:
        """It goes on to give sound, but nothing but zeros."""
        self._pactl("set-source-mute", "mic", "1" if muted else "0")

    def unplug_microphone(self) -> None:
        """Take the microphone away; the daemon may put another source in its place, as it does in life."""
        self._pactl("unload-module", "module-remap-source")

    def plug_microphone(self) -> None:
        self._pactl("load-module", *MICROPHONE)
        self._pactl("set-default-source", "mic")

    def add_speaker(self, name: str) -> None:
        """One more that can be played on."""
        self._pactl("load-module", "module-null-sink", f"sink_name={name}", *FORMAT.split())

    def unplug_speaker(self) -> None:
        """Take the speaker away; the daemon plays on another one, as it does in life."""
        modules = (line.split("\t") for line in self._pactl("list", "short", "modules").splitlines())
        (number,) = (each[0] for each in modules if "sink_name=speaker" in each[2])
        others = [sink for sink in self._sinks() if sink not in ("speaker", "caller")]
        if others:
            self._pactl("set-default-sink", others[0])
        self._pactl("unload-module", number)

    def plug_speaker(self) -> None:
        self._pactl("load-module", *SPEAKER)
        self._pactl("set-default-sink", "speaker")

    def plays_on(self, sink: str) -> bool:
        """Whether the assistant's sound goes there."""
        number = self._sinks().get(sink)
        streams = [line.split("\t") for line in self._pactl("list", "short", "sink-inputs").splitlines()]
        return any(each[1] == number and each[3].startswith("protocol-native") for each in streams)

    def kill(self) -> None:
        """The daemon dies without a word."""
        daemon = self._running()
        daemon.kill()
        daemon.wait()

    def freeze(self) -> None:
        """The daemon keeps its socket and answers nothing any more."""
        self._running().send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on as if nothing had been."""
        self._running().send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End the daemon and its clients and remove all files. Safe to call twice."""
        for process in (*self._clients, self._daemon):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()
        shutil.rmtree(self._root, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def _socket(self) -> Path:
        return self._root / "run" / "native"

    def _write_files(self) -> None:
        for name in ("run", "state"):
            (self._root / name).mkdir(mode=0o700, exist_ok=True)
        self._socket.unlink(missing_ok=True)
        # Without "norewinds" a sink plays again what it has played, when its stream is stopped.
        lines = [
            f"load-module module-null-sink sink_name=caller norewinds=1 {FORMAT}",
            f"load-module {' '.join(SPEAKER)}",
            f"load-module {' '.join(MICROPHONE)}",
            f"load-module module-native-protocol-unix socket={self._socket} auth-anonymous=1",
            "set-default-sink speaker",
            "set-default-source mic",
            f"load-module {' '.join(HUM)}",  # after the defaults, since a change of those moves what plays
            f"set-sink-input-volume 0 {HUM_VOLUME}",
        ]
        (self._root / "card.pa").write_text("\n".join(lines) + "\n")
        (self._root / "asound.conf").write_text(ALSA)

    def _ready(self) -> bool:
        if not self._socket.exists():
            return False
        asked = subprocess.run(
            ["pactl", "list", "short", "sources"], env=self.env, capture_output=True, check=False
        )
        return asked.returncode == 0 and b"\tmic\t" in asked.stdout

    def _sinks(self) -> dict[str, str]:
        """The number of each speaker, by its name."""
        lines = (line.split("\t") for line in self._pactl("list", "short", "sinks").splitlines())
        return {name: number for number, name, *_ in lines}

    def _client(self, command: list[str], output: int | None = None) -> subprocess.Popen[bytes]:
        client = subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL, stdout=output)
        self._clients.append(client)
        return client

    def _pactl(self, *arguments: str) -> str:
        done = subprocess.run(
            ["pactl", *arguments], env=self.env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CardUnavailableError(f"pactl {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

    def _running(self) -> subprocess.Popen[bytes]:
        if self._daemon is None:
            raise CardUnavailableError("the virtual card was not started")
        return self._daemon

    def _log(self) -> str:
        return (self._root / "log").read_text(errors="replace")[-2_000:].strip() or "it said nothing"


def main(command: list[str]) -> int:
    with VirtualCard() as card:
        return subprocess.run(command, env=card.env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
