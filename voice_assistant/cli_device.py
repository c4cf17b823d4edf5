"""The commands for whoever sets a device up and looks after it: models, settings, the service, its health."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from voice_assistant.cli_options import CONFIG


@click.group()
def models() -> None:
    """Speech models: list, fetch, verify."""


@models.command("list")
def models_list() -> None:
    """Print the models of the catalogue, and which of them are here."""
    from voice_assistant.models import list_models

    for model in list_models():
        state = model.trouble or f"in {model.folder}" if model.folder else "not fetched"
        default = ", default" if model.default else ""
        size = f"{model.packed // 1_000_000} MB packed"
        click.echo(f"{model.name} ({model.language}{default}, {model.licence}, {size}): {state}")


@models.command("fetch")
@click.argument("name", required=False)
@click.option(
    "--from-file",
    type=click.Path(path_type=Path),
    metavar="ARCHIVE",
    help="Take an archive that lies here, for a machine without network.",
)
def models_fetch(name: str | None, from_file: Path | None) -> None:
    """Fetch a model (the default one) and check every byte of it."""
    from voice_assistant.models import fetch

    click.echo(str(fetch(name, from_file=from_file, progress=sys.stderr)))


@models.command("verify")
@click.argument("name", required=False)
def models_verify(name: str | None) -> None:
    """Compare every byte of a fetched model with the catalogue."""
    from voice_assistant.models import verify

    click.echo(f"{verify(name)} is whole.")


@click.command("settings")
@click.option("--init", is_flag=True, help="Write a settings file with every setting in it, commented out.")
@click.option(
    "--show", is_flag=True, help="Print every setting and where its value comes from; so without it."
)
@CONFIG
def settings_(init: bool, show: bool, config: Path | None) -> None:
    """Write a settings file to fill in, or print what holds now and why."""
    from voice_assistant.settings.written import shown, write_template

    if init:
        click.echo(f"{write_template(config)} was written. Every setting in it is at its default.")
    if show or not init:
        for line in shown(config):
            click.echo(line)


@click.group()
def service() -> None:
    """The service of a device of its own: install, show, remove."""


ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path),
    metavar="DIR",
    default=Path("/"),
    help="The system's folder, if it is not this one's: of a card that is being prepared.",
)


@service.command("install")
@ROOT
def service_install(root: Path) -> None:
    """Write the unit and a settings file, and have it started with the device."""
    from voice_assistant.kiosk.service import command, install

    for line in install(root, command()):
        click.echo(line)


@service.command("show")
def service_show() -> None:
    """Print the unit."""
    from voice_assistant.kiosk.service import command, unit

    click.echo(unit(command()), nl=False)


@service.command("remove")
@ROOT
def service_remove(root: Path) -> None:
    """Take the service away; its settings stay."""
    from voice_assistant.kiosk.service import remove

    for line in remove(root):
        click.echo(line)


@click.command()
@CONFIG
def status(config: Path | None) -> None:
    """Say how a running device is, without hearing anybody."""
    import time

    from voice_assistant.errors import DEVICE
    from voice_assistant.kiosk.status import status as read_status
    from voice_assistant.kiosk.supervision import USUAL, health_file
    from voice_assistant.settings import load

    found = read_status(health_file(load(config)) or USUAL, time.time())
    for sentence in found.sentences:
        click.echo(sentence)
    sys.exit(0 if found.well else DEVICE)


@click.command()
@CONFIG
def doctor(config: Path | None) -> None:
    """Say what works, microphone, speaker, model, and voice, and what to do about the rest."""
    from voice_assistant.doctor import examine
    from voice_assistant.settings import load

    code = 0
    for result in examine(load(config), date.today(), config):
        click.echo(f"{result.part}: {result.state}. {result.sentence}")
        code = code or result.code
    sys.exit(code)
