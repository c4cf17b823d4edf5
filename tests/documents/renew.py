"""What the documents show of the program, and writing it anew: `python -m tests.documents.renew [PART...]`.

A part that is written by this stands between two comments, `<!-- begin: name ... -->` and `<!-- end: name -->`.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from voice_assistant.app import App
from voice_assistant.checks import all_proofs
from voice_assistant.dialogue.diagram import machine_diagram
from voice_assistant.settings import Settings
from voice_assistant.settings.written import table

from . import keys

ROOT = Path(__file__).parents[2]
DEMONSTRATION = ROOT / "prompts" / "assistant" / "en" / "rehearsals" / "demonstration.yaml"
TODAY = date(2026, 11, 22)
"""A day on which the shipped questions may be asked."""
WIDTH = 120
HANGING = " " * 21
"""A transcript's lines go on below where their words begin."""
_LINE = re.compile(r" *(?P<minutes>\d+):(?P<seconds>\d\d\.\d)  (?P<who>.{9})  (?P<words>.*)")


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def part(text: str, name: str) -> str:
    """The content of a part that is written by this, without the fences of its block."""
    found = re.search(_pattern(name), text, re.DOTALL)
    if found is None:
        raise LookupError(f"there is no part '{name}'")
    lines = found["content"].strip().splitlines()
    return "\n".join(lines[1:-1] if lines[0].startswith("```") else lines) + "\n"


def with_part(text: str, name: str, language: str, content: str) -> str:
    """The page with new content in a part: a block in this language, or without one plain Markdown."""
    block = f"```{language}\n{content.rstrip()}\n```\n" if language else f"\n{content.rstrip()}\n\n"
    renewed, count = re.subn(
        _pattern(name), lambda found: found["begin"] + block + found["end"], text, flags=re.DOTALL
    )
    if count != 1:
        raise LookupError(f"there are {count} parts '{name}'")
    return renewed


def _pattern(name: str) -> str:
    return rf"(?P<begin><!-- begin: {name} [^>]*-->\n)(?P<content>.*?)(?P<end><!-- end: {name} -->)"


def rehearse_demonstration(out: Path | None = None) -> list[str]:
    """The transcript of the shipped rehearsal, line by line, as it is printed."""
    lines: list[str] = []
    with App(Settings.model_validate({}), TODAY) as app:
        app.rehearse(DEMONSTRATION, out, 600.0, lines.append)
    return lines


def folded(lines: Iterable[str]) -> str:
    """A transcript with long lines folded."""
    return "\n".join(textwrap.fill(line, WIDTH, subsequent_indent=HANGING) for line in lines) + "\n"


def said(transcript: str) -> Iterator[tuple[str, str]]:
    """Who said what in a transcript, folded or not; neither times nor remarks."""
    for line in transcript.replace(f"\n{HANGING}", " ").splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"this is no line of a transcript: {line}")
        if match["who"].strip():
            yield match["who"].strip(), match["words"]


def write_example(folder: Path) -> Path:
    """The files that the manual builds step by step; blocks of one name are one file, in their order."""
    blocks = re.findall(r"^```\w+ (\S+)\n(.*?)^```", page("docs/protocols.md"), re.DOTALL | re.MULTILINE)
    for name, content in blocks:
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        separator = "\n" if file.exists() else ""
        with file.open("a", encoding="utf-8") as open_file:
            open_file.write(separator + content)
    return folder


def proof_of_the_example() -> str:
    """What `check` says on stderr of the manual's pack."""
    with TemporaryDirectory() as folder:
        return "\n".join(all_proofs((str(write_example(Path(folder)) / "hiccups"),), TODAY)) + "\n"


PARTS: dict[str, tuple[str, str, Callable[[], str]]] = {
    "transcript": ("README.md", "text", lambda: folded(rehearse_demonstration())),
    "settings": ("README.md", "", table),
    "diagram": ("ARCHITECTURE.md", "mermaid", machine_diagram),
    "keys": ("docs/protocols.md", "", keys.tables),
    "proof": ("docs/protocols.md", "text", lambda: proof_of_the_example()),
}
"""What is written where, in which language: Markdown itself without one."""


def main(names: Iterable[str]) -> None:
    for name in names or PARTS:
        where, language, content = PARTS[name]
        (ROOT / where).write_text(with_part(page(where), name, language, content()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
