"""What is made of a switch that is pressed."""

from __future__ import annotations

from voice_assistant.dialogue import moving, repair, switches
from voice_assistant.dialogue.hearing import Fire, Hearing
from voice_assistant.dialogue.scene import Scene
from voice_assistant.events import Choices, Meaning, Role


class Pressing:
    """Handles switches; what they choose is then handled as if it had been said."""

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

    def _select(self) -> None:
        scene = self._scene
        meaning = switches.selected(scene)
        if meaning is None:
            scene.hush()
            switches.read_options(scene)
        elif scene.state == "asking" and isinstance(meaning.value, Choices) and _takes_several(scene):
            picked = (*scene.memory.picked, *meaning.value.ids)
            scene.hush()
            scene.update(picked=picked, silences=0, fresh=None)
            switches.read_options(scene)
        else:
            self._hearing.understood(meaning)


def _takes_several(scene: Scene) -> bool:
    return scene.question is not None and scene.question.kind == "several"
