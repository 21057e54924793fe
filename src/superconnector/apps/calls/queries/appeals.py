"""Reads of appeals: a team's own, and those that a chair may answer."""

from __future__ import annotations

from django.db.models import F, QuerySet

from superconnector.apps.calls.models import Appeal, Entry, Official
from superconnector.apps.calls.queries.ranking import clear_groups
from superconnector.apps.calls.wall import entries_seen_by


def appeals_of(entry: Entry) -> QuerySet[Appeal]:
    """The appeals of the entry with their answers, the first first. Nothing is ever taken out."""
    found = Appeal.objects.filter(decision__entry=entry).select_related("decision", "made_by")
    return found.order_by("made_at", "id")


def appeals_before(chair: Official) -> QuerySet[Appeal]:
    """The appeals that the chair may answer: in groups without a conflict. Open ones first."""
    found = Appeal.objects.filter(
        decision__entry__in=entries_seen_by(chair), decision__entry__group__in=clear_groups(chair)
    )
    named = found.select_related("decision__entry", "made_by", "answered_by")
    return named.order_by(F("answered_at").asc(nulls_first=True), "made_at", "id")
