"""Cutting a text into sentences. The only door to syntok, which knows "Dr.", "e.g." and "2.5 mg"."""

from __future__ import annotations

from syntok import segmenter


def split_sentences(text: str) -> tuple[tuple[int, str], ...]:
    """The sentences of a text in order, each with the offset of its first character.

    Nothing but white space is lost between them.
    """
    starts = [
        sentence[0].offset for paragraph in segmenter.analyze(text) for sentence in paragraph if sentence
    ]
    if not text.strip():
        return ()
    starts = [len(text) - len(text.lstrip()), *starts[1:]]
    ends = [*starts[1:], len(text)]
    return tuple((start, text[start:end].strip()) for start, end in zip(starts, ends, strict=True))
