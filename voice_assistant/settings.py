"""Settings: what can be fitted to a device and a person, from a TOML file and the environment.

The environment wins over the file: VOICE_ASSISTANT_LISTENING__PATIENCE=slow is listening.patience.
Everything a session changes by voice or key starts from here again in the next session (C11).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from voice_assistant.commands import Patience
from voice_assistant.errors import SettingsError

PREFIX = "VOICE_ASSISTANT_"
OTHER_VARIABLES = {"VOICE_ASSISTANT_MODELS", "VOICE_ASSISTANT_MAVEN_BASE", "VOICE_ASSISTANT_RECORDINGS"}
"""Variables of the environment that are no settings: where models are, where they come from, and test data."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Listening(Part):
    patience: Patience = "normal"
    model: str | None = None
    """A name from models/catalogue.yaml; None: the default of the language."""


class Speaking(Part):
    engine: Literal["espeak-ng", "flite"] = "espeak-ng"
    """What makes the speech; if it fails, espeak-ng takes over."""
    voice: str | None = None
    """One of the engine's voices; None: its default, "en-us" or "rms"."""
    rate: int = Field(155, ge=80, le=300)
    """Words a minute."""
    volume: float = Field(0.0, ge=-12, le=18)
    """Decibels around the ordinary loudness."""


class Audio(Part):
    input_device: str | int | None = None
    output_device: str | int | None = None
    """A part of the device's name, or its number as `doctor` lists it; None: the system's choice."""
    latency: float = Field(0.055, ge=0.02, le=0.5)
    """Seconds."""
    echo_canceller: bool = True


class Input(Part):
    mode: Literal["voice", "switch"] = "voice"
    """With "switch" the choices are read out from the start."""
    device: Path | None = None
    """A Linux input device whose keys are the switches, such as /dev/input/event3."""
    select_keys: tuple[int, ...] = (28, 57, 0x110)
    """Key codes (linux/input-event-codes.h) that select: Enter, Space, left mouse button."""
    next_keys: tuple[int, ...] = (15, 106, 0x111)
    """Tab, Right, right mouse button."""
    emergency_keys: tuple[int, ...] = (1, 59)
    """Escape, F1."""
    debounce: float = Field(0.3, ge=0.0, le=3.0)
    """Seconds in which a second press of the same key is taken for a tremor (C20)."""
    scan_pause: float = Field(1.8, ge=0.5, le=10.0)
    """Seconds after each choice that is read out."""


class Privacy(Part):
    shared_room: bool = False
    """Others may hear: health is talked about only after a warning and consent; no place is kept (C7)."""
    keep_place: bool = True
    """The place in an article and the bookmarks are kept on this device for the next time."""


class Kiosk(Part):
    enabled: bool = False
    """After a conversation it sleeps until somebody wakes it, instead of ending."""
    rest_after: int | None = Field(None, ge=1)
    """Reminders after which a pause in mid-questions ends the conversation; None: never (C16)."""


class Settings(BaseSettings):
    """All settings. Raises `SettingsError` through `load` for unknown names and impossible values."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
    )

    pack: str = "als-facial-twitching"
    language: str = "en"
    listening: Listening = Listening()
    speaking: Speaking = Speaking()
    audio: Audio = Audio()
    input: Input = Input()
    privacy: Privacy = Privacy()
    kiosk: Kiosk = Kiosk()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings


def default_file() -> Path:
    return user_config_path("voice-assistant") / "config.toml"


def load(file: Path | None = None, *, environment: bool = True) -> Settings:
    """The settings from a file (None: the default one, if it is there) and the environment."""
    path = file or default_file()
    values: dict[str, Any] = {}
    if file is not None or path.is_file():
        values = _read(path)
    if environment:
        _refuse_unknown_variables()
    try:
        return Settings(**values) if environment else Settings.model_validate(values)
    except ValidationError as error:
        raise _wrong(str(path) if values else "the environment", error) from error


def override(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """The settings with dotted names changed ({"listening.patience": "slow"}), checked like a file's."""
    values = settings.model_dump()
    for name, value in changes.items():
        *parts, last = name.split(".")
        place: Any = values
        for part in parts:
            place = place.get(part) if isinstance(place, dict) else None
        if not isinstance(place, dict) or last not in place:
            raise SettingsError(f"There is no setting {name}: look at the table of settings in README.md.")
        place[last] = value
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise _wrong("the changed settings", error) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not TOML ({error}): mend that line.") from error
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise SettingsError(
            f"The settings file {path} cannot be read ({reason}): name another one."
        ) from error


def _wrong(where: str, error: ValidationError) -> SettingsError:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return SettingsError(
            f"There is no setting {name} (in {where}): look at the table of settings in README.md."
        )
    return SettingsError(f"The setting {name} (in {where}) is not right ({first['msg']}): mend or remove it.")


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
