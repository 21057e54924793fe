"""Columns of facts, packed eight rows to a byte."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.rules import Fact, Option, Type
from superconnector.core.rules.columns import column, from_arrays, nothing, pack, unpack, varied
from superconnector.core.rules.facts import Value
from tests.core.rules.shelf import book, terms
from tests.core.rules.strategies import values

FACTS = (
    Fact("a.flag", Type.BOOLEAN),
    Fact("a.size", Type.INTEGER, (), -5, 5),
    Fact("a.cost", Type.MONEY),
    Fact("a.day", Type.DATE),
    Fact("a.kind", Type.CHOICE, (Option("x"), Option("y"))),
    Fact("a.kinds", Type.CHOICES, (Option("x"), Option("y"), Option("z"))),
)
WIDE = Fact("a.code", Type.CHOICE, tuple(Option(f"o{i}") for i in range(300)))


@given(st.lists(st.booleans(), max_size=40))
def test_packing_keeps_every_row_and_pads_with_nothing(flags: list[bool]) -> None:
    bits = pack(np.array(flags, np.bool_))
    assert unpack(bits, len(flags)).tolist() == flags
    assert int(np.bitwise_count(bits).sum()) == sum(flags)


@given(st.sampled_from(FACTS), st.data())
def test_rows_that_vary_are_the_same_as_rows_written_out(fact: Fact, data: st.DataObject) -> None:
    answer = st.none() | values(fact)
    base: Value | None = data.draw(answer)
    rows = data.draw(st.integers(1, 20))
    changes = data.draw(st.dictionaries(st.integers(0, rows - 1), values(fact), max_size=4))
    written = column(fact, [changes.get(row, base) for row in range(rows)])
    short = varied(fact, base, list(changes.items()), rows)
    assert short.data.tolist() == written.data.tolist()
    assert short.known.tolist() == written.known.tolist()


@pytest.mark.parametrize("fact", FACTS)
def test_nothing_is_a_column_of_unknowns(fact: Fact) -> None:
    made, written = nothing(fact, 11), column(fact, [None] * 11)
    assert made.known.tolist() == written.known.tolist() == [0, 0]
    assert made.data.tolist() == written.data.tolist()


def test_a_block_is_a_part_of_the_rows() -> None:
    numbers = column(FACTS[1], list(range(20))).block(8, 20)
    assert (numbers.rows, numbers.data.tolist(), numbers.known.tolist()) == (
        12,
        list(range(8, 20)),
        [255, 15],
    )
    flags = column(FACTS[0], [True] * 9 + [None]).block(8, 10)
    assert (flags.data.tolist(), flags.known.tolist()) == ([1], [1])
    sets = column(FACTS[5], [frozenset()] * 8 + [frozenset({"x", "z"})]).block(8, 9)
    assert sets.data.tolist() == [[1], [0], [1]]


def test_arrays_become_columns() -> None:
    sizes = from_arrays(FACTS[1], np.array([1, 2, 3], np.int16), np.array([True, False, True]))
    assert (sizes.data.tolist(), sizes.known.tolist()) == ([1, 2, 3], [5])
    assert from_arrays(FACTS[4], np.array([0, 1])).data.dtype == np.uint8
    assert from_arrays(WIDE, np.array([299])).data.tolist() == [299]
    assert from_arrays(FACTS[5], np.ones((3, 2), np.bool_)).data.tolist() == [[3], [3], [3]]


def test_fractions_are_refused() -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        from_arrays(FACTS[2], np.array([0.5]))


def test_a_text_is_no_part_of_a_condition() -> None:
    with pytest.raises(ValueError, match=r"a\.name"):
        column(Fact("a.name", Type.TEXT), ["x"])


def test_a_narrow_column_is_compared_exactly() -> None:
    """A constant beyond the width of the column is no error, and no wrap-around."""
    shelf = book(terms("applicant.employees < 300"), terms("applicant.employees >= 300", name="q"))
    fact = shelf.compiled.vocabulary.facts["applicant.employees"]
    found = shelf.screen({fact.id: from_arrays(fact, np.array([0, 100, 127], np.int8))}, 3)
    assert found.outcomes.tolist() == [[3, 0, 0, 0], [0, 0, 3, 0]]
