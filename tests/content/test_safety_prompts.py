"""The assistant's own safety sentences cannot be lost, or lose what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_assistant import paths
from voice_assistant.content.loading import PROMPTS, PromptsFile
from voice_assistant.content.safety_prompts import check_safety_prompts
from voice_assistant.content.shape import shaped
from voice_assistant.content.yaml_file import parse_yaml

SHIPPED = paths.prompts(paths.root()) / "assistant" / "en" / PROMPTS
BROKEN = {
    "it is no doctor": ("I am not a doctor, and I cannot call anyone. In", "In", "'not a doctor'"),
    "it can be cut off": ("  safety: true\n", "  safety: false\n", "said to its end"),
    "it is called otherwise": ("safety_last:", "safety_first:", "'safety_last' is missing"),
}


def findings(text: str) -> list[str]:
    yaml = parse_yaml(text, Path("en") / PROMPTS)
    return [each.sentence for each in check_safety_prompts(yaml, shaped(yaml, PromptsFile).root)]


def test_the_shipped_ones_say_it_all() -> None:
    assert findings(SHIPPED.read_text()) == []


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_lost_is_found(kind: str) -> None:
    old, new, sentence = BROKEN[kind]
    text = SHIPPED.read_text()
    assert old in text
    assert any(sentence in each for each in findings(text.replace(old, new, 1)))
