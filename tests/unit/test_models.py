"""A fetched model is whole or not there, whatever archive, network, disk or interruption it met."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import http.server
import io
import os
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from voice_assistant import model_download, model_files, models, paths
from voice_assistant.errors import ContentError, MissingError, OutputError, SettingsError, UsageError
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


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a//b", "a/../b", "a/.hidden", ""])
def test_a_catalogue_cannot_lead_elsewhere_either(name: str) -> None:
    broken = CATALOGUE.model_dump()
    broken["models"][0]["files"][name] = described(b"x")
    with pytest.raises(ValueError, match="pattern"):
        Catalogue.model_validate(broken)


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


# --- by download -----------------------------------------------------------------------------------


class Repository(http.server.ThreadingHTTPServer):
    """A Maven repository on this machine that gives what the test wants, or hangs after it."""

    body: bytes = ARCHIVE
    claims: int | None = None
    hangs = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.sent = threading.Event()
        self.ended = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/repository"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Repository)
        server.asked.append(self.path)
        if not self.path.endswith("/org/example/tiny/1.0/tiny-1.0.aar"):
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(server.claims or len(server.body)))
        self.end_headers()
        self.wfile.write(server.body)
        server.sent.set()
        if server.hangs:
            server.ended.wait(60)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test looks at `asked`."""


@pytest.fixture
def repository(monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    server = Repository()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    monkeypatch.setenv(model_download.MIRROR_VARIABLE, server.address)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(model_download, "RETRIES", 0)
    yield server
    server.ended.set()
    server.shutdown()
    thread.join()
    server.server_close()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_download_shows_its_progress_and_ends_as_a_whole_model(
    repository: Repository, folder: Path
) -> None:
    terminal = Terminal()
    there = models.fetch(folder=folder, catalogue=CATALOGUE, progress=terminal)
    assert models.verify(folder=folder, catalogue=CATALOGUE) == there
    assert [each.name for each in folder.iterdir()] == [NAME]
    assert repository.asked == ["/repository/org/example/tiny/1.0/tiny-1.0.aar"]
    assert "100%" in terminal.getvalue()


def test_no_progress_is_drawn_into_a_log(repository: Repository, folder: Path) -> None:
    log = io.StringIO()
    models.fetch(folder=folder, catalogue=CATALOGUE, progress=log)
    assert log.getvalue() == ""


@pytest.mark.parametrize(
    ("body", "claims", "sentence"),
    [
        (ARCHIVE[:-1] + b"?", None, r"What 127\.0\.0\.1 sent is not the archive"),
        (ARCHIVE + bytes(500_000), None, r"What 127\.0\.0\.1 sent is not the archive"),
        (ARCHIVE[:500], len(ARCHIVE), r"no lasting connection to 127\.0\.0\.1"),
    ],
    ids=["another hash", "endless", "broken off"],
)
def test_a_bad_download_is_refused(
    repository: Repository, folder: Path, body: bytes, claims: int | None, sentence: str
) -> None:
    repository.body, repository.claims = body, claims
    with pytest.raises(MissingError, match=f"{sentence}.*--from-file"):
        models.fetch(folder=folder, catalogue=CATALOGUE)
    assert list(folder.iterdir()) == []


def test_an_archive_that_is_not_there(
    repository: Repository, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = CATALOGUE.model_dump()
    other["models"][0]["archive"]["coordinates"] = "org.example:other:aar:1.0"
    with pytest.raises(MissingError, match=r"127\.0\.0\.1 answers 404"):
        models.fetch(folder=folder, catalogue=Catalogue.model_validate(other))


def test_no_network(repository: Repository, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(model_download.MIRROR_VARIABLE, "http://127.0.0.1:1/")
    with pytest.raises(
        MissingError, match=r"no lasting connection to 127\.0\.0\.1; see to the network"
    ) as caught:
        models.fetch(folder=folder, catalogue=CATALOGUE)
    assert caught.value.exit_code == 66
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("mirror", ["mirror.example/maven", "ftp://mirror.example", "http://"])
def test_a_mirror_must_be_a_web_address(folder: Path, monkeypatch: pytest.MonkeyPatch, mirror: str) -> None:
    monkeypatch.setenv(model_download.MIRROR_VARIABLE, mirror)
    with pytest.raises(SettingsError, match="VOICE_ASSISTANT_MAVEN_BASE must be the web address"):
        models.fetch(folder=folder, catalogue=CATALOGUE)


@pytest.mark.system
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_fetch_that_is_killed_in_the_middle(
    repository: Repository, folder: Path, tmp_path: Path, how: signal.Signals
) -> None:
    repository.body, repository.claims, repository.hangs = ARCHIVE[:500], len(ARCHIVE), True
    program = "import sys; from tests.unit import test_models as t; t.fetch_alone(t.Path(sys.argv[1]))"
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=Path(__file__).parents[2],
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert repository.sent.wait(30)
    process.send_signal(how)
    assert process.wait(30) != 0
    assert [each.name for each in folder.glob("[!.]*")] == []
    if how == signal.SIGINT:
        assert list(folder.iterdir()) == []
    with pytest.raises(MissingError, match="is not in"):
        models.find(folder=folder, catalogue=CATALOGUE)
    repository.body, repository.claims, repository.hangs = ARCHIVE, None, False
    models.fetch(folder=folder, catalogue=CATALOGUE)
    assert [each.name for each in folder.iterdir()] == [NAME]


def fetch_alone(folder: Path) -> None:
    models.fetch(folder=folder, catalogue=CATALOGUE)


# --- the catalogue ---------------------------------------------------------------------------------


def test_the_shipped_catalogue_has_the_model_and_asks_for_an_exact_archive() -> None:
    shipped = model_files.load_catalogue(paths.catalogue(paths.root()))
    model = shipped.model(None)
    assert model.name == "vosk-model-small-en-us-0.15"
    assert "--dither=0\n" in model.files["conf/mfcc.conf"].append
    address = model_download._address(model.archive)
    assert address.startswith("https://")
    assert address.endswith("/com/alphacephei/vosk-model-en/0.3.45/vosk-model-en-0.3.45.aar")


@pytest.mark.model
def test_the_fetched_model_is_what_was_published() -> None:
    models.verify()


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("licence:", "license:", "catalogue.yaml:13"),
        ("size: 41185783", "size: large", "catalogue.yaml:18"),
        (":aar:0.3.45", ":aar:latest", "catalogue.yaml:17"),
        ("default: vosk", "default: other", "catalogue.yaml"),
        ("models:", "models: [", "catalogue.yaml"),
        ("append: ", "# append: ", "catalogue.yaml:28"),
    ],
)
def test_a_broken_catalogue_is_named_with_its_place(tmp_path: Path, old: str, new: str, where: str) -> None:
    text = paths.catalogue(paths.root()).read_text()
    assert old in text
    (tmp_path / "catalogue.yaml").write_text(text.replace(old, new, 1))
    with pytest.raises(ContentError, match=where):
        model_files.load_catalogue(tmp_path / "catalogue.yaml")


def test_a_missing_catalogue(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="install the assistant again"):
        model_files.load_catalogue(tmp_path / "catalogue.yaml")
