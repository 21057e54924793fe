"""Appeals: a team objects to a published decision, a chair without a conflict answers; both stay.

What follows from one that was upheld is in revising.py.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Appeal, Call, Decision, Member, Official, Phase
from superconnector.apps.calls.phases import open_phase
from superconnector.apps.calls.queries.appeals import appeals_before
from superconnector.apps.calls.standing import standing
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record
from superconnector.base.pace import keep_pace

LONGEST = 5000


@transaction.atomic
def appeal(*, actor: User, now: datetime, member: Member, stage: str, text: str) -> Appeal:
    """Object to the decision of a stage that counts now.

    Raises DecidingError `not-appealing` outside the days of appeals, `not-there` without such a decision,
    `no-text`, `appealed` while another appeal is open, `upheld-already` until a new decision is published.
    """
    keep_pace("appeal", actor.pk, now)
    entry = member.entry
    Call.objects.select_for_update().get(pk=entry.call_id)
    if open_phase(entry.call, Phase.Kind.APPEAL, now) is None:
        raise DecidingError("not-appealing")
    decision = standing(Decision.objects.filter(entry=entry, stage=stage)).first()
    if decision is None:
        raise DecidingError("not-there")
    if decision.appeals.filter(state=Appeal.State.UPHELD).exists():
        raise DecidingError("upheld-already")
    if not text.strip():
        raise DecidingError("no-text")
    try:
        with transaction.atomic():
            made = Appeal.objects.create(
                decision=decision, text=text.strip()[:LONGEST], made_at=now, made_by=actor
            )
    except IntegrityError:
        raise DecidingError("appealed") from None
    _tell(actor, now, "appeal.made", made)
    return made


@transaction.atomic
def answer(*, actor: User, now: datetime, chair: Official, appeal_id: int, upheld: bool, text: str) -> Appeal:
    """Answer an appeal, once. Where it is upheld, `revise` may follow.

    Raises DecidingError `not-there`, `no-text`, `answered`.
    """
    Call.objects.select_for_update().get(pk=chair.call_id)
    if not appeals_before(chair).filter(pk=appeal_id).exists():
        raise DecidingError("not-there")
    made = Appeal.objects.select_for_update().select_related("decision__entry").get(pk=appeal_id)
    if made.state != Appeal.State.OPEN:
        raise DecidingError("answered")
    if not text.strip():
        raise DecidingError("no-text")
    made.state = Appeal.State.UPHELD if upheld else Appeal.State.REJECTED
    made.answer, made.answered_at, made.answered_by = text.strip()[:LONGEST], now, actor
    made.save()
    _tell(actor, now, "appeal.answered", made, state=made.state)
    return made


def _tell(actor: User, now: datetime, verb: str, made: Appeal, **detail: object) -> None:
    subject = f"call:{made.decision.entry.call_id}"
    detail |= {"appeal": made.pk, "decision": made.decision_id}
    record(actor=journal_name(actor), verb=verb, subject=subject, now=now, detail=detail)
