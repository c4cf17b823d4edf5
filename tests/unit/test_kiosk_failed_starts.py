"""That it cannot start is said ever more seldom, and at once after it could."""

from __future__ import annotations

from pathlib import Path

from voice_assistant.kiosk.failed_starts import failed, started


def test_it_is_said_ever_more_seldom(tmp_path: Path) -> None:
    service = {"STATE_DIRECTORY": str(tmp_path)}
    said = [number for number in range(1, 2_000) if failed(service)]
    assert said == [2**power for power in range(11)]


def test_after_a_start_it_is_said_at_once(tmp_path: Path) -> None:
    service = {"STATE_DIRECTORY": str(tmp_path)}
    started(service)
    for _ in range(3):
        said = failed(service)
    assert not said
    started(service)
    assert failed(service)


def test_whoever_starts_it_by_hand_hears_it_each_time() -> None:
    started({})
    assert all(failed({}) for _ in range(5))


def test_where_nothing_can_be_kept_it_is_rather_said(tmp_path: Path) -> None:
    nowhere = {"STATE_DIRECTORY": str(tmp_path / "file" / "folder")}
    (tmp_path / "file").touch()
    assert all(failed(nowhere) for _ in range(5))
