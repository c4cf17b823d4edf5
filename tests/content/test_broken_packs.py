"""Every kind of broken pack: one small edit of a good one, one finding, exactly where the edit is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from voice_assistant.content.loading import check_pack
from voice_assistant.content.pack import Words

TODAY = date(2024, 6, 1)
UNHEARABLE = {"fasciculations"}


@dataclass(frozen=True)
class Broken:
    file: str
    old: str
    """Stands once in the good file."""
    new: str
    at: str
    """Stands once in the broken file; the finding is at its first character."""
    says: str
    """Part of the finding's sentence."""
    alone: bool = True
    """Whether nothing else is found."""


P, A, R, L = "protocol.yaml", "article.md", "pronunciation.yaml", "lexicon.yaml"
LONG = "How long has it lasted, as far as you can tell me right now today?"
WATCH = "Ask a doctor if it lasts.]\n    sections: "
RULE = "  - outcome: doctor\n    any:\n"

KINDS = {
    # The file as such.
    "not yaml": Broken(P, "introduction: [", "introduction: [[", "questions:", "not YAML"),
    "a tab": Broken(P, "  - id: self_care", "\t- id: self_care", "\t- id: self_care", "not YAML"),
    "a key twice": Broken(
        P,
        "    about: triggers",
        "    kind: several\n    about: triggers",
        "kind: several\n    about",
        "twice",
    ),
    "an anchor": Broken(P, "author: The", "author: &a The", "&a The", "anchor"),
    "a tag": Broken(P, "author: The", "author: !!str The", "!!str The", "tag"),
    "a control sign": Broken(P, "Drink less of it", "Drink \x07 of it", "\x07", "sign"),
    "a second document": Broken(P, "rules:\n", "---\nrules:\n", "---\nrules", "second document"),
    "a list as a key": Broken(P, "author: The tests", "? [author]\n: The tests", "[author]", "key"),
    # The shape.
    "an unknown key": Broken(P, "    red_flag: emergency", "    redflag: emergency", "redflag", "not known"),
    "a missing key": Broken(
        P, "    why: It matters how long it lasts.\n", "", "id: lasting", "'why' is missing"
    ),
    "a missing wording": Broken(
        P, "      shorter: Do you get too little air?\n", "", "first: Is it hard", "'shorter' is missing"
    ),
    "an unknown kind": Broken(P, "kind: duration", "kind: time", "time\n    ask", "yes_no, one_of, several"),
    "a missing kind": Broken(P, "    kind: duration\n", "", "id: lasting", "no 'kind'"),
    "a number for a text": Broken(P, 'version: "1"', "version: 1", "1\nauthor", "quotes"),
    "a text for a list": Broken(P, "names: [how long]", "names: how long", "how long\n    choices", "list"),
    "a text for a number": Broken(P, "urgency: 2", "urgency: two", "two\n", "number"),
    "an empty list": Broken(P, "say: [It is most likely harmless.]", "say: []", "say: []", "empty"),
    "an outcome without sections": Broken(
        P, "worse.]\n    sections: [care]", "worse.]\n    sections: []", "sections: []", "empty"
    ),
    "an outcome without watch": Broken(
        P,
        "    watch: [If it gets much worse it is an emergency., Go sooner if it gets worse.]\n",
        "",
        "doctor\n    urgency",
        "what would change",
    ),
    "a phrase with a sign": Broken(P, "[it is hard]", "[it's hard!]", "it's hard!", "small letters"),
    "an id with a space": Broken(P, "  - id: self_care", "  - id: self care", "self care", "short name"),
    "not a date": Broken(P, "review_by: 2030-01-01", "review_by: soon", "soon\n", "2026-03-31"),
    "a condition that is none": Broken(
        P, "{more_than_days: 14}", "{more_days: 14}", "{more_days: 14}", "more_than_days"
    ),
    "a negative time": Broken(
        P, "{more_than_days: 14}", "{more_than_days: -1}", "{more_than_days: -1}", "more_than_days"
    ),
    # Names that lead nowhere.
    "an unknown question": Broken(
        P, "{question: breathing,", "{question: breath,", "breath,", "no question 'breath'", False
    ),
    "an unknown outcome": Broken(
        P, "outcome: doctor", "outcome: nurse", "nurse", "no outcome 'nurse'", False
    ),
    "an unknown section": Broken(P, WATCH + "[care]", WATCH + "[cure]", "cure]", "no section 'cure'"),
    "a source's unknown section": Broken(
        P,
        "lasts.\n    source: {section: care}",
        "lasts.\n    source: {section: cure}",
        "cure}",
        "no section 'cure'",
    ),
    "an empty source": Broken(
        P,
        "lasts.\n    source: {section: care}",
        "lasts.\n    source: {}",
        "source: {}",
        "a section or a reference",
    ),
    "unknown tips": Broken(
        P, "tips_from: triggers", "tips_from: lasting", "lasting\n    no_tips", "kind several", False
    ),
    "tips without advice": Broken(
        P, "        advice: Take it easy.\n", "", "stress\n        label", "no advice"
    ),
    "a question twice": Broken(
        P, "  - id: lasting", "  - id: breathing", "breathing\n    kind: duration", "second question", False
    ),
    "an outcome twice": Broken(
        P, "  - id: doctor", "  - id: emergency", "emergency\n    urgency: 2", "second outcome", False
    ),
    "an option twice": Broken(
        P, "      - id: coffee", "      - id: stress", "stress\n        label: coffee", "second option"
    ),
    "a reserved option": Broken(
        P, "      - id: coffee", "      - id: none", "none\n        label", "cannot be called"
    ),
    # Rules.
    "an impossible answer": Broken(
        P, "{more_than_days: 14}, not_sure", "sometimes, not_sure", "sometimes", "never answered"
    ),
    "an unused question": Broken(
        P, "    tips_from: triggers\n", "", "triggers\n    kind", "No rule and no tips"
    ),
    "an outcome without a rule": Broken(
        P, RULE, "  - outcome: self_care\n    any:\n", "doctor\n    urgency", "No rule gives"
    ),
    "equal urgencies": Broken(P, "urgency: 1", "urgency: 0", "0\n    say: [Please", "same urgency"),
    "a red flag without not sure": Broken(
        P, '["yes", not_sure]', '["yes"]', "breathing\n    kind", "red flag"
    ),
    "a red flag of another kind": Broken(
        P,
        "kind: duration",
        "kind: duration\n    red_flag: true",
        "red_flag: true\n    ask:\n      first: How",
        "yes or no",
    ),
    "a no that is worse": Broken(
        P, 'is: ["yes", not_sure]', 'is: ["yes", "no"]', "breathing\n    kind", "less urgent", False
    ),
    "a mild outcome at once": Broken(
        P,
        RULE,
        "  - outcome: doctor\n    at_once: true\n    any:\n",
        "at_once: true\n    any:\n      - {question: lasting",
        "at once",
    ),
    "a milder question first": Broken(
        P,
        "rules:\n",
        "rules:\n  - outcome: emergency\n    any:\n      - {question: triggers, is: [stress]}\n",
        "triggers\n    kind",
        "more urgent",
        False,
    ),
    # What is named, and what goes round.
    "no contact": Broken(P, "contact: doctor\n", "", "questions:", "no 'contact'"),
    "a contact that is not there": Broken(
        P, "contact: doctor", "contact: nurse", "nurse", "no outcome 'nurse'", False
    ),
    "a floor that is not there": Broken(
        P, "red_flag: emergency", "red_flag: nurse", "nurse", "no outcome 'nurse'", False
    ),
    "a floor that is lower": Broken(
        P, "red_flag: emergency", "red_flag: true", "true\n    ask", "which is more than 'doctor'"
    ),
    "a red flag that is none": Broken(
        P, "    red_flag: emergency\n", "", "breathing\n    kind", "so it is a red flag", False
    ),
    "no emergency": Broken(P, "    emergency: true\n", "", "outcomes:", "no outcome is for an emergency"),
    "two emergencies": Broken(
        P,
        "    urgency: 1\n",
        "    urgency: 1\n    emergency: true\n",
        "emergency: true\n    say: [Call",
        "only one",
        False,
    ),
    "an emergency that waits": Broken(
        P, "    at_once: true\n", "", "emergency\n    any", "cannot wait", False
    ),
    "nothing about an emergency": Broken(
        P, "If it gets much worse it is an emergency., Ask", "Ask", "watch: [Ask", "becomes an emergency"
    ),
    "a rule without an answer": Broken(
        P,
        "rules:\n",
        "rules:\n  - outcome: emergency\n    at_once: true\n",
        "outcome: emergency\n    at_once: true\n  -",
        "always holds",
        False,
    ),
    "more than there are": Broken(
        P, RULE, "  - outcome: doctor\n    at_least: 2\n    any:\n", "2\n    any", "never hold"
    ),
    "a question that looks down": Broken(
        P,
        "    about: how long it lasts\n",
        "    applies_when: {any: [{question: triggers, is: [stress]}]}\n    about: how long it lasts\n",
        "triggers, is: [stress]}]}",
        "one further down",
    ),
    "a question that looks at itself": Broken(
        P,
        "    about: how long it lasts\n",
        "    applies_when: {any: [{question: lasting, is: [not_sure]}]}\n    about: how long it lasts\n",
        "lasting, is: [not_sure]}]}",
        "this question itself",
    ),
    "a question that looks at none": Broken(
        P,
        "    about: how long it lasts\n",
        "    applies_when: {any: []}\n    about: how long it lasts\n",
        "applies_when",
        "always holds",
    ),
    "a sentence that nobody wrote": Broken(
        P,
        "It tells me what may help.\n    source: {section: care}",
        "It tells me what may help.\n    source: {section: care, sentence: Rest well.}",
        "Rest well.",
        "word for word",
    ),
    "a sentence of no section": Broken(
        P,
        "how long it lasts.\n    source: {section: care}",
        "how long it lasts.\n    source: {reference: A book, sentence: Rest well.}",
        "sentence: Rest",
        "needs the section",
    ),
    # Texts for the ear.
    "a long question": Broken(P, "first: How long has it lasted?", "first: " + LONG, LONG, "12 are enough"),
    "two questions": Broken(
        P,
        "first: How long has it lasted?",
        "first: Does it last? How long?",
        "Does it last?",
        "exactly one thing",
    ),
    "a question that is not last": Broken(
        P,
        "first: How long has it lasted?",
        "first: How long? Tell me.",
        "How long? Tell",
        "exactly one thing",
    ),
    "the same words twice": Broken(
        P,
        "shorter: For how many days?",
        "shorter: How long has it lasted?",
        "How long has it lasted?\n      help",
        "repeats 'first'",
    ),
    "a sign": Broken(P, "Take it easy.", "Take it easy & slow.", "Take it easy &", "'&' cannot be heard"),
    "a range": Broken(P, "Take it easy.", "Take 2-5 breaks.", "Take 2-5", "range"),
    "an address": Broken(P, "Take it easy.", "See example.org now.", "See example", "web page"),
    "a long sentence": Broken(
        P, "Take it easy.", "Take it easy" + " and rest" * 10 + ".", "Take it easy and", "hard to follow"
    ),
    "stop your medicine": Broken(
        P, "Take it easy.", "Stop your pills for a week.", "Stop your pills", "stop a medicine"
    ),
    "turned time": Broken(P, "days: [0, 7]", "days: [7, 0]", "[7, 0]", "length of time"),
    # What people say.
    "a phrase nobody can hear": Broken(
        P, "words: [stress]", "words: [stress, fasciculations]", "fasciculations", "does not know"
    ),
    "a phrase for yes and no": Broken(
        P, "no: [it is easy]", "no: [it is hard]", "it is hard]\n    said", "already means 'yes'"
    ),
    "a phrase that the assistant has": Broken(
        P, "no: [it is easy]", "no: [i am choking]", "i am choking", "already means 'emergency'"
    ),
    "a phrase of two options": Broken(
        P, "words: [coffee]", "words: [stress]", "stress]\n        advice: Drink", "already means"
    ),
    "a mention of one word": Broken(
        P,
        "    said_yes: Br",
        "    mentions: [hard breathing, breathless]\n    said_yes: Br",
        "breathless",
        "two words or more",
    ),
    "a mention that answers another question": Broken(
        P,
        "    said_yes: Br",
        "    mentions: [none of them]\n    said_yes: Br",
        "none of them]\n    said",
        "already means 'none'",
    ),
    "a mention that is an intent": Broken(
        P,
        "    said_yes: Br",
        "    mentions: [i am choking]\n    said_yes: Br",
        "i am choking]",
        "already means 'emergency'",
    ),
    "a mention that begins with an answer": Broken(
        P,
        "    said_yes: Br",
        "    mentions: [no air for me]\n    said_yes: Br",
        "no air for me",
        "'no' is an answer by itself",
    ),
    "a mention that begins with an answer to another question": Broken(
        P,
        "    said_yes: Br",
        "    mentions: [coffee takes my breath]\n    said_yes: Br",
        "coffee takes",
        "'coffee' is an answer by itself",
    ),
    "a mention twice": Broken(
        P,
        "    said_yes: Br",
        "    mentions: [my breath, is short, is short]\n    said_yes: Br",
        "is short]",
        "listed twice",
    ),
    "a mention that cannot be heard": Broken(
        P,
        "    said_yes: Br",
        "    mentions: [my fasciculations]\n    said_yes: Br",
        "my fasciculations",
        "does not know",
    ),
    "mentions of a length of time": Broken(
        P, "    none: [i do", "    mentions: [for long]\n    none: [i do", "mentions: [for", "not known"
    ),
    "a phrase twice": Broken(P, "words: [coffee]", "words: [coffee, coffee]", "coffee]\n", "listed twice"),
    "a name of two questions": Broken(
        P, "names: [triggers]", "names: [how long]", "how long]\n    options", "already means"
    ),
    "a section called like a command": Broken(
        A, "care: [what to do]", "care: [stop]", "stop]", "already means 'stop'"
    ),
    "a section name nobody can hear": Broken(
        A, "care: [what to do]", "care: [fasciculations]", "fasciculations", "does not know"
    ),
    # Dates and languages.
    "a wrong century": Broken(P, "reviewed: 2024-01-01", "reviewed: 1924-01-01", "1924-01-01", "1924"),
    "a review before the last": Broken(
        P, "reviewed: 2024-01-01", "reviewed: 2031-01-01", "2030-01-01", "before the last"
    ),
    "a review that was due": Broken(
        P, "review_by: 2030-01-01", "review_by: 2024-05-31", "2024-05-31", "was due"
    ),
    "another language": Broken(P, "language: en", "language: de", "de\n", "make them the same"),
    # The article.
    "no head": Broken(A, "---\ntitle", "title", "title", "head"),
    "an unknown key in the head": Broken(A, "source: Made", "sources: Made", "sources", "not known", False),
    "a name for no section": Broken(A, "  care: [what to do]", "  cure: [what to do]", "cure", "No section"),
    "a section without text": Broken(A, "## What", "## Empty\n\n## What", "## Empty", "no text"),
    "no introduction": Broken(
        A, "Muscles may twitch. That is\ncommon among people.\n", "", "## What", "introduction"
    ),
    "a section id twice": Broken(
        A, "## What to do {#care}", "## Care\n\nRest.\n\n## What to do {#care}", "## What", "taken", False
    ),
    "a section name twice": Broken(
        A, "## What", "## What to do\n\nRest.\n\n## What", "what to do]", "already names"
    ),
    "an impossible section id": Broken(A, "{#care}", "{#Care me}", "## What", "cannot be an id", False),
    "a wrong level": Broken(A, "## What", "# Deep\n\n## What", "# Deep", "two signs"),
    "code": Broken(A, "Rest a little.", "```\nx\n```\n\nRest a little.", "```\nx", "Code"),
    "a picture without words": Broken(
        A, "Rest a little.", "![](a.png) Rest a little.", "![](a.png)", "description"
    ),
    "a sign in the article": Broken(
        A, "common among", "common <usual among", "<usual", "'<' cannot be heard"
    ),
    "markup in the article": Broken(
        A, "common among", "common <b>among</b>", "<b>", "'<' cannot be heard", False
    ),
    "an article that stops a medicine": Broken(
        A, "Rest a little.", "You should quit your medication.", "You should", "stop a medicine"
    ),
    # Pronunciation.
    "a lexicon without a meaning": Broken(
        L, "  means: A muscle that twitches moves by itself.\n", "", "words: [twitch", "'means' is missing"
    ),
    "a word that the article has not": Broken(
        L, "twitching:\n", "spasms:\n", "spasms:", "does not stand in the article"
    ),
    "a word that nobody can say to it": Broken(
        L, "[twitch, ", "[fasciculations, ", "fasciculations", "does not know"
    ),
    "a meaning that cannot be heard": Broken(
        L, "twitches moves", "twitches & moves", "A muscle that", "sign '&'"
    ),
    "a short version that is none": Broken(
        A,
        "names:\n",
        "summary: Muscles may twitch, and that is common, so take it easy.\nnames:\n",
        "Muscles may twitch, and",
        "are the most here",
    ),
    "a short version of no section": Broken(
        A, "names:\n", "summaries:\n  cure: Rest.\nnames:\n", "cure: Rest", "No section"
    ),
    "a pronunciation of nothing": Broken(R, "A.L.S.", "''", "''", "empty"),
}


def place(text: str, part: str) -> tuple[int, int]:
    assert text.count(part) == 1, f"{part!r} must stand once in the broken file"
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize("kind", KINDS)
def test_finds_what_is_wrong_exactly_where_it_is(kind: str, pack: Path, words: Words) -> None:
    broken = KINDS[kind]
    file = pack / broken.file
    good = file.read_text()
    assert good.count(broken.old) == 1, f"{broken.old!r} must stand once in the good file"
    text = good.replace(broken.old, broken.new)
    file.write_text(text)

    findings = check_pack(pack, words, lambda word: word not in UNHEARABLE, TODAY)

    at = [(found.file, found.line, found.column) for found in findings if broken.says in found.sentence]
    assert (file, *place(text, broken.at)) in at, "\n".join(map(str, findings))
    if broken.alone:
        assert len(findings) == 1, "\n".join(map(str, findings))


def test_the_good_pack_has_no_findings(pack: Path, words: Words) -> None:
    assert check_pack(pack, words, lambda word: True, TODAY) == ()


def test_every_finding_is_one_line_with_a_remedy(pack: Path, words: Words) -> None:
    for broken in KINDS.values():
        file = pack / broken.file
        good = file.read_text()
        file.write_text(good.replace(broken.old, broken.new))
        for found in check_pack(pack, words, lambda word: word not in UNHEARABLE, TODAY):
            assert str(found).startswith(f"{found.file}:{found.line}:{found.column}: ")
            assert found.sentence.endswith(".")
            assert "\n" not in found.sentence
            assert len(found.sentence) < 160, found.sentence
        file.write_text(good)


def test_all_findings_come_at_once_and_sorted(pack: Path, words: Words) -> None:
    protocol, article = pack / P, pack / A
    protocol.write_text(
        protocol.read_text().replace("urgency: 1", "urgency: 0").replace("Take it easy.", "A & b.")
    )
    article.write_text(article.read_text().replace("{#care}", "{#cure}"))

    findings = check_pack(pack, words, None, TODAY)

    assert list(findings) == sorted(findings)
    assert {found.file.name for found in findings} == {A, P}
    assert len(findings) >= 3


def test_a_missing_article(pack: Path, words: Words) -> None:
    (pack / A).unlink()
    (found,) = check_pack(pack, words, None, TODAY)
    assert (found.file, found.line, found.column) == (pack / A, 1, 1)
    assert "missing" in found.sentence


def test_a_file_that_is_not_utf_8(pack: Path, words: Words) -> None:
    file = pack / A
    file.write_bytes(file.read_bytes().replace(b"common among", b"c\xf6mmon among"))
    (found,) = check_pack(pack, words, None, TODAY)
    assert (found.line, found.column) == (10, 2)
    assert "UTF-8" in found.sentence


def test_a_file_that_is_too_large(pack: Path, words: Words) -> None:
    (pack / P).write_text("# " + "x" * 1_000_000)
    (found,) = check_pack(pack, words, None, TODAY)
    assert "larger" in found.sentence


def test_a_file_that_is_nested_too_deeply(pack: Path, words: Words) -> None:
    (pack / P).write_text("a: " + "[" * 5000)
    assert any("deeply" in found.sentence for found in check_pack(pack, words, None, TODAY))


def test_an_empty_file(pack: Path, words: Words) -> None:
    (pack / P).write_text("")
    (found,) = check_pack(pack, words, None, TODAY)
    assert (found.line, found.column) == (1, 1)


def test_ten_thousand_questions_are_refused_with_one_sentence(pack: Path, words: Words) -> None:
    (pack / P).write_text("questions:\n" + "  - {id: a}\n" * 10_000)
    (found,) = check_pack(pack, words, None, TODAY)
    assert (found.line, found.column) == (1, 1)
    assert "10,000 questions, and 200 are the most" in found.sentence
