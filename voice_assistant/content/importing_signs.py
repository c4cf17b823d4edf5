"""What a line of an article looks like to somebody who knows articles: a heading, a link, a label."""

from __future__ import annotations

import re

from voice_assistant.content.blocks import Inline, Text

LONGEST_HEADING = 14
"""Words."""

RELATED = re.compile(
    r"(?:related(?: (?:articles?|reading|posts?|content|topics?|stories|links|pages|questions))?|"
    r"read (?:more|next|also|this next)|see also|also read|"
    r"you (?:may|might) (?:also )?(?:like|enjoy|be interested in).*|"
    r"more (?:from|on|about|in|like)\b.*|recommended(?: for you| reading| articles)?|keep reading|up next|"
    r"next articles?|more articles?|more stories|popular(?: now| articles| posts)?|trending(?: now)?|"
    r"similar articles|explore more|what to read next|don['’]t miss|further reading|learn more|other articles|"
    r"useful links|external links|in this series|"
    r"weiterlesen|siehe auch|mehr zum thema|(?:ähnliche|verwandte|weitere) artikel|das könnte sie auch interessieren|"
    r"(?:à )?lire aussi|voir aussi|articles (?:connexes|similaires|liés)|pour aller plus loin|"
    r"artículos relacionados|ver también|lea también|te puede interesar|también te puede interesar|"
    r"articoli correlati|leggi anche|vedi anche|artigos relacionados|leia também|veja também|"
    r"zie ook|lees ook|gerelateerde artikelen|relaterade artiklar|läs också|læs også|les også)\s*[:.…]?",
    re.IGNORECASE,
)
"""A line above links to other articles."""
LABELLED = re.compile(
    r"(?:related(?: articles?| reading| posts?)?|read (?:more|next|also)|also read|see also)\s*[:|»–-]\s*\S.*",
    re.IGNORECASE,
)
"""A line that is such a link with its label."""
FURNITURE = re.compile(
    r"(?:advertisement|sponsored(?: content)?|share this(?: article| page| post)?|print this(?: page)?|"
    r"skip to (?:main )?content|back to top|subscribe(?: now)?|sign up for our newsletter.*|follow us on .*|"
    r"click here(?: to .*)?|was this (?:page|article|information) (?:helpful|useful).*|"
    r"share (?:on|via|by|to) \w+(?: \w+)?|tweet(?: this)?|pin it|e-?mail this(?: \w+)?|print|"
    r"(?:manage |accept (?:all )?)?cookies?(?: settings| preferences| policy)?|privacy policy|"
    r"terms (?:of (?:use|service)|and conditions)|(?:log|sign) in|sign up|leave a (?:comment|reply)|"
    r"(?:load |view )?(?:all |more )?\d* ?comments|yes\s*/?\s*no|"
    r"(?:©|\(c\)|copyright\b).*|all rights reserved)[.!:?]?",
    re.IGNORECASE,
)
"""A line that belongs to the page and not to the article."""
_NO_HEADING = re.compile(
    r"(?:by|written by|author|medically reviewed|reviewed by|fact[- ]checked|updated|last updated|published|posted|"
    r"source|credit|photo|image|figure|fig\.|picture|caption|copyright|©|\(c\)|dear|yours|sincerely|regards|note)\b"
    r"(?!\s+(?:and|of|to|in|for|on))",
    re.IGNORECASE,
)
"""How lines begin that are short and yet no headings: who wrote it, and captions."""
_SMALL = re.compile(
    "a|an|and|as|at|but|by|for|from|in|into|is|it|its|my|no|nor|not|of|off|on|onto|or|our|per|so|than|that|the|"
    "their|this|to|up|upon|via|vs|was|with|without|you|your"
)
_LABEL = re.compile(
    r"(?:tip|note|warning|caution|important|remember|serves|makes|time|cost|phone|tel|telephone|e-?mail|address|name|"
    r"date)\b[^:]{0,12}:\s+\S",
    re.IGNORECASE,
)
"""How a line begins that says what it is and goes on at once."""
_DATE = re.compile(
    r"(?:[\d\s./:,-]|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?|(?:Mon|Tues|Wednes|Thurs|Fri|"
    r"Satur|Sun)day)*"
)


def is_line(block: object) -> bool:
    """Whether a block is one short line by itself."""
    return (
        isinstance(block, Text)
        and not block.marks
        and not block.quoted
        and not block.inline.breaks
        and len(block.inline.text.split()) <= 20
    )


def heading_like(text: str) -> bool:
    """Whether a line could be a heading: short, and no sentence."""
    text = text.strip()
    words = text.split()
    first = re.search(r"[^\W_]", text)
    if (
        not first
        or not 0 < len(words) <= LONGEST_HEADING
        or len(text) > 100
        or not re.search(r"[^\W\d_]", text)
    ):
        return False
    if text[0] in "-–—" or " | " in text or _ends_small(words):
        return False
    if (
        text.rstrip('"”’»)]')[-1:] in (*".,;!…-–—", "")
        or first[0].islower()
        or re.search(r"[.!?]\s+[A-Z]", _unnumbered(text))
    ):
        return False
    return not (
        _NO_HEADING.match(text)
        or _LABEL.match(text)
        or FURNITURE.fullmatch(text)
        or "://" in text
        or _DATE.fullmatch(text)
    )


def _ends_small(words: list[str]) -> bool:
    """Whether it ends with a colon after a small word, so that it must go on: "and this is:"."""
    return words[-1].lower() in (
        "and:",
        "or:",
        "is:",
        "are:",
        "with:",
        "this:",
        "the:",
        "than:",
        "that:",
        "as:",
    )


def article_like(text: str) -> bool:
    """Whether a line looks like the title of an article: a question, or most words in capitals."""
    words = [word.strip("“”\"'‘’(),:?!") for word in text.split()]
    if len(words) < 3 or not heading_like(text) or text.endswith(":"):
        return False
    return text.endswith("?") or _in_capitals(words)


def perhaps_article(text: str) -> bool:
    """Whether a line could be the title of an article, where more lines beside it look so."""
    return len(text.split()) >= 4 and heading_like(text) and not text.endswith(":")


def all_capitals(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) > 2 and all(sign.isupper() for sign in letters)


def number_of(text: str) -> int:
    """How many numbers a numbered heading begins with: 2 for "2.1 Doses", 0 for none."""
    found = re.match(r"(\d{1,2}(?:\.\d{1,2})*)[.):]?\s+(?=[^\W\d_])", text)
    return found[1].count(".") + 1 if found else 0


def is_prose(inline: Inline) -> bool:
    """Whether a paragraph is text to be read, rather than a line."""
    return bool(re.search(r"[.!?…][\"'”’)\]]*(\s|$)", inline.text)) or len(inline.text.split()) > 20


def _unnumbered(text: str) -> str:
    return re.sub(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.):]?|(?:[A-Z]|[IVX]+)[.)]|vs\.|Dr\.)\s+", "", text)


def _in_capitals(words: list[str]) -> bool:
    """As titles are printed: all but the small words begin with a capital."""
    long = [word for word in words[1:] if word and not _SMALL.fullmatch(word.lower()) and word[0].isalpha()]
    return bool(long) and sum(word[0].isupper() for word in long) >= 0.75 * len(long)
