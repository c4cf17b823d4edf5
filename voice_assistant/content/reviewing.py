"""What a reviewer has read, so that nothing of it can be changed afterwards without being noticed.

review.yaml holds one short digest for each part of a pack that a reviewer judges: each question and outcome,
the rules, the rest of the protocol, each of the other files. `voice-assistant check --sign` writes it. A pack
without that file is one that nobody has signed: it may be changed as one likes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from voice_assistant.content.findings import Finding, FindingsError, read_text
from voice_assistant.content.model import Model
from voice_assistant.content.shape import shaped
from voice_assistant.content.yaml_file import Path_, Tree, YamlFile, read_yaml

REVIEW = "review.yaml"
OTHER_FILES = ("article.md", "cases.yaml", "lexicon.yaml")
"""Beside the protocol; how words are pronounced is nothing that is reviewed."""
HEAD = """\
# What the reviewer has read and found right, written by `voice-assistant check --sign`. Do not change it by hand:
# whoever changes the pack has it reviewed again, and then signs it anew.
"""


class Review(Model):
    reviewer: str
    reviewed: str
    parts: dict[str, str]


def check_review(folder: Path, protocol: YamlFile) -> Iterator[Finding]:
    """What was changed since it was reviewed; nothing where nobody has signed the pack."""
    if not (folder / REVIEW).exists():
        return
    try:
        yaml = read_yaml(folder / REVIEW)
        review = shaped(yaml, Review)
    except FindingsError as error:
        yield from error.findings
        return
    now = parts(folder, protocol)
    for name, digest in now.items():
        if review.parts.get(name) != digest:
            path, what = _place(protocol, name)
            sentence = f"{what} was changed since it was reviewed; review it, then run check --sign."
            if path is None:
                yield Finding(folder / name, 1, 1, sentence)
            else:
                yield protocol.key(path, sentence)
    for name in review.parts.keys() - now.keys():
        sentence = (
            f"What was reviewed as '{name}' is not there any more; review the rest, then run check --sign."
        )
        yield yaml.key(("parts", name), sentence)


def sign(folder: Path, protocol: YamlFile) -> Path:
    """Write down what there is to be read now; returns the file. Raises `OSError` where it cannot be written."""
    tree = protocol.tree if isinstance(protocol.tree, dict) else {}
    lines = [HEAD, f"reviewer: {json.dumps(tree.get('reviewer', ''))}\n"]
    lines += [f"reviewed: {json.dumps(str(tree.get('reviewed', '')))}\n", "parts:\n"]
    lines += [f"  {name}: {digest!r}\n" for name, digest in parts(folder, protocol).items()]
    (folder / REVIEW).write_text("".join(lines), encoding="utf-8")
    return folder / REVIEW


def parts(folder: Path, protocol: YamlFile) -> Mapping[str, str]:
    """The digest of each part. How it is laid out, and what stands in comments, makes no difference."""
    tree = dict(protocol.tree) if isinstance(protocol.tree, dict) else {}
    found: dict[str, str] = {}
    for kind in ("questions", "outcomes"):
        entries = tree.pop(kind, None)
        for entry in entries if isinstance(entries, list) else ():
            name = entry.get("id") if isinstance(entry, dict) else None
            found[f"{kind} {name}"] = _digest(entry)
        tree[kind] = [each.get("id") for each in entries or () if isinstance(each, dict)]  # type: ignore[union-attr]
    found["rules"] = _digest(tree.pop("rules", None))
    found["protocol"] = _digest(tree)
    for name in OTHER_FILES:
        if (folder / name).exists():
            found[name] = _digest(" ".join(_words(folder / name)))
    return found


def _words(file: Path) -> list[str]:
    if file.suffix == ".md":
        return read_text(file, 8_000_000).split()
    return [json.dumps(read_yaml(file).tree, sort_keys=True)]


def _digest(tree: Tree) -> str:
    return sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()[:16]


def _place(protocol: YamlFile, name: str) -> tuple[Path_ | None, str]:
    """Where a part stands in the protocol, and what to call it; None: it is a file of its own."""
    kind, _, own = name.partition(" ")
    if own and isinstance(protocol.tree, dict):
        entries = protocol.tree.get(kind)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict) and entry.get("id") == own:
                return (kind, index, "id"), f"'{own}'"
    if name == "rules":
        return ("rules",), "A rule"
    return (
        ((), "What the protocol says of itself, or its order,") if name == "protocol" else (None, "This file")
    )
