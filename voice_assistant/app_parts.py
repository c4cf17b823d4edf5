"""The parts that the settings name and that need nothing but them: what is kept, switches, manner and memory."""

from __future__ import annotations

from datetime import datetime

from voice_assistant import paths
from voice_assistant.content.pack import Pack
from voice_assistant.dialogue.memory import Memory
from voice_assistant.dialogue.scene import Manner
from voice_assistant.events import Role
from voice_assistant.inputs.presses import Timing
from voice_assistant.inputs.switches import DeviceSwitches, NoSwitches
from voice_assistant.inputs.terminal import TerminalSwitches
from voice_assistant.listening.duration_readback import say_duration
from voice_assistant.session_record import NoRecord, SessionRecord
from voice_assistant.settings import Settings
from voice_assistant.shelf import FileShelf, Kept, NoShelf
from voice_assistant.summaries import NoSummaries, Summaries, SummaryFolder

NOTHING_KEPT = Kept()
TERMINAL = "terminal"
"""In place of a device: the keys of the terminal."""


def manner_of(settings: Settings) -> Manner:
    """How the dialogue is set."""
    return Manner(
        shared_room=settings.privacy.shared_room,
        keep_place=keeps_place(settings),
        keeps_summaries=settings.privacy.summaries is not None and not settings.privacy.shared_room,
        records=settings.privacy.records is not None and not settings.privacy.shared_room,
        rest_after=settings.kiosk.limit,
        scan_pause=settings.input.scan_pause,
        scan_steps=settings.input.scan == "step",
        announce=settings.input.announce,
        long_press=settings.input.long_press,
        sounds=settings.input.sounds if settings.input.mode == "sound" else None,
        wakes=settings.kiosk.enabled,
        say_days=say_duration,
    )


def memory_of(settings: Settings, kept: Kept = NOTHING_KEPT, *, newcomer: bool = False) -> Memory:
    """What a conversation begins with."""
    return Memory(
        patience=settings.listening.patience,
        rate=settings.speaking.rate,
        gain_db=settings.speaking.volume,
        switching=settings.input.mode != "voice",
        place=kept.place,
        bookmarks=kept.bookmarks,
        newcomer=newcomer,
    )


def record_of(settings: Settings, pack: Pack) -> SessionRecord | NoRecord:
    """Where sessions are recorded whose person agrees, if the owner wants that."""
    folder = settings.privacy.records
    if folder is None or settings.privacy.shared_room:
        return NoRecord()
    return SessionRecord(folder, pack, datetime.now)


def summaries_of(settings: Settings) -> Summaries:
    """Where summaries for a doctor are written down, if the owner allows that."""
    folder = settings.privacy.summaries
    if folder is None or settings.privacy.shared_room:
        return NoSummaries()
    return SummaryFolder(folder, datetime.now)


def shelf_of(settings: Settings, pack: Pack) -> tuple[FileShelf | NoShelf, Kept]:
    """Where the place in a pack's article is kept, and what was kept of it, if that is allowed."""
    if not keeps_place(settings):
        return NoShelf(), Kept()
    shelf = FileShelf(paths.user_state() / "places" / f"{pack.id}.json", pack.article)
    return shelf, shelf.load()


def switches_of(settings: Settings) -> DeviceSwitches | NoSwitches | TerminalSwitches:
    """Where switches and keys are read from."""
    keys = settings.input
    timing = Timing(keys.debounce, keys.hold, keys.long_press)
    if not keys.devices:
        return NoSwitches()
    if TERMINAL in keys.devices:
        return TerminalSwitches(timing)
    named: tuple[tuple[Role, tuple[int, ...]], ...] = (
        ("select", keys.select_keys),
        ("next", keys.next_keys),
        ("emergency", keys.emergency_keys),
    )
    return DeviceSwitches(keys.devices, {code: role for role, codes in named for code in codes}, timing)


def keeps_place(settings: Settings) -> bool:
    return settings.privacy.keep_place and not settings.privacy.shared_room and not settings.kiosk.enabled
