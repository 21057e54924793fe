"""The calibrated ranking: what it corrects, what it refuses, and that it can be made again."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superconnector.core.judging.calibration import calibrated_ranking
from superconnector.core.judging.calibration_variances import variances
from superconnector.core.judging.ranking import Method, Pool, Ranking, Reason, raw_ranking
from superconnector.core.judging.scores import Criterion, Reading
from superconnector.core.judging.scores_table import table
from tests.core.judging.dense import dense
from tests.core.judging.panels import PERCENT, TOP_3, panel, reading


def calibrated(given_: list[Reading], pools: tuple[Pool, ...] = TOP_3, **more: object) -> Ranking:
    return calibrated_ranking(given_, PERCENT, pools, **{"seed": "s", **more})  # type: ignore[arg-type]


def test_figures_are_those_of_the_reference() -> None:
    given_ = panel(1, 14, 5, 3)
    ranking = calibrated(given_)
    columns = table(given_, PERCENT)
    estimate = variances(columns)
    assert estimate is not None
    worth, error, shift, of_judges = dense(columns, estimate)
    rows = {row.entry: row for row in ranking.rows}
    assert [rows[entry].adjusted for entry in columns.entries] == [round(value, 4) for value in worth]
    assert [rows[entry].sd for entry in columns.entries] == [round(v, 4) for v in np.sqrt(np.diag(error))]
    assert [each.severity for each in ranking.judges] == [round(-value, 4) for value in shift]
    assert [each.sd for each in ranking.judges] == [round(v, 4) for v in np.sqrt(np.diag(of_judges))]
    assert ranking.refused == ()
    assert (ranking.method, ranking.seed, ranking.draws, ranking.level) == (
        Method.CALIBRATED,
        "s",
        1_000,
        0.9,
    )


def test_chances_and_intervals_are_those_of_independent_draws() -> None:
    given_ = panel(1, 14, 5, 3)
    columns = table(given_, PERCENT)
    estimate = variances(columns)
    assert estimate is not None
    worth, error, _, _ = dense(columns, estimate)
    drawn = np.random.default_rng(0).multivariate_normal(worth, error, 40_000)
    ranks = 1 + np.sum(drawn[:, None, :] > drawn[:, :, None], axis=2)
    rows = {row.entry: row for row in calibrated(given_, draws=40_000).rows}
    for index, entry in enumerate(columns.entries):
        row = rows[entry]
        assert row.p_top == pytest.approx(np.mean(ranks[:, index] <= 3), abs=0.015)
        low, high = np.quantile(ranks[:, index], [0.05, 0.95], method="inverted_cdf")
        assert abs((row.low or 0) - low) <= 1
        assert abs((row.high or 0) - high) <= 1


def test_chances_sum_to_the_places() -> None:
    ranking = calibrated(panel(1, 14, 5, 3))
    assert sum(row.p_top or 0 for row in ranking.rows) == pytest.approx(3)


def test_made_again_it_is_the_same_and_the_seed_matters() -> None:
    given_ = panel(4, 20, 6, 3)
    assert calibrated(given_) == calibrated(given_)
    other = calibrated(given_, seed="t")
    assert [(row.entry, row.adjusted, row.sd) for row in other.rows] == [
        (row.entry, row.adjusted, row.sd) for row in calibrated(given_).rows
    ]
    assert [row.p_top for row in other.rows] != [row.p_top for row in calibrated(given_).rows]


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_the_order_of_readings_does_not_matter(seed: int) -> None:
    given_ = panel(seed)
    shuffled = list(given_)
    Random(seed).shuffle(shuffled)
    assert calibrated(shuffled, draws=50) == calibrated(given_, draws=50)


def lead(ranking: Ranking, theirs: set[str], field: str) -> float:
    """By how much the mean of these entries lies above that of the others."""
    values = {row.entry: float(getattr(row, field)) for row in ranking.rows}
    own = [value for entry, value in values.items() if entry in theirs]
    others = [value for entry, value in values.items() if entry not in theirs]
    return float(np.mean(own) - np.mean(others))


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from([-20, 20]))
def test_a_judge_who_turns_severe_moves_raw_scores_and_hardly_adjusted_ones(seed: int, shift: int) -> None:
    # Eight judges who read 15 entries each: one of them then takes off or adds 20 points throughout.
    wide = (Criterion("all", 1, 300),)
    given_ = [replace(r, scores=((r.scores[0] or 0) + 100,)) for r in panel(seed, 40, 8, 3)]
    moved = [replace(r, scores=((r.scores[0] or 0) + shift,)) if r.judge == "j00" else r for r in given_]
    before, after = (calibrated_ranking(x, wide, TOP_3, seed="s", draws=20) for x in (given_, moved))
    theirs = {r.entry for r in given_ if r.judge == "j00"}
    plain = lead(after, theirs, "raw") - lead(before, theirs, "raw")
    corrected = lead(after, theirs, "adjusted") - lead(before, theirs, "adjusted")
    assert plain == pytest.approx(shift / 9)
    assert abs(corrected) < abs(plain) / 3


def test_severity_puts_right_what_raw_gets_wrong() -> None:
    # Judge k gives 30 less than j and l for the same entries. f was read by k twice as often as e.
    given_ = [
        reading("j", "a", 60), reading("k", "a", 31), reading("j", "b", 40), reading("k", "b", 10),
        reading("l", "c", 80), reading("k", "c", 49), reading("l", "d", 20), reading("j", "d", 21),
        reading("j", "e", 55), reading("l", "e", 55), reading("k", "f", 38), reading("l", "f", 67),
    ]  # fmt: skip
    order = {row.entry: row.place for row in calibrated(given_).rows}
    raw = {row.entry: row.place for row in raw_ranking(given_, PERCENT, TOP_3).rows}
    assert raw["e"] < raw["f"]
    assert order["f"] < order["e"]
    by_judge = {each.judge: each for each in calibrated(given_).judges}
    assert by_judge["k"].low > 0
    assert by_judge["k"].severity - by_judge["j"].severity == pytest.approx(30, abs=1)
    assert by_judge["l"].severity == pytest.approx(by_judge["j"].severity, abs=1)
    assert [each.readings for each in calibrated(given_).judges] == [4, 4, 4]


def test_unconnected_judges_are_refused_and_raw_places_stay() -> None:
    apart = [replace(r, judge=f"x{r.judge}", entry=f"x{r.entry}") for r in panel(2, 6, 3, 2)]
    given_ = panel(1, 6, 3, 2) + apart
    ranking = calibrated(given_)
    assert [(refusal.reason, len(refusal.parts)) for refusal in ranking.refused] == [
        (Reason.NOT_CONNECTED, 2)
    ]
    assert ranking.rows == raw_ranking(given_, PERCENT, TOP_3).rows
    assert ranking.judges == ()


def test_tracks_apart_are_calibrated_within_themselves_only() -> None:
    one = [replace(r, track="x") for r in panel(1, 8, 4, 3)]
    two = [replace(r, judge=f"x{r.judge}", entry=f"x{r.entry}", track="y") for r in panel(2, 8, 4, 3)]
    ranking = calibrated(one + two)
    assert [refusal.reason for refusal in ranking.refused] == [Reason.TRACKS_APART]
    raw = raw_ranking(one + two, PERCENT, TOP_3).rows
    assert [(row.entry, row.place) for row in ranking.rows] == [(row.entry, row.place) for row in raw]
    assert {(row.low, row.high, row.p_top) for row in ranking.rows} == {(None, None, None)}
    assert len(ranking.judges) == 8
    pools = tuple(Pool(name, 2, frozenset(r.entry for r in own)) for name, own in (("x", one), ("y", two)))
    apart = calibrated(one + two, pools)
    assert apart.refused == ()
    assert {row.entry: row.adjusted for row in apart.rows} == {
        row.entry: row.adjusted for row in ranking.rows
    }
    assert sum(row.p_top or 0 for row in apart.rows) == pytest.approx(4)


def test_a_thin_pool_does_not_spoil_another() -> None:
    given_ = panel(1, 10, 4, 3)
    thin = [reading("j00", "z1", 50), reading("j01", "z2", 70)]
    pools = (Pool("good", 3, frozenset(r.entry for r in given_)), Pool("thin", 1, frozenset({"z1", "z2"})))
    ranking = calibrated(given_ + thin, pools)
    assert [(refusal.pool, refusal.reason) for refusal in ranking.refused] == [
        ("thin", Reason.TOO_FEW_READINGS)
    ]
    assert {row.pool for row in ranking.rows if row.p_top is None} == {"thin"}
    assert {row.pool for row in ranking.rows if row.p_top is not None} == {"good"}


def test_entries_that_do_not_differ_are_refused() -> None:
    given_ = [reading(judge, entry, 50 + 10 * (judge == "j")) for judge in "jkl" for entry in "abcd"]
    ranking = calibrated(given_)
    assert [refusal.reason for refusal in ranking.refused] == [Reason.NO_DIFFERENCE]
    assert {(row.place, row.shared, row.adjusted) for row in ranking.rows} == {(1, True, None)}
    assert ranking.variances is None


def test_twins_share_a_place() -> None:
    given_ = panel(1, 8, 4, 3)
    twin = [replace(r, entry="twin") for r in given_ if r.entry == "e000"]
    rows = {row.entry: row for row in calibrated(given_ + twin).rows}
    assert rows["twin"].place == rows["e000"].place
    assert (rows["twin"].shared, rows["e000"].shared) == (True, True)
    assert rows["twin"].adjusted == rows["e000"].adjusted


def test_the_level_widens_the_interval() -> None:
    half = {row.entry: row for row in calibrated(panel(1, 14, 5, 3), level=0.5).rows}
    for row in calibrated(panel(1, 14, 5, 3)).rows:
        narrow = half[row.entry]
        assert (row.low or 0) <= (narrow.low or 0) <= (narrow.high or 0) <= (row.high or 0)


def test_nothing_read_and_unread_entries() -> None:
    assert calibrated([]).rows == ()
    given_ = panel(1, 8, 4, 3)
    pools = (Pool("all", 3, frozenset({r.entry for r in given_} | {"none"})),)
    assert calibrated(given_, pools).unread == ("none",)


@pytest.mark.parametrize(("draws", "level"), [(19, 0.9), (1_000, 0.0), (1_000, 1.0)])
def test_no_interval_from_few_draws_or_no_level(draws: int, level: float) -> None:
    with pytest.raises(ValueError, match=rf"^{draws} draws and level {level} give no interval$"):
        calibrated(panel(1), draws=draws, level=level)
