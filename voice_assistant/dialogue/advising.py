"""Actions of the advice: give it, repeat it, go on with it, tell its reasons, offer what it rests on."""

from __future__ import annotations

from dataclasses import replace

from voice_assistant.commands import Utterance
from voice_assistant.dialogue import asking, triage
from voice_assistant.dialogue.memory import Advice, Mark
from voice_assistant.dialogue.scene import Scene
from voice_assistant.dialogue.wording import listed
from voice_assistant.events import Choices, OutcomeGiven

# --- conditions ------------------------------------------------------------------------------------


def is_emergency(scene: Scene) -> bool:
    """Whether the advice given last was not to be waited with."""
    if asking.no_protocol(scene):
        return scene.memory.outcome is not None
    urgent = triage.emergency(scene.protocol)
    return urgent is not None and scene.memory.outcome == urgent.id


def has_offer(scene: Scene) -> bool:
    """Whether a section is offered; in an emergency nobody is kept with reading."""
    return bool(scene.memory.offers) and not is_emergency(scene)


def was_given(scene: Scene) -> bool:
    return scene.memory.outcome is not None


# --- giving ----------------------------------------------------------------------------------------


def advise(scene: Scene) -> None:
    """Give the advice that the answers demand: the pack's own words, nothing added to them (I7)."""
    found = triage.verdict(scene.protocol, scene.answers)
    outcome = found.outcome
    _begin(scene, outcome.id, outcome.sections)
    scene.note(OutcomeGiven(outcome.id, outcome.urgency, found.reasons, outcome.sections))
    texts = [
        *outcome.say,
        *_tips(scene, outcome.tips_from, outcome.no_tips),
        *outcome.comfort,
        *outcome.watch,
    ]
    _give(scene, scene.say(outcome.id, scene.plain(texts), safety=found.at_once))


def advise_emergency(scene: Scene) -> None:
    """Somebody said, or pressed, that it is an emergency (I4)."""
    called_out = not asking.advice_is_due(scene)
    outcome = triage.emergency(scene.protocol) if asking.has_protocol(scene) else None
    if outcome is None:
        _begin(scene, "emergency", ())
        given = scene.say("emergency", scene.prompt("emergency"), safety=True)
    else:
        _begin(scene, outcome.id, outcome.sections)
        reasons = () if called_out else triage.verdict(scene.protocol, scene.answers).reasons
        scene.note(OutcomeGiven(outcome.id, outcome.urgency, reasons, outcome.sections))
        given = scene.say(outcome.id, scene.plain([*outcome.say, *outcome.watch]), safety=True)
    scene.update(called_out=called_out)
    _give(scene, given)


def _begin(scene: Scene, outcome: str, sections: tuple[str, ...]) -> None:
    if scene.lead:
        scene.say("read_back", keep=False)  # on its own: "repeat" says the advice and nothing else
    scene.update(
        question=None,
        pending=None,
        came_from=(),
        outcome=outcome,
        called_out=False,
        offers=sections,
        from_advice=False,
        misses=0,
        silences=0,
        rewordings=0,
        helps=0,
    )


def _give(scene: Scene, given: Utterance) -> None:
    begun = len(given.sentences) if given.safety else 0  # that plays to its end, whatever comes
    scene.update(advice=Advice(given, Mark(given.id, 0), begun))
    if asking.has_protocol(scene) and not is_emergency(scene) and asking.has_rest(scene):
        scene.before(scene.prompt("offer_rest"))
    _offer(scene, "offer_section", scene.attempt)


def _tips(scene: Scene, question_id: str | None, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    if question_id is None:
        return ()
    question = scene.protocol.question(question_id)
    answer = scene.memory.answer(question_id)
    chosen = answer.value.ids if answer and isinstance(answer.value, Choices) else ()
    options = question.options if question.kind == "several" else ()
    return tuple(each.advice for each in options if each.id in chosen and each.advice) or otherwise


def sentence_heard(scene: Scene, utterance: int, sentence: int) -> None:
    """A sentence was heard: if it is of the advice, so far was that."""
    advice = scene.memory.advice
    if advice is not None and advice.voiced.utterance == utterance:
        scene.update(advice=replace(advice, begun=max(advice.begun, advice.voiced.sentence + sentence)))


def said_to_its_end(scene: Scene, utterance: int) -> None:
    advice = scene.memory.advice
    if advice is not None and advice.voiced.utterance == utterance:
        scene.update(advice=replace(advice, begun=len(advice.whole.sentences)))


# --- again -----------------------------------------------------------------------------------------


def repeat(scene: Scene) -> None:
    """The whole advice once more (C14), and what can be said then."""
    _say_from(scene, 0)
    _offer_again(scene)


def go_on(scene: Scene) -> None:
    """What was not heard of the advice yet, and what can be said then."""
    advice = scene.memory.advice
    if advice is not None and advice.unheard:
        _say_from(scene, advice.begun)
    _offer_again(scene)


def has_simpler(scene: Scene) -> bool:
    """Whether the advice given last is written in simpler words too."""
    return bool(_simply(scene))


def say_simply(scene: Scene) -> None:
    """The advice in the pack's simplest words, with what would change it (I7)."""
    outcome = scene.protocol.outcome(scene.memory.outcome or "")
    scene.say(outcome.id, scene.plain([*outcome.simply, *outcome.watch]))
    _offer_again(scene)


def _simply(scene: Scene) -> tuple[str, ...]:
    outcomes = scene.pack.protocol.outcomes if scene.pack.protocol else ()
    return next((each.simply for each in outcomes if each.id == scene.memory.outcome), ())


def _say_from(scene: Scene, sentence: int) -> None:
    advice = scene.memory.advice
    if advice is None:
        raise LookupError("no advice was given")
    said = scene.say(advice.whole.prompt, advice.whole.sentences[sentence:])
    scene.update(advice=Advice(advice.whole, Mark(said.id, sentence), sentence))


# --- what it rests on ------------------------------------------------------------------------------


def offer_next(scene: Scene) -> None:
    """After an offered section: the next one that the advice rests on, or what else there is."""
    scene.update(from_advice=False)
    _offer(scene, "offer_another", scene.attempt)


def decline(scene: Scene) -> None:
    """No more sections."""
    scene.update(offers=())
    _offer(scene, "offer_section", scene.attempt)


def _offer_again(scene: Scene) -> None:
    _offer(scene, "offer_section", max(scene.attempt, 1))


def _offer(scene: Scene, prompt: str, attempt: int) -> None:
    if is_emergency(scene):
        said = scene.say("after_emergency", scene.prompt("after_emergency", attempt), keep=False)
    elif scene.memory.offers:
        section = scene.pack.article.section(scene.memory.offers[0])
        said = scene.say(prompt, scene.prompt(prompt, attempt, section=section.title), keep=False)
    else:
        said = scene.say("after_advice", scene.prompt("after_advice", attempt), keep=False)
    scene.update(fresh=Mark(said.id, 0))


def explain(scene: Scene) -> None:
    """Which answers the advice rests on (C14)."""
    reasons = triage.verdict(scene.protocol, scene.answers).reasons if asking.has_protocol(scene) else ()
    abouts = [scene.protocol.question(reason).about for reason in reasons]
    if scene.memory.called_out:
        scene.before(scene.prompt("advice_called_out"))
    elif abouts:
        scene.before(scene.prompt("advice_reasons", abouts=listed(abouts)))
    else:
        scene.before(scene.prompt("advice_no_reasons"))
    go_on(scene)
