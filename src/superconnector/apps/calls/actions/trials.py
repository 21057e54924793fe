"""Trials: planned at a site of a host, run, measured, ended. A result names the version it was made from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from superconnector.apps.calls.models import (
    Entry,
    Trial,
    TrialFeedback,
    TrialIncident,
    TrialPayment,
)
from superconnector.apps.calls.queries.showcase import honoured
from superconnector.apps.calls.queries.trials import listed, tie_between
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record

WITH_RESULT = (Trial.State.ENDED, Trial.State.STOPPED)
"""The states in which a trial has found something, if only that it does not work."""


class TrialError(ValueError):
    """The trial was not written. `code` names why; faces have the words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Plan:
    """What is agreed before a trial. `acceptance` is the value of the measure that makes it a success."""

    host: str
    host_name: str
    site: str
    starts_on: date
    ends_on: date | None
    planned_users: int
    measure: str
    unit: str
    higher_is_better: bool = True
    acceptance: Decimal | None = None
    before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What was found. Absent: not measured."""

    state: Trial.State
    ends_on: date | None
    actual_users: int | None
    before: Decimal | None
    after: Decimal | None
    outcome: str
    next_step: str


@transaction.atomic
def plan_trial(*, actor: User, now: datetime, entry: Entry, plan: Plan) -> Trial:
    """A new trial of an entry that won or went on; a tie between supplier and host is flagged, not hidden.

    Raises TrialError `not-honoured`, `twice`, `ends-before-it-starts`.
    """
    if not Entry.objects.filter(honoured(), pk=entry.pk).exists():
        raise TrialError("not-honoured")
    _check_days(plan.starts_on, plan.ends_on)
    plan = replace(plan, host=plan.host or listed(plan.host_name))
    conflict = tie_between(entry, plan.host, plan.host_name)
    try:
        with transaction.atomic():
            trial = Trial.objects.create(entry=entry, conflict=conflict, **asdict(plan))
    except IntegrityError:
        raise TrialError("twice") from None
    tell(trial, actor, now, "trial.planned", conflict=trial.conflict)
    return trial


@transaction.atomic
def record_result(*, actor: User, now: datetime, trial_id: int, seen_version: int, result: Result) -> Trial:
    """Write what was found. A result that others use is not taken back to a plan.

    Raises TrialError `changed-meanwhile`, `users-missing`, `ends-before-it-starts`, `reused`.
    """
    trial = Trial.objects.select_for_update().get(pk=trial_id)
    if trial.version != seen_version:
        raise TrialError("changed-meanwhile")
    _check_days(trial.starts_on, result.ends_on)
    if result.state == Trial.State.ENDED and (result.actual_users is None or result.ends_on is None):
        raise TrialError("users-missing")
    if result.state not in WITH_RESULT and trial.reuses.exists():
        raise TrialError("reused")
    for name, value in asdict(result).items():
        setattr(trial, name, value)
    trial.version += 1
    trial.save()
    tell(trial, actor, now, "trial.result", state=result.state, users=result.actual_users)
    return trial


@transaction.atomic
def report_incident(
    *, actor: User, now: datetime, trial: Trial, on: date, severity: TrialIncident.Severity, text: str
) -> TrialIncident:
    """Something went wrong. Raises TrialError `empty`, `before-it-started`."""
    if not text.strip():
        raise TrialError("empty")
    if on < trial.starts_on:
        raise TrialError("before-it-started")
    incident = TrialIncident.objects.create(trial=trial, on=on, severity=severity, text=text.strip())
    tell(trial, actor, now, "trial.incident", severity=severity)
    return incident


@transaction.atomic
def resolve_incident(
    *, actor: User, now: datetime, incident: TrialIncident, on: date, resolution: str
) -> TrialIncident:
    """It was put right. Raises TrialError `empty`, `before-it-happened`."""
    if not resolution.strip():
        raise TrialError("empty")
    if on < incident.on:
        raise TrialError("before-it-happened")
    incident.resolved_on, incident.resolution = on, resolution.strip()
    incident.save(update_fields=["resolved_on", "resolution"])
    tell(incident.trial, actor, now, "trial.incident-resolved", incident=incident.pk)
    return incident


def give_feedback(
    *, now: datetime, trial: Trial, consent: bool, rating: int, text: str = ""
) -> TrialFeedback:
    """What one end user says, without a name. Raises TrialError `no-consent`, `rating`, `not-running`."""
    if not consent:
        raise TrialError("no-consent")
    if rating not in range(1, 6):
        raise TrialError("rating")
    if trial.state not in (Trial.State.RUNNING, Trial.State.ENDED):
        raise TrialError("not-running")
    return TrialFeedback.objects.create(
        trial=trial, given_at=now, consent=True, rating=rating, text=text.strip()[:2000]
    )


@transaction.atomic
def agree_payment(
    *, actor: User, now: datetime, trial: Trial, milestone: str, amount: int, currency: str, due_on: date
) -> TrialPayment:
    """Money due at a milestone, in cents. Raises TrialError `amount`, `empty`, `twice`."""
    if amount <= 0:
        raise TrialError("amount")
    if not milestone.strip():
        raise TrialError("empty")
    try:
        with transaction.atomic():
            payment = TrialPayment.objects.create(
                trial=trial, milestone=milestone.strip(), amount=amount, currency=currency, due_on=due_on
            )
    except IntegrityError:
        raise TrialError("twice") from None
    tell(trial, actor, now, "trial.payment-agreed", milestone=milestone, amount=amount, currency=currency)
    return payment


@transaction.atomic
def mark_payment(
    *, actor: User, now: datetime, payment: TrialPayment, reached_on: date | None, paid_on: date | None
) -> TrialPayment:
    """The milestone was reached; the money was paid. Raises TrialError `paid-too-early`."""
    if paid_on is not None and (reached_on is None or paid_on < reached_on):
        raise TrialError("paid-too-early")
    payment.reached_on, payment.paid_on = reached_on, paid_on
    payment.save(update_fields=["reached_on", "paid_on"])
    tell(payment.trial, actor, now, "trial.payment", milestone=payment.milestone, paid=str(paid_on))
    return payment


def _check_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise TrialError("ends-before-it-starts")


def tell(trial: Trial, actor: User, now: datetime, verb: str, **detail: object) -> None:
    """Into the journal."""
    record(actor=journal_name(actor), verb=verb, subject=f"trial:{trial.pk}", now=now, detail=detail)
