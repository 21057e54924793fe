"""Who may do what in a call. Small predicates, and guards that load and check in one go.

What somebody may not see is not there for them: guards raise Http404, never "forbidden", so that no answer
tells a stranger what exists.
"""

from __future__ import annotations

from django.http import Http404

from superconnector.apps.calls.models import Call, Entry, Member, Official
from superconnector.base.accounts.models import User


def call_or_not(call_id: str) -> Call:
    """The call. Raises Http404."""
    call = Call.objects.select_related("pinned").filter(pk=call_id).first()
    if call is None:
        raise Http404(call_id)
    return call


def office(call: Call, user: User, role: Official.Role) -> Official:
    """This person's office in the call. Raises Http404 for everybody who does not hold it today."""
    held = Official.objects.select_related("call__pinned", "user").filter(
        call=call, user_id=user.pk, role=role, left_at__isnull=True
    )
    official = held.first() if user.is_authenticated else None
    if official is None:
        raise Http404(call.pk)
    return official


def membership(call: Call, number: str, user: User) -> Member:
    """This person's place in the team of the entry. Raises Http404 for everybody else, chairs included."""
    found = Member.objects.select_related("entry__call__pinned").filter(
        entry__call=call, entry__number=number, user_id=user.pk
    )
    member = found.first() if user.is_authenticated else None
    if member is None:
        raise Http404(number)
    return member


def may_open_calls(user: User) -> bool:
    """Officers of the ecosystem open calls and appoint the chairs."""
    return user.is_authenticated and user.is_staff


def may_edit(entry: Entry) -> bool:
    """Whether the state lets the team change the entry; the clock is asked apart."""
    return entry.state in (Entry.State.DRAFT, Entry.State.SUBMITTED)
