"""Actions of the questions: ask, ask again, take an answer, keep what is mentioned of another question.

What comes next is the first question that can still change the advice, but a red flag that was mentioned goes
before it, and so does a question whose answer a mention contradicts. Only what may be an emergency goes before
those. A mention is never an answer: its question is put as it is, with a word that it was mentioned. What cannot
change the advice is only asked if somebody wants to answer it, for the doctor.
"""

from __future__ import annotations

from voice_assistant.content.protocol import (
    Adjustment,
    OneOfQuestion,
    Question,
    SeveralQuestion,
    YesNoQuestion,
)
from voice_assistant.dialogue import adjusting, triage
from voice_assistant.dialogue.memory import UNKNOWN, Answer, AnswerValue, Mark, Memory
from voice_assistant.dialogue.scene import Scene
from voice_assistant.dialogue.wording import listed, read_back, summary
from voice_assistant.events import (
    AnswersForgotten,
    AnswerTaken,
    Choices,
    Days,
    Meaning,
    Named,
    Number,
    QuestionAsked,
)

WORDINGS = 3
"""Of each question: at first, shorter, and with the choices."""
NOT_PUT = Mark(0, 0)

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


def has_enough(scene: Scene) -> bool:
    """No answer that is still open can change the advice, and it was not given yet."""
    return (
        has_protocol(scene)
        and (scene.memory.outcome is None or scene.memory.called_out)
        and next_question(scene) is None
    )


def next_question(scene: Scene) -> str | None:
    """The question to be asked next; None if there is none."""
    following = triage.next_question(scene.protocol, scene.answers, thorough=scene.memory.thorough)
    mentioned = [each for each in scene.protocol.questions if each.id in _to_ask_about(scene)]
    urgent = [each for each in (*mentioned, following) if each and _urgent(scene, each.id)]
    due = [each for each in mentioned if each.red_flag or scene.memory.answer(each.id) is not None]
    return next((each.id for each in (*urgent, *due, following) if each), None)


def _to_ask_about(scene: Scene) -> frozenset[str]:
    """What was mentioned and can still change the advice, or contradicts an answer."""
    if not scene.memory.mentioned:
        return frozenset()
    answers = triage.valid(scene.protocol, scene.answers)
    askable = {each.id for each in triage.unasked(scene.protocol, answers)}
    if not scene.memory.thorough:
        askable &= triage.mattering(scene.protocol, answers)
    return frozenset(scene.memory.mentioned) & (askable | answers.keys())


def _urgent(scene: Scene, question: str) -> bool:
    return triage.decides_at_once(scene.protocol, question)


def mention_goes_first(scene: Scene) -> bool:
    """Whether what was mentioned is to be asked about before the open question."""
    return next_question(scene) in [each for each in scene.memory.mentioned if each != scene.memory.question]


def unfinished(scene: Scene) -> bool:
    """The questions can be gone on with: advice on their answers was not given yet."""
    return bool(scene.memory.answers) and (scene.memory.outcome is None or scene.memory.called_out)


def at_stake(scene: Scene) -> bool:
    """In mid-questions: a question is open, or answers would be lost if the session ended now (C16)."""
    memory = scene.memory
    return memory.question is not None or (bool(memory.answers) and memory.outcome is None)


def still_open(scene: Scene, before: Memory) -> bool:
    """Whether it is the same question, in the same wording, as before: then its misses still count."""
    memory = scene.memory
    return (memory.question, memory.wording) == (before.question, before.wording)


def has_previous_question(scene: Scene) -> bool:
    return _previous(scene) is not None


def _previous(scene: Scene) -> str | None:
    """The question above the open one, of those that apply."""
    above: str | None = None
    for question in scene.protocol.questions:
        if question.id == scene.memory.question:
            break
        if triage.applies(question, triage.valid(scene.protocol, scene.answers)):
            above = question.id
    return above


def wants_rest(scene: Scene) -> bool:
    """Whether it was the other questions that were asked for, those that cannot change the advice."""
    return scene.named == "rest"


def has_rest(scene: Scene) -> bool:
    """Whether there are questions that were left out, since no answer to them can change the advice."""
    return (
        has_answers(scene)
        and not advice_is_due(scene)
        and next_question(scene) is None
        and bool(triage.unasked(scene.protocol, scene.answers))
    )


def has_answers(scene: Scene) -> bool:
    return bool(scene.memory.answers)


def names_answer(scene: Scene) -> bool:
    """Whether a question was named that has an answer: one that was not asked yet waits for its turn."""
    return scene.named is not None and scene.memory.answer(scene.named) is not None


# --- asking ----------------------------------------------------------------------------------------


def begin(scene: Scene) -> None:
    """Ask from the top, go on where it was left, or start anew once advice was given."""
    if scene.memory.outcome is not None and not scene.memory.called_out:
        scene.before(scene.prompt("questions_anew"))
        scene.note(AnswersForgotten())
        scene.update(answers=(), mentioned=(), thorough=False)
    elif scene.memory.answers:
        scene.before(scene.prompt("questions_again"))
    else:
        scene.before(scene.plain(scene.protocol.introduction))
    forget_advice(scene)
    scene.update(read_back=None)
    ask_next(scene)


def begin_rest(scene: Scene) -> None:
    """Ask on, though that cannot change the advice: a doctor may like to know."""
    scene.before(scene.prompt("questions_rest"))
    forget_advice(scene)
    scene.update(thorough=True, read_back=None)
    ask_next(scene)


def tell_no_rest(scene: Scene) -> None:
    scene.before(scene.prompt("no_rest"))


def forget_advice(scene: Scene) -> None:
    """What was advised does not hold any more."""
    scene.update(outcome=None, called_out=False, offers=(), from_advice=False, advice=None)


def ask_next(scene: Scene) -> None:
    question = next_question(scene)
    if question is None:
        raise LookupError("every question has its answer")
    _open(scene, question)


def _open(scene: Scene, question: str) -> None:
    scene.update(question=question, wording=0, picked=(), fresh=NOT_PUT)
    if question in scene.memory.mentioned:
        scene.before(scene.prompt("mentioned", about=scene.protocol.question(question).about))
    ask(scene)


def ask(scene: Scene) -> None:
    """Put the open question, in the wording that it has come to."""
    question = scene.question
    if question is None:
        raise LookupError("there is no open question")
    lead = len(scene.lead)
    scene.update(pending=None, came_from=())
    utterance = scene.say(question.id, scene.ask_wording(question, scene.memory.wording))
    if scene.memory.fresh is not None:
        scene.update(fresh=Mark(utterance.id, lead))
    scene.note(QuestionAsked(question.id, scene.memory.wording + 1))


def ask_otherwise(scene: Scene) -> None:
    """The same question in its next wording."""
    reword(scene)
    ask(scene)


def says_simpler(scene: Scene) -> bool:
    """Whether it was asked for in simpler words."""
    return scene.named == "simpler"


def ask_more_simply(scene: Scene) -> None:
    """The next wording, because it was asked for; it counts as one of the three that there are."""
    if scene.memory.wording < WORDINGS - 1 and scene.memory.attempt < WORDINGS - 1:
        scene.update(rewordings=scene.memory.rewordings + 1)
    ask_otherwise(scene)


def reword(scene: Scene) -> None:
    """However the question is put next, it is put in its next wording."""
    scene.update(wording=min(scene.memory.wording + 1, WORDINGS - 1))


def ask_previous(scene: Scene) -> None:
    above = _previous(scene)
    if above is None:
        raise LookupError("there is no question above the open one")
    scene.before(scene.prompt("going_back"))
    scene.update(read_back=None)
    _open(scene, above)


def ask_named(scene: Scene) -> None:
    """The question whose answer is to be changed."""
    scene.before(scene.prompt("changing"))
    scene.update(read_back=None)
    _open(scene, scene.named or "")


def correct(scene: Scene) -> None:
    """The answer that was being read back is not right: ask for it again."""
    scene.before(scene.prompt("not_that"))
    scene.update(question=scene.memory.read_back, wording=1, picked=(), fresh=NOT_PUT, read_back=None)
    ask(scene)


def explain(scene: Scene) -> None:
    """Why this question is asked; then the question again."""
    question = scene.question
    if question is not None:
        scene.before(scene.plain([question.why]))
        ask(scene)


def answer_value(scene: Scene, meaning: Meaning) -> AnswerValue | None:
    """What was said as an answer to the open question; None if it is none. Options picked by switch count in."""
    question = scene.question
    if question is None or meaning.intent not in (None, "yes", "no", "not_sure", "skip"):
        return None
    picked = scene.memory.picked
    match meaning.value:
        case Days() as days if question.kind == "duration":
            return days
        case Number(low, high) if question.kind in ("number", "scale"):
            return Number(low, high) if question.low <= low <= high <= question.high else None
        case Choices(ids) if question.kind == "several":
            return _in_order(question, (*picked, *ids) if ids else ())
        case Choices((one,)) if question.kind == "one_of":
            return Choices((one,))
    match meaning.intent:
        case "not_sure":
            return "not_sure"
        case "skip":
            return "refused" if meaning.value == Named("refused") else "skipped"
        case "yes" if question.kind == "yes_no":
            return "yes"
        case "no" if question.kind == "yes_no":
            return "no"
        case "no" if question.kind == "several":
            return _in_order(question, picked)
    return None


def _in_order(question: SeveralQuestion, ids: tuple[str, ...]) -> Choices:
    return Choices(tuple(option.id for option in question.options if option.id in ids))


def wants_rewording(scene: Scene, value: AnswerValue) -> bool:
    """An unknown answer to a red flag is asked once more, in simpler words (I2)."""
    question = scene.question
    return value in UNKNOWN and question is not None and bool(question.red_flag) and not scene.memory.wording


def ask_simpler(scene: Scene) -> None:
    skipped = scene.meaning is not None and scene.meaning.intent == "skip"
    scene.before(scene.prompt("asked_after_skip" if skipped else "asked_simpler"))
    scene.update(rewordings=scene.memory.rewordings + 1)
    ask_otherwise(scene)


def take(scene: Scene, value: AnswerValue, *, confirmed: bool = False) -> None:
    """Write down the answer to the open question; it is read back with whatever is said next."""
    question = scene.question
    if question is None:
        raise LookupError("there is no open question")
    answer = Answer(value, confirmed)
    forget_advice(scene)
    answers = triage.with_answer(scene.protocol, scene.answers, question.id, answer)
    scene.update(
        answers=tuple(answers.items()),
        mentioned=tuple(each for each in scene.memory.mentioned if each != question.id),
        read_back=question.id,
        fresh=None,
        misses=0,
        silences=0,
        rewordings=0,
        left_alone=False,
        helps=0,
        pending=None,
        picked=(),
        came_from=(),
    )
    scene.note(AnswerTaken(question.id, answer.as_json(), confirmed))
    if not scene.lead:
        scene.before(scene.plain([read_back(scene, question, answer)]))
    for adjustment in _adjustments(question, value):
        adjusting.step(scene, adjustment)
    if value in UNKNOWN and triage.decides_at_once(scene.protocol, question.id):
        scene.before(scene.prompt("to_be_safe"))


def _adjustments(question: Question, value: AnswerValue) -> tuple[Adjustment, ...]:
    """What an answer changes in how the assistant speaks and listens."""
    match question, value:
        case YesNoQuestion(), "yes":
            return question.sets.yes
        case YesNoQuestion(), "no":
            return question.sets.no
        case SeveralQuestion() | OneOfQuestion(), Choices(ids):
            return tuple(each for option in question.options if option.id in ids for each in option.sets)
        case _:
            return ()


def remember(scene: Scene, mentions: tuple[str, ...]) -> None:
    """Keep what was mentioned, to be asked about; not what was answered yes already."""
    known = [each for each in mentions if (answer := scene.memory.answer(each)) and answer.value == "yes"]
    new = tuple(each for each in mentions if each not in (*known, *scene.memory.mentioned))
    scene.update(mentioned=(*scene.memory.mentioned, *new))


def acknowledge(scene: Scene, mentions: tuple[str, ...]) -> None:
    """Say that it was heard, unless it is asked about next, which says so itself, or advice cannot wait."""
    following = None if advice_is_due(scene) else next_question(scene)
    asked = _to_ask_about(scene) - {following}
    abouts = [scene.protocol.question(each).about for each in mentions if each in asked]
    if abouts and not advice_is_due(scene):
        scene.before(scene.prompt("noted", abouts=listed(abouts)))


def ask_mentioned(scene: Scene) -> None:
    """Leave the open question for what was mentioned; it comes back in its turn, as if it had not been put."""
    scene.update(misses=0, silences=0, rewordings=0, left_alone=False, read_back=None)
    ask_next(scene)


def keep_mention(scene: Scene) -> None:
    """What was mentioned has its time; the open question stays open."""
    if scene.meaning is not None:
        acknowledge(scene, scene.meaning.mentions)
    ask(scene)


def tell_answers(scene: Scene) -> None:
    """The answers so far (C29)."""
    texts = summary(scene) if has_answers(scene) else []
    scene.before(scene.plain(texts) if texts else scene.prompt("no_answers"))
