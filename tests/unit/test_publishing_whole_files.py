"""Files appear whole and together, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_assistant.errors import OutputError
from voice_assistant.publishing.whole_files import WholeFiles


def test_files_appear_together_in_the_end(tmp_path: Path) -> None:
    with WholeFiles() as files:
        files.write(tmp_path / "a.txt", "ä\n")
        files.beside(tmp_path / "b.txt").write_text("b")
        assert not (tmp_path / "a.txt").exists()
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {
        "a.txt": b"\xc3\xa4\n",
        "b.txt": b"b",
    }


def write_some(files: WholeFiles, folder: Path, stopped_by: type[BaseException]) -> None:
    files.write(folder / "a.txt", "new")
    files.beside(folder / "b.txt").write_text("half of")
    raise stopped_by


@pytest.mark.parametrize("stopped_by", [KeyboardInterrupt, OutputError, ValueError])
def test_whatever_goes_wrong_leaves_what_was_there(tmp_path: Path, stopped_by: type[BaseException]) -> None:
    (tmp_path / "a.txt").write_text("old")
    with pytest.raises(stopped_by), WholeFiles() as files:
        write_some(files, tmp_path, stopped_by)
    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {"a.txt": "old"}


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "a.txt").symlink_to("there/b.txt")
    with WholeFiles() as files:
        files.write(tmp_path / "a.txt", "new")
    assert (tmp_path / "a.txt").is_symlink()
    assert (tmp_path / "there/b.txt").read_text() == "new"


def test_a_place_that_cannot_take_a_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    for place in (tmp_path, file / "a.txt", tmp_path / "nowhere" / "a.txt"):
        with pytest.raises(OutputError, match=str(place)), WholeFiles() as files:
            files.write(place, "text")
    assert list(tmp_path.iterdir()) == [file]


def test_a_device_is_written_to_and_stays() -> None:
    full = Path("/dev/full")
    with pytest.raises(OutputError, match="No space left on device"), WholeFiles() as files:
        files.write(full, "text")
    assert full.is_char_device()
