"""The raw ranking: exact means, the tie rule, pools."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.judging.ranking import Method, Pool, Row, raw_ranking
from superconnector.core.judging.scores import Criterion, Reading
from tests.core.judging.panels import PERCENT, TOP_3, panel, reading

TWO = (Criterion("idea", 1, 10), Criterion("team", 1, 10))


def test_rows_by_mean_total() -> None:
    given_ = [reading("j", "e", 50), reading("k", "e", 51), reading("j", "f", 90)]
    ranking = raw_ranking(given_, PERCENT, [Pool("all", 1)])
    assert ranking.method is Method.RAW
    assert ranking.rows == (
        Row("f", "all", 1, False, Fraction(90), 1),
        Row("e", "all", 2, False, Fraction(101, 2), 2),
    )
    assert (ranking.judges, ranking.refused, ranking.unread, ranking.seed, ranking.draws) == (
        (),
        (),
        (),
        None,
        0,
    )
    assert ranking.top("all") == {"f"}


def test_equal_means_are_told_apart_by_the_rule_or_share() -> None:
    given_ = [reading("j", "e", 4, 6), reading("j", "f", 5, 5), reading("j", "g", 6, 4)]
    plain = raw_ranking(given_, TWO, TOP_3)
    assert [(row.entry, row.place, row.shared) for row in plain.rows] == [
        ("e", 1, True), ("f", 1, True), ("g", 1, True),
    ]  # fmt: skip
    ruled = raw_ranking(given_, TWO, TOP_3, ties=("idea",))
    assert [(row.entry, row.place, row.shared) for row in ruled.rows] == [
        ("g", 1, False), ("f", 2, False), ("e", 3, False),
    ]  # fmt: skip


def test_means_that_floats_would_confuse_are_equal() -> None:
    tenths = (Criterion("a", Fraction(1, 10), 10), Criterion("b", Fraction(2, 10), 10), Criterion("c", 1, 10))
    given_ = [reading("j", "e", 10, 10, 0), reading("j", "f", 0, 0, 3)]
    assert [row.raw for row in raw_ranking(given_, tenths, TOP_3).rows] == [Fraction(300, 13)] * 2


def test_pools_rank_their_own_entries_and_name_the_unread() -> None:
    given_ = [reading("j", entry, score) for entry, score in (("a", 1), ("b", 2), ("c", 3), ("d", 4))]
    pools = [Pool("x", 1, frozenset({"a", "c", "z"})), Pool("y", 1, frozenset({"b"}))]
    ranking = raw_ranking(given_, PERCENT, pools)
    assert [(row.pool, row.entry, row.place) for row in ranking.rows] == [
        ("x", "c", 1),
        ("x", "a", 2),
        ("y", "b", 1),
    ]
    assert ranking.unread == ("z",)
    assert (ranking.top("x"), ranking.top("y")) == ({"c"}, {"b"})


def test_a_shared_last_place_lets_more_in() -> None:
    given_ = [reading("j", entry, score) for entry, score in (("a", 9), ("b", 5), ("c", 5), ("d", 1))]
    assert raw_ranking(given_, PERCENT, [Pool("all", 2)]).top("all") == {"a", "b", "c"}


def test_pools_may_not_overlap_nor_share_a_name_nor_be_without_places() -> None:
    given_ = [reading("j", "a", 1)]
    with pytest.raises(ValueError, match=r"^in two pools: a$"):
        raw_ranking(given_, PERCENT, [Pool("all", 1), Pool("x", 1, frozenset({"a"}))])
    with pytest.raises(ValueError, match=r"^two pools are called x$"):
        raw_ranking(given_, PERCENT, [Pool("x", 1, frozenset()), Pool("x", 1, frozenset())])
    with pytest.raises(ValueError, match=r"^pool x: there must be a place to win$"):
        Pool("x", 0)


def test_contradictions_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^reading of a by j: read twice$"):
        raw_ranking([reading("j", "a", 1), reading("j", "a", 1)], PERCENT, TOP_3)


def test_nothing_read() -> None:
    assert raw_ranking([], PERCENT, TOP_3).rows == ()


@given(st.integers(0, 10**6))
def test_the_order_of_readings_does_not_matter(seed: int) -> None:
    given_ = panel(seed)
    shuffled: list[Reading] = list(given_)
    Random(seed).shuffle(shuffled)
    assert raw_ranking(shuffled, PERCENT, TOP_3) == raw_ranking(given_, PERCENT, TOP_3)
