"""Weights moved by points of 100."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.judging.scores import Criterion
from superconnector.core.judging.weights import in_percent, moved

THREE = (Criterion("a", 30, 10), Criterion("b", 30, 10), Criterion("c", 40, 10))


def test_shares_of_100() -> None:
    assert in_percent([Criterion("a", 1, 5), Criterion("b", 2, 5)]) == (Fraction(100, 3), Fraction(200, 3))


def test_the_others_keep_their_ratio() -> None:
    up = moved(THREE, "a", 10)
    assert up is not None
    assert [criterion.weight for criterion in up] == [40, Fraction(180, 7), Fraction(240, 7)]


@pytest.mark.parametrize(("id_", "points"), [("a", -31), ("c", 61)])
def test_weights_stay_between_0_and_100(id_: str, points: int) -> None:
    assert moved(THREE, id_, points) is None


def test_the_ends_themselves_are_weights() -> None:
    none, all_ = moved(THREE, "a", -30), moved(THREE, "c", 60)
    assert none is not None
    assert all_ is not None
    assert [criterion.weight for criterion in none] == [0, Fraction(300, 7), Fraction(400, 7)]
    assert [criterion.weight for criterion in all_] == [0, 0, 100]


def test_a_single_criterion_cannot_move() -> None:
    assert moved((Criterion("a", 3, 10),), "a", -10) is None


def test_an_unknown_criterion_and_no_weights() -> None:
    with pytest.raises(ValueError, match=r"^there is no criterion z$"):
        moved(THREE, "z", 1)
    with pytest.raises(ValueError, match=r"^no criterion has a weight$"):
        in_percent([Criterion("a", 0, 5)])


@given(st.lists(st.integers(1, 50), min_size=2, max_size=5), st.integers(-20, 20))
def test_the_sum_is_always_100(weights: list[int], points: int) -> None:
    other = moved([Criterion(str(i), weight, 5) for i, weight in enumerate(weights)], "0", points)
    if other is not None:
        assert sum(criterion.weight for criterion in other) == 100
        assert other[0].weight == Fraction(100 * weights[0], sum(weights)) + points
