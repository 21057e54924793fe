"""The posterior against generalised least squares with dense matrices; its draws against its figures."""

from __future__ import annotations

import numpy as np
import pytest

from superconnector.core.judging import posterior_system
from superconnector.core.judging.posterior import BLOCK, Seen, posterior
from superconnector.core.judging.ranking import Variances
from superconnector.core.judging.scores_table import table
from tests.core.judging.dense import dense
from tests.core.judging.panels import PERCENT, panel, reading

SHAPES = [(12, 5, 3, 1), (5, 12, 4, 1), (30, 6, 2, 3), (6, 30, 11, 2), (7, 7, 7, 1)]
GIVEN = Variances(200.0, 90.0, 60.0)


@pytest.mark.parametrize(("entries", "judges", "each", "tracks"), SHAPES)
def test_equal_to_dense_least_squares(entries: int, judges: int, each: int, tracks: int) -> None:
    columns = table(panel(1, entries, judges, each, tuple("xyz"[:tracks])), PERCENT)
    found = posterior(columns, GIVEN, seed="s", draws=0)
    worth, error, shift, of_judges = dense(columns, GIVEN)
    np.testing.assert_allclose(found.entry, worth, rtol=1e-9)
    np.testing.assert_allclose(found.entry_sd, np.sqrt(np.diag(error)), rtol=1e-9)
    np.testing.assert_allclose(found.judge, shift, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found.judge_sd, np.sqrt(np.diag(of_judges)), rtol=1e-9)


@pytest.mark.parametrize(("entries", "judges", "each", "tracks"), SHAPES)
def test_readings_of_unequal_weight_are_equal_to_one_dense_precision(
    entries: int, judges: int, each: int, tracks: int
) -> None:
    columns = table(panel(1, entries, judges, each, tuple("xyz"[:tracks])), PERCENT)
    count = len(columns.value)
    random = np.random.default_rng(3)
    told = Seen(columns.value + random.normal(0, 5, count), random.uniform(0.001, 0.1, count))
    found = posterior(columns, GIVEN, seed="s", draws=0, seen=told)
    # Figures are (entry without its track, judge, track); a reading is the sum of one of each.
    in_track = np.eye(tracks)[columns.track]
    design = np.hstack([
        np.eye(entries)[columns.entry], np.eye(judges)[columns.judge], in_track[columns.entry]
    ])  # fmt: skip
    prior = np.concatenate([np.full(entries, 1 / 200), np.full(judges, 1 / 90), np.zeros(tracks)])
    covariance = np.linalg.inv(design.T @ (told.weight[:, None] * design) + np.diag(prior))
    mean = covariance @ design.T @ (told.weight * told.value)
    variance = np.diag(covariance)
    np.testing.assert_allclose(found.own, mean[:entries], rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(found.own_variance, variance[:entries], rtol=1e-8)
    np.testing.assert_allclose(found.judge, mean[entries:-tracks], rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(found.judge_sd**2, variance[entries:-tracks], rtol=1e-8)
    np.testing.assert_allclose(found.opinion, design @ mean, rtol=1e-8)
    np.testing.assert_allclose(found.opinion_variance, np.diag(design @ covariance @ design.T), rtol=1e-8)
    to_worth = np.hstack([np.eye(entries), np.zeros((entries, judges)), in_track])
    np.testing.assert_allclose(found.entry, to_worth @ mean, rtol=1e-8)
    np.testing.assert_allclose(found.entry_sd**2, np.diag(to_worth @ covariance @ to_worth.T), rtol=1e-8)


@pytest.mark.parametrize(("entries", "judges", "each", "tracks"), SHAPES[:3])
def test_draws_have_the_mean_and_covariance(entries: int, judges: int, each: int, tracks: int) -> None:
    columns = table(panel(2, entries, judges, each, tuple("xyz"[:tracks])), PERCENT)
    count = 40_000
    drawn = posterior(columns, GIVEN, seed="s", draws=count).draws
    worth, error, _, _ = dense(columns, GIVEN)
    assert drawn.shape == (count, entries)
    largest = np.max(np.diag(error))
    # Five standard errors of a mean, and of a covariance (at most √2 times the variance over √count).
    np.testing.assert_allclose(drawn.mean(0), worth, atol=5 * np.sqrt(largest / count))
    np.testing.assert_allclose(np.cov(drawn.T), error, atol=5 * np.sqrt(2 / count) * largest)


def test_blocks_of_products_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = table(panel(3, 20, 8, 3), PERCENT)
    whole = posterior(columns, GIVEN, seed="s", draws=10)
    monkeypatch.setattr(posterior_system, "PAIRS", 7)
    blocks = posterior(columns, GIVEN, seed="s", draws=10)
    np.testing.assert_allclose(blocks.draws, whole.draws, rtol=1e-9)
    np.testing.assert_allclose(blocks.entry_sd, whole.entry_sd, rtol=1e-12)


def test_the_first_draws_do_not_depend_on_how_many_follow() -> None:
    columns = table(panel(3, 20, 8, 3), PERCENT)
    few = posterior(columns, GIVEN, seed="s", draws=BLOCK).draws
    many = posterior(columns, GIVEN, seed="s", draws=2 * BLOCK).draws
    np.testing.assert_array_equal(many[:BLOCK], few)


def test_seeds_differ() -> None:
    columns = table(panel(3), PERCENT)
    one = posterior(columns, GIVEN, seed="s", draws=5).draws
    other = posterior(columns, GIVEN, seed="t", draws=5).draws
    assert not np.any(one == other)


def test_two_judges_of_one_entry_on_paper() -> None:
    # One entry in its track: its worth has a flat prior, so it is the mean, with the error of that mean.
    columns = table([reading("j", "e", 40), reading("k", "e", 60)], PERCENT)
    found = posterior(columns, Variances(1.0, 30.0, 10.0), seed="s", draws=0)
    np.testing.assert_allclose(found.entry, [50.0])
    np.testing.assert_allclose(found.entry_sd, [np.sqrt((30 + 10) / 2)])
    # A judge's shift is shrunk: half of 20 is the shift of each, times 30 / (30 + 10).
    np.testing.assert_allclose(found.judge, [-7.5, 7.5])
