"""All settings as a list: name, variable, default, range, meaning. What is written about settings is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from voice_assistant.settings.model import PREFIX, Part, Settings


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    """With the name of its part, and a dot, before it: listening.patience."""
    default: object
    example: object
    """A value that it could have; the default, where there is one."""
    values: str
    """Which values it may have, in words; "" if its meaning says that."""
    meaning: str

    @property
    def variable(self) -> str:
        """Its variable in the environment."""
        return PREFIX + self.name.upper().replace(".", "__")

    @property
    def part(self) -> str:
        """The table of the settings file that it stands in; "" for those before all tables."""
        return self.name.rpartition(".")[0]

    @property
    def key(self) -> str:
        """Its name within that table."""
        return self.name.rpartition(".")[2]


def all_settings(model: type[BaseModel] = Settings, before: str = "") -> Iterator[Setting]:
    """Every setting, in the order of the model."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Part):
            yield from all_settings(kind, f"{before}{name}.")
            continue
        example = field.examples[0] if field.examples else field.default
        meaning = " ".join((field.description or "").split())
        yield Setting(f"{before}{name}", field.default, example, _values(field), meaning)


def as_toml(value: object) -> str:
    """A value as it stands in a settings file."""
    match value:
        case bool():
            return str(value).lower()
        case str() | Path():
            escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        case tuple() | list():
            return f"[{', '.join(as_toml(each) for each in value)}]"
        case _:
            return str(value)


def _values(field: FieldInfo) -> str:
    if get_origin(field.annotation) is Literal:
        *others, last = (as_toml(value) for value in get_args(field.annotation))
        return f"{', '.join(others)} or {last}"
    low, high = _limit(field, "ge"), _limit(field, "le")
    if high is None:
        return "" if low is None else f"{low} or more"
    return f"{low} to {high}"


def _limit(field: FieldInfo, kind: str) -> object:
    return next((getattr(limit, kind) for limit in field.metadata if hasattr(limit, kind)), None)
