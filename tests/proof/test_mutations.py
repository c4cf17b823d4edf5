"""Whatever a careless hand does to the shipped questions is found, and where it changes the advice, with a path."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from mutations import Mutation, mutate, mutations
from voice_assistant import paths
from voice_assistant.content.findings import Finding
from voice_assistant.content.loading import examine_pack, load_words, sign_pack
from voice_assistant.content.pack import Words
from voice_assistant.content.reviewing import REVIEW
from voice_assistant.proof.guarding import proved

TODAY = date(2026, 12, 1)
SHIPPED = paths.prompts(paths.root()) / "als-facial-twitching"
ALL = {each.name: each for each in mutations()}
PATH = "It happens with: "
SEED = 7


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = shutil.copytree(SHIPPED, tmp_path / "twitching")
    (folder / REVIEW).unlink(missing_ok=True)
    return folder


def found_in(pack: Path, words: Words) -> list[Finding]:
    findings, whole = examine_pack(pack, words, None, TODAY)
    return [*findings, *(proved(whole)[1] if whole else ())]


def test_there_are_enough_and_none_is_another() -> None:
    assert len(ALL) == len(list(mutations())) >= 40
    assert sum(each.advice for each in ALL.values()) >= 30


@pytest.mark.parametrize("name", ALL)
def test_it_is_found(name: str, pack: Path, words: Words) -> None:
    """Without anybody's signature, whatever changes the advice; and with one, everything."""
    mutation: Mutation = ALL[name]
    if not mutation.advice:
        sign_pack(pack)
    mutate(mutation, pack, SEED)
    findings = found_in(pack, words)
    assert findings, "nothing was found"
    if mutation.advice:
        assert any(PATH in each.sentence for each in findings), "\n".join(map(str, findings))


def test_the_signed_pack_itself_has_no_findings(pack: Path, words: Words) -> None:
    sign_pack(pack)
    assert found_in(pack, words) == []


def test_what_is_only_laid_out_otherwise_is_no_change(pack: Path, words: Words) -> None:
    sign_pack(pack)
    protocol = pack / "protocol.yaml"
    protocol.write_text("# Another comment.\n" + protocol.read_text().replace("\n\n", "\n\n\n"))
    assert found_in(pack, words) == []
