"""The page for reviewers in a browser: axe-core finds nothing, nothing is cut off, and nothing is fetched.

Chromium is not installed for this, since that takes minutes: where it is missing this is skipped, and the tests of
`publishing` alone look at the page. `vnu`, the checker of HTML itself, needs Node.js to be fetched, and Java to run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import node
from voice_assistant.publishing.report import report
from voice_assistant.review import reviewed

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.timeout(400)]

TESTS = Path(__file__).parents[1]
PACKS = ("als-facial-twitching", str(TESTS / "content" / "every_kind"))
AXE = ("axe-core@4.14.1", "playwright-core@1.64.1")
VNU = "vnu-jar@26.9.27"
RUNNING = 200
"""Seconds."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pages")
    files = []
    for number, pack in enumerate(PACKS):
        files.append(folder / f"page_{number}.html")
        files[-1].write_text(report(reviewed(pack, date(2026, 11, 24))), encoding="utf-8")
    return files


def looked_at(files: list[Path]) -> dict[str, Any]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium here")
    environment = {**os.environ, "NODE_PATH": str(node.modules(*AXE))}
    done = subprocess.run(
        ["node", str(TESTS / "axe.cjs"), chromium, *map(str, files)],
        capture_output=True,
        text=True,
        timeout=RUNNING,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_axe_finds_nothing_and_nothing_is_cut_off_or_fetched(written: list[Path]) -> None:
    bad = written[0].with_name("bad.html")
    bad.write_text('<!DOCTYPE html><html><title></title><body><img src="a.png"></html>')
    found = looked_at([*written, bad])
    for file in written:
        looked = found[str(file)]
        assert looked["violations"] == []
        assert looked["rules"] > 20
        assert looked["wide"] == []
        assert looked["asked"] == 1, "the page itself"
    assert any("image-alt" in each for each in found[str(bad)]["violations"])


@pytest.mark.java
def test_the_checker_of_html_finds_nothing(written: list[Path]) -> None:
    if shutil.which("java") is None:
        pytest.skip("there is no java here")
    (jar,) = node.modules(VNU).glob("vnu-jar/build/dist/vnu.jar")
    bad = written[0].with_name("bad_list.html")
    bad.write_text(
        written[0].read_text(encoding="utf-8").replace("<dl>", "<dl><p>astray</p>", 1), encoding="utf-8"
    )
    good, wrong = (
        subprocess.run(
            ["java", "-jar", str(jar), "--format", "gnu", *map(str, files)],
            capture_output=True,
            text=True,
            timeout=RUNNING,
            check=False,
        )
        for files in (written, [bad])
    )
    assert (good.returncode, good.stderr) == (0, "")
    assert wrong.returncode == 1
