"""The shipped catalogue is right, and a broken one is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_model import CATALOGUE, described

from voice_assistant import model_download, model_files, models, paths
from voice_assistant.errors import ContentError, MissingError
from voice_assistant.model_files import Catalogue


def test_the_shipped_catalogue_has_the_model_and_asks_for_an_exact_archive() -> None:
    shipped = model_files.load_catalogue(paths.catalogue(paths.root()))
    model = shipped.model(None)
    assert model.name == "vosk-model-small-en-us-0.15"
    assert "--dither=0\n" in model.files["conf/mfcc.conf"].append
    address = model_download._address(model.archive)
    assert address.startswith("https://")
    assert address.endswith("/com/alphacephei/vosk-model-en/0.3.45/vosk-model-en-0.3.45.aar")


@pytest.mark.model
def test_the_fetched_model_is_what_was_published() -> None:
    models.verify()


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("licence:", "license:", "catalogue.yaml:13"),
        ("size: 41185783", "size: large", "catalogue.yaml:18"),
        (":aar:0.3.45", ":aar:latest", "catalogue.yaml:17"),
        ("default: vosk", "default: other", "catalogue.yaml"),
        ("models:", "models: [", "catalogue.yaml"),
        ("append: ", "# append: ", "catalogue.yaml:28"),
    ],
)
def test_a_broken_catalogue_is_named_with_its_place(tmp_path: Path, old: str, new: str, where: str) -> None:
    text = paths.catalogue(paths.root()).read_text()
    assert old in text
    (tmp_path / "catalogue.yaml").write_text(text.replace(old, new, 1))
    with pytest.raises(ContentError, match=where):
        model_files.load_catalogue(tmp_path / "catalogue.yaml")


def test_a_missing_catalogue(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="install the assistant again"):
        model_files.load_catalogue(tmp_path / "catalogue.yaml")


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a//b", "a/../b", "a/.hidden", ""])
def test_a_catalogue_cannot_lead_elsewhere_either(name: str) -> None:
    broken = CATALOGUE.model_dump()
    broken["models"][0]["files"][name] = described(b"x")
    with pytest.raises(ValueError, match="pattern"):
        Catalogue.model_validate(broken)
