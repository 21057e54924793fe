"""Slates: places become normal scores, and the model of scores does the rest."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superconnector.core.judging.calibration_variances import variances
from superconnector.core.judging.ranking import Method, Pool, Reason
from superconnector.core.judging.scores_table import valued
from superconnector.core.judging.slates import Slate, normal_score, slate_ranking
from tests.core.judging.dense import dense
from tests.core.judging.panels import TOP_3, panel, reading


def slates_of(seed: int, entries: int = 16, judges: int = 6) -> list[Slate]:
    """The slates that the judges of a panel would make of their scores."""
    given_ = panel(seed, entries, judges, 3)
    found = []
    for judge in sorted({r.judge for r in given_}):
        own = sorted((-(r.scores[0] or 0), r.entry) for r in given_ if r.judge == judge)
        groups = {score: tuple(entry for other, entry in own if other == score) for score, _ in own}
        found.append(Slate(judge, tuple(groups.values())))
    return found


def test_normal_scores_are_blom_s() -> None:
    normal = NormalDist()
    assert normal_score(Fraction(1), 3) == pytest.approx(normal.inv_cdf(1 - 0.625 / 3.25))
    assert normal_score(Fraction(2), 3) == pytest.approx(0)
    assert normal_score(Fraction(1), 9) == pytest.approx(-normal_score(Fraction(9), 9))


def test_normal_scores_are_near_the_means_of_ordered_normal_numbers() -> None:
    drawn = -np.sort(-np.random.default_rng(1).normal(size=(200_000, 5)), axis=1)
    scores = [normal_score(Fraction(place), 5) for place in range(1, 6)]
    np.testing.assert_allclose(scores, drawn.mean(0), atol=0.02)


def test_raw_is_the_mean_share_of_others_below() -> None:
    # a: above 2 of 2, and level with 1 of 1; b: above 1 of 2; c: below both, and level.
    ranking = slate_ranking(
        [Slate("j", (("a",), ("b",), ("c",))), Slate("k", (("a", "c"),))], TOP_3, seed="s"
    )
    assert [(row.entry, row.raw, row.readings) for row in ranking.rows] == [
        ("a", Fraction(3, 4), 2), ("b", Fraction(1, 2), 1), ("c", Fraction(1, 4), 2),
    ]  # fmt: skip
    assert ranking.method is Method.SLATES


def test_figures_are_those_of_the_reference() -> None:
    slates = slates_of(1)
    ranking = slate_ranking(slates, TOP_3, seed="s")
    readings, values = [], []
    for slate in slates:
        size, before = sum(map(len, slate.groups)), 0
        for group in slate.groups:
            for entry in group:
                readings.append(reading(slate.judge, entry))
                values.append(normal_score(before + Fraction(len(group) + 1, 2), size))
            before += len(group)
    columns = valued(readings, values)
    estimate = variances(columns)
    assert estimate is not None
    worth, error, _, _ = dense(columns, estimate)
    rows = {row.entry: row for row in ranking.rows}
    assert ranking.refused == ()
    assert [rows[entry].adjusted for entry in columns.entries] == [round(value, 4) for value in worth]
    assert [rows[entry].sd for entry in columns.entries] == [round(v, 4) for v in np.sqrt(np.diag(error))]
    assert sum(row.p_top or 0 for row in ranking.rows) == pytest.approx(3)
    assert ranking.judges == ()


@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_the_order_of_slates_and_within_groups_does_not_matter(seed: int) -> None:
    slates = slates_of(seed)
    other = [Slate(s.judge, tuple(tuple(reversed(group)) for group in s.groups)) for s in slates]
    Random(seed).shuffle(other)
    assert slate_ranking(other, TOP_3, seed="s", draws=50) == slate_ranking(slates, TOP_3, seed="s", draws=50)


def test_better_everywhere_is_first() -> None:
    slates = [Slate(judge, (("a",), ("b",), ("c",), ("d",))) for judge in ("j", "k", "l")]
    ranking = slate_ranking(slates, TOP_3, seed="s")
    assert [row.entry for row in ranking.rows] == ["a", "b", "c", "d"]
    adjusted = [row.adjusted or 0 for row in ranking.rows]
    assert adjusted == sorted(adjusted, reverse=True)
    assert adjusted[0] == pytest.approx(-adjusted[3])


def test_a_strong_slate_is_made_good() -> None:
    # All judges see a to h in this order. d and e have the same shares, but d had the stronger company.
    orders = ("abcd", "efgh", "aceg", "bdfh", "adeh", "bcfg", "cdef")
    slates = [Slate(f"j{at}", tuple((entry,) for entry in order)) for at, order in enumerate(orders)]
    ranking = slate_ranking(slates, TOP_3, seed="s")
    raw = {row.entry: row.raw for row in ranking.rows}
    assert raw["d"] == raw["e"]
    assert [(row.entry, row.place) for row in ranking.rows] == [(e, at) for at, e in enumerate("abcdefgh", 1)]
    assert ranking.refused == ()


def test_one_entry_alone_says_nothing() -> None:
    pools = (Pool("all", 1, frozenset("ab")),)
    ranking = slate_ranking([Slate("j", (("a",),)), Slate("k", ((),))], pools, seed="s")
    assert (ranking.rows, ranking.unread) == ((), ("a", "b"))


def test_unconnected_slates_are_refused() -> None:
    slates = [Slate(judge, tuple((entry,) for entry in own)) for judge, own in
              (("j", "abc"), ("k", "bac"), ("l", "def"), ("m", "fde"))]  # fmt: skip
    tracks = dict.fromkeys("abc", "x") | dict.fromkeys("def", "y")
    assert [r.reason for r in slate_ranking(slates, TOP_3, seed="s").refused] == [Reason.NOT_CONNECTED]
    apart = slate_ranking(slates, TOP_3, seed="s", tracks=tracks)
    assert [(r.reason, [part.tracks for part in r.parts]) for r in apart.refused] == [
        (Reason.TRACKS_APART, [("x",), ("y",)])
    ]


def test_the_same_entry_twice_by_a_judge() -> None:
    with pytest.raises(ValueError, match=r"^reading of a by j: read twice$"):
        slate_ranking([Slate("j", (("a",), ("b", "a")))], TOP_3, seed="s")
