"""Facts of many applicants at once: one column a fact, a row an applicant, unknown kept apart.

Bits are packed eight rows to a byte, the lowest bit first (numpy `bitorder="little"`); the bits behind the
last row are zero. Boolean algebra over packed bits costs an eighth of that over bytes; unknown costs one bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules.facts import Fact, Profile, Type, Value

Bits = NDArray[np.uint8]
NUMERIC = frozenset({Type.INTEGER, Type.MONEY, Type.DATE})


def pack(mask: NDArray[np.bool_]) -> Bits:
    """Eight rows a byte along the last axis. Shape (…, rows) → (…, ceil(rows / 8))."""
    return np.packbits(mask, axis=-1, bitorder="little")


def unpack(bits: Bits, rows: int) -> NDArray[np.bool_]:
    """The inverse of `pack` for `rows` rows."""
    return np.unpackbits(bits, axis=-1, count=rows, bitorder="little").view(np.bool_)


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of `rows` applicants.

    data: boolean → packed bits (bytes,) · integer, money (cents), date (days) → whole numbers (rows,) of any
    integer width · choice → the position of the option in `Fact.options`, uint8 or uint16 (rows,) · choices →
    packed bits (options, bytes). known: packed bits (bytes,). The data of an unknown row is never looked at.
    """

    type: Type
    rows: int
    data: NDArray[np.integer]
    known: Bits

    def block(self, start: int, stop: int) -> Column:
        """The rows start … stop-1 without a copy; `start` is a multiple of eight."""
        low, high = start // 8, (stop + 7) // 8
        per_row = self.type in NUMERIC or self.type is Type.CHOICE
        data = self.data[start:stop] if per_row else self.data[..., low:high]
        return Column(self.type, stop - start, data, self.known[low:high])


def column(fact: Fact, values: Sequence[Value | None]) -> Column:
    """A column of values in machine form, None where unknown.

    Raises ValueError for an option that the fact does not have.
    """
    rows = len(values)
    known = pack(np.fromiter((v is not None for v in values), np.bool_, rows))
    if fact.type is Type.BOOLEAN:
        return Column(fact.type, rows, pack(np.fromiter((v is True for v in values), np.bool_, rows)), known)
    if fact.type in NUMERIC:
        numbers = np.fromiter((0 if v is None else v for v in values), np.int64, rows)
        return Column(fact.type, rows, numbers, known)
    place = {option.id: i for i, option in enumerate(fact.options)}
    if fact.type is Type.CHOICE:
        codes = [0 if v is None else _place(fact, place, v) for v in values]
        return Column(fact.type, rows, np.array(codes, _width(fact)), known)
    if fact.type is Type.CHOICES:
        chosen = np.zeros((len(fact.options), rows), np.bool_)
        for row, value in enumerate(values):
            for option in value if isinstance(value, frozenset) else ():
                chosen[_place(fact, place, option), row] = True
        return Column(fact.type, rows, pack(chosen), known)
    raise ValueError(f"{fact.id} is of type {fact.type}, which no condition can use")


def from_arrays(fact: Fact, data: NDArray[np.generic], known: NDArray[np.bool_] | None = None) -> Column:
    """A column of arrays that one has already.

    `data`: bool (rows,), integers (rows,), positions of options (rows,), or for choices bool (options, rows).
    `known`: bool (rows,), None if every row is known. Raises ValueError for fractions.
    """
    rows = data.shape[-1]
    mask = pack(np.ones(rows, np.bool_) if known is None else known)
    if fact.type in (Type.BOOLEAN, Type.CHOICES):
        return Column(fact.type, rows, pack(data.astype(np.bool_, copy=False)), mask)
    numbers = data.astype(_width(fact), copy=False) if fact.type is Type.CHOICE else data
    if not np.issubdtype(numbers.dtype, np.integer):
        raise ValueError(f"{fact.id} takes whole numbers (cents, days), not {numbers.dtype}")
    return Column(fact.type, rows, numbers.view(), mask)  # type: ignore[arg-type]


def nothing(fact: Fact, rows: int) -> Column:
    """A column in which every row is unknown."""
    shape = (len(fact.options), rows) if fact.type is Type.CHOICES else (rows,)
    return from_arrays(fact, np.zeros(shape, np.uint8), np.zeros(rows, np.bool_))


def of_profiles(facts: Iterable[Fact], profiles: Sequence[Profile]) -> Mapping[str, Column]:
    """The columns of a few profiles, a row each."""
    return {fact.id: column(fact, [p.get(fact.id) for p in profiles]) for fact in facts}


def _width(fact: Fact) -> type[np.uint8] | type[np.uint16]:
    return np.uint8 if len(fact.options) <= 256 else np.uint16


def _place(fact: Fact, place: Mapping[str, int], value: Value) -> int:
    if isinstance(value, str) and value in place:
        return place[value]
    raise ValueError(f"{fact.id} has no option {value!r}")
