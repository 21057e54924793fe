"""The sessions of one account, in whichever browsers they are."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

AT_ONCE = 500


def end_sessions(user_id: int) -> int:
    """Delete them; how many there were.

    A session holds whose it is within its text, so each is read. One that is missed, because it begins at
    this moment, is nobody's: its account is gone.
    """
    rows = Session.objects.order_by("pk").iterator(chunk_size=AT_ONCE)
    keys = [row.pk for row in rows if row.get_decoded().get(SESSION_KEY) == str(user_id)]
    for at in range(0, len(keys), AT_ONCE):
        Session.objects.filter(pk__in=keys[at : at + AT_ONCE]).delete()
    return len(keys)
