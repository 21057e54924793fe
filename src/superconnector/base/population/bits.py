"""Arrow's packed bits and arrays as numpy sees them, without a copy where they fit."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from superconnector.core.rules.columns import Bits, pack, unpack


def bits_of(buffer: pa.Buffer | None, offset: int, rows: int) -> Bits:
    """`rows` bits from `offset` on, packed, zero behind the last; all ones if there is no buffer.

    Arrow and the rules both keep the first row in the lowest bit.
    """
    if buffer is None:
        return pack(np.ones(rows, np.bool_))
    raw = np.frombuffer(buffer, np.uint8)
    if offset % 8:
        return pack(unpack(raw[offset // 8 :], offset % 8 + rows)[offset % 8 :])
    bits = raw[offset // 8 : (offset + rows + 7) // 8]
    if rows % 8:
        bits = bits.copy()
        bits[-1] &= (1 << rows % 8) - 1
    return bits


def known_of(array: pa.Array) -> Bits:
    """Where an array holds a value."""
    if not array.null_count:
        return bits_of(None, 0, len(array))
    return bits_of(array.buffers()[0], array.offset, len(array))


def numbers_of(array: pa.Array) -> NDArray[np.integer]:
    """The numbers of an array of a whole-number type, a date32 or a float; anything where it holds none."""
    width = (
        np.dtype(array.type.to_pandas_dtype()) if not pa.types.is_date32(array.type) else np.dtype(np.int32)
    )
    buffer = array.buffers()[1]
    if buffer is None:
        return np.zeros(len(array), width)
    return np.frombuffer(buffer, width)[array.offset : array.offset + len(array)]
