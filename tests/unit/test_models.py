"""A fetched model is whole or not there, whatever archive, disk or interruption it met."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_model import ARCHIVE, CATALOGUE, INSTALLED, NAME, PUBLISHED, everything_in, packed

from voice_assistant import models, paths
from voice_assistant.errors import MissingError, OutputError, UsageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        path = tmp_path / "archive.zip"
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def fetched(folder: Path, file: Callable[[bytes], Path]) -> Path:
    return models.fetch(from_file=file(ARCHIVE), folder=folder, catalogue=CATALOGUE)


# --- from a file -----------------------------------------------------------------------------------


@pytest.mark.parametrize("inside", ["assets/model", NAME])
def test_either_layout_gives_the_same_model(folder: Path, file: Callable[[bytes], Path], inside: str) -> None:
    there = models.fetch(from_file=file(packed(PUBLISHED, inside)), folder=folder, catalogue=CATALOGUE)
    assert there == folder / NAME
    assert everything_in(folder) == {f"{NAME}/{name}": content for name, content in INSTALLED.items()}
    assert models.find(folder=folder, catalogue=CATALOGUE) == there
    assert models.verify(folder=folder, catalogue=CATALOGUE) == there


def bomb() -> bytes:
    """Says of itself that it is as small as expected, and is not."""
    content = packed(PUBLISHED | {"graph/Gr.fst": bytes(20_000_000)})
    return content.replace(
        (20_000_000).to_bytes(4, "little"), len(PUBLISHED["graph/Gr.fst"]).to_bytes(4, "little")
    )


def encrypted() -> bytes:
    content = bytearray(ARCHIVE)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + offset] |= 1
    return bytes(content)


def damaged() -> bytes:
    content = bytearray(ARCHIVE)
    content[content.index(b"am/final.mdl") + len("am/final.mdl") + 2] ^= 255
    return bytes(content)


WRONG = {
    "empty": b"",
    "no zip": b"<html>not found</html>",
    "cut short": ARCHIVE[:-100],
    "another folder": packed(PUBLISHED, "model"),
    "a file is missing": packed({name: c for name, c in PUBLISHED.items() if name != "graph/Gr.fst"}),
    "a byte is changed": packed(PUBLISHED | {"graph/Gr.fst": b"?" + PUBLISHED["graph/Gr.fst"][1:]}),
    "a file is longer": packed(PUBLISHED | {"am/final.mdl": PUBLISHED["am/final.mdl"] + b"m"}),
    "a bomb that says so": packed(PUBLISHED | {"graph/Gr.fst": bytes(20_000_000)}),
    "a bomb that lies": bomb(),
    "encrypted": encrypted(),
    "damaged": damaged(),
    "far too large": ARCHIVE + bytes(4_000_000),
}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_archive_is_refused_in_one_sentence(
    folder: Path, file: Callable[[bytes], Path], content: bytes
) -> None:
    with pytest.raises(
        MissingError, match=r"archive\.zip is not the archive of the model tiny-model-1: .*\.$"
    ):
        models.fetch(from_file=file(content), folder=folder, catalogue=CATALOGUE)
    assert list(folder.iterdir()) == []


def test_names_that_lead_elsewhere_are_not_followed(folder: Path, file: Callable[[bytes], Path]) -> None:
    evil = {"../../evil": b"e", "../../../evil": b"e", "am/../../../evil": b"e", "extra": b"e"}
    models.fetch(from_file=file(packed(PUBLISHED | evil)), folder=folder, catalogue=CATALOGUE)
    assert sorted(everything_in(folder.parent)) == sorted(
        ["archive.zip", *(f"models/{NAME}/{name}" for name in INSTALLED)]
    )


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: None])
def test_no_file_to_take_it_from(folder: Path, tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "none.zip")
    with pytest.raises(MissingError, match=r"none\.zip cannot be read"):
        models.fetch(from_file=tmp_path / "none.zip", folder=folder, catalogue=CATALOGUE)


# --- what is there ---------------------------------------------------------------------------------


def test_a_missing_model_says_what_to_run(folder: Path) -> None:
    for look in (models.find, models.verify):
        with pytest.raises(
            MissingError, match=r"tiny-model-1 is not in .*models; run .*models fetch"
        ) as caught:
            look(folder=folder, catalogue=CATALOGUE)
        assert caught.value.exit_code == 66


def test_a_truncated_file_is_noticed_and_named(fetched: Path, folder: Path) -> None:
    os.truncate(fetched / "graph/Gr.fst", 100)
    with pytest.raises(MissingError, match=r"graph/Gr\.fst has 100 bytes in place of 10240; run .*fetch"):
        models.find(folder=folder, catalogue=CATALOGUE)


def test_a_deleted_file_is_noticed_and_named(fetched: Path, folder: Path) -> None:
    (fetched / "am/final.mdl").unlink()
    with pytest.raises(MissingError, match=r"am/final\.mdl is missing"):
        models.find(folder=folder, catalogue=CATALOGUE)


def test_verify_finds_every_changed_byte(fetched: Path, folder: Path) -> None:
    for name in ("am/final.mdl", "conf/mfcc.conf"):
        content = bytearray((fetched / name).read_bytes())
        content[-2] ^= 1
        (fetched / name).write_bytes(content)
    assert models.find(folder=folder, catalogue=CATALOGUE) == fetched  # sizes do not show it
    with pytest.raises(MissingError, match=r"am/final\.mdl is not .*, conf/mfcc\.conf is not .*fetch"):
        models.verify(folder=folder, catalogue=CATALOGUE)


def test_a_broken_model_is_replaced(fetched: Path, folder: Path, file: Callable[[bytes], Path]) -> None:
    (fetched / "graph/Gr.fst").write_bytes(b"?" * 10240)
    models.fetch(from_file=file(ARCHIVE), folder=folder, catalogue=CATALOGUE)
    assert everything_in(folder) == {f"{NAME}/{name}": content for name, content in INSTALLED.items()}


def test_a_whole_model_is_left_alone(fetched: Path, folder: Path) -> None:
    before = (fetched / "graph/Gr.fst").stat()
    assert models.fetch(from_file=Path("/nowhere"), folder=folder, catalogue=CATALOGUE) == fetched
    assert (fetched / "graph/Gr.fst").stat() == before


def test_listed_before_and_after(folder: Path, file: Callable[[bytes], Path]) -> None:
    (before,) = models.list_models(folder=folder, catalogue=CATALOGUE)
    assert (before.name, before.default, before.folder, before.trouble) == (NAME, True, None, None)
    assert (before.packed, before.unpacked) == (len(ARCHIVE), sum(map(len, INSTALLED.values())))
    there = models.fetch(from_file=file(ARCHIVE), folder=folder, catalogue=CATALOGUE)
    os.truncate(there / "am/final.mdl", 0)
    (after,) = models.list_models(folder=folder, catalogue=CATALOGUE)
    assert after.folder == there
    assert after.trouble == "am/final.mdl has 0 bytes in place of 5000"


def test_a_model_that_somebody_else_fetched_is_found(
    fetched: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "first" / NAME / "am").mkdir(parents=True)  # half a model comes first, a whole one after it
    monkeypatch.setattr(paths, "model_folders", lambda *_: (tmp_path / "first", fetched.parent))
    assert models.find(catalogue=CATALOGUE) == fetched
    assert models.fetch(catalogue=CATALOGUE) == fetched


def test_an_unknown_name_names_the_known_ones(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"'other'.*tiny-model-1"):
        models.find("other", folder=folder, catalogue=CATALOGUE)


# --- troubles on the way ---------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
@pytest.mark.parametrize("had", [True, False], ids=["over a broken one", "at first"])
def test_an_interrupted_fetch_leaves_all_as_it_was(
    folder: Path,
    file: Callable[[bytes], Path],
    monkeypatch: pytest.MonkeyPatch,
    trouble: BaseException,
    had: bool,
) -> None:
    if had:
        there = models.fetch(from_file=file(ARCHIVE), folder=folder, catalogue=CATALOGUE)
        os.truncate(there / "graph/Gr.fst", 100)
    before = everything_in(folder)
    synced = []

    def interrupted(_: int) -> None:
        synced.append(everything_in(folder))
        if len(synced) == 2:
            raise trouble

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises((KeyboardInterrupt, OutputError)) as caught:
        models.fetch(from_file=file(ARCHIVE), folder=folder, catalogue=CATALOGUE)
    assert len(synced[-1]) == len(before) + 2  # it was in the middle
    assert everything_in(folder) == before
    assert [each.name for each in folder.iterdir()] == ([NAME] if had else [])
    if isinstance(caught.value, OutputError):
        assert caught.match(r"cannot be put into .*models: No space left on device; .* MB of room\.$")


def test_no_right_to_write_is_one_sentence(tmp_path: Path, file: Callable[[bytes], Path]) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"cannot be put into .*file/models: Not a directory"):
        models.fetch(from_file=file(ARCHIVE), folder=tmp_path / "file" / "models", catalogue=CATALOGUE)


def test_leftovers_of_a_killed_fetch_are_swept(folder: Path, file: Callable[[bytes], Path]) -> None:
    (folder / ".fetch-abc" / "new" / "am").mkdir(parents=True)
    (folder / ".fetch-abc" / "tmpxyz").write_bytes(b"half")
    (folder / "own-model").mkdir()
    models.fetch(from_file=file(ARCHIVE), folder=folder, catalogue=CATALOGUE)
    assert sorted(each.name for each in folder.iterdir()) == ["own-model", NAME]


def test_two_fetches_at_a_time_do_not_sweep_each_other(folder: Path, file: Callable[[bytes], Path]) -> None:
    (folder / ".fetch-other").mkdir(parents=True)
    other = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="Another fetch is at work"):
            models.fetch(from_file=file(ARCHIVE), folder=folder, catalogue=CATALOGUE)
    finally:
        os.close(other)
    assert (folder / ".fetch-other").is_dir()
    models.fetch(from_file=file(ARCHIVE), folder=folder, catalogue=CATALOGUE)
