"""What one round has of its own: how many read each entry, and how many go on from it or win."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.actions.running import RunningError
from superconnector.apps.calls.models import Assignment, Call, Comparison, Phase
from superconnector.apps.calls.rounds import round_judged_in
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record


@transaction.atomic
def set_round(
    *,
    actor: User,
    now: datetime,
    call_id: str,
    stage: str,
    seen_version: int,
    readings: int | None,
    places: Mapping[str, int],
) -> Phase:
    """Set readings and places (by group) of the round that is judged in this phase; none: the call's hold.

    Raises RunningError `changed-meanwhile` if another chair was quicker, `no-phase` where no round is judged
    in it, `judging-began` once a judge has handed something in for this round.
    """
    call = Call.objects.select_for_update().get(pk=call_id)
    if call.settings_version != seen_version:
        raise RunningError("changed-meanwhile")
    phase = call.phases.filter(name=stage).first()
    if phase is None or round_judged_in(call, stage) is None:
        raise RunningError("no-phase", name=stage)
    if _handed_in(call, stage):
        raise RunningError("judging-began")
    phase.readings, phase.top = readings, dict(places)
    phase.save(update_fields=["readings", "top"])
    call.settings_version += 1
    call.save(update_fields=["settings_version"])
    record(
        actor=journal_name(actor),
        verb="call.round-set",
        subject=f"call:{call.pk}",
        now=now,
        detail={"phase": stage, "readings": readings, "places": dict(places)},
    )
    return phase


def _handed_in(call: Call, stage: str) -> bool:
    read = Assignment.objects.filter(judge__call=call, stage=stage, readings__final=True)
    return read.exists() or Comparison.objects.filter(judge__call=call, stage=stage).exists()
