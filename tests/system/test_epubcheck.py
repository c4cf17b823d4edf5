"""The W3C's own checker finds nothing in a talking book."""

from __future__ import annotations

from pathlib import Path

import pytest

import books
import java

pytestmark = [pytest.mark.java, pytest.mark.slow, pytest.mark.timeout(600)]

EPUBCHECK = "org.w3c:epubcheck:5.1.0"
CHECKER = "com.adobe.epubcheck.tool.Checker"


@pytest.fixture(scope="module")
def epubcheck() -> str:
    return java.class_path(EPUBCHECK)


def test_epubcheck_finds_nothing(epubcheck: str, tmp_path: Path) -> None:
    file = tmp_path / "article.epub"
    books.reader().book(file, books.pack(tmp_path / "pack"))
    done = java.run(CHECKER, epubcheck, file)
    assert "Messages: 0 fatals / 0 errors / 0 warnings / 0 infos" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0


def test_epubcheck_is_not_silent(epubcheck: str, tmp_path: Path) -> None:
    file = tmp_path / "article.epub"
    books.reader().book(file, books.pack(tmp_path / "pack"))
    file.write_bytes(file.read_bytes().replace(b"<package", b"<pakkage"))
    done = java.run(CHECKER, epubcheck, file)
    assert "ERROR" in done.stderr
    assert done.returncode != 0
