"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

PACK = click.option("--pack", metavar="P", help="A name under prompts/, or a folder.")
CONFIG = click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="F",
    help="A settings file in place of the default one.",
)
