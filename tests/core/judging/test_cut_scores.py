"""Bounds against their likelihood written out, variances on average, and calls of odd shapes."""

from __future__ import annotations

from dataclasses import replace
from math import log, sqrt
from random import Random
from statistics import NormalDist, mean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superconnector.core.judging.calibration import calibrated_ranking
from superconnector.core.judging.calibration_variances import variances
from superconnector.core.judging.cut_scores import estimated, hazard, seen
from superconnector.core.judging.posterior import posterior
from superconnector.core.judging.ranking import Pool, Variances
from superconnector.core.judging.scores import Criterion, Reading
from superconnector.core.judging.scores_table import Table, table
from tests.core.judging.panels import reading

TEN = (Criterion("all", 1, 10, 1),)
KNOWN = Variances(490.0, 320.0, 330.0)
NORMAL = NormalDist()


def scores(seed: int, entries: int, judges: int, each: int, level: float = 1.0) -> list[Reading]:
    """Scores of 1 to 10, a unit two points; `level` is how far the mean opinion lies above the middle."""
    random = Random(seed)
    worth = [random.gauss(level, 1) for _ in range(entries)]
    shift = [random.gauss(0, 0.8) for _ in range(judges)]
    return [
        reading(
            f"j{judge:02}",
            f"e{entry:03}",
            max(1, min(10, round(5.5 + 2 * (worth[entry] + shift[judge] + random.gauss(0, 0.8))))),
        )
        for entry in range(entries)
        for judge in random.sample(range(judges), each)
    ]


def log_likelihood(columns: Table, known: Variances, worth: list[float], shift: list[float]) -> float:
    """Of entries' worths and judges' shifts, reading by reading, with the prior of one track of mean 50."""
    deviation = sqrt(known.noise)
    told = -sum((each - 50) ** 2 for each in worth) / (2 * known.entry)
    told -= sum(each**2 for each in shift) / (2 * known.judge)
    for entry, judge, value, cut, edge in zip(
        columns.entry, columns.judge, columns.value, columns.cut, columns.edge, strict=True
    ):
        opinion = worth[entry] + shift[judge]
        if cut:
            told += log(NORMAL.cdf(float(cut) * (opinion - float(edge)) / deviation))
        else:
            told -= (float(value) - opinion) ** 2 / (2 * known.noise)
    return told


@pytest.mark.parametrize("ahead", [-29.0, -8.0, -1.0, 0.0, 0.7, 3.0])
def test_hazard_is_the_slope_of_the_logarithm_of_the_distribution(ahead: float) -> None:
    # Below −8 the distribution function of the library has no digits left: there the known bounds hold.
    found = float(hazard(np.array([ahead]))[0])
    if ahead > -8:
        step = 1e-5
        slope = (log(NORMAL.cdf(ahead + step)) - log(NORMAL.cdf(ahead - step))) / (2 * step)
        assert found == pytest.approx(slope, rel=1e-6)
    else:
        assert -ahead < found < -ahead - 1 / ahead


def test_hazard_has_no_seam_and_no_end() -> None:
    near = hazard(np.array([-30.0 - 1e-9, -30.0, -30.0 + 1e-9]))
    np.testing.assert_allclose(near, near[1], rtol=1e-4)
    np.testing.assert_allclose(hazard(np.array([-1e6, 40.0])), [1e6, 0.0], rtol=1e-9, atol=1e-300)


def test_nothing_cut_leaves_everything_as_it_was() -> None:
    given_ = [replace(r, scores=(min(9, max(2, r.scores[0] or 0)),)) for r in scores(1, 30, 6, 3)]
    columns = table(given_, TEN)
    assert estimated(columns) == (variances(columns), None)


def test_no_difference_is_still_none() -> None:
    given_ = [reading(judge, entry, 10) for judge in "jkl" for entry in "abcd"]
    assert estimated(table(given_, TEN)) is None


def test_where_most_is_cut_the_totals_are_taken_as_they_are() -> None:
    given_ = scores(3, 30, 6, 3, level=4.5)
    columns = table(given_, TEN)
    assert np.mean(columns.cut == 1) > 0.5
    found = variances(columns)
    assert found is not None
    assert estimated(columns) == (found, None)


def test_the_posterior_stands_at_the_mode_of_the_likelihood() -> None:
    # The likelihood written out must fall in whatever direction one goes from there.
    columns = table(scores(2, 10, 4, 2), TEN)
    assert set(columns.cut.tolist()) == {0, 1}
    opinion = columns.value
    for _ in range(25):
        found = posterior(columns, KNOWN, seed="s", draws=0, seen=seen(columns, KNOWN, opinion))
        opinion = found.opinion
    centre = float(np.mean(found.entry - found.own))
    worth, shift = (found.own + 50).tolist(), found.judge.tolist()
    moved = replace(columns, value=columns.value - centre + 50, edge=columns.edge - centre + 50)
    best = log_likelihood(moved, KNOWN, worth, shift)
    for at in range(len(worth)):
        for step in (-0.01, 0.01):
            other = [each + step * (at == index) for index, each in enumerate(worth)]
            assert log_likelihood(moved, KNOWN, other, shift) < best
    for at in range(len(shift)):
        for step in (-0.01, 0.01):
            other = [each + step * (at == index) for index, each in enumerate(shift)]
            assert log_likelihood(moved, KNOWN, worth, other) < best


@pytest.mark.parametrize("cut", [1, -1])
def test_a_bound_weighs_what_its_likelihood_bends(cut: int) -> None:
    # Slope and curvature that stand for the bound are those of its own likelihood, by differences.
    columns = table([reading("j", "e", 10 if cut == 1 else 1), reading("k", "f", 5)], TEN)
    assert columns.edge[0] == pytest.approx(50 + cut * (50 - 100 / 18))
    opinion = np.array([columns.edge[0] - 11.0 * cut, 40.0])
    told = seen(columns, KNOWN, opinion)

    def bound(at: float) -> float:
        return log(NORMAL.cdf(cut * (at - float(columns.edge[0])) / sqrt(KNOWN.noise)))

    here, step = float(opinion[0]), 1e-2
    slope = (bound(here + step) - bound(here - step)) / (2 * step)
    bend = -(bound(here + step) - 2 * bound(here) + bound(here - step)) / step**2
    assert told.weight[0] == pytest.approx(bend, rel=1e-4)
    assert told.weight[0] * (told.value[0] - here) == pytest.approx(slope, rel=1e-4)
    assert (told.value[1], told.weight[1]) == (columns.value[1], 1 / KNOWN.noise)


def test_variances_are_nearly_those_behind_the_cut_scores() -> None:
    # 22.2 points a unit: entries 494, judges .64 of it, noise .64 of it and the rounding of whole scores.
    unit = (200 / 9) ** 2
    truth = np.array([unit, 0.64 * unit, 0.64 * unit + (100 / 9) ** 2 / 12])
    found, plain = [], []
    for seed in range(40):
        columns = table(scores(seed, 120, 12, 3), TEN)
        told, before = estimated(columns), variances(columns)
        assert told is not None
        assert before is not None
        assert told[1] is not None
        found.append((told[0].entry, told[0].judge, told[0].noise))
        plain.append((before.entry, before.judge, before.noise))
    of_truth = np.mean(found, 0) / truth
    assert np.all(np.abs(of_truth - 1) < 0.12), of_truth
    assert np.all(np.mean(plain, 0) / truth < 0.8)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([2, 3, 5, 10]), st.sampled_from([0.0, 0.02, 0.5, 2.0]))
def test_small_and_odd_calls_stay_finite(seed: int, high: int, noise: float) -> None:
    random = Random(seed)
    entries, judges = random.randint(3, 20), random.randint(2, 9)
    worth = [random.gauss(0.5, random.choice([0.1, 1, 3])) for _ in range(entries)]
    given_ = [
        reading(f"j{judge}", f"e{entry}", max(0, min(high, round(high * (0.5 + worth[entry] / 4 + off)))))
        for entry in range(entries)
        for judge in random.sample(range(judges), random.randint(1, min(3, judges)))
        for off in [random.gauss(0, noise) / 4]
    ]
    columns = table(given_, (Criterion("all", 1, high),))
    told = estimated(columns)
    if told is None or told[1] is None:
        return
    known, told_ = told
    figures = np.array([known.entry, known.judge, known.noise])
    assert np.all(figures > 0)
    assert np.sum(figures) < 100**2 * 100
    assert np.all(np.isfinite(told_.value))
    assert np.all(told_.weight > 0)


def test_noise_is_never_told_smaller_than_without_the_bounds() -> None:
    # Judge b gives two points more than a, c three: nothing is left unexplained but for the end of the scale.
    given_ = [
        reading(judge, f"e{each}", min(10, each + more))
        for each in range(1, 10)
        for judge, more in (("a", 0), ("b", 2), ("c", 3))
    ]
    columns = table(given_, TEN)
    told, before = estimated(columns), variances(columns)
    assert told is not None
    assert before is not None
    assert told[0].noise == before.noise
    assert told[0].judge > before.judge
    assert told[0].entry > before.entry


def test_top_marks_of_a_severe_judge_say_more() -> None:
    # Judge a is severe, b lenient; both give x and y the top mark once: x from a, y from b.
    given_ = [
        *(reading("a", f"e{each}", each) for each in range(1, 8)),
        *(reading("b", f"e{each}", min(10, each + 2 + each % 2)) for each in range(1, 8)),
        reading("a", "x", 10), reading("c", "x", 9), reading("b", "y", 10), reading("c", "y", 9),
        *(reading("c", f"e{each}", each + each % 3) for each in range(1, 7)),
    ]  # fmt: skip
    ranking = calibrated_ranking(given_, TEN, (Pool("all", 2),), seed="s", draws=50)
    assert ranking.refused == ()
    by_entry = {row.entry: row for row in ranking.rows}
    assert by_entry["x"].raw == by_entry["y"].raw
    assert (by_entry["x"].adjusted or 0) > (by_entry["y"].adjusted or 0)
    assert (by_entry["x"].sd or 0) > mean(by_entry[f"e{each}"].sd or 0 for each in range(1, 7))
