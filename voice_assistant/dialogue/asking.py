"""Actions of the questions: ask, take an answer, sum up, advise."""

from __future__ import annotations

from collections.abc import Callable

from voice_assistant.dialogue import triage
from voice_assistant.dialogue.memory import Answer, AnswerValue, Pending
from voice_assistant.dialogue.scene import Scene
from voice_assistant.dialogue.wording import listed, read_back, said, summary
from voice_assistant.events import AnswerTaken, OutcomeGiven, QuestionAsked

# --- conditions ------------------------------------------------------------------------------------


def has_protocol(scene: Scene) -> bool:
    return scene.pack.protocol is not None


def no_protocol(scene: Scene) -> bool:
    return scene.pack.protocol is None


def needs_consent(scene: Scene) -> bool:
    return has_protocol(scene) and scene.manner.shared_room and not scene.memory.consent


def advice_is_due(scene: Scene) -> bool:
    """The answers so far demand advice that is not to be waited with."""
    return has_protocol(scene) and triage.verdict(scene.protocol, scene.answers).at_once


def all_answered(scene: Scene) -> bool:
    """Every question has its answer, and the advice on them was not given yet."""
    return (
        has_protocol(scene)
        and scene.memory.outcome is None
        and triage.next_question(scene.protocol, scene.answers) is None
    )


def has_previous_question(scene: Scene) -> bool:
    return scene.memory.question != scene.protocol.questions[0].id


def has_answers(scene: Scene) -> bool:
    return bool(scene.memory.answers)


def pending_is(kind: str) -> Callable[[Scene], bool]:
    def condition(scene: Scene) -> bool:
        return scene.memory.pending is not None and scene.memory.pending.kind == kind

    condition.__name__ = f"pending_is_{kind}"
    return condition


# --- asking ----------------------------------------------------------------------------------------


def begin(scene: Scene) -> None:
    """Ask from the top, go on where it was left, or start anew once advice was given."""
    if scene.memory.outcome is not None:
        scene.update(answers=(), outcome=None, offers=())
    if not scene.memory.answers:
        scene.before(scene.plain(scene.protocol.introduction))
    else:
        scene.before(scene.prompt("questions_again"))
    ask_next(scene)


def ask_next(scene: Scene) -> None:
    question = triage.next_question(scene.protocol, scene.answers)
    if question is None:
        summarise(scene)
        return
    scene.update(question=question.id)
    ask(scene)


def ask(scene: Scene) -> None:
    """Put the open question, in the wording for this attempt."""
    question = scene.question
    if question is None:
        raise LookupError("there is no open question")
    scene.update(pending=None, picked=(), came_from=())
    scene.say(question.id, scene.ask_wording(question, scene.memory.attempt))
    scene.note(QuestionAsked(question.id, scene.memory.attempt + 1))


def ask_previous(scene: Scene) -> None:
    ids = [question.id for question in scene.protocol.questions]
    scene.update(question=ids[ids.index(scene.memory.question or ids[0]) - 1])
    scene.before(scene.prompt("going_back"))
    ask(scene)


def explain(scene: Scene) -> None:
    """Why this question is asked; then the question again."""
    question = scene.question
    if question is not None:
        scene.before(scene.plain([question.why]))
        scene.say(question.id, scene.ask_wording(question, 1))


def wants_rewording(scene: Scene, value: AnswerValue) -> bool:
    """An unknown answer to a red flag is asked once more, in simpler words (I2)."""
    question = scene.question
    if question is None or scene.memory.attempt or not question.red_flag:
        return False
    return value == "not_sure" or (value == "skipped" and triage.decides_at_once(scene.protocol, question.id))


def ask_simpler(scene: Scene) -> None:
    scene.update(rewordings=scene.memory.rewordings + 1)
    scene.before(scene.prompt("asked_simpler"))
    ask(scene)


def take(scene: Scene, value: AnswerValue, *, confirmed: bool = False) -> None:
    """Write down the answer to the open question; it is read back with whatever is said next."""
    question = scene.question
    if question is None:
        raise LookupError("there is no open question")
    answer = Answer(value, confirmed)
    scene.update(
        answers=scene.memory.answered(question.id, answer),
        outcome=None,
        misses=0,
        silences=0,
        rewordings=0,
        pending=None,
        picked=(),
        came_from=(),
    )
    scene.note(AnswerTaken(question.id, answer.as_json(), confirmed))
    if not scene.lead:
        scene.before(scene.plain([read_back(scene, question, answer)]))


# --- confirming ------------------------------------------------------------------------------------


def doubt(scene: Scene, came_from: str) -> None:
    """Ask "did you say ...?" with the best guess."""
    meaning = scene.meaning
    if meaning is None:
        raise LookupError("there is nothing to ask about")
    scene.update(pending=Pending("said", meaning), came_from=(*scene.memory.came_from, came_from), silences=0)
    scene.say("did_you_say", scene.prompt("did_you_say", words=said(scene, meaning)))


def ask_consent(scene: Scene) -> None:
    scene.update(pending=Pending("consent"))
    scene.say("consent", scene.prompt("consent", scene.memory.attempt))


def consented(scene: Scene) -> None:
    scene.update(consent=True, pending=None)
    begin(scene)


def summarise(scene: Scene) -> None:
    """All answers once more, before the advice (C28)."""
    scene.update(question=None, pending=Pending("summary"), came_from=())
    scene.before(scene.prompt("summary_before"))
    scene.say("summary", scene.plain(summary(scene)), scene.prompt("summary_right", scene.memory.attempt))


def confirm_again(scene: Scene) -> None:
    """Put the pending yes-or-no once more, in other words."""
    pending = scene.memory.pending
    attempt = scene.memory.attempt
    match pending.kind if pending else "summary":
        case "said" if pending and pending.meaning:
            scene.say("did_you_say", scene.prompt("did_you_say", attempt, words=said(scene, pending.meaning)))
        case "consent":
            scene.say("consent", scene.prompt("consent", attempt))
        case _ if attempt == 0:
            summarise(scene)
        case _:
            scene.say("summary", scene.prompt("summary_right", attempt))


def which_answer(scene: Scene) -> None:
    """Ask which answer is to be changed, naming the answered questions."""
    abouts = [
        question.names[0]
        for question in scene.protocol.questions
        if scene.memory.answer(question.id) is not None
    ]
    scene.update(question=None, pending=None, came_from=())
    scene.say("change_which", scene.prompt("change_which", scene.memory.attempt, names=listed(abouts, "or")))


def ask_named(scene: Scene) -> None:
    scene.update(question=scene.named)
    scene.before(scene.prompt("changing"))
    ask(scene)


def tell_answers(scene: Scene) -> None:
    """The answers so far (C29)."""
    texts = summary(scene) if has_answers(scene) else []
    scene.before(scene.plain(texts) if texts else scene.prompt("no_answers"))


# --- advising --------------------------------------------------------------------------------------


def advise(scene: Scene) -> None:
    """Give the advice that the answers demand: the pack's own words, nothing added to them (I7)."""
    found = triage.verdict(scene.protocol, scene.answers)
    outcome = found.outcome
    scene.update(
        question=None,
        pending=None,
        came_from=(),
        outcome=outcome.id,
        offers=outcome.sections,
        misses=0,
        silences=0,
        rewordings=0,
    )
    scene.note(OutcomeGiven(outcome.id, outcome.urgency, found.reasons, outcome.sections))
    texts = [
        *outcome.say,
        *_tips(scene, outcome.tips_from, outcome.no_tips),
        *outcome.comfort,
        *outcome.watch,
    ]
    scene.say(outcome.id, scene.plain(texts), safety=found.at_once)
    offer_sections(scene, keep=False)


def advise_emergency(scene: Scene) -> None:
    """Somebody said, or pressed, that it is an emergency (I4)."""
    outcome = triage.emergency(scene.protocol) if has_protocol(scene) else None
    scene.update(came_from=(), pending=None, question=None, misses=0, silences=0, rewordings=0)
    if outcome is None:
        scene.update(outcome="emergency", offers=())
        scene.say("emergency", scene.prompt("emergency"), safety=True)
    else:
        scene.update(outcome=outcome.id, offers=outcome.sections)
        scene.note(OutcomeGiven(outcome.id, outcome.urgency, (), outcome.sections))
        scene.say(outcome.id, scene.plain([*outcome.say, *outcome.watch]), safety=True)
    offer_sections(scene, keep=False)


def is_emergency(scene: Scene) -> bool:
    """Whether the advice given last was not to be waited with."""
    if not has_protocol(scene):
        return scene.memory.outcome is not None
    urgent = triage.emergency(scene.protocol)
    return urgent is not None and scene.memory.outcome == urgent.id


def _tips(scene: Scene, question_id: str | None, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    if question_id is None:
        return ()
    question = scene.protocol.question(question_id)
    answer = scene.memory.answer(question_id)
    chosen = (
        answer.value.ids
        if answer and not isinstance(answer.value, str) and hasattr(answer.value, "ids")
        else ()
    )
    options = question.options if question.kind == "several" else ()
    return tuple(each.advice for each in options if each.id in chosen and each.advice) or otherwise


def offer_sections(scene: Scene, *, keep: bool = True) -> None:
    """Offer the next section that the advice rests on, or say what else there is."""
    attempt = scene.memory.attempt
    if is_emergency(scene):
        scene.say("after_emergency", scene.prompt("after_emergency", attempt), keep=keep)
    elif scene.memory.offers:
        section = scene.pack.article.section(scene.memory.offers[0])
        scene.say("offer_section", scene.prompt("offer_section", attempt, section=section.title), keep=keep)
    else:
        scene.say("after_advice", scene.prompt("after_advice", attempt), keep=keep)


def explain_advice(scene: Scene) -> None:
    """Which answers the advice rests on (C14)."""
    reasons = triage.verdict(scene.protocol, scene.answers).reasons if has_protocol(scene) else ()
    abouts = [scene.protocol.question(reason).about for reason in reasons]
    if abouts:
        scene.before(scene.prompt("advice_reasons", abouts=listed(abouts)))
    else:
        scene.before(scene.prompt("advice_no_reasons"))
    offer_sections(scene)
