"""A small pack with nothing wrong in it, and the words of an assistant to check it against."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from voice_assistant.content.pack import Words

GOOD = Path(__file__).parent / "good"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the good pack, to be broken."""
    return shutil.copytree(GOOD, tmp_path / "twitching")


@pytest.fixture
def words() -> Words:
    phrases = {
        "yes": ("yes", "yeah"),
        "no": ("no", "nope"),
        "stop": ("stop",),
        "emergency": ("emergency", "i am choking"),
    }
    return Words(language="en", prompts={}, phrases=phrases, pronunciation=(("Dr.", "doctor"),))
