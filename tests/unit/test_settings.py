"""Settings from files, the environment and scripts: good ones hold, bad ones are one sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from voice_assistant.app_parts import manner_of
from voice_assistant.errors import OutputError, SettingsError
from voice_assistant.settings import Settings, default_file, load, override
from voice_assistant.settings.catalogue import all_settings
from voice_assistant.settings.lines import line_of
from voice_assistant.settings.written import shown, table, write_template


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


def test_without_a_name_it_is_the_users_file_and_then_the_devices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks `doctor` or `status` about a service means its settings."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    user, system = tmp_path / "home" / "voice-assistant" / "config.toml", file(tmp_path, "")
    assert default_file(tmp_path / "nowhere") == user
    assert default_file(system) == system
    assert write_template(None) == user
    assert default_file(system) == user


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


def test_what_a_script_sets_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rehearsal, a measurement and `--kiosk` mean what they say, wherever they run."""
    monkeypatch.setenv("VOICE_ASSISTANT_LISTENING__PATIENCE", "very slow")
    monkeypatch.setenv("VOICE_ASSISTANT_SPEAKING__RATE", "120")
    changed = override(load(), {"listening.patience": "slow", "kiosk.enabled": True})
    assert (changed.listening.patience, changed.kiosk.enabled) == ("slow", True)
    assert changed.speaking.rate == 120
    again = override(changed, {"speaking.rate": 200})
    assert (again.listening.patience, again.speaking.rate) == ("slow", 200)


def test_without_the_environment_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_ASSISTANT_SPEAKING__RATE", "120")
    assert load(file(tmp_path, ""), environment=False).speaking.rate == 155


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# a remark\n\n[listening]\n# another\npatience = 'none'\n", 5),
        ("[input]\nselect_keys = [\n  28,\n  'x',\n]\n", 2),
        ("speaking = {rate = 90, volume = 99}\n", 1),
        ("[speaking]\nrate = 90\n[listening]\nhurry = 1\n[audio]\n", 4),
        ("pack = '''\nrate = 9\n'''\nspeaking.rate = 9\n", 4),
        ("speaking.rate = 90\nlistening = 3\n", 2),
        ('a = 1\n["listening"]\n', 1),
        ("[listening]\npatience = slow\n", 2),
        ("[speaking]\nrate = 90\nrate = 91\n", 3),
        ("[speaking", 1),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = file(tmp_path, text)
    with pytest.raises(SettingsError) as raised:
        load(path)
    assert f"{path}:{line}" in str(raised.value)


def test_a_wrong_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_ASSISTANT_SPEAKING__RATE", "fast")
    with pytest.raises(SettingsError, match="variable VOICE_ASSISTANT_SPEAKING__RATE"):
        load(file(tmp_path, "[speaking]\nrate = 100\n"))
    monkeypatch.setenv("VOICE_ASSISTANT_INPUT", "{no json")
    with pytest.raises(SettingsError, match="variable of the environment"):
        load(file(tmp_path, ""))


# --- the file that it writes, and what it shows ------------------------------------------------------


def test_the_written_file_has_every_setting_and_sets_none(tmp_path: Path) -> None:
    path = write_template(tmp_path / "folder" / "config.toml")
    assert load(path, environment=False) == Settings()
    text = path.read_text(encoding="utf-8")
    uncommented = re.sub(r"^#(?=\w)", "", text, flags=re.MULTILINE)
    path.write_text(uncommented, encoding="utf-8")
    values = load(path, environment=False).model_dump()
    for setting in all_settings():
        value: object = values
        for name in setting.name.split("."):
            assert isinstance(value, dict)
            value = value[name]
        written = str(value) if isinstance(value, Path) else value
        assert written == setting.example, setting.name
        assert line_of(uncommented, tuple(setting.name.split("."))) is not None
        assert setting.meaning, f"{setting.name} has no sentence below it"
        assert setting.default is not None or setting.example is not None, f"{setting.name} has no example"
        assert " ".join(setting.meaning.split())[1:40] in text.replace("\n# ", " ")


def test_each_setting_is_one_row_of_the_table() -> None:
    rows = table().splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == [setting.name for setting in all_settings()]
    assert all(row.startswith("| `") and row.endswith(" |") for row in rows)


@pytest.mark.parametrize(
    ("kiosk", "reminders"),
    [({}, None), ({"enabled": True}, 5), ({"enabled": True, "rest_after": 0}, None), ({"rest_after": 2}, 2)],
)
def test_only_a_device_for_many_people_rests_by_itself(
    kiosk: dict[str, object], reminders: int | None
) -> None:
    """Otherwise the next person would meet what the one before has answered."""
    changes = {f"kiosk.{name}": value for name, value in kiosk.items()}
    assert manner_of(override(Settings(), changes)).rest_after == reminders


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = file(tmp_path, "[speaking]\nrate = 100\n")
    with pytest.raises(OutputError, match=r"already"):
        write_template(path)
    assert path.read_text(encoding="utf-8") == "[speaking]\nrate = 100\n"


def test_it_tells_each_value_and_where_it_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_ASSISTANT_LISTENING__PATIENCE", "very slow")
    monkeypatch.setenv("VOICE_ASSISTANT_AUDIO", '{"latency": 0.1}')
    path = file(tmp_path, '\n[listening]\npatience = "slow"\n[speaking]\nrate = 120\n')
    lines = list(shown(path))
    assert len(lines) == len(list(all_settings()))
    assert 'listening.patience = "very slow"  (variable VOICE_ASSISTANT_LISTENING__PATIENCE)' in lines
    assert f"speaking.rate = 120  ({path}:5)" in lines
    assert "audio.latency = 0.1  (variable VOICE_ASSISTANT_AUDIO)" in lines
    assert "audio.echo_canceller = true  (default)" in lines
    assert "input.device = not set  (default)" in lines
