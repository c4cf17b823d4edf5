"""`voice-assistant run`, all of it, with a scripted caller in the place of the sound card and in virtual time.

    python -m system.private_run SCRIPT run --kiosk ...

So a whole process can be traced, from its first to its last byte, whatever the computer has to do besides.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from voice_assistant import app, cli
from voice_assistant.audio.frames import Frame
from voice_assistant.audio.recorded_room import RecordedRoom
from voice_assistant.events import TroubleMet
from voice_assistant.journal import Journals, Record
from voice_assistant.rehearsal.caller import Caller
from voice_assistant.rehearsal.script import load_script
from voice_assistant.rehearsal.sounds import CallerSounds
from voice_assistant.session import Session
from voice_assistant.session_parts import Parts


class NoCard:
    """In place of the sound card until the session begins."""

    def __init__(self, *_: object) -> None: ...

    def troubles(self) -> Iterable[TroubleMet]:
        return ()

    def close(self) -> None: ...


class Leaving:
    """Tells when the caller has left and it sleeps again."""

    left = False

    def write(self, record: Record) -> None:
        self.left = self.left or (record.event == "state" and record.fields["to"] == "asleep")


def with_caller(path: Path) -> None:
    """Have the next session held with this script's caller."""
    script = load_script(path)
    sounds = CallerSounds(script, path.parent)  # before the tracing is looked at: it needs files of its own

    def session(parts: Parts, **options: bool) -> Session:
        names = {question.id: question.names[0] for question in parts.dialogue._scene.protocol.questions}
        caller = Caller(script, parts.dialogue, sounds.of, names, lambda at, said: None)
        leaving = Leaving()

        def microphone() -> Frame | None:
            return None if leaving.left and not parts.queue.busy else caller.frame()

        parts.room = RecordedRoom(microphone)
        parts.switches = caller
        parts.journal = Journals(parts.journal, caller, leaving)
        parts.queue._wait = app.REHEARSAL_WAIT
        return Session(parts, **options)

    for name, stands_in in (("SoundCardRoom", NoCard), ("Session", session)):
        setattr(app, name, stands_in)


if __name__ == "__main__":
    with_caller(Path(sys.argv.pop(1)))
    cli.main()
