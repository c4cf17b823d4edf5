"""A page for clinicians: everything that the assistant asks, understands and says with a pack, to print and to sign.

It is one HTML file without scripts, and nothing in it comes from elsewhere. What stands on it is either a text of the
pack, word for word, or one of the labels in `report_words`, or what was counted and proved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from voice_assistant.content.cases import Cases
from voice_assistant.content.findings import Finding
from voice_assistant.content.pack import Article, Section, Term
from voice_assistant.content.protocol import Protocol, Source
from voice_assistant.content.reading_age import Measured
from voice_assistant.proof import Proof
from voice_assistant.publishing import report_words as words
from voice_assistant.publishing.report_advice import advice, rules, ways
from voice_assistant.publishing.report_cases import cases
from voice_assistant.publishing.report_html import (
    Html,
    element,
    lines,
    pairs,
    said,
    section,
    several,
    table,
    text,
)
from voice_assistant.publishing.report_picture import pictures
from voice_assistant.publishing.report_questions import questions
from voice_assistant.publishing.report_style import STYLE


@dataclass(frozen=True, slots=True)
class Review:
    """What a page is made of."""

    pack: str
    """Its name."""
    article: Article | None
    """None: it cannot be read; then nothing else is shown but what is to be mended."""
    protocol: Protocol | None
    findings: tuple[Finding, ...]
    made: date
    program: str
    """Its name and version."""
    unchecked: str | None = None
    """What could not be checked, if anything."""
    proof: Proof | None = None
    """None: there is nothing that could be proved."""
    ages: tuple[Measured, ...] = ()
    cases: Cases | None = None
    signed: bool = False
    """Whether the pack's files hold that its reviewer found it right as it is."""
    lexicon: Mapping[str, Term] = field(default_factory=dict)
    pronunciation: tuple[tuple[str, str], ...] = ()
    """The pack's own: (as written, as the voice must read it)."""


def report(review: Review) -> Html:
    """The whole page."""
    parts = list(_parts(review))
    title = review.article.shown if review.article else review.pack
    contents = element(
        "nav",
        element("h2", text(words.CONTENTS), id="contents"),
        element(
            "ul",
            *(element("li", element("a", text(heading), href=f"#{name}")) for name, heading, _ in parts),
        ),
        aria_labelledby="contents",
    )
    body = "\n".join(section(name, heading, content) for name, heading, content in parts)
    language = review.article.language if review.article else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{text(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(words.TITLE)}: {text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<header>\n{_head(review, title)}\n</header>\n{contents}\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _head(review: Review, title: str) -> Html:
    protocol, article = review.protocol, review.article
    facts = [(words.PACK, text(review.pack))]
    if protocol:
        facts += [
            (words.VERSION, text(protocol.version)),
            (words.AUTHOR, text(protocol.author)),
            (words.REVIEWER, text(protocol.reviewer)),
            (words.REVIEWED, text(protocol.reviewed)),
            (words.REVIEW_BY, text(protocol.review_by)),
            (words.SIGNED, text(words.YES if review.signed else words.NO)),
        ]
    if article:
        facts += [
            (words.LANGUAGE, text(article.language)),
            (words.SOURCE, text(article.source)),
            (words.ARTICLE_REVIEWED, text(article.reviewed)),
        ]
    facts += [(words.MADE, text(review.made)), (words.PROGRAM, text(review.program))]
    state = words.THE_CHECK if review.findings else words.NO_FINDINGS
    count = element("a", text(len(review.findings)), href="#findings") if review.findings else ""
    return "\n".join(
        [
            element("p", text(words.TITLE), class_="kicker"),
            element("h1", text(title)),
            element("p", text(words.WHAT_IT_IS)),
            element("div", element("p", text(words.WHAT_IT_IS_NOT)), class_="is-not"),
            pairs(facts),
            element("p", element("span", text(state)), " ", count),
        ]
    )


def _parts(review: Review) -> Iterator[tuple[str, str, Html]]:
    """(anchor, heading, content)."""
    protocol, article = review.protocol, review.article
    titles = {each.id: each for each in article.sections} if article else {}
    if protocol:
        drawn = pictures(protocol, review.proof.ways if review.proof else {})
        shortest = ways(protocol, review.proof) if review.proof else ""
        until = words.EVERY_QUESTION if protocol.ask_all else words.UNTIL_CERTAIN
        text_ = element("p", element("span", text(until)), " ", element("span", text(words.MOST_URGENT)))
        yield "overview", words.OVERVIEW, "\n".join([text_, *drawn, shortest])
        source = SourceWords(titles)
        yield "advice", words.ADVICE, advice(protocol, source)
        yield "questions", words.QUESTIONS, questions(protocol, source)
        yield "rules", words.RULES, rules(protocol)
        if review.cases:
            yield "cases", words.CASES, cases(protocol, review.cases)
        if review.proof:
            yield "proof", words.PROOF, _proof(review.proof, protocol)
    else:
        yield "overview", words.OVERVIEW, element("p", text(words.NOT_WRITTEN))
    yield "ages", words.AGES, _ages(review.ages)
    yield "findings", words.FINDINGS, _findings(review)
    if article:
        yield "article", words.ARTICLE, _article(review, article)
    yield "signing", words.SIGNING, _signing()


class SourceWords:
    """What a source says, for whoever looks it up."""

    def __init__(self, sections: Mapping[str, Section]) -> None:
        self._sections = sections

    def __call__(self, source: Source) -> Html:
        found = []
        if source.section is not None:
            found.append(element("p", text(words.SENTENCE), " ", self.title(source.section)))
        if source.sentence is not None:
            found.append(element("blockquote", element("p", said(source.sentence))))
        if source.reference is not None:
            found.append(element("p", text(source.reference)))
        return "".join(found)

    def title(self, section_id: str) -> Html:
        there = self._sections.get(section_id)
        if there is None:
            return text(section_id)
        return element("a", text(there.shown), href=f"#section-{section_id}")


# --- proofs, ages, findings -----------------------------------------------------------------


def _proof(proof: Proof, protocol: Protocol) -> Html:
    found = [element("p", text(words.PROOF_TEXT if proof.exact else words.OVER_RULES))]
    flags = any(each.red_flag for each in protocol.questions)
    holds = [each for each in words.HOLDS if flags or each not in words.RED_FLAGS_HOLD]
    if proof.findings:
        broken = (element("li", text(each)) for each in proof.findings)
        found += [element("p", text(words.BROKEN)), element("ul", *broken)]
    else:
        found.append(element("ul", *(element("li", text(each)) for each in holds)))
    figures = [(words.PATHS, text(f"{proof.paths:,}")), (words.SETS, text(f"{proof.answer_sets:,}"))]
    if proof.exact:
        figures.append((words.STATES, text(f"{proof.states:,}")))
    return "".join([*found, pairs(figures)])


def _ages(ages: Sequence[Measured]) -> Html:
    if not ages:
        return element("p", text(words.NOT_MEASURED))
    rows = (
        (
            text(each.group.name),
            text(each.words),
            text(each.explained),
            element("strong" if each.too_hard else "span", text(f"{each.age:.1f}")),
            text(f"{each.group.limit:g}"),
        )
        for each in ages
    )
    heads = (words.TEXTS, words.WORDS, words.EXPLAINED, words.AGE, words.LIMIT)
    return element("p", text(words.AGES_TEXT)) + table(words.AGES, heads, rows)


def _findings(review: Review) -> Html:
    unchecked = element("p", text(review.unchecked)) if review.unchecked else ""
    if not review.findings:
        return element("p", text(words.NO_FINDINGS)) + unchecked
    items = (
        element("li", text(f"{each.file.name}:{each.line}:{each.column}: {each.sentence}"))
        for each in review.findings
    )
    return element("p", text(words.THE_CHECK)) + element("ul", *items) + unchecked


# --- the article, and to sign ----------------------------------------------------------------------


def _article(review: Review, article: Article) -> Html:
    found = []
    if article.summary:
        found += [element("h3", text(words.IN_SHORT)), lines(article.summary)]
    for each in article.sections:
        found.append(element("h3", text(each.shown), id=f"section-{each.id}"))
        for paragraph in each.paragraphs:
            found.append(element("p", " ".join(element("span", text(line.shown)) for line in paragraph)))
        rows = [(words.IN_SHORT, lines(each.summary) if each.summary else "")]
        found.append(pairs([*rows, (words.SECTION_NAMES, several(each.names) if each.names else "")]))
    if review.lexicon:
        rows_ = (
            (text(term), several(each.words), lines(each.means)) for term, each in review.lexicon.items()
        )
        found.append(table(words.MEANINGS, (words.WORD, words.HEARD_AS, words.MEANS), rows_))
    if review.pronunciation:
        spelt = ((text(written), text(read)) for written, read in review.pronunciation)
        found.append(table(words.PRONUNCIATION, (words.WRITTEN, words.SPOKEN), spelt))
    return "\n".join(found)


def _signing() -> Html:
    verdicts = (element("p", text(each)) for each in words.VERDICTS)
    room = (element("div", text(each)) for each in words.SIGN_AS)
    return "".join([element("p", text(words.SIGNING_TEXT)), *verdicts, element("div", *room, class_="sign")])
