"""A ranking tried otherwise: with other weights, and with one more reading where it tells most."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from superconnector.apps.calls.definitions import rules_of
from superconnector.apps.calls.facts.assigning import judges_of
from superconnector.apps.calls.facts.ranking import criteria_of, pool_of, rows
from superconnector.apps.calls.facts.ranking_body import read_body
from superconnector.apps.calls.models import Assignment, Entry, Official, RankingRun
from superconnector.apps.calls.passing import entries_in_round
from superconnector.apps.calls.wall import entries_seen_by
from superconnector.core.judging.adaptive import Reader, Steps, Why, next_readings
from superconnector.core.judging.calibration import calibrated_ranking
from superconnector.core.judging.ranking import raw_ranking
from superconnector.core.judging.sensitivity import Change, to_weights

FEW = 20
"""Draws: the winners do not depend on their number, only the intervals do."""
BATCH = 20
"""Readings that are proposed at a time."""


def other_weights(run: RankingRun) -> tuple[Change, ...]:
    """What each weight moved by ten points of a hundred, up and down, does to the winners."""
    told = read_body(run.body)
    given, criteria, pool = rows(run.settings, run.readings), criteria_of(run.settings), pool_of(run.settings)
    ties = run.settings["ties"]
    if told.calibrated:
        rank = partial(calibrated_ranking, seed=run.seed, draws=FEW, ties=ties)
    else:
        rank = partial(raw_ranking, ties=ties)
    return to_weights(rank, given, criteria, [pool])


@dataclass(frozen=True, slots=True)
class Extra:
    """One more reading. No `judge`: nobody who may read it has time."""

    entry: Entry
    judge: Official | None
    why: str
    p_top: float | None


@dataclass(frozen=True, slots=True)
class Extras:
    """What is proposed. `digest` names exactly this."""

    rows: tuple[Extra, ...]
    digest: str


def extras(chair: Official, run: RankingRun) -> Extras:
    """Where the next readings should go: first to entries without enough, then to those least decided."""
    settings, given = run.settings, rows(run.settings, run.readings)
    entries = entries_in_round(chair, run.stage).filter(group=run.group).order_by("number")
    known = {entry.number: entry for entry in entries}
    active = _active(chair, run.stage)
    judges = {str(each.pk): each for each in judges_of(chair) if not each.groups or run.group in each.groups}
    readers = [_reader(judge, sum(pair[0] == pk for pair in active)) for pk, judge in judges.items()]
    barred = {(str(judge), number) for judge, number in settings["barred"]} | active
    found = next_readings(
        [each for each in given if each.entry in known],
        criteria_of(settings),
        {number: entry.track for number, entry in known.items()},
        readers,
        [pool_of(settings)],
        seed=run.seed,
        steps=Steps(first=min(2, rules_of(chair.call, run.stage).readings or 1), batch=BATCH),
        barred=barred,
    )
    waiting = {number for _, number in active} - {each.entry for each in given}
    shown = tuple(
        Extra(known[each.entry], judges.get(each.judge or ""), str(each.why), each.p_top)
        for each in found
        if each.entry in known and not (each.why is Why.FIRST and each.entry in waiting)
    )[: BATCH * 5]
    text = json.dumps([[each.entry.number, each.judge.pk if each.judge else None] for each in shown])
    return Extras(shown, sha256(f"{run.digest}{text}".encode()).hexdigest())


def _active(chair: Official, stage: str) -> set[tuple[str, str]]:
    """Judges and entries of the round's assignment, read or not."""
    pairs = Assignment.objects.filter(
        judge__call=chair.call_id, stage=stage, removed_at__isnull=True, entry__in=entries_seen_by(chair)
    ).order_by("id")
    return {(str(judge), number) for judge, number in pairs.values_list("judge_id", "entry__number")}


def _reader(judge: Official, has: int) -> Reader:
    tracks = frozenset(judge.tracks) if judge.tracks else None
    return Reader(str(judge.pk), max(0, judge.at_most - has), tracks)
