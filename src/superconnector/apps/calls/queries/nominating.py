"""Reads of nominations: who was asked to judge, what somebody is asked, and until when a yes is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from superconnector.apps.calls.models import Call, Nomination, Official, Phase
from superconnector.apps.calls.phases import Timing, timing
from superconnector.apps.calls.rounds import rounds_of
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import confirmed_addresses
from superconnector.base.models import JournalEntry

DAY = timedelta(days=1)
DECLINED = "nomination.declined"


def judged_phases(call: Call) -> list[Phase]:
    """The phases in which judges judge, in order."""
    phases = {each.name: each for each in call.phases.all()}
    return [phases[each.stage] for each in rounds_of(call) if each.stage in phases]


def judging_is_over(call: Call, now: datetime) -> bool:
    """Whether every phase that is judged has closed for good. One whose days are not set has not."""
    phases = judged_phases(call)
    return bool(phases) and all(timing(each, now) is Timing.LATE for each in phases)


def open_nominations(call: Call) -> QuerySet[Nomination]:
    """Those that wait for an answer, the first first."""
    waiting = Nomination.objects.filter(call=call, ended_at__isnull=True)
    return waiting.select_related("made_by").order_by("made_at", "id")


@dataclass(frozen=True, slots=True)
class Asked:
    """A nomination as the chairs see it. `again_from`: when the mail may be sent again; None: now."""

    row: Nomination
    declined: bool
    again_from: datetime | None


def asked_by(chair: Official, now: datetime) -> tuple[Asked, ...]:
    """Those that wait, and those that were declined by somebody who was not asked again. Three queries.

    Nothing in it depends on whether the address has an account.
    """
    waiting = [Asked(each, False, _again_from(each, now)) for each in open_nominations(chair.call)]
    asked = {each.row.email for each in waiting}
    rows = Nomination.objects.filter(pk__in=_declined(chair.call), call=chair.call).order_by(
        "-ended_at", "-id"
    )
    refused: dict[str, Asked] = {}
    for each in rows.select_related("made_by"):
        if each.email not in asked:
            refused.setdefault(each.email, Asked(each, True, None))
    return (*waiting, *refused.values())


def _again_from(row: Nomination, now: datetime) -> datetime | None:
    return row.mailed_at + DAY if row.mailed_at and now - row.mailed_at < DAY else None


def _declined(call: Call) -> list[int]:
    """Who declined stands in the journal."""
    rows = JournalEntry.objects.filter(verb=DECLINED, subject=f"call:{call.pk}").order_by("pk")
    return [detail["nomination"] for detail in rows.values_list("detail", flat=True)]


def nominations_of(user: User, now: datetime) -> list[Nomination]:
    """What somebody is asked at an address that this person has confirmed, the newest first."""
    waiting = Nomination.objects.filter(ended_at__isnull=True, email__in=confirmed_addresses(user))
    rows = waiting.select_related("call__pinned").prefetch_related("call__phases")
    return [each for each in rows.order_by("-made_at", "-id") if not judging_is_over(each.call, now)]


def nomination_to(user: User, call: Call) -> Nomination | None:
    """What this person is asked in the call; None for everybody who is not."""
    waiting = Nomination.objects.filter(call=call, ended_at__isnull=True, email__in=confirmed_addresses(user))
    return waiting.select_related("call__pinned").order_by("made_at", "id").first()


def nominations_kept_of(user: User) -> list[dict[str, object]]:
    """For the export of a person's own data: what was asked at the confirmed addresses."""
    rows = Nomination.objects.filter(email__in=confirmed_addresses(user)).order_by("made_at", "id")
    return [
        {
            "call": each.call_id,
            "email": each.email,
            "asked": each.made_at.isoformat(),
            "mailed": each.mailed_at.isoformat() if each.mailed_at else None,
            "ended": each.ended_at.isoformat() if each.ended_at else None,
            "accepted": each.official_id is not None,
            "desk": each.desk,
        }
        for each in rows
    ]
