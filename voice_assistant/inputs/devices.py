"""Which input devices are meant: by path, by a pattern of paths, or by a part of the name that a device gives itself.

Numbers in paths change as devices come and go; a Bluetooth switch has no other path, so it is best named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ANY = "any"
"""Every input device there is."""
_NODES = "event*"


@dataclass(slots=True)
class Devices:
    """The input devices of this machine. The folders are others in tests."""

    nodes: Path = Path("/dev/input")
    described: Path = Path("/sys/class/input")
    _names: dict[str, str] = field(default_factory=dict)
    """What each device is called, in small letters, as long as it is there."""

    def wanted(self, designations: Sequence[str]) -> list[Path]:
        """The devices that are there now, each once."""
        return list(dict.fromkeys(path for each in designations for path in self._of(each)))

    def _of(self, designation: str) -> Iterator[Path]:
        if designation == ANY:
            yield from sorted(self.nodes.glob(_NODES))
        elif not is_path(designation):
            yield from (self.nodes / name for name in sorted(self._called(designation)))
        elif "*" in designation:
            path = Path(designation)
            yield from sorted(path.parent.glob(path.name))
        elif Path(designation).exists():
            yield Path(designation)

    def _called(self, part: str) -> Iterator[str]:
        there = {path.name for path in self.described.glob(_NODES)}
        self._names = {name: self._names.get(name) or self._name(name) for name in there}
        return (name for name, called in self._names.items() if part.lower() in called)

    def _name(self, node: str) -> str:
        try:
            return (self.described / node / "device" / "name").read_text(encoding="utf-8").strip().lower()
        except (OSError, UnicodeDecodeError):
            return ""  # it has just gone again


def is_path(designation: str) -> bool:
    return designation.startswith(("/", "."))
