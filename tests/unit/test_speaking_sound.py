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

ASSISTANT = prompts(root()) / "assistant" / "en" / "pronunciation.yaml"
FILES = [ASSISTANT, *sorted(prompts(root()).glob("*/pronunciation.yaml"))]


def pairs(file: Path) -> list[tuple[str, str]]:
    return list(YAML(typ="safe").load(file.read_text(encoding="utf-8")).items())


PAIRS = pairs(ASSISTANT)

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


RIGHT = {
    # As written: what espeak-ng, then flite, has to make of it.
    "ALS": ("eɪɛlɛs", "ey eh l eh s"),
    "Gehrig": ("ɡɛɹɪɡ", "g eh r ih g"),
    "Gehrig's": ("ɡɛɹɪɡz", "g eh r ih g z"),
    "amyotrophic": ("eɪmaɪʌtɹoʊfɪk", "ey m ay ah t r ow f ih k"),
    "dysarthria": ("dɪsɑːɹθɹiə", "d ih s aa r th r iy ax"),
    "dysphagia": ("dɪsfeɪdʒə", "d ih s f ey jh iy ax"),
    "fasciculations": ("fæsɪkjʊleɪʃənz", "f ae sh ih k y ax l ey sh ax n z"),
    "EEG": ("iːiːdʒiː", "iy iy jh iy"),
    "EMG": ("iːɛmdʒiː", "iy eh m jh iy"),
    "EMGs": ("iːɛm dʒiːz", "iy eh m jh iy z"),
    "MRI": ("ɛmɑːɹɹaɪ", "eh m aa r ay"),
    "electromyography": ("ɪlɛktɹoʊmaɪɑːɡɹəfi", "ih l eh k t r ow m ay aa g r ax f iy"),
    "electromyogram": ("ɪlɛktɹoʊmaɪɑːɡɹæm", "ih l eh k t r ow m ay aa g r ae m"),
    "ER": ("iːɑːɹ", "iy aa r"),
    "911": ("naɪn wʌn wʌn", "n ay n w ah n w ah n"),
    "24/7": ("ɚɹaʊnd ðə klɑːk", "er aw n d dh ax k l aa k"),
    "mg": ("mɪlɪɡɹæmz", "m ih l ax g r ae m z"),
    "ml": ("mɪlɪlɪɾɚz", "m ih l ax l iy t er z"),
    "kg": ("kɪləɡɹæmz", "k ih l ax g r ae m z"),
    "cm": ("sɛntɪmiːɾɚz", "s eh n t ax m iy t er z"),
    "hrs": ("aʊɚz", "aw er z"),
    "and/or": ("ɔːɹ", "ao r"),
    "vs.": ("vɜːsᵻz", "v er s ax s"),
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_each_line_of_a_pronunciation_is_right_with_both_voices(file: Path) -> None:
    written = [each for each, _ in pairs(file)]
    assert set(written) <= RIGHT.keys(), "a new line needs to be listened to, and its sounds written here"
    respelled = [Pronunciation(pairs(file)).respell(each) for each in written]
    made = [(heard, phones(text)) for heard, text in zip(sounds(*respelled), respelled, strict=True)]
    assert dict(zip(written, made, strict=True)) == {each: RIGHT[each] for each in written}


@pytest.mark.parametrize(
    ("written", "espeak", "flite"),
    [
        ("He has ALS.", "eɪɛlɛs", "ey eh l eh s"),
        ("ALS-related", "eɪɛlɛs", "ey eh l eh s"),
        ("Lou Gehrig’s disease", "luː ɡɛɹɪɡz", "l uw g eh r ih g z"),
        ("5 mg", "mɪlɪɡɹæmz", "m ih l ax g r ae m z"),
        ("Call 911.", "naɪn wʌn wʌn", "n ay n w ah n w ah n"),
        ("2-5 weeks", "tuː tə faɪv", "t uw t ax f ay v"),
        ("50% of them", "fɪfti pɚsɛnt", "f ih f t iy p er s eh n t"),
        ("You and/or me", "juː ɔːɹ miː", "y uw ao r m iy"),
    ],
)
def test_a_word_sounds_right_within_others(written: str, espeak: str, flite: str) -> None:
    respelled = Pronunciation(PAIRS).respell(written)
    assert espeak in sounds(respelled)[0]
    assert flite in phones(respelled)


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
