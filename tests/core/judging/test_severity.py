"""Severities: their sign, their interval, and for whom they are told."""

from __future__ import annotations

import numpy as np
import pytest

from superconnector.core.judging.posterior import posterior
from superconnector.core.judging.ranking import Variances
from superconnector.core.judging.scores_table import table
from superconnector.core.judging.severity import severities
from superconnector.core.judging.simulate import SPREAD, Habits, panel, read
from tests.core.judging.panels import PERCENT, reading
from tests.core.judging.panels import panel as small

GIVEN = Variances(200.0, 90.0, 60.0)


def test_the_strict_judge_is_above_nothing() -> None:
    columns = table([reading("mild", "e", 60), reading("strict", "e", 40)], PERCENT)
    found = posterior(columns, Variances(1.0, 30.0, 10.0), seed="s", draws=0)
    mild, strict = severities(columns, found, 0.9, {"mild", "strict"})
    # Ten points either way of the mean, shrunk by 30 / (30 + 10).
    assert (mild.severity, strict.severity) == (-7.5, 7.5)
    assert (mild.readings, strict.readings) == (1, 1)


@pytest.mark.parametrize(("level", "reach"), [(0.9, 1.644854), (0.5, 0.67449)])
def test_the_interval_is_that_of_the_normal_curve(level: float, reach: float) -> None:
    columns = table(small(1, 14, 5, 3), PERCENT)
    found = posterior(columns, GIVEN, seed="s", draws=0)
    for each in severities(columns, found, level, set(columns.judges)):
        assert each.low == pytest.approx(each.severity - reach * each.sd, abs=2e-4)
        assert each.high == pytest.approx(each.severity + reach * each.sd, abs=2e-4)


def test_only_the_judges_asked_for() -> None:
    columns = table(small(1, 14, 5, 3), PERCENT)
    found = posterior(columns, GIVEN, seed="s", draws=0)
    assert [each.judge for each in severities(columns, found, 0.9, {"j03", "j01", "other"})] == ["j01", "j03"]


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    made = panel("severity", 300, 60, Habits(severity=0.5, noise=0.5))
    pairs = [
        (made.judges[(7 * at + 11 * turn * turn + turn) % 60], entry)
        for at, entry in enumerate(made.entries)
        for turn in range(4)
    ]
    columns = table(read(made, pairs, PERCENT), PERCENT)
    unit = 100 * SPREAD
    known = Variances(unit**2, (unit / 2) ** 2, (unit / 2) ** 2)
    told = severities(columns, posterior(columns, known, seed="s", draws=0), 0.9, set(columns.judges))
    truth = {judge.id: -judge.shift * unit for judge in made.judges}
    held = np.mean([each.low <= truth[each.judge] <= each.high for each in told])
    assert 0.78 <= held <= 1.0, held  # 60 judges: .90 less three standard errors
