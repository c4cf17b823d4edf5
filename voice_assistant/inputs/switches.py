"""Switches read from Linux input devices: switch boxes, keyboards, mouse buttons, pedals, or a pipe that stands in.

Several devices can be used at once, and any of them may come and go: once a second it is looked which are
there. Nothing here waits, so it needs no thread: what was pressed is fetched once for each frame of sound, and
the kernel keeps it until then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from voice_assistant.audio.frames import FRAME_SECONDS
from voice_assistant.events import Role, TroubleMet
from voice_assistant.inputs.devices import Devices
from voice_assistant.inputs.input_events import DeviceGoneError, EventsLost, InputDevice
from voice_assistant.inputs.presses import Presses, Timing

LOOK_EVERY = round(1.0 / FRAME_SECONDS)
"""Frames between two looks at which devices there are."""


class NoSwitches:
    """Where nobody can press anything."""

    held = False

    def poll(self) -> tuple[Role, ...]:
        return ()

    def troubles(self) -> tuple[TroubleMet, ...]:
        return ()

    def close(self) -> None:
        """There is nothing to close."""


class DeviceSwitches:
    """Reads every wanted device that is there. `poll` is to be called once for each frame, and never waits."""

    def __init__(
        self,
        wanted: Sequence[str],
        roles: Mapping[int, Role],
        timing: Timing,
        devices: Devices | None = None,
    ) -> None:
        """`wanted`: paths, patterns of paths, parts of names, or "any"; `roles` by key code.

        Whatever is meant may come later: without its switch it is still to be talked to.
        """
        self._wanted = tuple(wanted)
        self._roles = roles
        self._presses = Presses(timing)
        self._devices = devices or Devices()
        self._open: dict[Path, InputDevice] = {}
        self._refused: set[Path] = set()
        self._gone: set[Path] = set()
        self._troubles: list[TroubleMet] = []
        self._until_look = LOOK_EVERY
        self._missing = False
        """Whether none of them was there, and none has come since."""
        self._look()
        self._missing = not self._open
        if self._missing:
            self._troubles.append(TroubleMet("switch", "missing"))

    @property
    def held(self) -> bool:
        """Whether a switch is being pressed, and not known yet as what."""
        return self._presses.held

    def poll(self) -> tuple[Role, ...]:
        """The roles pressed since the last poll, in order."""
        self._until_look -= 1
        if not self._until_look:
            self._until_look = LOOK_EVERY
            self._look()
        for path, device in list(self._open.items()):
            self._read(path, device)
        return self._presses.frame()

    def troubles(self) -> tuple[TroubleMet, ...]:
        """What has happened to devices since the last call: missing, gone, back, or refused (no right to read it)."""
        troubles, self._troubles = tuple(self._troubles), []
        return troubles

    def close(self) -> None:
        """Let all devices go. Safe to call twice."""
        for device in self._open.values():
            device.close()
        self._open = {}

    def _look(self) -> None:
        """Open the devices that have come."""
        there = self._devices.wanted(self._wanted)
        self._refused &= set(there)
        for path in there:
            if path in self._open:
                continue
            try:
                self._open[path] = InputDevice(path)
            except OSError:
                if path not in self._refused:
                    self._troubles.append(TroubleMet("switch", "refused"))
                self._refused.add(path)
                continue
            wrong = bool(self._gone) or self._missing or path in self._refused
            self._refused.discard(path)
            self._missing = False
            self._gone.discard(
                path if path in self._gone else next(iter(self._gone), path)
            )  # or a new number
            if wrong and not self._gone:
                self._troubles.append(TroubleMet("switch", "back"))

    def _read(self, path: Path, device: InputDevice) -> None:
        try:
            for key in device.moved():
                role = self._roles.get(key.code)
                if role is not None and key.down:
                    self._presses.down((path, key.code), role, key.at)
                elif role is not None:
                    self._presses.up((path, key.code), key.at)
        except EventsLost:
            self._presses.forget(path)
        except DeviceGoneError:
            device.close()
            del self._open[path]
            self._presses.forget(path)
            self._gone.add(path)
            self._troubles.append(TroubleMet("switch", "gone"))
