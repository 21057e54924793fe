"""Whoever mails something claims it first, so that two senders at once do not both send it.

A claim ends when the mail server has answered: with yes, the row notes when it was sent; with no, the claim
is given back. A process that is killed in between leaves its claim behind, so a claim is a lease: once it is
older than `LEASE`, the next sender takes it up. What a server took just before the kill is then sent a second
time: a letter that comes twice does less harm than one that never comes.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

LEASE = timedelta(minutes=15)
"""Longer than any sender holds a claim: at most `AT_ONCE` mails, a minute each at the worst."""
AT_ONCE = 10
"""Mails that one sender claims with one reading of the clock."""


def free(now: datetime, column: str = "claimed_at") -> Q:
    """Rows that nobody is sending at this moment."""
    return Q((f"{column}__isnull", True)) | Q((f"{column}__lte", now - LEASE))
