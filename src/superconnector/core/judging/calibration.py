"""The calibrated view: totals freed of judges' severity, and how sure the order is.

A total is the mean of its track, plus the entry, plus the judge, plus noise; the last three are normal.
Variances are estimated and then taken as known: in closed form (calibration_variances.py), and from there on
if totals are cut at an end of the scale (cut_scores.py). The posterior given them is exact, but for the cut
ones (posterior.py). Raw scores are never changed: this is a view beside them. See docs/algorithms/judging.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from superconnector.core.judging.connection import DEMANDS, Demands, refusals
from superconnector.core.judging.cut_scores import estimated
from superconnector.core.judging.posterior import posterior
from superconnector.core.judging.ranking import (
    Method,
    Pool,
    Ranking,
    Reason,
    Variances,
    members,
    raw_ranking,
)
from superconnector.core.judging.ranking_draws import Worth, check_draws, fill, indistinct, published
from superconnector.core.judging.scores import Criterion, Reading
from superconnector.core.judging.scores_table import Table, table
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
    check_draws(draws, level)
    given = tuple(readings)
    raw = raw_ranking(given, criteria, pools, ties=ties)
    plain = replace(raw, method=Method.CALIBRATED, seed=seed, draws=draws, level=level)
    if not given:
        return plain
    rule = tie_rule(given, criteria, ties)
    return calibrate(plain, given, table(given, criteria), rule, seed=seed, demands=demands)


def calibrate(
    plain: Ranking,
    readings: Sequence[Reading],
    columns: Table,
    rule: TieRule,
    *,
    seed: str,
    demands: Demands,
) -> Ranking:
    """A raw ranking calibrated by the values of its readings, which need not be totals."""
    own, _ = members(plain.pools, columns.entries)
    refused = refusals(readings, own, demands)
    given = estimated(columns)
    if given is None:
        return replace(plain, refused=indistinct(own, refused))
    estimate, seen = given
    found = posterior(columns, estimate, seed=seed, draws=plain.draws, seen=seen)
    filled = fill(plain, Worth(columns.entries, found.entry, found.entry_sd, found.draws), refused, rule)
    bare = {refusal.pool for refusal in refused if refusal.reason is not Reason.TRACKS_APART}
    fair = {entry for pool, entries in own.items() if pool not in bare for entry in entries}
    judges = {reading.judge for reading in readings if reading.entry in fair}
    return replace(
        filled,
        judges=severities(columns, found, plain.level, judges),
        variances=Variances(published(estimate.entry), published(estimate.judge), published(estimate.noise)),
    )
