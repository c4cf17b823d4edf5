"""Every golden dialogue is said word for word as it was reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from .golden import difference, files, turns_in


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_it_is_said_as_it_was_reviewed(path: Path) -> None:
    found = difference(path)
    assert not found, f"\n{found}\nRead it aloud; if it is right: python -m tests.dialogues.golden --write"


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_it_says_what_it_shows(path: Path) -> None:
    title = path.read_text(encoding="utf-8").splitlines()[0]
    assert title.startswith("# ")
    assert title.endswith(".")


def test_a_line_that_means_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="means nothing"):
        list(turns_in("(sings)\n"))
