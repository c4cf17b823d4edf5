"""The few elements of which a reviewer's page is made. What is put in is escaped; what comes out is HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from voice_assistant.publishing.text import as_xml

Html = str


def text(content: object) -> Html:
    return as_xml(str(content))


def element(name: str, *content: Html, **attributes: str) -> Html:
    """`attributes`: with a trailing underscore where the name is a word of Python, as in `class_`."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{as_xml(value)}"' for key, value in attributes.items()
    )
    return f"<{name}{given}>{''.join(content)}</{name}>"


def said(content: str) -> Html:
    """A text of the pack, word for word."""
    return element("q", text(content))


def lines(texts: Sequence[str]) -> Html:
    """Sentences that are said one after the other."""
    return element("ol", *(element("li", said(each)) for each in texts), class_="said")


def several(texts: Iterable[str]) -> Html:
    """Short texts side by side."""
    return element("ul", *(element("li", text(each)) for each in texts), class_="several")


def pairs(rows: Iterable[tuple[str, Html]]) -> Html:
    """What is called what; rows without a value are left out."""
    return element(
        "dl",
        *(element("div", element("dt", text(name)), element("dd", value)) for name, value in rows if value),
    )


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Html]]) -> Html:
    """The first cell of a row is its head."""
    return element(
        "table",
        element("caption", text(caption)),
        element("thead", element("tr", *(element("th", text(head), scope="col") for head in heads))),
        element(
            "tbody",
            *(
                element(
                    "tr",
                    element("th", row[0], scope="row"),
                    *(element("td", cell) for cell in row[1:]),
                )
                for row in rows
            ),
        ),
    )


def section(name: str, heading: str, *content: Html) -> Html:
    """A part of the page with its own heading; `name` is its anchor."""
    return element(
        "section",
        element("h2", text(heading), id=name),
        *content,
        aria_labelledby=name,
    )
