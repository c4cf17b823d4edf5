"""Where prompts and models are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_assistant import paths


def test_a_checkout_is_its_own_root(tmp_path: Path) -> None:
    (tmp_path / "prompts").mkdir()
    assert paths.root(tmp_path / "voice_assistant", Path("/opt/venv")) == tmp_path.resolve()


def test_an_installation_has_its_files_in_the_share_folder(tmp_path: Path) -> None:
    installed = tmp_path / "site-packages" / "voice_assistant"
    assert paths.root(installed, Path("/opt/venv")) == Path("/opt/venv/share/voice-assistant")


def test_this_checkout_holds_what_the_paths_promise() -> None:
    assert paths.prompts(paths.root()).is_dir()
    assert paths.catalogue(paths.root()).is_file()


def test_models_are_looked_for_beside_the_prompts_and_then_with_the_user() -> None:
    assert paths.model_folders(Path("/r"), Path("/home/u"), {}) == (Path("/r/models"), Path("/home/u/models"))


def test_a_named_folder_is_the_only_one() -> None:
    named = {"VOICE_ASSISTANT_MODELS": "/srv/models"}
    assert paths.model_folders(Path("/r"), Path("/home/u"), named) == (Path("/srv/models"),)


@pytest.mark.parametrize("exists", [True, False])
def test_a_download_goes_to_the_first_folder_that_can_be_written(tmp_path: Path, exists: bool) -> None:
    blocked = tmp_path / "file" / "models"
    (tmp_path / "file").touch()  # a folder cannot be made below a file, whoever tries
    own = tmp_path / "own" / "models"
    if exists:
        own.mkdir(parents=True)
    assert paths.download_folder((blocked, own)) == own
    assert paths.download_folder((own, blocked)) == own


def test_where_nothing_can_be_written_the_last_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    blocked = (tmp_path / "file" / "a", tmp_path / "file" / "b")
    assert paths.download_folder(blocked) == blocked[-1]
