"""The speech models on this machine: which there are, fetching them, and whether they are whole.

How a fetch goes:

1. If the model is already there, byte for byte, nothing is done.
2. A temporary folder `.fetch-...` is made beside the place of the model, while a lock on the folder of models
   keeps other fetches out. Such folders that are found now are what killed fetches left: they are removed.
3. The archive is downloaded into it and its hash compared, or a file that the user names is taken.
4. The model's files are unpacked into it, each compared with its hash, and written through to the disk.
5. One rename puts the model in its place. So a model is there whole, or it is not there.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from voice_assistant import paths
from voice_assistant.errors import MissingError, OutputError
from voice_assistant.model_download import download
from voice_assistant.model_files import (
    Catalogue,
    SpeechModel,
    all_troubles,
    load_catalogue,
    quick_trouble,
    unpack,
)

FETCH = 'run "voice-assistant models fetch"'


@dataclass(frozen=True, slots=True)
class ListedModel:
    """A model of the catalogue; `packed` and `unpacked` in bytes."""

    name: str
    language: str
    licence: str
    packed: int
    unpacked: int
    default: bool
    folder: Path | None
    """Where it is; None: not fetched."""
    trouble: str | None
    """What is wrong with it, as far as the sizes of its files tell."""


def list_models(*, folder: Path | None = None, catalogue: Catalogue | None = None) -> tuple[ListedModel, ...]:
    """Every model of the catalogue, fetched or not."""
    known = catalogue or _catalogue()
    listed = []
    for model in known.models:
        there = _there(model, folder)
        listed.append(
            ListedModel(
                name=model.name,
                language=model.language,
                licence=model.licence,
                packed=model.archive.size,
                unpacked=model.unpacked,
                default=model.name == known.default,
                folder=there,
                trouble=quick_trouble(model, there) if there else None,
            )
        )
    return tuple(listed)


def find(name: str | None = None, *, folder: Path | None = None, catalogue: Catalogue | None = None) -> Path:
    """The folder of a fetched model (None: the default one); looks at the sizes of its files only.

    Raises MissingError if it was not fetched, or is not whole any more.
    """
    model = (catalogue or _catalogue()).model(name)
    there = _existing(model, folder)
    if trouble := quick_trouble(model, there):
        raise MissingError(f"The speech model in {there} is broken: {trouble}; {FETCH} to get it again.")
    return there


def verify(
    name: str | None = None, *, folder: Path | None = None, catalogue: Catalogue | None = None
) -> Path:
    """The folder of a fetched model after every byte of it was compared; MissingError names what differs."""
    model = (catalogue or _catalogue()).model(name)
    there = _existing(model, folder)
    if troubles := all_troubles(model, there):
        raise MissingError(
            f"The speech model in {there} is broken: {', '.join(troubles)}; {FETCH} to get it again."
        )
    return there


def fetch(
    name: str | None = None,
    *,
    from_file: Path | None = None,
    folder: Path | None = None,
    catalogue: Catalogue | None = None,
    progress: TextIO | None = None,
) -> Path:
    """Put a model in its place and give its folder; does nothing if it is there, byte for byte.

    `from_file` takes an archive that lies here in place of downloading it. `progress` is where a bar is drawn
    while it downloads, if that is a terminal. Raises MissingError if the model cannot be had, OutputError if
    it cannot be written; either way, and when it is interrupted, everything is as it was before.
    """
    model = (catalogue or _catalogue()).model(name)
    for each in _folders(folder):
        if (each / model.name).is_dir() and not all_troubles(model, each / model.name):
            return each / model.name
    target = paths.download_folder(_folders(folder)) / model.name
    try:
        with _workplace(target.parent) as place:
            archive = from_file or download(model.archive, place, progress)
            unpack(model, archive, place / "new")
            if os.path.lexists(target):
                target.rename(place / "old")
            (place / "new").rename(target)
    except OSError as error:
        room = (model.archive.size + model.unpacked) // 1_000_000 + 1
        raise OutputError(
            f"The speech model cannot be put into {target.parent}: {error.strerror or error}; "
            f"it takes the right to write there and {room} MB of room."
        ) from error
    return target


def _catalogue() -> Catalogue:
    return load_catalogue(paths.catalogue(paths.root()))


def _folders(folder: Path | None) -> tuple[Path, ...]:
    return (folder,) if folder else paths.model_folders(paths.root(), paths.user_data())


def _there(model: SpeechModel, folder: Path | None) -> Path | None:
    """Where the model is: the first folder in which it is whole, otherwise the first that has it at all."""
    there = [each / model.name for each in _folders(folder) if (each / model.name).is_dir()]
    return next((each for each in there if quick_trouble(model, each) is None), there[0] if there else None)


def _existing(model: SpeechModel, folder: Path | None) -> Path:
    there = _there(model, folder)
    if there is None:
        looked = " and ".join(str(each) for each in _folders(folder))
        raise MissingError(f"The speech model {model.name} is not in {looked}; {FETCH}.")
    return there


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """A temporary folder beside the models, for one fetch at a time; what killed ones left is swept away."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputError(f"Another fetch is at work in {folder}; wait until it has ended.") from error
        for leftover in folder.glob(".fetch-*"):
            shutil.rmtree(leftover)
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as place:
            yield Path(place)
    finally:
        os.close(lock)  # also gives the lock back
