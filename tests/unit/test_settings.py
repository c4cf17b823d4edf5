"""Settings from files, the environment and scripts: good ones hold, bad ones are one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_assistant.errors import SettingsError
from voice_assistant.settings import Settings, load, override


def file(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_and_the_environment_that_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_ASSISTANT_LISTENING__PATIENCE", "very slow")
    settings = load(file(tmp_path, '[listening]\npatience = "slow"\n[speaking]\nrate = 120\n'))
    assert (settings.listening.patience, settings.speaking.rate) == ("very slow", 120)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("[listening]\nhurry = true\n", "listening.hurry"),
        ('[listening]\npatience = "none"\n', "listening.patience"),
        ("[speaking]\nrate = 2000\n", "speaking.rate"),
        ("[speaking\n", "not TOML"),
    ],
)
def test_bad_files_are_one_sentence(tmp_path: Path, text: str, about: str) -> None:
    with pytest.raises(SettingsError, match=about) as raised:
        load(file(tmp_path, text))
    assert "config.toml" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml"):
        load(tmp_path / "nowhere.toml")


def test_an_unknown_variable_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_ASSISTANT_LISTENING__PATIENTS", "slow")
    with pytest.raises(SettingsError, match="VOICE_ASSISTANT_LISTENING__PATIENTS"):
        load(file(tmp_path, ""))


def test_a_scripts_settings() -> None:
    changed = override(Settings(), {"listening.patience": "slow", "privacy.shared_room": True})
    assert (changed.listening.patience, changed.privacy.shared_room) == ("slow", True)
    for wrong in ({"listening.hurry": True}, {"hurry": True}, {"listening.patience": "none"}):
        with pytest.raises(SettingsError):
            override(Settings(), wrong)
