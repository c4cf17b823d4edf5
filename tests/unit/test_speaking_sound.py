"""How the voice reads the words that it would get wrong, by the sounds that it would make of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from voice_assistant.paths import prompts, root
from voice_assistant.speaking.pronunciation import Pronunciation

pytestmark = pytest.mark.voice

FILE = prompts(root()) / "assistant" / "en" / "pronunciation.yaml"
PAIRS = list(YAML(typ="safe").load(FILE.read_text(encoding="utf-8")).items())

LISTENER = """
import ctypes, os, sys
from voice_assistant.speaking.worker import load_pyttsx3

library = load_pyttsx3().drivers._espeak.dll
data = os.environ.get("ESPEAK_DATA_PATH")
library.espeak_Initialize(2, 0, data and data.encode(), 0)
library.espeak_SetVoiceByName(b"en-us")
library.espeak_TextToPhonemes.restype = ctypes.c_char_p
for line in sys.stdin:
    text = ctypes.c_char_p(line.strip().encode())
    print(library.espeak_TextToPhonemes(ctypes.byref(text), 1, 2).decode())
"""


def sounds(*texts: str) -> list[str]:
    """What the voice makes of each text, in the signs of the International Phonetic Alphabet."""
    done = subprocess.run(
        [sys.executable, "-c", LISTENER],
        input="".join(f"{text}\n" for text in texts),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return [line.replace("ˈ", "").replace("ˌ", "") for line in done.stdout.splitlines()]


def phones(text: str) -> str:
    """What flite makes of a text, in the signs that it has for sounds."""
    command = ["flite", "-voice", "rms", "-t", text, "-ps", "-o", "none"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return " ".join(each for each in done.stdout.split() if each != "pau")


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("ALS", "eɪɛlɛs"),
        ("He has ALS.", "eɪɛlɛs"),
        ("Is it ALS", "eɪɛlɛs"),
        ("ALS-related", "eɪɛlɛs"),
        ("Lou Gehrig’s disease", "luː ɡɛɹɪɡz"),
        ("amyotrophic lateral sclerosis", "eɪmaɪɐtɹɑːfɪk"),
        ("dysarthria", "dɪsɑːɹθɹiə"),
        ("an EMG", "iːɛmdʒiː"),
        ("electromyography", "ɪlɛktɹoʊmaɪɑːɡɹəfi"),
        ("5 mg", "mɪlɪɡɹæmz"),
        ("Call 911.", "naɪn wʌn wʌn"),
        ("2-5 weeks", "tuː tə faɪv"),
        ("50% of them", "fɪfti pɚsɛnt"),
        ("You and/or me", "juː ɔːɹ miː"),
    ],
)
def test_a_word_sounds_right_once_it_is_respelled(written: str, heard: str) -> None:
    assert heard in sounds(Pronunciation(PAIRS).respell(written))[0]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("ALS", "ey eh l eh s"),
        ("an MRI", "eh m aa r ay"),
        ("an EMG", "iy eh m jh iy"),
        ("Lou Gehrig’s disease", "l uw g eh r ih g"),
        ("amyotrophic", "ey m ay ey t r aa f ih k"),
        ("Call 911.", "n ay n w ah n w ah n"),
        ("5 mg", "m ih l ax g r ae m z"),
        ("50% of them", "f ih f t iy p er s eh n t"),
    ],
)
def test_flite_reads_it_right_too(written: str, heard: str) -> None:
    assert heard in phones(Pronunciation(PAIRS).respell(written))


@pytest.mark.parametrize("word", ["fasciculations", "atrophy", "spasticity", "dysphagia", "benign"])
def test_words_that_sound_right_are_left_alone(word: str) -> None:
    assert Pronunciation(PAIRS).respell(word) == word


def test_no_sign_is_named() -> None:
    written = "*Most* of it — #1, [mostly] – is_fine: “yes” | <no> ~ ^ = {so} \\ `it` • is"
    heard = sounds(Pronunciation(PAIRS).respell(written))[0]
    for name in ("æstɚɹɪsk", "hæʃ", "dæʃ", "bɹækɪt", "iːkwəlz", "tɪldə", "slæʃ", "bʊlɪt", "ʌndɚskoːɹ"):
        assert name not in heard


def test_every_line_of_the_file_changes_what_is_heard() -> None:
    written = [each for each, _ in PAIRS]
    respelled = [Pronunciation(PAIRS).respell(each) for each in written]
    heard = zip(written, respelled, sounds(*written), sounds(*respelled), strict=True)
    idle = [old for old, new, before, after in heard if before == after and phones(old) == phones(new)]
    assert idle == []
