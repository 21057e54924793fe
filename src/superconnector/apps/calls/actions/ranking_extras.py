"""One more reading where it tells most: given out as it was proposed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Assignment, Call, Official, RankingRun
from superconnector.apps.calls.queries.ranking_tries import extras
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record


@transaction.atomic
def assign_extras(*, actor: User, now: datetime, chair: Official, run: RankingRun, seen: str) -> int:
    """Give these readings to the judges named; how many. `seen` is the digest of what the page showed.

    Raises DecidingError `changed-meanwhile`, `no-judge` where nobody has time for any of them.
    """
    Call.objects.select_for_update().get(pk=chair.call_id)
    found = extras(chair, run)
    if found.digest != seen:
        raise DecidingError("changed-meanwhile")
    rows = [
        Assignment(judge=each.judge, entry=each.entry, stage=run.stage, made_at=now)
        for each in found.rows
        if each.judge
    ]
    if not rows:
        raise DecidingError("no-judge")
    Assignment.objects.bulk_create(rows, batch_size=500)
    record(
        actor=journal_name(actor),
        verb="readings.added",
        subject=f"call:{chair.call_id}",
        now=now,
        detail={"group": run.group, "run": run.pk, "readings": len(rows)},
    )
    return len(rows)
