"""Reads of the chair's desk: how far the call is, group by group, as far as the chair sees the entries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from superconnector.apps.calls.definitions import definition_of, rules_of
from superconnector.apps.calls.models import (
    Appeal,
    Assignment,
    Call,
    Decision,
    Entry,
    Official,
    Reading,
)
from superconnector.apps.calls.passing import entries_in_round
from superconnector.apps.calls.queries.appeals import upheld_waiting
from superconnector.apps.calls.queries.conflicts import conflicts_seen_by
from superconnector.apps.calls.queries.ranking import clear_groups
from superconnector.apps.calls.rounds import Round, rounds_of
from superconnector.apps.calls.wall import WALLS, entries_seen_by


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many entries of a group are how far in a round, which has `submitted` of them to judge.

    Drafts and those ruled out or withdrawn are of no round. `decided` counts groups that the chair may decide
    on only.
    """

    group: str
    drafts: int
    submitted: int
    ineligible: int
    withdrawn: int
    read: int
    full: int
    decided: int
    published: int
    clear: bool


def funnels(chair: Official, round_: Round) -> tuple[Funnel, ...]:
    """The groups in the order of the file. A constant number of queries."""
    clear = set(clear_groups(chair))
    readings = rules_of(chair.call, round_.stage).readings or 1
    inside = entries_in_round(chair, round_.stage)
    given = Count(
        "assignments",
        filter=Q(
            assignments__stage=round_.stage,
            assignments__removed_at__isnull=True,
            assignments__readings__final=True,
        ),
        distinct=True,
    )
    decided = Decision.objects.filter(entry=OuterRef("pk"), stage=round_.ends)
    seen = entries_seen_by(chair).filter(Q(pk__in=inside.values("pk")) | ~Q(state=Entry.State.SUBMITTED))
    seen = seen.annotate(
        given=given,
        is_decided=Exists(decided),
        is_published=Exists(decided.filter(publication__isnull=False)),
    )
    rows = list(seen.order_by("id").values_list("group", "state", "given", "is_decided", "is_published"))
    return tuple(
        _funnel(group.id, [row[1:] for row in rows if row[0] == group.id], readings, group.id in clear)
        for group in definition_of(chair.call).groups
    )


def _funnel(group: str, rows: list[tuple[str, int, bool, bool]], readings: int, clear: bool) -> Funnel:
    live = [row for row in rows if row[0] == Entry.State.SUBMITTED]
    states = [row[0] for row in rows]
    return Funnel(
        group=group,
        drafts=states.count(Entry.State.DRAFT),
        submitted=len(live),
        ineligible=states.count(Entry.State.INELIGIBLE),
        withdrawn=states.count(Entry.State.WITHDRAWN),
        read=sum(given > 0 for _, given, _, _ in live),
        full=sum(given >= readings for _, given, _, _ in live),
        decided=sum(decided for _, _, decided, _ in live) if clear else 0,
        published=sum(published for _, _, _, published in live) if clear else 0,
        clear=clear,
    )


@dataclass(frozen=True, slots=True)
class Late:
    """A judge with entries of a round still to read, among those that the chair sees."""

    judge: Official
    left: int
    reminded_at: datetime | None


def late(chair: Official, stage: str) -> tuple[Late, ...]:
    """Judges who have something of the round left to read, the most first. Constant queries."""
    rows = (
        open_assignments(chair, stage)
        .order_by()
        .values("judge_id")
        .annotate(left=Count("pk"), last=Max("reminded_at"))
        .order_by("-left", "judge_id")
    )
    judges = Official.objects.select_related("user").in_bulk([row["judge_id"] for row in rows])
    return tuple(Late(judges[row["judge_id"]], row["left"], row["last"]) for row in rows)


def open_assignments(chair: Official, stage: str) -> QuerySet[Assignment]:
    """Assignments of the round in force without a reading handed in, of entries that the chair sees."""
    final = Reading.objects.filter(assignment=OuterRef("pk"), final=True)
    return Assignment.objects.filter(
        ~Exists(final),
        judge__call=chair.call_id,
        judge__left_at__isnull=True,
        stage=stage,
        removed_at__isnull=True,
        entry__in=entries_in_round(chair, stage),
    )


def missing_of(call: Call) -> tuple[str, ...]:
    """What is still to set for one round or another, each once."""
    missing = (each for round_ in rounds_of(call) for each in rules_of(call, round_.stage).missing)
    return tuple(dict.fromkeys(missing))


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the running of a call stands, for the task list; `assigned` and `waiting` are of one round."""

    missing: tuple[str, ...]
    undated: tuple[str, ...]
    judges: int
    suspected: int
    doubtful: int
    assigned: int
    waiting: int
    letters_waiting: int
    appeals: int
    upheld: int


def progress(chair: Official, stage: str) -> Progress:
    """The figures behind the task list; a constant number of queries for a call."""
    call, seen = chair.call, entries_seen_by(chair)
    phases: Iterable[tuple[str, datetime | None]] = call.phases.order_by("id").values_list("name", "opens_at")
    active = Assignment.objects.filter(judge__call=call, stage=stage, removed_at__isnull=True, entry__in=seen)
    clear = clear_groups(chair)
    pending = Decision.objects.filter(
        entry__in=seen, entry__group__in=clear, publication__isnull=True, entry__state=Entry.State.SUBMITTED
    )
    return Progress(
        missing=missing_of(call),
        undated=tuple(name for name, opens_at in phases if opens_at is None),
        judges=Official.objects.filter(call=call, role=Official.Role.JUDGE, left_at__isnull=True).count(),
        suspected=conflicts_seen_by(chair).filter(state=WALLS[0]).count(),
        doubtful=seen.filter(state=Entry.State.SUBMITTED).exclude(unsettled=[]).count(),
        assigned=active.count(),
        waiting=open_assignments(chair, stage).count(),
        letters_waiting=pending.count(),
        appeals=Appeal.objects.filter(
            decision__entry__in=seen, decision__entry__group__in=clear, state=Appeal.State.OPEN
        ).count(),
        upheld=upheld_waiting(chair).count(),
    )
