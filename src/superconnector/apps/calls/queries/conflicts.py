"""Reads of conflicts, as far as a chair may see them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from superconnector.apps.calls.models import Conflict, Official
from superconnector.apps.calls.wall import entries_seen_by


def conflicts_seen_by(chair: Official) -> QuerySet[Conflict]:
    """The conflicts of the call about entries that the chair sees."""
    return Conflict.objects.filter(official__call_id=chair.call_id, entry__in=entries_seen_by(chair))


@dataclass(frozen=True, slots=True)
class Ground:
    """All conflicts of one reason: `key` is what the pairs have in common."""

    kind: str
    key: str
    rows: tuple[Conflict, ...]


def grounds(chair: Official, state: str) -> tuple[Ground, ...]:
    """The conflicts of a state by reason, in one query."""
    rows = (
        conflicts_seen_by(chair)
        .filter(state=state)
        .select_related("official__user", "entry", "decided_by")
        .order_by("kind", "key", "official__user__name", "official_id", "entry__number")
    )
    return tuple(
        Ground(kind, shown_key(key), tuple(each))
        for (kind, key), each in groupby(rows, key=lambda row: (row.kind, row.key))
    )


def shown_key(key: str) -> str:
    """`mail:ann@town.example` → the address alone; what only a machine reads is left out."""
    prefix, colon, rest = key.partition(":")
    if not colon:
        return "" if key == "self" else key
    return "" if prefix in ("account", "team") else rest


def counts(chair: Official) -> dict[str, int]:
    """How many there are of each state."""
    rows = Counter(conflicts_seen_by(chair).order_by("id").values_list("state", flat=True))
    return {state: rows[state] for state in Conflict.State.values}
