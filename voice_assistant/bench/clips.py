"""Folders of recorded clips: a manifest.tsv in each says what is said in which file."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field
from pathlib import Path

from voice_assistant.errors import ContentError, MissingError

MANIFEST = "manifest.tsv"


@dataclass(frozen=True, slots=True)
class Clip:
    """`transcript` is "" where nobody speaks, `speaker` where the manifest does not tell who does."""

    path: Path
    transcript: str
    speaker: str = field(default="", compare=False)


def find_clips(folder: Path, sample: int | None = None, seed: int = 0) -> tuple[Clip, ...]:
    """The clips of all manifests in the folder and below it; or so many of them, drawn by the seed.

    Raises `MissingError` where there is no manifest, `ContentError` where one has not the columns it needs.
    """
    if not folder.is_dir():
        raise MissingError(
            f"There is no folder {folder}: name one with recordings and a {MANIFEST} with --recordings."
        )
    manifests = sorted(folder.rglob(MANIFEST))
    if not manifests:
        raise MissingError(
            f"There is no {MANIFEST} in {folder} or below it: write one with the columns file and transcript."
        )
    clips = [clip for manifest in manifests for clip in _read(manifest)]
    if not clips:
        raise ContentError(f"The manifests in {folder} name no recording: add a line for each.")
    if sample is None or sample >= len(clips):
        return tuple(clips)
    return tuple(random.Random(seed).sample(clips, sample))  # noqa: S311 - draws clips, guards nothing


def _read(manifest: Path) -> list[Clip]:
    try:
        with manifest.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ContentError(f"{manifest} is not a table in UTF-8: save it as tab-separated text.") from error
    clips: list[Clip] = []
    for line, row in enumerate(rows, start=2):
        name, transcript = row.get("file"), row.get("transcript")
        if not name or transcript is None:
            raise ContentError(
                f"{manifest}:{line}: the columns file and transcript are needed: parted by tabs, with a head line."
            )
        clips.append(Clip(manifest.parent / name, transcript.strip(), (row.get("speaker") or "").strip()))
    return clips
