"""Places, intervals and chances from draws, against counting one draw after another."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superconnector.core.judging.ranking import Method, Pool, Ranking, Reason, Refusal, Row
from superconnector.core.judging.ranking_draws import Worth, chances, check_draws, fill, indistinct, published


def plain(*pools: Pool) -> Ranking:
    """A raw ranking of the pools' entries, all equal."""
    rows = [
        Row(entry, pool.name, 1, True, Fraction(1), 3)
        for pool in pools
        for entry in sorted(pool.entries or ())
    ]
    return Ranking(Method.CALIBRATED, pools, tuple(rows), seed="s", draws=100)


def drawn(seed: int, entries: str = "abcdef", draws: int = 100) -> Worth:
    found = np.random.default_rng(seed).normal(size=(draws, len(entries))) + np.arange(len(entries))[::-1] / 3
    return Worth(tuple(entries), found.mean(0), found.std(0), found)


def ranks(worth: Worth, entry: str, among: str) -> list[int]:
    """The entry's place among these in every draw, by counting."""
    at = {name: index for index, name in enumerate(worth.entries)}
    return [1 + sum(draw[at[other]] > draw[at[entry]] for other in among) for draw in worth.draws]


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.integers(1, 6), st.sampled_from([0.5, 0.8, 0.9]))
def test_figures_by_counting(seed: int, places: int, level: float) -> None:
    worth = drawn(seed)
    pool = Pool("all", places, frozenset("abcdef"))
    made = fill(replace(plain(pool), level=level), worth, (), lambda _: ())
    aside = {0.5: 25, 0.8: 10, 0.9: 5}[level]
    for row in made.rows:
        own = sorted(ranks(worth, row.entry, "abcdef"))
        assert (row.low, row.high) == (own[aside], own[99 - aside])
        assert sum((row.low or 0) <= rank <= (row.high or 0) for rank in own) >= level * 100
        assert row.p_top == round(sum(rank <= places for rank in own) / 100, 4)
    assert [row.adjusted for row in made.rows] == sorted(
        (row.adjusted or 0 for row in made.rows), reverse=True
    )


def test_pools_count_their_own_entries_only() -> None:
    worth = drawn(1)
    pools = (Pool("odd", 1, frozenset("ace")), Pool("even", 2, frozenset("bdf")))
    made = fill(plain(*pools), worth, (), lambda _: ())
    for row in made.rows:
        own = sorted(ranks(worth, row.entry, "ace" if row.pool == "odd" else "bdf"))
        assert (row.low, row.high) == (own[5], own[94])
    assert sum(row.p_top or 0 for row in made.rows if row.pool == "even") == pytest.approx(2)


def test_a_refused_pool_keeps_its_rows() -> None:
    pools = (Pool("odd", 1, frozenset("ace")), Pool("even", 1, frozenset("bdf")))
    refused = (Refusal("odd", Reason.TOO_FEW_READINGS), Refusal("even", Reason.TRACKS_APART))
    worth = drawn(1)
    before = plain(*pools)
    made = fill(before, worth, refused, lambda _: ())
    assert made.refused == refused
    assert [row for row in made.rows if row.pool == "odd"] == [
        row for row in before.rows if row.pool == "odd"
    ]
    even = {
        row.entry: (row.place, row.adjusted, row.low, row.p_top) for row in made.rows if row.pool == "even"
    }
    assert even == {
        entry: (1, round(float(worth.mean["abcdef".index(entry)]), 4), None, None) for entry in "bdf"
    }


def test_equal_to_four_decimals_is_equal_and_the_rule_decides() -> None:
    worth = replace(drawn(1, "abc"), mean=np.array([1.00001, 1.00002, 0.5]))
    pool = Pool("all", 1, frozenset("abc"))
    shared = fill(plain(pool), worth, (), lambda _: ())
    assert [(row.entry, row.place, row.shared) for row in shared.rows] == [
        ("a", 1, True), ("b", 1, True), ("c", 3, False),
    ]  # fmt: skip
    ruled = fill(plain(pool), worth, (), lambda entry: (-ord(entry),))
    assert [(row.entry, row.place) for row in ruled.rows] == [("b", 1), ("a", 2), ("c", 3)]


def test_more_places_than_entries_is_certain() -> None:
    assert chances(drawn(1).draws, 6).tolist() == [1.0] * 6
    assert chances(drawn(1).draws, 9).tolist() == [1.0] * 6


def test_earlier_reasons_stand() -> None:
    thin = Refusal("x", Reason.TOO_FEW_READINGS)
    assert indistinct({"x": "a", "y": "b", "z": ""}, [thin]) == (thin, Refusal("y", Reason.NO_DIFFERENCE))


def test_published_figures() -> None:
    assert published(1.00005001) == 1.0001
    assert str(published(-0.00001)) == "0.0"


def test_too_few_draws() -> None:
    check_draws(20, 0.5)
    with pytest.raises(ValueError, match=r"^19 draws and level 0.5 give no interval$"):
        check_draws(19, 0.5)
