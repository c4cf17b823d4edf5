"""A download ends as a whole model or as one sentence, whatever the network does."""

from __future__ import annotations

import http.server
import io
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny_model import ARCHIVE, CATALOGUE, NAME

from voice_assistant import model_download, models
from voice_assistant.errors import MissingError, SettingsError
from voice_assistant.model_files import Catalogue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


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
    program = "import sys; import test_model_download as t; t.fetch_alone(t.Path(sys.argv[1]))"
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=Path(__file__).parent,
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
