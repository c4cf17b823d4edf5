"""The page for reviewers: all of the pack's own texts and nothing else but fixed labels, in valid HTML."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import pages
from voice_assistant.cli import cli
from voice_assistant.content.cases import Counted, Lasting, Written
from voice_assistant.content.findings import Finding
from voice_assistant.content.loading import examine_pack, load_pack, load_words
from voice_assistant.content.markdown import read_article
from voice_assistant.content.protocol import Protocol
from voice_assistant.content.reading_age import article_ages, protocol_ages
from voice_assistant.content.yaml_file import Tree, read_yaml
from voice_assistant.errors import UsageError
from voice_assistant.proof import prove
from voice_assistant.proof.guarding import proved
from voice_assistant.publishing import report_words
from voice_assistant.publishing.report import Review, report
from voice_assistant.publishing.report_cases import in_words
from voice_assistant.publishing.report_picture import PART
from voice_assistant.review import reviewed

CONTENT = Path(__file__).parents[1] / "content"
SHIPPED = Path(__file__).parents[2] / "prompts" / "als-facial-twitching"
PACKS = {
    "als": SHIPPED,
    "practice": SHIPPED.parent / "getting-to-know-your-assistant",
    "good": CONTENT / "good",
    "every_kind": CONTENT / "every_kind",
}
TODAY = date(2026, 11, 24)
QUESTIONS = ("yes_no", "duration", "several", "one_of", "number", "scale")
COUNTED = re.compile(
    r"[\d.,/]+:?|\(\d+ (to \d+( days)?|days and more)\)|\d+ to \d+|(more|less) than [\d.]+ days?|\d+ or (more|less)"
)
"""Numbers, and comparisons with numbers, as rules have them."""
AGES = re.compile(r"the [a-z ]+( '.*')?")


def review(folder: Path, **changed: Any) -> Review:
    pack = load_pack(folder, load_words(), TODAY)
    assert pack.protocol is not None, pack.protocol_trouble
    given: dict[str, Any] = {
        "pack": pack.id,
        "article": pack.article,
        "protocol": pack.protocol,
        "findings": (),
        "made": TODAY,
        "program": "voice-assistant 9.9",
        "proof": prove(pack),
        "ages": (*protocol_ages(pack.protocol, pack.lexicon), *article_ages(pack.article, pack.lexicon)),
        "lexicon": pack.lexicon,
        "cases": pack.cases,
        "pronunciation": tuple(own.items() if isinstance(own := tree(folder, "pronunciation"), dict) else ()),
    }
    return Review(**{**given, **changed})


def tree(folder: Path, name: str) -> Tree:
    file = folder / f"{name}.yaml"
    return read_yaml(file).tree if file.exists() else {}


@pytest.fixture(scope="module", params=PACKS)
def folder(request: pytest.FixtureRequest) -> Path:
    return PACKS[request.param]


@pytest.fixture(scope="module")
def root(folder: Path) -> Any:
    return pages.parsed(report(review(folder)))


def strings(tree: Tree) -> Iterator[str]:
    """Every text in a file, keys that are ids or words included."""
    if isinstance(tree, str):
        yield " ".join(tree.split())
    for part in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from strings(part)


def spoken(folder: Path) -> set[str]:
    """Every text of a pack that somebody hears, says or reads; as the files have them."""
    found = {*strings(tree(folder, "protocol")), *strings(tree(folder, "lexicon"))}
    article = read_article(folder / "article.md")
    found |= {*strings(article.yaml.tree), *strings(tree(folder, "pronunciation"))}
    for section in article.article.sections:
        found |= {section.shown, *(each.shown for each in section.sentences), *section.names}
    lexicon, respelled = tree(folder, "lexicon"), tree(folder, "pronunciation")
    assert isinstance(lexicon, dict)
    assert isinstance(respelled, dict)
    return found | set(lexicon) | set(respelled)


def worked(made: Review) -> Iterator[tuple[str, list[str]]]:
    """What each worked case must lead to, and its answers in words."""
    assert made.protocol is not None
    for _, outcome, answers in made.cases.each() if made.cases else ():
        yield outcome, [in_words(made.protocol.question(each), answer) for each, answer in answers.items()]


def ids(folder: Path) -> set[str]:
    found = set(
        re.findall(
            r"\b(?:id|question|outcome|contact|red_flag): ([a-z_]+)", (folder / "protocol.yaml").read_text()
        )
    )
    return found | {each.replace("_", " ") for each in found}


def labels() -> set[str]:
    def within(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ():
            yield from within(part)

    return {text for name, value in vars(report_words).items() if name.isupper() for text in within(value)}


def strange(root: Any, folder: Path) -> list[str]:
    """Every text on the page that is neither the pack's, nor a label, nor what was counted and proved."""
    made = review(folder)
    assert made.proof is not None
    proved = {answer for way in made.proof.ways.values() for _, answer in way}
    kinds = {"yes", "no", "not sure", *(each.group.name for each in made.ages)}
    known = spoken(folder) | ids(folder) | labels() | proved | kinds | {made.pack, made.program, str(TODAY)}
    known |= {each for _, answers in worked(made) for each in answers}
    known |= {each.replace("_", " ") for each in known}
    known |= {f"{report_words.TITLE}: {made.article.shown}" if made.article else ""}
    found = [text for text in pages.texts(root) if text not in known and not COUNTED.fullmatch(text)]
    return [text for text in found if text not in (",", ":")]


def test_it_says_nothing_that_the_pack_does_not(folder: Path, root: Any) -> None:
    assert strange(root, folder) == []


def test_a_word_too_much_is_noticed() -> None:
    page = report(review(PACKS["good"]))
    for said, changed in (
        ("Call the emergency number now.", "Call the emergency number soon."),
        ("</main>", "<p>It is safe to wait.</p></main>"),
        (report_words.FLAG_TEXT, "Anything puts it aside."),
    ):
        assert strange(pages.parsed(page.replace(said, changed, 1)), PACKS["good"]) != [], said


def test_nor_do_its_pictures(folder: Path, root: Any) -> None:
    known = " | ".join([*spoken(folder), *ids(folder), *labels(), "any of these", "all of these"])
    allowed = re.compile(
        r"\d+\. .*|red flag, at least [a-z ]+|fewest answers: \d+|(\d+: [^:]+(, |,|$))+|.* / .*|at least \d of|these"
    )
    lines = [line.removesuffix(" /") for line in pages.drawn(root)]
    assert len(lines) > 10
    strange = [line for line in lines if line not in known and not allowed.fullmatch(line)]
    assert [line for line in strange if not COUNTED.fullmatch(line)] == []
    numbered = [re.sub(r"^\d+\. ", "", line) for line in lines if re.match(r"\d+\. ", line)]
    assert all(line in known for line in numbered)


def test_every_text_of_the_pack_is_on_it(folder: Path, root: Any) -> None:
    shown = set(pages.texts(root))
    technical = {*QUESTIONS, "not_sure"}
    missing = {each for each in spoken(folder) if each not in shown and each.replace("_", " ") not in shown}
    anchors = {each.get("id", "").split("-", 1)[-1] for each in root.iter() if isinstance(each.tag, str)}
    assert (
        missing - technical - anchors - {each for each in missing if each in ids_of_options(folder)} == set()
    )


def ids_of_options(folder: Path) -> set[str]:
    """Options are shown by their labels."""
    protocol = Protocol.model_validate(tree(folder, "protocol"))
    return {option.id for each in protocol.questions for option in getattr(each, "options", ())}


def test_links_lead_somewhere_and_ids_are_unique(root: Any) -> None:
    found = [each.get("id") for each in root.iter() if isinstance(each.tag, str) and each.get("id")]
    assert len(found) == len(set(found))
    links = [each.get("href") for each in pages.elements(root, f"{pages.HTML}a")]
    assert links
    assert {link[1:] for link in links} <= set(found)
    described = [each.get("aria-labelledby") for each in root.iter() if isinstance(each.tag, str)]
    assert {each for each in described if each} <= set(found)


def test_headings_skip_no_level(root: Any) -> None:
    levels = [int(each.tag[-1]) for each in root.iter() if re.fullmatch(r".*\}h[1-6]", str(each.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_it_needs_nothing_from_elsewhere(folder: Path) -> None:
    page = report(review(folder))
    assert not re.search(r"<(script|img|link|iframe)|url\((?!#)|@import|https?:", page)


def test_tables_and_pictures_say_what_they_are(root: Any) -> None:
    for table in pages.elements(root, f"{pages.HTML}table"):
        assert pages.elements(table, f"{pages.HTML}caption")
        assert all(head.get("scope") for head in pages.elements(table, f"{pages.HTML}th"))
    (picture,) = pages.elements(root, f"{pages.SVG}svg")
    assert picture.get("role") == "img"
    assert pages.elements(picture, f"{pages.SVG}title")


def test_the_fewest_answers_are_told(folder: Path, root: Any) -> None:
    made = review(folder)
    assert made.proof is not None
    assert made.protocol is not None
    drawn = list(pages.drawn(root))
    for outcome in made.protocol.outcomes:
        assert f"fewest answers: {made.proof.fewest[outcome.id]}" in drawn


def test_what_is_to_be_mended_is_told() -> None:
    finding = Finding(Path("a/protocol.yaml"), 7, 3, "This is wrong & that < this; mend it.")
    root = pages.parsed(report(review(PACKS["good"], findings=(finding,), proof=None)))
    shown = list(pages.texts(root))
    assert "protocol.yaml:7:3: This is wrong & that < this; mend it." in shown
    assert report_words.NO_FINDINGS not in shown
    assert report_words.PROOF not in shown


def test_an_article_that_cannot_be_read_still_gives_a_page() -> None:
    finding = Finding(Path("article.md"), 1, 1, "This file is missing.")
    made = review(
        PACKS["good"], article=None, protocol=None, findings=(finding,), proof=None, ages=(), lexicon={}
    )
    shown = list(pages.texts(pages.parsed(report(made))))
    assert report_words.NOT_WRITTEN in shown
    assert "article.md:1:1: This file is missing." in shown


@pytest.mark.parametrize(
    ("question", "answer", "shown"),
    [
        ("sudden", "not_sure", "not sure"),
        ("place", "one_side", "one side"),
        ("pain", 7, "7"),
        ("pain", Counted(numbers=(5, 6)), "5 to 6"),
        ("lasting", Lasting(days=14.5), "14.5 days"),
        ("lasting", Lasting(days=(7, 21)), "7 to 21 days"),
        ("lasting", Lasting(days=(7, None)), "7 days and more"),
        ("triggers", ("stress", "water"), "stress, too little water"),
        ("triggers", (), "none"),
    ],
)
def test_answers_of_cases_in_words(question: str, answer: Written, shown: str) -> None:
    protocol = Protocol.model_validate(tree(PACKS["every_kind"], "protocol"))
    assert in_words(protocol.question(question), answer) == shown


def test_a_long_protocol_is_drawn_in_parts() -> None:
    made = review(PACKS["good"])
    assert made.protocol is not None
    first, *_ = made.protocol.questions
    many = tuple(first.model_copy(update={"id": f"{first.id}_{n}"}) for n in range(2 * PART + 1))
    protocol = made.protocol.model_copy(update={"questions": (*made.protocol.questions, *many)})
    root = pages.parsed(report(review(PACKS["good"], protocol=protocol, proof=None)))
    assert len(pages.elements(root, f"{pages.SVG}svg")) == 3


def test_boxes_of_the_picture_do_not_overlap(root: Any) -> None:
    boxes = [
        tuple(float(each.get(name)) for name in ("x", "y", "width", "height"))
        for each in pages.elements(root, f"{pages.SVG}rect")
    ]
    for number, (x, y, width, height) in enumerate(boxes):
        for other_x, other_y, other_width, other_height in boxes[number + 1 :]:
            apart = x + width <= other_x or other_x + other_width <= x
            assert apart or y + height <= other_y or other_y + other_height <= y


def test_texts_of_the_picture_do_not_lie_upon_each_other(root: Any) -> None:
    places = [
        (float(each.get("x")), float(each.get("y")), len("".join(each.itertext())))
        for each in pages.elements(root, f"{pages.SVG}text")
    ]
    for number, (x, y, letters) in enumerate(places):
        for other_x, other_y, other_letters in places[number + 1 :]:
            beside = x + 6 * letters < other_x or other_x + 6 * other_letters < x
            assert beside or abs(y - other_y) >= 14, (x, y)


def test_the_pack_with_every_kind_has_nothing_to_mend() -> None:
    found, pack = examine_pack(PACKS["every_kind"], load_words(), None, TODAY)
    assert found == ()
    assert pack is not None
    assert proved(pack)[1] == ()


@pytest.mark.model
def test_check_writes_it(tmp_path: Path) -> None:
    pack = PACKS["practice"]
    done = CliRunner().invoke(cli, ["check", "--report", str(tmp_path / "page.html"), str(pack)])
    assert (done.exit_code, done.stdout) == (0, "")
    root = pages.parsed((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert report_words.NO_FINDINGS in set(pages.texts(root))


def test_a_broken_pack_is_shown_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    pack = shutil.copytree(PACKS["good"], tmp_path / "good")
    file = pack / "protocol.yaml"
    file.write_text(file.read_text().replace("question: lasting", "question: nothing"))
    made = reviewed(str(pack), TODAY)
    assert made.proof is None
    shown = list(pages.texts(pages.parsed(report(made))))
    assert any("There is no question 'nothing'" in text for text in shown)
    assert "Call the emergency number now." in shown


def test_one_page_is_about_one_pack(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["check", "--report", str(tmp_path / "page.html"), "one", "two"])
    assert isinstance(done.exception, UsageError)
    assert not (tmp_path / "page.html").exists()
