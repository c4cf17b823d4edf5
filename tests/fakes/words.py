"""A small pack and a small set of the assistant's own words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from voice_assistant.content.pack import Article, ArticleSentence, Pack, Section, Words
from voice_assistant.content.protocol import (
    Asking,
    DurationChoice,
    DurationQuestion,
    Option,
    Outcome,
    Protocol,
    SeveralQuestion,
    Source,
    YesNoQuestion,
    YesNoWords,
)

ASKING = Asking(first="Is it so?", shorter="So?", help="Say yes or no.")
DAY = date(2026, 1, 1)

WORDS = Words(
    language="en",
    prompts={},
    phrases={
        "yes": ("yes", "yeah", "yes please", "i do"),
        "no": ("no", "no thanks", "not at all"),
        "not_sure": ("not sure", "i don't know"),
        "stop": ("stop", "please stop"),
        "help": ("help",),
        "next": ("next", "next section"),
        "section": ("read about", "the part about"),
        "change": ("change", "change my answer about"),
        "emergency": ("emergency", "i am choking"),
    },
)


def _section(id_: str, *names: str) -> Section:
    return Section(id=id_, title=id_, names=names, paragraphs=((ArticleSentence(text="One.", line=1),),))


def pack() -> Pack:
    """Three questions, one of each kind, and two sections."""
    common = {"ask": ASKING, "about": "it", "why": "So.", "source": Source(section="signs")}
    return Pack(
        id="small",
        folder=Path("small"),
        article=Article(
            title="Small",
            language="en",
            source="None",
            reviewed=DAY,
            sections=(_section("signs", "signs", "the first signs"), _section("advice", "advice", "next")),
        ),
        protocol=Protocol(
            version="1",
            author="A",
            reviewer="B",
            reviewed=DAY,
            review_by=DAY,
            language="en",
            introduction=(),
            questions=(
                YesNoQuestion(
                    id="breathing",
                    kind="yes_no",
                    names=("breathing",),
                    words=YesNoWords(yes=("it is hard", "i am choking"), no=("it is easy",)),
                    said_yes="Yes.",
                    said_no="No.",
                    **common,
                ),
                DurationQuestion(
                    id="duration",
                    kind="duration",
                    names=("how long",),
                    choices=(DurationChoice(label="Less", days=(0, 14)),),
                    none=("it stopped",),
                    **common,
                ),
                SeveralQuestion(
                    id="triggers",
                    kind="several",
                    names=("triggers",),
                    options=(
                        Option(id="stress", label="stress", words=("stress", "i am stressed")),
                        Option(id="caffeine", label="caffeine", words=("coffee", "too much coffee")),
                        Option(id="screens", label="screens", words=("screens", "long screens")),
                    ),
                    none=("none of them", "no"),
                    **common,
                ),
            ),
            rules=(),
            outcomes=(
                Outcome(
                    id="fine",
                    urgency=0,
                    say=("Fine.",),
                    watch=("Watch.",),
                    sections=("signs",),
                    source=Source(section="signs"),
                ),
            ),
        ),
    )
