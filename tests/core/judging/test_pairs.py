"""Rankings from comparisons of two."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superconnector.core.judging.pairs import Comparison, pair_ranking
from superconnector.core.judging.pairs_fit import fit, wins
from superconnector.core.judging.ranking import Method, Pool, Reason, Refusal
from tests.core.judging.panels import TOP_3


def verdicts(seed: int, entries: int = 8, times: int = 2) -> list[Comparison]:
    """Every two entries compared; the entry of the lower number tends to win."""
    random = Random(seed)
    found = []
    for time in range(times):
        for one, other in combinations(range(entries), 2):
            seen = other - one + random.gauss(0, 3)
            better, worse = (one, other) if seen > 0 else (other, one)
            found.append(Comparison(f"j{time}", f"e{better}", f"e{worse}", abs(seen) < 0.3))
    return found


def test_raw_is_the_share_won() -> None:
    given_ = [Comparison("j", "a", "b"), Comparison("k", "a", "b", True), Comparison("k", "b", "c")]
    ranking = pair_ranking(given_, TOP_3, seed="s", least=Fraction(1))
    assert ranking.method is Method.PAIRS
    assert {row.entry: (row.raw, row.readings) for row in ranking.rows} == {
        "a": (Fraction(3, 4), 2), "b": (Fraction(1, 2), 3), "c": (Fraction(0), 1),
    }  # fmt: skip


def test_figures_are_those_of_the_fit() -> None:
    given_ = verdicts(1)
    ranking = pair_ranking(given_, TOP_3, seed="s")
    counts = {(i, j): 0.0 for i in range(8) for j in range(8)}
    for each in given_:
        better, worse = int(each.better[1:]), int(each.worse[1:])
        counts[better, worse] += 0.5 if each.equal else 1
        counts[worse, better] += 0.5 if each.equal else 0
    found = fit(wins(counts))
    assert found is not None
    rows = {row.entry: row for row in ranking.rows}
    assert [rows[f"e{i}"].adjusted for i in range(8)] == [round(w, 4) for w in found.worth]
    assert [rows[f"e{i}"].sd for i in range(8)] == [round(v, 4) for v in np.sqrt(np.diag(found.covariance))]
    assert sum(row.p_top or 0 for row in ranking.rows) == pytest.approx(3)
    drawn = np.random.default_rng(3).multivariate_normal(found.worth, found.covariance, 20_000)
    tops = np.mean(np.sum(drawn[:, None, :] > drawn[:, :, None], axis=2) < 3, axis=0)
    assert [rows[f"e{i}"].p_top for i in range(8)] == pytest.approx(tops, abs=0.06)
    assert ranking.variances is not None
    assert ranking.variances.entry == round(found.variance, 4)


@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_the_order_of_verdicts_does_not_matter(seed: int) -> None:
    given_ = verdicts(seed)
    other = [Comparison(c.judge, c.worse, c.better, True) if c.equal else c for c in given_]
    Random(seed).shuffle(other)
    assert pair_ranking(other, TOP_3, seed="s", draws=50) == pair_ranking(given_, TOP_3, seed="s", draws=50)


def test_who_beats_the_strong_is_ahead_of_who_beats_the_weak() -> None:
    given_ = verdicts(1, 6, 3)
    given_ += [Comparison("x", "new", "e0"), Comparison("x", "e1", "new"), Comparison("y", "new", "e0")]
    given_ += [Comparison("x", "old", "e5"), Comparison("x", "e4", "old"), Comparison("y", "old", "e5")]
    rows = {row.entry: row for row in pair_ranking(given_, TOP_3, seed="s").rows}
    assert rows["new"].raw == rows["old"].raw
    assert (rows["new"].adjusted or 0) > (rows["old"].adjusted or 0) + 0.5


def test_entries_that_no_verdict_connects_are_refused() -> None:
    given_ = [Comparison(judge, *pair) for judge in "jk" for pair in ("ab", "bc", "ca", "de", "ef", "fd")]
    refused = pair_ranking(given_, TOP_3, seed="s").refused
    assert [(r.reason, [(p.entries, p.judges) for p in r.parts]) for r in refused] == [
        (Reason.NOT_CONNECTED, [(("a", "b", "c"), ("j", "k")), (("d", "e", "f"), ("j", "k"))])
    ]
    tracks = dict.fromkeys("abc", "x") | dict.fromkeys("def", "y")
    assert [r.reason for r in pair_ranking(given_, TOP_3, seed="s", tracks=tracks).refused] == [
        Reason.TRACKS_APART
    ]


def test_too_few_verdicts_are_refused_with_the_mean() -> None:
    given_ = [Comparison("j", "a", "b"), Comparison("j", "b", "c")]
    assert pair_ranking(given_, TOP_3, seed="s").refused == (
        Refusal("all", Reason.TOO_FEW_READINGS, found=Fraction(4, 3), needed=Fraction(3)),
    )


def test_no_difference_is_refused() -> None:
    given_ = [Comparison(judge, *pair, True) for judge in "jk" for pair in ("ab", "bc", "ca")]
    ranking = pair_ranking(given_, TOP_3, seed="s")
    assert [r.reason for r in ranking.refused] == [Reason.NO_DIFFERENCE]
    assert {(row.place, row.shared, row.p_top) for row in ranking.rows} == {(1, True, None)}


def test_nothing_compared() -> None:
    pools = (Pool("all", 1, frozenset("ab")),)
    ranking = pair_ranking([], pools, seed="s")
    assert (ranking.rows, ranking.unread, ranking.refused) == ((), ("a", "b"), ())


def test_an_entry_is_not_compared_with_itself() -> None:
    with pytest.raises(ValueError, match=r"^j compared a with itself$"):
        Comparison("j", "a", "a")
