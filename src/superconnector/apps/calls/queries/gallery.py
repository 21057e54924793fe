"""Which entries somebody finds in the gallery: those that won, or all while the phases of the call say so."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from superconnector.apps.calls.models import Call, Entry
from superconnector.apps.calls.queries.showcase import shown_entries
from superconnector.apps.calls.seeing import all_are_shown
from superconnector.base.accounts.models import User


def gallery_entries(call: Call, now: datetime, person: User | None) -> QuerySet[Entry]:
    """By title. `person` is None for somebody who is not signed in."""
    if all_are_shown(call, now, person):
        return Entry.objects.filter(call=call, state=Entry.State.SUBMITTED).order_by("title", "number")
    return shown_entries(call, now)
