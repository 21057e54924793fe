"""Shared places and the criteria that decide before a place is shared."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.judging.scores import Criterion
from superconnector.core.judging.ties import NOT_SCORED, places, tie_rule
from tests.core.judging.panels import reading

TWO = (Criterion("idea", 1, 10), Criterion("team", 1, 10))


def test_places_after_a_shared_one_are_skipped() -> None:
    keys = {"d": (3,), "b": (2,), "c": (2,), "a": (1,)}
    assert places(keys) == [("a", 1, False), ("b", 2, True), ("c", 2, True), ("d", 4, False)]


def test_no_entries_no_places() -> None:
    assert places({}) == []


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 4), max_size=12))
def test_place_is_one_more_than_the_entries_before(keys: dict[str, int]) -> None:
    found = places({entry: (key,) for entry, key in keys.items()})
    assert sorted(entry for entry, _, _ in found) == sorted(keys)
    for entry, place, shared in found:
        assert place == 1 + sum(other < keys[entry] for other in keys.values())
        assert shared == (list(keys.values()).count(keys[entry]) > 1)


def test_the_rule_looks_at_criteria_in_the_order_stated() -> None:
    given_ = [reading("j", "e", 4, 6), reading("k", "e", 5, 6)]
    assert tie_rule(given_, TWO, ("team", "idea"))("e") == (-6, -Fraction(9, 2))
    assert tie_rule(given_, TWO, ())("e") == ()


def test_an_entry_without_a_score_comes_last() -> None:
    given_ = [reading("j", "e", 0, 6), reading("k", "f", None, 6)]
    rule = tie_rule(given_, TWO, ("idea",))
    assert (rule("e"), rule("f")) == ((0,), (NOT_SCORED,))


def test_an_unknown_criterion_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^the tie rule names no criterion of this call: price$"):
        tie_rule([], TWO, ("idea", "price"))
