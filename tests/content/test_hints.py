"""Words that the voice is likely to say wrong are listed with their place, and are no findings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from voice_assistant.content.loading import check_pack, hints
from voice_assistant.content.pack import Words

HEAD = "---\ntitle: About it\nlanguage: en\nsource: S\nreviewed: 2024-01-01\n---\n"


def knows(word: str) -> bool:
    return word not in {"fasciculations", "nhs", "xq", "co2"}


def hinted(body: str, tmp_path: Path, words: Words, pronunciation: str = "") -> list[tuple[int, int, str]]:
    (tmp_path / "article.md").write_text(HEAD + body)
    if pronunciation:
        (tmp_path / "pronunciation.yaml").write_text(pronunciation)
    assert check_pack(tmp_path, words, None, date(2024, 6, 1)) == ()
    return [(hint.line, hint.column, hint.sentence) for hint in hints(tmp_path, words, knows)]


def test_capitals_units_unknown_words_and_digits(tmp_path: Path, words: Words) -> None:
    found = hinted("The NHS says so.\nTake 5 xq of CO2 for\nfasciculations.\n", tmp_path, words)
    listen = "listen to it, and write how it must be read into pronunciation.yaml."
    assert found == [
        (7, 5, f"Hint: 'NHS' is in capitals and may be read as a word or letter by letter; {listen}"),
        (8, 8, f"Hint: 'xq' looks like a unit; {listen}"),
        (8, 14, f"Hint: 'CO2' has letters and digits; {listen}"),
        (9, 1, f"Hint: 'fasciculations' is not a common word; {listen}"),
    ]


def test_words_with_a_pronunciation_were_listened_to(tmp_path: Path, words: Words) -> None:
    body = "The NHS says so. It takes 5 mg & NEVER more, OR less. Fasciculations come.\n"
    said = "NHS: N.H.S.\nfasciculations: fasciculations\n"
    assert hinted(body, tmp_path, words, said) == []


def test_each_word_is_hinted_at_once(tmp_path: Path, words: Words) -> None:
    assert len(hinted("The NHS and the NHS.\n\nAgain the NHS’s.\n", tmp_path, words)) == 1


def test_stopping_a_medicine_is_a_hint_where_no_advice_rests_on_the_article(
    tmp_path: Path, words: Words
) -> None:
    ((line, _, sentence),) = hinted("Hello.\n\nStop your pills for a week.\n", tmp_path, words)
    assert line == 9
    assert "stop a medicine" in sentence
