"""Sound as MP3, which every player of talking books knows. The only door to soundfile.

EPUB's own kinds of sound are MP3, AAC in MP4 and Opus; a WAV is none. libsndfile, which comes with soundfile,
writes MP3 with a header that tells a player how many samples to leave out at both ends, so that every sentence
is at the same place in it as in what was encoded.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

from voice_assistant.audio.frames import RATE, Frame
from voice_assistant.errors import MissingError

MEDIA_TYPE = "audio/mpeg"
COMPRESSION = 0.74
"""libsndfile's scale from 160 (0) to 8 kilobits a second (1): this is 48, where speech at 16 kHz loses nothing."""


def as_mp3(frames: Iterable[Frame]) -> bytes:
    """The same sound, to the sample, as constant-rate mono MP3. Raises `MissingError` without the encoder."""
    try:
        import soundfile
    except (ImportError, OSError) as error:
        raise MissingError(
            f"The MP3 encoder could not be loaded ({error}); install the Python package soundfile again."
        ) from error
    encoded = io.BytesIO()
    with soundfile.SoundFile(
        encoded,
        "w",
        samplerate=RATE,
        channels=1,
        format="MP3",
        subtype="MPEG_LAYER_III",
        bitrate_mode="CONSTANT",
        compression_level=COMPRESSION,
    ) as file:
        for frame in frames:
            file.write(frame)
    return encoded.getvalue()
