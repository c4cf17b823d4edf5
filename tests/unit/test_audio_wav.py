"""Recordings of people come in every kind of WAV; what cannot be read says which file it is, and why."""

from __future__ import annotations

import contextlib
import struct
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from disks import full_from
from voice_assistant.audio.frames import RATE
from voice_assistant.audio.resample import resample
from voice_assistant.audio.wav import WavWriter, read_wav
from voice_assistant.errors import ContentError, MissingError, OutputError


def tone(rate: int, seconds: float = 0.5, hertz: float = 440.0) -> npt.NDArray[np.float64]:
    """Between -0.5 and 0.5."""
    return np.asarray(0.5 * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate))


def wav(body: bytes, *, rate: int = RATE, channels: int = 1, bits: int = 16, kind: int = 1) -> bytes:
    step = channels * bits // 8
    head = struct.pack("<HHIIHH", kind, channels, rate, rate * step, step, bits)
    if kind == 0xFFFE:
        head += struct.pack("<HHIH14s", 22, bits, 0, 1, b"\0" * 14)
    chunks = b"WAVEfmt " + struct.pack("<I", len(head)) + head
    chunks += b"LIST" + struct.pack("<I", 3) + b"abc\0"  # an odd chunk and its padding
    chunks += b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def packed(values: npt.NDArray[np.float64], bits: int) -> bytes:
    if bits == 8:
        return (np.rint(values * 127) + 128).astype(np.uint8).tobytes()
    wide = np.rint(values * (2.0**31 - 1)).astype("<i4")
    return np.ascontiguousarray(wide.view(np.uint8).reshape(-1, 4)[:, 4 - bits // 8 :]).tobytes()


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("bits", [8, 16, 24, 32])
@pytest.mark.parametrize("kind", [1, 0xFFFE])
def test_every_width_and_rate_is_the_same_sound(tmp_path: Path, rate: int, bits: int, kind: int) -> None:
    path = tmp_path / "clip.wav"
    path.write_bytes(wav(packed(tone(rate), bits), rate=rate, bits=bits, kind=kind))
    sound = read_wav(path)
    assert sound.dtype == np.int16
    assert len(sound) == RATE // 2
    middle = slice(1_000, -1_000)  # the filter rings at the ends
    assert np.abs(sound[middle] / 32_768 - tone(RATE)[middle]).max() < (0.01 if bits == 8 else 0.001)


def test_stereo_becomes_the_mean_of_both_sides(tmp_path: Path) -> None:
    sides = np.column_stack((np.full(100, 1_000), np.full(100, 3_000))).astype("<i2")
    (tmp_path / "clip.wav").write_bytes(wav(sides.tobytes(), channels=2))
    assert read_wav(tmp_path / "clip.wav").tolist() == [2_000] * 100


def test_length_that_a_pipe_could_not_know_is_taken_from_the_file(tmp_path: Path) -> None:
    content = wav(packed(tone(RATE), 16)).replace(
        b"data" + struct.pack("<I", RATE), b"data" + struct.pack("<I", 0x7FFF_F000)
    )
    (tmp_path / "clip.wav").write_bytes(content)
    assert len(read_wav(tmp_path / "clip.wav")) == RATE // 2


GOOD = wav(packed(tone(RATE), 16))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is not a WAV file"),
        (b"ID3 this is music of another kind", "is not a WAV file"),
        (GOOD[:30], "is a broken WAV file"),
        (GOOD[:56], "has no sound in it"),
        (GOOD[:-100], "was cut short"),
        (GOOD[:-1], "was cut short"),
        (wav(b""), "has no sound in it"),
        (wav(b"\0" * 64, kind=3, bits=32), "holds a kind of sound"),
        (wav(b"\0" * 64, rate=1), "is a broken WAV file"),
        (wav(b"\0" * 64, channels=0), "is a broken WAV file"),
        (GOOD.replace(b"data", b"dusk"), "it has no samples"),
        (GOOD.replace(b"fmt ", b"fnt "), "the samples come before their format"),
    ],
)
def test_what_is_no_whole_wav_is_named_with_what_is_wrong(
    tmp_path: Path, content: bytes, complaint: str
) -> None:
    path = tmp_path / "yes_01.wav"
    path.write_bytes(content)
    with pytest.raises(ContentError) as met:
        read_wav(path)
    assert str(path) in str(met.value)
    assert complaint in str(met.value)
    assert "again" in str(met.value)
    assert "\n" not in str(met.value)


def test_missing_recording(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"recording .*absent\.wav was not found"):
        read_wav(tmp_path / "absent.wav")


def test_folder_in_place_of_a_recording(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="is a folder"):
        read_wav(tmp_path)


def test_written_wav_is_read_by_others(tmp_path: Path) -> None:
    path = tmp_path / "conversation.wav"
    left, right = np.arange(320, dtype=np.int16), -np.arange(320, dtype=np.int16)
    with WavWriter(path, channels=2) as writer:
        writer.write(np.column_stack((left, right)))
        writer.write(np.column_stack((right, left)))
    with wave.open(str(path)) as reader:
        assert (reader.getframerate(), reader.getnchannels(), reader.getsampwidth()) == (RATE, 2, 2)
        sound = np.frombuffer(reader.readframes(reader.getnframes()), dtype="<i2").reshape(-1, 2)
    assert sound[:320].tolist() == np.column_stack((left, right)).tolist()
    assert sound[320:].tolist() == np.column_stack((right, left)).tolist()


def test_what_was_written_before_a_fault_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "conversation.wav"
    with contextlib.suppress(KeyboardInterrupt), WavWriter(path) as writer:
        writer.write(np.ones(320, dtype=np.int16))
        raise KeyboardInterrupt
    assert read_wav(path).tolist() == [1] * 320


def test_recording_without_sound_is_not_left_behind(tmp_path: Path) -> None:
    with WavWriter(tmp_path / "conversation.wav"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"could not be written .*choose another folder"):
        WavWriter(tmp_path / "no such folder" / "conversation.wav")


def test_full_disk_leaves_a_valid_wav_of_what_went_onto_it(tmp_path: Path) -> None:
    path = tmp_path / "conversation.wav"
    with WavWriter(path, channels=2) as writer:
        sound = np.zeros((10_000, 2), dtype=np.int16)
        with full_from(10_001), pytest.raises(OutputError, match=r"conversation\.wav could not be written"):
            writer.write(sound)
    assert path.stat().st_size == 10_000  # a whole number of samples, and the header
    assert len(read_wav(path)) == (10_000 - 44) // 4


def test_full_disk_at_once_leaves_nothing(tmp_path: Path) -> None:
    with full_from(10), pytest.raises(OutputError):
        WavWriter(tmp_path / "conversation.wav")
    assert list(tmp_path.iterdir()) == []


def test_device_in_place_of_a_file_is_not_removed() -> None:
    full = Path("/dev/full")
    if not full.is_char_device():
        pytest.skip("this system has no device that is always full")
    with pytest.raises(OutputError):
        WavWriter(full)
    assert full.is_char_device()


def test_resampling_clips_and_never_wraps() -> None:
    loud = np.where(np.arange(22_050) // 50 % 2, 32_767, -32_768).astype(np.int16)
    sound = resample(loud, 22_050)
    assert len(sound) == RATE
    # A wrapped sample stands alone with the wrong sign in the middle of a half wave.
    assert sound[RATE // 2 - 200 : RATE // 2 + 200].max() == 32_767
    assert np.count_nonzero(np.diff(np.sign(sound.astype(np.int32)))) == 440


def test_resampling_is_the_same_every_time() -> None:
    clip = (tone(22_050) * 32_767).astype(np.int16)
    assert np.array_equal(resample(clip, 22_050), resample(clip, 22_050))
    assert len(resample(np.zeros(0, dtype=np.int16), 22_050)) == 0
