"""Columns of readings do not depend on the order of the readings and lose nothing."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.judging.scores import Criterion
from superconnector.core.judging.scores_table import table, valued
from tests.core.judging.panels import PERCENT, panel, reading


def test_columns_of_three_readings() -> None:
    made = table(
        [reading("k", "b", 1, track="y"), reading("k", "a", 2, track="x"), reading("j", "b", 3, track="y")],
        (Criterion("all", 1, 4),),
    )
    assert (made.entries, made.judges, made.tracks) == (("a", "b"), ("j", "k"), ("x", "y"))
    assert made.size == (2, 2, 2)
    assert made.entry.tolist() == [0, 1, 1]
    assert made.judge.tolist() == [1, 0, 1]
    assert made.track.tolist() == [0, 1]
    assert made.value.tolist() == [50.0, 75.0, 25.0]
    assert made.cut.tolist() == [0, 0, 0]
    assert made.edge.tolist() == [50.0, 75.0, 25.0]


def test_totals_at_an_end_are_cut_half_a_step_before_it() -> None:
    # Weights 3 and 1, steps of 25 and of 10 points: half a step of the total is (3 × 12.5 + 1 × 5) / 4.
    two = (Criterion("wide", 3, 5, 1), Criterion("fine", 1, 10))
    made = table(
        [
            reading("j", "a", 5, 10),
            reading("k", "a", 5, 9),
            reading("j", "b", 1, 0),
            reading("k", "b", None, 10),
            reading("j", "c", 5, None),
        ],
        two,
    )
    assert made.value.tolist() == [100.0, 97.5, 0.0, 100.0, 100.0]
    assert made.cut.tolist() == [1, 0, -1, 1, 1]
    assert made.edge.tolist() == [89.375, 97.5, 10.625, 95.0, 87.5]


def test_values_of_their_own() -> None:
    made = valued([reading("k", "b"), reading("j", "b"), reading("j", "a")], [0.5, -1.0, 2.0])
    assert made.value.tolist() == [2.0, -1.0, 0.5]
    assert made.cut.tolist() == [0, 0, 0]


@given(st.integers(0, 10**6))
def test_every_reading_is_in_its_place_whatever_the_order(seed: int) -> None:
    given_ = panel(seed, tracks=("x", "y"))
    shuffled = list(given_)
    Random(seed).shuffle(shuffled)
    one, other = table(given_, PERCENT), table(shuffled, PERCENT)
    for field in ("entry", "judge", "track", "value", "cut", "edge"):
        np.testing.assert_array_equal(getattr(one, field), getattr(other, field))
    assert (one.entries, one.judges, one.tracks) == (other.entries, other.judges, other.tracks)
    told = {
        (one.judges[j], one.entries[e], one.tracks[one.track[e]], value)
        for e, j, value in zip(one.entry, one.judge, one.value, strict=True)
    }
    assert told == {(r.judge, r.entry, r.track, float(r.scores[0] or 0)) for r in given_}
