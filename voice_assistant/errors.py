"""Troubles that people can do something about, each with a stable code, a sentence and an exit code.

Not understanding somebody, and silence, are conversation and never errors. Whatever is not an
`AssistantError` is a bug and may end the process with a traceback.
"""

from __future__ import annotations

USAGE, CONTENT, MISSING, DEVICE, INPUT_OUTPUT, CONFIGURATION = 64, 65, 66, 69, 74, 78
"""Exit codes of the command line, after sysexits.h."""


class AssistantError(Exception):
    """One sentence that says what is wrong, where, and what to do about it."""

    code = "trouble"
    exit_code = 70


class Stopped(BaseException):
    """The service manager told the process to stop; like Ctrl-C, it is no failure of whatever runs just then."""


class UsageError(AssistantError):
    """A command was given something that it cannot work with."""

    code = "usage"
    exit_code = USAGE


class ContentError(AssistantError):
    """A pack, a prompt file or a rehearsal script is not right."""

    code = "content"
    exit_code = CONTENT


class MissingError(AssistantError):
    """A model or a file that is needed is not there, or is broken."""

    code = "missing"
    exit_code = MISSING


class DeviceError(AssistantError):
    """There is no usable sound card, or it went away for good."""

    code = "device"
    exit_code = DEVICE


class OutputError(AssistantError):
    """Something could not be read or written: no right to, or no room left on the disk."""

    code = "output"
    exit_code = INPUT_OUTPUT


class SettingsError(AssistantError):
    """A setting is unknown or has an impossible value."""

    code = "settings"
    exit_code = CONFIGURATION


class VoiceError(AssistantError):
    """The synthesizer could not be started or does not answer any more."""

    code = "voice"
    exit_code = DEVICE
