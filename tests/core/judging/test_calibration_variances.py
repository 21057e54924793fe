"""Variances by hand, on average over many panels, and where they cannot be told."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from superconnector.core.judging.calibration_variances import LEAST, variances
from superconnector.core.judging.scores import Reading
from superconnector.core.judging.scores_table import table
from tests.core.judging.panels import PERCENT, reading


def crossed(*rows: str) -> list[Reading]:
    """Rows of scores of one entry by judges 0, 1, …"""
    return [
        reading(f"j{judge}", f"e{entry}", int(score))
        for entry, row in enumerate(rows)
        for judge, score in enumerate(row.split())
    ]


def test_a_full_table_gives_the_analysis_of_variance() -> None:
    # Means of entries 20, 40, 60 and of judges 35, 45 around 40; residuals 0, 1, −1 with either sign.
    # Mean squares: 2 (400 + 0 + 400) / 2 = 800, 3 (25 + 25) / 1 = 150, (0 + 2 + 2) / 2 = 2.
    found = variances(table(crossed("15 25", "36 44", "54 66"), PERCENT))
    assert found is not None
    np.testing.assert_allclose([found.entry, found.judge, found.noise], [(800 - 2) / 2, (150 - 2) / 3, 2])


def normal_panel(random: Random) -> tuple[list[Reading], dict[tuple[str, str], float]]:
    """A lopsided design of two tracks, and totals that no rounding touches."""
    worth = [random.gauss(0, 3) + 5 * (entry % 2) for entry in range(10)]
    shift = [random.gauss(0, 2) for _ in range(6)]
    pairs = [(judge, entry) for entry in range(10) for judge in range(6) if (judge * entry + entry) % 3 < 2]
    given = [reading(f"j{judge}", f"e{entry}", 0, track=str(entry % 2)) for judge, entry in pairs]
    exact = {
        (f"j{judge}", f"e{entry}"): worth[entry] + shift[judge] + random.gauss(0, 1) for judge, entry in pairs
    }
    return given, exact


def test_unbiased_on_a_lopsided_design_with_tracks() -> None:
    random = Random(5)
    found = []
    for _ in range(1_500):
        given, exact = normal_panel(random)
        columns = table(given, PERCENT)
        values = [
            exact[columns.judges[j], columns.entries[e]]
            for e, j in zip(columns.entry, columns.judge, strict=True)
        ]
        estimate = variances(replace(columns, value=np.array(values)))
        assert estimate is not None
        found.append((estimate.entry, estimate.judge, estimate.noise))
    mean, error = np.mean(found, 0), np.std(found, 0) / np.sqrt(len(found))
    assert np.all(np.abs(mean - [9, 4, 1]) < 4 * error), (mean, error)
    assert np.all(error < [0.15, 0.1, 0.02])


def test_tracks_do_not_count_as_difference_between_entries() -> None:
    plain = crossed("15 25", "36 44", "54 66", "20 30")
    moved = [
        reading(
            r.judge,
            r.entry,
            (r.scores[0] or 0) + 30 * (r.entry in ("e1", "e3")),
            track=str(int(r.entry[1]) % 2),
        )
        for r in plain
    ]
    in_tracks = [reading(r.judge, r.entry, *r.scores, track=str(int(r.entry[1]) % 2)) for r in plain]
    assert variances(table(moved, PERCENT)) == variances(table(in_tracks, PERCENT))


def test_judges_that_agree_have_nearly_no_variance() -> None:
    found = variances(table(crossed("10 20", "50 40", "70 80", "35 25"), PERCENT))
    assert found is not None
    assert found.judge == pytest.approx(LEAST * (found.entry + found.noise), rel=1e-6)


@pytest.mark.parametrize(
    "rows",
    [
        ("50 50", "50 50", "50 50"),  # all alike
        ("40 60", "60 40", "40 60", "60 40"),  # judges disagree, entries are alike
        ("40", "50", "60"),  # one judge: noise cannot be told from entries
    ],
)
def test_no_difference_is_told(rows: tuple[str, ...]) -> None:
    assert variances(table(crossed(*rows), PERCENT)) is None


def test_one_reading_of_each_entry_tells_nothing_of_noise() -> None:
    given = [reading(f"j{entry % 2}", f"e{entry}", 10 * entry) for entry in range(8)]
    assert variances(table(given, PERCENT)) is None


def test_the_unit_does_not_matter() -> None:
    columns = table(crossed("15 25", "36 44", "54 66", "20 30"), PERCENT)
    one, ten = variances(columns), variances(replace(columns, value=columns.value * 10 + 7))
    assert one is not None
    assert ten is not None
    np.testing.assert_allclose(
        [ten.entry, ten.judge, ten.noise], [100 * one.entry, 100 * one.judge, 100 * one.noise]
    )
