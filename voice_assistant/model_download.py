"""Downloading the archive of a speech model from a Maven repository, by its coordinates.

No address stands here: maven-artifact makes it out of the coordinates, and pooch downloads and compares.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, TextIO
from urllib.parse import urlsplit

from voice_assistant.errors import MissingError, SettingsError
from voice_assistant.model_files import Archive

MIRROR_VARIABLE = "VOICE_ASSISTANT_MAVEN_BASE"
"""Environment variable with the address of another Maven repository to download from."""

RETRIES = 2
"""How often a failed download is tried again, after one and after two seconds."""

OFFLINE = 'or get the archive on another machine and run "voice-assistant models fetch --from-file ARCHIVE"'


def download(archive: Archive, place: Path, progress: TextIO | None) -> Path:
    """The archive with these coordinates, compared with its hash; a file in the folder `place`.

    `progress` is where a bar is drawn, if that is a terminal. Raises MissingError if it cannot be had.
    """
    import pooch
    import requests

    address = _address(archive)
    host = urlsplit(address).hostname
    pooch.get_logger().setLevel("ERROR")  # its messages are no sentences for people
    store = pooch.create(
        path=place,
        base_url="",
        registry={"archive": f"sha256:{archive.sha256}"},
        urls={"archive": address},
        retry_if_failed=RETRIES,
    )

    def save(url: str, output_file: str, pooch_: object) -> None:
        with Path(output_file).open("wb") as file, _Sink(file, archive.size, progress) as sink:
            pooch.HTTPDownloader(chunk_size=1 << 16)(url, sink, pooch_)

    try:
        return Path(store.fetch("archive", downloader=save))
    except requests.HTTPError as error:
        answer = error.response.status_code if error.response is not None else "with an error"
        raise MissingError(
            f"The speech model cannot be downloaded: {host} answers {answer}; try again later, {OFFLINE}."
        ) from error
    except requests.RequestException as error:
        raise MissingError(
            f"The speech model cannot be downloaded: no lasting connection to {host}; "
            f"see to the network, {OFFLINE}."
        ) from error
    except ValueError as error:
        raise MissingError(
            f"What {host} sent is not the archive of the speech model; try again later, {OFFLINE}."
        ) from error


def _address(archive: Archive) -> str:
    """Where the archive is to be had; asks nobody, since the version is exact."""
    from maven_artifact.artifact import Artifact
    from maven_artifact.requestor import Requestor
    from maven_artifact.resolver import Resolver

    mirror = os.environ.get(MIRROR_VARIABLE)
    if mirror and (urlsplit(mirror).scheme not in ("http", "https") or not urlsplit(mirror).hostname):
        raise SettingsError(
            f"{MIRROR_VARIABLE} must be the web address of a Maven repository, not {mirror!r}."
        )
    resolver = Resolver(mirror, Requestor()) if mirror else Resolver.default()
    return str(resolver.uri_for_artifact(Artifact.parse(archive.coordinates)))


class _Sink:
    """A file that takes no more than the expected number of bytes, and shows how many it has."""

    def __init__(self, file: IO[bytes], expected: int, progress: TextIO | None) -> None:
        from tqdm import tqdm

        self._file = file
        self._room = expected
        # `disable=None`: no bar where nobody sees it, in a log or a pipe
        self._bar = tqdm(
            desc="speech model",
            total=expected,
            unit="B",
            unit_scale=True,
            file=progress,
            disable=None if progress else True,
            ascii=True,
        )

    def __enter__(self) -> _Sink:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def write(self, chunk: bytes) -> None:
        self._room -= len(chunk)
        if self._room < 0:
            raise ValueError("more bytes than the archive has")
        self._file.write(chunk)
        self._bar.update(len(chunk))

    def flush(self) -> None:
        """Called after every chunk; the file flushes when it is closed."""
