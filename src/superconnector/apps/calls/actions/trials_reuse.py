"""Another host uses what a trial found: recorded, flagged where it is the supplier's family, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from superconnector.apps.calls.actions.trials import WITH_RESULT, TrialError, tell
from superconnector.apps.calls.models import Trial, TrialReuse
from superconnector.apps.calls.queries.trials import listed, same_organisation, tie_between
from superconnector.base.accounts.models import User


@dataclass(frozen=True, slots=True)
class Reuse:
    """Who uses the result, from which day, for what. `host` is an id of the directory, or empty."""

    host: str
    host_name: str
    on: date
    purpose: str


@transaction.atomic
def record_reuse(*, actor: User, now: datetime, trial: Trial, reuse: Reuse) -> TrialReuse:
    """Another organisation than the host uses the result. A tie to the supplier is flagged, not hidden.

    Raises TrialError `empty`, `no-result`, `own-host`, `twice`, `before-the-result`.
    """
    trial = Trial.objects.select_for_update().get(pk=trial.pk)
    row = TrialReuse(
        trial=trial,
        host=reuse.host or listed(reuse.host_name),
        host_name=reuse.host_name.strip(),
        on=reuse.on,
        purpose=reuse.purpose.strip(),
        recorded_at=now,
    )
    row.conflict = tie_between(trial.entry, row.host, row.host_name)
    _check(row)
    row.save()
    tell(trial, actor, now, "trial.reused", host=row.host_name, conflict=row.conflict)
    return row


@transaction.atomic
def strike_reuse(*, actor: User, now: datetime, reuse: TrialReuse) -> None:
    """It was recorded by mistake, or is used no more; the journal keeps that it stood there."""
    trial = Trial.objects.select_for_update().get(pk=reuse.trial_id)
    TrialReuse.objects.filter(pk=reuse.pk).delete()
    tell(trial, actor, now, "trial.reuse-struck", host=reuse.host_name, on=str(reuse.on))


def _check(row: TrialReuse) -> None:
    trial = row.trial
    if not row.host_name or not row.purpose:
        raise TrialError("empty")
    if trial.state not in WITH_RESULT:
        raise TrialError("no-result")
    if same_organisation(row, trial):
        raise TrialError("own-host")
    if any(same_organisation(row, each) for each in trial.reuses.all()):
        raise TrialError("twice")
    if row.on < (trial.ends_on or trial.starts_on):
        raise TrialError("before-the-result")
