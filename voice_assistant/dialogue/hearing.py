"""What is made of what somebody said, or did not say: taken as an answer, as a wish, as a guess, or as a miss.

What was understood is first an answer where a question is open, and else fires its intent in the table. What
was not goes to `repair`, which says what comes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from voice_assistant.dialogue import asking, confirming, moving, repair
from voice_assistant.dialogue.memory import Pending
from voice_assistant.dialogue.offers import BY_STATE
from voice_assistant.dialogue.scene import Scene
from voice_assistant.dialogue.table import ANSWERS
from voice_assistant.events import Heard, Meaning, Miss

Fire = Callable[[str], bool]
"""Takes the first row of the table for a trigger whose conditions hold; False if there is none."""
STOP = Meaning("stop")
HELP = Meaning("help")
ADJUSTING = ("louder", "quieter", "slower", "faster", "more_time", "longer_pauses", "shorter_pauses")
"""Intents that change how it speaks, and interrupt nothing."""
LONGEST_CALL = 12
"""Words; somebody who calls for help says no more of them, but those who talk in the room do."""
EMERGENCY_CALL = ("an emergency",)
"""In place of the words of a doubtful call, which are others each time."""
LONGEST_WAKING = 3
"""Words; somebody who means to wake it says no more, but for the whole phrase, which is understood for certain."""
KEEP_COUNTS = ("repeat", "why", "summary", "for_doctor", "help", "hear_me", *ADJUSTING)
"""Intents after which the same thing is still open: what was missed before still counts."""


class Hearing:
    """Handles everything that is heard, and silence."""

    def __init__(self, scene: Scene, fire: Fire, *, speaks: bool) -> None:
        """`speaks`: nobody has said beforehand that a switch is used, so a voice puts an end to the reading out."""
        self._scene = scene
        self._fire = fire
        self._speaks = speaks

    def heard(self, heard: Heard) -> None:
        scene = self._scene
        if repair.is_sure(scene, heard) and heard.meaning is not None:
            if self._speaks and scene.memory.switching:
                scene.update(switching=False)  # somebody speaks again: the options need not be read out
            self.understood(heard.meaning)
        elif heard.decision == "confirming" and heard.meaning == repair.EMERGENCY:
            self._perhaps_emergency(heard)
        elif heard.decision == "confirming" and heard.meaning == STOP and scene.memory.voicing:
            self.understood(STOP)  # nothing is lost by that, and "go on" undoes it
        elif scene.state == "asleep":
            self._perhaps_called(heard)
        elif not scene.memory.voicing and scene.state in BY_STATE:
            self._missed(heard.meaning, sure=heard.decision == "confirming", miss=heard.miss)
        # other uncertain words while it speaks may well be its own, or somebody else's

    def _perhaps_called(self, heard: Heard) -> None:
        """Wake for a doubtful "help" that comes twice: whoever is heard badly is heard badly each time.

        The same way each time, that is: two words of talk for which it may be taken are hardly like each other.
        """
        scene = self._scene
        calls = heard.decision == "confirming" and heard.meaning == HELP
        call = (heard.text, *heard.freely) if calls and len(heard.text.split()) <= LONGEST_WAKING else ()
        before = scene.memory.called
        alike = set(call[1:]) & set(before[1:]) or len(call) == len(before) == 1
        if call[:1] and call[:1] == before[:1] and alike:
            self._fire("started")
        else:
            scene.update(called=call)

    def _perhaps_emergency(self, heard: Heard) -> None:
        """Ask at once, also in the middle of a sentence, unless those words were the assistant's own (I4)."""
        scene = self._scene
        own = " ".join(each.text for said in scene.memory.saying for each in said.sentences)
        if heard.text and heard.text in own.lower():
            return
        scene.hush()
        if scene.state == "helping":
            self._fire("returned")
        if scene.state == "welcoming":  # on to the menu, so that there is a state to come back to
            self._fire("spoken")
            scene.hush()
        if scene.state == "asleep":
            call = heard.backed and len(heard.text.split()) <= LONGEST_CALL
            if call or scene.memory.called == EMERGENCY_CALL:
                self._fire("started")
            else:
                scene.update(called=EMERGENCY_CALL)
        elif scene.state in BY_STATE:
            self._missed(heard.meaning, sure=True)
        else:
            self.understood(repair.EMERGENCY)

    def understood(self, meaning: Meaning, *, confirmed: bool = False) -> None:
        """Do what was meant. Somebody is there and was understood: the counts start anew."""
        scene = self._scene
        intent = meaning.intent
        if scene.state == "asleep":
            self._fire("emergency" if intent == "emergency" else "started")
            return
        if scene.state == "leaving" and intent != "emergency":
            return
        if self._too_early(meaning):
            if not meaning.mentions:
                return
            meaning, intent = replace(meaning, intent=None, value=None), None
        scene.meaning = meaning
        scene.update(unanswered=0, reminders=0)
        if intent not in ADJUSTING:
            scene.hush()
            if scene.state == "helping":
                self._fire("returned")
            if self._in_doubt and self._settle_doubt(meaning):
                return
        if scene.heard_as:
            scene.say("sounds_heard", scene.heard_as, keep=False)
            scene.heard_as = ()
        if scene.state == "asking" and self._answer(meaning, confirmed):
            return
        before = scene.memory
        if intent not in KEEP_COUNTS:
            scene.update(misses=0, silences=0, rewordings=0, left_alone=False)
        if intent != "help":
            scene.update(helps=0)
        if intent is None or not self._fire(intent):
            scene.before(scene.prompt("not_here"))
            moving.put_again(scene)
        if scene.state == "asking" and asking.still_open(scene, before):
            scene.update(
                misses=before.misses,
                silences=before.silences,
                rewordings=before.rewordings,
                left_alone=before.left_alone,
            )

    def _too_early(self, meaning: Meaning) -> bool:
        """Whether it was said before what it would answer had begun.

        A "no" while the last answer is read back corrects that; anything else is only a sign of listening. And
        nobody can say yes to "did you say no?" before its end: that is somebody else's yes.
        """
        scene = self._scene
        if meaning.intent == "yes" and repair.doubts_a_no(scene):
            return bool(scene.memory.voicing)
        if scene.memory.fresh is None or meaning.value is not None or meaning.intent not in ANSWERS:
            return False
        if scene.state == "asking" or confirming.pending_is("summary")(scene):
            if not meaning.mentions and meaning.intent == "no" and scene.memory.read_back is not None:
                scene.hush()
                self._fire("corrected")
            return True
        return scene.state == "advising" and meaning.intent in ("yes", "no")

    @property
    def _in_doubt(self) -> bool:
        """Whether it has asked "did you say ...?"."""
        return self._scene.state == "confirming" and confirming.pending_is("said")(self._scene)

    @property
    def _perhaps_an_emergency(self) -> bool:
        """Whether it has asked if it is an emergency; that, nobody has to be heard for to be on the safe side."""
        return self._in_doubt and self._scene.memory.pending == Pending("said", repair.EMERGENCY)

    def _settle_doubt(self, meaning: Meaning) -> bool:
        """Take the yes or no to "did you say ...?"; whatever else is said is meant for where it came from."""
        scene = self._scene
        if meaning.intent in ("repeat", "help", "hear_me"):
            return False
        pending = scene.memory.pending
        self._fire("returned")
        if meaning.intent not in ("yes", "no") and pending != Pending("said", repair.EMERGENCY):
            asking.reword(scene)  # what was not understood still counts as one of its wordings
        if meaning.intent == "yes" and pending is not None and pending.meaning is not None:
            self.understood(pending.meaning, confirmed=True)
            return True
        if meaning.intent == "no":
            again = scene.state in ("asking", "confirming")
            scene.before(
                scene.prompt("not_that" if again else "not_that_then", max(scene.memory.misses - 1, 0))
            )
            if pending is not None and pending.meaning == repair.EMERGENCY:
                moving.put_again(scene)
            else:
                self._fire("missed")
            return True
        return False

    def denied(self) -> None:
        """What was asked about was not meant: the next miss of what was open before."""
        scene = self._scene
        scene.hush()
        self._fire("returned")
        if scene.memory.attempt + 1 < repair.TRIES:  # otherwise it is not asked again
            scene.before(scene.prompt("not_that", scene.memory.misses))
        self._missed(None, sure=False)

    def _answer(self, meaning: Meaning, confirmed: bool) -> bool:
        """Take what was said as the answer to the open question, if it is one, and keep what was mentioned."""
        scene = self._scene
        others = tuple(each for each in meaning.mentions if each != scene.memory.question)
        asking.remember(scene, others)
        value = asking.answer_value(scene, replace(meaning, mentions=()))
        if len(others) < len(meaning.mentions) and value != "yes":
            self._missed(
                repair.YES, sure=True
            )  # a hint at a yes, alone or beside something else, is none yet
        elif value is None:
            return self._only_mentioned(meaning) or self._half_an_answer(meaning)
        elif asking.wants_rewording(scene, value):
            asking.acknowledge(scene, others)
            self._fire("unsure")
        else:
            asking.take(scene, value, confirmed=confirmed)
            asking.acknowledge(scene, others)
            self._fire("answered")
        return True

    def _only_mentioned(self, meaning: Meaning) -> bool:
        """Something about other questions, and no answer to the open one."""
        return bool(meaning.mentions) and self._fire("mentioned")

    def _half_an_answer(self, meaning: Meaning) -> bool:
        """A yes or no where a choice or a length of time is asked for: ask on, and count it as a miss."""
        scene = self._scene
        if scene.question is None or meaning not in (Meaning("yes"), Meaning("no")):
            return False
        if scene.memory.attempt + 1 < repair.TRIES:
            scene.before(scene.prompt(f"which_{scene.question.kind}", scene.memory.misses))
        scene.meaning = None
        self._repair(repair.no_match(scene, sure=False))
        return True

    # --- silence, and what was not understood ----------------------------------------------------

    def no_input(self, *, noisy: bool) -> None:
        scene = self._scene
        scene.update(called=())
        if scene.state not in BY_STATE or scene.memory.voicing:
            return
        deaf = repair.is_deaf(scene) and not self._perhaps_an_emergency
        if deaf or not self._give_up_doubt():
            self._repair(repair.no_input(scene, noisy=noisy))

    def _missed(self, guess: Meaning | None, *, sure: bool, miss: Miss | None = None) -> None:
        scene = self._scene
        scene.meaning = guess
        if guess != repair.EMERGENCY and miss in ("talk", "noise"):
            if repair.not_for_me(scene, miss) and not self._give_up_doubt():
                self._repair(repair.no_input(scene, noisy=True))
        elif not self._give_up_doubt():
            self._repair(repair.no_match(scene, sure=sure, miss=miss))

    def _give_up_doubt(self) -> bool:
        """No yes or no came to "did you say ...?": back to what was open. True if it was about an emergency."""
        pending = self._scene.memory.pending
        if not self._in_doubt or pending is None:
            return False
        if repair.EMERGENCY in (pending.meaning, self._scene.meaning):
            self.understood(repair.EMERGENCY)
            return True
        self._scene.meaning = None  # a second guess would only be asked about again
        self._fire("returned")
        return False

    def _repair(self, trigger: str | None) -> None:
        if trigger == "unheard":
            asking.take(self._scene, "not_sure")
            self._fire("answered")
        elif trigger is not None:
            self._fire(trigger)
