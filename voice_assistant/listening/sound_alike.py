"""Whether two texts sound alike, going by their spelling: a rough key, equal for what is easily confused.

For English. A recognizer that expects the whole language writes "now", "know" or "nah" for a "no", and "stuff"
or "stab" for a "stop"; spelled alike they are not. The key keeps the skeleton of a word: its consonants in
classes of those that sound alike, and between them whether the vowel is a dark or a bright one.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from voice_assistant.listening.text import normalise

_CLASSES = {
    **dict.fromkeys("bpfv", "P"), **dict.fromkeys("dt", "T"), **dict.fromkeys("ckgqj", "K"),
    **dict.fromkeys("szx", "S"), **dict.fromkeys("mn", "N"), "l": "L", "r": "R", "w": "W", "h": "H", "y": "Y",
}  # fmt: skip
_DARK, _BRIGHT = "A", "E"
_RESPELLED = ((r"^kn", "n"), (r"^wr", "r"), (r"ph", "f"), (r"ght?$", "t"), (r"[^a-z]", ""))
_ALIKE = 0.6
"""How much of the keys of two phrases of several words must be the same."""


@lru_cache(maxsize=4096)
def sound_key(text: str) -> str:
    """How it sounds, roughly; one part for each word."""
    return " ".join(_word_key(word) for word in normalise(text).split())


def sounds_alike(key: str, other: str) -> bool:
    """Whether two keys are of what may be the same words: single words exactly, several in most sounds."""
    if key == other:
        return True
    if " " not in key or " " not in other:
        return False
    return SequenceMatcher(None, key, other, autojunk=False).ratio() >= _ALIKE


def _word_key(word: str) -> str:
    silent_e = len(word) > 3 and word.endswith("e") and not word.endswith("ee")
    for spelled, heard in _RESPELLED:
        word = re.sub(spelled, heard, word)
    key = ""
    for place, letter in enumerate(word):
        after_vowel = place > 0 and word[place - 1] in "aeiou"
        if letter in "aou":
            sound = _DARK
        elif letter in "ei" or (letter == "y" and place > 0):
            sound = _BRIGHT
        elif letter in "wh" and after_vowel:
            continue
        else:
            sound = _CLASSES[letter]
        vowels = sound in (_DARK, _BRIGHT) and key.endswith((_DARK, _BRIGHT))
        if not vowels and not key.endswith(sound):
            key += sound
    return key[:-1] if silent_e and key.endswith(_BRIGHT) else key
