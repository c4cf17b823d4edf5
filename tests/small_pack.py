"""A pack that may be used for advice, with two questions and four sentences: whole conversations about it are short."""

from __future__ import annotations

import shutil
from pathlib import Path

SOURCE = Path(__file__).parent / "model_checking" / "pack"
CASES = """\
usually: {breathing: "no", weakness: "no"}
cases:
  - outcome: emergency
    answers: [{breathing: "yes"}, {breathing: not_sure}]
  - outcome: doctor
    answers: [{weakness: "yes"}, {weakness: not_sure}]
  - outcome: self_care
    answers: [{}]
"""


def small_pack(folder: Path) -> Path:
    """The pack, in a folder of its own within this one."""
    made = folder / "small"
    shutil.copytree(SOURCE, made)
    (made / "cases.yaml").write_text(CASES, encoding="utf-8")
    return made
