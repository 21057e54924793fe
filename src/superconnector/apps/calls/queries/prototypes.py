"""What teams built after the decision: of one entry, and of all that a chair may know of."""

from __future__ import annotations

from django.db.models import QuerySet

from superconnector.apps.calls.models import Entry, Official, Prototype
from superconnector.apps.calls.queries.showcase import honoured
from superconnector.apps.calls.wall import entries_seen_by


def builds(entry: Entry) -> bool:
    """Whether the team may record what it builds: the entry won or went on, and that is published."""
    return Entry.objects.filter(honoured(), pk=entry.pk).exists()


def prototypes_of(entry: Entry) -> QuerySet[Prototype]:
    """All states, the newest first."""
    return entry.prototypes.select_related("stored", "recorded_by").order_by("-made_on", "-pk")


def prototypes_seen_by(chair: Official) -> QuerySet[Prototype]:
    """Those of the entries that the chair may know of, by entry, the newest first."""
    rows = Prototype.objects.filter(entry__in=entries_seen_by(chair)).select_related("entry", "stored")
    return rows.order_by("entry__title", "entry__number", "-made_on", "-pk")
