"""What a group was judged by and on, pinned so that its ranking can be made again byte for byte.

A ranking is a function of its conditions (mode, criteria, entries, places, ties), of the rows it names
(readings, slates or comparisons) and of its seed. Nothing else is read when it is made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from superconnector.apps.calls.definitions import definition_of, rules_of
from superconnector.apps.calls.models import (
    Comparison,
    Conflict,
    Member,
    Official,
    Reading,
    Slate,
)
from superconnector.apps.calls.passing import entries_in_round
from superconnector.apps.calls.wall import WALLS, entries_seen_by
from superconnector.core.judging import pairs, slates
from superconnector.core.judging.calibration import DRAWS, calibrated_ranking
from superconnector.core.judging.lottery import draw
from superconnector.core.judging.ranking import Pool, Ranking
from superconnector.core.judging.ranking_record import record
from superconnector.core.judging.scores import Criterion
from superconnector.core.judging.scores import Reading as Read

Conditions = dict[str, Any]
LEVEL, LOTTERY_LEVEL = 0.9, 0.5
"""Shares of the intervals of place: of those shown, and of those a lottery draws within."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A ranking as text with its SHA-256, and the SHA-256 of the rows that it was made from."""

    body: str
    digest: str
    inputs: str


def conditions_for(chair: Official, group: str, stage: str) -> Conditions:
    """What the group is judged by in this round, over the entries that the chair sees in it.

    Needs the places to be set.
    """
    call, file, rules = chair.call, definition_of(chair.call), rules_of(chair.call, stage)
    entries = entries_in_round(chair, stage).filter(group=group).order_by("number")
    asked = [each.id for each in file.criteria_for(group)] if rules.mode == "scores" else []
    return {
        "mode": rules.mode,
        "group": group,
        "places": rules.top[group],
        "criteria": [
            [each, rules.weights[each], rules.scales[each].least, rules.scales[each].most] for each in asked
        ],
        "ties": [each for each in rules.ties if each in asked],
        "entries": dict(entries.values_list("number", "track")),
        "draws": DRAWS,
        "lottery": call.lottery,
        "barred": _barred(chair, group),
    }


def rows_for(chair: Official, conditions: Conditions, stage: str) -> list[int]:
    """The rows of the round that count: of each desk the last handed in, but for judges with a conflict."""
    numbers, mode = set(conditions["entries"]), conditions["mode"]
    barred = {tuple(pair) for pair in conditions["barred"]}
    if mode == "slate":
        final = Slate.objects.filter(judge__call=chair.call_id, stage=stage, final=True)
        return sorted({row.judge_id: row.pk for row in final.order_by("judge_id", "number")}.values())
    if mode == "pairs":
        made = Comparison.objects.filter(judge__call=chair.call_id, stage=stage).order_by("id")
        pairs_of = made.values_list("pk", "judge_id", "better__number", "worse__number")
        return [
            pk
            for pk, judge, *both in pairs_of
            if numbers.issuperset(both) and barred.isdisjoint((judge, number) for number in both)
        ]
    handed_in = Reading.objects.filter(
        final=True,
        assignment__stage=stage,
        assignment__removed_at__isnull=True,
        assignment__judge__call=chair.call_id,
    ).order_by("assignment_id", "number")
    fields = ("pk", "assignment_id", "assignment__judge_id", "assignment__entry__number")
    last = {
        desk: pk
        for pk, desk, judge, number in handed_in.values_list(*fields)
        if number in numbers and (judge, number) not in barred
    }
    return sorted(last.values())


def compute(conditions: Conditions, ids: Sequence[int], seed: str) -> Computed:
    """The ranking of these rows. Raises ValueError where rows are gone or do not fit the conditions."""
    given = rows(conditions, ids)
    ranking = rank(conditions, given, seed, LEVEL)
    body = record(ranking)
    if conditions["lottery"]:
        body += _lottery(rank(conditions, given, seed, LOTTERY_LEVEL), conditions["group"], seed)
    return Computed(body, sha256(body.encode()).hexdigest(), digest_of(given))


def digest_of(given: Sequence[Any]) -> str:
    """SHA-256 of rows, whatever their order."""
    return sha256("\n".join(sorted(map(repr, given))).encode()).hexdigest()


def rank(conditions: Conditions, given: Sequence[Any], seed: str, level: float) -> Ranking:
    """The ranking of rows as the core knows them, in the way that the call is judged."""
    own, tracks = [pool_of(conditions)], conditions["entries"]
    how: dict[str, Any] = {"seed": seed, "draws": conditions["draws"], "level": level}
    if conditions["mode"] == "slate":
        return slates.slate_ranking(given, own, tracks=tracks, **how)
    if conditions["mode"] == "pairs":
        return pairs.pair_ranking(given, own, tracks=tracks, **how)
    return calibrated_ranking(given, criteria_of(conditions), own, ties=conditions["ties"], **how)


def pool_of(conditions: Conditions) -> Pool:
    """The group as entries that compete for its places."""
    return Pool(conditions["group"], conditions["places"], frozenset(conditions["entries"]))


def criteria_of(conditions: Conditions) -> tuple[Criterion, ...]:
    """The criteria with their weights; the least score earns nothing."""
    return tuple(
        Criterion(id_, weight, high=most, low=least) for id_, weight, least, most in conditions["criteria"]
    )


def rows(conditions: Conditions, ids: Sequence[int]) -> tuple[Any, ...]:
    """The rows of these ids as the core knows them; a slate that names none of the entries says nothing.

    Raises ValueError where a row is gone.
    """
    load: Callable[[Conditions, Sequence[int]], Sequence[Any]] = _readings
    if conditions["mode"] != "scores":
        load = _slates if conditions["mode"] == "slate" else _comparisons
    found = load(conditions, ids)
    if len(found) != len(ids):
        raise ValueError(f"{len(ids) - len(found)} of {len(ids)} rows are gone")
    return tuple(each for each in found if not isinstance(each, slates.Slate) or each.groups)


def _readings(conditions: Conditions, ids: Sequence[int]) -> list[Read]:
    asked = [each[0] for each in conditions["criteria"]]
    found = Reading.objects.filter(pk__in=ids).order_by("id")
    fields = ("assignment__judge_id", "assignment__entry__number", "scores")
    return [
        Read(str(judge), number, tuple(scores.get(each) for each in asked), conditions["entries"][number])
        for judge, number, scores in found.values_list(*fields)
    ]


def _slates(conditions: Conditions, ids: Sequence[int]) -> list[slates.Slate]:
    entries, barred = conditions["entries"], {tuple(pair) for pair in conditions["barred"]}

    def own(judge: int, equal: Iterable[str]) -> tuple[str, ...]:
        return tuple(each for each in equal if each in entries and (judge, each) not in barred)

    found = Slate.objects.filter(pk__in=ids).order_by("id").values_list("judge_id", "order")
    return [
        slates.Slate(str(judge), tuple(filter(None, (own(judge, equal) for equal in order))))
        for judge, order in found
    ]


def _comparisons(_: Conditions, ids: Sequence[int]) -> list[pairs.Comparison]:
    found = Comparison.objects.filter(pk__in=ids).order_by("id")
    fields = ("judge_id", "better__number", "worse__number")
    return [
        pairs.Comparison(str(judge), better, worse) for judge, better, worse in found.values_list(*fields)
    ]


def _barred(chair: Official, group: str) -> list[list[Any]]:
    """Judges and entries that a conflict keeps apart, as far as the chair sees the entries."""
    seen = entries_seen_by(chair).filter(group=group)
    numbers: Mapping[int, str] = dict(seen.order_by("id").values_list("pk", "number"))
    judges = Official.objects.filter(call=chair.call_id, role=Official.Role.JUDGE).order_by("id")
    offices = dict(judges.values_list("user_id", "pk"))
    rows_ = Conflict.objects.filter(official__call=chair.call_id, state__in=WALLS).order_by("id")
    apart = [*rows_.values_list("official__user_id", "entry_id")]
    team = Member.objects.filter(entry__call=chair.call_id, user__in=list(offices)).order_by("id")
    apart += [*team.values_list("user_id", "entry_id")]
    found = {(offices[user], numbers[entry]) for user, entry in apart if user in offices and entry in numbers}
    return [list(pair) for pair in sorted(found)]


def _lottery(ranking: Ranking, group: str, seed: str) -> str:
    """The draw as a line of its own; nothing where the ranking gives no intervals to draw within."""
    try:
        drawn = draw(ranking, group, seed)
    except ValueError:
        return ""
    said = {
        "seed": seed,
        "safe": drawn.safe,
        "drawn": [[each.entry, each.lot, each.wins] for each in drawn.drawn],
        "out": drawn.out,
    }
    return json.dumps({"lottery": said}, ensure_ascii=False, separators=(",", ":")) + "\n"
