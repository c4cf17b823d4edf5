"""The assistant as a command on a computer of its own, for tests of what a person types."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from voice_assistant import models

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "voice_assistant")
NO_CARD = """\
</usr/share/alsa/alsa.conf>
pcm.!default { type hw card 99 }
ctl.!default { type hw card 99 }
"""
"""Sound settings of a computer whose default card is not there, also where the real one has a card."""


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line on stderr, with nothing on stdout."""
        assert self.out == ""
        assert self.err.count("\n") == 1, self.err
        assert self.err.rstrip().endswith((".", "fetch")), self.err
        return self.err.strip()


class Machine:
    """The assistant on a computer of its own: no settings file, no sound card, and a folder for files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("VOICE_ASSISTANT_")}
        kept["VOICE_ASSISTANT_MODELS"] = str(models.find().parent)
        sound = self.file("asound.conf", NO_CARD)
        self.env = kept | {
            "XDG_CONFIG_HOME": str(folder / "config"),
            "ALSA_CONFIG_PATH": str(sound),
            "PULSE_SERVER": "unix:/nowhere",
        }

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: str | Path, typed: bytes = b"", **variables: str | Path) -> Done:
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=ROOT,
            env=self.env | {name: str(value) for name, value in variables.items()},
            input=typed,
            capture_output=True,
            timeout=300,
            check=False,
        )
        err = done.stderr.decode()
        assert "Traceback" not in err, err
        return Done(done.returncode, done.stdout.decode(), err)
