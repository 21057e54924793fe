"""What the public may see of a call: the entries that a published decision honours."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from superconnector.apps.calls.models import Call, Decision, Entry, Phase
from superconnector.apps.calls.phases import Timing, timing
from superconnector.apps.calls.standing import standing

HONOURED = (Decision.Outcome.AWARD, Decision.Outcome.ADVANCE)


def honoured() -> Q:
    """Of entries: a published decision, which no other revises, awards them or lets them go on."""
    counting = standing(Decision.objects.filter(outcome__in=HONOURED))
    return Q(state=Entry.State.SUBMITTED, pk__in=counting.values("entry_id"))


def showcase_opened(call: Call, now: datetime) -> bool:
    """Whether the gallery has opened. Once open it stays: `closes` is when the exhibition ends."""
    phases = call.phases.filter(kind=Phase.Kind.SHOWCASE)
    return any(timing(each, now) not in (Timing.EARLY, Timing.NOT_STATED) for each in phases)


def shown_entries(call: Call, now: datetime, group: str = "") -> QuerySet[Entry]:
    """The entries of the gallery by title; none before it opens."""
    rows = Entry.objects.filter(honoured(), call=call).order_by("title", "number")
    if not showcase_opened(call, now):
        return rows.none()
    return rows.filter(group=group) if group else rows
