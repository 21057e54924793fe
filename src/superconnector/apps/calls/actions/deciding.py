"""Decisions are made one by one or from the ranking, and stay pending until they are published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Call, Decision, Entry, Official
from superconnector.apps.calls.queries.deciding import Plan, Proposal, candidates, propose, ranking_for
from superconnector.apps.calls.queries.ranking import clear_groups
from superconnector.apps.calls.rounds import ends_of
from superconnector.apps.calls.wall import entry_seen_by
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of an entry, by hand."""

    outcome: str
    prize: str = ""
    place: int | None = None
    reason: str = ""


@transaction.atomic
def decide(
    *, actor: User, now: datetime, chair: Official, number: str, stage: str, choice: Choice
) -> Decision:
    """Decide on one entry by hand; the last whole ranking, if there is one, is noted beside it.

    Raises DecidingError `not-there`, `walled`, `no-stage`, `no-outcome`, `no-prize`, `reason-needed`,
    `published`.
    """
    Call.objects.select_for_update().get(pk=chair.call_id)
    entry = _candidate(chair, number, stage)
    check_choice(chair, entry, choice)
    run = ranking_for(chair, entry.group, stage)
    if run is None and not choice.reason.strip():
        raise DecidingError("reason-needed")
    before = Decision.objects.filter(entry=entry, stage=stage, revises__isnull=True).first()
    if before and before.publication_id:
        raise DecidingError("published")
    decision = before or Decision(entry=entry, stage=stage)
    decision.outcome, decision.prize = choice.outcome, choice.prize
    decision.place, decision.reason = choice.place, choice.reason.strip()[:1000]
    decision.by_lot, decision.ranking = False, run
    decision.made_at, decision.made_by = now, actor
    decision.save()
    _tell(actor, now, "decision.made", chair, entry=entry.pk, stage=stage, outcome=choice.outcome)
    return decision


@transaction.atomic
def undecide(*, actor: User, now: datetime, chair: Official, number: str, stage: str) -> None:
    """Take a pending decision back, also one that revises another: that one stands on.

    Raises DecidingError `not-there`, `walled`, `no-stage`, `published`.
    """
    Call.objects.select_for_update().get(pk=chair.call_id)
    entry = _candidate(chair, number, stage)
    decision = Decision.objects.filter(entry=entry, stage=stage, revised_by__isnull=True).first()
    if decision is None:
        return
    if decision.publication_id:
        raise DecidingError("published")
    decision.delete()
    _tell(actor, now, "decision.taken-back", chair, entry=entry.pk, stage=stage)


@transaction.atomic
def apply_proposal(
    *, actor: User, now: datetime, chair: Official, group: str, stage: str, plan: Plan, seen: str
) -> Proposal:
    """Decide as the ranking proposes, all of it or nothing; `seen` is the digest of what the page showed.

    Raises DecidingError `walled`, `no-stage`, `no-outcome`, `no-ranking`, `changed-meanwhile`.
    """
    Call.objects.select_for_update().get(pk=chair.call_id)
    check_stage(chair, group, stage)
    if plan.outcome not in (Decision.Outcome.AWARD, Decision.Outcome.ADVANCE):
        raise DecidingError("no-outcome")
    proposal = propose(chair, group, stage, plan)
    if proposal is None:
        raise DecidingError("no-ranking")
    if proposal.digest != seen:
        raise DecidingError("changed-meanwhile")
    changed = proposal.changed
    _replace(proposal, actor, now, stage)
    detail = {"group": group, "stage": stage, "changed": len(changed), "run": proposal.run.pk}
    _tell(actor, now, "decisions.applied", chair, **detail)
    return proposal


def _replace(proposal: Proposal, actor: User, now: datetime, stage: str) -> None:
    """Pending decisions that would be others make way for those proposed."""
    gone = [line.case.decision.pk for line in proposal.changed if line.case.decision]
    Decision.objects.filter(pk__in=gone, publication__isnull=True).delete()
    Decision.objects.bulk_create(
        [
            Decision(
                entry=line.case.entry,
                stage=stage,
                outcome=line.outcome,
                prize=line.prize,
                place=line.place,
                by_lot=line.by_lot,
                ranking=proposal.run,
                made_at=now,
                made_by=actor,
            )
            for line in proposal.changed
            if line.outcome
        ],
        batch_size=500,
    )


def check_stage(chair: Official, group: str, stage: str) -> None:
    """Raises DecidingError `walled`, `no-stage`."""
    if group not in clear_groups(chair):
        raise DecidingError("walled")
    if stage not in ends_of(chair.call):
        raise DecidingError("no-stage")


def _candidate(chair: Official, number: str, stage: str) -> Entry:
    """The entry of this number; what the chair does not see or the stage does not decide on is not there."""
    if stage not in ends_of(chair.call):
        raise DecidingError("no-stage")
    entry = entry_seen_by(chair, number)
    if entry is None:
        raise DecidingError("not-there")
    if entry.group not in clear_groups(chair):
        raise DecidingError("walled")
    if not candidates(chair, entry.group, stage).filter(pk=entry.pk).exists():
        raise DecidingError("not-there")
    return entry


def check_choice(chair: Official, entry: Entry, choice: Choice) -> None:
    """Raises DecidingError `no-outcome`, `no-prize`."""
    if choice.outcome not in Decision.Outcome.values:
        raise DecidingError("no-outcome")
    offered = {each.id for each in definition_of(chair.call).prizes_for(entry.group)}
    if choice.prize and (choice.outcome != Decision.Outcome.AWARD or choice.prize not in offered):
        raise DecidingError("no-prize")


def _tell(actor: User, now: datetime, verb: str, chair: Official, **detail: object) -> None:
    record(actor=journal_name(actor), verb=verb, subject=f"call:{chair.call_id}", now=now, detail=detail)
