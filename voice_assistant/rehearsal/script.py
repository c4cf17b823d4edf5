"""The script of a rehearsal: who calls, in which room, and what they say, play, press, or leave unsaid."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from voice_assistant.content.findings import FindingsError
from voice_assistant.content.loading import summary
from voice_assistant.content.shape import shaped
from voice_assistant.content.yaml_file import read_yaml
from voice_assistant.errors import ContentError, MissingError
from voice_assistant.events import Role


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _listed(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


Seconds = Annotated[float, Field(gt=0, le=30)]
VOICE = r"^[a-z0-9_]+$"


class Act(Part):
    """One thing that a caller does. Exactly one of say, play, silence, press and hum."""

    say: str | None = Field(None, min_length=1, max_length=400)
    """Spoken by a synthetic voice that is not the assistant's; with another `input` chosen by switch or by sounds."""
    play: Path | None = None
    """A recording; relative to the script."""
    voice: str | None = Field(None, pattern=VOICE)
    """Which of flite's voices says this, where it is not the script's."""
    silence: float | None = Field(None, gt=0, le=86_400)
    """Seconds in which nothing is said."""
    press: Annotated[tuple[Role, ...], BeforeValidator(_listed)] | None = None
    """One switch, or several one after the other."""
    hum: Annotated[tuple[Seconds, ...], BeforeValidator(_listed), Field(min_length=1)] | None = None
    """A sound of a voice that is no word, for so many seconds, or several one after the other."""
    after: float = Field(0.4, ge=0, le=600)
    """Seconds of silence before it."""
    during: float | None = Field(None, ge=0, le=600)
    """Starts so many seconds after the assistant's next speech starts, without waiting for its end."""
    means: str | dict[str, list[float | str | None]] | None = None
    """What the caller means by it, as the journal writes answers down."""

    @model_validator(mode="after")
    def _one_thing(self) -> Act:
        if sum(each is not None for each in (self.say, self.play, self.silence, self.press, self.hum)) != 1:
            raise ValueError("give exactly one of say, play, silence, press and hum")
        return self


Acts = Annotated[tuple[Act, ...], BeforeValidator(_listed), Field(min_length=1)]
State = Literal["choosing", "asking", "confirming", "changing", "advising", "finding", "reading", "paused"]
"""The states in which the assistant waits for somebody."""


class Noise(Part):
    play: Path
    snr_db: float = Field(ge=-40, le=80)
    """Decibels between the caller's speech and the noise."""


class EchoPath(Part):
    delay: float = Field(ge=0, le=1)
    """Seconds."""
    gain_db: float = Field(ge=-60, le=6)


class Confirm(Part):
    """What is said when asked "did you say ...?": yes if that is what the last answer means, otherwise no.

    One entry for each time that it is said; the last one repeats.
    """

    yes: Acts = (Act(say="yes"),)
    no: Acts = (Act(say="no"),)


class Script(Part):
    pack: str | None = None
    input: Literal["voice", "switch", "sound"] = "voice"
    settings: dict[str, Any] = {}
    voice: str = Field("slt", pattern=VOICE)
    """The synthetic caller's voice, one of flite's."""
    level_dbfs: float | None = Field(None, ge=-60, le=-10)
    """How loud the caller speaks: everything is brought to it. Without it each sound is as it was made."""
    noise: Noise | None = None
    echo: EchoPath | None = None
    turns: tuple[Act, ...] = ()
    answers: dict[str, Acts] = {}
    """By question; one entry for each attempt, the last one repeats."""
    confirm: Confirm | None = None
    states: dict[State, Acts] = {}
    """By state of the dialogue, where there is no answer and no yes or no to give; the last one repeats."""

    def acts(self) -> tuple[Act, ...]:
        """Everything that the caller may do."""
        listed = [*self.answers.values(), *self.states.values()]
        if self.confirm is not None:
            listed += [self.confirm.yes, self.confirm.no]
        return (*self.turns, *(act for acts in listed for act in acts))

    def recordings(self) -> tuple[Path, ...]:
        played = [act.play for act in self.acts() if act.play is not None]
        return (*played, *([self.noise.play] if self.noise else []))


def load_script(path: Path) -> Script:
    """A script from its file. Raises `MissingError` or `ContentError`, with line and column."""
    if not path.is_file():
        raise MissingError(f"There is no rehearsal script {path}; check its name and folder.")
    try:
        return shaped(read_yaml(path), Script)
    except FindingsError as error:
        raise ContentError(summary(error.findings)) from error
