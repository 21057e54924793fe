"""The draw: who is safe, who is out, and that anyone can repeat it."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from superconnector.core.judging.calibration import calibrated_ranking
from superconnector.core.judging.lottery import Lot, draw
from superconnector.core.judging.ranking import Method, Pool, Ranking, Row, raw_ranking
from tests.core.judging.panels import PERCENT, TOP_3, panel


def ranking(places: int, *rows: tuple[str, int, int, int]) -> Ranking:
    """Rows of (entry, place, low, high)."""
    own = [place for _, place, _, _ in rows]
    made = [
        Row(entry, "all", place, own.count(place) > 1, Fraction(1), 3, 1.0, 1.0, low, high, 0.5)
        for entry, place, low, high in rows
    ]
    return Ranking(Method.CALIBRATED, (Pool("all", places),), tuple(made))


def test_safe_between_and_out() -> None:
    found = draw(ranking(2, ("a", 1, 1, 2), ("b", 2, 1, 3), ("c", 3, 2, 4), ("d", 4, 3, 4)), "all", "42")
    assert (found.safe, found.out) == (("a",), ("d",))
    lots = {entry: sha256(f"42|{entry}".encode()).hexdigest() for entry in "bc"}
    first, last = sorted(lots, key=lots.__getitem__)
    assert found.drawn == (Lot(first, lots[first], True), Lot(last, lots[last], False))
    assert found.winners == {"a", first}


def test_seeds_decide() -> None:
    open_ = ranking(1, ("a", 1, 1, 3), ("b", 2, 1, 3), ("c", 3, 1, 3))
    winners = [next(iter(draw(open_, "all", str(seed)).winners)) for seed in range(300)]
    assert all(70 < winners.count(entry) < 130 for entry in "abc")


def test_never_more_safe_than_places() -> None:
    # Narrow intervals at a low level may put more entries within the places than there are.
    found = draw(ranking(2, ("a", 1, 1, 2), ("b", 2, 1, 2), ("c", 3, 1, 2)), "all", "s")
    assert (found.safe, [lot.entry for lot in found.drawn]) == (("a", "b"), ["c"])
    shared = draw(ranking(2, ("a", 1, 1, 2), ("b", 2, 1, 2), ("c", 2, 1, 2)), "all", "s")
    assert (shared.safe, sorted(lot.entry for lot in shared.drawn)) == (("a",), ["b", "c"])
    assert len(shared.winners) == 2


def test_always_enough_to_fill_the_places() -> None:
    found = draw(ranking(2, ("a", 1, 1, 2), ("b", 2, 3, 4), ("c", 3, 3, 4), ("d", 4, 3, 4)), "all", "s")
    assert found.winners == {"a", "b"}


@given(st.integers(0, 10**6), st.integers(1, 14), st.sampled_from([0.3, 0.5, 0.9]))
def test_as_many_winners_as_places(seed: int, places: int, level: float) -> None:
    made = calibrated_ranking(
        panel(seed, 14), PERCENT, (Pool("all", places),), seed="s", draws=40, level=level
    )
    if made.refused:
        return
    found = draw(made, "all", str(seed))
    assert len(found.winners) == places
    assert sorted([*found.safe, *(lot.entry for lot in found.drawn), *found.out]) == sorted(
        row.entry for row in made.rows
    )


def test_without_intervals_there_is_no_draw() -> None:
    made = raw_ranking(panel(1), PERCENT, TOP_3)
    with pytest.raises(ValueError, match=r"^pool all has no intervals, so there is no overlap to draw in$"):
        draw(made, "all", "s")
