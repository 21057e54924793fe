"""A decision is made anew after an appeal was upheld. It is pending, and counts once it is published."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.actions.deciding import Choice, check_choice
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Appeal, Call, Decision, Official
from superconnector.apps.calls.passing import GOES_ON
from superconnector.apps.calls.queries.appeals import appeals_before, pending_revision, version_of
from superconnector.apps.calls.queries.deciding import candidates, ranking_for
from superconnector.apps.calls.standing import last_told
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record


@transaction.atomic
def revise(
    *, actor: User, now: datetime, chair: Official, appeal_id: int, seen: str, choice: Choice
) -> Decision:
    """Decide anew on what an upheld appeal was made against, or change that while it is pending.

    `seen` is the `version_of` the pending decision that the page showed. The old decision stays as it was.
    Raises DecidingError `not-there` for an appeal that the chair may not answer or an entry that the round
    does not decide on any more, `not-upheld`, `revised`, `changed-meanwhile`, `no-outcome`, `no-prize`,
    `revision-reason`, `later-round`.
    """
    Call.objects.select_for_update().get(pk=chair.call_id)
    appeal = _upheld(chair, appeal_id)
    old, entry = appeal.decision, appeal.decision.entry
    pending = pending_revision(old)
    if version_of(pending) != seen:
        raise DecidingError("changed-meanwhile")
    check_choice(chair, entry, choice)
    if not choice.reason.strip():
        raise DecidingError("revision-reason")
    _check_later(old, choice)
    decision = pending or Decision(entry=entry, stage=old.stage, revises=old)
    decision.outcome, decision.prize = choice.outcome, choice.prize
    decision.place, decision.reason = choice.place, choice.reason.strip()[:1000]
    decision.ranking = ranking_for(chair, entry.group, old.stage)
    decision.made_at, decision.made_by = now, actor
    decision.save()
    record(
        actor=journal_name(actor),
        verb="decision.revised",
        subject=f"call:{chair.call_id}",
        now=now,
        detail={"entry": entry.pk, "stage": old.stage, "appeal": appeal.pk, "outcome": choice.outcome},
    )
    return decision


def _upheld(chair: Official, appeal_id: int) -> Appeal:
    """The appeal whose decision may be revised now."""
    appeal = appeals_before(chair).filter(pk=appeal_id).first()
    if appeal is None:
        raise DecidingError("not-there")
    if appeal.state != Appeal.State.UPHELD:
        raise DecidingError("not-upheld")
    old = appeal.decision
    if Decision.objects.filter(revises=old, publication__isnull=False).exists():
        raise DecidingError("revised")
    if not candidates(chair, old.entry.group, old.stage).filter(pk=old.entry_id).exists():
        raise DecidingError("not-there")
    return appeal


def _check_later(old: Decision, choice: Choice) -> None:
    """What a later round has decided rests on the entry having gone on."""
    if old.outcome not in GOES_ON or choice.outcome in GOES_ON:
        return
    last = last_told(old.entry.call, [old.entry_id])[old.entry_id]
    if last.stage != old.stage:
        raise DecidingError("later-round")
