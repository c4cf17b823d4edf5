"""The one unit of sound that everything is counted in."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

RATE = 16_000
"""Hertz, mono."""
FRAME = 320
"""Samples in a frame: 20 ms."""
FRAME_SECONDS = FRAME / RATE

Samples: TypeAlias = npt.NDArray[np.int16]
"""Shape (n,), 16 kHz mono, 16-bit."""
Frame: TypeAlias = npt.NDArray[np.int16]
"""Shape (FRAME,)."""

SILENCE: Frame = np.zeros(FRAME, dtype=np.int16)
SILENCE.flags.writeable = False
