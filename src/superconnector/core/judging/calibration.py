"""The calibrated view: totals freed of judges' severity, and how sure the order is.

A total is the mean of its track, plus the entry, plus the judge, plus noise; the last three are normal.
Variances are estimated in closed form and then taken as known (calibration_variances.py); the posterior
given them is exact (posterior.py). Raw scores are never changed: this is a view beside them. See
docs/algorithms/judging.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from superconnector.core.judging.calibration_variances import variances
from superconnector.core.judging.connection import DEMANDS, Demands, refusals
from superconnector.core.judging.posterior import posterior
from superconnector.core.judging.ranking import (
    Method,
    Pool,
    Ranking,
    Reason,
    Refusal,
    Row,
    Variances,
    members,
    raw_ranking,
)
from superconnector.core.judging.ranking_draws import Worth, adjusted_only, published, rows_of_pool
from superconnector.core.judging.scores import Criterion, Reading
from superconnector.core.judging.scores_table import table
from superconnector.core.judging.severity import severities
from superconnector.core.judging.ties import TieRule, tie_rule

DRAWS = 1_000


def calibrated_ranking(
    readings: Iterable[Reading],
    criteria: Sequence[Criterion],
    pools: Sequence[Pool],
    *,
    seed: str,
    draws: int = DRAWS,
    level: float = 0.9,
    ties: Sequence[str] = (),
    demands: Demands = DEMANDS,
) -> Ranking:
    """Entries by adjusted score, with intervals of place and chances to be at the top.

    A pool that the readings cannot carry is refused with its reason and keeps its raw places; if only its
    tracks lie apart, adjusted scores are given, which compare within a track. Raises ValueError as
    raw_ranking does, for fewer than 20 draws, and for a level not between 0 and 1.
    """
    if draws < 20 or not 0 < level < 1:
        raise ValueError(f"{draws} draws and level {level} give no interval")
    given = tuple(readings)
    rule = tie_rule(given, criteria, ties)
    raw = raw_ranking(given, criteria, pools, ties=ties)
    plain = replace(raw, method=Method.CALIBRATED, seed=seed, draws=draws, level=level)
    if not given:
        return plain
    columns = table(given, criteria)
    estimate = variances(columns)
    own, _ = members(pools, columns.entries)
    refused = refusals(given, own, demands)
    if estimate is None:
        return replace(plain, refused=_indistinct(own, refused))
    found = posterior(columns, estimate, seed=seed, draws=draws)
    fitted = _rows(plain, Worth(columns.entries, found.entry, found.entry_sd, found.draws), refused, rule)
    bare = {refusal.pool for refusal in refused if refusal.reason is not Reason.TRACKS_APART}
    fair = {entry for pool, entries in own.items() if pool not in bare for entry in entries}
    judges = {reading.judge for reading in given if reading.entry in fair}
    return replace(
        plain,
        rows=fitted,
        refused=refused,
        judges=severities(columns, found, level, judges),
        variances=_rounded(estimate),
    )


def _indistinct(own: Mapping[str, Sequence[str]], refused: Sequence[Refusal]) -> tuple[Refusal, ...]:
    """Every pool is refused; one that has no earlier reason, for want of a difference."""
    earlier = {refusal.pool: refusal for refusal in refused}
    return tuple(
        earlier.get(pool) or Refusal(pool, Reason.NO_DIFFERENCE) for pool, entries in own.items() if entries
    )


def _rows(plain: Ranking, worth: Worth, refused: Sequence[Refusal], rule: TieRule) -> tuple[Row, ...]:
    """The rows of `plain`, calibrated pool by pool where nothing stands against it."""
    reasons = {refusal.pool: refusal.reason for refusal in refused}
    rows: list[Row] = []
    for pool in plain.pools:
        old = [row for row in plain.rows if row.pool == pool.name]
        reason = reasons.get(pool.name)
        if reason is None:
            rows.extend(rows_of_pool(pool, old, worth, rule, plain.level))
        elif reason is Reason.TRACKS_APART:
            rows.extend(adjusted_only(old, worth))
        else:
            rows.extend(old)
    return tuple(rows)


def _rounded(variances: Variances) -> Variances:
    return Variances(published(variances.entry), published(variances.judge), published(variances.noise))
