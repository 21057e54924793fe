"""Random numbers from a published seed, the same on every machine and under every version of numpy.

Only the raw bits of PCG64 are taken: numpy promises that this stream never changes, and does not promise it
for its distributions (NEP 19). Normal numbers are made of them by Box and Muller's method (1958).
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]


class Chance:
    """A stream of numbers that a seed and a purpose name; other purposes give independent streams."""

    def __init__(self, seed: str, purpose: str) -> None:
        digest = sha256(f"{seed}|{purpose}".encode()).digest()
        self._bits = np.random.PCG64(int.from_bytes(digest[:16], "big"))

    def uniforms(self, count: int) -> Floats:
        """Numbers above 0 and below 1, shape (count,)."""
        raw = self._bits.random_raw(count)
        return (np.asarray(raw >> np.uint64(11), dtype=np.float64) + 0.5) * 2.0**-53

    def normals(self, rows: int, columns: int) -> Floats:
        """Standard normal numbers, shape (rows, columns)."""
        half = (rows * columns + 1) // 2
        radius = np.sqrt(-2.0 * np.log(self.uniforms(half)))
        angle = 2.0 * np.pi * self.uniforms(half)
        both = np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])
        return both[: rows * columns].reshape(rows, columns)
