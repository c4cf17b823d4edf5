"""Programs from npm that judge what is written here, fetched into a folder outside git.

A test that needs one is skipped, with the reason, where Node.js is missing or the program cannot be fetched; once
fetched, it needs no network. Nothing that a package would run at its installation is run.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

CACHE = Path(__file__).parents[1] / ".cache" / "node"
FETCHING = 200
"""Seconds that fetching may take."""


def modules(*packages: str) -> Path:
    """The folder with these packages, as name@version. Skips the test if they cannot be had."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.skip(f"there is no {program} here")
    folder = CACHE / "+".join(packages)
    if not folder.is_dir():
        _fetch(packages, folder)
    return folder / "node_modules"


def _fetch(packages: tuple[str, ...], folder: Path) -> None:
    work = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    (CACHE.parent / ".gitignore").write_text("*\n")
    quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--no-package-lock")
    command = ["npm", "install", *quiet, "--prefix", str(work), *packages]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCHING, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not fetch {packages[0]} within {FETCHING} seconds")
    if done.returncode:
        shutil.rmtree(work)
        pytest.skip(f"npm cannot fetch {packages[0]}: {done.stderr.strip().splitlines()[-1:]}")
    work.rename(folder)


def package(name: str) -> Path:
    """The folder of one package, as name@version, without what it depends on. Skips as `modules` does."""
    if shutil.which("npm") is None:
        pytest.skip("there is no npm here")
    folder = CACHE / f"alone+{name}"
    if not folder.is_dir():
        _fetch_alone(name, folder)
    return folder / "package"


def _fetch_alone(name: str, folder: Path) -> None:
    work = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    (CACHE.parent / ".gitignore").write_text("*\n")
    command = ["npm", "pack", "--silent", "--pack-destination", str(work), name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCHING, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not fetch {name} within {FETCHING} seconds")
    if done.returncode:
        shutil.rmtree(work)
        pytest.skip(f"npm cannot fetch {name}: {done.stderr.strip().splitlines()[-1:]}")
    for archive in work.glob("*.tgz"):
        shutil.unpack_archive(archive, work, filter="data")
        archive.unlink()
    work.rename(folder)
