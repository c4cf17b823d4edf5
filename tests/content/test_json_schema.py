"""The schemas for editors let every pack pass that the program can read, and nothing that it cannot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from voice_assistant.cli import cli
from voice_assistant.content.findings import FindingsError
from voice_assistant.content.json_schema import FILES, json_schema
from voice_assistant.content.markdown import read_article
from voice_assistant.content.shape import shaped
from voice_assistant.content.yaml_file import Path_, Tree, YamlFile, read_yaml
from voice_assistant.errors import UsageError

ROOT = Path(__file__).parents[2]
GOOD = Path(__file__).parent / "good"
KIND = {"protocol": "protocol", "lexicon": "lexicon", "pronunciation": "pronunciation"}
KINDS = {**KIND, "cases": "cases", "prompts": "prompts", "phrases": "phrases"}
WRITTEN = [
    file
    for folder in (ROOT / "prompts", ROOT / "tests")
    for file in sorted(folder.rglob("*.yaml"))
    if file.stem in KINDS
]


def validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema(kind))


@pytest.mark.parametrize("kind", FILES)
def test_a_schema_is_one(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema(kind))


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_file_that_is_here_passes(file: Path) -> None:
    tree = read_yaml(file).tree
    assert [error.message for error in validator(KINDS[file.stem]).iter_errors(tree)] == []


def test_there_are_files_of_every_kind() -> None:
    assert {KINDS[file.stem] for file in WRITTEN} == set(FILES) - {"article"}


@pytest.mark.parametrize("file", sorted(ROOT.glob("*/**/article.md")), ids=lambda file: file.parent.name)
def test_the_head_of_every_article_passes(file: Path) -> None:
    head = read_article(file).yaml.tree
    assert [error.message for error in validator("article").iter_errors(head)] == []


def places(tree: Tree, path: Path_ = ()) -> Iterator[Path_]:
    """The ways to all values; of a list's entries only to the first, but of questions to each."""
    yield path
    entries = enumerate(tree if path == ("questions",) else tree[:1]) if isinstance(tree, list) else ()
    pairs: Iterable[tuple[str | int, Tree]] = tree.items() if isinstance(tree, dict) else entries
    for step, value in pairs:
        yield from places(value, (*path, step))


def edited(tree: Tree, path: Path_) -> Iterator[Tree]:
    """The tree with the value at a place gone, replaced by each kind of value, or with a key that is not known."""
    values: tuple[Tree, ...] = (None, 7, "", "no such thing: 7!", [], {})
    for value in values:
        copy: Any = {"": deepcopy(tree)}
        where: Any = copy
        for step in ("", *path[:-1]) if path else ():
            where = where[step]
        where[path[-1] if path else ""] = value
        yield copy[""]
    copy = deepcopy(tree)
    where = copy
    for step in path[:-1]:
        where = where[step]
    if path:
        del where[path[-1]]
        yield deepcopy(copy)
    if isinstance(where, dict):
        where["no_such_key"] = "nothing"
        yield copy


@pytest.mark.parametrize("kind", KIND)
def test_what_the_schema_lets_pass_has_the_right_shape(kind: str) -> None:
    tree = read_yaml(GOOD / f"{kind}.yaml").tree
    judge, model = validator(kind), FILES[kind][0]
    passed = refused = 0
    for path in places(tree):
        for broken in edited(tree, path):
            if not judge.is_valid(broken):
                refused += 1
                continue
            passed += 1
            try:
                shaped(YamlFile(Path(kind), broken, {}, {}), model)
            except FindingsError as error:
                pytest.fail(f"the schema lets pass what the program does not read: {path}: {error}")
    assert refused > passed > 0


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (("version",), 1),
        (("reviewed",), "soon"),
        (("questions", 0, "kind"), "time"),
        (("questions", 0, "names"), "how long"),
        (("questions", 0, "words", "yes"), ["it's hard!"]),
        (("rules", 1, "any", 0, "is"), [{"more_days": 14}]),
        (("outcomes", 0, "urgency"), "two"),
        (("outcomes", 0, "say"), []),
    ],
)
def test_what_is_broken_does_not_pass(at: Path_, value: Tree) -> None:
    tree: Any = read_yaml(GOOD / "protocol.yaml").tree
    where = tree
    for step in at[:-1]:
        where = where[step]
    where[at[-1]] = value
    assert not validator("protocol").is_valid(tree)


@pytest.mark.parametrize("kind", FILES)
def test_every_key_is_explained(kind: str) -> None:
    schema = json_schema(kind)
    for name, model in [("", schema), *schema.get("$defs", {}).items()]:
        for key, value in model.get("properties", {}).items():
            assert "description" in value or key == "kind", f"{name}.{key} has no docstring"


def test_it_is_printed() -> None:
    printed = CliRunner().invoke(cli, ["schema", "protocol"])
    assert json.loads(printed.output) == json_schema("protocol")


def test_a_kind_of_file_that_there_is_not() -> None:
    with pytest.raises(UsageError, match=r"protokoll.*protocol, cases, article, lexicon"):
        json_schema("protokoll")
