"""Every setting, with its default, its range, and below it what it means.

These sentences are the only ones: the file that `settings --init` writes and the table in README.md are made of
them. So they begin small, end without a full stop, and leave ranges and defaults to the field.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from voice_assistant.commands import Patience

PREFIX = "VOICE_ASSISTANT_"
REMINDERS_FOR_MANY = 5
"""Reminders after which a device for many people is free for the next one, unless something else is set."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Listening(Part):
    patience: Patience = "normal"
    """how long it waits; `"very slow"` never hurries"""
    model: str | None = Field(None, examples=["vosk-model-small-en-us-0.15"])
    """a model's name in `models/catalogue.yaml`; otherwise the language's default"""


class Speaking(Part):
    engine: Literal["espeak-ng", "flite"] = "espeak-ng"
    """what makes the speech; flite is easier to understand; if it fails, espeak-ng takes over"""
    voice: str | None = Field(None, examples=["en-us"])
    """one of the engine's voices, for flite also a file of one; otherwise `"en-us"`, or flite's `"rms"`"""
    rate: int = Field(155, ge=80, le=300)
    """words a minute"""
    volume: float = Field(0.0, ge=-12, le=18)
    """decibels around the ordinary loudness"""


class Audio(Part):
    input_device: str | int | None = Field(None, examples=["USB"])
    """the microphone: a part of its name, or its number, as `doctor` lists it; otherwise the system's choice"""
    output_device: str | int | None = Field(None, examples=["USB"])
    """the speaker, likewise"""
    latency: float = Field(0.055, ge=0.02, le=0.5)
    """seconds; more if the sound stutters"""
    echo_canceller: bool = True
    """take its own voice out of what the microphone hears; `false` only with headphones"""


class Input(Part):
    mode: Literal["voice", "switch", "sound"] = "voice"
    """with `"switch"` the choices are read out from the start; with `"sound"` any sound of a voice is the switch"""
    device: str | tuple[str, ...] | None = Field(None, examples=["/dev/input/event3"])
    """Linux input devices whose keys are the switches: a path such as `/dev/input/event3`, a pattern of paths, a part
    of a device's name such as `"Blue2"`, `"any"`, or a list of these; or `"terminal"`, for the keys of the terminal"""
    select_keys: tuple[int, ...] = (28, 57, 0x110)
    """key codes that select: Enter, Space, left mouse button"""
    next_keys: tuple[int, ...] = (15, 106, 0x111)
    """Tab, Right, right mouse button"""
    emergency_keys: tuple[int, ...] = (1, 59)
    """Escape, F1"""
    debounce: float = Field(0.3, ge=0.0, le=3.0)
    """seconds in which a second press of the same key does not count, for a tremor"""
    hold: float = Field(0.0, ge=0.0, le=3.0)
    """seconds for which a key must be held, or a sound last, to count"""
    long_press: float = Field(3.0, ge=0.0, le=10.0)
    """seconds for which any of these keys is held, or a sound made, to call out an emergency; 0: never"""
    scan: Literal["auto", "step"] = "auto"
    """with `"step"` the choices are read one at a time, each at a press of the key for it"""
    scan_pause: float = Field(1.8, ge=0.5, le=10.0)
    """seconds after each choice that is read out"""
    announce: bool = False
    """the first press only says what would be chosen, a second one takes it"""
    sounds: Literal["one is yes", "two are yes", "scan"] = "one is yes"
    """what sounds mean at a question; with `"scan"` any sound takes the choice that is read, there too"""

    @model_validator(mode="after")
    def _can_be_told_apart(self) -> Input:
        if 0 < self.long_press < self.hold + 1:
            raise ValueError("long_press must be at least one second longer than hold, or 0")
        return self

    @property
    def devices(self) -> tuple[str, ...]:
        """Where the switches are read from."""
        if self.device is None:
            return ()
        return (self.device,) if isinstance(self.device, str) else self.device


class Privacy(Part):
    shared_room: bool = False
    """others may hear: ask before talking about health, and keep no place in the article"""
    keep_place: bool = True
    """keep the place in an article and the bookmarks on this device for the next time; never in a shared room"""
    summaries: Path | None = Field(None, examples=["/var/lib/voice-assistant/summaries"])
    """a folder for summaries of the answers, which a person may have written down; never in a shared room"""
    records: Path | None = Field(None, examples=["/var/lib/voice-assistant/records"])
    """a folder for records of the questions and answers, if the person agrees each time; never in a shared room"""


class Kiosk(Part):
    enabled: bool = False
    """a device for many people: sleep until somebody wakes it, and forget everything of theirs afterwards"""
    wake: Literal["phrase", "sound"] = "phrase"
    """what wakes it beside a switch: only a phrase such as "help", or any sound that stands out of the room"""
    rest_after: int | None = Field(None, ge=0, examples=[5])
    """reminders after which it ends although answers are open; 0: never; otherwise a device for many people after 5,
    some 25 minutes"""

    @property
    def limit(self) -> int | None:
        """Reminders after which it ends although answers are open; None: never."""
        if self.rest_after is None:
            return REMINDERS_FOR_MANY if self.enabled else None
        return self.rest_after or None


class Health(Part):
    file: Path | None = Field(None, examples=["/var/lib/node_exporter/voice-assistant.prom"])
    """a file for counters and times without anything that was said, for Prometheus; a service has one of its own,
    `/run/voice-assistant/health.prom`, and writes only there"""
    outcomes: bool = False
    """count advice by its outcome as well; where few people come, that tells what they answered"""


class Settings(Part):
    """All settings. Raises `SettingsError` through `load` for unknown names and impossible values."""

    pack: str = "als-facial-twitching"
    """the article and its questions: a name under `prompts/`, or a folder"""
    language: str = "en"
    """the assistant's own words: a folder under `prompts/assistant/`"""
    listening: Listening = Listening()
    speaking: Speaking = Speaking()
    audio: Audio = Audio()
    input: Input = Input()
    privacy: Privacy = Privacy()
    kiosk: Kiosk = Kiosk()
    health: Health = Health()


class FromEnvironment(Settings, BaseSettings):
    """The same, with the environment over what is given."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__")

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
