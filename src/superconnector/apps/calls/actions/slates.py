"""A judge's own order of the entries read: saved as a draft, handed in once, reopened as a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.actions.reading import ReadingError
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Assignment, Official, Reading, Slate
from superconnector.apps.calls.queries.reading import judging_opening
from superconnector.apps.calls.queries.slates import latest_slate
from superconnector.apps.calls.wall import assignments_of
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record

Order = Sequence[Sequence[str]]
"""Entry numbers, best first; equals together."""


@transaction.atomic
def save_slate(
    *, actor: User, now: datetime, judge: Official, seen: tuple[int, int], order: Order, finish: bool = False
) -> Slate:
    """Save the order, or hand it in; `seen` is the number and version of the slate that the page showed.

    Handing in makes every reading of the slate final, so that comments stand too. Saying again what is
    stored changes nothing. Raises ReadingError `closed` and its kin, `other-mode`, `foreign` for an entry
    that is not on the desk, `twice`, `unplaced`, `changed-meanwhile`, `final`.
    """
    stage, mine = _open_desk(judge, now)
    _check(order, set(mine), finish)
    plain = [list(equal) for equal in order if equal]
    slate = latest_slate(judge, stage)
    if slate is not None:
        same = slate.order == plain
        if same and slate.final >= finish:
            return slate
        if slate.final:
            raise ReadingError("final")
        if (slate.number, slate.version) != seen and not same:
            raise ReadingError("changed-meanwhile")
    slate = slate or Slate(judge=judge, stage=stage, version=0)
    slate.order, slate.saved_at, slate.final = plain, now, finish
    slate.version += 1
    slate.save()
    if finish:
        _finish_readings(list(mine.values()), now)
        _tell(actor, now, "slate.handed-in", judge, slate)
    return slate


@transaction.atomic
def reopen_slate(*, actor: User, now: datetime, judge: Official) -> Slate:
    """A new draft that begins with the order handed in, which counts until the new one is handed in.

    Raises ReadingError `closed` and its kin, `other-mode`, `nothing`.
    """
    stage, _ = _open_desk(judge, now)
    last = latest_slate(judge, stage)
    if last is None:
        raise ReadingError("nothing")
    if not last.final:
        return last
    slate = Slate.objects.create(
        judge=judge, stage=stage, number=last.number + 1, order=last.order, saved_at=now
    )
    _tell(actor, now, "slate.reopened", judge, slate)
    return slate


def _open_desk(judge: Official, now: datetime) -> tuple[str, dict[str, Assignment]]:
    """The round that is open and the judge's assignments by entry number, with the judge's row locked."""
    Official.objects.select_for_update().get(pk=judge.pk)
    if definition_of(judge.call).judging.mode != "slate":
        raise ReadingError("other-mode")
    opening = judging_opening(judge.call, now)
    if not opening.is_open:
        raise ReadingError(opening.why)
    rows = assignments_of(judge, opening.stage).select_related("entry").order_by("id")
    return opening.stage, {row.entry.number: row for row in rows}


def _check(order: Order, mine: set[str], finish: bool) -> None:
    named = [number for equal in order for number in equal]
    if set(named) - mine:
        raise ReadingError("foreign")
    if len(named) != len(set(named)):
        raise ReadingError("twice")
    if finish and set(named) != mine:
        raise ReadingError("unplaced")


def _finish_readings(assignments: list[Assignment], now: datetime) -> None:
    Reading.objects.filter(assignment__in=assignments, final=False).update(final=True, final_at=now)
    read = Reading.objects.filter(assignment__in=assignments).order_by("id")
    known = set(read.values_list("assignment_id", flat=True))
    Reading.objects.bulk_create(
        Reading(assignment=each, final=True, saved_at=now, final_at=now)
        for each in assignments
        if each.pk not in known
    )


def _tell(actor: User, now: datetime, verb: str, judge: Official, slate: Slate) -> None:
    detail = {"judge": judge.pk, "number": slate.number}
    record(actor=journal_name(actor), verb=verb, subject=f"call:{judge.call_id}", now=now, detail=detail)
