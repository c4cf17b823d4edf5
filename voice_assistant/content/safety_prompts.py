"""Whether the assistant's own safety sentences are there and say what they must (I5, I9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from voice_assistant.content.findings import Finding
from voice_assistant.content.pack import Wording
from voice_assistant.content.yaml_file import YamlFile

MUST_SAY: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "safety": ("not a doctor", "cannot call", "emergency number"),
        "safety_last": ("emergency number",),
        "emergency": ("emergency number", "cannot call"),
    }
}
"""By language and prompt: parts of sentences that its first wording must have."""


def check_safety_prompts(yaml: YamlFile, prompts: Mapping[str, Wording]) -> Iterator[Finding]:
    """The file lies in a folder that is called like its language."""
    for name, parts in MUST_SAY.get(yaml.file.parent.name, {}).items():
        wording = prompts.get(name)
        if wording is None:
            yield yaml.key((), f"The safety prompt '{name}' is missing; add it.")
            continue
        if not wording.safety:
            yield yaml.key((name,), f"'{name}' must be said to its end; add 'safety: true'.")
        said = " ".join(wording.first).lower()
        for part in parts:
            if part not in said:
                yield yaml.value((name, "first"), f"This must say '{part}', whatever else it says; add it.")
