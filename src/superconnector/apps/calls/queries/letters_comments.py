"""Reads of the comments that judges wrote for entrants."""

from __future__ import annotations

from superconnector.apps.calls.models import Entry, Official, Reading
from superconnector.apps.calls.wall import entries_seen_by


def comments_of(chair: Official, group: str) -> list[Reading]:
    """The last reading handed in of each desk, where it has a comment, by entry. One query."""
    entries = entries_seen_by(chair).filter(group=group, state=Entry.State.SUBMITTED)
    rows = Reading.objects.filter(
        final=True, assignment__removed_at__isnull=True, assignment__entry__in=entries
    ).select_related("assignment__entry", "assignment__judge__user")
    last = {row.assignment_id: row for row in rows.order_by("assignment__entry__number", "number", "id")}
    return [row for row in last.values() if row.comment.strip()]
