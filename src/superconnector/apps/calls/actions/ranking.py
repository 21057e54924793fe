"""A ranking is computed and kept with all it was computed from."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.facts.ranking import compute, conditions_for, rows_for
from superconnector.apps.calls.models import Official, RankingRun
from superconnector.apps.calls.queries.ranking import lacking_for_ranking, latest_run, walled_groups
from superconnector.apps.calls.rounds import round_before, round_judged_in
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record


@transaction.atomic
def compute_ranking(*, actor: User, now: datetime, chair: Official, group: str, stage: str) -> RankingRun:
    """Rank the entries of the group that the chair sees in a round. The same ranking is not kept twice.

    Raises DecidingError `no-stage`, `rules-missing`, `nothing-read`, `not-computable`.
    """
    if round_judged_in(chair.call, stage) is None:
        raise DecidingError("no-stage")
    if lacking_for_ranking(chair, group, stage):
        raise DecidingError("rules-missing")
    conditions = conditions_for(chair, group, stage)
    ids = rows_for(chair, conditions, stage)
    if not ids or not conditions["entries"]:
        raise DecidingError("nothing-read")
    seed = _seed(chair, group, stage)
    try:
        computed = compute(conditions, ids, seed)
    except ValueError as error:
        raise DecidingError("not-computable", detail=str(error)) from error
    settings = conditions | {"inputs": computed.inputs}
    last = latest_run(chair, group, stage)
    if last and (last.settings, last.digest) == (settings, computed.digest):
        return last
    run = RankingRun.objects.create(
        call=chair.call,
        stage=stage,
        group=group,
        made_at=now,
        made_by=actor,
        seed=seed,
        settings=settings,
        readings=ids,
        partial=group in walled_groups(chair),
        body=computed.body,
        digest=computed.digest,
    )
    detail = {"group": group, "stage": stage, "run": run.pk, "digest": run.digest}
    record(
        actor=journal_name(actor),
        verb="ranking.computed",
        subject=f"call:{chair.call_id}",
        now=now,
        detail=detail,
    )
    return run


def _seed(chair: Official, group: str, stage: str) -> str:
    """One a group and round; that of a first round names no round, as before there were several."""
    later = round_before(chair.call, stage) is not None
    return "|".join([chair.call.seed, group, *([stage] if later else [])])[:80]
