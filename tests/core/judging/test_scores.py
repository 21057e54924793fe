"""Totals are exact, and scores that do not fit are refused."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.judging.scores import Criterion, check, mean_of_criterion, mean_totals, total
from tests.core.judging.panels import PERCENT, reading

TWO = (Criterion("idea", 30, 5, 1), Criterion("team", 70, 10))


def test_total_is_the_weighted_share_of_the_way_to_the_full_mark() -> None:
    # 30 × (4 − 1)/(5 − 1) + 70 × 7/10 = 22.5 + 49
    assert total(reading("j", "e", 4, 7), TWO) == Fraction(143, 2)


def test_full_marks_earn_100_and_the_least_nothing() -> None:
    assert total(reading("j", "e", 5, 10), TWO) == 100
    assert total(reading("j", "e", 1, 0), TWO) == 0


def test_low_of_zero_gives_the_rule_score_by_five() -> None:
    by_five = (Criterion("idea", 30, 5), Criterion("team", 70, 5))
    assert total(reading("j", "e", 4, 2), by_five) == 30 * Fraction(4, 5) + 70 * Fraction(2, 5)


def test_thirds_are_not_rounded() -> None:
    assert total(reading("j", "e", 1), (Criterion("a", 1, 3),)) == Fraction(100, 3)


def test_a_criterion_without_a_score_takes_its_weight_along() -> None:
    assert total(reading("j", "e", None, 7), TWO) == 70
    assert total(reading("j", "e", 4, None), TWO) == 75


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.integers(2, 12)).flatmap(
            lambda pair: st.tuples(st.just(pair[0]), st.just(pair[1]), st.integers(0, pair[1]))
        ),
        min_size=1,
        max_size=6,
    ),
    st.integers(2, 9),
)
def test_only_the_ratio_of_weights_matters(rows: list[tuple[int, int, int]], factor: int) -> None:
    scores = tuple(score for _, _, score in rows)
    once = [Criterion(str(index), weight, high) for index, (weight, high, _) in enumerate(rows)]
    more = [Criterion(str(index), weight * factor, high) for index, (weight, high, _) in enumerate(rows)]
    assert total(reading("j", "e", *scores), once) == total(reading("j", "e", *scores), more)


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ((4,), "reading of e by j: 1 scores for 2 criteria"),
        ((6, 7), "reading of e by j: 6 is no score of criterion idea"),
        ((0, 7), "reading of e by j: 0 is no score of criterion idea"),
        ((None, None), "reading of e by j: no criterion that counts has a score"),
    ],
)
def test_scores_that_do_not_fit(scores: tuple[int | None, ...], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        total(reading("j", "e", *scores), TWO)


def test_a_criterion_needs_a_range_and_no_negative_weight() -> None:
    with pytest.raises(ValueError, match=r"^criterion a: the highest score must be above 3$"):
        Criterion("a", 1, 3, 3)
    with pytest.raises(ValueError, match=r"^criterion a: a weight cannot be negative$"):
        Criterion("a", -1, 3)


def test_the_same_judge_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^reading of e by j: read twice$"):
        check([reading("j", "e", 1), reading("j", "e", 2)])


def test_an_entry_in_two_tracks_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^entry e stands in two tracks$"):
        check([reading("j", "e", 1, track="a"), reading("k", "e", 2, track="b")])


def test_means_are_fractions() -> None:
    given_ = [reading("j", "e", 50), reading("k", "e", 51), reading("l", "e", 51), reading("j", "f", 7)]
    assert mean_totals(given_, PERCENT) == {"e": Fraction(152, 3), "f": Fraction(7)}


def test_mean_of_a_criterion_leaves_out_who_gave_none() -> None:
    given_ = [reading("j", "e", 4, None), reading("k", "e", 1, None), reading("l", "e", None, None)]
    assert mean_of_criterion(given_, 0) == Fraction(5, 2)
    assert mean_of_criterion(given_, 1) is None
