"""The assistant as a service of systemd: its unit, hardened, and putting it in place.

What the unit promises: it is started with the device and again within 5 s whatever ends it, and never given up; it is
ended if it says nothing for 10 s. It has no network at all, and of the devices only sound and input. It sees no
home, writes nothing but its own folders, and runs as a user that exists only while it runs.

`MemoryDenyWriteExecute` is not there: sounddevice makes its callbacks with cffi, whose libffi needs memory that can be
written and executed. `mbind` is allowed for the arithmetic's library alone. `FileDescriptorStoreMax` lets the service
manager keep the conversation, which is in memory only, over a crash; it is gone with the service, or with the power.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from voice_assistant.errors import OutputError, UsageError
from voice_assistant.paths import NAME
from voice_assistant.settings.sources import SYSTEM
from voice_assistant.settings.written import template

UNIT = f"{NAME}.service"
UNITS = Path("etc/systemd/system")
STARTED_WITH = UNITS / "multi-user.target.wants"
SETTINGS = SYSTEM.relative_to("/")
RUNNING = Path("/run/systemd/system")
"""Is there while systemd runs the computer."""
HIDDEN = ("/home", "/root", "/run/user", "/tmp", "/var/tmp")  # noqa: S108 -- named to refuse them
"""Folders that the service cannot see."""

TEXT = """\
[Unit]
Description=Voice assistant
Documentation=file://{project}/README.md
After=sound.target
# It is never given up, however often it fails.
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
ExecStart={command} run --kiosk --config %E/{name}/config.toml
Restart=always
RestartSec=1
TimeoutStartSec=90
TimeoutStopSec=10
WatchdogSec=10
FileDescriptorStoreMax=1
Nice=-5

# Its own folders, and nothing else that it can write to.
DynamicUser=yes
SupplementaryGroups=audio input
ConfigurationDirectory={name}
StateDirectory={name}
StateDirectoryMode=0700
RuntimeDirectory={name}
RuntimeDirectoryMode=0755
Environment=HOME=%S/{name}
Environment=PYTHONDONTWRITEBYTECODE=1
UMask=0077
LimitCORE=0
# None of its memory is swapped to a disk.
LimitMEMLOCK=infinity
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
ProtectProc=invisible
ProcSubset=pid

# Sound and switches, no other device.
DevicePolicy=closed
DeviceAllow=char-alsa rw
DeviceAllow=char-input r

# No network.
PrivateNetwork=yes
RestrictAddressFamilies=AF_UNIX
IPAddressDeny=any

# Nothing that a voice needs to do to the system.
CapabilityBoundingSet=
AmbientCapabilities=
NoNewPrivileges=yes
PrivateUsers=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
KeyringMode=private
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources @obsolete
SystemCallFilter=mbind
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the service is, or would be."""

    root: Path

    @property
    def unit(self) -> Path:
        return self.root / UNITS / UNIT

    @property
    def link(self) -> Path:
        """Is there if it is started with the device."""
        return self.root / STARTED_WITH / UNIT

    @property
    def settings(self) -> Path:
        return self.root / SETTINGS


def command() -> Path:
    """The command that the service starts: the one of the environment that runs now."""
    return Path(sys.prefix) / "bin" / NAME


def unit(program: Path) -> str:
    """The unit that starts this program."""
    return TEXT.format(command=_quoted(program), project=program.parents[2], name=NAME)


def install(root: Path, program: Path) -> Iterator[str]:
    """Put the service in place, to be started with the device; tells each step. A settings file is never written over.

    Raises `UsageError` for a program that the service could not see, `OutputError` if something cannot be written.
    """
    hidden = next((folder for folder in HIDDEN if program.is_relative_to(folder)), None)
    if hidden is not None:
        raise UsageError(
            f"The service cannot see what is under {hidden}: put the project into /opt/{NAME}, and install it there."
        )
    place = Place(root)
    try:
        _write(place.unit, unit(program))
        yield f"{place.unit} was written."
        place.link.parent.mkdir(parents=True, exist_ok=True)
        if not place.link.is_symlink():
            place.link.symlink_to(Path("/") / UNITS / UNIT)
        yield "It starts with the device."
        if not place.settings.exists():
            _write(place.settings, template())
            yield f"{place.settings} was written; every setting in it is at its default."
    except OSError as error:
        raise OutputError(
            f"{error.filename} cannot be written ({error.strerror}): be root, or name another folder with --root."
        ) from error
    yield from _reload(root)
    yield (
        f"To start it now: systemctl start {NAME}" if _running(root) else "Start the device again to use it."
    )


def remove(root: Path) -> Iterator[str]:
    """Take the service away; its settings stay."""
    place = Place(root)
    if not place.unit.exists() and not place.link.is_symlink():
        raise UsageError(f"There is no service in {place.unit}: nothing to remove.")
    try:
        if _running(root):
            subprocess.run(["systemctl", "stop", UNIT], check=False)
        place.link.unlink(missing_ok=True)
        place.unit.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{error.filename} cannot be removed ({error.strerror}): be root.") from error
    yield f"{place.unit} was removed. The settings in {place.settings} stay."
    yield from _reload(root)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    file.chmod(0o644)  # whatever the umask: neither holds a secret, and the service's own user reads one


def _running(root: Path) -> bool:
    return root == Path("/") and RUNNING.is_dir()


def _reload(root: Path) -> Iterator[str]:
    if _running(root):
        done = subprocess.run(["systemctl", "daemon-reload"], check=False, capture_output=True, text=True)
        if done.returncode:
            yield f"Run `systemctl daemon-reload`: it failed here ({done.stderr.strip()})."


def _quoted(program: Path) -> str:
    """A program as systemd reads it in a command line."""
    text = os.fspath(program).replace("%", "%%").replace("$", "$$")
    return f'"{text}"' if any(each.isspace() for each in text) else text
