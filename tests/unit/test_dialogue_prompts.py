"""The assistant's own words: all that the dialogue asks for are there, none is left over, none comes twice."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from dialogues.golden import the_words
from voice_assistant import dialogue
from voice_assistant.dialogue.offers import GROUPS
from voice_assistant.dialogue.scene import sentences_of
from voice_assistant.events import Deafness

SOURCES = sorted(Path(dialogue.__file__).parent.glob("*.py"))
KINDS = ("yes_no", "duration", "several", "one_of", "number", "scale")
STATES = ("confirming", "reading", "paused", "finding", "changing")
ADJUSTED = ("louder", "quieter", "slower", "faster", "longer_pauses", "shorter_pauses")
MADE = {
    *(f"help_{state}" for state in (*STATES, *KINDS)),
    *(f"which_{kind}" for kind in KINDS if kind != "yes_no"),
    *(f"scan_{group}" for group in GROUPS),
    *(f"{adjusted}_limit" for adjusted in ADJUSTED),
    *("took_not_sure_urgent", "took_silence_urgent", "took_noise_urgent"),
    *(f"deaf_{cause}" for cause in get_args(Deafness)),
    *(f"summary_{answer}" for answer in ("yes", "no", "not_sure", "skipped", "refused")),
}
"""Names that the program puts together."""


def written_names() -> Iterator[str]:
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_prompt_is_used() -> None:
    assert not set(the_words().prompts) - set(written_names()) - MADE


def test_what_is_put_together_is_there() -> None:
    assert not MADE - set(the_words().prompts)


@pytest.mark.parametrize("name", sorted(the_words().prompts))
def test_no_wording_of_a_prompt_comes_twice(name: str) -> None:
    """So that nobody who is put off hears the same sentence again."""
    wording = the_words().prompts[name]
    three = [set(lines) for lines in (wording.first, wording.shorter, wording.help)]
    assert not three[0] & three[1]
    assert not three[1] & three[2]
    assert not three[0] & three[2]


@pytest.mark.parametrize("name", sorted(the_words().prompts))
def test_every_gap_is_filled_in_each_wording(name: str) -> None:
    wording = the_words().prompts[name]
    lines = [" ".join(each) for each in (wording.first, wording.shorter, wording.help)]
    gaps = [set(re.findall(r"\{(\w+)\}", line)) for line in lines]
    assert gaps[1] <= gaps[0]
    assert gaps[2] <= gaps[0]


@pytest.mark.parametrize("name", ["menu", "menu_again", "menu_unfinished", "menu_article_only"])
def test_every_menu_says_what_one_can_say(name: str) -> None:
    wording = the_words().prompts[name]
    for lines in (wording.first, wording.shorter, wording.help):
        assert "article" in " ".join(lines)


def test_it_says_that_it_is_no_doctor_and_cannot_call() -> None:
    """I9."""
    safety = the_words().prompts["safety"]
    said = " ".join(safety.first)
    assert "not a doctor" in said
    assert "cannot call anyone" in said
    assert safety.safety


def test_sentences_are_cut_where_they_end() -> None:
    assert sentences_of("Wait. Then go on.") == ("Wait.", "Then go on.")
