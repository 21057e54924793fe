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

    @property
    def per_row(self) -> bool:
        """Whether the data is one number a row, and not packed bits."""
        return self.type in NUMERIC or self.type is Type.CHOICE

    def block(self, start: int, stop: int) -> Column:
        """The rows start … stop-1 without a copy; `start` is a multiple of eight."""
        low, high = start // 8, (stop + 7) // 8
        data = self.data[start:stop] if self.per_row else self.data[..., low:high]
        return Column(self.type, stop - start, data, self.known[low:high])


def column(fact: Fact, values: Sequence[Value | None]) -> Column:
    """A column of values in machine form, None where unknown.

    Raises ValueError for an option that the fact does not have.
    """
    return varied(fact, None, [(row, v) for row, v in enumerate(values) if v is not None], len(values))


def varied(fact: Fact, value: Value | None, changes: Sequence[tuple[int, Value]], rows: int) -> Column:
    """A column with one value (None: unknown) in all rows but those of `changes`, given as (row, value).

    Raises ValueError for an option that the fact does not have.
    """
    known = np.full(rows, value is not None)
    known[[row for row, _ in changes]] = True
    if fact.type is Type.CHOICES:
        return Column(fact.type, rows, pack(_sets(fact, value, changes, rows)), pack(known))
    data = np.full(rows, 0 if value is None else _number(fact, value), _width(fact))
    for row, other in changes:
        data[row] = _number(fact, other)
    return Column(fact.type, rows, pack(data) if fact.type is Type.BOOLEAN else data, pack(known))


def _sets(
    fact: Fact, value: Value | None, changes: Sequence[tuple[int, Value]], rows: int
) -> NDArray[np.bool_]:
    chosen = np.zeros((len(fact.options), rows), np.bool_)
    for option in value if isinstance(value, frozenset) else ():
        chosen[_number(fact, option)] = True
    for row, other in changes:
        chosen[:, row] = False
        for option in other if isinstance(other, frozenset) else ():
            chosen[_number(fact, option), row] = True
    return chosen


def _number(fact: Fact, value: Value) -> int:
    """A value as a number: an option by its position."""
    if isinstance(value, int):
        return value
    for place, option in enumerate(fact.options):
        if option.id == value:
            return place
    raise ValueError(f"{fact.id} has no option {value!r}")


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


def _width(fact: Fact) -> type[np.bool_] | type[np.integer]:
    if fact.type is Type.BOOLEAN:
        return np.bool_
    if fact.type is Type.CHOICE:
        return np.uint8 if len(fact.options) <= 256 else np.uint16
    return np.int64
