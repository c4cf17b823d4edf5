"""A speech model of a few thousand bytes, its archive, and a catalogue that has it, for tests."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from voice_assistant.model_files import Catalogue

NAME = "tiny-model-1"
PUBLISHED = {
    "am/final.mdl": b"m" * 5000,
    "conf/mfcc.conf": b"--ceps=40\n",
    "graph/Gr.fst": bytes(range(256)) * 40,
}
INSTALLED = PUBLISHED | {"conf/mfcc.conf": b"--ceps=40\n--dither=0\n"}


def described(content: bytes) -> dict[str, Any]:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def packed(files: Mapping[str, bytes], folder: str = "assets/model") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{folder}/{name}", content)
        archive.writestr("README", "is not taken")
    return buffer.getvalue()


def catalogue_of(archive: bytes) -> Catalogue:
    files = {name: described(content) for name, content in PUBLISHED.items()}
    tuned = {"append": "--dither=0\n", "appended": described(INSTALLED["conf/mfcc.conf"])}
    files["conf/mfcc.conf"] |= tuned
    model = {
        "name": NAME,
        "language": "en",
        "licence": "Apache-2.0",
        "archive": {"coordinates": "org.example:tiny:aar:1.0", **described(archive)},
        "folders": ["assets/model", NAME],
        "files": files,
    }
    return Catalogue.model_validate({"default": NAME, "models": [model]})


ARCHIVE = packed(PUBLISHED)
CATALOGUE = catalogue_of(ARCHIVE)


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}
