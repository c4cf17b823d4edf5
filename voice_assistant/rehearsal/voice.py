"""The synthetic caller's voice: flite, so that it is not the assistant's own."""

from __future__ import annotations

import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

from voice_assistant.audio.frames import Samples
from voice_assistant.audio.wav import read_wav
from voice_assistant.errors import MissingError

LONGEST = 60.0
"""Seconds that flite may take."""


@lru_cache(maxsize=256)
def speak(text: str, voice: str = "slt") -> Samples:
    """The sound of a text in one of flite's voices. Raises `MissingError` if there is no flite."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "caller.wav"
        command = ["flite", "-voice", voice, "-t", text, "-o", str(file)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=LONGEST)
        except FileNotFoundError as error:
            raise MissingError(
                "The synthetic caller needs the program flite; install the package flite."
            ) from error
        except (subprocess.SubprocessError, OSError) as error:
            raise MissingError(f"flite could not speak for the caller ({error}).") from error
        return read_wav(file)
