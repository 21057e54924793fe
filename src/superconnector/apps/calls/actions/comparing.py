"""Pairs at an expo: which of two is better, and what a judge passes over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.actions.reading import ReadingError
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Comparison, Official, Skip
from superconnector.apps.calls.queries.comparing import standing_of
from superconnector.apps.calls.queries.reading import Task, judging_opening
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record


@transaction.atomic
def compare(*, actor: User, now: datetime, judge: Official, better: str, worse: str) -> None:
    """Of the two that are offered, this one is better. Saying it twice is saying it once.

    Raises ReadingError `closed` and its kin, `other-mode`, `compared` for a pair that was decided the other
    way, `not-a-pair` for two that are not offered.
    """
    stage, offered = _offered(judge, now)
    made = Comparison.objects.filter(judge=judge, stage=stage)
    if made.filter(better__number=better, worse__number=worse).exists():
        return
    if made.filter(better__number=worse, worse__number=better).exists():
        raise ReadingError("compared")
    if {better, worse} != set(offered):
        raise ReadingError("not-a-pair")
    row = Comparison.objects.create(
        judge=judge,
        stage=stage,
        better_id=offered[better].assignment.entry_id,
        worse_id=offered[worse].assignment.entry_id,
        made_at=now,
    )
    _tell(actor, now, "entries.compared", judge, comparison=row.pk)


@transaction.atomic
def skip(*, actor: User, now: datetime, judge: Official, number: str) -> None:
    """Pass over one of the two that are offered; it is not offered to this judge again in the round.

    Skipping twice is skipping once. Raises ReadingError `closed` and its kin, `other-mode`, `not-a-pair`.
    """
    stage, offered = _offered(judge, now)
    if Skip.objects.filter(judge=judge, stage=stage, entry__number=number).exists():
        return
    if number not in offered:
        raise ReadingError("not-a-pair")
    entry_id = offered[number].assignment.entry_id
    Skip.objects.create(judge=judge, stage=stage, entry_id=entry_id, made_at=now)
    _tell(actor, now, "entry.skipped", judge, entry=entry_id)


def _offered(judge: Official, now: datetime) -> tuple[str, dict[str, Task]]:
    """The round that is open and what is offered in it, with the judge's row locked."""
    Official.objects.select_for_update().get(pk=judge.pk)
    if definition_of(judge.call).judging.mode != "pairs":
        raise ReadingError("other-mode")
    opening = judging_opening(judge.call, now)
    if not opening.is_open:
        raise ReadingError(opening.why)
    pair = standing_of(judge, opening.stage).pair
    return opening.stage, {task.number: task for task in pair or ()}


def _tell(actor: User, now: datetime, verb: str, judge: Official, **detail: object) -> None:
    record(
        actor=journal_name(actor),
        verb=verb,
        subject=f"call:{judge.call_id}",
        now=now,
        detail={"judge": judge.pk, **detail},
    )
