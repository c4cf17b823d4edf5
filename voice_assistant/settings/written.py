"""The settings as they are written for people: a file to fill in, what holds now and why, and README's table."""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from voice_assistant.errors import OutputError
from voice_assistant.settings.catalogue import Setting, all_settings, as_toml
from voice_assistant.settings.lines import line_of
from voice_assistant.settings.sources import default_file, load, read, user_file, variable_of

WIDTH = 100
HEAD = """\
# The settings of the voice assistant.
#
# Every setting stands below with its default, after a "#". To change one, remove that "#" and write
# another value. `voice-assistant settings --show` tells what holds and why. Whatever somebody changes
# by voice begins from here again in the next conversation.
"""


def template() -> str:
    """A settings file with everything in it, and nothing set."""
    parts = [HEAD]
    for part, settings in groupby(all_settings(), lambda setting: setting.part):
        parts += [f"\n[{part}]\n"] if part else ["\n"]
        parts.append("\n".join(_commented(setting) for setting in settings))
    return "".join(parts)


def write_template(path: Path | None) -> Path:
    """Write the file (None: the user's own). Raises `OutputError` if there is one already."""
    file = path or user_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(template())
    except FileExistsError as error:
        raise OutputError(
            f"There is a settings file {file} already: edit it, or name another one with --config."
        ) from error
    except OSError as error:
        raise OutputError(
            f"The settings file {file} cannot be written ({error.strerror}): name another one with --config."
        ) from error
    return file


def shown(path: Path | None) -> Iterator[str]:
    """Every setting with its value, and where that comes from: a variable, a line of the file, or the default."""
    settings = load(path)
    file = path or default_file()
    text = read(file) if file.is_file() else ""
    for setting in all_settings():
        names = tuple(setting.name.split("."))
        value: object = settings
        for name in names:
            value = getattr(value, name)
        variable, line = variable_of(names), line_of(text, names) if _is_set(text, names) else None
        source = f"variable {variable}" if variable else f"{file}:{line}" if line else "default"
        yield f"{setting.name} = {'not set' if value is None else as_toml(value)}  ({source})"


def table() -> str:
    """The table of settings in README.md."""
    rows = ["| setting | in the environment | without it | |", "|---|---|---|---|"]
    for setting in all_settings():
        default = "–" if setting.default is None else f"`{as_toml(setting.default)}`"
        meaning = f"{setting.meaning} ({_in_code(setting)})" if setting.values else setting.meaning
        rows.append(f"| `{setting.name}` | `{setting.variable}` | {default} | {meaning} |")
    return "\n".join(rows) + "\n"


def _in_code(setting: Setting) -> str:
    return f"`{setting.values}`" if '"' in setting.values else setting.values


def _commented(setting: Setting) -> str:
    values = f" ({setting.values})" if setting.values else ""
    meaning = f"{setting.meaning[0].upper()}{setting.meaning[1:]}{values}."
    lines = textwrap.wrap(meaning, WIDTH - 2, break_long_words=False, break_on_hyphens=False)
    comment = "".join(f"# {line}\n" for line in lines)
    without = "# Not set; for example:\n" if setting.default is None else ""
    return f"{comment}{without}#{setting.key} = {as_toml(setting.example)}\n"


def _is_set(text: str, names: tuple[str, ...]) -> bool:
    """Whether the file itself gives this setting a value."""
    values: object = tomllib.loads(text)
    for name in names:
        if not isinstance(values, dict) or name not in values:
            return False
        values = values[name]
    return True
