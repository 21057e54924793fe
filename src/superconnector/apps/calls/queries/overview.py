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
    Decision,
    Entry,
    Official,
    Reading,
)
from superconnector.apps.calls.queries.conflicts import conflicts_seen_by
from superconnector.apps.calls.queries.ranking import clear_groups
from superconnector.apps.calls.wall import WALLS, entries_seen_by


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many entries of a group are how far. `decided` counts groups that the chair may decide on only."""

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


def funnels(chair: Official) -> tuple[Funnel, ...]:
    """The groups in the order of the file. Four queries."""
    clear = set(clear_groups(chair))
    readings = rules_of(chair.call).readings or 1
    seen = entries_seen_by(chair).annotate(
        given=Count(
            "assignments",
            filter=Q(assignments__removed_at__isnull=True, assignments__readings__final=True),
            distinct=True,
        ),
        is_decided=Exists(Decision.objects.filter(entry=OuterRef("pk"))),
        is_published=Exists(Decision.objects.filter(entry=OuterRef("pk"), publication__isnull=False)),
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
    """A judge with entries still to read, among those that the chair sees."""

    judge: Official
    left: int
    reminded_at: datetime | None


def late(chair: Official) -> tuple[Late, ...]:
    """Judges who have something left to read, the most first. Two queries."""
    rows = (
        open_assignments(chair)
        .order_by()
        .values("judge_id")
        .annotate(left=Count("pk"), last=Max("reminded_at"))
        .order_by("-left", "judge_id")
    )
    judges = Official.objects.select_related("user").in_bulk([row["judge_id"] for row in rows])
    return tuple(Late(judges[row["judge_id"]], row["left"], row["last"]) for row in rows)


def open_assignments(chair: Official) -> QuerySet[Assignment]:
    """Assignments in force without a reading handed in, of entries that the chair sees."""
    seen = entries_seen_by(chair).filter(state=Entry.State.SUBMITTED)
    final = Reading.objects.filter(assignment=OuterRef("pk"), final=True)
    return Assignment.objects.filter(
        ~Exists(final),
        judge__call=chair.call_id,
        judge__left_at__isnull=True,
        removed_at__isnull=True,
        entry__in=seen,
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the running of a call stands, for the task list."""

    missing: tuple[str, ...]
    undated: tuple[str, ...]
    judges: int
    suspected: int
    doubtful: int
    assigned: int
    waiting: int
    letters_waiting: int
    appeals: int


def progress(chair: Official) -> Progress:
    """The figures behind the task list; a constant number of queries."""
    call, seen = chair.call, entries_seen_by(chair)
    phases: Iterable[tuple[str, datetime | None]] = call.phases.order_by("id").values_list("name", "opens_at")
    active = Assignment.objects.filter(judge__call=call, removed_at__isnull=True, entry__in=seen)
    clear = clear_groups(chair)
    pending = Decision.objects.filter(
        entry__in=seen, entry__group__in=clear, publication__isnull=True, entry__state=Entry.State.SUBMITTED
    )
    return Progress(
        missing=rules_of(call).missing,
        undated=tuple(name for name, opens_at in phases if opens_at is None),
        judges=Official.objects.filter(call=call, role=Official.Role.JUDGE, left_at__isnull=True).count(),
        suspected=conflicts_seen_by(chair).filter(state=WALLS[0]).count(),
        doubtful=seen.filter(state=Entry.State.SUBMITTED).exclude(unsettled=[]).count(),
        assigned=active.count(),
        waiting=open_assignments(chair).count(),
        letters_waiting=pending.count(),
        appeals=Appeal.objects.filter(
            decision__entry__in=seen, decision__entry__group__in=clear, state=Appeal.State.OPEN
        ).count(),
    )
