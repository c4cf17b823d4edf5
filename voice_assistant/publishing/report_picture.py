"""The protocol as a picture: questions on the left, rules in the middle, outcomes on the right, in SVG.

How it is laid out:

1. The questions stand below each other, in the order in which they are asked, each as high as its text.
2. A rule stands at the middle of its questions, moved down where another one is in the way; outcomes stand at the
   middle of their rules, the most urgent at the top.
3. Lines lead from a question to each rule that looks at it, with the answers that are meant, and on to the outcome.
4. A long protocol is drawn in parts of `PART` questions, so that each fits on a sheet of paper.

Nothing is told by colour alone, and everything in the picture stands in the page's text as well.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from voice_assistant.content.protocol import Condition, Protocol, Question, When
from voice_assistant.dialogue.rule_words import answers_in_words, how_many
from voice_assistant.publishing import report_words as words
from voice_assistant.publishing.text import as_xml

PART = 14
"""Questions in one picture."""
WIDTH = 1000
LINE, SMALL_LINE = 19, 15
"""From line to line."""
QUESTION_X, QUESTION_WIDTH = 44, 380
RULE_X, RULE_WIDTH = 590, 116
OUTCOME_X, OUTCOME_WIDTH = 760, 236
GAP = 16
"""Between what stands below each other."""
QUESTION_LETTERS, ANSWER_LETTERS, RULE_LETTERS, OUTCOME_LETTERS = 46, 19, 14, 29
"""Letters that fit into a line."""

KEPT = "\u00a0"
"""A space where no line ends."""

Ways = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule, or what is advised where no rule gives anything."""

    outcome: str
    when: When | None
    at_once: bool


def pictures(protocol: Protocol, ways: Ways) -> tuple[str, ...]:
    """One SVG for each part of the protocol."""
    parts = [protocol.questions[at : at + PART] for at in range(0, len(protocol.questions), PART)]
    return tuple(
        _picture(protocol, part, ways, number, number == len(parts)) for number, part in enumerate(parts, 1)
    )


def _picture(protocol: Protocol, questions: Sequence[Question], ways: Ways, number: int, last: bool) -> str:
    here = {each.id for each in questions}
    boxes = _stack(protocol, questions)
    at = dict(zip([each.id for each in questions], boxes, strict=True))
    rulings = [
        Ruling(rule.outcome, rule, rule.at_once)
        for rule in protocol.rules
        if any(each.question in here for each in rule.conditions)
    ]
    if last:
        rulings.append(Ruling(protocol.lowest.id, None, False))
    rule_boxes = _beside(
        RULE_X,
        RULE_WIDTH,
        [(_middle(each, at, boxes[-1]), len(_rule_lines(each))) for each in rulings],
    )
    outcomes = sorted(
        (each for each in protocol.outcomes if any(rule.outcome == each.id for rule in rulings)),
        key=lambda each: -each.urgency,
    )
    lines = {each.id: _outcome_lines(protocol, each.id, ways) for each in outcomes}
    wanted = []
    for each in outcomes:
        middles = [
            box.middle for ruling, box in zip(rulings, rule_boxes, strict=True) if ruling.outcome == each.id
        ]
        wanted.append((sum(middles) / len(middles), len(lines[each.id])))
    outcome_boxes = dict(zip(lines, _beside(OUTCOME_X, OUTCOME_WIDTH, wanted), strict=True))
    drawn = [
        *_order(boxes),
        *_gates(questions, at),
        *_rule_lines_drawn(protocol, rulings, rule_boxes, at, outcome_boxes),
        *_tips(protocol, at, outcome_boxes),
    ]
    for question in questions:
        shape = "flag" if question.red_flag else "question"
        drawn.append(_box(at[question.id], shape, _question_lines(protocol, question)))
    drawn += [_box(box, "rule", _rule_lines(each)) for each, box in zip(rulings, rule_boxes, strict=True)]
    drawn += [_box(outcome_boxes[each.id], "outcome", lines[each.id]) for each in outcomes]
    height = max(box.y + box.height for box in (*boxes, *rule_boxes, *outcome_boxes.values())) + GAP
    return (
        f'<svg class="picture" viewBox="0 0 {WIDTH} {height:g}" role="img" aria-labelledby="picture-{number}">\n'
        f'<title id="picture-{number}">{as_xml(words.PICTURE_TITLE)}</title>\n'
        f"{ARROW.format(number=number)}\n"
        + "\n".join(drawn).replace("#arrow", f"#arrow-{number}")
        + "\n</svg>"
    )


ARROW = (
    '<defs><marker id="arrow-{number}" viewBox="0 0 8 8" refX="8" refY="4" markerUnits="userSpaceOnUse" '
    'markerWidth="9" markerHeight="9" orient="auto"><path d="M0 0 L8 4 L0 8 z"/></marker></defs>'
)

# --- what stands in the boxes ----------------------------------------------------------------------


def _question_lines(protocol: Protocol, question: Question) -> list[tuple[str, str]]:
    """(class, line)."""
    number = protocol.questions.index(question) + 1
    lines = [("", line) for line in textwrap.wrap(f"{number}. {question.ask.first}", QUESTION_LETTERS)]
    floor = protocol.floor(question)
    if floor:
        lines.append(("small", f"{words.RED_FLAG}, {words.AT_LEAST} {floor.id.replace('_', ' ')}"))
    if question.applies_when:
        lines.append(("small", words.NOT_ALWAYS))
    return lines


def _rule_lines(ruling: Ruling) -> list[tuple[str, str]]:
    if ruling.when is None:
        return [("", words.OTHERWISE)]
    lines = [("", line) for line in textwrap.wrap(how_many(ruling.when), RULE_LETTERS)]
    return [*lines, ("small", words.AT_ONCE)] if ruling.at_once else lines


def _outcome_lines(protocol: Protocol, outcome: str, ways: Ways) -> list[tuple[str, str]]:
    lines = [("strong", outcome.replace("_", " "))]
    way = ways.get(outcome)
    if way:
        lines.append(("small", f"{words.FEWEST}: {len(way)}"))
        numbers = {each.id: number for number, each in enumerate(protocol.questions, start=1)}
        steps = [f"{numbers[question]}: {answer}" for question, answer in way if question in numbers]
        shown = ", ".join(step.replace(" ", KEPT) for step in steps)
        lines += [("small", line) for line in textwrap.wrap(shown, OUTCOME_LETTERS)]
    return lines


# --- where they stand ------------------------------------------------------------------------------


def _height(lines: int) -> float:
    return lines * LINE + 14


def _stack(protocol: Protocol, questions: Sequence[Question]) -> list[Box]:
    """The questions below each other, each high enough for its text and for the answers that lead away from it."""
    boxes: list[Box] = []
    y: float = 4
    for question in questions:
        leaving = [
            _leaving_height(_answers(protocol, condition))
            for rule in protocol.rules
            for condition in rule.conditions
            if condition.question == question.id
        ]
        height = max(_height(len(_question_lines(protocol, question))), sum(leaving))
        boxes.append(Box(QUESTION_X, y, QUESTION_WIDTH, height))
        y += height + GAP
    return boxes


def _answers(protocol: Protocol, condition: Condition) -> list[str]:
    return textwrap.wrap(" / ".join(answers_in_words(protocol, condition)), ANSWER_LETTERS)


def _leaving_height(answers: Sequence[str]) -> float:
    """What a line to a rule needs, with the answers above it."""
    return len(answers) * SMALL_LINE + 8


def _beside(x: float, width: float, wanted: Sequence[tuple[float, int]]) -> list[Box]:
    """Boxes at these middles with so many lines, each moved down until it is clear of the ones above it."""
    boxes = [Box(0, 0, 0, 0)] * len(wanted)
    free = 4.0
    for index in sorted(range(len(wanted)), key=lambda each: wanted[each][0]):
        middle, lines = wanted[index]
        box = Box(x, max(free, middle - _height(lines) / 2), width, _height(lines))
        boxes[index] = box
        free = box.y + box.height + GAP
    return boxes


def _middle(ruling: Ruling, at: Mapping[str, Box], last: Box) -> float:
    if ruling.when is None:
        return last.middle
    middles = [at[each.question].middle for each in ruling.when.conditions if each.question in at]
    return sum(middles) / len(middles)


# --- drawing ---------------------------------------------------------------------------------------


def _order(boxes: Sequence[Box]) -> Iterator[str]:
    for upper, lower in pairwise(boxes):
        x = upper.x + upper.width / 2
        yield _path(f"M{x:g} {upper.y + upper.height:g} V{lower.y:g}", "order")


def _gates(questions: Sequence[Question], at: Mapping[str, Box]) -> Iterator[str]:
    for question in questions:
        for condition in question.applies_when.conditions if question.applies_when else ():
            gate, box = at.get(condition.question), at[question.id]
            if gate is not None:
                yield _path(
                    f"M{gate.x:g} {gate.middle:g} C8 {gate.middle:g} 8 {box.middle:g} {box.x:g} {box.middle:g}",
                    "gate",
                )


def _rule_lines_drawn(
    protocol: Protocol,
    rulings: Sequence[Ruling],
    boxes: Sequence[Box],
    at: Mapping[str, Box],
    outcomes: Mapping[str, Box],
) -> Iterator[str]:
    leaving = dict.fromkeys(at, 0.0)
    """How high the lines that were drawn already are, by question."""
    rules = [condition for ruling in rulings if ruling.when for condition in ruling.when.conditions]
    alone = {each: [condition.question for condition in rules].count(each) == 1 for each in at}
    for condition in rules:
        if condition.question in at:
            leaving[condition.question] -= _leaving_height(_answers(protocol, condition)) / 2
    for ruling, box in zip(rulings, boxes, strict=True):
        for condition in ruling.when.conditions if ruling.when else ():
            start = at.get(condition.question)
            if start is None:
                continue
            answers = _answers(protocol, condition)
            height = _leaving_height(answers)
            leaving[condition.question] += height
            y = start.middle + leaving[condition.question] - (height / 2 if alone[condition.question] else 4)
            for line, text in enumerate(answers[::-1]):
                yield _text(start.right + 8, y - 5 - line * SMALL_LINE, "answer", text)
            bend = start.right + 130
            yield _path(
                f"M{start.right:g} {y:g} H{bend:g} C{box.x - 15:g} {y:g} {bend + 15:g} {box.middle:g} "
                f"{box.x:g} {box.middle:g}",
                "rule",
            )
        if ruling.when is None:
            last = list(at.values())[-1]
            yield _path(f"M{last.right:g} {last.middle:g} H{box.x:g}" if abs(last.middle - box.middle) < 1 else
                        f"M{last.right:g} {last.middle:g} C{box.x - 60:g} {last.middle:g} {last.right + 60:g} "
                        f"{box.middle:g} {box.x:g} {box.middle:g}", "order")  # fmt: skip
        end = outcomes[ruling.outcome]
        yield _path(
            f"M{box.right:g} {box.middle:g} C{box.right + 30:g} {box.middle:g} {end.x - 30:g} {end.middle:g} "
            f"{end.x:g} {end.middle:g}",
            "rule",
        )


def _tips(protocol: Protocol, at: Mapping[str, Box], outcomes: Mapping[str, Box]) -> Iterator[str]:
    for outcome in protocol.outcomes:
        start, end = at.get(outcome.tips_from or ""), outcomes.get(outcome.id)
        if start is None or end is None:
            continue
        y = start.y + start.height - 8
        yield _text(start.right + 42, y + 6, "answer", words.TIPS_FROM_HERE)
        under = max(y, end.y + end.height) + 22
        yield _path(
            f"M{start.right:g} {y:g} C{start.right + 80:g} {under:g} {end.x - 120:g} {under:g} "
            f"{end.x + 40:g} {end.y + end.height:g}",
            "gate",
        )


def _path(way: str, kind: str) -> str:
    return f'<path class="{kind}" d="{way}" marker-end="url(#arrow)"/>'


def _text(x: float, y: float, kind: str, text: str) -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{as_xml(text)}</text>'


def _box(box: Box, kind: str, lines: Sequence[tuple[str, str]]) -> str:
    rounded = {"outcome": 20, "rule": 14}.get(kind, 4)
    shape = (
        f'<rect class="{kind}" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
        f'rx="{rounded}"/>'
    )
    texts = [
        _text(box.x + 14, box.y + 21 + number * LINE, style or "plain", line)
        for number, (style, line) in enumerate(lines)
    ]
    return "\n".join([shape, *texts])
