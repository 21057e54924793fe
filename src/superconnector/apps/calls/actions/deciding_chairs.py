"""Chairs appoint chairs; the last one stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.actions.conflicts import find_conflicts
from superconnector.apps.calls.actions.running import appoint, leave
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Call, Official
from superconnector.base.accounts.models import User


@transaction.atomic
def appoint_chair(*, actor: User, now: datetime, call: Call, email: str) -> Official:
    """Appoint a chair and look for conflicts at once.

    Raises DecidingError `no-account`, RunningError `appointed`, ConflictError `too-many`.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise DecidingError("no-account", email=email.strip())
    official = appoint(actor=actor, now=now, call=call, user=user, role=Official.Role.CHAIR)
    find_conflicts(actor=actor, now=now, call=call, officials=Official.objects.filter(pk=official.pk))
    return official


@transaction.atomic
def chair_leaves(*, actor: User, now: datetime, chair: Official, chair_id: int) -> Official:
    """A chair of the same call leaves. Raises DecidingError `not-there`, `last-chair`."""
    Call.objects.select_for_update().get(pk=chair.call_id)
    found = list(chairs_of(chair.call_id))
    leaving = next((each for each in found if each.pk == chair_id), None)
    if leaving is None:
        raise DecidingError("not-there")
    if len(found) == 1:
        raise DecidingError("last-chair")
    leave(actor=actor, now=now, official=leaving, because="")
    return leaving


def chairs_of(call_id: str) -> list[Official]:
    """The chairs of today, the first first."""
    held = Official.objects.filter(call=call_id, role=Official.Role.CHAIR, left_at__isnull=True)
    return list(held.select_related("user", "call").order_by("since", "id"))
