"""The stream of a seed is fixed for good: published draws hang on it."""

from __future__ import annotations

import numpy as np

from superconnector.core.judging.chance import Chance

UNIFORMS = [0.04425353965, 0.034714298223, 0.247238916846]
NORMALS = [0.0433189659, -1.8549744977, 2.4967505491]


def test_the_stream_never_changes() -> None:
    # The figures were computed once and must stay.
    assert [round(float(x), 12) for x in Chance("2026", "draws").uniforms(3)] == UNIFORMS
    assert [round(float(x), 10) for x in Chance("2026", "draws").normals(1, 3)[0]] == NORMALS


def test_a_purpose_is_its_own_stream() -> None:
    assert not np.any(Chance("s", "one").uniforms(50) == Chance("s", "two").uniforms(50))


def test_uniforms_fill_the_open_interval_evenly() -> None:
    drawn = Chance("s", "even").uniforms(100_000)
    assert 0 < drawn.min() < 1e-4
    assert 1 - 1e-4 < drawn.max() < 1
    counts = np.bincount((drawn * 20).astype(int), minlength=20)
    assert np.sum((counts - 5_000) ** 2 / 5_000) < 43.8  # chi-square, 19 degrees, one in a thousand


def test_normals_have_the_moments_and_tails() -> None:
    drawn = Chance("s", "normal").normals(500, 401)
    assert drawn.shape == (500, 401)
    count = drawn.size
    assert abs(drawn.mean()) < 4 / np.sqrt(count)
    assert abs(drawn.var() - 1) < 4 * np.sqrt(2 / count)
    assert abs(np.mean(drawn**4) - 3) < 4 * np.sqrt(96 / count)
    for bound, share in ((1.0, 0.158655), (1.644854, 0.05), (2.326348, 0.01), (3.090232, 0.001)):
        assert abs(np.mean(drawn > bound) - share) < 4 * np.sqrt(share / count)
    assert abs(np.corrcoef(drawn[:, 0], drawn[:, 1])[0, 1]) < 4 / np.sqrt(500)
