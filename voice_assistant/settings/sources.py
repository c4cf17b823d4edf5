"""Reading settings: the file, the environment over it, and saying where something in them is wrong."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from pydantic import BaseModel, ValidationError
from pydantic_settings.exceptions import SettingsError as VariableError

from voice_assistant.errors import SettingsError
from voice_assistant.paths import NAME
from voice_assistant.settings.lines import line_of
from voice_assistant.settings.model import PREFIX, FromEnvironment, Part, Settings

OTHER_VARIABLES = {"VOICE_ASSISTANT_MODELS", "VOICE_ASSISTANT_MAVEN_BASE", "VOICE_ASSISTANT_RECORDINGS"}
"""Variables of the environment that are no settings: where models are, where they come from, and test data."""
FILE = "config.toml"
SYSTEM = Path("/etc") / NAME / FILE
"""The device's settings, which its service reads."""
LOOK = "look at the table of settings in README.md"


def user_file() -> Path:
    """This user's own settings file; it need not exist."""
    return user_config_path(NAME) / FILE


def default_file(system: Path = SYSTEM) -> Path:
    """The settings file that holds if none is named: the user's, otherwise the device's, which a service has.

    It need not exist; then it is the user's.
    """
    user = user_file()
    return system if system.is_file() and not user.is_file() else user


def load(file: Path | None = None, *, environment: bool = True) -> Settings:
    """The settings from a file (None: the default one, if it is there) and the environment."""
    path = file or default_file()
    text = read(path) if file is not None or path.is_file() else ""
    values = parse(path, text)
    if environment:
        _refuse_unknown_variables()
    try:
        return (FromEnvironment if environment else Settings)(**values)
    except ValidationError as error:
        raise _wrong(error, path, text) from error
    except VariableError as error:
        raise SettingsError(
            f"A variable of the environment is not right ({_plain(error)}): mend or remove it."
        ) from error


def override(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """The settings with dotted names changed ({"listening.patience": "slow"}), checked like a file's.

    The changes go before everything, the environment too.
    """
    values = settings.model_dump()
    for name, value in changes.items():
        *parts, last = name.split(".")
        place: Any = values
        for part in parts:
            place = place.get(part) if isinstance(place, dict) else None
        if not isinstance(place, dict) or last not in place:
            raise SettingsError(f"There is no setting {name}: {LOOK}.")
        place[last] = value
    try:
        return Settings(**values)
    except ValidationError as error:
        raise _sentence(error, "in the changed settings") from error


def read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise SettingsError(
            f"The settings file {path} cannot be read ({reason}): name another one."
        ) from error


def parse(path: Path, text: str) -> dict[str, Any]:
    """The values in a settings file. Raises `SettingsError` with the line if it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r" \(at line (\d+), column \d+\)$", str(error))
        line = where[1] if where else str(text.count("\n") + 1)
        reason = str(error)[: where.start() if where else None].replace(" (at end of document)", "")
        raise SettingsError(f"{path}:{line}: this is not TOML ({reason}): mend that line.") from error


def variable_of(names: tuple[str, ...], environ: Mapping[str, str] = os.environ) -> str | None:
    """The variable that a setting, or a part of settings, comes from; None if there is none for it."""
    present = {name.upper(): name for name in environ}
    for upto in range(len(names), 0, -1):  # a whole part may be given as JSON
        found = present.get(PREFIX + "__".join(names[:upto]).upper())
        if found is not None and _gives(environ[found], names[upto:]):
            return found
    return None


def _gives(value: str, names: tuple[str, ...]) -> bool:
    """Whether a variable's value, JSON where it stands for a whole part, has this in it."""
    if not names:
        return True
    try:
        part = json.loads(value)
    except ValueError:
        return True  # whatever is wrong is wrong with the variable
    return isinstance(part, dict) and names[0] in part


def _wrong(error: ValidationError, path: Path, text: str) -> SettingsError:
    names = tuple(str(part) for part in error.errors()[0]["loc"] if isinstance(part, str))
    variable = variable_of(names)
    if variable is not None:
        return _sentence(error, f"in the variable {variable}")
    line = line_of(text, names)
    return _sentence(error, f"{path}:{line}" if line else f"in {path}")


def _sentence(error: ValidationError, where: str) -> SettingsError:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return SettingsError(f"There is no setting {name} ({where}): {LOOK}.")
    return SettingsError(f"The setting {name} ({where}) is not right ({first['msg']}): mend or remove it.")


def _plain(error: Exception) -> str:
    return " ".join(str(error).split())


def _known_variables(model: type[BaseModel], prefix: str) -> set[str]:
    """The variables of the environment that are settings."""
    names: set[str] = set()
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Part):
            names |= _known_variables(kind, f"{prefix}{name.upper()}__")
        names.add(f"{prefix}{name.upper()}")
    return names


def _refuse_unknown_variables() -> None:
    """A variable that is meant for a setting but is none would otherwise be passed over in silence."""
    known = _known_variables(Settings, PREFIX) | OTHER_VARIABLES
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingsError(
                f"There is no setting for the variable {name}: look at the table in README.md."
            )
