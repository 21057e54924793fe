"""What blind judges told the chairs: that an entry names its team."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from superconnector.apps.calls.models import Entry, Official
from superconnector.base.models import JournalEntry

FLAGGED = "entry.names-team"


@dataclass(frozen=True, slots=True)
class Flag:
    """A judge says that the entry names its team; `note` says where, or is empty."""

    judge: Official
    at: datetime
    note: str


def _subject(call_id: str, number: str) -> str:
    """The entry as the journal writes it."""
    return f"entry:{call_id}/{number}"


def flags_of(entry: Entry) -> tuple[Flag, ...]:
    """Who flagged the entry, the earliest first. Two queries."""
    subject = _subject(entry.call_id, entry.number)
    rows = list(JournalEntry.objects.filter(verb=FLAGGED, subject=subject).order_by("at", "pk"))
    judges = Official.objects.select_related("user").in_bulk([row.detail["judge"] for row in rows])
    return tuple(Flag(judges[row.detail["judge"]], row.at, row.detail["note"]) for row in rows)


def has_flagged(judge: Official, number: str) -> bool:
    """Whether this judge said so of the entry already."""
    rows = JournalEntry.objects.filter(verb=FLAGGED, subject=_subject(judge.call_id, number))
    return rows.filter(detail__judge=judge.pk).exists()


def flagged_among(entries: Iterable[Entry]) -> frozenset[str]:
    """The numbers of those entries that any judge flagged. One query."""
    numbers = {_subject(each.call_id, each.number): each.number for each in entries}
    rows = JournalEntry.objects.filter(verb=FLAGGED, subject__in=list(numbers)).order_by("pk")
    return frozenset(numbers[each] for each in rows.values_list("subject", flat=True))
