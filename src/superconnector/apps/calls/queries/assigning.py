"""Reads of judges and of the assignment, as far as a chair sees the entries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from superconnector.apps.calls.facts.assigning import judges_of
from superconnector.apps.calls.models import Assignment, AssignmentRun, Official
from superconnector.apps.calls.passing import entries_in_round
from superconnector.apps.calls.wall import entries_seen_by


def run_of(chair: Official, run_id: int) -> AssignmentRun | None:
    """A proposal that this chair made; another chair may see other entries, so theirs do not exist."""
    made = AssignmentRun.objects.filter(call=chair.call_id, made_by=chair.user_id)
    return made.filter(pk=run_id).first()


def latest_run(chair: Official, stage: str) -> AssignmentRun | None:
    """The last proposal of this chair for the round."""
    made = AssignmentRun.objects.filter(call=chair.call_id, stage=stage, made_by=chair.user_id)
    return made.order_by("-made_at", "-id").first()


@dataclass(frozen=True, slots=True)
class Load:
    """A judge with the entries of a round on the desk and those handed in, among what the chair sees."""

    judge: Official
    assigned: int
    done: int


def loads(chair: Official, stage: str) -> tuple[Load, ...]:
    """Every judge of today. Four queries."""
    rows = _active(chair, stage)
    assigned = Counter(rows.values_list("judge_id", flat=True))
    read = rows.filter(readings__final=True).distinct()
    done = Counter(judge for _, judge in read.values_list("pk", "judge_id"))
    return tuple(Load(each, assigned[each.pk], done[each.pk]) for each in judges_of(chair))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the entries of a round that the chair sees have how many readers."""

    entries: int
    assigned: int
    unread: int


def coverage(chair: Official, stage: str) -> Coverage:
    """Entries of the round, pairs assigned, entries that nobody has."""
    entries = entries_in_round(chair, stage)
    readers = Counter(_active(chair, stage).values_list("entry_id", flat=True))
    known = set(entries.order_by("id").values_list("pk", flat=True))
    return Coverage(len(known), readers.total(), len(known - readers.keys()))


def titles(chair: Official, numbers: set[str]) -> dict[str, str]:
    """Titles by number of entries that the chair sees."""
    rows = entries_seen_by(chair).filter(number__in=numbers).order_by("number")
    return dict(rows.values_list("number", "title"))


def _active(chair: Official, stage: str) -> QuerySet[Assignment]:
    seen = entries_in_round(chair, stage)
    return Assignment.objects.filter(
        judge__call=chair.call_id, stage=stage, removed_at__isnull=True, entry__in=seen
    ).order_by("id")


def judge_of(chair: Official, judge_id: int) -> Official | None:
    """A judge of the chair's call who judges today."""
    return next((each for each in judges_of(chair) if each.pk == judge_id), None)


def all_judges(chair: Official) -> list[Official]:
    """The judges of today and of before."""
    held = Official.objects.filter(call=chair.call_id, role=Official.Role.JUDGE)
    return list(held.select_related("user").order_by("id"))
