"""Programs in Java that judge what is written here, fetched by Maven into a folder outside git.

A test that needs one is skipped, with the reason, where Java or Maven is missing or the program cannot be
fetched; once fetched, it needs no network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CACHE = Path(__file__).parents[1] / ".cache" / "java"
FETCHING = 300
"""Seconds that fetching may take."""
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.0:copy-dependencies"
RUNNING = 200
"""Seconds that a program may take."""
PROJECT = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>fetched</groupId><artifactId>fetched</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>{dependencies}</dependencies>
</project>
"""


def class_path(*coordinates: str) -> str:
    """The programs, as group:artifact:version, with all that they need. Skips the test if they cannot be had."""
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            pytest.skip(f"there is no {program} here")
    folder = CACHE / "+".join(each.replace(":", "-") for each in coordinates)
    if not folder.is_dir():
        _fetch(coordinates, folder)
    return os.pathsep.join(str(jar) for jar in sorted(folder.glob("*.jar")))


def run(
    main_class: str, classes: str, *arguments: str | Path, limit: float = RUNNING
) -> subprocess.CompletedProcess[str]:
    """`main_class`: or a file of Java source. `limit`: seconds that it may take."""
    quick = (
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
    )  # for programs that run for seconds: half the time
    command = ["java", *quick, "-cp", classes, main_class, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)


def _fetch(coordinates: tuple[str, ...], folder: Path) -> None:
    work = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    (CACHE.parent / ".gitignore").write_text("*\n")
    project = work / "pom.xml"
    project.write_text(PROJECT.format(dependencies="".join(map(_dependency, coordinates))))
    command = ["mvn", "-q", "-B", "-f", str(project), COPY, f"-DoutputDirectory={work}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCHING, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip(f"Maven did not fetch {coordinates[0]} within {FETCHING} seconds")
    if done.returncode:
        shutil.rmtree(work)
        errors = [line for line in done.stdout.splitlines() if "[ERROR]" in line]
        pytest.skip(f"Maven cannot fetch {coordinates[0]}: {errors[0] if errors else done.stderr}")
    work.rename(folder)


def _dependency(coordinates: str) -> str:
    group, artifact, version = coordinates.split(":")
    return (
        f"<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId>"
        f"<version>{version}</version></dependency>"
    )
