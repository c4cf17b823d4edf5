"""What can be used of a pack is used, and what cannot is said (I8)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from voice_assistant.content.loading import check_words, load_pack, load_words, pack_folder
from voice_assistant.content.pack import Words
from voice_assistant.errors import ContentError, MissingError

TODAY = date(2024, 6, 1)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_loads_the_article_and_the_protocol(pack: Path, words: Words) -> None:
    loaded = load_pack(pack, words, TODAY)

    assert loaded.id == "twitching"
    assert loaded.protocol_trouble is None
    assert loaded.protocol is not None
    assert [question.id for question in loaded.protocol.questions] == ["breathing", "lasting", "triggers"]
    assert [section.id for section in loaded.article.sections] == ["introduction", "care"]
    assert loaded.lexicon["twitching"].words == ("twitch", "twitching")
    assert loaded.pronunciation == (("ALS", "A.L.S."), ("Dr.", "doctor")), "the pack's own come first"


def test_yes_and_no_stay_words(pack: Path, words: Words) -> None:
    edit(pack / "protocol.yaml", '["yes", not_sure]', "[yes, not_sure]")
    protocol = load_pack(pack, words, TODAY).protocol
    assert protocol is not None
    assert protocol.rules[0].any[0].is_ == ("yes", "not_sure")


def test_a_short_version_belongs_to_the_article_or_to_a_section(pack: Path, words: Words) -> None:
    edit(pack / "article.md", "names:\n", "summary: It is common.\nsummaries:\n  care: [Rest.]\nnames:\n")
    article = load_pack(pack, words, TODAY).article
    assert article.summary == ("It is common.",)
    assert [section.summary for section in article.sections] == [(), ("Rest.",)]


def test_a_pack_may_have_only_an_article(pack: Path, words: Words) -> None:
    (pack / "protocol.yaml").unlink()
    (pack / "pronunciation.yaml").unlink()
    loaded = load_pack(pack, words, TODAY)
    assert (loaded.protocol, loaded.protocol_trouble) == (None, None)
    assert loaded.article.title == "Twitching"


def test_the_protocol_is_used_up_to_its_review_date(pack: Path, words: Words) -> None:
    last_day = date(2030, 1, 1)
    assert load_pack(pack, words, last_day).protocol is not None


def test_a_protocol_past_its_review_date_gives_no_advice(pack: Path, words: Words) -> None:
    loaded = load_pack(pack, words, date(2030, 1, 2))
    assert loaded.protocol is None
    assert loaded.protocol_trouble is not None
    assert "protocol.yaml:5:12: The review was due by 2030-01-01" in loaded.protocol_trouble
    assert loaded.article.sections


@pytest.mark.parametrize(
    ("old", "new"),
    [("urgency: 1", "urgency: 0"), ("urgency: 1", "urgency: one"), ("rules:", "rules: [")],
    ids=["meaning", "shape", "syntax"],
)
def test_a_protocol_that_does_not_pass_gives_no_advice(old: str, new: str, pack: Path, words: Words) -> None:
    edit(pack / "protocol.yaml", old, new)
    loaded = load_pack(pack, words, TODAY)
    assert loaded.protocol is None
    assert loaded.protocol_trouble
    assert loaded.article.sections


def test_a_protocol_with_words_that_cannot_be_heard_gives_no_advice(pack: Path, words: Words) -> None:
    assert load_pack(pack, words, TODAY, lambda word: word != "stress").protocol is None
    assert load_pack(pack, words, TODAY, lambda word: True).protocol is not None


def test_an_unreadable_article_is_one_sentence_with_the_number_of_further_findings(
    pack: Path, words: Words
) -> None:
    edit(pack / "article.md", "title: Twitching\nlanguage: en\n", "")
    with pytest.raises(ContentError) as raised:
        load_pack(pack, words, TODAY)
    assert str(raised.value).startswith(f"{pack / 'article.md'}:2:1: The key ")
    assert "(1 more: see `voice-assistant check`)" in str(raised.value)
    assert raised.value.exit_code == 65


def test_a_pack_that_is_not_there_is_named_with_those_that_are(words: Words, tmp_path: Path) -> None:
    for name in ("no-such-pack", tmp_path / "nowhere", "assistant"):
        with pytest.raises(MissingError, match="als-facial-twitching"):
            load_pack(name, words, TODAY)


def test_a_folder_without_an_article_is_no_pack(words: Words, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"article\.md:1:1: This file is missing"):
        load_pack(tmp_path, words, TODAY)


def test_a_shipped_pack_is_found_by_its_name() -> None:
    assert pack_folder("als-facial-twitching").name == "als-facial-twitching"


# --- the assistant's own words ---------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the English words, to be broken, in the place of the shipped ones."""
    shipped = pack_folder("als-facial-twitching").parent / "assistant" / "en"
    folder = tmp_path / "prompts" / "assistant" / "en"
    folder.mkdir(parents=True)
    for name in ("phrases.yaml", "prompts.yaml"):
        (folder / name).write_text((shipped / name).read_text())
    monkeypatch.setattr("voice_assistant.paths.root", lambda: tmp_path)
    return folder


def test_unbroken_words_have_no_findings(own: Path) -> None:
    assert check_words("en", None) == ()
    assert load_words("en").phrases["yes"][0] == "yes"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("repeat: [repeat, ", "repeat: [goodbye, repeat, ", "already means 'repeat'"),
        ("stop: [stop, please stop, pause, hold on, wait, be quiet]", "stop: [stop]", "at least 5"),
        ("slower: [", "slowest: [", "no intent 'slowest'"),
        ("slower: [", "slowest: [", "'slower' has no phrases"),
        ("louder: [louder, ", "louder: [LOUDER, ", "small letters"),
    ],
)
def test_broken_phrases(old: str, new: str, says: str, own: Path) -> None:
    edit(own / "phrases.yaml", old, new)
    assert [found for found in check_words("en", None) if says in found.sentence]
    with pytest.raises(ContentError, match=r"phrases\.yaml:\d+:\d+: "):
        load_words("en")


def test_a_phrase_that_cannot_be_heard(own: Path) -> None:
    (found,) = check_words("en", lambda word: word != "ambulance's" and word != "pardon")
    text = (own / "phrases.yaml").read_text()
    line = text.split("\n")[found.line - 1]
    assert line[found.column - 1 :].startswith("pardon")


def test_a_prompt_that_says_the_same_again(own: Path) -> None:
    (own / "prompts.yaml").write_text(
        "hello:\n  first: Hello.\n  shorter: Hello.\n  help: Hello {name}, I am here.\n"
    )
    *missing, found = check_words("en", None)
    assert (found.file.name, found.line, found.column) == ("prompts.yaml", 3, 12)
    assert all("safety prompt" in each.sentence for each in missing)


def test_a_language_that_is_not_there() -> None:
    with pytest.raises(MissingError, match="'xx'"):
        load_words("xx")
