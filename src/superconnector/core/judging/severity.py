"""How severe each judge is, with its uncertainty. For the chair and that judge only."""

from __future__ import annotations

from collections.abc import Collection
from statistics import NormalDist

import numpy as np

from superconnector.core.judging.posterior import Posterior
from superconnector.core.judging.ranking import Severity
from superconnector.core.judging.ranking_draws import published
from superconnector.core.judging.scores_table import Table


def severities(
    table: Table, posterior: Posterior, level: float, judges: Collection[str]
) -> tuple[Severity, ...]:
    """The severity of these judges, by name: what each takes off a total, against the judges of this call."""
    reach = NormalDist().inv_cdf((1 + level) / 2)
    count = np.bincount(table.judge)
    return tuple(
        Severity(
            judge,
            int(count[index]),
            published(-posterior.judge[index]),
            published(posterior.judge_sd[index]),
            published(-posterior.judge[index] - reach * posterior.judge_sd[index]),
            published(-posterior.judge[index] + reach * posterior.judge_sd[index]),
        )
        for index, judge in enumerate(table.judges)
        if judge in judges
    )
