"""What is made of a switch that is pressed, and of sounds that take its place."""

from __future__ import annotations

from voice_assistant.dialogue import moving, repair, sounding, switches
from voice_assistant.dialogue.hearing import ADJUSTING, Fire, Hearing
from voice_assistant.dialogue.memory import Scan, SwitchOption
from voice_assistant.dialogue.scene import Scene
from voice_assistant.events import Choices, Meaning, Role


class Pressing:
    """Handles switches and sounds; what they choose is then handled as if it had been said."""

    def __init__(self, scene: Scene, fire: Fire, hearing: Hearing) -> None:
        self._scene = scene
        self._fire = fire
        self._hearing = hearing

    def pressed(self, role: Role) -> None:
        scene = self._scene
        if role == "emergency":
            self._hearing.understood(repair.EMERGENCY)
            return
        first = not scene.memory.switching
        scene.update(switching=True, reminders=0)
        match scene.state, role:
            case "asleep", _:
                self._fire("started")
            case "leaving", _:
                pass
            case "reading", "select":
                if first:
                    moving.explain_switch(scene)
                self._hearing.understood(Meaning("stop"))
            case "reading", "next":
                self._hearing.understood(Meaning("next"))
            case "welcoming" | "helping", _:
                scene.hush()
                self._fire("spoken")
                if first and not scene.said:
                    moving.begin_switching(scene)
            case "paused", _ if first:
                moving.explain_switch(scene)
                self._hearing.understood(Meaning("go_on"))
            case _ if first:
                moving.begin_switching(scene)
            case _, "next":
                switches.skip_option(scene)
            case _:
                self._select()

    def sounded(self, count: int, *, long: bool) -> None:
        """Somebody made so many sounds, one right after the other, or a long one."""
        scene = self._scene
        if long:
            scene.heard_as = scene.prompt("heard_long")
            self._hearing.understood(repair.EMERGENCY)
        elif sounding.counting(scene):
            scene.update(reminders=0)
            self._counted(count)
        else:
            self.pressed("select")

    def waited(self) -> bool:
        """Nothing was heard: where sounds are counted, the choices are read out first. False if they cannot be."""
        scene = self._scene
        if scene.memory.voicing or not sounding.counting(scene):
            return False
        switches.read_options(scene)
        return True

    def _counted(self, count: int) -> None:
        scene = self._scene
        meaning = sounding.meaning_of(scene, count)
        if meaning is None:
            scene.hush()
            switches.read_options(scene)
        elif sounding.wants_to_be_sure(scene, meaning):
            scene.hush()
            scene.meaning = meaning
            scene.before(sounding.told(scene, count))
            self._fire("doubted")
        elif sounding.denies(scene, meaning):
            if not scene.memory.voicing:
                self._hearing.denied()
        else:
            scene.heard_as = sounding.told(scene, count)
            self._hearing.understood(meaning)

    # --- choosing among the options ------------------------------------------------------------------

    def _select(self) -> None:
        scene = self._scene
        scan, option = scene.memory.scan, switches.selected(scene)
        if scan is None or option is None:
            scene.hush()
            switches.read_options(scene, group=scan.group if scan is not None else None)
        elif option.meaning is None:
            scene.hush()
            switches.read_options(scene, group=option.opens)
        elif scene.manner.announce and not scan.announced:
            scene.hush()
            switches.announce(scene, scan)
        else:
            self._take(scan, option, option.meaning)

    def _take(self, scan: Scan, option: SwitchOption, meaning: Meaning) -> None:
        scene = self._scene
        if scene.state == "asking" and isinstance(meaning.value, Choices) and _takes_several(scene):
            picked = (*scene.memory.picked, *meaning.value.ids)
            scene.hush()
            scene.update(picked=picked, silences=0, fresh=None)
            switches.read_options(scene)
        elif scan.group is not None and meaning.intent in ADJUSTING:
            scene.hush()
            self._hearing.understood(meaning)
            choices = switches.options(scene, scan.group)  # from this one on: it may be wanted once more
            switches.read_options(scene, choices.index(option), scan.group)
        else:
            self._hearing.understood(meaning)


def _takes_several(scene: Scene) -> bool:
    return scene.question is not None and scene.question.kind == "several"
