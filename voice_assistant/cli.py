"""What a person types. The only place that prints: results to stdout, everything else to stderr."""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from voice_assistant import __version__
from voice_assistant.cli_bench import bench
from voice_assistant.cli_device import doctor, models, service, settings_, status
from voice_assistant.cli_exchange import export, import_, judge
from voice_assistant.cli_options import CONFIG, PACK
from voice_assistant.errors import CONTENT, USAGE, AssistantError, OutputError, Stopped, UsageError

NAME = "voice-assistant"
INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
@click.version_option(__version__)
def cli(debug: bool) -> None:
    """An offline voice assistant: it asks, advises, and reads aloud."""


@cli.command()
@PACK
@CONFIG
@click.option("--kiosk", is_flag=True, help="Sleep until somebody wakes it; a session for each person.")
@click.option("--verbose", is_flag=True, help="Log what happens to stderr, without anything that was said.")
@click.option(
    "--captions", metavar="FILE", help="A file, a named pipe, or - : gets every sentence as it is heard."
)
def run(pack: str | None, config: Path | None, kiosk: bool, verbose: bool, captions: str | None) -> None:
    """Talk on the sound card, until told to stop."""
    from voice_assistant.app import App
    from voice_assistant.kiosk.secrecy import keep_memory_from_disks, keep_memory_secret
    from voice_assistant.log import LogJournal
    from voice_assistant.settings import load, override

    keep_memory_secret()
    keep_memory_from_disks()

    settings = load(config)
    if kiosk:
        settings = override(settings, {"kiosk.enabled": True})
    with App(settings, date.today()) as app:
        chosen = app.pack(pack)
        _warn(chosen.protocol_trouble)
        app.run(chosen, LogJournal(verbose=verbose), captions)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@CONFIG
def verify(file: Path, config: Path | None) -> None:
    """Tell whether a session's record was changed, and take its answers to the advice once more."""
    from voice_assistant.app import App
    from voice_assistant.settings import load

    with App(load(config), date.today()) as app:
        found = app.verify(file)
    for finding in found.findings:
        click.echo(finding)
    for remark in found.remarks:
        click.echo(remark, err=True)
    if found.findings:
        sys.exit(CONTENT)
    click.echo(f"{file}: {found.lines} lines, none of them changed.", err=True)


@cli.command()
@click.argument("scripts", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SCRIPT...")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Receives recording and journals."
)
@click.option("--max-seconds", type=click.FloatRange(min=0.1), default=600.0, show_default=True)
@CONFIG
def rehearse(scripts: tuple[Path, ...], out: Path | None, max_seconds: float, config: Path | None) -> None:
    """Play scripted callers to the real assistant, without a sound card."""
    from voice_assistant.app import App
    from voice_assistant.settings import load

    if out is not None:
        _refuse_same_folder(scripts)
    with App(load(config), date.today()) as app:
        for script in scripts:
            folder = out / script.stem if out is not None and len(scripts) > 1 else out
            if len(scripts) > 1:
                click.echo(f"{script}:")
            app.rehearse(script, folder, max_seconds, click.echo)


@cli.command()
@PACK
@CONFIG
def talk(pack: str | None, config: Path | None) -> None:
    """Type the answers, read the speech. An empty line is silence; :select and :next are switches."""
    from voice_assistant.app import App
    from voice_assistant.settings import load

    with App(load(config), date.today()) as app:
        chosen = app.pack(pack)
        _warn(chosen.protocol_trouble)
        app.talk(chosen, _typed_lines(), click.echo)


@cli.command()
@click.argument("pack")
@click.argument("section", required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE.wav",
    help="Write it, with captions; play nothing.",
)
@click.option(
    "--epub",
    type=click.Path(path_type=Path),
    metavar="FILE.epub",
    help="Write the article as a talking book.",
)
@CONFIG
def read(pack: str, section: str | None, out: Path | None, epub: Path | None, config: Path | None) -> None:
    """Read a pack's article, or one section of it, aloud or into a file."""
    from voice_assistant.app import App
    from voice_assistant.settings import load

    with App(load(config), date.today()) as app:
        chosen = app.pack(pack)
        if epub is not None:
            if section is not None:
                raise UsageError("A talking book holds the whole article: leave out the section, or --epub.")
            app.publish(chosen, epub)
        if out is not None or epub is None:
            app.read(chosen, section, out)


@cli.command()
@click.argument("packs", nargs=-1, metavar="[PACK_DIR ...]")
@click.option("--verbose", is_flag=True, help="Print also what was proved: paths, states, fewest answers.")
@click.option("--sign", is_flag=True, help="Write down that the packs are reviewed as they are now.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    help="Write a page about one pack, to print and to review.",
)
def check(packs: tuple[str, ...], verbose: bool, sign: bool, report: Path | None) -> None:
    """Print everything that is wrong with packs (all shipped ones), with file, line and column."""
    from voice_assistant.checks import all_conversations, all_findings, all_hints, all_proofs, sign_packs

    for file in sign_packs(packs, date.today()) if sign else ():
        click.echo(f"{file} was written.", err=True)
    if report is not None:
        _write_report(packs, report)
    today = date.today()
    findings, unknown = all_findings(packs, today)
    proved: list[str] = list(all_proofs(packs, today)) if verbose else []
    if not findings:
        findings, searched = all_conversations(packs, today)
        proved += searched if verbose else ()
    for line in (*map(str, findings), *proved):
        click.echo(line)
    for hint in all_hints(packs):
        click.echo(str(hint), err=True)
    _warn(unknown)
    if findings:
        sys.exit(CONTENT)


def _write_report(packs: tuple[str, ...], file: Path) -> None:
    from voice_assistant.review import write_report
    from voice_assistant.settings import load

    if len(packs) > 1:
        raise UsageError("A page for reviewers is about one pack: name one, or leave out --report.")
    write_report(packs[0] if packs else load().pack, file, date.today())


@cli.command()
@click.argument("old")
@click.argument("new")
def compare(old: str, new: str) -> None:
    """Print which answers lead to other advice in the pack NEW than in OLD, and which texts have changed."""
    from voice_assistant.checks import differences

    for line in differences(old, new, date.today()):
        click.echo(line)


@cli.command()
@PACK
def diagram(pack: str | None) -> None:
    """Print the state machine, or a pack's questions, as a Mermaid diagram."""
    from voice_assistant.dialogue.diagram import machine_diagram, protocol_diagram

    if pack is None:
        click.echo(machine_diagram(), nl=False)
        return
    from voice_assistant.app import App
    from voice_assistant.errors import ContentError
    from voice_assistant.proof import prove
    from voice_assistant.settings import load

    with App(load(), date.today()) as app:
        chosen = app.pack(pack)
        if chosen.protocol is None:
            raise ContentError(
                f"The pack {pack} has no protocol that can be used: run `voice-assistant check`."
            )
        click.echo(protocol_diagram(chosen.protocol, prove(chosen).ways), nl=False)


@cli.command()
@click.argument("kind")
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of file of a pack, such as protocol or lexicon, for editors."""
    from voice_assistant.content.json_schema import json_schema

    click.echo(json.dumps(json_schema(kind), indent=2, ensure_ascii=False))


for command in (bench, doctor, export, import_, judge, models, service, settings_, status):
    cli.add_command(command)


def _refuse_same_folder(scripts: Sequence[Path]) -> None:
    """Each script's folder is named like the script, so no two may be called the same."""
    names = [script.stem for script in scripts]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(
            f"Two scripts are called {twice}, so one would overwrite the other's output: rename one of them."
        )


def _typed_lines() -> Iterator[str]:
    with os.fdopen(0, encoding="utf-8", errors="replace", closefd=False) as typed:
        while True:
            if typed.isatty():
                click.echo("> ", nl=False, err=True)
            line = typed.readline()
            if not line:
                return
            yield line


def _warn(sentence: str | None) -> None:
    if sentence:
        click.echo(sentence, err=True)


def _told_to_stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped


def main() -> NoReturn:
    """The command `voice-assistant`: exit codes follow sysexits, errors are one sentence."""
    signal.signal(signal.SIGTERM, _told_to_stop)
    debug = "--debug" in sys.argv[1:2]
    try:
        # Not by calling `cli`, which has exit codes of its own for Ctrl-C and for a reader that has left.
        with cli.make_context(NAME, sys.argv[1:]) as context:
            cli.invoke(context)
        sys.exit(0)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except AssistantError as error:
        _fail(str(error), error.exit_code, debug)
    except click.exceptions.NoArgsIsHelpError as error:
        _fail(error.format_message(), USAGE, debug)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else NAME
        _fail(f"{error.format_message().rstrip('.')}: see `{command} --help`.", USAGE, debug)
    except (click.Abort, KeyboardInterrupt):
        _fail("Stopped.", INTERRUPTED)
    except Stopped:
        _fail("Stopped.", 0)
    except BrokenPipeError:
        # Whoever read the results has seen enough; what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)
    except OSError as error:
        where = f" {error.filename}" if error.filename else ""
        sentence = f"The system refused{where} ({error.strerror}): see to that, and start this again."
        _fail(sentence, OutputError.exit_code, debug)


def _fail(sentence: str, code: int, debug: bool = False) -> NoReturn:
    if debug:
        traceback.print_exc()
    click.echo(sentence, err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
