"""Seeded changes to a pack that a careless or tired hand could make, for judging what `check` finds.

Each is one edit of the text of one file, at a place that the seed chooses among all where it can be made. A
mutation says whether it can change what somebody is advised: then it must be told with the path that shows it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROTOCOL = "protocol.yaml"
Edit = Callable[[str, random.Random], str]


@dataclass(frozen=True)
class Mutation:
    name: str
    edit: Edit
    advice: bool
    """Whether somebody would be advised otherwise."""
    file: str = PROTOCOL


def mutate(mutation: Mutation, folder: Path, seed: int) -> None:
    """Make the change in a copy of the pack. Fails where it changes nothing."""
    file = folder / mutation.file
    before = file.read_text(encoding="utf-8")
    after = mutation.edit(before, random.Random(f"{mutation.name} {seed}"))  # noqa: S311 - chooses a place, no secret
    assert after != before, mutation.name
    file.write_text(after, encoding="utf-8")


# --- ways to edit ----------------------------------------------------------------------------------


def swap(pattern: str, by: str | Callable[[re.Match[str]], str]) -> Edit:
    """Replace one of the places that the pattern fits."""

    def edit(text: str, chance: random.Random) -> str:
        found = chance.choice(list(re.finditer(pattern, text, re.MULTILINE | re.DOTALL)))
        return text[: found.start()] + (by if isinstance(by, str) else by(found)) + text[found.end() :]

    return edit


def drop(pattern: str) -> Edit:
    return swap(pattern, "")


def exchange(first: str, second: str) -> Edit:
    """Two texts change places, each of which stands once."""

    def edit(text: str, _: random.Random) -> str:
        assert text.count(first) == text.count(second) == 1, (first, second)
        return text.replace(first, "\0").replace(second, first).replace("\0", second)

    return edit


def entry(kind: str, text: str, name: str) -> str:
    """The lines of one question or outcome."""
    part = text[text.index(f"{kind}:") :]
    found = re.search(rf"^  - id: {name}\n.*?(?=^  - id: |^\S|\Z)", part, re.MULTILINE | re.DOTALL)
    assert found, name
    return found[0]


def question(name: str, pattern: str, by: str) -> Edit:
    return within("questions", name, pattern, by)


def outcome(name: str, pattern: str, by: str) -> Edit:
    return within("outcomes", name, pattern, by)


def within(kind: str, name: str, pattern: str, by: str) -> Edit:
    """Replace the first place in one question or outcome that the pattern fits."""

    def edit(text: str, _: random.Random) -> str:
        old = entry(kind, text, name)
        new = re.sub(pattern, by, old, count=1, flags=re.MULTILINE | re.DOTALL)
        assert new != old, (name, pattern)
        return text.replace(old, new)

    return edit


def leave_out(kind: str, name: str) -> Edit:
    """Take a question or an outcome away, with every condition about it."""

    def edit(text: str, _: random.Random) -> str:
        text = text.replace(entry(kind, text, name), "")
        return re.sub(rf"^ +- {{question: {name},.*\n", "", text, flags=re.MULTILINE)

    return edit


def move(name: str, before: str) -> Edit:
    """Ask a question earlier, or later."""

    def edit(text: str, _: random.Random) -> str:
        part = entry("questions", text, name)
        rest = text.replace(part, "")
        return rest.replace(f"  - id: {before}\n", f"{part}  - id: {before}\n", 1)

    return edit


CONDITION = r"^      - \{question: [a-z]+, is: \[[^\n]*\]\}\n"
FLAGS = ("breathing", "sudden", "weakness", "wasting", "walking", "speaking", "swallowing")
GATE = "    applies_when: {{any: [{{question: {0}, is: [{1}]}}]}}\n    ask:"


def gated(name: str, by: str, answers: str) -> Edit:
    return question(name, r"^    ask:", GATE.format(by, answers))


def mutations() -> Iterator[Mutation]:
    """Those of the shipped pack about twitching."""
    yield from _rules()
    yield from _outcomes()
    yield from _questions()
    yield from _texts()
    yield from _around()


def _rules() -> Iterator[Mutation]:
    for name in FLAGS:
        yield Mutation(f"no rule for {name}", drop(rf"^      - {{question: {name},[^\n]*\n"), True)
    for name in ("breathing", "speaking", "places", "duration"):
        only = swap(rf"({{question: {name}, is: \[[^\n]*), not_sure\]", lambda found: f"{found[1]}]")
        yield Mutation(f"not_sure to {name} leads nowhere", only, True)
    to_no = swap(r'(\{question: (?:weakness|stiff|sudden), is: \[)"yes", not_sure', lambda f: f'{f[1]}"no"')
    yield Mutation("yes and not_sure taken for no", to_no, True)
    yield Mutation(
        "not_sure taken for no",
        swap(r'(\{question: [a-z]+, is: \["yes", )not_sure', lambda f: f'{f[1]}"no"'),
        True,
    )
    yield Mutation("yes leads nowhere", swap(r'(\{question: [a-z]+, is: \[)"yes", ', lambda f: f[1]), True)
    yield Mutation("a rule is lost", drop(r"^  - outcome: doctor\n    any:\n(?:      - [^\n]*\n)+"), True)
    yield Mutation("the comparison is turned round", swap("more_than_days", "less_than_days"), True)
    for days in ("13", "15", "30", "140", "1.4"):
        yield Mutation(
            f"the threshold is {days} days", swap("more_than_days: 14", f"more_than_days: {days}"), True
        )
    yield Mutation("all instead of any", swap(r"(?<=doctor_soon\n)    any:", "    all:"), True)
    yield Mutation(
        "all instead of any, in an emergency", swap(r"(?<=at_once: true\n)    any:", "    all:"), True
    )
    yield Mutation("two at least", swap(r"(?<=outcome: doctor_soon\n)", "    at_least: 2\n"), True)
    yield Mutation(
        "two at least, of the mild ones", swap(r"(?<=outcome: doctor\n)", "    at_least: 2\n"), True
    )
    yield Mutation("a rule leads lower", swap("- outcome: doctor_soon", "- outcome: doctor"), True)
    yield Mutation("a rule leads to nothing", swap("- outcome: doctor_soon", "- outcome: self_care"), True)
    yield Mutation("a rule leads higher", swap(r"- outcome: doctor\n", "- outcome: doctor_soon\n"), True)
    yield Mutation("an emergency waits", drop(r"^    at_once: true\n"), False)
    yield Mutation("a doctor at once", swap(r"(?<=outcome: doctor_soon\n)", "    at_once: true\n"), False)
    yield Mutation("a rule twice", swap(CONDITION, lambda found: found[0] * 2), False)
    double = "  - outcome: doctor\n    any:\n      - {question: walking, is: [not_sure]}\n\noutcomes:"
    yield Mutation("a rule in another's shadow", swap("^outcomes:", double), False)
    emergency = '      - {question: stiff, is: ["yes"]}\n  - outcome: doctor_soon'
    yield Mutation("a mild sign is an emergency", swap("^  - outcome: doctor_soon", emergency), True)
    yield Mutation(
        "a question in the wrong rule", exchange("question: swallowing, is", "question: places, is"), True
    )


def _outcomes() -> Iterator[Mutation]:
    yield Mutation("urgencies exchanged", exchange("urgency: 1\n", "urgency: 2\n"), True)
    yield Mutation("an urgency is lower", swap("urgency: 2", "urgency: -1"), True)
    yield Mutation("two urgencies alike", swap("urgency: 2", "urgency: 1"), False)
    yield Mutation("no emergency", drop(r"^    emergency: true\n"), False)
    moved = lambda text, _: text.replace("    emergency: true\n", "").replace(  # noqa: E731
        "    urgency: 2\n", "    urgency: 2\n    emergency: true\n"
    )
    yield Mutation("another outcome is the emergency", moved, False)
    yield Mutation("an outcome is lost", leave_out("outcomes", "doctor"), False)
    yield Mutation("contact is the mildest", swap("^contact: doctor", "contact: self_care"), False)
    yield Mutation("no contact", drop("^contact: doctor\n"), False)
    yield Mutation("tips are lost", drop(r"^    tips_from: triggers\n"), False)
    yield Mutation("tips from another question", swap("tips_from: triggers", "tips_from: places"), False)


def _questions() -> Iterator[Mutation]:
    for name in ("breathing", "wasting"):
        yield Mutation(f"{name} is no red flag", question(name, r"^    red_flag: [a-z_]+\n", ""), False)
    yield Mutation(
        "a floor is lower", question("walking", "red_flag: doctor_soon", "red_flag: doctor"), False
    )
    yield Mutation(
        "a floor is the contact", question("sudden", "red_flag: emergency", "red_flag: true"), False
    )
    yield Mutation(
        "a red flag is none", question("speaking", "red_flag: doctor_soon", "red_flag: false"), False
    )
    for name in ("sudden", "swallowing", "duration"):
        yield Mutation(f"{name} is not asked", leave_out("questions", name), True)
    yield Mutation("the most serious last", move("breathing", "stiff"), False)
    yield Mutation("a mild one first", move("places", "breathing"), False)
    yield Mutation("a red flag hides", gated("wasting", "weakness", '"yes"'), True)
    yield Mutation("a red flag hides behind not_sure", gated("speaking", "walking", '"yes", not_sure'), True)
    yield Mutation("a question hides", gated("stiff", "places", '"yes"'), True)
    yield Mutation("a question looks down", gated("weakness", "stiff", '"no"'), False)
    yield Mutation("a question looks at itself", gated("places", "places", '"no"'), False)
    yield Mutation("two questions of one id", question("wasting", "id: wasting", "id: weakness"), False)
    yield Mutation(
        "an option is lost", question("triggers", r"      - id: screens\n.*?(?=      - id:)", ""), False
    )


def _texts() -> Iterator[Mutation]:
    yield Mutation("a wording is empty", question("sudden", r"shorter: [^\n]*", "shorter: ''"), False)
    yield Mutation("advice is empty", outcome("doctor", r"say:\n(      - [^\n]*\n)+", "say: []\n"), False)
    yield Mutation(
        "nothing to watch", outcome("self_care", r"watch:\n(      - [^\n]*\n)+", "watch: []\n"), False
    )
    no_call = outcome("doctor_soon", r"      - If you choke.*?(?=    sections)", "")
    yield Mutation("nothing about an emergency", no_call, False)
    said = exchange(
        "Please ask a doctor about your twitching.", "It is important that a doctor sees you soon."
    )
    yield Mutation("what is said is exchanged", said, False)
    yield Mutation("a not is lost", swap("you do not need a doctor", "you need a doctor"), False)
    yield Mutation(
        "a not too many", swap("Call the emergency number now", "Do not call the emergency number now"), False
    )
    yield Mutation(
        "another number of days",
        swap("longer than two weeks, or comes", "longer than two months, or comes"),
        False,
    )
    yield Mutation(
        "read back the other way", exchange("Walking is difficult.", "Walking is not difficult."), False
    )
    words = question(
        "walking", r"      yes: (\[[^\n]*\])\n      no: (\[[^\n]*\])", r"      yes: \2\n      no: \1"
    )
    yield Mutation("words for yes and no exchanged", words, False)
    mention = exchange(
        "walking is hard, i keep falling, i often stumble", "my face is stiff, my face feels stiff"
    )
    yield Mutation("mentions are exchanged", mention, False)
    yield Mutation("another why", question("speaking", r"why: [^\n]*", "why: It is of no use."), False)


def _around() -> Iterator[Mutation]:
    yield Mutation("past its review", swap("review_by: 2028", "review_by: 2024"), False)
    yield Mutation("reviewed in the wrong century", swap("reviewed: 2026", "reviewed: 1926"), False)
    yield Mutation("a review in another century", swap("review_by: 2028", "review_by: 2128"), False)
    yield Mutation("no such day", swap("review_by: 2028-11-22", "review_by: 2028-02-30"), False)
    yield Mutation("another reviewer", swap("^reviewer: [^\n]*", "reviewer: A neurologist"), False)
    yield Mutation("another language", swap("^language: en", "language: fr"), False)
    yield Mutation("a section that is not there", swap("section: seeking_advice", "section: seeking"), False)
    yield Mutation("another section", swap("section: seeking_advice", "section: introduction"), False)
    yield Mutation(
        "another section to read",
        swap(r"sections: \[seeking_advice, benign_twitching\]", "sections: [introduction]"),
        False,
    )
    yield Mutation("a sentence nobody wrote", swap(r"(?<=      sentence: )[^\n]*", "Ask nobody."), False)
    yield Mutation(
        "the article says otherwise",
        swap("longer than two weeks", "longer than ten weeks"),
        False,
        "article.md",
    )
    yield Mutation(
        "the article lost its advice", drop("Ask a doctor if the twitching has gone on"), False, "article.md"
    )
    yield Mutation("a case says otherwise", swap('stiff: "yes"}', 'stiff: "no"}'), False, "cases.yaml")
    yield Mutation("a case is lost", drop(r"^      - \{walking: not_sure\}\n"), False, "cases.yaml")
    yield Mutation("a usual answer is another", swap('places: "no"', 'places: "yes"'), False, "cases.yaml")
