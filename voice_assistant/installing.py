"""What an installer wants to know beside the parts: the settings, the switch, the service, and what comes next."""

from __future__ import annotations

import os
from pathlib import Path

from voice_assistant.errors import DeviceError
from voice_assistant.inputs.devices import Devices
from voice_assistant.kiosk.service import Place
from voice_assistant.settings import Settings, default_file


def settings_file(named: Path | None) -> str:
    """Which settings hold; that they are right was found out when they were read."""
    file = named or default_file()
    if file.is_file():
        return f"{file} is right; `voice-assistant settings` tells what holds."
    return f"There is no {file}, so all is at its default; `voice-assistant settings --init` writes one."


def switches(settings: Settings, there: Devices | None = None) -> str:
    """Whether the switches that are set can be read. Raises `DeviceError` for one that cannot."""
    wanted = [each for each in settings.input.devices if each != "terminal"]
    if not wanted:
        return "No switch device is set; to use one, set `input.device`."
    for each in wanted:
        found = (there or Devices()).wanted([each])
        readable = [file for file in found if os.access(file, os.R_OK)]
        if not [file for file in found if file.exists()]:
            raise DeviceError(f"There is no input device {each}: plug it in, or mend `input.device`.")
        if not readable:
            raise DeviceError(
                f"The input device {found[0]} may not be read: add the user to the group input, and log in again."
            )
    return f"Switches can be read: {', '.join(wanted)}."


def service(root: Path = Path("/")) -> str:
    """Whether it is a service, and what to do about it."""
    place = Place(root)
    if not place.unit.is_file():
        return "It is no service; for a device of its own, `voice-assistant service install` makes it one."
    if not place.link.is_symlink():
        return "It is a service that does not start with the device: run `systemctl enable voice-assistant`."
    return (
        f"It is a service that starts with the device, with the settings in {place.settings}; "
        "`voice-assistant status` tells how it is."
    )
