"""What the models of all content have in common: how ids, spoken texts and phrases may look."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Spoken = Annotated[str, Field(min_length=1, max_length=400)]
Phrase = Annotated[str, Field(pattern=r"^[a-z']+( [a-z']+)*$", max_length=80)]
"""One way to say something, in small letters without signs, as a recognizer writes it."""

Mention = Annotated[str, Field(pattern=r"^[a-z']+( [a-z']+)+$", max_length=80)]
"""A phrase of two words or more; single words are too easily heard in talk that is not meant."""


def _lines(written: object) -> object:
    return [written] if isinstance(written, str) else written


_Lines = Annotated[tuple[Spoken, ...], Field(min_length=1)]
Lines = Annotated[_Lines, BeforeValidator(_lines, json_schema_input_type=Spoken | _Lines)]
"""Lines that each hold one thought; a single one may be written without a dash."""


class Model(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True
    )
