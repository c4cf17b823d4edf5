"""What a speech model consists of, whether a folder holds it whole, and how an archive becomes such a folder.

The catalogue lists every file that a model needs with its size and SHA-256. Only these files are taken out of
an archive, to these places, with these sizes: names, sizes and links that the archive itself claims are never
followed, so that neither a path that leads elsewhere nor a bomb can do harm.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError, model_validator

from voice_assistant.content.findings import FindingsError
from voice_assistant.content.yaml_file import read_yaml
from voice_assistant.errors import ContentError, MissingError, UsageError

CHUNK = 1 << 20
"""Bytes that are held in memory at a time."""

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Relative = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$")]
"""A path that leads down only: no part of it is empty or begins with a dot."""
Coordinates = Annotated[str, Field(pattern=r"^[\w.-]+:[\w.-]+:[a-z]+:[0-9][0-9A-Za-z.-]*$")]
"""group:artifact:packaging:version, with an exact version: "latest" is none."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Content(_Strict):
    """What a file must hold: its size in bytes, and its hash."""

    size: PositiveInt
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ModelFile(Content):
    append: str = ""
    """What is added to its end when it is unpacked."""
    appended: Content | None = None
    """What it must hold after that."""

    @property
    def installed(self) -> Content:
        return self.appended or self

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if bool(self.append) != (self.appended is not None):
            raise ValueError("`append` and `appended` belong together")
        return self


class Archive(Content):
    coordinates: Coordinates


class SpeechModel(_Strict):
    name: Name
    language: str
    licence: str
    archive: Archive
    folders: tuple[Relative, ...] = Field(min_length=1)
    """Where the files may lie in an archive."""
    files: dict[Relative, ModelFile] = Field(min_length=1)

    @property
    def unpacked(self) -> int:
        """Bytes that it takes on the disk."""
        return sum(file.installed.size for file in self.files.values())


class Catalogue(_Strict):
    default: Name
    models: tuple[SpeechModel, ...]

    @model_validator(mode="after")
    def _names(self) -> Self:
        names = Counter(model.name for model in self.models)
        if names[self.default] != 1 or len(names) != len(self.models):
            raise ValueError("every model needs a name of its own, and `default` must be one of them")
        return self

    def model(self, name: str | None) -> SpeechModel:
        """The model with this name, or the default one."""
        wanted = name or self.default
        for model in self.models:
            if model.name == wanted:
                return model
        known = ", ".join(model.name for model in self.models)
        raise UsageError(f"There is no model {wanted!r} in the catalogue; it has {known}.")


def load_catalogue(file: Path) -> Catalogue:
    """The shipped list of models; MissingError if it is gone, ContentError if somebody broke it."""
    if not file.is_file():
        raise MissingError(f"The catalogue of models {file} is missing; install the assistant again.")
    try:
        yaml = read_yaml(file)
    except FindingsError as error:
        raise ContentError(str(error)) from error
    try:
        return Catalogue.model_validate(yaml.tree)
    except ValidationError as error:
        first = error.errors()[0]
        finding = yaml.value(first["loc"], f"This does not fit ({first['msg']}); correct it.")
        raise ContentError(str(finding)) from error


def quick_trouble(model: SpeechModel, folder: Path) -> str | None:
    """The first file that is not there or has another size, in a few words; costs a millisecond."""
    return next((t for name, file in model.files.items() if (t := _size_trouble(name, file, folder))), None)


def all_troubles(model: SpeechModel, folder: Path) -> tuple[str, ...]:
    """Every file that is not there or is not, byte for byte, what it must be; reads all of them."""
    return tuple(t for name, file in model.files.items() if (t := _trouble(name, file, folder)))


def unpack(model: SpeechModel, archive: Path, target: Path) -> None:
    """Take the model's files, and nothing else, out of the archive into a new folder, and on to the disk.

    Raises MissingError if the archive is not this model's. What was unpacked until then stays in `target`.
    """
    try:
        source = archive.open("rb")
    except OSError as error:
        raise MissingError(f"The archive {archive} cannot be read: {error.strerror}.") from error
    with source:
        if os.fstat(source.fileno()).st_size > 2 * model.unpacked + CHUNK:
            raise _wrong(model, archive, "it is far too large")
        try:
            with zipfile.ZipFile(source) as packed:
                inside = _folder_inside(model, packed)
                for name, file in model.files.items():
                    if not _unpack_file(packed, f"{inside}{name}", file, target / name):
                        raise _wrong(model, archive, f"{name} in it is missing or is another file")
        except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError) as error:
            raise _wrong(model, archive, "it is no zip archive, or a damaged one") from error


def _folder_inside(model: SpeechModel, packed: zipfile.ZipFile) -> str:
    """The folder that has the model's first file; any, if none has: the file is then found missing."""
    first, names = next(iter(model.files)), set(packed.namelist())
    inside = (f"{folder}/" for folder in model.folders)
    return next((folder for folder in inside if folder + first in names), "")


def _unpack_file(packed: zipfile.ZipFile, name: str, file: ModelFile, target: Path) -> bool:
    """Write one file and see it safely to the disk; False if the archive does not hold what it must be."""
    try:
        entry = packed.getinfo(name)
    except KeyError:
        return False
    encrypted = entry.flag_bits & 1
    known = entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if entry.file_size != file.size or encrypted or not known:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with packed.open(entry) as source, target.open("xb") as sink:
        # A ZipExtFile never gives more than `file_size` bytes, which was just compared.
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            sink.write(chunk)
        if digest.hexdigest() != file.sha256:
            return False
        sink.write(file.append.encode())
        sink.flush()
        os.fsync(sink.fileno())
    return True


def _wrong(model: SpeechModel, archive: Path, why: str) -> MissingError:
    return MissingError(f"{archive} is not the archive of the model {model.name}: {why}; get it again.")


def _size_trouble(name: str, file: ModelFile, folder: Path) -> str | None:
    try:
        found = (folder / name).stat().st_size
    except OSError as error:
        return f"{name} is missing" if isinstance(error, FileNotFoundError) else f"{name} cannot be read"
    wanted = file.installed.size
    return None if found == wanted else f"{name} has {found} bytes in place of {wanted}"


def _trouble(name: str, file: ModelFile, folder: Path) -> str | None:
    if trouble := _size_trouble(name, file, folder):
        return trouble
    try:
        with (folder / name).open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return f"{name} cannot be read"
    return None if digest == file.installed.sha256 else f"{name} is not what was published"
