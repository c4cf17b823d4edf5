"""The commands `voice-assistant bench ...`: measurements that print a table, and write the same figures as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from voice_assistant.cli_options import CONFIG, PACK


@click.group()
def bench() -> None:
    """The project's own measurements."""


JSON = click.option(
    "--json", "json_file", type=click.Path(path_type=Path), metavar="FILE", help="The same figures."
)


@bench.command("listening")
@click.option("--recordings", type=click.Path(path_type=Path), metavar="DIR", required=True)
@click.option("--sample", type=click.IntRange(min=1), help="Only so many clips, drawn by the seed.")
@click.option("--seed", type=int, default=0, show_default=True)
@PACK
@JSON
@CONFIG
def bench_listening(
    recordings: Path,
    sample: int | None,
    seed: int,
    pack: str | None,
    json_file: Path | None,
    config: Path | None,
) -> None:
    """Measure on recordings: this assistant, and other ways to recognize, on the same sound."""
    from voice_assistant.app import App
    from voice_assistant.bench.listening import measure
    from voice_assistant.models import find
    from voice_assistant.settings import load

    settings = load(config)
    with App(settings, date.today()) as app:
        measured = measure(
            app.words,
            app.pack(pack),
            find(settings.listening.model),
            recordings,
            lambda line: click.echo(line, err=True),
            sample=sample,
            seed=seed,
        )
    _figures(measured.lines(), measured.as_json(), json_file)


@bench.command("soak")
@click.option("--conversations", type=click.IntRange(min=1), default=100, show_default=True)
@JSON
@CONFIG
def bench_soak(conversations: int, json_file: Path | None, config: Path | None) -> None:
    """Hold many conversations in one process: does memory grow, and what does silence cost?"""
    from voice_assistant.app import App
    from voice_assistant.bench.soak import soak
    from voice_assistant.settings import load

    with App(load(config), date.today()) as app:
        soaked = soak(app, conversations, lambda line: click.echo(line, err=True))
    _figures(soaked.lines(), soaked.as_json(), json_file)


def _figures(lines: Iterable[str], figures: object, file: Path | None) -> None:
    for line in lines:
        click.echo(line)
    if file is not None:
        file.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
