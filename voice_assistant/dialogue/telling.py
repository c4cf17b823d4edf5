"""Actions for the doctor: the answers in a minute, to be played to one; keeping them; the record of a session.

Nothing is written anywhere unless this device's owner has allowed it and the person says yes to it.
"""

from __future__ import annotations

from voice_assistant.commands import KeepSummary, Sentence
from voice_assistant.dialogue import asking, triage
from voice_assistant.dialogue.memory import Pending
from voice_assistant.dialogue.scene import Scene
from voice_assistant.dialogue.wording import listed, summary
from voice_assistant.events import RecordAgreed

# --- the summary for a doctor ----------------------------------------------------------------------


def tell_doctor(scene: Scene) -> None:
    """Everything that a doctor may want to hear, in less than a minute."""
    scene.before(_for_doctor(scene))


def _for_doctor(scene: Scene) -> tuple[Sentence, ...]:
    open_ = [each.about for each in triage.unasked(scene.protocol, scene.answers)]
    outcome = next((each for each in scene.protocol.outcomes if each.id == scene.memory.outcome), None)
    return (
        *scene.prompt("for_doctor"),
        *scene.plain(summary(scene, short=True)),
        *(scene.prompt("for_doctor_not_asked", abouts=listed(open_)) if open_ else ()),
        *(scene.prompt("for_doctor_advised") + scene.plain(outcome.say[:2]) if outcome else ()),
        *scene.prompt("for_doctor_end"),
    )


# --- keeping it ------------------------------------------------------------------------------------


def can_keep(scene: Scene) -> bool:
    """Whether the owner allows that, others cannot hear, and there is something to keep."""
    return scene.manner.keeps_summaries and asking.has_protocol(scene) and asking.has_answers(scene)


def ask_keep(scene: Scene, came_from: str) -> None:
    scene.come_from(came_from)
    scene.update(pending=Pending("keep"))
    put_keep(scene, 0)


def put_keep(scene: Scene, wording: int) -> None:
    scene.say("keep", scene.prompt("keep", wording))


def keep(scene: Scene) -> None:
    """It is written down; whether that went well is told once that is known."""
    scene.go_back()
    text = "\n".join(sentence.text for sentence in _for_doctor(scene))
    scene.commands.append(KeepSummary(text))


def tell_kept(scene: Scene) -> None:
    scene.before(scene.prompt("kept" if scene.kept else "not_kept"))


def do_not_keep(scene: Scene) -> None:
    scene.go_back()
    scene.before(scene.prompt("keeps_not"))


def tell_keeps_nothing(scene: Scene) -> None:
    has = asking.has_protocol(scene) and asking.has_answers(scene)
    scene.before(scene.prompt("keeps_nothing" if has else "no_answers"))


# --- the record ------------------------------------------------------------------------------------


def needs_record_answer(scene: Scene) -> bool:
    """Whether the owner wants a record, and the person was not asked yet."""
    return asking.has_protocol(scene) and scene.manner.records and scene.memory.recording is None


def ask_record(scene: Scene) -> None:
    scene.update(pending=Pending("record"), came_from=())
    put_record(scene, scene.attempt)


def put_record(scene: Scene, wording: int) -> None:
    scene.say("record", scene.prompt("record", wording))


def record(scene: Scene) -> None:
    """From here on what is asked and answered is written down."""
    scene.update(recording=True, pending=None)
    scene.note(RecordAgreed())
    asking.begin(scene)


def record_nothing(scene: Scene) -> None:
    scene.update(recording=False, pending=None)
    scene.before(scene.prompt("no_record"))
    asking.begin(scene)
