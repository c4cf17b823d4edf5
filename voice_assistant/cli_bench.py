"""The commands `voice-assistant bench ...`: measurements that print a table, and write the same figures as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_assistant.cli_options import CONFIG, PACK

if TYPE_CHECKING:
    from voice_assistant.bench.conversations import Noise


@click.group()
def bench() -> None:
    """The project's own measurements."""


JSON = click.option(
    "--json", "json_file", type=click.Path(path_type=Path), metavar="FILE", help="The same figures."
)
SAMPLE = click.option("--sample", type=click.IntRange(min=1), help="Only so many, drawn by the seed.")
SEED = click.option("--seed", type=int, default=0, show_default=True)


@bench.command("listening")
@click.option("--recordings", type=click.Path(path_type=Path), metavar="DIR", required=True)
@SAMPLE
@SEED
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
            _tell,
            sample=sample,
            seed=seed,
        )
    _figures(measured.lines(), measured.as_json(), json_file)


@bench.command("soak")
@click.option("--conversations", type=click.IntRange(min=1), default=100, show_default=True)
@JSON
@CONFIG
@click.option(
    "--idle",
    type=click.FloatRange(min=0.001),
    metavar="HOURS",
    help="Sleep for so long in a room where people talk, instead.",
)
@click.option(
    "--recordings", type=click.Path(path_type=Path), metavar="DIR", help="Of the noise and the talk."
)
@click.option("--headphones", is_flag=True, help="Nothing that is said comes back into the microphone.")
@SEED
def bench_soak(
    conversations: int,
    headphones: bool,
    idle: float | None,
    recordings: Path | None,
    seed: int,
    json_file: Path | None,
    config: Path | None,
) -> None:
    """Receive many visitors in one process: does anything grow, or stay behind? Or sleep while others talk."""
    from voice_assistant.app import App
    from voice_assistant.bench.idle import sleep
    from voice_assistant.bench.soak import soak
    from voice_assistant.errors import UsageError
    from voice_assistant.settings import load

    if (idle is None) != (recordings is None):
        raise UsageError("To sleep in a room where people talk, give both --idle and --recordings.")
    with App(load(config), date.today()) as app:
        if idle is not None and recordings is not None:
            slept = sleep(app, recordings, idle, seed, _tell)
            _figures(slept.lines(), slept.as_json(), json_file)
        else:
            soaked = soak(app, conversations, seed, _tell, headphones=headphones)
            _figures(soaked.lines(), soaked.as_json(), json_file)


@bench.command("sounds")
@click.option(
    "--recordings", type=click.Path(path_type=Path), metavar="DIR", help="Of words, talk and noise."
)
@click.option("--hums", type=click.IntRange(min=1), default=100, show_default=True, help="Of each kind.")
@SAMPLE
@SEED
@JSON
def bench_sounds(
    recordings: Path | None, hums: int, sample: int | None, seed: int, json_file: Path | None
) -> None:
    """Make sounds in place of words, and all kinds of other noise: what is found, and what is taken for one?"""
    from voice_assistant.bench.sounds import measure

    measured = measure(recordings, _tell, hums=hums, seed=seed, sample=sample)
    _figures(measured.lines(), measured.as_json(), json_file)


@bench.command("echo")
@click.option("--recordings", type=click.Path(path_type=Path), metavar="DIR", required=True)
@SAMPLE
@SEED
@JSON
@CONFIG
def bench_echo(
    recordings: Path, sample: int | None, seed: int, json_file: Path | None, config: Path | None
) -> None:
    """Speak over the assistant, with and without its echo canceller: what is heard, and what it only imagines."""
    from voice_assistant.app import App
    from voice_assistant.bench.echo import measure
    from voice_assistant.settings import load

    with App(load(config), date.today()) as app:
        measured = measure(app, recordings, _tell, sample=sample, seed=seed)
    _figures(measured.lines(), measured.as_json(), json_file)


@bench.command("patience")
@SAMPLE
@SEED
@PACK
@JSON
@CONFIG
def bench_patience(
    sample: int | None, seed: int, pack: str | None, json_file: Path | None, config: Path | None
) -> None:
    """Let synthetic callers pause within what they say: is it understood whole, is anybody cut off?"""
    from voice_assistant.app import App
    from voice_assistant.bench.patience import measure
    from voice_assistant.models import find
    from voice_assistant.settings import load

    settings = load(config)
    with App(settings, date.today()) as app:
        model = find(settings.listening.model)
        measured = measure(app.words, app.pack(pack), model, _tell, sample=sample, seed=seed)
    _figures(measured.lines(), measured.as_json(), json_file)


@bench.command("conversations")
@click.option("--recordings", type=click.Path(path_type=Path), metavar="DIR", required=True)
@click.option("--conversations", type=click.IntRange(min=1), default=20, show_default=True)
@click.option(
    "--first", type=click.IntRange(min=0), default=0, show_default=True, help="Number of the first."
)
@SEED
@click.option(
    "--noise", type=click.Choice(["none", "background", "babble", "mixed"]), default="none", show_default=True
)
@click.option("--snr", type=float, default=10.0, show_default=True, help="Decibels of voice over noise.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True)
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Receives the conversations that went wrong.",
)
@PACK
@JSON
@CONFIG
def bench_conversations(
    recordings: Path,
    conversations: int,
    first: int,
    seed: int,
    noise: Noise,
    snr: float,
    jobs: int,
    keep: Path | None,
    pack: str | None,
    json_file: Path | None,
    config: Path | None,
) -> None:
    """Hold whole conversations with recorded callers who answer at random: was the advice right?"""
    from voice_assistant.bench.conversations import Ground, converse
    from voice_assistant.settings import load

    ground = Ground(load(config), date.today(), recordings, seed, noise, snr, pack, keep)
    held = converse(ground, conversations, _tell, first=first, jobs=jobs)
    _figures(held.lines(), held.as_json(), json_file)


@bench.command("reading")
@click.option("--walks", type=click.IntRange(min=0), default=200, show_default=True)
@click.option(
    "--articles",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Further articles, as `import` takes them, that are read out and recognized.",
)
@click.option("--engine", "engines", multiple=True, help="Only this voice; may be given again.")
@SEED
@PACK
@JSON
@CONFIG
def bench_reading(
    walks: int,
    articles: Path | None,
    engines: tuple[str, ...],
    seed: int,
    pack: str | None,
    json_file: Path | None,
    config: Path | None,
) -> None:
    """Read an article: is every word understood, how soon, and is every sentence heard once, come what may?"""
    from voice_assistant.app import App
    from voice_assistant.bench.reading import imported, measure
    from voice_assistant.bench.reading_walks import walk
    from voice_assistant.settings import load
    from voice_assistant.speaking.engines import ENGINES

    with App(load(config), date.today()) as app:
        article = app.pack(pack)
        others = imported(app, articles) if articles else ()
        read = measure(app, article, _tell, others=others, engines=engines or tuple(ENGINES))
        walked = walk(app, article, app.voice, range(seed, seed + walks), _tell)
    figures = {"reading": read.as_json(), "walks": walked.as_json()}
    _figures([*read.lines(), *walked.lines()], figures, json_file)


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _figures(lines: Iterable[str], figures: object, file: Path | None) -> None:
    for line in lines:
        click.echo(line)
    if file is not None:
        file.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
